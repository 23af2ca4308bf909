"""Diagnostics as text: rule, place, the line with carets under exactly what is meant, and what to do."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rugctl.diagnostics import Diagnostic, Related, Span, format_pointer
from rugctl.render.text import clean, width

JSON_VERSION = 1
Lines = Callable[[str], Sequence[str]]
"""Gives the lines of a file of the repository, by its path."""

_BOLD, _RED, _YELLOW, _BLUE, _GREEN, _OFF = "\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;34m", "\x1b[1;32m", "\x1b[0m"


def render_diagnostics(diagnostics: Sequence[Diagnostic], lines: Lines, *, colour: bool = False) -> str:
    """Write each finding with its snippet, and a closing count."""
    paint = _Paint(colour)
    parts = [_one(diagnostic, lines, paint) for diagnostic in diagnostics]
    return "\n".join([*parts, closing_count(diagnostics)]) + "\n"


def diagnostics_json(diagnostics: Sequence[Diagnostic], notes: Sequence[str] = ()) -> str:
    """Write the findings as one JSON object; lines and columns count from 1, `end_column` is past the last one."""
    body = {
        "version": JSON_VERSION,
        "diagnostics": [_object(diagnostic) for diagnostic in diagnostics],
        "errors": sum(d.severity == "error" for d in diagnostics),
        "warnings": sum(d.severity == "warning" for d in diagnostics),
        "notes": list(notes),
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def closing_count(diagnostics: Sequence[Diagnostic]) -> str:
    """Say how many findings there are, and how many of them a command can mend."""
    if not diagnostics:
        return "No findings."
    counts = [(sum(d.severity == s for d in diagnostics), s) for s in ("error", "warning")]
    said = " and ".join(f"{n} {word}{'s' if n != 1 else ''}" for n, word in counts if n)
    return f"Found {said}. `rugctl explain RULE` tells more about each."


@dataclass(frozen=True, slots=True)
class _Paint:
    colour: bool

    def __call__(self, style: str, text: str) -> str:
        return f"{style}{text}{_OFF}" if self.colour else text


@dataclass(frozen=True, slots=True)
class _Page:
    """What every snippet of one finding is drawn with: the files' lines, the width of the line numbers, the paint."""

    lines: Lines
    gutter: int
    paint: _Paint


def _one(diagnostic: Diagnostic, lines: Lines, paint: _Paint) -> str:
    colour = _RED if diagnostic.severity == "error" else _YELLOW
    span = diagnostic.span
    fixable = " [*]" if diagnostic.fixable else ""
    head = f"{paint(colour, f'{diagnostic.severity}[{diagnostic.rule}]')}{fixable}{paint(_BOLD, ': ' + clean(diagnostic.message))}"
    gutter = len(str(max(span.line, *(other.span.line for other in diagnostic.related), 0)))
    page = _Page(lines, gutter, paint)
    parts = [head, *_snippet(page, Related(diagnostic.path, span, ""), colour, "-->")]
    for other in diagnostic.related:
        parts += _snippet(page, other, _BLUE, ":::")
    if diagnostic.help:
        parts.append(f"{' ' * gutter} {paint(_BLUE, '=')} {paint(_GREEN, 'help')}: {clean(diagnostic.help)}")
    return "\n".join(parts) + "\n"


def _snippet(page: _Page, place: Related, colour: str, arrow: str) -> list[str]:
    paint, gutter, span = page.paint, page.gutter, place.span
    parts = [f"{' ' * gutter}{paint(_BLUE, arrow)} {clean(place.path)}:{span.line}:{span.column}"]
    text = page.lines(place.path)
    if not 0 < span.line <= len(text):
        return parts
    line = text[span.line - 1]
    shown, before, marked = _fitted(line, span)
    bar = paint(_BLUE, "|")
    carets = " " * before + paint(colour, "^" * marked if arrow == "-->" else "-" * marked)
    parts += [f"{' ' * gutter} {bar}", f"{paint(_BLUE, str(span.line).rjust(gutter))} {bar} {shown}", f"{' ' * gutter} {bar} {carets}"]
    if place.label:
        parts[-1] += f" {paint(colour, clean(place.label))}"
    return parts


def _fitted(line: str, span: Span, limit: int = 160) -> tuple[str, int, int]:
    """Return the line as shown (tabs made spaces, a long one cut), the cells before the marked part, and its cells."""
    start, end = span.column - 1, max(span.column, span.end - 1)
    cut = max(0, start - limit // 2) if len(line) > limit else 0
    head = "…" if cut else ""
    shown = clean(line[cut : cut + limit].replace("\t", "    "))
    before = head + clean(line[cut:start].replace("\t", "    "))
    marked = clean(line[start : min(end, cut + limit)].replace("\t", "    "))
    return head + shown, width(before), max(1, width(marked))


def _object(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "rule": diagnostic.rule,
        "severity": diagnostic.severity,
        **_place(diagnostic.path, diagnostic.span),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "pointer": format_pointer(diagnostic.pointer),
        "fixable": diagnostic.fixable,
        "related": [{**_place(other.path, other.span), "label": other.label} for other in diagnostic.related],
    }


def _place(path: str, span: Span) -> dict[str, Any]:
    return {"path": path, "line": span.line, "column": span.column, "end_column": span.end}
