"""Which lines are an entry's own: those of its text, and the comments that are about it alone."""

from __future__ import annotations

import re

_COMMENT_BELOW = re.compile(r"\n(?:[ \t]*\n)*( *)#[^\n]*")


def line_start(text: str, at: int) -> int:
    """Return where the line begins that a place is on."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Return where the line ends that a place is on, its line end left out."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def end_of_entry(text: str, at: int, column: int) -> int:
    """Return the end of the last line of an entry that begins in a column and whose value ends at a place.

    Comments below it that are indented deeper are inside it.
    """
    end = line_end(text, at)
    while (match := _COMMENT_BELOW.match(text, end)) and len(match[1]) > column:
        end = match.end()
    return end


def lines_of_entry(text: str, start: int, end: int, *, is_first: bool) -> tuple[int, int]:
    """Return the stretch of whole lines that go when an entry does; `start` is its dash or key, `end` its last line's end.

    A comment right above it goes with it. It stays where it may head more than this entry: at the top of the list, or
    below an empty line, with another entry right under this one. Of two empty lines that would meet, one goes.
    """
    first, past = line_start(text, start), min(end + 1, len(text))
    margin = " " * (start - first)
    top = first
    while top and text.startswith(f"{margin}#", line_start(text, top - 1)):
        top = line_start(text, top - 1)
    opens = is_first or _is_blank(text, line_start(text, top - 1))
    if opens and re.match(rf"{margin}[^\s#]", text[past:]):
        top = first
    if top and _is_blank(text, line_start(text, top - 1)) and past < len(text) and _is_blank(text, past):
        past = min(line_end(text, past) + 1, len(text))
    return top, past


def _is_blank(text: str, at: int) -> bool:
    return not text[at : line_end(text, at)].strip()
