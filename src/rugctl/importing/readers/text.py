"""Plain text, also as extracted from a PDF: lines with marks and indentation become blocks, wrapped lines one again."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rugctl.importing.blocks import Block, Document
from rugctl.importing.readers.inline import read_inline
from rugctl.importing.words.labels import read_label
from rugctl.importing.words.lexicon import Lexicon
from rugctl.importing.words.lines import Marked, Nesting, goes_on, is_stub, joined, read_marks
from rugctl.importing.words.links import ADDRESS
from rugctl.importing.words.people_lines import person_line_score

_FEW = 12
_NARROWEST = 45
"""Nobody wraps lines sooner: a text of shorter ones has short lines."""
_RULE = re.compile(r"([=~^#*-])\\1{2,}")
_BUSINESS = re.compile(r"\b(?:business|aob)$", re.IGNORECASE)
_HASHES = re.compile(r"(#{1,6})\s+(.*?)\s*#*")


@dataclass(slots=True)
class _Open:
    """A block that the next line may still go on from."""

    marked: Marked
    source: str
    first: int
    last: int
    depth: int
    heading: bool = False


def read_text(name: str, text: str) -> Document:
    """Read plain text."""
    lines = tuple(text.split("\n"))
    width = wrap_width(lines)
    blocks: list[Block] = []
    structure: set[int] = set()
    nesting = Nesting()
    open_block: _Open | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip() or is_stub(line):
            if line.strip():
                structure.add(number)
                _underline(open_block, line.strip())
            _close(blocks, open_block)
            open_block = None
            continue
        hashes = _HASHES.fullmatch(line)
        if hashes and hashes[2]:
            _close(blocks, open_block)
            nesting.levels.clear()
            open_block = None
            _close(blocks, _Open(Marked(0, "", None, hashes[2]), hashes[2], number, number, len(hashes[1]), heading=True))
            continue
        marked = read_marks(line)
        if open_block and not marked.marker and goes_on(open_block.source, line, item=bool(open_block.marked.marker), width=width):
            open_block.source, open_block.last = joined(open_block.source, line), number
            continue
        _close(blocks, open_block)
        if not marked.text:
            structure.add(number)
            open_block = None
            continue
        depth = nesting.place(marked) if marked.marker else nesting.text_depth(marked.indent)
        if not marked.marker and marked.indent == 0:
            nesting.levels.clear()
            depth = 0
        open_block = _Open(marked, marked.text, number, number, depth)
    _close(blocks, open_block)
    told = [block for block in blocks if block.text]
    structure.update(number for block in blocks if not block.text for number in range(block.first, block.last + 1))
    return Document(name, lines, tuple(over_pages(with_gaps(told, lines))), frozenset(structure))


def with_gaps(blocks: list[Block], lines: tuple[str, ...]) -> list[Block]:
    """Mark the blocks that an empty line stands before, or one that only has a mark."""
    return [replace(block, gap=True) if block.first > 1 and is_empty(lines[block.first - 2]) else block for block in blocks]


def is_empty(line: str) -> bool:
    """Tell whether a line says nothing."""
    return not line.strip() or is_stub(line)


def over_pages(blocks: list[Block]) -> list[Block]:
    """Give lists that go on behind a page's end the depth that they had lost.

    A text taken from pages leaves a gap there and begins anew at the margin. Where lists hardly ever have gaps otherwise,
    entries at the margin behind one belong to the entry before it, if that had some below it already.
    """
    items = [n for n, block in enumerate(blocks) if block.kind == "item"]
    outer = [n for n in items if blocks[n].depth == 0 and n and blocks[n - 1].kind == "item"]
    gaps = sum(blocks[n].gap for n in outer)
    if len(outer) < _FEW or gaps * 3 > len(outer):
        return blocks
    result: list[Block] = []
    shift = 0
    for n, block in enumerate(blocks):
        before = result[-1] if result else None
        if before is not None and before.kind == "item" and ADDRESS.fullmatch(block.text) and block.kind == "text":
            result.append(replace(block, kind="item", marker="-", depth=before.depth + 1))
            continue
        if block.kind not in {"item", "code"} or before is None or before.kind not in {"item", "code"}:
            shift = 0
        elif block.gap:
            shift = 1 if block.depth == 0 and before.depth > 0 and not _begins_people(blocks[n : n + 3]) else 0
        if shift and block.depth == 0 and _begins_anew(block):
            shift = 0
        result.append(replace(block, depth=block.depth + shift) if shift and n else block)
    return result


def _begins_anew(block: Block) -> bool:
    """Tell whether an entry at the margin is one of the outer list for certain: a part's label, or `[Who or what] …`."""
    label = read_label(block.text)
    named = label is not None and label.role in {"agenda", "notes", "attendees", "actions"} and not label.rest
    business = label is not None and label.role == "group" and _BUSINESS.search(label.words)
    return named or bool(business) or block.text.startswith("[")


def _begins_people(blocks: list[Block]) -> bool:
    """Tell whether a list of people begins: it has lost its label rather than its depth."""
    scores = [person_line_score(block.text, Lexicon()) for block in blocks if block.kind == "item"]
    return sum(scores) >= 0.6 * len(scores)


def wrap_width(lines: tuple[str, ...]) -> int:
    """Return the length at which a document wraps its lines; a large one where it does not."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    if not lengths:
        return 10_000
    longest = lengths[int(len(lengths) * 0.97)]
    return longest if _NARROWEST <= longest <= 140 else 10_000


def _underline(block: _Open | None, rule: str) -> None:
    """Make the one line above a rule of its length a heading."""
    if (
        block
        and _RULE.fullmatch(rule)
        and block.first == block.last
        and not block.marked.marker
        and abs(len(block.source) - len(rule)) <= 4
    ):
        block.heading, block.depth = True, 1 if rule[0] == "=" else 2


def _close(blocks: list[Block], block: _Open | None) -> None:
    if block is None:
        return
    inline = read_inline(block.source)
    blocks.append(
        Block(
            "heading" if block.heading else "item" if block.marked.marker else "text",
            inline.text,
            block.first,
            block.last,
            depth=block.depth,
            marker=block.marked.marker,
            ticked=block.marked.ticked,
            strong=inline.strong,
            markdown=inline.markdown,
            anchors=inline.anchors,
        )
    )
