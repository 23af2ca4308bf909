"""What turned out to be one: numbers of things, united step by step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import combinations

LARGEST = 60
"""What more things than this share says nothing of any two of them, and comparing each with each would take for ever."""


class Clusters:
    """A partition of the numbers from 0; the smallest of each cluster stands for it."""

    def __init__(self) -> None:
        self._parents: list[int] = []

    def __len__(self) -> int:
        return len(self._parents)

    def add(self) -> int:
        """Add a cluster of one, and return it."""
        self._parents.append(len(self._parents))
        return len(self._parents) - 1

    def find(self, thing: int) -> int:
        """Return the cluster of a thing."""
        while self._parents[thing] != thing:
            self._parents[thing] = self._parents[self._parents[thing]]
            thing = self._parents[thing]
        return thing

    def unite(self, a: int, b: int) -> tuple[int, int]:
        """Make one cluster of two, and return it with the one that is no more."""
        kept, gone = sorted((self.find(a), self.find(b)))
        self._parents[gone] = kept
        return kept, gone


class Blocks:
    """Things by what they share, so that only those are compared which may be alike."""

    def __init__(self) -> None:
        self._things: dict[Hashable, set[int]] = defaultdict(set)

    def put(self, thing: int, keys: Iterable[Hashable]) -> None:
        """Note that a thing has some keys."""
        for key in keys:
            self._things[key].add(thing)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Return the pairs that share a key, each once, in order."""
        found = {pair for things in self._things.values() if 1 < len(things) <= LARGEST for pair in combinations(sorted(things), 2)}
        return iter(sorted(found))


def by_tokens(tokens: Mapping[int, AbstractSet[Hashable]]) -> tuple[list[list[int]], list[int]]:
    """Return things by the tokens that tie them together, and those without any; both in the order given."""
    clusters = Clusters()
    numbers: dict[Hashable, int] = {}
    for tied in tokens.values():
        places = [numbers[token] if token in numbers else numbers.setdefault(token, clusters.add()) for token in tied]
        for place in places[1:]:
            clusters.unite(places[0], place)
    parts: dict[int, list[int]] = defaultdict(list)
    for thing, tied in tokens.items():
        if tied:
            parts[clusters.find(numbers[next(iter(tied))])].append(thing)
    return list(parts.values()), [thing for thing, tied in tokens.items() if not tied]
