"""Text to values and places: one libyaml composition, YAML 1.2 core schema, one dialect.

The dialect leaves out what makes records hostile or surprising: anchors, aliases, tags, merge keys, several
documents, control characters, deep nesting. Each of these is a fault, a value, never an exception.
Source: YAML 1.2.2, sections 5.1 (characters) and 10.3 (core schema).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml._yaml import CParser

from rugctl.diagnostics import Pointer, Span
from rugctl.yamlfile.advice import advise

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 100

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_TAB_INDENT = re.compile(r"^ *\t[ \t]*(?=\S)", re.MULTILINE)
_SUSPICIOUS = re.compile(r"(?:^|[\s\[{,])(?:[&*!][^\s*]|<<\s*:)|^(?:---|\.\.\.|%)", re.MULTILINE)
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_PLAIN, _TEXT = "plain", "text"
_FIRST_OF_NUMBER = frozenset("+-.0123456789")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong with the text itself; `related` is the other place where two disagree."""

    rule: str
    span: Span
    message: str
    help: str = ""
    related: Span | None = None
    related_label: str = ""
    fixable: bool = False


@dataclass(slots=True)
class Document:
    """A composed file: its text (line ends made LF), its values, its nodes, and what is wrong with its text.

    `broken` says that there are no values to look at.
    """

    text: str
    value: Any = None
    root: yaml.Node | None = None
    faults: list[Fault] = field(default_factory=list)
    crlf: bool = False
    broken: bool = False


class _Parser(CParser):
    """libyaml's composer with a resolver that only tells plain scalars from quoted ones."""

    def resolve(self, kind: type, value: str | None, implicit: tuple[bool, bool] | bool) -> str:
        """Return a tag for an untagged node."""
        del value
        if kind is yaml.ScalarNode and isinstance(implicit, tuple):
            return _PLAIN if implicit[0] else _TEXT
        return "collection"

    def descend_resolver(self, current_node: yaml.Node | None, current_index: Any) -> None:
        """Do nothing: no tag depends on where a node stands."""

    def ascend_resolver(self) -> None:
        """Do nothing."""


def parse(data: bytes) -> Document:
    """Compose one file. Never raises for what the file holds: that is in `faults`."""
    document = _decode(data)
    if document.broken:
        return document
    document.faults.extend(_character_faults(document.text))
    if not document.faults and _wants_scan(document.text):
        document.faults.extend(_event_faults(document.text))
    if not document.faults:
        _compose(document)
    document.broken = document.root is None
    if document.root is not None:
        document.value = _Builder(document).build(document.root, ())
    return document


def parse_text(text: str) -> Document:
    """Compose text that is in memory."""
    return parse(text.encode("utf-8", "surrogatepass"))


def _decode(data: bytes) -> Document:
    if len(data) > MAX_BYTES:
        fault = Fault("syntax", Span(1, 1, 1), f"the file has {len(data)} bytes; at most {MAX_BYTES} are read", "Split it.")
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


def _span_at(text: str, start: int, end: int) -> Span:
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    return Span(line, column, column + max(1, end - start))


def _character_faults(text: str) -> list[Fault]:
    faults = []
    for match in _FORBIDDEN.finditer(text):
        name = "a byte order mark" if match[0] == "\ufeff" else f"the character U+{ord(match[0]):04X}"
        span = _span_at(text, match.start(), match.end())
        faults.append(Fault("syntax", span, f"{name} may not stand in a record", "Delete it."))
    if "\r" in text:
        at = text.index("\r")
        faults.append(Fault("syntax", _span_at(text, at, at + 1), "a lone carriage return ends no line", "Delete it."))
    return faults


def _wants_scan(text: str) -> bool:
    """Tell whether the slower look at each event is needed: possible anchors, tags, documents, or deep nesting."""
    if _SUSPICIOUS.search(text) or text.count("[") + text.count("{") + text.count("- -") > MAX_DEPTH:
        return True
    return any(len(line) - len(line.lstrip(" ")) > MAX_DEPTH for line in text.split("\n"))


def _event_faults(text: str) -> list[Fault]:
    parser, depth, documents, faults = _Parser(text), 0, 0, []
    try:
        while (event := parser.get_event()) is not None:
            faults.extend(_event_fault(event))
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    faults.append(_fault_at(event, "a file holds one record; a second document begins here", "Split it."))
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                return [*faults, _fault_at(event, f"nested deeper than {MAX_DEPTH} levels", "Flatten it.")]
    except yaml.YAMLError:
        pass  # told by the composition
    return faults


def _event_fault(event: Any) -> list[Fault]:
    if isinstance(event, yaml.AliasEvent):
        return [_fault_at(event, f"`*{event.anchor}` is an alias; records have none", advise("alias"))]
    faults = []
    if getattr(event, "anchor", None):
        faults.append(_fault_at(event, f"`&{event.anchor}` is an anchor; records have none", advise("alias")))
    if getattr(event, "tag", None):
        faults.append(_fault_at(event, f"`{event.tag}` is a tag; records have none", advise("tag")))
    return faults


def _fault_at(event: Any, message: str, help: str) -> Fault:
    mark = event.start_mark
    return Fault("syntax", Span(mark.line + 1, mark.column + 1, mark.column + 2), message, help)


def _compose(document: Document) -> None:
    try:
        document.root = _Parser(document.text).get_single_node()
    except yaml.MarkedYAMLError as error:
        document.faults.append(_syntax_fault(document.text, error))
        return
    if document.root is None:
        fault = Fault("syntax", Span(1, 1, 1), "the file is empty", "Write a record, or delete the file.")
        document.faults.append(fault)


def _syntax_fault(text: str, error: yaml.MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    line = min(line, len(lines) - 1)
    while line > 0 and not lines[line].strip():
        line, column = line - 1, len(lines[line - 1])
    fault_line, fault_column, message, help = advise_syntax(lines, line, column, error)
    return Fault("syntax", Span(fault_line + 1, fault_column + 1, fault_column + 2), message, help)


def advise_syntax(lines: list[str], line: int, column: int, error: yaml.MarkedYAMLError) -> tuple[int, int, str, str]:
    """Say a libyaml error in words, at the place that the writer should look at."""
    from rugctl.yamlfile.advice import syntax_advice  # noqa: PLC0415  only where something is wrong

    return syntax_advice(lines, line, column, error.problem or "the YAML cannot be read", error.context or "")


@dataclass(slots=True)
class _Builder:
    """Nodes to values, with duplicate and non-text keys noted on the way."""

    document: Document

    def build(self, node: yaml.Node, pointer: Pointer) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return scalar_value(node.value) if node.tag == _PLAIN else node.value
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, pointer) for child in node.value]
        return self._mapping(node, pointer)

    def _mapping(self, node: yaml.Node, pointer: Pointer) -> dict[str, Any]:
        values: dict[str, Any] = {}
        first: dict[str, yaml.Node] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault(key_node, "syntax", "a key is one word, not a list or mapping", advise("key"))
                continue
            key = key_node.value
            if key in values:
                self.document.faults.append(_duplicate(key, first[key], key_node))
                continue
            first[key] = key_node
            values[key] = self.build(value_node, pointer)
        return values

    def _fault(self, node: yaml.Node, rule: str, message: str, help: str) -> None:
        mark = node.start_mark
        span = Span(mark.line + 1, mark.column + 1, mark.column + 2)
        self.document.faults.append(Fault(rule, span, message, help))


def _duplicate(key: str, first: yaml.Node, second: yaml.Node) -> Fault:
    def span(node: yaml.Node) -> Span:
        return Span(node.start_mark.line + 1, node.start_mark.column + 1, node.end_mark.column + 1)

    help = "Keep one of the two; put their contents together."
    return Fault("duplicate-key", span(second), f"`{key}` stands twice in one mapping", help, span(first), "it is here first")


def scalar_value(text: str) -> Any:
    """Return the value of a plain scalar by the YAML 1.2 core schema: `no`, `12:30` and dates stay text."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _FIRST_OF_NUMBER:
        return text
    if _INT.fullmatch(text):
        return int(text, 0) if text[:2] in {"0o", "0x"} else int(text)
    if _FLOAT.fullmatch(text):
        return float(text.replace(".inf", "inf").replace(".Inf", "inf").replace(".INF", "inf").lower().replace(".nan", "nan"))
    return text
