"""HTML into blocks: pages, fragments within Markdown, and what word processors export."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from rugctl.importing.blocks import Block, Document
from rugctl.importing.readers.htmlstyle import read_sheet
from rugctl.importing.readers.htmltree import parse_html
from rugctl.importing.readers.htmlwalk import Place, Walker


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a piece of HTML says; `structure` are its lines that carry only tags.

    `details` tells how many `<details>` it leaves open: negative where it ends some that began before.
    """

    blocks: tuple[Block, ...]
    structure: frozenset[int]
    details: int


def read_html(name: str, text: str) -> Document:
    """Read a page. Where it has most of its text on few lines, each block counts as a line. Never raises."""
    fragment = html_blocks(text)
    blocks = fragment.blocks
    crowded = sum(block.first == before.last for before, block in pairwise(blocks))
    if crowded * 2 > len(blocks):
        return without_lines(name, blocks)
    return Document(name, tuple(text.split("\n")), blocks, fragment.structure)


def html_blocks(text: str, first_line: int = 1, heading_level: int = 0) -> Fragment:
    """Read a fragment whose first line has the number given; a `<summary>` is a heading below that of `heading_level`."""
    root = parse_html(text, first_line)
    walker = Walker(read_sheet(root), heading_level)
    walker.read(root, Place())
    blocks = tuple(walker.blocks)
    said = {line for block in blocks for line in range(block.first, block.last + 1)}
    filled = {number for number, line in enumerate(text.split("\n"), first_line) if line.strip()}
    opened, closed = (len(re.findall(tag, text, re.IGNORECASE)) for tag in (r"<details\b", r"</details\b"))
    return Fragment(blocks, frozenset(filled - said), opened - closed)


def without_lines(name: str, blocks: tuple[Block, ...]) -> Document:
    """Return a document in which each block is a line of its own."""
    numbered = tuple(replace(block, first=number, last=number) for number, block in enumerate(blocks, 1))
    return Document(name, tuple(block.text.replace("\n", " ") for block in blocks), numbered)
