"""Where the index is kept, and opening it: always current, always equal to one built afresh, however it was found.

It is a SQLite database in the repository's git directory, else in the user's cache, and beside it the seal: what the file
system says of the database since this program last wrote to it. Whatever else wrote there breaks the seal, for the time
of a file's last change cannot be set back; then a new database under a new name is built. One process at a time writes.
Where the seal holds and no record changed, nothing but the answer is read; where nothing can be kept, memory serves.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

from rugctl.hashing import hash_of
from rugctl.index.examiner import Examiner
from rugctl.index.files import NOTE, Ahead, Files, is_current
from rugctl.index.schema import VERSION, create_tables

_DATABASE, _SEAL, _LOCK = "index-", "seal", "lock"
_CACHE = 200_000
"""KiB of a database being built that stay in memory."""
_MAKERS = ("index", "model", "rules", "yamlfile", "drafting")
"""The rooms of the program that have a part in what an index holds, beside the files at its top."""
_PATIENCE, _MOMENT = 5000, 100
"""Milliseconds to wait for others who write, after which memory serves; and for others who read."""


def index_folder(root: Path) -> Path | None:
    """Return the folder that holds a repository's index: `rugctl` in its git directory, else in the XDG cache.

    None where there is neither.
    """
    for folder in (root, *root.parents):
        git = folder / ".git"
        if git.is_dir() and (git / "HEAD").exists():
            own = hash_of(os.fsencode(root), 6).hex() if folder != root else ""
            return git / "rugctl" / own
        if git.exists():
            break  # a worktree or submodule: its git directory is elsewhere
    cache = _cache()
    return cache / "rugctl" / hash_of(os.fsencode(root)).hex() if cache else None


def _cache() -> Path | None:
    """Return the user's cache; source: https://specifications.freedesktop.org/basedir-spec/latest/, which ignores relative paths."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if given.is_absolute():
        return given
    if os.environ.get("HOME") == "":  # Python takes that for the root of all
        return None
    try:
        return Path.home() / ".cache"
    except RuntimeError:  # a user without a home
        return None


def open_index(folder: Path | None, files: Files, examiner: Examiner) -> sqlite3.Connection:
    """Return a connection to an index that is equal to one built afresh from the files; nobody changes it while it is read.

    `folder` is where it is kept between calls, None: nowhere. One that is lost, damaged, or of another version is built anew.
    """
    kept = _sealed(folder, examiner) if folder is not None else None
    if kept is not None and is_current(kept, files):
        return kept
    if kept is not None:
        kept.close()
    if folder is not None:
        with contextlib.suppress(OSError, sqlite3.Error), _lock(folder):
            return _brought_up(folder, files, examiner)
    return _in_memory(files, examiner)


@contextlib.contextmanager
def preview(connection: sqlite3.Connection, files: Files, examiner: Examiner) -> Iterator[sqlite3.Connection]:
    """Give the index as it would be with these files; whatever happens, it is put back.

    Those that are `Ahead` of the files that it is of are looked at where they differ only.
    """
    from rugctl.index.refresh import advance, refresh  # noqa: PLC0415  only where something changed

    ahead = _writable(connection)
    try:
        if isinstance(files, Ahead):
            advance(ahead, files, examiner)
        else:
            refresh(ahead, files, examiner)
        yield ahead
    finally:
        ahead.execute("ROLLBACK")
        if ahead is connection:
            connection.execute("BEGIN")
        else:
            ahead.close()


def _writable(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Begin a transaction that may write; of an index that this process cannot write to, in a copy in memory."""
    connection.execute("COMMIT")
    connection.execute("PRAGMA cache_spill = OFF")  # nothing reaches the file before the end, which never comes
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO meta VALUES ('ahead', '')")  # SQLite refuses where the file is read-only or has gone
    except sqlite3.OperationalError:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("BEGIN")
        copy = sqlite3.connect(":memory:", isolation_level=None)
        connection.backup(copy)
        copy.execute("BEGIN")
        return copy
    return connection


def program_version() -> str:
    """Return what changes whenever the code that makes an index does, so that no index outlives it."""
    package = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120  a Path for each file takes longer than the files
    parts = []
    for room in ("", *_MAKERS):
        with os.scandir(f"{package}/{room}") as entries:
            files = [(entry.name, entry.stat()) for entry in entries if entry.name.endswith(".py")]
        parts += [f"{room}/{name} {seen.st_size} {seen.st_mtime_ns}" for name, seen in sorted(files)]
    return hash_of("\n".join(parts).encode()).hex()


def kept_index(folder: Path) -> sqlite3.Connection | None:
    """Return the index as it was last kept, perhaps out of date, in a transaction that reads.

    None where there is none that is whole and has these tables.
    """
    seal = folder / _SEAL
    try:
        name, signature = seal.read_text(encoding="ascii").splitlines() if seal.is_file() else ("", "")  # a pipe would be waited for
    except (OSError, ValueError):
        return None
    path = folder / Path(name).name
    if not signature or _signature(path) != signature:
        return None
    with contextlib.suppress(sqlite3.Error):
        connection = sqlite3.connect(path, isolation_level=None, timeout=_PATIENCE / 1000)
        connection.execute("BEGIN")
        if connection.execute("PRAGMA user_version").fetchone()[0] == VERSION and _signature(path) == signature:
            return connection
        connection.close()
    return None


def _sealed(folder: Path, examiner: Examiner) -> sqlite3.Connection | None:
    """Return the index that is kept, or None where there is none that this version made."""
    connection = kept_index(folder)
    if connection is not None:
        with contextlib.suppress(sqlite3.Error):
            if connection.execute("SELECT value FROM meta WHERE key = 'rules'").fetchone() == (examiner.version,):
                return connection
        connection.close()
    return None


def _signature(path: Path) -> str:
    """Return what changes with whatever is written to a file; empty where there is none."""
    try:
        seen = path.lstat()
    except OSError:
        return ""
    return f"{seen.st_dev} {seen.st_ino} {seen.st_size} {seen.st_mtime_ns} {seen.st_ctime_ns}" if stat.S_ISREG(seen.st_mode) else ""


@contextlib.contextmanager
def _lock(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Let one process at a time write the index of a folder; raises BlockingIOError where it is not to `wait`, and another does."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("a", encoding="ascii") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _brought_up(folder: Path, files: Files, examiner: Examiner) -> sqlite3.Connection:
    """Return the index that is kept, brought up to the files, or built anew; called with the lock."""
    from rugctl.index.refresh import refresh  # noqa: PLC0415  only where something changed

    kept = _sealed(folder, examiner)
    if kept is None:
        return _made(folder, None, files, examiner)
    if is_current(kept, files):  # somebody else has brought it up meanwhile
        return kept
    path = Path(kept.execute("PRAGMA database_list").fetchone()[2])
    try:
        if not _is_alone(kept):
            kept.close()
            return _made(folder, path, files, examiner)
        refresh(kept, files, examiner)
        kept.execute("COMMIT")
    except BaseException:
        kept.close()
        raise
    _seal(folder, path)
    kept.execute("BEGIN")
    return kept


def keep_note(connection: sqlite3.Connection, key: str, value: str) -> None:
    """Keep with an index, as it is read here, what was found out about it; where that cannot be at once, it is not kept."""
    path = Path(connection.execute("PRAGMA database_list").fetchone()[2])
    if not path.name:
        return  # it is in memory
    with contextlib.suppress(OSError, ValueError, sqlite3.Error), _lock(path.parent, wait=False):
        if (path.parent / _SEAL).read_text(encoding="ascii").splitlines() != [path.name, _signature(path)]:
            return
        try:
            if _is_alone(connection):
                connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"{NOTE}{key}", value))
                connection.execute("COMMIT")
                _seal(path.parent, path)
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            connection.execute("BEGIN")
            read_note(connection, key)  # from here on nobody changes it


def read_note(connection: sqlite3.Connection, key: str) -> str | None:
    """Return what was found out about an index as it is, None where nothing is kept."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (f"{NOTE}{key}",)).fetchone()
    return str(row[0]) if row else None


def _is_alone(connection: sqlite3.Connection) -> bool:
    """Begin to write, unless somebody has been reading for more than a moment, as behind a pager."""
    connection.execute("COMMIT")
    connection.execute(f"PRAGMA busy_timeout = {_MOMENT}")
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
    return True


def _made(folder: Path, former: Path | None, files: Files, examiner: Examiner) -> sqlite3.Connection:
    """Make an index under a new name, of a former one or of nothing, seal it, and delete those of former times."""
    from rugctl.writing import sync  # noqa: PLC0415  only where one is made

    path = folder / f"{_DATABASE}{os.urandom(16).hex()}"
    try:
        if former is not None:
            shutil.copyfile(former, path)
        connection = sqlite3.connect(path, isolation_level=None, timeout=_PATIENCE / 1000)
        connection.execute("PRAGMA journal_mode = OFF")  # nobody knows of it before it is sealed
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(f"PRAGMA cache_size = -{_CACHE}")
        if former is None:
            _create(connection, examiner)
        _fill(connection, files, examiner)
        sync(path)
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    for other in folder.glob(f"{_DATABASE}*"):
        if other != path:
            with contextlib.suppress(OSError):
                other.unlink()
    _seal(folder, path)
    connection.execute("BEGIN")
    return connection


def _seal(folder: Path, database: Path) -> None:
    """Note what the database is now, in one step; what else has the name, such as a link, is not written through."""
    temporary = folder / f"{_SEAL}.new"
    temporary.unlink(missing_ok=True)
    with temporary.open("x", encoding="ascii") as stream:
        stream.write(f"{database.name}\n{_signature(database)}\n")
    temporary.replace(folder / _SEAL)


def _in_memory(files: Files, examiner: Examiner) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    _create(connection, examiner)
    _fill(connection, files, examiner)
    connection.execute("BEGIN")
    return connection


def _create(connection: sqlite3.Connection, examiner: Examiner) -> None:
    connection.executescript(create_tables())
    connection.execute("INSERT INTO meta VALUES ('rules', ?)", (examiner.version,))


def _fill(connection: sqlite3.Connection, files: Files, examiner: Examiner) -> None:
    from rugctl.index.refresh import refresh  # noqa: PLC0415  only where something changed

    connection.execute("BEGIN")
    refresh(connection, files, examiner)
    connection.execute("COMMIT")
