"""`rugctl postpone`: a meeting that moves to another date."""

from __future__ import annotations

from typing import Annotated

import typer

from rugctl.cli.book import open_book, remark
from rugctl.cli.life import ensure_record
from rugctl.cli.save import Branch, DryRun, NoCommit, Saving, begin, save
from rugctl.days import parse_day
from rugctl.errors import RugctlError
from rugctl.store import classify

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def postpone(
    ctx: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DATE", help="The meeting; a record is made where there is none.")],
    to: Annotated[str, typer.Option("--to", metavar="DATE", help="The new date.")],
    reason: Annotated[str | None, typer.Option("--reason", "-r", help="Why, in a few words.")] = None,
    no_commit: NoCommit = False,
    branch: Branch = None,
    dry_run: DryRun = False,
) -> None:
    """Move a meeting to another date; both records name each other, and the agenda goes with it."""
    from rugctl.drafting.agenda import move_agenda  # noqa: PLC0415
    from rugctl.drafting.meeting import Draft, draft_meeting, expected_on  # noqa: PLC0415

    new = parse_day(to)
    book = open_book(ctx, writing=True)
    changes = begin(book)
    path = ensure_record(book, changes, day)
    record = changes.value(path)
    old = classify(path).stem
    if record["status"] != "scheduled":
        raise RugctlError(f"the meeting of {old} is {record['status']}, not scheduled", "`rugctl show` shows it.")
    if new <= record["date"]:
        raise RugctlError(f"{new} is not after {record['date']}", "A meeting that takes place earlier is a new meeting: cancel this one.")
    if expected_on(book.index, book.one_group(), new) is not None:
        help = f"Cancel this one and let its agenda move: `rugctl cancel {old} --agenda next`."
        raise RugctlError(f"{new} is a date of the series with a meeting of its own", help)
    target = draft_meeting(changes, book.one_group(), Draft(new, reason=reason or f"Moved from {old}", chair=record.get("chair")), None)
    changes.set(target, ("moved_from",), old)
    move_agenda(changes, path, target, classify(target).stem)
    changes.set(path, ("status",), "postponed")
    changes.set(path, ("moved_to",), classify(target).stem)
    if reason:
        changes.set(path, ("reason",), reason)
    else:
        remark("No --reason given; people will ask.")
    save(book, changes, f"meeting: postpone {old} to {new}", Saving(no_commit, branch, dry_run))
