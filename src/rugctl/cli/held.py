"""`rugctl held`: a meeting that took place."""

from __future__ import annotations

import typer

from rugctl.cli.book import open_book, remark
from rugctl.cli.life import Day, ensure_record
from rugctl.cli.save import Branch, DryRun, NoCommit, Saving, begin, save
from rugctl.errors import RugctlError

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def held(
    ctx: typer.Context,
    day: Day,
    no_commit: NoCommit = False,
    branch: Branch = None,
    dry_run: DryRun = False,
) -> None:
    """Mark a meeting as held; with `check-in` that happens by itself."""
    book = open_book(ctx, writing=True)
    changes = begin(book)
    path = ensure_record(book, changes, day)
    record = changes.value(path)
    if record["status"] == "held":
        remark(f"The meeting of {record['date']} is held already.")
        return
    if record["status"] == "postponed":
        raise RugctlError(f"the meeting of {record['date']} was postponed to {record.get('moved_to')}", "Mark that one.")
    if record["date"] > book.today:
        raise RugctlError(f"{record['date']} is still to come", "Wait for it, or say another day with --today.")
    changes.set(path, ("status",), "held")
    if record.get("reason"):
        remark(f"The record keeps its reason, `{record['reason']}`; delete it if it no longer holds.")
    if "attendees" not in record:
        remark(f"Nobody is checked in yet: `rugctl check-in {record['date']} -` takes pasted lines.")
    save(book, changes, f"meeting: held {record['date']}", Saving(no_commit, branch, dry_run))
