"""A meeting's blocks as a tree: headings over what follows them, list entries over what is indented under them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from rugctl.importing.blocks import Block
from rugctl.importing.meetings.agenda_tables import agenda_of
from rugctl.importing.words.labels import Label, read_label
from rugctl.importing.words.lines import read_marks

_TOPIC = re.compile(r"(?:main |primary |discussion |agenda )?(?:topic|item|subject)", re.IGNORECASE)
_STAMP = re.compile(r"\[?(?:\d{4}-\d\d-\d\d[T ])?\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?Z?\]?\s*(?=<[^<>]{1,30}>)")
"""The time before a line of a chat's log."""
_COMMAND = re.compile(r"(?:(?:<[^<>]{1,30}>\s*)?#(?:sub)?topic|<[^<>]{1,30}>\s*(?:sub)?topic\s*:)\s+(\S.*)", re.IGNORECASE)
_MARKED = re.compile(r"<[^<>]{1,30}>\s*(?=(?:action|resolution|resolved|decision)\s*:)", re.IGNORECASE)
_OVER_LISTS = frozenset({"attendees", "agenda", "actions", "group", "regrets"})
"""What a label with something behind it on its line may still stand over."""
_LINE_LEVEL = 10
"""Lines that serve as headings rank below all that are ones: first emphasised lines, then labels with a colon."""


@dataclass(slots=True)
class Node:
    """A block with what belongs to it; `label` where it names a part of the minutes."""

    block: Block
    label: Label | None = None
    children: list[Node] = field(default_factory=list)
    level: int = 0

    @property
    def is_heading(self) -> bool:
        """Tell whether it stands over what follows rather than being part of a list or text."""
        return self.level > 0

    def walk(self) -> Iterator[Node]:
        """Yield the node and all below it, in the document's order."""
        yield self
        for child in self.children:
            yield from child.walk()


def build_tree(blocks: Sequence[Block]) -> list[Node]:
    """Put the blocks of one meeting into a tree."""
    roots: list[Node] = []
    headings: list[Node] = []
    entries: list[tuple[int, Node]] = []
    for block in _taken_apart(blocks):
        node = _node(block)
        if node.level:
            while headings and headings[-1].level >= node.level:
                headings.pop()
            entries.clear()
            (headings[-1].children if headings else roots).append(node)
            headings.append(node)
            continue
        while entries and entries[-1][0] >= block.depth:
            entries.pop()
        parent = entries[-1][1].children if entries and block.depth > 0 else headings[-1].children if headings else roots
        parent.append(node)
        if block.kind in {"item", "text"} and (block.kind == "item" or block.depth > 0):
            entries.append((block.depth, node))
    return roots


def _taken_apart(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks; tables that hold the parts of the minutes, `| Attendees | Ann Lee, Bo Ek |`, as labels and lists."""
    for is_row, group in groupby(blocks, key=lambda block: block.kind == "row"):
        rows = list(group)
        agenda = agenda_of(rows) if is_row else None
        if agenda is not None:
            yield from agenda
            continue
        parts = is_row and sum(len(row.cells) == 2 and read_label(row.cells[0], heading=True) is not None for row in rows) >= 2
        for block in map(_without_stamp, rows):
            topic = _COMMAND.match(block.text) if block.kind in {"text", "item"} else None
            if topic:
                yield replace(block, kind="text", depth=0, text=f"Topic: {topic[1]}", markdown=f"Topic: {topic[1]}")
            elif parts and len(block.cells) == 2:
                yield from _part_of_table(block)
            else:
                yield block


def _without_stamp(block: Block) -> Block:
    """Return a line of a chat's log as it was said: without its time, and without the nick before `Action:`; notes keep both."""
    if block.kind != "text" or "<" not in block.text:
        return block
    return replace(block, text=_MARKED.sub("", _STAMP.sub("", block.text, count=1), count=1))


def _part_of_table(row: Block) -> Iterator[Block]:
    label, lines = row.cells[0].strip(), [line for line in row.cells[1].split("\n") if line.strip()]
    text = f"{label}: {row.cells[1].strip()}" if len(lines) < 2 else f"{label}:"
    yield replace(row, kind="text", depth=0, text=text, markdown=text, cells=(), strong=True)
    if len(lines) > 1:
        yield from (_entry(row, line) for line in lines)


def _entry(row: Block, line: str) -> Block:
    """Return a line of a cell as an entry of a list."""
    marked = read_marks(line)
    return replace(
        row, kind="item", text=marked.text, markdown=marked.text, cells=(), marker="-", ticked=marked.ticked, depth=marked.indent // 2
    )


def _node(block: Block) -> Node:
    if block.kind == "heading":
        return Node(block, read_label(block.text, heading=True), level=block.depth)
    if block.kind not in {"item", "text"}:
        return Node(block)
    label = read_label(block.text, heading=block.strong)
    if label is None and block.kind == "text" and block.depth == 0 and len(block.text) < 40:
        label = read_label(block.text, heading=True)
    if block.kind != "text" or block.depth > 0:
        return Node(block, label)
    if label is not None and label.rest and label.role in {"agenda", "group"} and _TOPIC.fullmatch(label.words):
        titled = replace(block, text=label.rest)
        return Node(titled, level=_LINE_LEVEL + 1)
    if block.strong and len(block.text) < 100 and (label is None or not label.rest or label.role in _OVER_LISTS):
        return Node(block, label, level=_LINE_LEVEL)
    if label is not None and (not label.rest or label.role in _OVER_LISTS or (label.role == "notes" and label.rest.endswith(":"))):
        return Node(block, label, level=_LINE_LEVEL + 1)
    return Node(block, label)
