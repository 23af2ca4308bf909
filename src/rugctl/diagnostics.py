"""What is wrong with the data, as values: a diagnostic says which rule, how bad, where, what, and what to do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning"]
Pointer: TypeAlias = tuple[str | int, ...]
"""The way to a value inside a record: `("attendees", 3, "organization")`."""
_INDEX = re.compile("0|[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one line; lines and columns count from 1, columns in code points, `end` is past the last one."""

    line: int
    column: int
    end: int


@dataclass(frozen=True, slots=True)
class Edit:
    """One of the changes of records, mostly the only one, that mend a finding for certain.

    `set` gives what is at the pointer a value, `rename` gives a key another name, and `delete` takes an entry out; `comment`
    writes the comment that ends a line anew, and takes it out where the value is empty.
    """

    how: Literal["set", "rename", "delete", "comment"]
    path: str
    pointer: Pointer = ()
    value: Any = field(default=None, hash=False)  # it may be a list
    line: int = 0


@dataclass(frozen=True, slots=True)
class Splice:
    """What an edit does to the text of a file: `text` comes in the place of what stands there up to the end, which is past it."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that a finding speaks of, with what is to be said there."""

    path: str
    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding, placed: `path` is relative to the repository's root, with forward slashes."""

    rule: str
    severity: Severity
    path: str
    span: Span
    message: str
    help: str = ""
    pointer: Pointer = ()
    related: tuple[Related, ...] = ()
    fix: tuple[Edit, ...] = ()
    splices: tuple[Splice, ...] = ()

    @property
    def fixable(self) -> bool:
        """Tell whether `validate --fix` mends it."""
        return bool(self.fix)

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """The order in which findings are shown."""
        return (self.path, self.span.line, self.span.column, self.rule, self.message)


@dataclass(frozen=True, slots=True)
class Target:
    """Something in a file that a finding points at: a pointer and whether its key or its value is meant, or a span."""

    path: str
    pointer: Pointer = ()
    part: Literal["key", "value"] = "value"
    label: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding before it is placed: what a rule returns and the index keeps."""

    rule: str
    severity: Severity
    target: Target
    message: str
    help: str = ""
    related: tuple[Target, ...] = ()
    fix: tuple[Edit, ...] = ()


def format_pointer(pointer: Pointer) -> str:
    """Write a pointer as text, `attendees/3/organization`; in a key `~` is `~0`, `/` is `~1`, and one without letters is `~2`.

    Source: RFC 6901, section 3, but for the slash before the first part and for the empty key.
    """
    text = "/".join(map(str, pointer))
    if "~" not in text and "" not in pointer and text.count("/") == len(pointer) - 1:
        return text
    return "/".join(str(part).replace("~", "~0").replace("/", "~1") or "~2" for part in pointer)


def parse_pointer(text: str) -> Pointer:
    """Read what `format_pointer` wrote; a part that is written as a number is an index."""
    return tuple(int(part) if _INDEX.fullmatch(part) else _key(part) for part in text.split("/")) if text else ()


def _key(part: str) -> str:
    return "" if part == "~2" else part.replace("~1", "/").replace("~0", "~")


def format_fix(fix: Iterable[Edit]) -> str:
    """Write edits as JSON."""
    return json.dumps([(edit.how, edit.path, format_pointer(edit.pointer), edit.value, edit.line) for edit in fix])


def parse_fix(text: str) -> tuple[Edit, ...]:
    """Read what `format_fix` wrote."""
    return tuple(Edit(how, path, parse_pointer(pointer), value, line) for how, path, pointer, value, line in json.loads(text))
