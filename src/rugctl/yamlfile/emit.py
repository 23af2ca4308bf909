"""Values to text in the one canonical form: block layout with comments is ours, each leaf is written by ruamel.yaml.

A list of plain values stands on one line where it fits, except where people edit it line by line; a mapping in a
list stands on one line where it fits. Nothing else is folded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from io import StringIO
from typing import Any

from rugctl.diagnostics import Pointer

WIDTH = 110
BLOCK_LISTS = frozenset({"attendees", "regrets", "agenda", "links", "decisions", "actions", "series", "leads", "backlog", "slots"})
FLOW_MAPPINGS = frozenset({"source"})

_SAFE = re.compile(r"[a-z][a-z0-9]*(?:[-/ ][A-Za-z0-9]+)*|[0-9]{4}-[0-9]{2}-[0-9]{2}|https?://[A-Za-z0-9./_-]*[A-Za-z0-9/]")
_PLAIN = re.compile(r"[^\W\d_][\w.,/()'&+%;!?=-]*(?: [\w.,/()'&+%;!?=-]+)*")
_QUOTABLE = re.compile(r"[ -~¡-\ud7ff\ue000-\ufffd]*")
"""What the library writes between double quotes as it is, but for quotes and backslashes; asking it takes long."""
_OTHERWISE_ELSEWHERE = re.compile(
    r"(?i:y|n|yes|no|on|off|true|false|null|nan|inf)|~|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9]*)?|[-+]?[0-9][0-9_.,]*"
)
"""What a YAML 1.1 loader would take for something else than text; it is quoted, so that every loader agrees."""


@dataclass(slots=True)
class Comments:
    """Comments by the entry that they belong to: whole lines above it, and the one at its line's end.

    The first key of a mapping in a list has none: they are the item's, on whose line it stands.
    """

    above: dict[Pointer, list[str]] = field(default_factory=dict)
    beside: dict[Pointer, str] = field(default_factory=dict)
    below: list[str] = field(default_factory=list)

    def holders(self) -> frozenset[Pointer]:
        """Return the entries that one with a comment stands in, so that each of these needs a line of its own."""
        return frozenset(pointer[:depth] for pointer in (*self.above, *self.beside) for depth in range(len(pointer)))


def emit_record(value: Mapping[str, Any], comments: Comments | None = None) -> str:
    """Write a whole record, keys in the order that they have."""
    comments = comments or Comments()
    lines = _Writer(comments, comments.holders()).mapping(value, (), 0)
    return "\n".join([*lines, *comments.below]) + "\n"


def emit_entry(key: str | None, value: Any, parent: str | None, indent: int) -> list[str]:
    """Write one `key: value` of a mapping, or, with `key` None, one item of the list under `parent`, as lines."""
    writer = _Writer()
    if key is None:
        return writer.item(value, (parent or "", 0), indent)
    return writer.entry(key, value, (parent, key) if parent else (key,), indent)


def emit_flow(value: Any) -> str:
    """Write a value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow_leaf(str(k))}: {emit_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(emit_flow(item) for item in value) + "]"
    return _flow_leaf(value)


@dataclass(slots=True)
class _Writer:
    comments: Comments = field(default_factory=Comments)
    holders: frozenset[Pointer] = frozenset()

    def mapping(self, value: Mapping[str, Any], pointer: Pointer, indent: int) -> list[str]:
        lines: list[str] = []
        for key, child in value.items():
            lines += self.entry(key, child, (*pointer, key), indent)
        return lines

    def entry(self, key: str, value: Any, pointer: Pointer, indent: int) -> list[str]:
        pad = " " * indent
        lines = [f"{pad}{_leaf(key)}:"]
        inline = self._inline(key, value, pointer, indent)
        if inline is not None:
            lines[0] += f" {inline}" if value is not None else ""
        elif isinstance(value, str):
            lines = [f"{pad}{_leaf(key)}: {_literal_header(value)}", *_literal_lines(value, indent + 2)]
        elif isinstance(value, Mapping):
            lines += self.mapping(value, pointer, indent + 2)
        else:
            for n, child in enumerate(value):
                lines += self.item(child, (*pointer, n), indent + 2)
        return self._commented(lines, pointer, indent)

    def item(self, value: Any, pointer: Pointer, indent: int) -> list[str]:
        pad = " " * indent
        if isinstance(value, Mapping) and value:
            short = _is_leafy(value) and pointer not in self.holders and not _takes_lines(pointer)
            flow = emit_flow(value) if short else ""
            if short and indent + 2 + len(flow) <= WIDTH:
                return self._commented([f"{pad}- {flow}"], pointer, indent)
            lines = self.mapping(value, pointer, indent + 2)
            lines[0] = f"{pad}- {lines[0][indent + 2 :]}"
            return self._commented(lines, pointer, indent)
        if isinstance(value, str) and "\n" in value:
            return self._commented([f"{pad}- {_literal_header(value)}", *_literal_lines(value, indent + 2)], pointer, indent)
        return self._commented([f"{pad}- {emit_flow(value) if _is_collection(value) else _leaf(value)}"], pointer, indent)

    def _inline(self, key: str, value: Any, pointer: Pointer, indent: int) -> str | None:
        """Return the value as it stands on its key's line, or None where it takes lines of its own."""
        if isinstance(value, str):
            return None if _needs_literal(value) else _leaf(value)
        if not _is_collection(value):
            return _leaf(value)
        if not value:
            return emit_flow(value)
        if pointer in self.holders:
            return None
        if isinstance(value, Mapping):
            fits = key in FLOW_MAPPINGS and _is_leafy(value)
        else:
            fits = key not in BLOCK_LISTS and not any(_is_collection(item) or _needs_literal(item) for item in value)
        flow = emit_flow(value) if fits else ""
        return flow if fits and indent + len(key) + 2 + len(flow) <= WIDTH else None

    def _commented(self, lines: list[str], pointer: Pointer, indent: int) -> list[str]:
        beside = self.comments.beside.get(pointer)
        if beside:
            lines[0] += f"  {beside}"
        return [*(" " * indent + line for line in self.comments.above.get(pointer, ())), *lines]


def _takes_lines(pointer: Pointer) -> bool:
    """Tell whether an item stands on lines of its own even where it would fit on one."""
    return len(pointer) > 1 and pointer[-2] in {"agenda", "series", "questions"}


def _is_collection(value: Any) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, Sequence) and not isinstance(value, str))


def _is_leafy(value: Mapping[str, Any]) -> bool:
    """Tell whether a mapping holds nothing but plain values and lists of them."""
    return all(
        not any(_is_collection(item) or _needs_literal(item) for item in child)
        if isinstance(child, Sequence) and not isinstance(child, str)
        else not (isinstance(child, Mapping) or _needs_literal(child))
        for child in value.values()
    )


def _needs_literal(value: Any) -> bool:
    return isinstance(value, str) and "\n" in value and _fits_literal(value)


def _fits_literal(value: str) -> bool:
    """Tell whether a block literal can hold the text exactly: some line to it, no odd white space."""
    first = value.lstrip("\n")[:1]
    return bool(value.strip()) and not value.startswith("\n") and first not in {" ", "\t"} and "\r" not in value


def _literal_header(value: str) -> str:
    if not value.endswith("\n"):
        return "|-"
    return "|+" if value.endswith("\n\n") else "|"


def _literal_lines(value: str, indent: int) -> list[str]:
    body = value.removesuffix("\n").split("\n")
    return [" " * indent + line if line else "" for line in body]


def _leaf(value: Any) -> str:
    """Write one plain value in block context."""
    if isinstance(value, str):
        return _text(value)
    if type(value) is int:
        return str(value)
    return "null" if value is None else _dump(value)


@lru_cache(maxsize=4096)
def _text(value: str) -> str:
    """Write a text; one that another loader would take for something else is quoted."""
    if "\n" in value or _OTHERWISE_ELSEWHERE.fullmatch(value):
        return _double_quoted(value)
    if _SAFE.fullmatch(value) or (_PLAIN.fullmatch(value) and _is_quotable(value)):
        return value
    text = _dump(value)
    return text if not text.startswith("'") else _double_quoted(value)


def _flow_leaf(value: Any) -> str:
    text = _leaf(value)
    if isinstance(value, str) and not text.startswith('"') and re.search(r"^[-:]|[?,\[\]{}]", value):
        return _double_quoted(value)
    return text


def _is_quotable(value: str) -> bool:
    return value.isprintable() and _QUOTABLE.fullmatch(value) is not None


def _double_quoted(value: str) -> str:
    if _is_quotable(value):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return _double_quoted_by_library(value)


def _double_quoted_by_library(value: str) -> str:
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString  # noqa: PLC0415  heavy

    return _dump(DoubleQuotedScalarString(value))


def _dump(value: Any) -> str:
    stream = StringIO()
    _emitter().dump([value], stream)
    return stream.getvalue().removeprefix("- ").rstrip("\n")


@cache
def _emitter() -> Any:
    from ruamel.yaml import YAML  # noqa: PLC0415  heavy

    emitter = YAML()
    emitter.width = 1 << 30
    emitter.allow_unicode = True
    return emitter
