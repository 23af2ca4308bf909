"""`rugctl topics`: what was talked about."""

from __future__ import annotations

from typing import Annotated

import typer

from rugctl.cli.book import emit, open_book
from rugctl.cli.options import FormatOption, InOption, SinceOption, UntilOption, scope_of, topics_of
from rugctl.queries import topics as queries
from rugctl.queries.outcomes import ActionItem, DecisionRow
from rugctl.queries.questions import QuestionRow
from rugctl.render.rows import Listing

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def topics(
    ctx: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="[TOPIC]...", help="Show the history of these topics.")] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    within: InOption = None,
    format: FormatOption = "table",
) -> None:
    """List all topics with how often they took place, or tell the history of some: agenda items, questions, decisions, actions."""
    book = open_book(ctx)
    scope = scope_of(book, since, until, within)
    if not names:
        emit([Listing("topics", queries.TopicSums, queries.topic_sums(book.index, scope), hidden=("name",))], format)
        return
    emit(_history(queries.topic_history(book.index, scope, topics_of(book, names), book.today)), format)


def _history(found: queries.TopicHistory) -> list[Listing]:
    hidden = ("meeting", "item")
    return [
        Listing("items", queries.TopicItem, found.items, empty="It took place at no meeting of this time.", hidden=hidden),
        Listing("links", queries.TopicLink, found.links, title="Links", empty="", hidden=hidden),
        Listing("questions", QuestionRow, found.questions, title="Questions", empty="", hidden=("meeting", "title", "topics")),
        Listing("decisions", DecisionRow, found.decisions, title="Decisions", empty="", hidden=("meeting", "title", "topics")),
        Listing("actions", ActionItem, found.actions, title="Actions born", empty="", hidden=("date", "title")),
        Listing("others", queries.OtherItem, found.others, title="Did not take place then", empty="", hidden=hidden),
    ]
