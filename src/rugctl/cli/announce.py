"""`rugctl announce`: text to paste into mail or chat; sends nothing."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from rugctl.cli.book import Book, open_book, remark
from rugctl.errors import RugctlError
from rugctl.gitrepo import GitRepository, web_address
from rugctl.queries.announcement import announcement_of
from rugctl.queries.lookup import find_meeting
from rugctl.queries.minutes import Minutes
from rugctl.render.announcement import announcement_markdown, announcement_text

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def announce(
    ctx: typer.Context,
    day: Annotated[str, typer.Argument(metavar="[DATE]", help="A date, a file's name without .yaml, next, last or today.")] = "next",
    format: Annotated[Literal["text", "markdown"], typer.Option(help="Plain for mail, Markdown for chat.")] = "text",
) -> None:
    """Print an announcement of a meeting, to paste: when on everybody's clock, where, and what about. Sends nothing.

    One that is cancelled or postponed is announced as that.
    """
    book = open_book(ctx)
    announcement = announcement_of(book.index, find_meeting(book.index, day, book.today, book.group))
    render = announcement_markdown if format == "markdown" else announcement_text
    minutes = announcement.minutes
    sys.stdout.write(render(announcement, _place(book, (announcement.instead or minutes))))
    if minutes.date < book.today:
        remark(f"{minutes.date} is past.")


def _place(book: Book, minutes: Minutes) -> str:
    """Say where the minutes are: the record, in the repository that others reach where there is one."""
    try:
        repository = GitRepository.find(book.store.root)
    except RugctlError:
        repository = None  # an announcement does not fail because git does
    address = web_address(repository.remote_url() or "") if repository else None
    return f"{address}, {minutes.path}" if address else minutes.path
