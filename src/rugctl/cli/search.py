"""`rugctl search`: words in titles, notes, questions, decisions and actions."""

from __future__ import annotations

from typing import Annotated

import typer

from rugctl.cli.book import emit, open_book
from rugctl.cli.options import FormatOption, InOption, SinceOption, UntilOption, scope_of
from rugctl.queries import search as queries
from rugctl.render.rows import Listing

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def search(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORD...", help="Words, or how they begin; all must be there.")],
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", min=0, help="Show so many, the best; 0 shows all.")] = 100,
    since: SinceOption = None,
    until: UntilOption = None,
    within: InOption = None,
    format: FormatOption = "table",
) -> None:
    """Find words in titles, notes, questions, decisions and actions."""
    book = open_book(ctx)
    found = queries.search(book.index, scope_of(book, since, until, within), words, limit or None)
    left = found.total - len(found.best)
    notes = (f"{left:,} more: add a word, ask for a year with --in, or show all with --limit 0.",) if left else ()
    emit([Listing("hits", queries.Hit, found.best, notes, hidden=("date",))], format)
