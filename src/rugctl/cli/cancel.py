"""`rugctl cancel`: a meeting that does not take place."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from rugctl.changes import ChangeSet
from rugctl.cli.book import Book, open_book, remark
from rugctl.cli.life import ensure_record
from rugctl.cli.save import Branch, DryRun, NoCommit, Saving, begin, save
from rugctl.errors import RugctlError
from rugctl.store import classify

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def cancel(
    ctx: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DATE", help="The meeting; a record is made where there is none.")],
    reason: Annotated[str | None, typer.Option("--reason", "-r", help="Why, in a few words.")] = None,
    agenda: Annotated[Literal["next", "backlog", "drop"], typer.Option(help="Where its agenda goes.")] = "next",
    status: Annotated[Literal["cancelled", "skipped", "no-show"], typer.Option(help="What to call it.")] = "cancelled",
    no_commit: NoCommit = False,
    branch: Branch = None,
    dry_run: DryRun = False,
) -> None:
    """Cancel a meeting; its agenda goes to the next meeting, to the backlog, or is dropped."""
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
    changes.set(path, ("status",), status)
    if reason:
        changes.set(path, ("reason",), reason)
    else:
        remark("No --reason given; people will ask.")
    verb = {"cancelled": "cancel", "skipped": "skip", "no-show": "no show at"}[status]
    save(book, changes, f"meeting: {verb} {record['date']}", Saving(no_commit, branch, dry_run))


def _agenda_goes(book: Book, changes: ChangeSet, path: str, where: str) -> None:
    from rugctl.drafting.agenda import agenda_to_backlog, drop_agenda, move_agenda  # noqa: PLC0415

    record = changes.value(path)
    if not record.get("agenda"):
        return
    if where == "drop":
        remark(f"Dropped {drop_agenda(changes, path)} agenda item(s).")
    elif where == "backlog":
        remark(f"Put {agenda_to_backlog(changes, path, record['date'])} agenda item(s) into the backlog.")
    else:
        target = _next_meeting(book, changes, path, record["date"])
        moved = move_agenda(changes, path, target, classify(target).stem)
        remark(f"Moved {moved} agenda item(s) to {classify(target).stem}.")


def _next_meeting(book: Book, changes: ChangeSet, path: str, day: str) -> str:
    """Return the path of the next meeting that is scheduled, or of the next free date's, whose record is made."""
    from rugctl.drafting.meeting import Draft, draft_meeting, free_occurrences  # noqa: PLC0415
    from rugctl.store import meeting_path  # noqa: PLC0415

    group = book.one_group()
    day = max(day, book.today)
    row = book.index.execute(
        "SELECT stem FROM meeting WHERE grp = ? AND status = 'scheduled' AND date > ? ORDER BY date LIMIT 1", (group, day)
    ).fetchone()
    free = next((o for o in free_occurrences(book.index, group, day) if o.date > day and meeting_path(o.date, group) != path), None)
    if row and (free is None or row[0][:10] <= free.date):
        return meeting_path(row[0], group)
    if free is None:
        raise RugctlError("there is no next meeting to take the agenda", "Use --agenda backlog or --agenda drop.")
    return draft_meeting(changes, group, Draft(free.date), free)
