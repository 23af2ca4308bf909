"""`rugctl people`: the registry; `show` tells everything about one person, `merge` and `rename` change it."""

from __future__ import annotations

from typing import Annotated

import typer

from rugctl.cli.book import emit, open_book
from rugctl.cli.options import FormatOption
from rugctl.cli.subcommands import LaterCommands
from rugctl.queries import people as queries
from rugctl.queries.history import Stay, Sums
from rugctl.queries.lookup import find_person
from rugctl.queries.outcomes import ActionItem
from rugctl.render.rows import Listing


class _People(LaterCommands):
    source = "rugctl.cli.people_changes"
    later = {"merge": "Make two entries that are one person into one.", "rename": "Give a person another id."}  # noqa: RUF012  as in the base


app = typer.Typer(rich_markup_mode=None, add_completion=False, cls=_People)


@app.callback(invoke_without_command=True)
def people(ctx: typer.Context, format: FormatOption = "table") -> None:
    """Everybody of the registry; or show, merge and rename them."""
    if ctx.invoked_subcommand is not None:
        return
    book = open_book(ctx)
    emit([Listing("people", queries.PersonRow, queries.people(book.index, book.group), hidden=("handles",))], format)


@app.command(short_help="Show everything about one person.")
def show(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="An id, name, alias or handle.")],
    format: FormatOption = "table",
) -> None:
    """Everything about one person: names, affiliations, attendance, talks, open actions."""
    book = open_book(ctx)
    emit(_listings(queries.person_view(book.index, find_person(book.index, person), book.group, book.today)), format)


def _listings(view: queries.PersonView) -> list[Listing]:
    histories = view.histories
    return [
        Listing("person", queries.PersonCard, [view.card], upright=True),
        Listing("affiliations", queries.AffiliationRow, view.affiliations, title="Affiliations", empty="", hidden=("person",)),
        Listing("terms", queries.Term, view.terms, title="Offices", empty="", hidden=("person",)),
        *(Listing("sums", Sums, [one.sums], title="Attendance", hidden=("person", "name"), upright=True) for one in histories),
        Listing("organizations", Stay, [stay for one in histories for stay in one.stays], empty="", hidden=("person",)),
        Listing("talks", queries.Talk, view.talks, title="Talks", empty="", hidden=("person", "meeting")),
        Listing("actions", ActionItem, view.open_actions, title="Open actions", empty="", hidden=("date", "title", "state")),
    ]
