"""`rugctl questions`: questions that were asked, by topic or by words."""

from __future__ import annotations

from typing import Annotated

import typer

from rugctl.cli.book import emit, open_book
from rugctl.cli.options import FormatOption, InOption, SinceOption, TopicOption, UntilOption, scope_of, topics_of
from rugctl.queries import questions as queries
from rugctl.render.rows import Listing

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def questions(
    ctx: typer.Context,
    text: Annotated[list[str] | None, typer.Argument(metavar="[TEXT]...", help="A topic, or words; all must be there.")] = None,
    topic: TopicOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    within: InOption = None,
    format: FormatOption = "table",
) -> None:
    """List questions with their answers: on a topic, or with these words in question, answer or title."""
    book = open_book(ctx)
    scope = scope_of(book, since, until, within)
    rows = queries.questions(book.index, scope, topics_of(book, topic), " ".join(text or ()))
    emit([Listing("questions", queries.QuestionRow, rows, hidden=("meeting", "topics"))], format)
