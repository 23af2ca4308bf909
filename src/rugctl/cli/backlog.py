"""`rugctl backlog`: agenda items that are proposed and not scheduled yet; `add` and `drop` change it."""

from __future__ import annotations

import typer

from rugctl.cli.book import emit, open_book
from rugctl.cli.options import FormatOption, TopicOption, topics_of
from rugctl.cli.subcommands import LaterCommands
from rugctl.queries import backlog as queries
from rugctl.render.rows import Listing


class _Backlog(LaterCommands):
    source = "rugctl.cli.backlog_changes"
    later = {"add": "Propose an agenda item.", "drop": "Take a proposed item off the backlog."}  # noqa: RUF012  as in the base


app = typer.Typer(rich_markup_mode=None, add_completion=False, cls=_Backlog)


@app.callback(invoke_without_command=True)
def backlog(ctx: typer.Context, topic: TopicOption = None, format: FormatOption = "table") -> None:
    """Proposed agenda items, what most people ask for first; or add and drop them."""
    if ctx.invoked_subcommand is not None:
        return
    book = open_book(ctx)
    rows = queries.proposals(book.index, book.group, topics_of(book, topic))
    emit([Listing("backlog", queries.Proposal, rows, empty="Nothing is proposed.", hidden=("notes",))], format)
