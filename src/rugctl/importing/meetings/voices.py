"""Who speaks in a meeting that was written down word for word: names before colons that come back line after line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from rugctl.importing.blocks import Block
from rugctl.importing.words.labels import read_label
from rugctl.names import fold

_VOICE = re.compile(r"\W{0,3}(?P<who>[\w.'’ -]{1,30}?)\s*:\s+\S")
_LEAST = 3
"""So many lines of each of two or more make a talk."""
_SHARE = 5
"""A talk is at least one line in so many."""


def voices_of(blocks: Iterable[Block]) -> frozenset[str]:
    """Return the folded names that lines begin with again and again, where that is how the meeting was written down."""
    said: Counter[str] = Counter()
    lines = 0
    for block in blocks:
        lines += block.kind in {"text", "item"}
        match = _VOICE.match(block.text) if block.kind in {"text", "item"} else None
        if match and read_label(block.text) is None:
            said[fold(match["who"])] += 1
    often = {who: times for who, times in said.items() if who and times >= _LEAST}
    return frozenset(often) if len(often) > 1 and sum(often.values()) * _SHARE >= lines else frozenset()
