"""Where the index is kept, and opening it: always current, always equal to one built afresh, however it was found.

It is one file, a SQLite database behind the digest of its bytes, in the repository's git directory, else in the user's
cache. It is read whole and then worked on in memory: what is damaged is known before anything is asked, and nobody waits
for anybody. Where something changed, a new file replaces the old one at once; where that cannot be, nothing is kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from rugctl.index.refresh import Examiner, refresh
from rugctl.index.schema import VERSION, create_statements
from rugctl.store import Entry

_KEPT = "index"
_DIGEST_SIZE = 16


def index_folder(root: Path) -> Path | None:
    """Return the folder that holds a repository's index: `rugctl` in its git directory, else in the XDG cache.

    None where there is neither.
    """
    for folder in (root, *root.parents):
        git = folder / ".git"
        if git.is_dir() and (git / "HEAD").exists():
            own = hashlib.blake2b(str(root).encode("utf-8", "surrogateescape"), digest_size=6).hexdigest() if folder != root else ""
            return git / "rugctl" / own
        if git.exists():
            break  # a worktree or submodule: its git directory is elsewhere
    cache = _cache()
    return cache / "rugctl" / hashlib.blake2b(str(root).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest() if cache else None


def _cache() -> Path | None:
    """Return the user's cache; source: https://specifications.freedesktop.org/basedir-spec/latest/, which ignores relative paths."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if given.is_absolute():
        return given
    try:
        return Path.home() / ".cache"
    except RuntimeError:  # a user without a home
        return None


def open_index(folder: Path | None, entries: Sequence[Entry], examiner: Examiner) -> sqlite3.Connection:
    """Return a connection to an index in memory that is equal to one built afresh from the entries.

    `folder` is where it is kept between calls, None: nowhere. One that is lost, damaged, or of another version is built anew.
    """
    kept = _read(folder, examiner) if folder is not None else None
    connection = kept or _empty(examiner)
    changed = _refresh(connection, entries, examiner)
    if folder is not None and (changed or kept is None):
        with contextlib.suppress(OSError):
            _keep(folder, connection.serialize())
    return connection


@contextlib.contextmanager
def preview(connection: sqlite3.Connection, entries: Sequence[Entry], examiner: Examiner) -> Iterator[sqlite3.Connection]:
    """Give the index as it would be with these entries; whatever happens, it is put back."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        refresh(connection, entries, examiner)
        yield connection
    finally:
        connection.execute("ROLLBACK")


def program_version() -> str:
    """Return what changes whenever this program does, so that no index outlives the code that made it."""
    package = Path(__file__).parents[1]
    parts = [f"{path.relative_to(package)} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in sorted(package.rglob("*.py"))]
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def kept_index(folder: Path) -> sqlite3.Connection | None:
    """Return the index as it was last kept, perhaps out of date; None where there is none that is whole and has these tables."""
    path = folder / _KEPT
    try:
        data = path.read_bytes() if path.is_file() else b""  # a pipe in its place would be waited for
    except OSError:
        return None
    digest, database = data[:_DIGEST_SIZE], data[_DIGEST_SIZE:]
    if not database or digest != _digest(database):
        return None
    connection = sqlite3.connect(":memory:", isolation_level=None)
    with contextlib.suppress(sqlite3.Error):
        connection.deserialize(database)
        if connection.execute("PRAGMA user_version").fetchone()[0] == VERSION:
            return connection
    connection.close()
    return None


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST_SIZE).digest()


def _read(folder: Path, examiner: Examiner) -> sqlite3.Connection | None:
    """Return the index that is kept, or None where there is none that this version made."""
    connection = kept_index(folder)
    if connection is not None:
        with contextlib.suppress(sqlite3.Error):
            if connection.execute("SELECT value FROM meta WHERE key = 'rules'").fetchone() == (examiner.version,):
                return connection
        connection.close()
    return None


def _empty(examiner: Examiner) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(create_statements())
    connection.execute("INSERT INTO meta VALUES ('rules', ?)", (examiner.version,))
    return connection


def _refresh(connection: sqlite3.Connection, entries: Sequence[Entry], examiner: Examiner) -> bool:
    connection.execute("BEGIN")
    changed = refresh(connection, entries, examiner)
    connection.execute("COMMIT")
    return changed


def _keep(folder: Path, database: bytes) -> None:
    """Replace the file, and delete what a process that was killed has left of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for other in folder.glob(f"{_KEPT}-*"):
        with contextlib.suppress(OSError):
            other.unlink()
    temporary = folder / f"{_KEPT}-{uuid.uuid4().hex}"
    try:
        temporary.write_bytes(_digest(database) + database)
        temporary.replace(folder / _KEPT)
    finally:
        temporary.unlink(missing_ok=True)
