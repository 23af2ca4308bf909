"""Text to values and places: YAML 1.2 core schema, one dialect.

The dialect leaves out what makes records hostile or surprising: anchors, aliases, tags, directives, merge keys, several
documents, control characters, deep nesting, keys that are no texts. Each of these is a fault, a value, never an exception.
Source: YAML 1.2.2, sections 5.1 (characters) and 10.3 (core schema).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from rugctl.diagnostics import Span
from rugctl.yamlfile.document import Document, Fault
from rugctl.yamlfile.events import FLOAT, INT, PLAIN, read_nodes

MAX_BYTES = 4 * 1024 * 1024

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_FIRST_OF_NUMBER = frozenset("+-.0123456789")


def parse(data: bytes) -> Document:
    """Compose one file. Never raises for what the file holds: that is in `faults`."""
    document = _decode(data)
    if document.broken:
        return document
    document.faults.extend(_character_faults(document))
    if not document.faults:
        document.root, faults = read_nodes(document.text)
        document.faults.extend(faults)
    document.broken = document.root is None
    if document.root is not None:
        document.value = _Builder(document).build(document.root)
    return document


def parse_text(text: str) -> Document:
    """Compose text that is in memory."""
    return parse(text.encode("utf-8", "surrogatepass"))


def _decode(data: bytes) -> Document:
    if len(data) > MAX_BYTES:
        fault = Fault("syntax", Span(1, 1, 2), f"the file has {len(data)} bytes; at most {MAX_BYTES} are read", "Split it.")
        return Document("", faults=[fault], broken=True)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        column = len(before) - before.rfind("\n")
        fault = Fault(
            "syntax",
            Span(before.count("\n") + 1, column, column + 1),
            f"byte 0x{data[error.start]:02x} is not UTF-8",
            "Save the file as UTF-8.",
        )
        return Document(data.decode("utf-8", "replace"), faults=[fault], broken=True)
    crlf = "\r\n" in text and text.count("\r\n") == text.count("\n")
    return Document(text.replace("\r\n", "\n"), crlf=crlf)


def _character_faults(document: Document) -> list[Fault]:
    faults = []
    for match in _FORBIDDEN.finditer(document.text):
        name = "a byte order mark" if match[0] == "\ufeff" else f"the character U+{ord(match[0]):04X}"
        faults.append(Fault("syntax", document.span(*match.span()), f"{name} may not stand in a record", "Delete it."))
    if "\r" in document.text:
        at = document.text.index("\r")
        faults.append(Fault("syntax", document.span(at, at + 1), "a lone carriage return ends no line", "Delete it."))
    return faults


@dataclass(slots=True)
class _Builder:
    """Nodes to values, with duplicate and non-text keys noted on the way."""

    document: Document

    def build(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.ScalarNode):
            if node.tag != PLAIN:
                return node.value
            value = scalar_value(node.value)
            if value is None:
                self.document.has_nulls = True
            return value
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child) for child in node.value]
        return self._mapping(node)

    def _mapping(self, node: yaml.Node) -> dict[str, Any]:
        """Return the values; where keys stand twice, mostly as two entries ran together, that is told once, at the first of them."""
        values: dict[str, Any] = {}
        first: dict[str, yaml.Node] = {}
        told: yaml.Node | None = None
        for key_node, value_node in node.value:
            key = key_node.value
            fault = self._key_fault(key_node)
            if fault is not None:
                self.document.faults.append(fault)
                continue
            if key in first and (told is None or first[key].start_mark.index > told.start_mark.index):
                told = key_node
                self.document.faults.append(self._duplicate(first[key], key_node, begins_again=key == next(iter(first))))
            first.setdefault(key, key_node)
            if values.get(key) in (None, ""):
                values[key] = self.build(value_node)
        return values

    def _key_fault(self, node: yaml.Node) -> Fault | None:
        """Tell what keeps a node from being a key: it is no text, or one of several lines."""
        if not isinstance(node, yaml.ScalarNode):
            help = "If a text begins with [ or {, put the whole text in quotes."
            return Fault("syntax", self._span(node), "a key is one word, not a list or mapping", help)
        if node.end_mark.line > node.start_mark.line:
            return Fault("syntax", self._span(node), "a key is one word, not a text of several lines", "Write the key on one line.")
        if node.value != node.value.strip():
            help = "Delete them, or write spaces as on an English keyboard; YAML knows no others."
            return Fault("syntax", self._span(node), "a key is one word, without spaces around it", help)
        if node.tag == PLAIN and not isinstance(scalar_value(node.value), str):
            if node.value:
                help = f'Put it in quotes: "{node.value}".'
                return Fault("syntax", self._span(node), f"`{node.value}` is no text, so it cannot be a key", help)
            help = "Write the key before the colon, or put the text in quotes."
            return Fault("syntax", self._span(node), "a key is missing here", help)
        return None

    def _duplicate(self, first: yaml.Node, second: yaml.Node, *, begins_again: bool) -> Fault:
        """Tell of a key that stands twice; where it is the mapping's first one, all that follows is of another entry."""
        message = f"`{second.value}` stands twice in one mapping"
        help = "Keep one of the two; put their contents together."
        if begins_again:
            help = "Keep one of the two; or, if another entry begins here, add the line that is missing above it."
        return Fault("duplicate-key", self._span(second), message, help, self._span(first), "it is here first")

    def _span(self, node: yaml.Node) -> Span:
        return self.document.span(node.start_mark.index, node.end_mark.index)


def scalar_value(text: str) -> Any:
    """Return the value of a plain scalar by the YAML 1.2 core schema: `no`, `12:30` and dates stay text.

    A number has at most as many characters as `events` lets pass.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _FIRST_OF_NUMBER:
        return text
    if INT.fullmatch(text):
        return int(text, 0) if text[:2] in {"0o", "0x"} else int(text)
    if FLOAT.fullmatch(text):
        return float(text.replace(".inf", "inf").replace(".Inf", "inf").replace(".INF", "inf").lower().replace(".nan", "nan"))
    return text
