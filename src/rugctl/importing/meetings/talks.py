"""Those who speak, where only the list of their talks names them: `Ann Lee - Lamps on the coast`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rugctl.importing.meetings.parts import Parts
from rugctl.importing.meetings.tree import Node
from rugctl.importing.report import FoundPerson
from rugctl.importing.words.lexicon import Lexicon, looks_like_person
from rugctl.importing.words.titles import CLOCK

_TALK = re.compile(r"(?P<who>[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3})(?::| [-–—]) +(?=\S+ \S)")
_LEAST = 3
"""So many entries of one list must be talks."""


def speakers_of_talks(parts: Parts, lexicon: Lexicon) -> Iterator[FoundPerson]:
    """Yield the speakers of lists in which nearly every entry is somebody's full name and a title."""
    lists: defaultdict[int, list[Node]] = defaultdict(list)
    for placed in parts.placed:
        if placed.role in {"agenda", "group", "notes", None}:
            lists[id(placed.over)].append(placed.node)
            for node in placed.node.walk():
                lists[id(node)] += node.children
    for nodes in lists.values():
        yield from _speakers([node for node in nodes if node.block.kind == "item"], lexicon)


def _speakers(entries: Sequence[Node], lexicon: Lexicon) -> list[FoundPerson]:
    talks = ((match["who"], node.block.first) for node in entries if (match := _TALK.match(CLOCK.sub("", node.block.text, count=1))))
    found = [FoundPerson(who, line, role="speaker") for who, line in talks if _is_name(who, lexicon)]
    return found if len(found) >= _LEAST and len(found) * 4 >= len(entries) * 3 else []


def _is_name(text: str, lexicon: Lexicon) -> bool:
    return looks_like_person(text, lexicon) >= 0.8 and not lexicon.is_common(text)
