"""Counts and figures: how much of what should be found is found, and how much of what is found should be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Figure:
    """One number from 0 (nothing is right) to 1, and in words what it lacks."""

    value: float
    misses: Sequence[str] = ()


@dataclass(slots=True)
class Tally:
    """What was found rightly, what was found, what should have been, and in words what is amiss."""

    hit: int = 0
    reported: int = 0
    wanted: int = 0
    misses: list[str] = field(default_factory=list)

    def count(self, hit: int, reported: int, wanted: int, misses: Iterable[str] = ()) -> None:
        """Add numbers."""
        self.hit += hit
        self.reported += reported
        self.wanted += wanted
        self.misses += misses

    def judge(self, right: bool, miss: str) -> None:
        """Count something that is there and right or wrong."""
        self.count(int(right), 1, 1, [] if right else [miss])

    def compare(self, day: str, wanted: Iterable[str], found: Iterable[str]) -> None:
        """Count what two lists share."""
        want, have = Counter(wanted), Counter(found)
        misses = [f"{day} missed {one}" for one in (want - have).elements()] + [f"{day} spurious {one}" for one in (have - want).elements()]
        self.count((want & have).total(), have.total(), want.total(), misses)

    def figure(self) -> Figure:
        """Return the F1; where as much is reported as wanted, that is the share of what is right."""
        total = self.reported + self.wanted
        return Figure(2 * self.hit / total if total else 1.0, tuple(self.misses))


def b_cubed(wanted: Sequence[str], found: Sequence[str]) -> Figure:
    """Return the B-cubed F1 of two groupings of the same things (Bagga and Baldwin, 1998)."""
    together, want, have = Counter(zip(wanted, found, strict=True)), Counter(wanted), Counter(found)
    precision = sum(n * n / have[group] for (_, group), n in together.items()) / max(len(found), 1)
    recall = sum(n * n / want[group] for (group, _), n in together.items()) / max(len(wanted), 1)
    pairs = sorted(together.items())
    apart = [f"{one} apart as {other} ({n} of {want[one]})" for (one, other), n in pairs if n < want[one]]
    mixed = [f"{other} is also {one} ({n} of {have[other]})" for (one, other), n in pairs if n < have[other]]
    return Figure(2 * precision * recall / (precision + recall) if pairs else 1.0, apart + mixed)
