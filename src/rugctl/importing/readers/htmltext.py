"""A line of styled pieces as plain text, as CommonMark, and as the links in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby

from rugctl.importing.blocks import Anchor
from rugctl.importing.readers.decoding import visible
from rugctl.importing.readers.htmlstyle import Style

_TICKED = "☑✅✔✓☒🗹"
_UNTICKED = "☐❏❑□▢⬜◻"
TICKS = {**dict.fromkeys(_TICKED, True), **dict.fromkeys(_UNTICKED, False)}
_TICK = re.compile(rf"\s*(?:(?:([{_TICKED}])|[{_UNTICKED}])[\ufe0e\ufe0f]?\s*|\[(?:([xX✓✔])| ?)\](?:\s+|$))")
_SPECIAL = re.compile(
    r"(https?://[^\s<>]+)"  # an address stays as it is
    r"|([\\`*]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|\](?=[(\[:])|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|~(?=~))"
)
_OPENING = re.compile(r"[-+](?=\s|$)|>|#{1,6}(?=\s|$)|\d{1,9}(?=[.)](?:\s|$))|~~~|(?:-{3,}|={3,}|_{3,})\s*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one style that stand together, and the first of their lines."""

    text: str
    style: Style
    line: int


@dataclass(frozen=True, slots=True)
class Line:
    """What a person sees as one line, with the lines of the source that it comes from."""

    text: str
    markdown: str
    first: int
    last: int
    anchors: tuple[Anchor, ...] = ()
    lead: str = ""
    ticked: bool | None = None
    strong: bool = False
    struck: bool = False


def read_line(pieces: list[Piece], *, lead: re.Pattern[str] | None = None, verbatim: bool = False) -> Line | None:
    """Join pieces into a line; None where there is nothing to see.

    White space counts as one blank, unless the line is `verbatim`. What `lead` matches at the beginning is taken off, and
    so is a check box: a line may have no text besides that.
    """
    first, last = _lines(pieces)
    if verbatim:
        text = visible(_text(pieces)).rstrip().lstrip("\n")
        return Line(text, text, first, last, _anchors(pieces)) if text else None
    pieces = _collapsed(pieces)
    if not pieces:
        return None
    start = lead.match(_text(pieces)) if lead else None
    pieces = _without_start(pieces, start.end()) if start else pieces
    tick = _TICK.match(_text(pieces))
    pieces = _without_start(pieces, tick.end()) if tick else pieces
    styles = [piece.style for piece in pieces if any(c.isalnum() for c in piece.text)]
    return Line(
        text=_text(pieces),
        markdown=_markdown(pieces),
        first=first,
        last=last,
        anchors=_anchors(pieces),
        lead=start[0].strip() if start else "",
        ticked=bool(tick[1] or tick[2]) if tick else None,
        strong=bool(styles) and all(style.bold or (style.underline and not style.url) for style in styles),
        struck=bool(styles) and all(style.strike for style in styles),
    )


def _text(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _without_start(pieces: list[Piece], length: int) -> list[Piece]:
    """Return what is left where that many characters are taken off at the beginning, and the blanks after them."""
    rest: list[Piece] = []
    for piece in pieces:
        text = piece.text[length:] if length < len(piece.text) else ""
        length = max(0, length - len(piece.text))
        text = text if rest else text.lstrip()
        if text:
            rest.append(replace(piece, text=text))
    return rest


def _lines(pieces: list[Piece]) -> tuple[int, int]:
    """Return the first and the last line on which there is something to see."""
    seen = [piece for piece in pieces if not piece.text.isspace()]
    if not seen:
        return 0, 0
    begin, end = seen[0], seen[-1]
    before = begin.text[: len(begin.text) - len(begin.text.lstrip())]
    return begin.line + before.count("\n"), end.line + end.text.rstrip().count("\n")


def _collapsed(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with each stretch of white space as one blank, none at the ends, equal styles joined."""
    joined: list[Piece] = []
    blank = True
    for style, group in groupby(pieces, key=lambda piece: piece.style):
        members = list(group)
        text = re.sub(r"\s+", " ", visible("".join(piece.text for piece in members)))
        if blank:
            text = text.lstrip()
        if text:
            blank = text.endswith(" ")
            joined.append(Piece(text, style, members[0].line))
    while joined and joined[-1].text.isspace():
        joined.pop()
    if joined:
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip())
    return joined


def _anchors(pieces: list[Piece]) -> tuple[Anchor, ...]:
    links = groupby(pieces, key=lambda piece: piece.style.url)
    return tuple(Anchor("".join(piece.text for piece in group).strip(), url) for url, group in links if url)


def _markdown(pieces: list[Piece]) -> str:
    parts = []
    for url, group in groupby(pieces, key=lambda piece: piece.style.url):
        members = list(group)
        before, words, after = _split_edges(_text(members))
        if not words or not url or url.startswith("#"):  # a place in the document means nothing outside of it
            parts += [_emphasised(piece) for piece in members]
        elif words in {url, url.rstrip("/")}:
            parts += [before, url, after]
        else:
            parts += [before, f"[{_link_words(members)}]({_target(url)})", after]
    return _opened("".join(parts))


def _opened(text: str) -> str:
    """Escape what would begin a list, a heading or a rule."""
    opening = _OPENING.match(text)
    at = 0 if not opening else opening.end() if opening[0].isdigit() else opening.start()
    return f"{text[:at]}\\{text[at:]}" if opening else text


def _emphasised(piece: Piece) -> str:
    before, words, after = _split_edges(piece.text)
    if not words:
        return piece.text
    style = piece.style
    text = _code(words) if style.code else _SPECIAL.sub(_escaped, words)
    for on, mark in ((style.strike, "~~"), (style.italic, "*"), (style.bold, "**")):
        text = f"{mark}{text}{mark}" if on else text
    return before + text + after


def _code(words: str) -> str:
    longest = max((len(run) for run in re.findall("`+", words)), default=0)
    blank = " " if words[0] == "`" or words[-1] == "`" else ""
    return "`" * (longest + 1) + blank + words + blank + "`" * (longest + 1)


def _escaped(match: re.Match[str]) -> str:
    return match[1] or "\\" + match[2]


def _link_words(pieces: list[Piece]) -> str:
    words = "".join(_emphasised(piece) for piece in pieces).strip()
    return words if words.count("[") == words.count("]") else re.sub(r"(?<!\\)([\[\]])", r"\\\1", words)


def _target(url: str) -> str:
    """Return an address as it may stand in a link: a bracket could end it."""
    return (
        url
        if url.count("(") == url.count(")") and "<" not in url
        else url.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
    )


def _split_edges(text: str) -> tuple[str, str, str]:
    words = text.strip()
    start = text.index(words)
    return text[:start], words, text[start + len(words) :]
