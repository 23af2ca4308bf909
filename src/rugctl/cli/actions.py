"""`rugctl actions`: action items, the open ones unless told otherwise; `add`, `close` and `drop` change them."""

from __future__ import annotations

from typing import Annotated

import typer

from rugctl.cli.book import emit, open_book
from rugctl.cli.options import FormatOption, InOption, SinceOption, TopicOption, UntilOption, scope_of, topics_of
from rugctl.cli.subcommands import LaterCommands
from rugctl.queries import outcomes
from rugctl.queries.lookup import find_person
from rugctl.render.rows import Listing


class _Actions(LaterCommands):
    source = "rugctl.cli.action_changes"
    later = {  # noqa: RUF012  the base says that it is the class's
        "add": "Add an action item to a meeting.",
        "close": "Close an action item as done.",
        "drop": "Close an action item as dropped: it will not be done.",
    }


app = typer.Typer(rich_markup_mode=None, add_completion=False, cls=_Actions)


@app.callback(invoke_without_command=True)
def actions(
    ctx: typer.Context,
    all_actions: Annotated[bool, typer.Option("--all", "-a", help="Show those that are closed, too.")] = False,
    owner: Annotated[str | None, typer.Option("--owner", "-o", metavar="PERSON", help="Only what this person is to do.")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what should have been done by now, the longest overdue first.")] = False,
    topic: TopicOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    within: InOption = None,
    format: FormatOption = "table",
) -> None:
    """List the action items that are open, with their addresses; or add, close and drop them."""
    if ctx.invoked_subcommand is not None:
        return
    book = open_book(ctx)
    rows = outcomes.actions(
        book.index,
        scope_of(book, since, until, within),
        book.today,
        topics=topics_of(book, topic),
        owner=find_person(book.index, owner) if owner is not None else None,
    )
    shown = rows if all_actions else outcomes.open_actions(rows)
    if overdue:
        shown = outcomes.overdue_actions(shown)
    hidden = ("date", "title") if all_actions else ("date", "title", "state")
    emit([Listing("actions", outcomes.ActionItem, shown, empty="No such action items.", hidden=hidden)], format)
