"""A document as blocks: what stands on its lines, freed of the format it was kept in. Every reader gives these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["heading", "item", "text", "row", "code", "front"]
"""A heading, a list entry, a line of running text, a table row, code, a line of front matter."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link as the document has it: the words that carry it, and where it leads."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Block:
    """One thing that a document says, with its lines (1-based, both inclusive).

    `depth` is a heading's level (from 1), else how deep the block lies in lists: entries of an outermost list and running
    text outside of lists have 0, what belongs to an entry has one more than the entry. `text` is plain: no emphasis, tags
    or escapes, links as their words; `markdown` is the same as CommonMark with links and code kept. `marker` is what stood
    before a list entry (`-`, `3.`); `ticked` tells of a check box; `strong` that the whole line is emphasised. A row has
    `cells`, and `header` where it heads its table. `gap`: an empty line stands before it in a format that is read by lines.
    """

    kind: Kind
    text: str
    first: int
    last: int
    depth: int = 0
    marker: str = ""
    ticked: bool | None = None
    strong: bool = False
    markdown: str = ""
    anchors: tuple[Anchor, ...] = ()
    cells: tuple[str, ...] = ()
    header: bool = False
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read: its name as given (a path or `-`), its lines, and its blocks in their order.

    `structure` are the lines that carry nothing but form: rules, tags, fences, the borders of tables. Where a format has
    no lines (DOCX), each paragraph or row counts as one.
    """

    name: str
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    structure: frozenset[int] = frozenset()
