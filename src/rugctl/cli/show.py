"""`rugctl show`: one meeting, whole."""

from __future__ import annotations

import shutil
import sys
from typing import Annotated, Literal

import typer

from rugctl.cli.book import Book, in_colour, on_terminal, open_book
from rugctl.errors import RugctlError
from rugctl.gitrepo import Commit, GitRepository
from rugctl.queries.lookup import find_meeting
from rugctl.queries.minutes import Minutes, minutes_of, open_actions

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def show(
    ctx: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DATE", help="A date, a file's name without .yaml, next, last or today.")],
    format: Annotated[
        Literal["text", "markdown", "pad", "json"], typer.Option(help="pad: a Markdown text to take notes in during the call.")
    ] = "text",
    history: Annotated[bool, typer.Option("--history", help="List the commits that touched the record.")] = False,
) -> None:
    """Show a meeting, whole, with everybody's organization as of that day; also as a pad to take notes in."""
    book = open_book(ctx)
    if history and format == "pad":
        raise RugctlError("a pad has no history", "Leave out --history, or choose another --format.")
    minutes = minutes_of(book.index, find_meeting(book.index, day, book.today, book.group))
    sys.stdout.write(_rendered(book, minutes, format, _commits(book, minutes) if history else None))


def _rendered(book: Book, minutes: Minutes, format: str, commits: list[Commit] | None) -> str:
    if format == "pad":
        from rugctl.render.pad import minutes_pad  # noqa: PLC0415

        return minutes_pad(minutes, open_actions(book.index, minutes.group, minutes.date))
    if format == "markdown":
        from rugctl.render.minutes_markdown import minutes_markdown  # noqa: PLC0415

        return minutes_markdown(minutes, commits)
    from rugctl.render.minutes import minutes_json, minutes_text  # noqa: PLC0415

    if format == "json":
        return minutes_json(minutes, commits)
    return minutes_text(minutes, commits, columns=shutil.get_terminal_size().columns if on_terminal() else None, colour=in_colour())


def _commits(book: Book, minutes: Minutes) -> list[Commit]:
    repository = GitRepository.find(book.store.root)
    if repository is None:
        raise RugctlError("this folder is in no git repository, so there is no history")
    return repository.history(minutes.path)
