"""The tree of an HTML document into blocks, one for each line that a person sees."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from rugctl.importing.blocks import Block, Kind
from rugctl.importing.readers.htmlexports import WORD_MARKER, google_level, is_note, is_note_mark, word_level
from rugctl.importing.readers.htmlstyle import Sheet, Style
from rugctl.importing.readers.htmltables import is_header, is_layout, mark_header, row_block, row_cells
from rugctl.importing.readers.htmltext import TICKS, Line, Piece, read_line
from rugctl.importing.readers.htmltree import BLOCKS, HEADINGS, LISTS, Node, Text

_UNSEEN = frozenset(("script", "style", "template", "svg", "iframe", "object", "datalist"))
_BULLET = re.compile(r"[•·◦▪‣●○■➢]\s*(?=\S)|[-–*]\s+(?=\S)")
_TICKED_BY = {"checked": True, "true": True, "checkbox-on": True, "unchecked": False, "false": False, "checkbox-off": False}


@dataclass(slots=True)
class _Count:
    """The entries of one list, counted where it is numbered; `ticked` where its bullets are check boxes."""

    number: int | None = None
    ticked: bool | None = None

    def marker(self, item: Node) -> str:
        if self.number is None:
            return "-"
        self.number = _integer(item.attributes.get("value", ""), self.number + 1)
        return f"{self.number}."


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a document we are: what holds for all text there."""

    style: Style = field(default_factory=Style)
    kind: Kind = "text"
    depth: int = 0
    entries: _Count | None = None
    details: int = 0
    lines: bool = False  # line ends count
    layout: bool = False  # rows and cells only lay out
    header: bool = False


@dataclass(frozen=True, slots=True)
class _Start:
    """What the next line is, where it begins a heading or an entry; an entry of Word shows its `lead` as text."""

    kind: Kind
    depth: int
    marker: str = ""
    lead: re.Pattern[str] | None = None


class Walker:
    """Goes through the tree in its order; `heading_level` is that of the heading before it."""

    def __init__(self, sheet: Sheet, heading_level: int) -> None:
        self.blocks: list[Block] = []
        self.ticked: bool | None = None  # a check box that waits for its text
        self._sheet = sheet
        self._heading_level = heading_level
        self._pieces: list[Piece] = []
        self._start: _Start | None = None
        self._readers: dict[str, Callable[[Node, Place], None]] = {
            **dict.fromkeys(BLOCKS, self._block),
            **dict.fromkeys(LISTS, self._list),
            **dict.fromkeys(HEADINGS, self._heading),
            **dict.fromkeys(_UNSEEN, self._skip),
            "a": self._link,
            "br": self._line_break,
            "dd": self._definition,
            "details": self._details,
            "dt": self._term,
            "img": self._image,
            "input": self._input,
            "li": self._item,
            "p": self._paragraph,
            "pre": self._preformatted,
            "summary": self._summary,
            "table": self._table,
            "thead": self._table_head,
            "title": self._title,
            "tr": self._row,
        }

    def read(self, node: Node, place: Place = Place()) -> None:
        """Read all that an element holds, and end the line."""
        self._children(node, place)
        self._end_line(place)

    def _children(self, node: Node, place: Place) -> None:
        for child in node.children:
            if isinstance(child, Text):
                self._text(child, place)
                continue
            style = self._sheet.styled(child, place.style)
            if not style.hidden:
                self._readers.get(child.tag, self._children)(child, place if style is place.style else replace(place, style=style))

    def _text(self, text: Text, place: Place) -> None:
        if not place.lines:
            self._pieces.append(Piece(text.text, place.style, text.line))
            return
        for number, line in enumerate(text.text.split("\n"), text.line):
            if number > text.line:
                self._end_line(place)
            self._pieces.append(Piece(line, place.style, number))

    def _end_line(self, place: Place) -> None:
        """Make a block of what was read since the last one."""
        start = self._start if place.kind != "code" else None
        lead = start.lead if start else _BULLET if place.kind == "text" else None
        line = read_line(self._pieces, lead=lead, verbatim=place.kind == "code")
        self._pieces = []
        if line is None:
            return
        ticked = self.ticked if line.ticked is None else line.ticked
        self.ticked = None if line.text else ticked
        if not line.text:
            return
        if start:
            self._start = None
        self.blocks.append(_block(line, start or _Start(place.kind, place.depth), ticked))

    def _block(self, node: Node, place: Place) -> None:
        self._end_line(place)
        ticks = [_TICKED_BY[name] for name in node.classes if name in _TICKED_BY and name.startswith("checkbox")]
        if ticks:
            self.ticked = ticks[0]
        self.read(node, replace(place, kind="front") if is_note(node) else place)

    def _skip(self, node: Node, place: Place) -> None:
        """Pass over what nobody sees."""

    def _line_break(self, node: Node, place: Place) -> None:
        if place.kind == "code":
            self._pieces.append(Piece("\n", place.style, node.line))
        else:
            self._end_line(place)

    def _link(self, node: Node, place: Place) -> None:
        if not is_note_mark(node):
            self._children(node, place)

    def _image(self, node: Node, place: Place) -> None:
        alt = node.attributes.get("alt", "")
        if len(alt) < 9 and not any(c.isalnum() for c in alt):  # an emoji
            self._pieces.append(Piece(alt, place.style, node.line))

    def _input(self, node: Node, place: Place) -> None:
        if node.attributes.get("type", "").lower() == "checkbox":
            self._pieces.append(Piece("☑ " if "checked" in node.attributes else "☐ ", place.style, node.line))

    def _title(self, node: Node, place: Place) -> None:
        self._end_line(place)
        words = Node("", node.line, children=[child for child in node.children if isinstance(child, Text)])
        self._children(words, place)
        line = read_line(self._pieces)
        self._pieces = []
        if line and line.text:
            self.blocks.append(Block("front", f"title: {line.text}", line.first, line.last, markdown=f"title: {line.text}"))
        self.read(Node("", node.line, children=list(node.elements())), place)

    def _begin(self, node: Node, place: Place, start: _Start) -> None:
        """Read an element whose first line is something of its own."""
        self._start = start
        self.read(node, place)
        self._start = None

    def _heading(self, node: Node, place: Place, level: int = 0) -> None:
        self._end_line(place)
        marker = self._start.marker if self._start else ""
        self._begin(node, place, _Start("heading", level or int(node.tag[1]), marker))

    def _summary(self, node: Node, place: Place) -> None:
        self._heading(node, place, self._heading_level + max(1, place.details))

    def _details(self, node: Node, place: Place) -> None:
        self._block(node, replace(place, details=place.details + 1))

    def _paragraph(self, node: Node, place: Place) -> None:
        self._end_line(place)
        if {"title", "MsoTitle"}.intersection(node.classes):
            self._heading(node, place, 1)
            return
        level = word_level(node)
        if level is None:
            self._block(node, place)
        else:
            self._begin(node, replace(place, depth=level + 1), _Start(place.kind, level, lead=WORD_MARKER))

    def _preformatted(self, node: Node, place: Place) -> None:
        """Read code as one block; without `<code>` it is running text line by line, as archives of mail have it."""
        self._end_line(place)
        code = any(child.tag == "code" for child in node.elements()) or any("code" in name or "highlight" in name for name in node.classes)
        self.read(node, replace(place, lines=not code, kind="code" if code else place.kind))

    def _list(self, node: Node, place: Place) -> None:
        self._end_line(place)
        deeper = google_level(node, default=1 if place.entries else 0)
        entries = _Count(
            _integer(node.attributes.get("start", ""), 1) - 1 if node.tag == "ol" else None,
            TICKS.get(self._sheet.bullet(node)),
        )
        self.read(node, replace(place, depth=place.depth + deeper, entries=entries))

    def _item(self, node: Node, place: Place) -> None:
        self._end_line(place)
        entries = place.entries or _Count()
        marks = [*node.classes, node.attributes.get("data-checked"), node.attributes.get("data-list"), node.attributes.get("aria-checked")]
        self.ticked = next((_TICKED_BY[mark] for mark in marks if mark in _TICKED_BY), entries.ticked)
        kind: Kind = "front" if place.kind == "front" or is_note(node) else "item"
        inner = replace(place, depth=place.depth + 1, entries=None, kind="front" if kind == "front" else place.kind)
        self._begin(node, inner, _Start(kind, place.depth, entries.marker(node)))
        self.ticked = None

    def _term(self, node: Node, place: Place) -> None:
        self._end_line(place)
        self._begin(node, replace(place, depth=place.depth + 1), _Start("item", place.depth))

    def _definition(self, node: Node, place: Place) -> None:
        self._block(node, replace(place, depth=place.depth + 1))

    def _table(self, node: Node, place: Place) -> None:
        self._end_line(place)
        before = len(self.blocks)
        layout = is_layout(node)
        self.read(node, replace(place, layout=layout, header=False))
        if not layout:
            self.blocks[before:] = mark_header(self.blocks[before:])

    def _table_head(self, node: Node, place: Place) -> None:
        self._block(node, replace(place, header=True))

    def _row(self, node: Node, place: Place) -> None:
        self._end_line(place)
        if place.layout:
            self.read(node, place)
            return
        cells = [(cell, self._cell(cell, place)) for cell in row_cells(node)]
        row = row_block(cells, place.depth, header=place.header or is_header(node))
        if row:
            self.blocks.append(row)

    def _cell(self, cell: Node, place: Place) -> list[Block]:
        inner = Walker(self._sheet, self._heading_level)
        inner.read(Node("tr", cell.line, children=[cell]), Place(style=place.style, layout=True))
        if inner.ticked is not None:
            inner.blocks.append(Block("text", "", cell.line, cell.line, ticked=inner.ticked))
        return inner.blocks


def _block(line: Line, start: _Start, ticked: bool | None) -> Block:
    note = "note: " if start.kind == "front" else ""
    bullet = line.lead if line.lead[-1:] in (".", ")") else "-"
    return Block(
        kind="item" if line.lead else start.kind,
        text=note + line.text,
        first=line.first,
        last=line.last,
        depth=0 if start.kind == "front" else start.depth + bool(start.lead and not line.lead),
        marker=bullet if line.lead else start.marker,
        ticked=True if ticked is False and line.struck else ticked,
        strong=line.strong,
        markdown=note + line.markdown,
        anchors=line.anchors,
    )


def _integer(text: str, default: int) -> int:
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else default
