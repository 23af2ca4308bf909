"""`rugctl sql`: free questions over the public views."""

from __future__ import annotations

from typing import Annotated

import typer

from rugctl.cli.book import emit, open_book
from rugctl.cli.options import FormatOption
from rugctl.errors import RugctlError
from rugctl.queries import sql as queries
from rugctl.render.rows import Listing

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def sql(
    ctx: typer.Context,
    query: Annotated[str | None, typer.Argument(metavar="[QUERY]", help="One SELECT over the views; with --schema, a view's name.")] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Document the views and their columns, or one.")] = False,
    format: FormatOption = "table",
) -> None:
    """Ask the index in SQL: read-only, over views that stay as they are documented."""
    if query is None and not schema:
        raise RugctlError(
            "give either a query or --schema", 'For example: rugctl sql "SELECT status, count(*) FROM meetings GROUP BY status"'
        )
    book = open_book(ctx)
    if schema or query is None:
        emit([Listing("views", queries.ViewRow, queries.view_rows(book.index, query), hidden=("types",))], format)
        return
    found = queries.answer(book.index, query)
    emit([Listing("rows", found.columns, found.rows, empty="No rows.")], format)
