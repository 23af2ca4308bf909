"""Edits as splices of the text: what is not named keeps its bytes.

A result is accepted only if composing it again yields exactly the values that were meant.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import yaml

from rugctl.diagnostics import Pointer, format_pointer
from rugctl.errors import RugctlError
from rugctl.yamlfile.canonical import comment_marks
from rugctl.yamlfile.compose import parse_text
from rugctl.yamlfile.document import Document
from rugctl.yamlfile.emit import WIDTH, emit_entry, emit_flow
from rugctl.yamlfile.own_lines import content_end, end_of_entry, is_block, line_end, line_start, lines_of_entry
from rugctl.yamlfile.places import find_node, value_before
from rugctl.yamlfile.sameness import same


class Editor:
    """One file being edited: `text` and `value` are always in step.

    Line ends are LF in here; whoever writes the file gives back the ones it had.
    """

    def __init__(self, document: Document) -> None:
        if document.broken or document.faults:
            raise RugctlError("a file that cannot be read cannot be edited")
        self._document = document
        self.crlf = document.crlf
        self.last = (0, 0, "")
        """Of the last entry that was changed: where it began and ended in the text before, and what came there."""

    @property
    def text(self) -> str:
        """The text as it now stands."""
        return self._document.text

    @property
    def value(self) -> Any:
        """The values as they now stand."""
        return self._document.value

    def set(self, pointer: Pointer, value: Any, order: Sequence[str] = ()) -> None:
        """Give a key a value; a key that is new stands after those that `order` names before it."""
        target = copy.deepcopy(self.value)
        _get(target, pointer[:-1])[pointer[-1]] = value
        key, node = find_node(self._document, pointer)
        if node is None:
            self._insert(pointer, value, order, target)
        elif not isinstance(value, dict | list) and isinstance(node, yaml.ScalarNode) and not is_block(node) and not _multiline(value):
            self._splice(_start(node), _end(node), ("" if node.value or node.style else " ") + emit_flow(value), target)
        else:
            self._replace_entry(pointer, key, node, value, target)

    def append(self, pointer: Pointer, value: Any, order: Sequence[str] = ()) -> None:
        """Add an item at the end of a list; a list that is not there, or empty, is made."""
        _, node = find_node(self._document, pointer)
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.set(pointer, [value], order)
            return
        target = copy.deepcopy(self.value)
        target_list = _get(target, pointer)
        target_list.append(value)
        last = node.value[-1]
        if node.flow_style:
            joined = isinstance(value, dict | list) and all(isinstance(item, yaml.ScalarNode) for item in node.value)
            if (joined or _grows_too_long(node, emit_flow(value))) and self._has_lines(pointer, target_list):
                return
            self._splice(_end(last), _end(last), f", {emit_flow(value)}", target)
            return
        lines = emit_entry(None, value, str(pointer[-1]), node.start_mark.column)
        at = end_of_entry(self.text, content_end(self.text, last), node.start_mark.column)
        self._splice(at, at, "".join(f"\n{line}" for line in lines), target)

    def add_all(self, pointer: Pointer, entries: Mapping[str, Any]) -> None:
        """Add many entries to a block mapping whose keys are sorted, as one edit; raises RugctlError for a key that is there."""
        _, parent = find_node(self._document, pointer)
        there = _get(self.value, pointer)
        if not isinstance(parent, yaml.MappingNode) or parent.flow_style or there.keys() & entries.keys():
            raise RugctlError(f"`{format_pointer(pointer)}` is not a mapping in block form without these keys")
        target = copy.deepcopy(self.value)
        _get(target, pointer).update(entries)
        indent, name = parent.start_mark.column, str(pointer[-1])
        additions: dict[int, list[str]] = {}
        for key in sorted(entries):
            before = next((value for node, value in reversed(parent.value) if node.value < key), None)
            at = _start(parent) - indent if before is None else end_of_entry(self.text, content_end(self.text, before), indent)
            additions.setdefault(at, []).extend(emit_entry(key, entries[key], name, indent))
        text = self.text
        for at, lines in sorted(additions.items(), reverse=True):
            first = at < _start(parent)
            text = text[:at] + "".join(f"{line}\n" if first else f"\n{line}" for line in lines) + text[at:]
        self._take(text, target)

    def rename_key(self, pointer: Pointer, new: str) -> None:
        """Give a key another name, in its place, with everything under it."""
        key, _ = find_node(self._document, pointer)
        if key is None:
            raise RugctlError(f"there is no `{format_pointer(pointer)}` to rename")
        target = copy.deepcopy(self.value)
        parent = _get(target, pointer[:-1])
        entries = [(new if name == pointer[-1] else name, value) for name, value in parent.items()]
        parent.clear()
        parent.update(entries)
        self._splice(_start(key), _end(key), emit_flow(new), target)

    def delete(self, pointer: Pointer, *, keep_empty: bool = False) -> None:
        """Remove a key or an item with the lines that are its own; a list or mapping left empty goes with it, or is kept as `[]`."""
        parent_pointer, last = pointer[:-1], pointer[-1]
        parent_value = _get(self.value, parent_pointer)
        if len(parent_value) == 1 and parent_pointer and not keep_empty:
            self.delete(parent_pointer)
            return
        target = copy.deepcopy(self.value)
        del _get(target, parent_pointer)[last]
        parent_key, parent = find_node(self._document, parent_pointer)
        key, node = find_node(self._document, pointer)
        if parent is None or node is None:
            raise RugctlError(f"there is no `{format_pointer(pointer)}` to remove")
        if _is_flow(parent):
            self._delete_flow(parent, key or node, node, target)
        else:
            self._delete_block(parent_key, parent, key or node, node, target)

    def comment(self, pointer: Pointer, comments: Sequence[str]) -> None:
        """Write comments on lines of their own, above the line that a key or item begins on."""
        key, node = find_node(self._document, pointer)
        if node is None:
            raise RugctlError(f"there is no `{format_pointer(pointer)}` to comment on")
        at = line_start(self.text, _start(key or node))
        margin = self.text[at : at + len(self.text[at:]) - len(self.text[at:].lstrip(" "))]
        self._splice(at, at, "".join(f"{margin}{comment}\n" for comment in comments), self.value)

    def rewrite_comment(self, line: int, comment: str) -> None:
        """Give the comment that ends a line, counted from 1, another text; without one it goes, and with it a line of its own."""
        start, text = next((mark for mark in comment_marks(self._document) if self._document.span(mark[0], mark[0]).line == line), (-1, ""))
        if start < 0:
            raise RugctlError(f"there is no comment on line {line}")
        end = start + len(text)
        if not comment:
            first = line_start(self.text, start)
            alone = not self.text[first:start].strip()
            start, end = (
                (first, min(line_end(self.text, end) + 1, len(self.text))) if alone else (len(self.text[:start].rstrip(" \t")), end)
            )
        self._splice(start, end, comment, self.value)

    def _delete_flow(self, parent: yaml.Node, first: yaml.Node, node: yaml.Node, target: Any) -> None:
        children = [pair if isinstance(pair, tuple) else (pair, pair) for pair in parent.value]
        at = next(n for n, (start, _) in enumerate(children) if start is first)
        if at + 1 < len(children):
            self._splice(_start(first), _start(children[at + 1][0]), "", target)
        elif at:
            self._splice(_end(children[at - 1][1]), _end(node), "", target)
        else:
            self._splice(_start(first), _end(parent) - 1, "", target, keep_comments=True)

    def _delete_block(self, parent_key: yaml.Node | None, parent: yaml.Node, first: yaml.Node, node: yaml.Node, target: Any) -> None:
        column = parent.start_mark.column
        start = line_start(self.text, _start(first)) + column
        end = end_of_entry(self.text, content_end(self.text, node), column)
        if isinstance(parent, yaml.MappingNode) and self.text[start - column : start].strip():
            following = self.text.find("\n", end) + 1  # the first key of a list item: the next key takes its place
            rest = self.text[following:]
            self._splice(_start(first), following + (len(rest) - len(rest.lstrip(" "))), "", target)
            return
        first_start = _start(parent.value[0][0] if isinstance(parent, yaml.MappingNode) else parent.value[0])
        top, past = lines_of_entry(self.text, start, end, is_first=_start(first) == first_start)
        if len(parent.value) > 1 or parent_key is None:
            self._splice(top, past, "", target)
        else:
            colon = self.text.index(":", _end(parent_key)) + 1
            self._splice(colon, past, f" []{self.text[colon:top]}", target)

    def _insert(self, pointer: Pointer, value: Any, order: Sequence[str], target: Any) -> None:
        parent_pointer, key = pointer[:-1], str(pointer[-1])
        _, parent = find_node(self._document, parent_pointer)
        if not isinstance(parent, yaml.MappingNode):
            raise RugctlError(f"`{format_pointer(parent_pointer)}` is not a mapping")
        if parent.flow_style and not parent.value and parent_pointer:
            self.set(parent_pointer, {key: value})
            return
        before = value_before(parent, key, order)
        if parent.flow_style:
            entry = f"{emit_flow(key)}: {emit_flow(value)}"
            if _grows_too_long(parent, entry) and self._has_lines(parent_pointer, _get(target, parent_pointer), order):
                return
            if before is None:
                start = _start(parent) + 1
                self._splice(start, start, f"{entry}, " if parent.value else entry, target)
            else:
                self._splice(_end(before), _end(before), f", {entry}", target)
            return
        indent = parent.start_mark.column
        name = str(parent_pointer[-1]) if parent_pointer else None
        lines = emit_entry(key, value, name, indent)
        if before is None:
            start = _start(parent)
            self._splice(start, start, "\n".join(lines)[indent:] + "\n" + " " * indent, target)
        else:
            at = end_of_entry(self.text, content_end(self.text, before), indent)
            self._splice(at, at, "".join(f"\n{line}" for line in lines), target)

    def _has_lines(self, pointer: Pointer, value: Any, order: Sequence[str] = ()) -> bool:
        """Write what stood in brackets on lines of its own, unless comments in it or brackets around it forbid that."""
        _, outer = find_node(self._document, pointer[:-1])
        if not pointer or _is_flow(outer):
            return False
        with suppress(RugctlError):
            rank = {name: n for n, name in enumerate(order)}
            ordered = sorted(value, key=lambda key: rank.get(key, len(rank))) if isinstance(value, dict) else []
            self.set(pointer, {key: value[key] for key in ordered} if ordered else value)
            return True
        return False

    def _replace_entry(self, pointer: Pointer, key: yaml.Node | None, node: yaml.Node, value: Any, target: Any) -> None:
        """Write a whole entry anew where its value changes shape; refused where a comment in it would be lost."""
        _, parent = find_node(self._document, pointer[:-1])
        name = str(pointer[-2]) if len(pointer) > 1 else None
        if _is_flow(parent):
            self._splice(_start(node), _end(node), emit_flow(value), target, keep_comments=True)
        elif key is not None:
            indent = key.start_mark.column
            self._write_anew(_start(key), key, node, emit_entry(str(pointer[-1]), value, name, indent), target)
        else:
            indent = parent.start_mark.column if parent is not None else 0
            self._write_anew(self.text.rfind("-", 0, _start(node)), node, node, emit_entry(None, value, name, indent), target)

    def _write_anew(self, start: int, first: yaml.Node, node: yaml.Node, lines: list[str], target: Any) -> None:
        """Put other lines in the place of an entry; the comment beside one that was on a line stays beside its first."""
        end = content_end(self.text, node)
        beside = self.text[end : line_end(self.text, end)]
        if len(lines) > 1 and first.start_mark.line == self.text.count("\n", 0, end):
            lines, end = [lines[0] + beside, *lines[1:]], end + len(beside)
        self._splice(start, end, "\n".join(lines).lstrip(" "), target, keep_comments=True)

    def _splice(self, start: int, end: int, replacement: str, target: Any, *, keep_comments: bool = False) -> None:
        before = self._document
        self._take(self.text[:start] + replacement + self.text[end:], target)
        self.last = (start, end, replacement)
        if keep_comments and len(comment_marks(self._document)) < len(comment_marks(before)):
            self._document = before
            raise RugctlError(
                "a list or mapping cannot be written anew without losing a comment in it",
                "Move the comment to a line of its own above it, and try again.",
            )

    def _take(self, text: str, target: Any) -> None:
        """Go over to a text, if it says exactly what is meant."""
        document = parse_text(text)
        if document.broken or document.faults or not same(document.value, target):
            raise RugctlError(
                "this edit cannot be made without touching more of the file",
                "Put the list or mapping in block form (`rugctl fmt` does), and try again.",
            )
        self._document = document


def _get(value: Any, pointer: Pointer) -> Any:
    """Return the list or mapping at a pointer; raises RugctlError where there is none."""
    try:
        for part in pointer:
            value = value[part]
    except (LookupError, TypeError):
        value = None
    if not isinstance(value, dict | list):
        raise RugctlError(f"there is no list or mapping at `{format_pointer(pointer)}`")
    return value


def _start(node: yaml.Node) -> int:
    return int(node.start_mark.index)


def _end(node: yaml.Node) -> int:
    return int(node.end_mark.index)


def _is_flow(node: yaml.Node | None) -> bool:
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def _grows_too_long(node: yaml.Node, added: str) -> bool:
    """Tell whether brackets that fitted on their line do so no longer with something more in them."""
    return bool(node.start_mark.line == node.end_mark.line and node.end_mark.column <= WIDTH < node.end_mark.column + len(added) + 2)


def _multiline(value: Any) -> bool:
    return isinstance(value, str) and "\n" in value
