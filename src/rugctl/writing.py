"""Writing several files of a repository, all or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rugctl.errors import RugctlError


def write(root: Path, files: Mapping[str, bytes | None]) -> None:
    """Write several files, by their paths from the root, all or none: each is whole at any moment; None deletes one.

    On any failure those already replaced get their former bytes back.
    """
    with written(root, files):
        pass


@contextlib.contextmanager
def written(root: Path, files: Mapping[str, bytes | None], aside: Path | None = None) -> Iterator[Written]:
    """Write several files, and keep what they held until the end, in a folder aside, so that putting it back needs no space.

    Raises RugctlError, with nothing changed, where a file cannot be written.
    """
    written, at = Written([]), next(iter(files), "")
    try:
        for at, data in files.items():
            target = _checked(root, at)
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
        sync(folder)
    try:
        yield written
    finally:
        written.clean_up()


def _checked(root: Path, path: str) -> Path:
    target = root / path
    if target.is_symlink() or any(parent.is_symlink() for parent in target.parents if parent != root and root in parent.parents):
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
            keep(self.target, self.former)
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


def keep(file: Path, copy: Path) -> None:
    """Let another name hold what a file does, whatever becomes of its own."""
    try:
        copy.hardlink_to(file)
    except OSError:  # another disk, or one that has no hard links
        shutil.copy2(file, copy)


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk: after a power cut a file would be as long as it was, and empty."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
