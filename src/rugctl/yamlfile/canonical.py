"""The canonical form of a whole file: keys in the model's order, one layout, every comment kept at its entry."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from rugctl.diagnostics import Pointer
from rugctl.errors import RugctlError
from rugctl.yamlfile.compose import parse_text, scalar_value
from rugctl.yamlfile.document import Document, Fault
from rugctl.yamlfile.emit import Comments, emit_flow, emit_record
from rugctl.yamlfile.events import PLAIN
from rugctl.yamlfile.sameness import same

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*$", re.MULTILINE)


def canonical_text(document: Document, arrange: Callable[[Any], Any]) -> str:
    """Return the file in canonical form; `arrange` puts a record's keys in order and changes nothing else.

    Raises RugctlError where a value or a comment could not be kept, so that the file stays as it is.
    """
    if document.root is None or not isinstance(document.value, Mapping):
        raise RugctlError("a file that cannot be read cannot be formatted")
    comments, value = _attach(document), arrange(document.value)
    _settle(value, (), comments)
    text = emit_record(value, comments)
    again = parse_text(text)
    if not same(again.value, document.value) or _comment_texts(again) != _comment_texts(document):
        raise RugctlError("this file cannot be formatted without losing something", "Move its comments to lines of their own.")
    return text


def respelt_numbers(document: Document) -> list[Fault]:
    """Find the numbers that canonical form would write otherwise: who wrote 007 or 1.10 may have meant a text."""
    faults = []
    for start, node in _scalars(document.root):
        value = scalar_value(node.value) if node.tag == PLAIN else ""
        if isinstance(value, int | float) and not isinstance(value, bool) and emit_flow(value) != node.value:
            help = f'If it is a text, put it in quotes: "{node.value}"; if it is a number, write {emit_flow(value)}.'
            span = document.span(start, node.end_mark.index)
            faults.append(Fault("syntax", span, f"the number {node.value} would not stay as it is written", help))
    return faults


def _entries(node: yaml.Node | None, pointer: Pointer) -> list[tuple[int, int, Pointer]]:
    """List every key and item as (start, line, pointer), in the order of the text."""
    if isinstance(node, yaml.MappingNode):
        found = []
        for key, value in node.value:
            here = (*pointer, key.value)
            found += [(key.start_mark.index, key.start_mark.line, here), *_entries(value, here)]
        return found
    if isinstance(node, yaml.SequenceNode):
        found = []
        for n, item in enumerate(node.value):
            here = (*pointer, n)
            found += [(item.start_mark.index, item.start_mark.line, here), *_entries(item, here)]
        return found
    return []


def _scalars(node: yaml.Node | None) -> list[tuple[int, yaml.ScalarNode]]:
    """List the scalars, keys too, each with where it begins."""
    if isinstance(node, yaml.ScalarNode):
        return [(node.start_mark.index, node)]
    if node is None:
        return []
    children = node.value if isinstance(node, yaml.SequenceNode) else [n for pair in node.value for n in pair]
    return [found for child in children for found in _scalars(child)]


def comment_marks(document: Document) -> list[tuple[int, str]]:
    """List the comments as (start, text); the one beside a block literal's header counts."""
    spans = sorted((start, node.end_mark.index) for start, node in _scalars(document.root))  # where # begins no comment
    starts = [start for start, _ in spans]
    found = []
    for match in _COMMENT.finditer(document.text):
        at = bisect_right(starts, match.start()) - 1
        inside = at >= 0 and match.start() < spans[at][1]
        if inside and document.text[spans[at][0]] in "|>":
            header_end = document.text.find("\n", spans[at][0])
            inside = match.start() > header_end
        if not inside:
            found.append((match.start(), match[0].rstrip()))
    return found


def _comment_texts(document: Document) -> list[str]:
    return sorted(text for _, text in comment_marks(document))


def _attach(document: Document) -> Comments:
    comments = Comments()
    entries = sorted(_entries(document.root, ()))
    starts = [start for start, _, _ in entries]
    for start, text in comment_marks(document):
        line_start = document.text.rfind("\n", 0, start) + 1
        if document.text[line_start:start].strip():
            pointer = _outermost_on_line(entries, bisect_left(starts, line_start), bisect_left(starts, start))
            if pointer is not None and pointer not in comments.beside:
                comments.beside[pointer] = text
                continue
        after = bisect_right(starts, start)
        if after < len(entries):
            comments.above.setdefault(_outermost_from(entries, after), []).append(text)
        else:
            comments.below.append(text)
    return comments


def _settle(value: Any, pointer: Pointer, comments: Comments) -> None:
    """Give the items of lists the comments of what has become their first key."""
    parts = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for part, child in parts:
        here: Pointer = (*pointer, part)
        _settle(child, here, comments)
        if not isinstance(value, list) or not isinstance(child, Mapping) or not child:
            continue
        first = (*here, next(iter(child)))
        above, beside = comments.above.pop(first, []), comments.beside.pop(first, None)
        if beside is not None and here in comments.beside:
            above.append(beside)
        elif beside is not None:
            comments.beside[here] = beside
        if above:
            comments.above.setdefault(here, []).extend(above)


def _outermost_on_line(entries: list[tuple[int, int, Pointer]], first: int, past: int) -> Pointer | None:
    """Return the entry that a comment at a line's end belongs to: the last key in block form on it, or its item."""
    here = entries[first:past]
    if not here:
        return None
    line_entries = [pointer for _, _, pointer in here]
    shortest = min(len(pointer) for pointer in line_entries)
    return next(pointer for pointer in line_entries if len(pointer) == shortest)


def _outermost_from(entries: list[tuple[int, int, Pointer]], at: int) -> Pointer:
    """Return the entry that begins there: a list's item rather than the first key in it."""
    return entries[at][2]
