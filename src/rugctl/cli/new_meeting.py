"""`rugctl new-meeting`: the next meeting as a record."""

from __future__ import annotations

import secrets
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
    from rugctl.changes import ChangeSet
    from rugctl.recurrence import Occurrence

Kind: TypeAlias = Literal["talk", "discussion", "announcement", "housekeeping"]

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def new_meeting(
    ctx: typer.Context,
    day: Annotated[str | None, typer.Argument(metavar="[DATE]", help="The date; without it, the next free one of the series.")] = None,
    title: Annotated[str | None, typer.Option("--title", "-t", help="The title of the first agenda item.")] = None,
    kind: Annotated[Kind | None, typer.Option(help="What kind of item it is; a talk, where somebody speaks.")] = None,
    speakers: Annotated[list[str] | None, typer.Option("--speaker", "-s", metavar="PERSON", help="Who speaks; may be given again.")] = None,
    topics: Annotated[list[str] | None, typer.Option("--topic", metavar="TOPIC", help="A topic of the item; may be given again.")] = None,
    chair: Annotated[str | None, typer.Option(metavar="PERSON", help="Who leads the meeting.")] = None,
    scribe: Annotated[str | None, typer.Option(metavar="PERSON", help="Who takes notes.")] = None,
    backlog: Annotated[
        list[str] | None, typer.Option("--from-backlog", metavar="ITEM", help="Take this item out of the backlog; may be given again.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why the date is off the series.")] = None,
    count: Annotated[int, typer.Option(metavar="N", min=1, max=50, help="Schedule so many free dates ahead, without agenda yet.")] = 1,
    edit: Annotated[bool, typer.Option("--edit", "-e", help="Open the record in $EDITOR before it is saved.")] = False,
    no_commit: NoCommit = False,
    branch: Branch = None,
    dry_run: DryRun = False,
) -> None:
    """Schedule the next free date of the series, or a date given, and commit the record."""
    from rugctl.drafting.agenda import schedule_from_backlog  # noqa: PLC0415
    from rugctl.drafting.meeting import Draft, draft_meeting  # noqa: PLC0415
    from rugctl.drafting.registrar import Registrar  # noqa: PLC0415

    book = open_book(ctx, writing=True)
    group = book.one_group()
    changes, saving = begin(book), Saving(no_commit, branch, dry_run)
    if count > 1:
        if day or title or speakers or topics or kind or chair or scribe or backlog or reason or edit:
            raise RugctlError("--count schedules bare dates, so it goes alone", "Fill them one by one: `rugctl new-meeting --help`.")
        _schedule_several(book, changes, group, count, saving)
        return
    day, occurrence = _date(book, group, day)
    registrar = Registrar(book.index, changes, day)
    draft = Draft(
        day=day,
        title=title,
        kind=kind or ("talk" if speakers and title else None),
        speakers=tuple(map(registrar.person, speakers or ())),
        topics=topics_of(book, topics),
        chair=registrar.person(chair) if chair else None,
        scribe=registrar.person(scribe) if scribe else None,
        reason=reason,
        uid=None if occurrence else secrets.token_hex(16),
    )
    if not title and (speakers or topics or kind):
        raise RugctlError("speakers, topics and kind belong to an agenda item", "Give it a --title.")
    path = draft_meeting(changes, group, draft, occurrence)
    for id in backlog or ():
        schedule_from_backlog(changes, path, id, group)
    remark(f"{'Would schedule' if dry_run else 'Scheduling'} {day}{_when(occurrence)}.")
    tell_registered(registrar.outcome)
    if not edit:
        save(book, changes, f"meeting: schedule {day}", saving)
    else:
        with edited(changes.text(path), path) as text:
            changes.replace_text(path, text)
            save(book, changes, f"meeting: schedule {day}", saving)


def _schedule_several(book: Book, changes: ChangeSet, group: str, count: int, saving: Saving) -> None:
    from rugctl.drafting.meeting import Draft, draft_meeting, free_occurrences  # noqa: PLC0415

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
