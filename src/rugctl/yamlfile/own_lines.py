"""Which lines are an entry's own: those of its text, and the comments that are about it alone."""

from __future__ import annotations

import re

import yaml

from rugctl.diagnostics import Pointer
from rugctl.yamlfile.canonical import comment_marks
from rugctl.yamlfile.document import Document
from rugctl.yamlfile.places import find_node

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


def content_end(text: str, node: yaml.Node) -> int:
    """Return where a node's own text ends; libyaml ends block collections and literals at the next token."""
    if isinstance(node, yaml.ScalarNode) and not is_block(node):
        return node.end_mark.index
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return content_end(text, last[1] if isinstance(last, tuple) else last)
    if isinstance(node, yaml.CollectionNode):
        return node.end_mark.index
    if "+" in text[node.start_mark.index : line_end(text, node.start_mark.index)].partition("#")[0]:
        return node.end_mark.index - text.endswith("\n", 0, node.end_mark.index)  # its empty lines are its own
    return node.start_mark.index + len(text[node.start_mark.index : node.end_mark.index].rstrip("\n "))


def has_comment(document: Document, pointer: Pointer) -> bool:
    """Tell whether a comment stands on the lines of an entry, right above, or deeper below, so that it might go with the entry."""
    (_, parent), (key, node) = find_node(document, pointer[:-1]), find_node(document, pointer)
    if parent is None or node is None:
        return False
    first = line_start(document.text, (key or node).start_mark.index)
    top = line_start(document.text, first - 1) if first else 0
    end = end_of_entry(document.text, content_end(document.text, node), parent.start_mark.column)
    if document.text[top:first].lstrip().startswith("#"):
        return True
    return "#" in document.text[first:end] and any(first <= start < end for start, _ in comment_marks(document))


def is_block(node: yaml.Node) -> bool:
    """Tell whether a value stands on the lines below its key, after `|` or `>`."""
    return isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}
