"""`rugctl new-meeting`: the next meeting as a record."""

from __future__ import annotations

import os
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from rugctl.cli.book import Book, open_book, remark
from rugctl.cli.editing import edited
from rugctl.cli.options import topics_of
from rugctl.cli.save import Branch, DryRun, NoCommit, Saving, begin, save
from rugctl.cli.telling import tell_registered
from rugctl.days import parse_day
from rugctl.errors import RugctlError

if TYPE_CHECKING:
    from rugctl.recurrence import Occurrence

Kind: TypeAlias = Literal["talk", "discussion", "announcement", "housekeeping"]


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a new meeting is to have, as it was asked for."""

    title: str | None = None
    kind: Kind | None = None
    speakers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    chair: str | None = None
    scribe: str | None = None
    backlog: tuple[str, ...] = ()
    reason: str | None = None


app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def new_meeting(
    ctx: typer.Context,
    day: Annotated[str | None, typer.Argument(metavar="[DATE]", help="The date; without it, the next free one of the series.")] = None,
    title: Annotated[str | None, typer.Option("--title", "-t", metavar="TEXT", help="The title of the first agenda item.")] = None,
    kind: Annotated[Kind | None, typer.Option(help="What kind of item it is; a talk, where somebody speaks.")] = None,
    speakers: Annotated[list[str] | None, typer.Option("--speaker", "-s", metavar="PERSON", help="Who speaks; may be given again.")] = None,
    topics: Annotated[list[str] | None, typer.Option("--topic", metavar="TOPIC", help="A topic of the item; may be given again.")] = None,
    chair: Annotated[str | None, typer.Option(metavar="PERSON", help="Who leads the meeting.")] = None,
    scribe: Annotated[str | None, typer.Option(metavar="PERSON", help="Who takes notes.")] = None,
    backlog: Annotated[
        list[str] | None, typer.Option("--from-backlog", metavar="ITEM", help="Take this item out of the backlog; may be given again.")
    ] = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why the date is off the series.")] = None,
    count: Annotated[int, typer.Option(metavar="N", min=1, max=50, help="Schedule so many free dates ahead, without agenda yet.")] = 1,
    edit: Annotated[bool, typer.Option("--edit", "-e", help="Open the record in $EDITOR before it is saved.")] = False,
    no_commit: NoCommit = False,
    branch: Branch = None,
    dry_run: DryRun = False,
) -> None:
    """Schedule the next free date of the series, or a date given, and commit the record."""
    wish = _Wish(title, kind, tuple(speakers or ()), tuple(topics or ()), chair, scribe, tuple(backlog or ()), reason)
    if count > 1 and (day or edit or wish != _Wish()):
        raise RugctlError("--count schedules bare dates, so it goes alone", "Fill them one by one: `rugctl new-meeting --help`.")
    if not title and (speakers or topics or kind):
        raise RugctlError("speakers, topics and kind belong to an agenda item", "Give it a --title.")
    book, saving = open_book(ctx, writing=True), Saving(no_commit, branch, dry_run)
    if count > 1:
        _schedule_several(book, count, saving)
    else:
        _schedule_one(book, day, wish, saving, edit=edit)


def _schedule_one(book: Book, given: str | None, wish: _Wish, saving: Saving, *, edit: bool) -> None:
    from rugctl.drafting.agenda import schedule_from_backlog  # noqa: PLC0415
    from rugctl.drafting.meeting import Draft, draft_meeting  # noqa: PLC0415
    from rugctl.drafting.registrar import Registrar  # noqa: PLC0415

    changes, group = begin(book), book.one_group()
    day, occurrence = _date(book, group, given)
    registrar = Registrar(book.index, changes, day)
    draft = Draft(
        day=day,
        title=wish.title,
        kind=wish.kind or ("talk" if wish.speakers else None),
        speakers=tuple(map(registrar.person, wish.speakers)),
        topics=topics_of(book, wish.topics),
        chair=registrar.person(wish.chair) if wish.chair else None,
        scribe=registrar.person(wish.scribe) if wish.scribe else None,
        reason=wish.reason,
        uid=None if occurrence else os.urandom(16).hex(),
    )
    path = draft_meeting(changes, group, draft, occurrence)
    for id in wish.backlog:
        schedule_from_backlog(changes, path, id, group)
    remark(f"{'Would schedule' if saving.dry_run else 'Scheduling'} {day}{_when(occurrence)}.")
    tell_registered(registrar.outcome)
    with edited(changes.text(path), path) if edit else nullcontext() as text:
        if text is not None:
            changes.replace_text(path, text)
        save(book, changes, f"meeting: schedule {day}", saving)


def _schedule_several(book: Book, count: int, saving: Saving) -> None:
    from rugctl.drafting.meeting import Draft, draft_meeting, free_occurrences  # noqa: PLC0415

    changes, group = begin(book), book.one_group()
    found = list(islice(free_occurrences(book.index, group, book.today), count))
    if len(found) < count:
        raise RugctlError(f"the series expect only {len(found)} free dates in the next two years", "Ask for fewer.")
    for occurrence in found:
        draft_meeting(changes, group, Draft(occurrence.date), occurrence)
        remark(f"{'Would schedule' if saving.dry_run else 'Scheduling'} {occurrence.date}{_when(occurrence)}.")
    save(book, changes, f"meeting: schedule {', '.join(occurrence.date for occurrence in found)}", saving)


def _date(book: Book, group: str, given: str | None) -> tuple[str, Occurrence | None]:
    from rugctl.drafting.meeting import expected_on, free_occurrences  # noqa: PLC0415

    if given is None:
        found = next(iter(free_occurrences(book.index, group, book.today)), None)
        if found is None:
            raise RugctlError(
                "the series expect no free date in the next two years", "Give a DATE and a --reason, or add a series to the group's record."
            )
        return found.date, found
    day = parse_day(given)
    return day, expected_on(book.index, group, day)


def _when(occurrence: Occurrence | None) -> str:
    return f" at {occurrence.start} {occurrence.timezone}" if occurrence else ""
