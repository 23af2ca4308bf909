"""`rugctl validate`: every finding in one run."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

import typer

from rugctl.cli.book import Book, in_colour, open_book, remark
from rugctl.cli.paths import named_paths
from rugctl.cli.settings import Settings
from rugctl.diagnostics import Diagnostic
from rugctl.index.placing import read_diagnostics
from rugctl.render.text import clean
from rugctl.store import THE_GROUP, Store

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def validate(
    ctx: typer.Context,
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH]...", help="Report on these files or folders only; all are checked.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings count as errors.")] = False,
    format: Annotated[Literal["text", "json"], typer.Option(help="How to write the findings.")] = "text",
) -> None:
    """Check every record, and show all findings in one run.

    Leaves with 0 where there are no errors, 1 where there are some, 2 where it could not run.
    """
    settings: Settings = ctx.obj
    book = open_book(ctx, strict=False)
    wanted = _wanted(book, settings, paths or [])
    found = [d for d in read_diagnostics(book.index) if d.path in wanted]
    notes = _notes(book)
    if format == "json":
        from rugctl.render.diagnostics import diagnostics_json  # noqa: PLC0415

        sys.stdout.write(clean(diagnostics_json(found, notes)))
    else:
        _print(found, book, wanted)
        for note in notes:
            remark(f"note: {note}")
    if any(d.severity == "error" or strict for d in found):
        raise typer.Exit(1)


def _wanted(book: Book, settings: Settings, paths: list[str]) -> set[str]:
    """Return the files to report on: those named, but for those of other groups where one is chosen."""
    known = {entry.name.path for entry in book.entries if book.group is None or entry.name.group in {THE_GROUP, book.group}}
    return named_paths(book.store.root, settings.directory, paths, known) if paths else known


def _notes(book: Book) -> list[str]:
    unread = book.index.execute("SELECT count(*) FROM file WHERE state IN ('invalid', 'unreadable')").fetchone()[0]
    if not unread:
        return []
    from rugctl.rules import rules_off  # noqa: PLC0415

    off = rules_off(book.index)
    return [f"not checked while a record that they need cannot be read: {', '.join(off)}"] if off else []


def _print(found: list[Diagnostic], book: Book, wanted: set[str]) -> None:
    if not found:
        count = sum(entry.name.kind is not None and entry.name.path in wanted for entry in book.entries)
        remark(f"{count} record{'' if count == 1 else 's'} checked, no findings.")
        return
    from rugctl.render.diagnostics import render_diagnostics  # noqa: PLC0415

    sys.stdout.write(render_diagnostics(found, LineReader(book.store), colour=in_colour()))


class LineReader:
    """Gives the lines of the store's files, each read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lines: dict[str, list[str]] = {}

    def __call__(self, path: str) -> list[str]:
        """Return a file's lines, none where it cannot be read."""
        if path not in self._lines:
            full = self._store.root / path
            data = full.read_bytes() if full.is_file() and not full.is_symlink() else b""
            self._lines[path] = data.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")  # as places count them
        return self._lines[path]
