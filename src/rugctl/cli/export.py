"""`rugctl export`: the records for other programs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from rugctl.cli.book import open_book, remark
from rugctl.errors import RugctlError
from rugctl.githistory import edits
from rugctl.gitrepo import GitRepository
from rugctl.store import Store, group_path, shown_path

if TYPE_CHECKING:
    from rugctl.exporting.contents import Contents

STANDARD_OUTPUT = Path("-")
RepositoryOption: TypeAlias = Annotated[
    str, typer.Option("--repository", metavar="NAME", help="The name that stands in each row; else that of the repository's folder.")
]
FolderOption: TypeAlias = Annotated[
    Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where to: a folder that is new, empty, or a former export's.")
]
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


@app.command()
def parquet(ctx: typer.Context, output: FolderOption, repository: RepositoryOption = "") -> None:
    """Write all tables, a Parquet file each, for DuckDB, Spark and the like.

    `rugctl sql --schema` documents the tables. Each row begins with the repository, so that those of many can be put together.
    """
    from rugctl.exporting.parquet_files import ENDING, pyarrow, write_parquet  # noqa: PLC0415

    pyarrow()  # or its lack would be told last
    _write_folder(ctx, _contents(ctx, repository), output, ENDING, write_parquet)


@app.command()
def csv(ctx: typer.Context, output: FolderOption, repository: RepositoryOption = "") -> None:
    """Write all tables, a CSV file each, and their schema beside them.

    Texts are as they are, for programs; `rugctl sql QUERY --format csv` is for spreadsheets.
    """
    from rugctl.exporting.csv_files import ENDING, write_csv  # noqa: PLC0415

    _write_folder(ctx, _contents(ctx, repository), output, ENDING, write_csv)


@app.command()
def sqlite(
    ctx: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where to: a file that is new, or a former export.")],
    repository: RepositoryOption = "",
) -> None:
    """Write all tables into one SQLite database."""
    from rugctl.exporting.landing import new_file  # noqa: PLC0415
    from rugctl.exporting.sqlite_file import is_sqlite_export, write_sqlite  # noqa: PLC0415

    contents = _contents(ctx, repository)
    with new_file(_at(ctx, output), is_sqlite_export) as file:
        write_sqlite(contents, file)
    _tell(contents, output)


@app.command()
def json(
    ctx: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where to; else to standard output.")] = STANDARD_OUTPUT,
    repository: RepositoryOption = "",
) -> None:
    """Write all tables as one JSON document."""
    from rugctl.exporting.json_text import is_json_export, write_json  # noqa: PLC0415
    from rugctl.exporting.landing import new_file  # noqa: PLC0415

    contents = _contents(ctx, repository)
    if output == STANDARD_OUTPUT:
        write_json(contents, sys.stdout)
        return
    with new_file(_at(ctx, output), is_json_export) as file, file.open("w", encoding="utf-8") as stream:
        write_json(contents, stream)
    _tell(contents, output)


def _contents(ctx: typer.Context, repository: str) -> Contents:
    """Return what to export: all groups, as one alone would leave the registries with people of others."""
    from rugctl.exporting.contents import Contents  # noqa: PLC0415

    book = open_book(ctx)
    if book.group is not None:
        raise RugctlError("an export holds all groups", "Leave --group out; the column `group` tells them apart.")
    return Contents(book.index, repository or shown_path(book.store.root.name))


def _write_folder(ctx: typer.Context, contents: Contents, output: Path, ending: str, write: Callable[[Contents, Path], None]) -> None:
    from rugctl.exporting.landing import new_folder  # noqa: PLC0415

    with new_folder(_at(ctx, output), ending) as folder:
        write(contents, folder)
    _tell(contents, output)


def _tell(contents: Contents, output: Path) -> None:
    remark(f"Wrote {len(contents.tables)} tables of {contents.repository} to {output}")


def _at(ctx: typer.Context, output: Path) -> Path:
    """Return a path that is given as seen from where the user stands; raises RugctlError for standard output."""
    if output == STANDARD_OUTPUT:
        raise RugctlError("this goes into files", "Name where with --output; `rugctl export json` writes to standard output.")
    folder: Path = ctx.obj.directory
    return folder / output


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
