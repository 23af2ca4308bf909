"""What the commits of a repository made of its records, one after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    held = repository.objects({id for _, _, before, after in found for id in (before, after) if id.strip("0")})  # zeros: no file
    return [Edit(path, when, held.get(before), held.get(after)) for path, when, before, after in found]
