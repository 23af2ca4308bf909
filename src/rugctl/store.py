"""The folder layout: which file holds what, reading them, and writing several of them all or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rugctl.errors import RugctlError
from rugctl.scan import Scan, forget, scan

_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MEETING = re.compile(rf"data/meetings/(?:(?P<group>[a-z0-9-]+)/)?(?P<stem>{_DATE}(?:-[a-z])?)\.yaml")
_GROUP = re.compile(r"data/groups/(?P<group>[a-z0-9-]+)\.yaml")
_ALMOST_A_DATE = re.compile(r"([0-9]{4})\D?([0-9]{1,2})\D?([0-9]{1,2})(?![0-9])", re.ASCII)
_SINGLE = {f"data/{name}.yaml": name for name in ("people", "organizations", "topics", "backlog", "group")}
DATA = "data"
THE_GROUP = ""
"""The id of the group in a repository that holds only one."""


@dataclass(frozen=True, slots=True)
class FileName:
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


@dataclass(frozen=True, slots=True)
class Entry:
    """One file that is there, with its bytes; `data` is None for a link, which is never followed."""

    name: FileName
    data: bytes | None


def classify(path: str) -> FileName:
    """Say what a path, relative to the root and with forward slashes, holds."""
    if path in _SINGLE:
        return FileName(path, _SINGLE[path])
    if match := _MEETING.fullmatch(path):
        return FileName(path, "meeting", match["group"] or THE_GROUP, match["stem"])
    if match := _GROUP.fullmatch(path):
        return FileName(path, "group", match["group"])
    return _misnamed(path)


def _misnamed(path: str) -> FileName:
    """Say what a path that is no record's was perhaps meant to be."""
    folder, _, name = path.rpartition("/")
    if name.startswith("."):
        return FileName(path, None)
    if folder == "data/meetings" or folder.startswith("data/meetings/"):
        day = _ALMOST_A_DATE.match(name)
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


@dataclass
class Look:
    """One look at `data/`: which files are, or look as if they should be, records, each with a mark that changes as it does."""

    store: Store
    scan: Scan

    def digest(self) -> str:
        """Return what is the same as long as no file comes, goes, or changes its mark."""
        return hashlib.blake2b(self.scan.listing, digest_size=16).hexdigest()

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


@dataclass(frozen=True, slots=True)
class Store:
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

    def write(self, files: Mapping[str, bytes | None]) -> None:
        """Write several files, all or none: each is whole at any moment; None deletes one.

        On any failure those already replaced get their former bytes back.
        """
        with self.written(files):
            pass

    @contextlib.contextmanager
    def written(self, files: Mapping[str, bytes | None], aside: Path | None = None) -> Iterator[Written]:
        """Write several files, and keep what they held until the end, in a folder aside, so that putting it back needs no space.

        Raises RugctlError, with nothing changed, where a file cannot be written.
        """
        written, at = Written([]), next(iter(files), "")
        try:
            for at, data in files.items():
                target = self._checked(at)
                written.writes.append(_Write(at, target, _beside(target, "tmp"), _kept(target, at, aside), target.exists(), data))
                written.writes[-1].prepare()
            for write in written.writes:
                at = write.path
                write.carry_out()
        except BaseException as error:
            written.put_back()
            written.clean_up()
            if isinstance(error, OSError):
                raise RugctlError(f"cannot write {at}: {error.strerror}", "Nothing was changed.") from error
            raise
        for folder in {write.target.parent for write in written.writes}:
            _sync(folder)
        try:
            yield written
        finally:
            written.clean_up()

    def _checked(self, path: str) -> Path:
        target = self.root / path
        if target.is_symlink() or any(
            parent.is_symlink() for parent in target.parents if parent != self.root and self.root in parent.parents
        ):
            raise RugctlError(f"{path} is reached through a link", "Records are files; put the file itself there.")
        target.parent.mkdir(parents=True, exist_ok=True)
        return target


@dataclass(frozen=True, slots=True)
class _Write:
    """One file to be written, or with `data` None deleted; what it held is kept as `former`, empty where there was no file.

    The names of both say what they stand for, so that `doctor` can tell after a kill.
    """

    path: str
    target: Path
    temporary: Path
    former: Path
    was_there: bool
    data: bytes | None

    def prepare(self) -> None:
        if not self.was_there:
            self.former.touch()
        else:
            self.former.unlink(missing_ok=True)
            try:
                self.former.hardlink_to(self.target)
            except OSError:  # another disk, or one that has no hard links
                shutil.copy2(self.target, self.former)
        if self.data is not None:
            _write_whole(self.temporary, self.data, _mode(self.target))

    def carry_out(self) -> None:
        if self.data is None:
            self.target.unlink(missing_ok=True)
        else:
            self.temporary.replace(self.target)

    def before(self) -> bytes | None:
        return _bytes_of(self.former) if self.was_there else None

    def undo(self) -> None:
        if not self.was_there:
            self.target.unlink(missing_ok=True)
            return
        try:
            self.former.replace(self.target)
        except OSError:
            shutil.copy2(self.former, self.temporary)
            self.temporary.replace(self.target)


@dataclass(frozen=True, slots=True)
class Written:
    """Files as they were just written, and what they held before."""

    writes: list[_Write]

    def put_back(self) -> list[str]:
        """Give each file what it held before; those that somebody else changed meanwhile are left alone, and returned."""
        others = []
        for write in reversed(self.writes):
            now = _bytes_of(write.target)
            if now == write.data:
                write.undo()
            elif now != write.before():
                others.append(write.path)
        return others

    def clean_up(self) -> None:
        """Delete what was kept."""
        for write in self.writes:
            write.temporary.unlink(missing_ok=True)
            write.former.unlink(missing_ok=True)


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _beside(target: Path, ending: str) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}.{ending}")


def _kept(target: Path, path: str, aside: Path | None) -> Path:
    ending = "old" if target.exists() else "new"
    return aside / f"{os.getpid()}-{path.replace('/', '+')}.{ending}" if aside else _beside(target, ending)


def _mode(target: Path) -> int:
    return stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask()


def _write_whole(path: Path, data: bytes, mode: int) -> None:
    """Write a file and wait until it is on the disk; it has the mode whatever the mask."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, mode)
    with os.fdopen(descriptor, "wb") as stream:
        os.fchmod(descriptor, mode)
        stream.write(data)
        stream.flush()
        os.fsync(descriptor)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
