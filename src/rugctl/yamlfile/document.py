"""A file as it was read: its text, its nodes, its values, and what is wrong with its text."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from rugctl.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong with the text itself; `related` is the other place where two disagree."""

    rule: str
    span: Span
    message: str
    help: str = ""
    related: Span | None = None
    related_label: str = ""


@dataclass
class Document:
    """A composed file: its text (line ends made LF), its values, its nodes, and what is wrong with its text.

    `broken` says that there are no values to look at, `has_nulls` that some key or item has none. The text never changes.
    """

    text: str
    value: Any = None
    root: yaml.Node | None = None
    faults: list[Fault] = field(default_factory=list)
    crlf: bool = False
    broken: bool = False
    has_nulls: bool = False

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text, without their ends."""
        return self.text.split("\n")

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def entries_of(self, node: yaml.MappingNode) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        """Return the entries of one of its mappings by their keys; of a key that stands twice, the first."""
        if id(node) not in self._entries:
            self._entries[id(node)] = {key.value: (key, value) for key, value in reversed(node.value) if isinstance(key, yaml.ScalarNode)}
        return self._entries[id(node)]

    @cached_property
    def _entries(self) -> dict[int, dict[str, tuple[yaml.Node, yaml.Node]]]:
        return {}

    def span(self, start: int, end: int) -> Span:
        """Return the place of a stretch of the text, one character at least, cut at the end of the line that it begins on."""
        line = min(bisect_right(self._starts, start), len(self.lines))
        column = start - self._starts[line - 1] + 1
        past = min(end, self._starts[line] - 1) - self._starts[line - 1] + 1
        return Span(line, column, max(past, column + 1))
