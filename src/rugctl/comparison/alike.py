"""Which of two lists' entries are one and the same though their words changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Any, TypeAlias

Pairs: TypeAlias = dict[int, int]
"""Places in the second list by places in the first one."""
_ENOUGH = 0.6
_MOST = 2500
"""No more pairs than this are looked at; nor more of a text than its first characters."""
_LONGEST = 200
_TELLING, _BEGINNING = 12, 0.9


def matched(old: Sequence[Any], new: Sequence[Any], key: Callable[[Any], str], text: Callable[[Any], str]) -> Pairs:
    """Pair the entries that share a key, in their order; those left over by how alike their texts are, the most alike first."""
    pairs: Pairs = {}
    places: dict[str, list[int]] = {}
    for place, one in enumerate(new):
        places.setdefault(key(one), []).append(place)
    for place, one in enumerate(old):
        if places.get(key(one)):
            pairs[place] = places[key(one)].pop(0)
    left = [place for place in range(len(old)) if place not in pairs]
    free = sorted(place for found in places.values() for place in found)
    if len(left) * len(free) > _MOST:
        return pairs
    scored = [(likeness(text(old[one]), text(new[other])), -one, -other) for one in left for other in free]
    for score, one, other in sorted(scored, reverse=True):
        if score >= _ENOUGH and -one not in pairs and -other not in pairs.values():
            pairs[-one] = -other
    return pairs


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, 1 for equal ones; one of which the other is the beginning is very like it."""
    short, long = sorted((one[:_LONGEST].casefold(), other[:_LONGEST].casefold()), key=len)
    if len(short) >= _TELLING and long.startswith(short):
        return _BEGINNING
    return SequenceMatcher(None, short, long, autojunk=False).ratio()
