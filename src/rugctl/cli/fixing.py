"""`rugctl validate --fix` and `--diff`: what is certain is mended, or shown."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from rugctl.cli.book import Book, open_book, remark
from rugctl.cli.save import refuse_links, write_files
from rugctl.errors import RugctlError
from rugctl.index.files import bytes_of
from rugctl.index.opening import keep_note, read_note
from rugctl.render.text import clean

if TYPE_CHECKING:
    from rugctl.diagnostics import Diagnostic
    from rugctl.drafting.mending import Mending


_MENDS = "mends"
"""Under this is kept which findings, of all in their order, are mended."""


def fix_records(ctx: typer.Context, book: Book, wanted: Callable[[str], bool]) -> Book:
    """Mend what is certain in the files that are wanted, and return the book as it is then; nothing is committed.

    Raises RugctlError, with nothing changed, where a file cannot be written.
    """
    mending = _mend(book, wanted)
    if mending.files:
        write_files(book.store, mending.before, mending.files, alone=book.lock is not None)
    _tell(mending, "fixed")
    return open_book(ctx, strict=False) if mending.files else book


def show_fixes(book: Book, wanted: Callable[[str], bool]) -> None:
    """Write what `fix_records` would change as a unified diff; leaves with 1 where it would change something."""
    from rugctl.render.diff import render_diff  # noqa: PLC0415

    mending = _mend(book, wanted)
    for path, data in sorted(mending.files.items()):
        shown = render_diff(path, mending.before[path].decode("utf-8"), data.decode("utf-8"))
        sys.stdout.write(clean(shown.replace("\r\n", "\n")) if sys.stdout.isatty() else shown)  # a patch has every byte
    _tell(mending, "would fix")
    if mending.files:
        raise typer.Exit(1)


def certain(
    book: Book, found: Sequence[Diagnostic], wanted: Callable[[str], bool], *, all_are: bool, spliced: bool
) -> Sequence[Diagnostic]:
    """Return findings, fixable only where `fix_records` mends them; with `spliced` they tell what that does to the text.

    Where all files are wanted, what came of trying is kept in the index until something changes.
    """
    try:
        refuse_links(book)
        kept = read_note(book.index, _MENDS) if all_are else None
        if kept is None:
            mending = _mend(book, wanted)
            mends = {n for n, diagnostic in enumerate(found) if mending.mends(diagnostic)}
            if all_are:
                keep_note(book.index, _MENDS, json.dumps(sorted(mends)))
        else:
            mends = set(json.loads(kept))
    except RugctlError:  # --fix says why it refuses
        return [replace(diagnostic, fix=()) for diagnostic in found]
    sure = [diagnostic if n in mends else replace(diagnostic, fix=()) for n, diagnostic in enumerate(found)]
    return [_spliced(diagnostic, lambda path: bytes_of(book.files, path)) for diagnostic in sure] if spliced else sure


def _spliced(diagnostic: Diagnostic, read: Callable[[str], bytes | None]) -> Diagnostic:
    from rugctl.changes import ChangeSet  # noqa: PLC0415

    with suppress(RugctlError):  # it can be made only after others
        diagnostic = replace(diagnostic, splices=tuple(ChangeSet(read).splice(edit) for edit in diagnostic.fix))
    return diagnostic


def _mend(book: Book, wanted: Callable[[str], bool]) -> Mending:
    from rugctl.drafting.mending import mend  # noqa: PLC0415  brings the editor of records

    refuse_links(book)
    return mend(book.index, book.files, book.examiner, wanted)


def _tell(mending: Mending, done: str) -> None:
    for diagnostic in sorted(mending.mended, key=lambda d: d.order):
        remark(f"{done} {_place(diagnostic)}")
    for diagnostic, why in mending.left:
        remark(f"left alone {_place(diagnostic)} ({why})")
    if not mending.files:
        remark("Nothing to fix that is certain.")
        return
    count = len(mending.mended)
    said = f"{count} finding{'s' if count != 1 else ''} in {len(mending.files)} file{'s' if len(mending.files) != 1 else ''}"
    if done == "fixed":
        remark(f"Fixed {said}. Not committed: `git diff data` shows the changes.")
    else:
        remark(f"{said[0].upper()}{said[1:]} would be fixed; `rugctl validate --fix` does it.")


def _place(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.path}:{diagnostic.span.line}: {diagnostic.rule}: {diagnostic.message}"
