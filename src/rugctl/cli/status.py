"""`rugctl status`: the chair's screen."""

from __future__ import annotations

import shutil
import sys
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rugctl.cli.book import Book, in_colour, on_terminal, open_book, remark
from rugctl.errors import RugctlError
from rugctl.gitrepo import GitRepository
from rugctl.queries.status import latest_record, status_of, unscheduled_groups
from rugctl.render.status import status_json, status_text

if TYPE_CHECKING:
    from rugctl.recurrence import Occurrence

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def status(
    ctx: typer.Context,
    format: Annotated[Literal["text", "json"], typer.Option(help="How to write it.")] = "text",
) -> None:
    """Show what is due, and what to run: the next meeting, minutes missing, open actions, unresolved names, findings, changes."""
    book = open_book(ctx)
    groups = [id for (id,) in book.index.execute("SELECT id FROM grp ORDER BY id") if book.group in {None, id}]
    free = {group: _free(book, group) for group in unscheduled_groups(book.index, groups, book.today)}
    found = status_of(book.index, groups, book.today, free, _uncommitted(book))
    if format == "json":
        sys.stdout.write(status_json(found))
        return
    if not groups:
        remark("There is no group yet: data/group.yaml names it and its series.")
    sys.stdout.write(status_text(found, columns=shutil.get_terminal_size().columns if on_terminal() else None, colour=in_colour()))


def _free(book: Book, group: str) -> list[Occurrence]:
    """Return the dates without a record that a group's series expect: those since its latest one, and the next to come."""
    from rugctl.drafting.meeting import free_occurrences  # noqa: PLC0415  brings the models and dateutil, which this alone needs

    latest = latest_record(book.index, group) or book.today
    after = (date.fromisoformat(min(latest, book.today)) + timedelta(days=latest < book.today)).isoformat()
    try:
        past = [found for found in free_occurrences(book.index, group, after) if found.date < book.today]
        return [*past, *islice(free_occurrences(book.index, group, book.today), 1)]
    except RugctlError:
        return []  # a series that cannot be read is a finding


def _uncommitted(book: Book) -> list[str] | None:
    try:
        repository = GitRepository.find(book.store.root)
        return repository.dirty(["data"]) if repository else None
    except RugctlError as error:
        remark(f"note: {error.message}; {error.help or ''}".rstrip("; "))
        return None
