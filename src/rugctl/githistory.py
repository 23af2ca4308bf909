"""What the commits of a repository made of its records, one after another."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rugctl.errors import RugctlError
from rugctl.gitrepo import GitRepository


@dataclass(frozen=True, slots=True)
class Edit:
    """What a commit made of a file: when, in seconds since 1970, and what it held before and after; None where there was none.

    `when` is never before that of an earlier edit. It is when the commit was made, or when the branch that it came with was merged:
    a squash or a rebase makes commits anew, so it comes to no earlier time.
    """

    path: str
    when: int
    before: bytes | None
    after: bytes | None


def edits(repository: GitRepository, paths: Sequence[str]) -> list[Edit]:
    """Return the edits of the files at or below the paths, oldest first, along the line of first parents: a merge is one commit."""
    shown = ("--first-parent", "--diff-merges=first-parent", "--reverse", "--raw", "--no-abbrev", "--no-renames", "-z", "--relative")
    words = repository.ask("log", *shown, "--format=@%ct", "HEAD", "--", *paths).decode("utf-8", "replace").split("\0")
    found: list[tuple[str, int, str, str]] = []
    when, following = 0, iter(words)
    for word in following:
        text = word.lstrip("\n")
        if text.startswith("@"):
            when = max(when, int(text[1:]))
        elif text.startswith(":"):
            _, _, before, after, _ = text.split(" ")
            found.append((next(following), when, before, after))
    held = _contents(repository, {id for _, _, before, after in found for id in (before, after)})
    return [Edit(path, when, held.get(before), held.get(after)) for path, when, before, after in found]


def _contents(repository: GitRepository, ids: Collection[str]) -> dict[str, bytes]:
    """Return what git keeps under these ids; the one of nothing but zeros stands for no file."""
    wanted = sorted(id for id in ids if id.strip("0"))
    if not wanted:
        return {}
    out = repository.ask("cat-file", "--batch", input="".join(f"{id}\n" for id in wanted).encode())
    found, at = {}, 0
    for id in wanted:
        end = out.find(b"\n", at)
        header = out[at:end].split()
        if len(header) != 3:
            raise RugctlError("git lacks a part of the history of these records", "`git fetch --refetch` gets it, or a new clone.")
        size = int(header[2])
        found[id] = out[end + 1 : end + 1 + size]
        at = end + size + 2
    return found
