"""`rugctl postpone`: a meeting that moves to another date."""

from __future__ import annotations

from typing import Annotated

import typer

from rugctl.cli.book import open_book, remark
from rugctl.cli.life import Day, ensure_record
from rugctl.cli.save import Branch, DryRun, NoCommit, Saving, begin, save
from rugctl.days import parse_day
from rugctl.store import classify

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def postpone(
    ctx: typer.Context,
    day: Day,
    to: Annotated[str, typer.Option("--to", metavar="DATE", help="The new date.")],
    reason: Annotated[str | None, typer.Option("--reason", "-r", metavar="TEXT", help="Why, in a few words.")] = None,
    no_commit: NoCommit = False,
    branch: Branch = None,
    dry_run: DryRun = False,
) -> None:
    """Move a meeting to another date, off the series, with all that is planned; both records name each other.

    Agenda, chair, scribe, links, time and those who signed up go along. What happened stays where it happened.
    """
    from rugctl.drafting.meeting import postpone_meeting  # noqa: PLC0415

    new = parse_day(to)
    book = open_book(ctx, writing=True)
    changes = begin(book)
    path = ensure_record(book, changes, day)
    postpone_meeting(book.index, changes, path, new, reason)
    if not reason:
        remark("No --reason given; people will ask.")
    save(book, changes, f"meeting: postpone {classify(path).stem} to {new}", Saving(no_commit, branch, dry_run))
