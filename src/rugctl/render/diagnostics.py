"""Diagnostics as text: rule, place, the line with carets under exactly what is meant, and what to do; or one line each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from rugctl.diagnostics import Diagnostic, Related
from rugctl.render.snippets import BLUE, BOLD, RED, YELLOW, Lines, Look, Mark, Page
from rugctl.render.text import clean, one_line

_NEAR = 20
"""Two places of a file that are at most so many lines apart are shown in one snippet."""
_MOST = 3
"""Of the other places that a finding speaks of, so many have a snippet of their own."""


def render_diagnostics(diagnostics: Sequence[Diagnostic], lines: Lines, look: Look | None = None) -> str:
    """Write each finding with its snippets, and a closing count; the first of each rule says how to read more of it."""
    told: set[str] = set()
    parts = []
    for diagnostic in diagnostics:
        parts.append("\n".join(_one(diagnostic, lines, look or Look(), told)) + "\n")
        told.add(diagnostic.rule)
    return "\n".join([*parts, closing_count(diagnostics)]) + "\n"


def concise_line(diagnostic: Diagnostic) -> str:
    """Write a finding as one line: `path:line:column: severity[rule] message`."""
    span = diagnostic.span
    place = f"{clean(diagnostic.path)}:{span.line}:{span.column}"
    return f"{place}: {diagnostic.severity}[{diagnostic.rule}] {one_line(diagnostic.message)}"


def closing_count(diagnostics: Collection[Diagnostic]) -> str:
    """Say how many findings there are, and how many of them a command can mend."""
    if not diagnostics:
        return "No findings."
    counts = [(sum(d.severity == s for d in diagnostics), s) for s in ("error", "warning")]
    said = " and ".join(f"{n} {word}{'s' if n != 1 else ''}" for n, word in counts if n)
    fixable = sum(d.fixable for d in diagnostics)
    return f"Found {said}{f'; {fixable} [*] fixable with `rugctl validate --fix`' if fixable else ''}."


def _one(diagnostic: Diagnostic, lines: Lines, look: Look, told: Collection[str]) -> Iterator[str]:
    colour = RED if diagnostic.severity == "error" else YELLOW
    fixable = " [*]" if diagnostic.fixable else ""
    rule = look.paint(colour, f"{diagnostic.severity}[{diagnostic.rule}]")
    yield f"{rule}{fixable}{look.paint(BOLD, f': {one_line(diagnostic.message)}')}"
    highest = max(diagnostic.span.line, *(other.span.line for other in diagnostic.related), 0)
    page = Page(lines, len(str(highest)), look)
    near = [other for other in diagnostic.related if _is_near(other, diagnostic)]
    yield from page.snippet("-->", diagnostic.path, [Mark(diagnostic.span, "^", colour), *map(_mark, near)])
    far = [other for other in diagnostic.related if other not in near]
    for other in far[:_MOST]:
        yield from page.snippet(":::", other.path, [_mark(other)])
    if more := far[_MOST:]:
        yield page.remark("note", f"and {len(more)} more place{'s' if len(more) > 1 else ''}, the last in {clean(more[-1].path)}")
    if diagnostic.help:
        yield page.remark("help", diagnostic.help)
    if diagnostic.rule not in told:
        yield page.remark("note", f"`rugctl explain {diagnostic.rule}` tells why")


def _is_near(other: Related, diagnostic: Diagnostic) -> bool:
    return other.path == diagnostic.path and abs(other.span.line - diagnostic.span.line) <= _NEAR


def _mark(place: Related) -> Mark:
    return Mark(place.span, "-", BLUE, place.label)
