"""`rugctl cancel`: a meeting that does not take place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rugctl.cli.book import Book, open_book, remark
from rugctl.cli.life import Day, ensure_record
from rugctl.cli.save import Branch, DryRun, NoCommit, Saving, begin, save
from rugctl.errors import RugctlError
from rugctl.store import classify, meeting_path

if TYPE_CHECKING:
    from rugctl.changes import ChangeSet

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def cancel(
    ctx: typer.Context,
    day: Day,
    reason: Annotated[str | None, typer.Option("--reason", "-r", metavar="TEXT", help="Why, in a few words.")] = None,
    agenda: Annotated[Literal["next", "backlog", "drop"], typer.Option(help="Where its agenda goes.")] = "next",
    status: Annotated[Literal["cancelled", "skipped", "no-show"], typer.Option(help="What to call it.")] = "cancelled",
    no_commit: NoCommit = False,
    branch: Branch = None,
    dry_run: DryRun = False,
) -> None:
    """Cancel a meeting; its agenda goes to the next meeting, to the backlog, or is dropped."""
    from rugctl.drafting.meeting import call_off  # noqa: PLC0415

    book = open_book(ctx, writing=True)
    changes = begin(book)
    path = ensure_record(book, changes, day)
    record = changes.value(path)
    if record["status"] not in {"scheduled", "unrecorded"}:
        raise RugctlError(
            f"the meeting of {record['date']} is {record['status']} already",
            "`rugctl show` shows it; a wrong status is corrected in the file.",
        )
    _agenda_goes(book, changes, path, agenda)
    call_off(changes, path, status, reason)
    if not reason:
        remark("No --reason given; people will ask.")
    verb = {"cancelled": "cancel", "skipped": "skip", "no-show": "no show at"}[status]
    save(book, changes, f"meeting: {verb} {record['date']}", Saving(no_commit, branch, dry_run))


def _agenda_goes(book: Book, changes: ChangeSet, path: str, where: str) -> None:
    from rugctl.drafting.agenda import agenda_to_backlog, drop_agenda, move_agenda, waiting_items  # noqa: PLC0415

    record = changes.value(path)
    if where == "drop":
        count, what = drop_agenda(changes, path), "dropped"
    elif where == "backlog":
        count, what = agenda_to_backlog(changes, path, min(record["date"], book.today)), "put into the backlog"
    elif waiting_items(record, housekeeping=False):
        target = _next_meeting(book, changes, path, record["date"])
        count, what = move_agenda(changes, path, target), f"moved to {classify(target).stem}"
    else:
        return
    if count:
        remark(f"{count} agenda item{'s' if count != 1 else ''} {what}.")


def _next_meeting(book: Book, changes: ChangeSet, path: str, day: str) -> str:
    """Return the path of the next meeting that is scheduled, or of the next free date's, whose record is made."""
    from rugctl.drafting.meeting import Draft, draft_meeting, next_meeting  # noqa: PLC0415

    group = classify(path).group
    stem, free = next_meeting(book.index, group, after=day, today=book.today)
    if stem is not None:
        return meeting_path(stem, group)
    if free is None:
        raise RugctlError("there is no next meeting to take the agenda", "Use --agenda backlog or --agenda drop.")
    return draft_meeting(changes, group, Draft(free.date), free)
