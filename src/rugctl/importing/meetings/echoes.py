"""Whether an entry takes up the agenda item before it: by another bullet than that has, or by its words."""

from __future__ import annotations

import re

from rugctl.importing.meetings.tree import Node
from rugctl.importing.words.titles import TOPIC
from rugctl.names import fold

_EMPTY = re.compile(
    r"an?|the|th(?:is|at|ese|ose)|of|on|in|at|to|for|from|by|with|about|as|is|are|was|were|be|do|does|did|can|could|should|would|will|how|what"
    r"|when|where|which|who|whose|why|its?|we|our|us|your?|they|their|and|or|but|not?|any|all|some|more|other"
)
_COMMON = re.compile(
    r"meeting|group|call|agenda|topic|item|update|note|new|next|discuss(?:ion)?|question|talk|session|presentation|project|work(?:ing)?|issue|plan"
)
"""Words that items about different things share."""
_STEM = 7
_BULLETS = frozenset("-*+")


def marked_otherwise(node: Node, before: Node) -> bool:
    """Tell whether an entry has another bullet than the item before it in the same part: a list of what was said of that."""
    marks = {node.block.marker, before.block.marker}
    return len(marks) > 1 and marks <= _BULLETS


def takes_up(node: Node, before: Node, title: str) -> bool:
    """Tell whether an entry is about the item before it, which has nothing below: it says what the title said, or part of it."""
    if node.is_heading or before.block.kind != "item" or before.children:
        return False
    if node.children and repeats(node.block.text, title):
        return True
    return stands_out(before) and not stands_out(node) and shares_word(node.block.text, title)


def repeats(entry: str, title: str) -> bool:
    """Tell whether an entry says nothing that a title has not said: `What is a lamp` below `Demo of the lamp`."""
    words = _words(entry)
    return bool(words) and words <= _words(title)


def stands_out(node: Node) -> bool:
    """Tell whether an entry is marked as a title among others: `Topic: …`, or emphasised as a whole."""
    return node.block.kind == "item" and (node.block.strong or bool(TOPIC.match(node.block.text)))


def shares_word(entry: str, title: str) -> bool:
    """Tell whether an entry uses a word of a title, in whatever form, that is not common in minutes."""
    words, said = ({word for word in _words(text) if not _COMMON.fullmatch(word)} for text in (entry, TOPIC.sub("", title)))
    return any(_akin(word, other) for word in words for other in said)


def _words(text: str) -> set[str]:
    """Return the words that say something, without addresses and without the s of a plural."""
    words = fold(re.sub(r"https?://\S+", " ", text)).split()
    return {word.removesuffix("s") if len(word) > 3 else word for word in words if len(word) > 1 and not _EMPTY.fullmatch(word)}


def _akin(word: str, other: str) -> bool:
    return word == other or (min(len(word), len(other)) >= _STEM and word[:_STEM] == other[:_STEM])
