"""What a change is to blame for: the lines of the work tree that it touches, and the findings that are there, or new with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rugctl.diagnostics import Diagnostic
from rugctl.gitrepo import GitRepository
from rugctl.revisions import differing
from rugctl.store import Entry

_HUNK = re.compile(r"@@ -[0-9]+(?:,([0-9]+))? \+([0-9]+)(?:,([0-9]+))? @@")
_WHOLE = (range(1, 10**9),)


@dataclass(frozen=True, slots=True)
class Touched:
    """The lines that a change touches, by the path of their file."""

    lines: Mapping[str, Sequence[range]]

    def has(self, diagnostic: Diagnostic) -> bool:
        """Tell whether a finding, or another place that it speaks of, is on a touched line."""
        places = [(diagnostic.path, diagnostic.span), *((other.path, other.span) for other in diagnostic.related)]
        return any(span.line in lines for path, span in places for lines in self.lines.get(path, ()))


def touched_since(repository: GitRepository, commit: str, base: Sequence[Entry], head: Sequence[Entry]) -> Touched:
    """Return what the work tree's records have that a commit's have not; of a file whose lines git does not tell, every line."""
    options = ("--patch", "--unified=0", "--inter-hunk-context=0", "--no-renames", "--no-color", "--no-ext-diff", "--no-textconv", "--text")
    prefixes = ("--relative", "--src-prefix=a/", "--dst-prefix=b/")
    told = changed_lines(repository.ask("diff-index", *options, *prefixes, commit, "--", "data").decode("utf-8", "replace"))
    return Touched({entry.name.path: told.get(entry.name.path, _WHOLE) for entry in differing(base, head)[1]})


def changed_lines(diff: str) -> dict[str, list[range]]:
    """Read a diff without context; what stands in the files is never taken for a line of the diff itself."""
    found: dict[str, list[range]] = {}
    path: str | None = None
    lines = iter(diff.split("\n"))
    for line in lines:
        if line.startswith("diff --git "):
            path = None
        elif line.startswith("+++ b/"):
            path = line.removeprefix("+++ b/").removesuffix("\t")
        elif match := _HUNK.match(line):
            old, start, new = int(match[1] or 1), int(match[2]), int(match[3] or 1)
            left = old + new
            while left and (text := next(lines, None)) is not None:
                left -= not text.startswith("\\")  # of a file without a line feed at its end
            if path is not None:
                found.setdefault(path, []).append(range(start, start + new))
    return found


def of_change(
    found: Sequence[Diagnostic], before: Sequence[Diagnostic], touched: Touched, off: Collection[str] = ()
) -> tuple[list[Diagnostic], frozenset[Diagnostic]]:
    """Return the findings that are the change's, and those of them that are on touched lines.

    What rules say that were off before, as a record that they need could not be read, came to light: it is not new.
    """
    there = frozenset(filter(touched.has, found))
    new = set(fresh(before, sorted(found, key=there.__contains__)))
    return [one for one in found if one in there or (one in new and one.rule not in off)], there


def fresh(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return the findings of which there are more than before: of their rule, in their file, with their words.

    One that is told at several places goes to another file as its first one is mended: it was there before. So was one that is
    told alone now, and was told beside another.
    """
    known = Counter(map(_likeness, before))
    beside = {(d.rule, other.path) for d in before for other in d.related}
    more = []
    for diagnostic in after:
        known[_likeness(diagnostic)] -= 1
        if known[_likeness(diagnostic)] < 0 and (diagnostic.rule, diagnostic.path) not in beside:
            more.append(diagnostic)
    gone: Counter[tuple[str, str]] = Counter()
    for (rule, _, message), count in known.items():
        gone[rule, message] += max(count, 0)
    found = []
    for diagnostic in more:
        gone[diagnostic.rule, diagnostic.message] -= 1
        if gone[diagnostic.rule, diagnostic.message] < 0:
            found.append(diagnostic)
    return found


def _likeness(diagnostic: Diagnostic) -> tuple[str, str, str]:
    return (diagnostic.rule, diagnostic.path, diagnostic.message)
