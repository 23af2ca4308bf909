"""The beginning of a line: bullets, numbers and check boxes, and whether a line goes on from the one before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from rugctl.importing.words.labels import read_label

_BULLET = re.compile(r"(?:\*{1,5}|[-+•◦○●▪■□·–—‣⁃➢➤]|\\[-*+])(?=\s|$)|[•◦○●▪■‣⁃➢➤](?=\S)|[oO](?=\s+[^\s])")
_NUMBER = re.compile(r"(?:\(?\d{1,3}[.)]|\(?[a-z][.)]|[A-Z]\)|\(?[ivx]{1,4}[.)])(?=\s|$)|\d{1,2}[.)](?=[A-Z\[])")
_BOX = re.compile(r"\\?\[\s*([xX✓✔]?)\s*\\?\](?=\s|$)|([☐☑☒✅✓✔])(?=\s)")
_STUB = re.compile(r"(?:[-*+•◦○●▪■·–—_.oO0СсХ]|\\[-*+]|\.\s\.\s\.|\. ?\d?|…|[-_=*~ ]{3,})")
_LABEL = re.compile(r"[A-Z][\w'’ /&-]{1,40}:(?:\s|$)")
_SAYS = re.compile(r"[\w.'’-]{2,20}:\s+\S")
_CHAT = re.compile(
    r"(?:\[?(?:\d{4}-\d\d-\d\d[T ])?\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?Z?\]?\s*)?<[@+]?[\w\\^`{}|\[\]-]+>\s|(?:present|regrets)\s*\+|#\w+\s"
)
_ADDRESS_END = re.compile(r"https?://\S+$")
_DEEPER = {"•": 0, "●": 0, "-": 0, "*": 0, "o": 1, "O": 1, "○": 1, "◦": 1, "▪": 2, "■": 2}
_STEP = 2
_ADDRESS_PART = re.compile(r"[\w./?=&%#~:+-]+$")

_DEEPEST = 32  # entries within one another; what is nested deeper is read as if it stood beside


@dataclass(frozen=True, slots=True)
class Marked:
    """A line without what stood before it: `marker` as written (empty where there is none), `ticked` of a check box."""

    indent: int
    marker: str
    ticked: bool | None
    text: str


def read_marks(line: str) -> Marked:
    """Take indentation, bullets, numbers and check boxes off a line; a number inside a bullet goes with it."""
    expanded = line.expandtabs(4)
    text = expanded.lstrip(" ")
    indent, marker, ticked = len(expanded) - len(text), "", None
    text = text.rstrip()
    while True:
        match = _BULLET.match(text) or _NUMBER.match(text)
        if match is None or (marker and not _may_follow(marker, match[0])):
            break
        if marker and _DEEPER.get(match[0], 0) > _DEEPER.get(marker, 0):
            indent += _STEP  # `- o`: a deeper list's mark that a program put its own before
        marker, text = marker or match[0], text[match.end() :].lstrip()
    box = _BOX.match(text)
    if box:
        ticked, text = (box[1] or box[2] or "") not in {"", "☐"}, text[box.end() :].lstrip()
        marker = marker or "-"
    return Marked(indent, marker, ticked, text)


def _may_follow(marker: str, inner: str) -> bool:
    """Tell whether a second mark belongs to the first: `- 13.` and `- o`, but not `a. b.`."""
    return len(marker) == 1 and not marker.isalnum() and inner not in {"-", "*", "+"}


@dataclass(slots=True)
class Nesting:
    """The indentations that are open, outermost first, each with the mark that stands there."""

    levels: list[tuple[int, str]] = field(default_factory=list)

    def place(self, marked: Marked) -> int:
        """Return how deep a list entry lies."""
        indent = marked.indent + 2 * (len(marked.marker) - 1) if marked.marker.startswith("**") else marked.indent
        marked = replace(marked, indent=indent)
        while self.levels and (self.levels[-1][0] > marked.indent or len(self.levels) == _DEEPEST):
            self.levels.pop()
        rank = _DEEPER.get(marked.marker)
        while self.levels and self.levels[-1][0] == marked.indent and not self._inside(rank):
            self.levels.pop()
        self.levels.append((marked.indent, marked.marker))
        return len(self.levels) - 1

    def _inside(self, rank: int | None) -> bool:
        """Tell whether a mark at the same indentation is one of a deeper list: `o` below `•`."""
        above = _DEEPER.get(self.levels[-1][1])
        return rank is not None and above is not None and rank > above and self.levels[-1][1] in "•●"

    def text_depth(self, indent: int) -> int:
        """Return how deep running text at an indentation lies: below the entry that it is indented under."""
        return sum(1 for at, _ in self.levels if at < indent)


def is_stub(line: str) -> bool:
    """Tell whether a line is nothing but form: an empty bullet, a rule, a letter that a scanner made of one."""
    return bool(_STUB.fullmatch(line.strip()))


def goes_on(before: str, line: str, *, item: bool, width: int) -> bool:
    """Tell whether a line without a mark of its own continues the text before it, directly above.

    `item`: what is above is a list entry, which people do not leave without a mark; `width` is where the document wraps.
    """
    text = line.strip()
    if _CHAT.match(text) or (_SAYS.match(text) and (_SAYS.match(before) or len(before) < width * 0.6 or read_label(text) is not None)):
        return False
    if _LABEL.match(text) or (before.endswith(":") and not text[:1].islower()):
        return False
    if _ADDRESS_END.search(before) and _ADDRESS_PART.match(text):
        return True
    if text[:1].islower() or text[:1] in ",;)]&/" or before[-1:] in ",(&-/":
        return True
    if item:
        return read_label(text) is None
    full = len(before) + 1 + len(text.split(" ", 1)[0]) > width * 0.8
    return full and before[-1:] not in ".!?:"


def joined(before: str, text: str) -> str:
    """Put a continued line behind the one before it; an address that a wrap broke is closed again."""
    text = text.strip()
    glue = "" if _ADDRESS_END.search(before) and is_address_part(before, text) else " "
    return f"{before}{glue}{text}"


def is_address_part(before: str, text: str) -> bool:
    """Tell whether a line is the rest of an address: no word of a language, and the address does not end by itself."""
    first = text.split(" ", 1)[0]
    if not _ADDRESS_PART.fullmatch(first) or first.startswith(("http://", "https://", "www.")):
        return False
    address = _ADDRESS_END.search(before)
    if first.startswith("."):
        return address is not None
    cut = address is not None and (address[0][-1] in "-_/=&?%#." or len(before) >= 50)
    looks = any(c in first for c in "/=_?&%#.-0123456789") or (len(first) > 1 and not first.islower() and not first.istitle())
    return cut and (looks or " " not in text)
