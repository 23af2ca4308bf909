"""The files that an index is made of: those on the disk, those at hand, and those as they would be after a change."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Protocol

from rugctl.store import Entry

LISTING = "listing"
"""Under this an index keeps the digest of the files that it is of."""
NOTE = "note/"
"""How the keys begin of what was found out about the records as they are."""


class Files(Protocol):
    """The files that an index is of. A mark changes whenever its file does; an empty one says nothing."""

    @property
    def marks(self) -> Mapping[str, bytes]:
        """The mark of each file by its path."""

    def digest(self) -> str:
        """Return what is the same as long as no file comes, goes, or changes its mark."""

    def entry(self, path: str) -> Entry:
        """Read one of them; raises KeyError for a path where there is none."""


class Ahead:
    """Files as they would be with some of them changed, or gone where there is no entry."""

    def __init__(self, files: Files, changes: Mapping[str, Entry | None]) -> None:
        self.files, self.changes = files, changes

    @property
    def marks(self) -> Mapping[str, bytes]:
        """The marks of those that would be there; what changed has none."""
        kept = {path: mark for path, mark in self.files.marks.items() if path not in self.changes}
        return kept | {path: b"" for path, entry in self.changes.items() if entry is not None}

    def digest(self) -> str:
        """Return nothing: this is on no disk."""
        return ""

    def entry(self, path: str) -> Entry:
        """Read one of them; raises KeyError for a path where there is none."""
        entry = self.changes[path] if path in self.changes else self.files.entry(path)
        if entry is None:
            raise KeyError(path)
        return entry


class Held:
    """Files at hand, such as those of a commit; none has a mark."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = {entry.name.path: entry for entry in entries}

    @property
    def marks(self) -> Mapping[str, bytes]:
        """A mark for each that says nothing."""
        return dict.fromkeys(self._entries, b"")

    def digest(self) -> str:
        """Return nothing: these are on no disk."""
        return ""

    def entry(self, path: str) -> Entry:
        """Return one of them; raises KeyError for a path where there is none."""
        return self._entries[path]


def is_current(connection: sqlite3.Connection, files: Files) -> bool:
    """Tell, at once where nothing changed, whether an index is of these files as they are now."""
    digest = files.digest()
    return bool(digest and connection.execute("SELECT value FROM meta WHERE key = ?", (LISTING,)).fetchone() == (digest,))


def bytes_of(files: Files, path: str) -> bytes:
    """Return what a file holds; nothing of a link, and of one that is not there."""
    try:
        return files.entry(path).data or b""
    except KeyError:
        return b""


def entries_of(files: Files) -> list[Entry]:
    """Read all files, in the order of their paths."""
    return [files.entry(path) for path in sorted(files.marks)]
