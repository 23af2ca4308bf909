"""Titles of one meeting's agenda items, found again by other writings of them: without comparing each with each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from rugctl.importing.words.phrases import alike
from rugctl.names import fold

_NUMBERED = re.compile(r"#\d+")
_PLACE = re.compile(r"[\w./-]+(?=#\d)")
"""The repository of a numbered issue: the notes may name it where the agenda does not."""
_REMARK = re.compile(r"\s*\([^()]*\)\W*$")
_SHORT = 8
_COMMON = 200
"""A word of more titles than this tells none of them."""
_NEAREST = 40

T = TypeVar("T")


@dataclass(slots=True)
class TitleIndex(Generic[T]):
    """Things with a title, in the order in which they were added."""

    _things: list[T] = field(default_factory=list)
    _exact: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _words: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, title: str, thing: T) -> None:
        """Add a thing under its title."""
        folded, number = fold(title), len(self._things)
        self._things.append(thing)
        self._exact[folded].append(number)
        for word in set(folded.split()):
            self._words[word].append(number)

    def find(self, title: str, fits: Callable[[T], bool]) -> T | None:
        """Return the first thing that fits among those of the very title, else among those that share most words with it."""
        folded = fold(title)
        same = next((n for n in self._exact.get(folded, ()) if fits(self._things[n])), None)
        if same is not None:
            return self._things[same]
        lists = (self._words.get(word, []) for word in set(folded.split()))
        shared = Counter(n for numbers in lists if len(numbers) <= _COMMON for n in numbers)
        nearest = sorted(n for n, _ in shared.most_common(_NEAREST))
        return next((self._things[n] for n in nearest if fits(self._things[n])), None)


def same_title(a: str, b: str) -> bool:
    """Tell whether two texts are the same title."""
    a, b = _PLACE.sub("", a), _PLACE.sub("", b)
    first, second = fold(a), fold(b)
    if not first or first == second:
        return bool(first)
    if _NUMBERED.findall(a) != _NUMBERED.findall(b) and _NUMBERED.search(a) and _NUMBERED.search(b):
        return False
    if first == fold(_REMARK.sub("", b)) or second == fold(_REMARK.sub("", a)):
        return True  # `Lamps` takes up `Lamps (we chose two)`
    if min(len(first), len(second)) <= _SHORT:
        return False
    return _goes_on(*sorted((first, second), key=len)) or alike(first, second, 0.85)


def _goes_on(short: str, long: str) -> bool:
    """Tell whether a title of several words only goes on where another ends: `Paint for the tower` and `Paint for the tower again`."""
    return " " in short and long.startswith(f"{short} ") and len(short) * 2 >= len(long)
