"""Where the index lives, and opening it: always current, always equal to one built afresh, however it was found.

It stands in the repository's git directory, else in the user's cache; a full build gets a new file and the pointer
`current` names it, so that nobody ever reads a file that is being replaced. Nothing writable: it is built in memory.
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

_POINTER = "current"


def index_folder(root: Path) -> Path:
    """Return the folder that holds a repository's index: `rugctl` in its git directory, else in the XDG cache."""
    for folder in (root, *root.parents):
        git = folder / ".git"
        if git.is_dir() and (git / "HEAD").exists():
            own = hashlib.blake2b(str(root).encode("utf-8", "surrogateescape"), digest_size=6).hexdigest() if folder != root else ""
            return git / "rugctl" / own
        if git.exists():
            break  # a worktree or submodule: its git directory is elsewhere
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(cache) / "rugctl" / hashlib.blake2b(str(root).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def open_index(folder: Path | None, entries: Sequence[Entry], examiner: Examiner) -> sqlite3.Connection:
    """Return a connection to an index that is equal to one built afresh from the entries.

    `folder` None keeps it in memory. An index that is lost, damaged, or of another version is built anew.
    """
    if folder is not None:
        connection = _opened(folder)
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                if _is_current(connection, examiner):
                    _refresh(connection, entries, examiner)
                    return connection
            connection.close()
        with contextlib.suppress(OSError, sqlite3.Error):
            return _built(folder, entries, examiner)
    return _filled(sqlite3.connect(":memory:", isolation_level=None), entries, examiner)


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


def _opened(folder: Path) -> sqlite3.Connection | None:
    try:
        name = (folder / _POINTER).read_text(encoding="ascii").strip()
        path = folder / name
        if not name.startswith("index-") or not path.is_file():
            return None
        return sqlite3.connect(path, isolation_level=None, timeout=30)
    except (OSError, ValueError, sqlite3.Error):
        return None


def _is_current(connection: sqlite3.Connection, examiner: Examiner) -> bool:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    return bool(version == VERSION and connection.execute("SELECT value FROM meta WHERE key = 'rules'").fetchone() == (examiner.version,))


def _refresh(connection: sqlite3.Connection, entries: Sequence[Entry], examiner: Examiner) -> None:
    connection.execute("BEGIN")
    try:
        refresh(connection, entries, examiner)
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _filled(connection: sqlite3.Connection, entries: Sequence[Entry], examiner: Examiner) -> sqlite3.Connection:
    connection.executescript(create_statements())
    connection.execute("BEGIN")
    connection.execute("INSERT INTO meta VALUES ('rules', ?)", (examiner.version,))
    refresh(connection, entries, examiner)
    connection.execute("COMMIT")
    return connection


def _built(folder: Path, entries: Sequence[Entry], examiner: Examiner) -> sqlite3.Connection:
    """Build under a new name, then let the pointer name it; what the pointer named before is deleted."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"index-{uuid.uuid4().hex}.sqlite"
    connection = _filled(sqlite3.connect(folder / name, isolation_level=None, timeout=30), entries, examiner)
    temporary = folder / f"{name}.pointer"
    temporary.write_text(name, encoding="ascii")
    temporary.replace(folder / _POINTER)
    for other in folder.glob("index-*"):
        if not other.name.startswith(name):
            with contextlib.suppress(OSError):
                other.unlink()
    return connection
