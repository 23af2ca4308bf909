"""Findings for GitHub: workflow commands that its runner turns into annotations, and Markdown for the step's summary.

GitHub shows ten annotations of each level a step and fifty a job, and drops the others silently. So those on touched lines
come first, and everything stands in the log and in the summary. The log is printed while the runner takes no commands.
Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands, and actions/toolkit's docs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rugctl.diagnostics import Diagnostic
from rugctl.render.diagnostics import closing_count, render_diagnostics
from rugctl.render.report import Report
from rugctl.render.snippets import Lines
from rugctl.render.text import clean, markdown_text

MOST_A_LEVEL = 10
Place = Callable[[str], str]
"""Gives a path from the root of the git repository, for one from the root of the records."""


def render_annotations(report: Report, lines: Lines, token: str, place: Place) -> str:
    """Write the whole report for the log, then the annotations; `token` is a word that no record can know."""
    shown = [one for level in ("error", "warning") for one in _first(report, level)]
    notices = [f"::notice::{_data(note)}\n" for note in report.notes]
    if len(shown) < len(report.diagnostics):
        left = len(report.diagnostics) - len(shown)
        notices.append(f"::notice::{left} more than GitHub shows as annotations: the log and the summary of this step have all.\n")
    log = render_diagnostics(report.diagnostics, lines) if report.diagnostics else ""
    return "".join([f"::stop-commands::{token}\n{log}::{token}::\n", *(_annotation(one, place) for one in shown), *notices])


def _first(report: Report, level: str) -> Sequence[Diagnostic]:
    return [one for one in _touched_first(report) if one.severity == level][:MOST_A_LEVEL]


def _touched_first(report: Report) -> list[Diagnostic]:
    return sorted(report.diagnostics, key=lambda one: one not in report.touched)


def _annotation(diagnostic: Diagnostic, place: Place) -> str:
    span = diagnostic.span
    properties = {
        "file": place(diagnostic.path),
        "line": span.line,
        "endLine": span.line,
        "col": span.column,
        "endColumn": span.end,
        "title": diagnostic.rule,
    }
    told = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    help = f"\nhelp: {diagnostic.help}" if diagnostic.help else ""
    return f"::{diagnostic.severity} {told}::{_data(diagnostic.message + help)}\n"


def _data(text: str) -> str:
    return clean(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def render_summary(report: Report, room: int, address: Callable[[str, int], str] | None = None) -> str:
    """Write the findings as a Markdown table of at most `room` bytes, and say how many did not fit.

    `address` gives where people see a line of a file in their browser.
    """
    head = [f"### rugctl: {markdown_text(closing_count(report.diagnostics))}\n\n", *(f"{markdown_text(note)}\n\n" for note in report.notes)]
    if report.diagnostics:
        head.append("| place | rule | finding |\n| --- | --- | --- |\n")
    rows = [_row(diagnostic, address) for diagnostic in _touched_first(report)]
    left = room - sum(map(_bytes, head)) - _bytes(_rest(len(rows)))
    fitting = 0
    while fitting < len(rows) and _bytes(rows[fitting]) <= left:
        left -= _bytes(rows[fitting])
        fitting += 1
    text = "".join([*head, *rows[:fitting], _rest(len(rows) - fitting) if fitting < len(rows) else ""])
    return text if _bytes(text) <= room else ""


def _row(diagnostic: Diagnostic, address: Callable[[str, int], str] | None) -> str:
    line = diagnostic.span.line
    place = markdown_text(f"{diagnostic.path}:{line}")
    if address:
        place = f"[{place}]({address(diagnostic.path, line)})"
    help = f"<br>{markdown_text(diagnostic.help)}" if diagnostic.help else ""
    return f"| {place} | {diagnostic.severity} {markdown_text(diagnostic.rule)} | {markdown_text(diagnostic.message)}{help} |\n"


def _rest(count: int) -> str:
    return f"\n{count} more did not fit: the log of this step has all.\n"


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "replace"))
