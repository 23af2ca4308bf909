"""The records of a commit, as a store would give them: read from git's objects alone, the work tree left untouched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rugctl.gitrepo import GitRepository
from rugctl.store import Entry, classify, is_looked_at, shown_path

_LINK, _FILE = "120000", "100"


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of a commit, below the root of the records: its path, the id of what it holds, and whether it is a link."""

    path: str
    id: str
    is_link: bool


def entries_at(repository: GitRepository, commit: str, known: Sequence[Entry] = ()) -> list[Entry]:
    """Return the records of a commit in the order of their paths; what equals a `known` one is not read again.

    A file that a work tree holds with line ends of Windows is taken for the one that git keeps.
    """
    listed = {shown_path(one.path): one for one in _listed(repository, commit)}
    ids = [one.id for one in listed.values() if not one.is_link]
    contents = _by_id((entry.data for entry in known if entry.data is not None), len(ids[0]) if ids else 0)
    contents |= repository.objects({id for id in ids if id not in contents})
    return [Entry(classify(shown), None if one.is_link else contents[one.id]) for shown, one in sorted(listed.items())]


def differing(base: Sequence[Entry], head: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Return the files of both ends that are not the same at the other one."""
    one, other = ({entry.name.path: entry for entry in entries} for entries in (base, head))
    return [e for e in base if other.get(e.name.path) != e], [e for e in head if one.get(e.name.path) != e]


def hidden_files(repository: GitRepository) -> list[str]:
    """Return the records that git has and a sparse checkout leaves out."""
    listed = repository.ask("ls-files", "-v", "-z", "--", "data").decode("utf-8", "surrogateescape").split("\0")
    skipped = [shown_path(line[2:]) for line in listed if line[:1] == "S"]
    return [path for path in skipped if not (repository.folder / path).exists()]


def _listed(repository: GitRepository, commit: str) -> Iterator[Listed]:
    """Yield what a store would look at."""
    prefix = repository.prefix()
    for line in repository.ask("ls-tree", "-r", "-z", "--full-tree", commit, "--", f"{prefix}data/").split(b"\0"):
        if not line:
            continue
        about, _, name = line.partition(b"\t")
        mode, _, id = about.decode("ascii").split()
        path = name.decode("utf-8", "surrogateescape").removeprefix(prefix)
        if mode == _LINK or mode.startswith(_FILE):
            one = Listed(path, id, mode == _LINK)
            if is_looked_at(path, is_link=one.is_link):
                yield one


def _by_id(contents: Iterable[bytes], length: int) -> dict[str, bytes]:
    """Return contents by the ids that git gives them; how long an id is tells by which digest."""
    digest = hashlib.sha256 if length == 64 else hashlib.sha1
    found = {}
    for data in contents:
        for text in (data, data.replace(b"\r\n", b"\n")):
            found[digest(b"blob %d\0%b" % (len(text), text)).hexdigest()] = data
    return found
