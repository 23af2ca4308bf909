"""What is in a folder, each file with a mark that changes whenever the file does.

A mark is what the file system says of a file: its kind, number, size, and the times of its last change and of the last
change of its entry, which nobody can set back. GNU find lists them as fast as the system can, beside what Python imports
meanwhile; where it was not begun, or is none of GNU's, Python does. A file that changed within the clock's last tick or
two can change again unmarked: the mark of one so young is empty, which is to say that it must be read.

What is imported here delays the listing, so that is next to nothing.
"""

from __future__ import annotations

import os
import stat
import sys
import time

YOUNG = 2.0
"""Seconds in which a change may leave a file's times as they are; the coarsest clocks of file systems tick every two."""
_ENTRIES = ("(", "-type", "d", "-name", ".?*", "-prune", ")", "-o", "(", "!", "-type", "d", "-printf", "%P\\0%y %i %s %T@ %C@\\0", ")")
_LONGEST = 8192
"""No path and its mark together have more bytes."""
_KINDS = {stat.S_IFREG: "f", stat.S_IFLNK: "l"}


class Scan:
    """Names below the folder and marks as they were listed, each ended by a NUL; `began` is when, in seconds of the clock."""

    __slots__ = ("began", "listing")

    def __init__(self, listing: bytes, began: float) -> None:
        self.listing, self.began = listing, began

    def seen(self) -> list[tuple[str, str, bytes]]:
        """Return of each file, link or other thing the way from the folder to it, its kind (`f`, `l`, or another letter), and its mark.

        Links to folders are listed, not entered.
        """
        parts = self.listing.split(b"\0")
        oldest = self.began - YOUNG
        return [
            (os.fsdecode(path), mark[:1].decode(), mark if float(mark[mark.rindex(b" ") :]) < oldest else b"")
            for path, mark in zip(parts[::2], parts[1::2], strict=False)
        ]


class _Running:
    """A listing that another process writes into the memory that `output` is open for."""

    __slots__ = ("began", "output", "process")

    def __init__(self, process: int, output: int, began: float) -> None:
        self.process, self.output, self.began = process, output, began

    def end(self) -> Scan | None:
        """Wait for it; None where it failed."""
        _, status = os.waitpid(self.process, 0)
        os.lseek(self.output, 0, os.SEEK_SET)
        with os.fdopen(self.output, "rb") as stream:
            listing = stream.read()
        return Scan(listing, self.began) if status == 0 and _is_understood(listing) else None


def _is_understood(listing: bytes) -> bool:
    """Tell whether a listing is empty, or begins as it was asked for, with times to the nanosecond."""
    path, mark, _ = (listing[:_LONGEST] + b"\0\0").split(b"\0", 2)
    kind, *numbers = mark.split(b" ")
    if not all(number.replace(b".", b"").lstrip(b"-").isdigit() for number in numbers):
        return False
    times = [number.partition(b".")[2] for number in numbers[2:]]
    return not listing or (bool(path) and len(kind) == 1 and len(times) == 2 and all(len(part) >= 9 for part in times))


_begun: dict[str, _Running] = {}
"""What `begin` has begun and nobody has asked for, by folder."""


def begin(folder: str) -> None:
    """Begin to list a folder, so that `scan` has less to wait for."""
    forget(folder)
    running = _start(folder)
    if running is not None:
        _begun[folder] = running


def forget(folder: str) -> None:
    """Take no listing that was begun before now."""
    running = _begun.pop(folder, None)
    if running is not None:
        running.end()


def scan(folder: str) -> Scan:
    """List a folder; raises OSError where it, or one in it, cannot be read. One that is not there is empty."""
    running = _begun.pop(folder, None) or _start(folder)
    found = running.end() if running else None
    if found is not None:
        return found
    began = time.time()
    return Scan(_listed(os.fsencode(folder), b""), began)


def _start(folder: str) -> _Running | None:
    """Start GNU find, which others that bear the name do not understand; they end at once.

    It writes into memory: a pipe holds the names of some hundred files, and it would wait until somebody reads them. While
    a standard stream is closed nothing is opened, as that would take its place.
    """
    if None in {sys.stdin, sys.stdout, sys.stderr} or not hasattr(os, "memfd_create"):
        return None
    began = time.time()
    try:
        output = os.memfd_create("listing")
    except OSError:
        return None
    nothing = os.open(os.devnull, os.O_WRONLY)
    actions = [(os.POSIX_SPAWN_DUP2, output, 1), (os.POSIX_SPAWN_DUP2, nothing, 2)]
    try:
        process = os.posix_spawnp("find", ["find", "-H", folder, *_ENTRIES], os.environ | {"LC_ALL": "C"}, file_actions=actions)
    except OSError:
        os.close(output)
        return None
    finally:
        os.close(nothing)
    return _Running(process, output, began)


def _listed(folder: bytes, below: bytes) -> bytes:
    """Return what find prints, in any order."""
    try:
        children = list(os.scandir(folder))
    except FileNotFoundError:
        return b""
    found = []
    for child in children:
        way = below + child.name
        if not child.is_dir(follow_symlinks=False):
            try:
                seen = child.stat(follow_symlinks=False)
            except FileNotFoundError:  # it went meanwhile
                continue
            times = (f"{ns // 10**9}.{ns % 10**9:09d}0" for ns in (seen.st_mtime_ns, seen.st_ctime_ns))
            kind = _KINDS.get(stat.S_IFMT(seen.st_mode), "o")
            found.append(way + b"\0" + " ".join((kind, str(seen.st_ino), str(seen.st_size), *times)).encode() + b"\0")
        elif not child.name.startswith(b"."):
            found.append(_listed(folder + b"/" + child.name, way + b"/"))
    return b"".join(found)
