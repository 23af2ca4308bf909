"""`rugctl decisions`: what was decided."""

from __future__ import annotations

from typing import Annotated

import typer

from rugctl.cli.book import emit, open_book
from rugctl.cli.options import FormatOption, InOption, SinceOption, TopicOption, UntilOption, scope_of, topics_of
from rugctl.queries import outcomes
from rugctl.render.rows import Listing

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def decisions(
    ctx: typer.Context,
    text: Annotated[list[str] | None, typer.Argument(metavar="[TEXT]...", help="Words; all must be there.")] = None,
    topic: TopicOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    within: InOption = None,
    format: FormatOption = "table",
) -> None:
    """List what was decided, and where a later decision replaced it."""
    book = open_book(ctx)
    scope = scope_of(book, since, until, within)
    rows = outcomes.decisions(book.index, scope, topics_of(book, topic), " ".join(text or ()))
    emit([Listing("decisions", outcomes.DecisionRow, rows, hidden=("meeting", "decision", "topics"))], format)
