"""The folder layout: which file holds what, and reading them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from rugctl.errors import RugctlError
from rugctl.hashing import hash_of
from rugctl.scan import Scan, forget, scan

_MEETING = r"data/meetings/(?:(?P<group>[a-z0-9-]+)/)?(?P<stem>[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-[a-z])?)\.yaml"
_GROUP = r"data/groups/(?P<group>[a-z0-9-]+)\.yaml"
_ALMOST_A_DATE = r"([0-9]{4})[^0-9]?([0-9]{1,2})[^0-9]?([0-9]{1,2})(?![0-9])"
_SINGLE = {f"data/{name}.yaml": name for name in ("people", "organizations", "topics", "backlog", "group")}
DATA = "data"
THE_GROUP = ""
"""The id of the group in a repository that holds only one."""


class FileName(NamedTuple):
    """What a path says about the file: its kind of record (None: none of ours), its group, a meeting's stem.

    One that is `misnamed` is no record, but stands where one does, or is named almost as one.
    """

    path: str
    kind: str | None
    group: str = THE_GROUP
    stem: str = ""
    misnamed: bool = False

    @property
    def is_record(self) -> bool:
        """Tell whether a record is read from this path."""
        return self.kind is not None and not self.misnamed


class Entry(NamedTuple):
    """One file that is there, with its bytes; `data` is None for a link, which is never followed."""

    name: FileName
    data: bytes | None


def classify(path: str) -> FileName:
    """Say what a path, relative to the root and with forward slashes, holds."""
    if path in _SINGLE:
        return FileName(path, _SINGLE[path])
    if match := re.fullmatch(_MEETING, path):
        return FileName(path, "meeting", match["group"] or THE_GROUP, match["stem"])
    if match := re.fullmatch(_GROUP, path):
        return FileName(path, "group", match["group"])
    return _misnamed(path)


def _misnamed(path: str) -> FileName:
    """Say what a path that is no record's was perhaps meant to be."""
    folder, _, name = path.rpartition("/")
    if name.startswith("."):
        return FileName(path, None)
    if folder == "data/meetings" or folder.startswith("data/meetings/"):
        day = re.match(_ALMOST_A_DATE, name)
        stem = f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}" if day else ""
        return FileName(path, "meeting", folder.removeprefix("data/meetings").removeprefix("/"), stem, misnamed=True)
    if folder == "data/groups":
        return FileName(path, "group", misnamed=True)
    word, _, ending = name.casefold().rpartition(".")
    kind = _SINGLE.get(f"{folder}/{word}.yaml") if ending in {"yaml", "yml"} else None
    return FileName(path, kind, misnamed=kind is not None)


def shown_path(path: str) -> str:
    """Return a path as it can be shown and kept: what is not UTF-8, or moves the cursor, is escaped."""
    if path.isascii() and path.isprintable():
        return path
    text = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def is_looked_at(path: str, *, is_link: bool = False) -> bool:
    """Tell whether a path of `data/` is, or looks as if it should be, a record's; hidden folders are not entered."""
    hidden = path.startswith(".") or "/." in path
    return not (hidden and any(part.startswith(".") for part in path.split("/")[:-1])) and (
        is_link or path.casefold().endswith((".yaml", ".yml"))
    )


def meeting_path(stem: str, group: str = THE_GROUP) -> str:
    """Return where a meeting's record stands."""
    return f"data/meetings/{group}/{stem}.yaml" if group else f"data/meetings/{stem}.yaml"


def group_path(group: str = THE_GROUP) -> str:
    """Return where a group's record stands."""
    return f"data/groups/{group}.yaml" if group else "data/group.yaml"


def schema_line(kind: str, path: str) -> str:
    """Return the modeline that tells editors the schema of a record at a path."""
    up = "../" * path.count("/")
    return f"# yaml-language-server: $schema={up}schemas/{kind}.schema.json"


class Look:
    """One look at `data/`: which files are, or look as if they should be, records, each with a mark that changes as it does."""

    def __init__(self, store: Store, scan: Scan) -> None:
        self.store, self.scan = store, scan

    def digest(self) -> str:
        """Return what is the same as long as no file comes, goes, or changes its mark."""
        return hash_of(self.scan.listing).hex()

    @cached_property
    def marks(self) -> dict[str, bytes]:
        """The mark of each file by its path as it is shown; an empty one says that the file must be read."""
        return {path: mark for path, (_, mark) in self._seen.items()}

    def entry(self, path: str) -> Entry:
        """Read one file; raises KeyError where there is none."""
        name = classify(path)
        way = path if name.is_record else f"{DATA}/{self._seen[path][0]}"  # a record's name is shown as it is
        full = self.store.root / way
        if full.is_symlink():
            return Entry(name, None)
        if not full.is_file():
            if path in self._seen:
                raise RugctlError(f"{path} went while it was being read", "Run it again.")
            raise KeyError(path)
        return Entry(name, self.store.read(way))

    @cached_property
    def _seen(self) -> dict[str, tuple[str, bytes]]:
        """The way to what is there, and its mark, by its path; two whose paths are the same when shown are one: neither is a record."""
        return {
            shown_path(f"{DATA}/{way}"): (way, mark)
            for way, kind, mark in self.scan.seen()
            if kind in {"f", "l"} and is_looked_at(f"{DATA}/{way}", is_link=kind == "l")
        }


class Store(NamedTuple):
    """A repository's `data/` on disk."""

    root: Path

    @classmethod
    def find(cls, start: Path, *, anew: bool = False) -> Store:
        """Return the store whose root is the nearest folder upwards that has records in `data/`; where none has, `anew` takes the start."""
        for folder in (start, *start.parents):
            data = folder / "data"
            if (data / "meetings").is_dir() or (data / "group.yaml").is_file() or (data / "groups").is_dir():
                return cls(folder)
        if anew:
            return cls(start)
        raise RugctlError(
            f"no records in {start} or above it",
            "Go to a repository with data/meetings/, or name one with --directory.",
        )

    def look(self, *, anew: bool = False) -> Look:
        """Return what is in `data/`: now, or with `anew` False as it was when the program began to look."""
        folder = f"{self.root}/{DATA}"
        if anew:
            forget(folder)
        try:
            return Look(self, scan(folder))
        except OSError as error:
            path = os.path.relpath(os.fsdecode(error.filename), self.root)
            raise RugctlError(f"{shown_path(path)} cannot be read: {error.strerror}") from error

    def entries(self) -> Iterator[Entry]:
        """Read every file of `data/` that is, or looks as if it should be, a record, in the order of their paths."""
        look = self.look()
        return (look.entry(path) for path in sorted(look.marks))

    def read(self, path: str) -> bytes:
        """Read one file; a link is not followed."""
        full = self.root / path
        if full.is_symlink():
            raise RugctlError(f"{path} is a link", "Records are files; put the file itself there.")
        try:
            return full.read_bytes()
        except OSError as error:
            raise RugctlError(f"{path} cannot be read: {error.strerror}") from error

    def exists(self, path: str) -> bool:
        """Tell whether a file is there."""
        return (self.root / path).exists()
