"""libyaml's events to nodes: what the dialect leaves out is seen on the way.

Nothing here calls itself, so that no nesting can overflow the stack, as it does that of libyaml's own composer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml._yaml import CParser

from rugctl.diagnostics import Span
from rugctl.yamlfile.document import Fault
from rugctl.yamlfile.trouble import Place, Trouble, in_quotes

MAX_DEPTH = 100
MAX_DIGITS = 100
_NODES = frozenset({yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent})
PLAIN, TEXT = "plain", "text"
"""The tags of scalars: one that the core schema resolves, and one that is a text whatever it looks like."""
INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_WORD = re.compile(r"[^\s,\]}]+")
_ON_LINE, _IN_BRACKETS = re.compile(".*"), re.compile(r"[^,\]}\n]*")


def read_nodes(text: str) -> tuple[yaml.Node | None, list[Fault]]:
    """Return the one node of a file, or what keeps it from being read: never both, and never an exception."""
    reader = _Reader(text)
    try:
        root = reader.read()
    except yaml.MarkedYAMLError as error:
        if not reader.faults:
            reader.faults.append(reader.syntax_fault(error))
    else:
        if root is None and not reader.faults:
            reader.faults.append(Fault("syntax", Span(1, 1, 2), "the file is empty", "Write a record, or delete the file."))
    return (None if reader.faults else root), reader.faults


@dataclass(slots=True)
class _Open:
    """A collection that has begun: its first event, and the list that it goes into when it ends."""

    event: Any
    siblings: list[yaml.Node]


@dataclass(slots=True)
class _Reader:
    """`open` are the collections that the reading is in.

    `ended` is the last quoted text or collection in brackets, and `plain` the last text without quotes.
    """

    text: str
    faults: list[Fault] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    ended: yaml.Node | None = None
    plain: yaml.Node | None = None

    def read(self) -> yaml.Node | None:
        """Return the root, None for an empty file; raises MarkedYAMLError where the text is not YAML."""
        document: list[yaml.Node] = []
        nodes = document
        has_properties = any(mark in self.text for mark in "&!")  # else there is nothing to look for at each node
        events: Iterator[Any] = iter(CParser(self.text).get_event, None)
        for event in events:
            kind = type(event)
            if has_properties and kind in _NODES:
                self._check_properties(event)
            if kind is yaml.ScalarEvent:
                nodes.append(self._scalar(event))
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self.open.append(_Open(event, nodes))
                nodes = []
                if len(self.open) > MAX_DEPTH:
                    self._fault(event, f"nested deeper than {MAX_DEPTH} levels", "Flatten it.")
                    break
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                nodes = self._closed(event, nodes)
            elif kind is yaml.AliasEvent:
                help = f"Write the value out; if it is a text, {self._quoted(event)}"
                self._fault(event, f"`*{event.anchor}` is an alias; records have none", help)
            elif kind is yaml.DocumentStartEvent and not self._begins(event, first=not document):
                break
        return document[0] if document else None

    def _begins(self, event: Any, *, first: bool) -> bool:
        """Take the start of a document; tell whether to go on."""
        if not first:
            self._fault(event, "a file holds one record; a second document begins here", "Delete this line, or split the file.")
        elif event.version or event.tags:
            self._fault(event, "a line that begins with % is a directive; records have none", "Delete this line.")
        return first

    def _scalar(self, event: Any) -> yaml.Node:
        plain, value = event.implicit[0], event.value
        if plain and len(value) > MAX_DIGITS and (INT.fullmatch(value) or FLOAT.fullmatch(value)):
            message = f"a number of {len(value)} characters is more than records hold"
            self._fault(event, message, "If it is a text, put it in quotes; else write a smaller number.")
        node = yaml.ScalarNode(PLAIN if plain else TEXT, value, event.start_mark, event.end_mark, event.style)
        if not event.style:
            self.plain = node
        elif event.style in {'"', "'"}:
            self.ended = node
        return node

    def _closed(self, event: Any, nodes: list[yaml.Node]) -> list[yaml.Node]:
        """Make a node of the collection that ends, and return the list that it went into."""
        begun = self.open.pop()
        start: Any = begun.event.start_mark
        end: Any = event.end_mark
        flow = begun.event.flow_style
        node: yaml.Node
        if type(event) is yaml.SequenceEndEvent:
            node = yaml.SequenceNode("list", nodes, start, end, flow)
        else:
            pairs = list(zip(nodes[::2], nodes[1::2], strict=False))  # an alias is no node
            node = yaml.MappingNode("mapping", pairs, start, end, flow)
        if flow:
            self.ended = node
        begun.siblings.append(node)
        return begun.siblings

    def _check_properties(self, event: Any) -> None:
        if event.anchor:
            self._fault(event, f"`&{event.anchor}` is an anchor; records have none", f"Delete it; if it is a text, {self._quoted(event)}")
        if event.tag or self.text.startswith("!", event.start_mark.index):  # libyaml forgets a lone `!`
            self._fault(event, f"`{event.tag or '!'}` is a tag; records have none", f"Delete it; if it is a text, {self._quoted(event)}")

    def _fault(self, event: Any, message: str, help: str) -> None:
        """Take note of a fault at the word that an event begins with."""
        mark = event.start_mark
        word = re.match(r"[^\s,\]}]+", self.text[mark.index :])
        self.faults.append(
            Fault("syntax", Span(mark.line + 1, mark.column + 1, mark.column + 1 + (word.end() if word else 1)), message, help)
        )

    def _quoted(self, event: Any) -> str:
        """Advise to put in quotes what stands on the line from an event on."""
        end = _IN_BRACKETS if any(begun.event.flow_style for begun in self.open) else _ON_LINE
        text = end.match(self.text, event.start_mark.index)
        help = in_quotes(text[0] if text else "")
        return f"{help[0].lower()}{help[1:]}"

    def syntax_fault(self, error: yaml.MarkedYAMLError) -> Fault:
        """Say a libyaml error in words, at the place that the writer should look at."""
        from rugctl.yamlfile.advice import advise  # noqa: PLC0415  only where something cannot be read

        advice = advise(self._trouble(error))
        related = _span(advice.other) if advice.other else None
        return Fault("syntax", _span(advice.place), advice.message, advice.help, related, advice.label)

    def _trouble(self, error: yaml.MarkedYAMLError) -> Trouble:
        lines = self.text.split("\n")
        mark = error.problem_mark or error.context_mark
        line, column = (min(mark.line, len(lines) - 1), mark.column) if mark else (0, 0)
        while line > 0 and not lines[line].strip():
            line, column = line - 1, len(lines[line - 1])
        context, problem = error.context or "", error.problem or "the YAML cannot be read"
        opened = _place(error.context_mark) if context.endswith(("flow sequence", "flow mapping", "quoted scalar")) else None
        if opened is None:
            opened = next((_place(begun.event.start_mark) for begun in reversed(self.open) if begun.event.flow_style), None)
        ended = self._begun(self.ended, mark)
        running = self._begun(self.plain, mark)
        if running is not None and running.line == line:
            running = None
        return Trouble(lines, Place(line, column), problem, context, _place(error.context_mark), opened, ended, running)

    def _begun(self, piece: yaml.Node | None, mark: yaml.Mark | None) -> Place | None:
        """Return where a piece of the text begins that ends just before a mark."""
        ends_there = piece is not None and mark is not None and not self.text[piece.end_mark.index : mark.index].strip(" ")
        return _place(piece.start_mark) if piece is not None and ends_there else None


def _place(mark: yaml.Mark | None) -> Place | None:
    return Place(mark.line, mark.column) if mark else None


def _span(place: Place) -> Span:
    return Span(place.line + 1, place.column + 1, place.column + 2)
