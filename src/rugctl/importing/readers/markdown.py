"""Markdown: markdown-it-py finds headings, lists, tables, code and raw HTML; what their lines say is read as in any text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rugctl.importing.blocks import Block, Document
from rugctl.importing.readers.inline import read_inline
from rugctl.importing.readers.text import with_gaps, wrap_width
from rugctl.importing.words.labels import read_label
from rugctl.importing.words.lines import Marked, Nesting, goes_on, is_stub, joined, read_marks

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT = re.compile(r"---\s*\n(?:.*\n){0,80}?(?:---|\.\.\.)\s*(?:\n|$)")
_FRONT_LINE = re.compile(r"([A-Za-z][\w -]*):\s*(.+)")
_BREAK = re.compile(r"<br\s*/?>|\\$", re.IGNORECASE)
_IMAGE = re.compile(r"(?:\[?!\[[^\]]*\]\([^)]*\)(?:\]\([^)]*\))?\s*)+")
_HTML_LIST = re.compile(r"^[ \t]*<(table|ul|ol|dl)\b[^>]*>.*?</\1>", re.IGNORECASE | re.DOTALL | re.MULTILINE)
"""Raw HTML that CommonMark would end at its first empty line."""
_CONTAINER = re.compile(
    r"(?P<code>^(?P<fence>```|~~~).*?^(?P=fence))|^[ \t]*:{3,}[ \t]*(?:[\w-]*|\{[^{}\n]*\})[ \t]*$", re.DOTALL | re.MULTILINE
)
"""The lines around a box of a pad, `:::info`, or of a publishing program, `::: {.note}`: they only give form; code stays as it is."""
_SPLIT_HEADING = re.compile(r"^(#{1,6})[ \t]*\\\n(?=[^\s#])", re.MULTILINE)
"""A heading that an export breaks before its first word."""
_EMPTY = re.compile(r"\n(?=[ \t]*\n)")
_LONGEST_HEADING = 120
_PIECE = 100_000
"""Characters after which a document may be cut."""
_HEADING = re.compile(r"#{1,6}[ \t]")
_FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?(```|~~~)")
_OPENS = re.compile(r"<(?:!--|pre\b|script\b|style\b|textarea\b|\?|!\[CDATA\[)", re.IGNORECASE)
_CLOSES = re.compile(r"-->|</(?:pre|script|style|textarea)>|\?>|\]\]>", re.IGNORECASE)
_DEFINES = re.compile(r"^[ \t>*+-]{0,40}\[[^\]\n]+\]:", re.MULTILINE)
_DEEPEST = 64  # columns before a bullet
_DEEP_BULLET = re.compile(rf"^[ \t]{{{_DEEPEST},}}(?=(?:[-*+]|\d+[.)])[ \t])", re.MULTILINE)
_DEEP = re.compile(rf"[ \t>*+-]{{{_DEEPEST},}}\S")
_NESTING = 200
"""How deep markdown-it goes, two levels for each list; what lies deeper it leaves out."""


def read_markdown(name: str, text: str) -> Document:
    """Read Markdown (CommonMark with tables); indented text counts as text, not as code."""
    from markdown_it import MarkdownIt  # noqa: PLC0415  only where there is Markdown

    lines = tuple(text.split("\n"))
    front = _FRONT.match(text)
    front_lines = front[0].count("\n") if front else 0
    parser = MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable("table").disable("code")
    parser.core.ruler.disable(["inline", "text_join"])
    body = _CONTAINER.sub(lambda match: match["code"] or "", "\n".join(lines[front_lines:]))
    body = _SPLIT_HEADING.sub(r"\n\1 ", body)
    body = _HTML_LIST.sub(lambda match: _EMPTY.sub("\n<!-- -->", match[0]), body)
    pieces = list(_pieces(_DEEP_BULLET.sub(" " * _DEEPEST, body).split("\n"), front_lines))
    walker = _Walker(lines, _references(parser, pieces), wrap_width(lines))
    blocks = list(_front(lines[:front_lines]))
    for first, piece in pieces:
        blocks += walker.walk(_placed(parser.parse(piece, {}), first))
    return Document(name, lines, tuple(with_gaps(blocks, lines)), _structure(lines, blocks, walker.formed))


def _pieces(lines: Sequence[str], first: int) -> Iterator[tuple[int, str]]:
    """Cut a long body before headings, outside of code and comments, so that not all of its tokens need be held at once.

    Yields each piece with the number of lines that stand before it.
    """
    start, held, fence = 0, 0, ""
    for n, line in enumerate(lines):
        if held > _PIECE and not fence and _HEADING.match(line) and not lines[n - 1].strip():
            yield first + start, "\n".join(lines[start:n])
            start, held = n, 0
        opened = _FENCE.match(line)
        if opened and (not fence or opened[1].startswith(fence)):
            fence = "" if fence else opened[1][:3]
        elif not fence and _OPENS.search(line) and not _CLOSES.search(line):
            fence = "-"
        elif fence == "-" and _CLOSES.search(line):
            fence = ""
        held += len(line)
    yield first + start, "\n".join(lines[start:])


def _references(parser: MarkdownIt, pieces: Sequence[tuple[int, str]]) -> dict[str, str]:
    """Return where the labels of links lead that a document defines anywhere, `[1]: https://…`."""
    environment: dict[str, Any] = {}
    for _, piece in pieces:
        if _DEFINES.search(piece):
            parser.parse(piece, environment)
    return {label: entry["href"] for label, entry in environment.get("references", {}).items()}


def _placed(tokens: list[Token], before: int) -> list[Token]:
    """Return the tokens of a piece with the lines that they have in the document."""
    for token in tokens:
        token.map = [line + before for line in token.map] if token.map else token.map
    return tokens


def _front(lines: tuple[str, ...]) -> Iterator[Block]:
    for number, line in enumerate(lines, 1):
        match = _FRONT_LINE.fullmatch(line.strip())
        if match:
            value = match[2].strip().strip("\"'")
            yield Block("front", f"{match[1]}: {value}", number, number, markdown=line.strip())


def _structure(lines: tuple[str, ...], blocks: list[Block], formed: set[int]) -> frozenset[int]:
    """Return the lines that are in no block and only give form: rules, fences, tags, empty bullets, definitions of links."""
    told = {number for block in blocks for number in range(block.first, block.last + 1)} - formed
    return frozenset(number for number, line in enumerate(lines, 1) if line.strip() and number not in told and not _DEEP.match(line))


@dataclass(slots=True)
class _Walker:
    """Walks through the tokens of a document; `formed` are the lines inside blocks that only give form."""

    lines: tuple[str, ...]
    references: Mapping[str, str]
    width: int
    level: int = 0
    fresh: str = ""
    nesting: Nesting = field(default_factory=Nesting)
    formed: set[int] = field(default_factory=set)

    def walk(self, tokens: list[Token]) -> Iterator[Block]:
        """Yield the blocks in their order."""
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if token.type == "tr_open":
                end = next(n for n in range(at, len(tokens)) if tokens[n].type == "tr_close")
                yield from self._row(tokens[at : end + 1], header=tokens[at - 1].type == "thead_open")
                at = end
            elif token.type == "heading_open":
                yield from self._heading(token, tokens[at + 1])
                at += 1
            else:
                yield from self._token(token)
            at += 1

    def _token(self, token: Token) -> Iterator[Block]:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            self.level += 1
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self.level -= 1
        elif token.type == "list_item_open":
            self.fresh = f"{token.info}{token.markup}" or "-"
        elif token.type == "list_item_close":
            self.fresh = ""
        elif token.type in {"fence", "code_block"} and token.map:
            yield from self._code(token)
        elif token.type == "html_block" and token.map:
            yield from self._html(token)
        elif token.type == "inline" and token.map:
            yield from self._paragraph(token.content, token.map[0] + 1)

    def _heading(self, token: Token, content: Token) -> Iterator[Block]:
        first, last = (token.map[0] + 1, token.map[1]) if token.map else (1, 1)
        if token.markup in {"-", "="} and ("\n" in content.content or len(content.content) > _LONGEST_HEADING):
            yield from self._paragraph(content.content, first)  # a paragraph above a rule, not meant as a heading
            return
        if self.level:  # `* ### Item`: people use it for its looks
            yield from self._paragraph(content.content, first)
            return
        inline = read_inline(content.content, self.references)
        self.nesting.levels.clear()
        if inline.text:
            self.formed.update(range(first + 1, last + 1))
            yield Block("heading", inline.text, first, last, depth=int(token.tag[1]), markdown=inline.markdown, anchors=inline.anchors)

    def _depth(self, line: int, marker: str) -> int:
        """Return how deep a block lies, by the columns of the source: people indent by less than CommonMark asks for."""
        raw = self.lines[line - 1].expandtabs(4) if line <= len(self.lines) else ""
        indent = len(raw) - len(raw.lstrip(" >"))
        if marker or (self.level and indent == 0 and read_label(raw) is not None and not self.fresh):
            if not marker:
                self.nesting.levels.clear()
                return 0
            return self.nesting.place(Marked(indent, marker, None, ""))
        if self.level == 0 and indent == 0:
            self.nesting.levels.clear()
            return 0
        return max(self.nesting.text_depth(indent), min(self.level, 1))

    def _code(self, token: Token) -> Iterator[Block]:
        first, last = (token.map[0] + 1, token.map[1]) if token.map else (1, 1)
        depth = self.level
        self.fresh = ""
        yield Block("code", token.content.rstrip("\n"), first, last, depth=depth, marker=token.info.strip(), markdown=token.content)

    def _html(self, token: Token) -> Iterator[Block]:
        from rugctl.importing.readers.html import html_blocks  # noqa: PLC0415  only where there is HTML

        yield from html_blocks(token.content, token.map[0] + 1 if token.map else 1).blocks

    def _row(self, tokens: list[Token], *, header: bool) -> Iterator[Block]:
        cells = [read_inline(_BREAK.sub("\n", token.content), self.references) for token in tokens if token.type == "inline"]
        first = tokens[0].map[0] + 1 if tokens[0].map else 1
        if any(cell.text for cell in cells):
            yield Block(
                "row",
                " | ".join(cell.text for cell in cells),
                first,
                first,
                depth=self.level,
                markdown=" | ".join(cell.markdown for cell in cells),
                anchors=tuple(anchor for cell in cells for anchor in cell.anchors),
                cells=tuple(cell.text for cell in cells),
                header=header,
            )

    def _paragraph(self, content: str, first: int) -> Iterator[Block]:
        """Yield what the lines of a paragraph say: wrapped ones together, others each for itself."""
        held, start, end, hard = "", first, first, False
        for number, line in enumerate(content.split("\n"), first):
            if is_stub(line) or not line.strip():
                yield from self._text(held, start, end)
                held = ""
                continue
            if held and not hard and not read_marks(line).marker and goes_on(held, line, item=bool(self.fresh), width=self.width):
                held, end = joined(held, line), number
            else:
                yield from self._text(held, start, end)
                held, start, end = line, number, number
            hard = line.endswith(("  ", "\\")) or bool(_BREAK.search(line))
        yield from self._text(held, start, end)

    def _text(self, source: str, first: int, last: int) -> Iterator[Block]:
        for part in _BREAK.split(source):
            marked = read_marks(part)
            if not marked.text or _IMAGE.fullmatch(marked.text):
                continue
            marker = self.fresh or marked.marker
            depth = self._depth(first, marker or "")
            self.fresh = ""
            inline = read_inline(marked.text, self.references)
            if not inline.text:
                continue
            yield Block(
                "item" if marker else "text",
                inline.text,
                first,
                last,
                depth=depth,
                marker=marker,
                ticked=marked.ticked,
                strong=inline.strong,
                markdown=inline.markdown,
                anchors=inline.anchors,
            )
