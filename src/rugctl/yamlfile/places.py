"""Pointers to places: where in the text a key or a value stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import yaml

from rugctl.diagnostics import Pointer, Span
from rugctl.yamlfile.document import Document, Fault

_SWALLOWED = re.compile(r" #(?=[^\s#!])")


def find_node(document: Document, pointer: Pointer) -> tuple[yaml.Node | None, yaml.Node | None]:
    """Return the key node (None for list items) and the value node at a pointer; (None, None) where there is none."""
    key: yaml.Node | None = None
    node = document.root
    for part in pointer:
        if isinstance(node, yaml.MappingNode):
            key, node = document.entries_of(node).get(str(part), (None, None))
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            key, node = None, node.value[part]
        else:
            return None, None
    return key, node


def written_at(document: Document, pointer: Pointer) -> str:
    """Return the text of a plain value as it is written, `007` for 7; nothing for a list or mapping."""
    _, node = find_node(document, pointer)
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def locate(document: Document, pointer: Pointer, part: Literal["key", "value"] = "value") -> Span:
    """Return the span of a key or value; of its nearest parent where the pointer leads nowhere.

    A value of several lines is shown by its key where it has one, else by its first line.
    """
    while pointer:
        key, node = find_node(document, pointer)
        if node is not None:
            if key is not None and (part == "key" or _is_long(node)):
                return _span(document, key)
            return _span(document, node)
        pointer, part = pointer[:-1], "key"
    return _span(document, document.root) if document.root is not None else Span(1, 1, 2)


def is_empty(document: Document, pointer: Pointer) -> bool:
    """Tell whether nothing is written where a value belongs."""
    _, node = find_node(document, pointer)
    return isinstance(node, yaml.ScalarNode) and not node.style and not node.value


def runs_on(document: Document, pointer: Pointer) -> bool:
    """Tell whether a value without quotes goes on in the next line."""
    _, node = find_node(document, pointer)
    return isinstance(node, yaml.ScalarNode) and not node.style and bool(node.end_mark.line > node.start_mark.line)


def _is_long(node: yaml.Node) -> bool:
    if isinstance(node, yaml.ScalarNode):
        return node.style in {"|", ">"} or bool(node.end_mark.line > node.start_mark.line) or not node.value
    return bool(node.end_mark.line > node.start_mark.line)


def _span(document: Document, node: yaml.Node) -> Span:
    start, end = node.start_mark, node.end_mark
    if end.line == start.line:
        return document.span(start.index, end.index)
    return document.span(start.index, start.index + len(document.lines[start.line].rstrip()) - start.column)


def swallowed_comments(document: Document) -> list[Fault]:
    """Find text that YAML took for a comment: ` #word` right after a plain value on the same line."""
    if document.root is None or not _SWALLOWED.search(document.text):
        return []
    faults = []
    for node in _plain_scalars(document.root):
        line = document.lines[node.end_mark.line]
        match = re.match(r"\s+#(?=[^\s#!])", line[node.end_mark.column :])
        if match and node.value:
            start = node.end_mark.column + match.end()
            quoted = '"' + line[node.start_mark.column :].rstrip().replace('"', '\\"') + '"'
            faults.append(
                Fault(
                    "swallowed-comment",
                    Span(node.end_mark.line + 1, start, len(line.rstrip()) + 1),
                    "everything from ` #` on is a comment to YAML, and lost to the record",
                    f"If it belongs to the text, put the text in quotes: {quoted}; if it is a comment, write `# ` with a space.",
                )
            )
    return faults


def _plain_scalars(node: yaml.Node) -> list[yaml.ScalarNode]:
    found: list[yaml.ScalarNode] = []
    stack = [node]
    while stack:
        at = stack.pop()
        if isinstance(at, yaml.ScalarNode):
            if not at.style:
                found.append(at)
        elif isinstance(at, yaml.SequenceNode):
            stack.extend(at.value)
        else:
            stack.extend(value for _, value in at.value)
    return found


def value_before(parent: yaml.MappingNode, key: str, order: Sequence[str]) -> yaml.Node | None:
    """Return the value after whose entry a new key belongs; None for the first place."""
    if key not in order:
        return parent.value[-1][1] if parent.value else None
    rank = {name: n for n, name in enumerate(order)}
    found = None
    for key_node, value_node in parent.value:
        if rank.get(key_node.value, len(rank)) < rank[key]:
            found = value_node
    return found
