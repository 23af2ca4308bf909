"""The minute book open on the desk: the store, its index kept current, the group and the day. Each command begins here."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import IO

import typer

from rugctl.cli.examining import examiner_of, rule_set_of
from rugctl.cli.settings import Settings
from rugctl.cli.streams import complain
from rugctl.days import parse_day
from rugctl.errors import RugctlError
from rugctl.gitprogram import LOCKED
from rugctl.index.examiner import Examiner
from rugctl.index.opening import index_folder, open_index
from rugctl.render.rows import Format, Listing, render_listings
from rugctl.store import Look, Store


class Book:
    """An open repository of records. `group` None means all of them; `strict` that its settings take warnings for errors."""

    def __init__(
        self,
        store: Store,
        index: sqlite3.Connection,
        examiner: Examiner,
        files: Look,
        settings: Settings,
        *,
        lock: IO[str] | None = None,
        strict: bool = False,
    ) -> None:
        self.store, self.index, self.examiner, self.files = store, index, examiner, files
        self.group, self.lock, self.strict = settings.group, lock, strict
        self._given = parse_day(settings.today, "--today") if settings.today is not None else None

    @cached_property
    def today(self) -> str:
        """The date that was given, else that of the first group's clock, in UTC where there is none."""
        if self._given is not None:
            return self._given
        row = self.index.execute("SELECT zone FROM grp WHERE ? IS NULL OR id = ? ORDER BY id", (self.group, self.group)).fetchone()
        if row is None:
            return datetime.now(UTC).date().isoformat()
        from rugctl.zones import zone  # noqa: PLC0415

        return datetime.now(zone(row[0])).date().isoformat()

    def one_group(self) -> str:
        """Return the group that a writing command is for; with several it must have been chosen."""
        if self.group is not None:
            return self.group
        groups = [id for (id,) in self.index.execute("SELECT id FROM grp ORDER BY id")]
        if len(groups) > 1:
            raise RugctlError(f"there are several groups here: {', '.join(groups)}", "Choose one: `rugctl --group ID …`.")
        return groups[0] if groups else ""


def open_book(ctx: typer.Context, *, strict: bool = True, writing: bool = False, anew: bool = False) -> Book:
    """Open the repository of the call; `strict` refuses to go on while a record cannot be read.

    `anew` begins one in the folder where one stands, if there is none there or above.

    `writing` lets one writing command at a time at the repository, from before it reads until it ends; others wait.

    A query over records that were silently left out would give a false figure.
    """
    settings: Settings = ctx.obj
    store = Store.find(settings.directory, anew=anew)
    rule_set = rule_set_of(store.root)
    examiner = examiner_of(rule_set)
    lock = write_lock(store.root) if writing else None
    files = store.look(anew=writing)  # another may have written while this one waited
    index = open_index(index_folder(store.root), files, examiner)
    book = Book(store, index, examiner, files, settings, lock=lock, strict=rule_set.strict)
    _check_group(book)
    if strict:
        refuse_unreadable(index)
    return book


def write_lock(root: Path) -> IO[str] | None:
    """Wait for the repository's lock, held until the stream is closed or the program ends.

    Where none can be kept, the check at writing still finds what others changed.
    """
    if os.environ.get(LOCKED) == str(root):
        return None
    folder = index_folder(root)
    if folder is None:
        return None
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        stream = (folder / "write.lock").open("a", encoding="ascii")
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            remark("Waiting for another rugctl that is writing here …")
            fcntl.flock(stream, fcntl.LOCK_EX)
        return stream
    return None


def refuse_unreadable(index: sqlite3.Connection) -> None:
    """Raise RugctlError while there are records that cannot be read."""
    unread = [path for (path,) in index.execute("SELECT path FROM file WHERE state IN ('invalid', 'unreadable') ORDER BY path")]
    if unread:
        more = f" and {len(unread) - 3} more" if len(unread) > 3 else ""
        raise RugctlError(
            f"{', '.join(unread[:3])}{more} cannot be read as it stands, so no figure would be right",
            "`rugctl validate` shows what is wrong.",
        )


def _check_group(book: Book) -> None:
    if book.group is None:
        return
    groups = [id for (id,) in book.index.execute("SELECT id FROM grp")]
    if book.group not in groups:
        known = ", ".join(filter(None, groups)) or "there is only one"
        raise RugctlError(f"there is no group {book.group}", f"Known: {known}.")


def emit(listings: Sequence[Listing], format: Format) -> None:
    """Write listings to standard output; on a terminal tables are drawn by rich. Notes that a format has no room for are remarks."""
    if format == "table" and on_terminal():
        from rugctl.render.terminal import print_listings  # noqa: PLC0415  brings rich

        print_listings(listings)
    else:
        sys.stdout.write(render_listings(listings, format))
    if format in {"csv", "jsonl"}:
        for note in (note for listing in listings for note in listing.notes):
            remark(note)


def on_terminal() -> bool:
    """Tell whether a person reads standard output; not in CI, even where it has a terminal."""
    return sys.stdout.isatty() and not os.environ.get("CI")


def in_colour() -> bool:
    """Tell whether to write colours: on a terminal, and NO_COLOR not set."""
    return on_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def remark(text: str) -> None:
    """Say something beside the data, on standard error."""
    complain(text)
