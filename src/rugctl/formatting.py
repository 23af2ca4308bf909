"""Records in their canonical form: a file's bytes to the bytes that it ought to have. Touches no disk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rugctl.diagnostics import Span
from rugctl.errors import RugctlError
from rugctl.model.arrange import arranged
from rugctl.store import Entry, FileName, schema_line
from rugctl.yamlfile import Document, parse
from rugctl.yamlfile.canonical import canonical_text, respelt_numbers

_MODELINE = "# yaml-language-server:"


@dataclass(frozen=True, slots=True)
class Left:
    """A file that was left as it is: where in it, why, and what to do."""

    path: str
    span: Span
    message: str
    help: str


@dataclass(frozen=True, slots=True)
class Formatting:
    """What formatting came to: the new bytes of files that change, those left alone, and how many were right already."""

    changed: dict[str, bytes] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    right: list[str] = field(default_factory=list)


def format_entries(entries: Iterable[Entry]) -> Formatting:
    """Bring each record into canonical form; one that cannot be read, or would lose something, is left."""
    outcome = Formatting()
    for entry in entries:
        result = _formatted(entry)
        if isinstance(result, Left):
            outcome.left.append(result)
        elif result == entry.data:
            outcome.right.append(entry.name.path)
        else:
            outcome.changed[entry.name.path] = result
    return outcome


def _formatted(entry: Entry) -> bytes | Left:
    path = entry.name.path
    if entry.data is None:
        return Left(path, Span(1, 1, 1), "is a link, which is never followed", "Put the file itself there.")
    document = parse(entry.data)
    faults = document.faults or respelt_numbers(document)
    if faults:
        fault = faults[0]
        return Left(path, fault.span, fault.message, fault.help)
    try:
        return _with_modeline(_canonical(entry.name, document), entry.name).encode("utf-8")
    except RugctlError as error:
        return Left(path, Span(1, 1, 1), error.message, error.help or "`rugctl validate` shows what is wrong.")


def _canonical(name: FileName, document: Document) -> str:
    def arrange(value: Any) -> Any:
        return arranged(str(name.kind), value)

    return canonical_text(document, arrange)


def _with_modeline(text: str, name: FileName) -> str:
    """Put the line that names the schema first: the one that is there, or ours.

    In canonical text a line that begins with # is a comment, never part of a value.
    """
    lines = text.splitlines(keepends=True)
    own = [line for line in lines if line.startswith(_MODELINE)] or [f"{schema_line(str(name.kind), name.path)}\n"]
    return "".join([*own, *(line for line in lines if line not in own)])
