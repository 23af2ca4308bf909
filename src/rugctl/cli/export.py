"""`rugctl export`: the records for other programs."""

from __future__ import annotations

import sys

import typer

from rugctl.cli.book import open_book
from rugctl.errors import RugctlError
from rugctl.githistory import edits
from rugctl.gitrepo import GitRepository
from rugctl.store import Store, group_path

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)


@app.callback()
def export() -> None:
    """Write the records in a form that other programs read."""


@app.command()
def ics(ctx: typer.Context) -> None:
    """Write the group's calendar for people to subscribe to, all its series and meetings, to standard output.

    When each event was last changed comes from git, so all changes must be committed and the whole history be there; the same
    commit always gives the same text. What was cancelled stays in it as cancelled, and what was moved as moved.
    """
    from rugctl.calendar.events import calendar_of  # noqa: PLC0415
    from rugctl.calendar.ics import calendar_ics  # noqa: PLC0415

    book = open_book(ctx)
    group = book.one_group()
    repository = _whole_history(book.store)
    folder = f"data/meetings/{group}" if group else "data/meetings"
    sys.stdout.write(calendar_ics(calendar_of(book.index, group, edits(repository, [folder, group_path(group)]))))


def _whole_history(store: Store) -> GitRepository:
    """Return the repository; raises RugctlError where git cannot tell when the records as they stand were changed."""
    why = "a calendar says when each event was last changed, which git knows"
    repository = GitRepository.find(store.root)
    if repository is None or repository.head() is None:
        raise RugctlError(f"there is no git history here: {why}", "`git init` and a first commit begin one.")
    if repository.is_shallow():
        help = "`git fetch --unshallow` gets the rest; in a workflow with actions/checkout, set `fetch-depth: 0`."
        raise RugctlError(f"this clone lacks the beginning of the history: {why}", help)
    dirty = repository.dirty(["data"])
    if dirty:
        named = ", ".join(dirty[:3]) + (f" and {len(dirty) - 3} more" if len(dirty) > 3 else "")
        raise RugctlError(f"{named} has changes that are not committed: {why}", "Commit them, or put them away with `git stash -u`.")
    return repository
