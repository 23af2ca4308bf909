"""Diagnostics for programs: as one JSON object, or as one a line. Both are a public contract, with a version."""

from __future__ import annotations

import json
from typing import Any

from rugctl.diagnostics import Diagnostic, Span, Splice, format_pointer
from rugctl.render.report import Report
from rugctl.render.text import inert

JSON_VERSION = 1


def render_json(report: Report) -> str:
    """Write a report as one object; lines and columns count from 1, `end_column` is past the last one.

    `fix` holds what --fix does: `text` comes in the place of what stands there; without any, nothing is certain.
    """
    body = {
        "version": JSON_VERSION,
        "diagnostics": [_object(diagnostic) for diagnostic in report.diagnostics],
        "errors": report.number_of("error"),
        "warnings": report.number_of("warning"),
        "notes": list(report.notes),
    }
    return inert(json.dumps(body, ensure_ascii=False, indent=2)) + "\n"


def render_jsonl(report: Report) -> str:
    """Write each finding as an object on a line of its own."""
    return "".join(inert(json.dumps(_object(diagnostic), ensure_ascii=False)) + "\n" for diagnostic in report.diagnostics)


def _object(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "rule": diagnostic.rule,
        "severity": diagnostic.severity,
        **_place(diagnostic.path, diagnostic.span),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "pointer": format_pointer(diagnostic.pointer),
        "fixable": diagnostic.fixable,
        "fix": [_replacement(splice) for splice in diagnostic.splices],
        "related": [{**_place(other.path, other.span), "label": other.label} for other in diagnostic.related],
    }


def _replacement(splice: Splice) -> dict[str, Any]:
    where = {"path": splice.path, "line": splice.line, "column": splice.column}
    return {**where, "end_line": splice.end_line, "end_column": splice.end_column, "text": splice.text}


def _place(path: str, span: Span) -> dict[str, Any]:
    return {"path": path, "line": span.line, "column": span.column, "end_column": span.end}
