"""Where a parser stopped, and the advice that it comes to: what `advice` and `layout` share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Place(NamedTuple):
    """A line and a column, both from 0."""

    line: int
    column: int


class Advice(NamedTuple):
    """The place to look at, what is the matter, what to do; and a second place, where two lines do not fit together."""

    place: Place
    message: str
    help: str
    other: Place | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Where libyaml stopped and what it said.

    `since` is where that began which it was reading. `opened` is where the text in quotes, or the list or mapping in
    brackets, begins that it was in the middle of; `ended` where the one begins that it had just read to its end, and
    `running` where the text of several lines begins that runs up to there.
    """

    lines: Sequence[str]
    place: Place
    problem: str
    context: str
    since: Place | None
    opened: Place | None
    ended: Place | None
    running: Place | None

    @property
    def line(self) -> int:
        """The number of the line where it stopped."""
        return self.place.line

    @property
    def text(self) -> str:
        """The line where it stopped."""
        return self.lines[self.place.line]


def indent_of(line: str) -> int:
    """Return how many spaces a line begins with."""
    return len(line) - len(line.lstrip())


def in_quotes(text: str) -> str:
    """Advise to put a text in quotes, and show it so where it is short."""
    text = text.strip()
    if len(text) > 100:
        return "Put it in quotes."
    return 'Put it in quotes: "' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
