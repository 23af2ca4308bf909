"""Whether two values are one to every reader: the question that decides whether a file may be written anew."""

from __future__ import annotations

from typing import Any


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are of one type and alike throughout: `true`, 1 and 1.0 are three, `.nan` is itself.

    The order of a mapping's keys is of no account.
    """
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(repr(one) == repr(other) if isinstance(one, float) else one == other)
