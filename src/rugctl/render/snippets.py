"""Lines of a file with marks under exactly what is meant, as many cells wide as a terminal gives it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from typing import TypeAlias

from rugctl.diagnostics import Span
from rugctl.render.text import clean, one_line, width

Lines = Callable[[str], Sequence[str]]
"""Gives the lines of a file of the repository, by its path."""
BOLD, RED, YELLOW, BLUE, GREEN, _OFF = "\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;34m", "\x1b[1;32m", "\x1b[0m"
_Cell: TypeAlias = tuple[str, str]
"""The style and the text of what stands in a cell."""
_LEAST = 40
"""No line is cut to fewer cells than this."""


@dataclass(frozen=True, slots=True)
class Look:
    """How to draw: in colours or not, at most so many cells wide, with links to files (OSC 8) or without."""

    colour: bool = False
    columns: int = 160
    link: Callable[[str], str] | None = None

    def paint(self, style: str, text: str) -> str:
        """Return text in a style."""
        return f"{style}{text}{_OFF}" if self.colour and style and text else text

    def path(self, path: str, shown: str) -> str:
        """Return a file's path as a link to it."""
        return f"\x1b]8;;{self.link(path)}\x1b\\{shown}\x1b]8;;\x1b\\" if self.link else shown


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a line to be underlined with a sign, and what is to be said there."""

    span: Span
    sign: str
    style: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A mark and where it stands in what is shown of its line: the cells before it, and its own."""

    mark: Mark
    before: int
    cells: int


@dataclass(frozen=True, slots=True)
class Page:
    """What all snippets of a finding are drawn with: the files' lines, the width of the line numbers, the look."""

    lines: Lines
    gutter: int
    look: Look

    def snippet(self, arrow: str, path: str, marks: Sequence[Mark]) -> list[str]:
        """Return one place in a file, the first mark's, and the lines of all marks from top to bottom."""
        first = marks[0].span
        place = self.look.path(path, f"{clean(path)}:{first.line}:{first.column}")
        parts = [f"{' ' * self.gutter}{self.look.paint(BLUE, arrow)} {place}"]
        text = self.lines(path)
        marked = sorted({mark.span.line for mark in marks if 0 < mark.span.line <= len(text)})
        if not marked:
            return parts
        parts += [self._row("", ""), *self._line(text, marked[0], marks)]
        for above, line in pairwise(marked):
            if line - above == 2:  # a single line is shown rather than left out
                parts += self._line(text, above + 1, ())
            elif line - above > 2:
                parts.append(self.look.paint(BLUE, "..."))
            parts += self._line(text, line, marks)
        return parts

    def remark(self, word: str, text: str) -> str:
        """Return something that is said below the snippets."""
        return f"{' ' * self.gutter} {self.look.paint(BLUE, '=')} {self.look.paint(GREEN, word)}: {one_line(text)}"

    def _row(self, number: str, text: str) -> str:
        bar = self.look.paint(BLUE, "|")
        return f"{self.look.paint(BLUE, number.rjust(self.gutter))} {bar} {text}".rstrip(" ")

    def _line(self, text: Sequence[str], number: int, marks: Sequence[Mark]) -> Iterator[str]:
        """Yield a line and the marks below it."""
        here = [mark for mark in marks if mark.span.line == number]
        shown, placed = fit(text[number - 1], here, max(_LEAST, self.look.columns - self.gutter - 3))
        yield self._row(str(number), shown)
        for row in self._marks(placed):
            yield self._row("", row)

    def _marks(self, placed: Sequence[_Placed]) -> Iterator[str]:
        """Yield the row of signs, with the last one's label; the labels of the others hang below, from right to left."""
        if not placed:
            return
        signs: dict[int, _Cell] = {}
        for one in reversed(placed):
            signs |= dict.fromkeys(range(one.before, one.before + one.cells), (one.mark.style, one.mark.sign))
        *others, last = sorted(placed, key=lambda one: one.before + one.cells)
        label = self.look.paint(last.mark.style, one_line(last.mark.label))
        yield f"{self._joined(signs)} {label}"
        hanging = sorted((one for one in others if one.mark.label), key=lambda one: one.before)
        while hanging:
            bars: dict[int, _Cell] = {one.before: (one.mark.style, "|") for one in hanging}
            yield self._joined(bars)
            one = hanging.pop()
            yield self._joined({**bars, one.before: (one.mark.style, one_line(one.mark.label))})

    def _joined(self, cells: dict[int, _Cell]) -> str:
        row = [cells.get(column, ("", " ")) for column in range(max(cells) + 1)]
        runs = groupby(row, key=itemgetter(0))
        return "".join(self.look.paint(style, "".join(text for _, text in run)) for style, run in runs)


def fit(line: str, marks: Sequence[Mark], room: int) -> tuple[str, list[_Placed]]:
    """Return a line as it is shown in a number of cells, and its marks; where it is longer, it is cut around the first of them.

    A mark that is cut off stands at the edge.
    """
    low = max(0, marks[0].span.column - 4 * room) if marks else 0  # of an endless line no more is looked at than can be shown
    pieces = _pieces(line[low : low + 8 * room])
    cells = [width(piece) for piece in pieces]
    spans = [(min(max(mark.span.column - 1 - low, 0), len(cells)), min(max(mark.span.end - 1 - low, 0), len(cells))) for mark in marks]
    begin, end = _window(cells, _start(cells, spans, room), room)
    head, tail = "…" if low + begin else "", "…" if low + end < len(line) else ""
    placed = []
    for mark, (start, past) in zip(marks, spans, strict=True):
        at = min(max(start, begin), end)
        placed.append(_Placed(mark, len(head) + sum(cells[begin:at]), max(1, sum(cells[at : min(max(past, at), end)]))))
    return head + "".join(pieces[begin:end]) + tail, placed


def _start(cells: Sequence[int], spans: Sequence[tuple[int, int]], room: int) -> int:
    """Return what has to be shown: all marks from the leftmost on where there is room for them, else the first one."""
    if not spans:
        return 0
    leftmost, past = min(start for start, _ in spans), max(past for _, past in spans)
    return leftmost if sum(cells[leftmost:past]) <= room // 2 else spans[0][0]


def _pieces(line: str) -> list[str]:
    """Return what each character of a line is shown as."""
    pieces = [" " * 4 if character == "\t" else clean(character) for character in line]
    for match in re.finditer(r"##\[", line):
        pieces[match.start() : match.end()] = ["#", r"\u0023", "["]  # as `inert` writes it
    return pieces


def _window(cells: Sequence[int], start: int, room: int) -> tuple[int, int]:
    """Return which part of a line to show: from before the start as far as there is room, never between a letter and its accents."""
    if sum(cells) <= room:
        return 0, len(cells)
    begin, left = start, room // 3
    while begin and left >= cells[begin - 1]:
        begin -= 1
        left -= cells[begin]
    while begin < start and not cells[begin]:
        begin += 1
    end, left = begin, room - 2
    while end < len(cells) and left >= cells[end]:
        left -= cells[end]
        end += 1
    return begin, end
