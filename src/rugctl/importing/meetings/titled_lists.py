"""Parts of minutes in which lines of text are the titles, each over a list of notes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from rugctl.importing.meetings.parts import Placed
from rugctl.importing.meetings.tree import Node

SENTENCE = re.compile(r"[a-z]{2}[.!]\W*$")
LONG = 140
"""Longer lines of text are paragraphs."""


def titled_lists(entries: Sequence[Placed]) -> dict[int, bool]:
    """Return the nodes of parts in which lines of text are the titles, each over a list of notes; True for the titles."""
    parts: defaultdict[tuple[str | None, int], list[Node]] = defaultdict(list)
    for placed in entries:
        if placed.role in {"agenda", "group", None}:
            parts[placed.role, id(placed.over)].append(placed.node)
    titled: dict[int, bool] = {}
    for (role, _), nodes in parts.items():
        heads = _heads_over_lists(nodes, role)
        for n in range(min(heads), len(nodes)) if heads else ():
            if n in heads or n - 1 in heads or nodes[n].block.kind != "text":
                titled[id(nodes[n])] = n in heads
    return titled


def _heads_over_lists(nodes: Sequence[Node], role: str | None) -> set[int]:
    """Return which nodes of a part are lines of text that stand over lists as their titles."""
    over_lists = [n for n, node in enumerate(nodes[:-1]) if node.block.kind == "text" and nodes[n + 1].block.kind == "item"]
    if role == "agenda" and len(over_lists) > 1 and over_lists[0] == 0:
        return {*over_lists, *_paragraphs(nodes)}
    short = [n for n in over_lists if is_short(nodes[n])]
    if len(short) != 1:
        return set(short)
    introduces = nodes[short[0]].block.text.endswith(":")
    alone = short == [0] and not introduces if role == "group" else introduces  # `Some news:` only leads a group's own list in
    return set(short) if alone else set()


def _paragraphs(nodes: Sequence[Node]) -> list[int]:
    """Return the long paragraphs that follow a list: among paragraphs over lists each is about something else."""
    texts = [node.block.kind == "text" and node.block.depth == 0 for node in nodes]
    return [n for n in range(1, len(nodes)) if texts[n] and not texts[n - 1] and len(nodes[n].block.text) >= LONG]


def is_short(node: Node) -> bool:
    """Tell whether a line of text is short enough to be a title, and no sentence."""
    return len(node.block.text.split()) <= 20 and not SENTENCE.search(node.block.text)
