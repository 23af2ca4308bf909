"""Findings as SARIF, for code scanning and editors.

Source: SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from rugctl.diagnostics import Diagnostic, Related, Span, Splice
from rugctl.hashing import hash_of
from rugctl.render.report import Report
from rugctl.render.snippets import Lines
from rugctl.render.text import clean, inert, uri_path

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
Rules: TypeAlias = Mapping[str, tuple[str, str]]
"""By its id, a rule's severity and explanation."""
_LONGEST = 1000
"""A longer line is not shown: it might hold many findings."""
_LINK = re.compile(r"\[[^]]*\]\(")


@dataclass(frozen=True, slots=True)
class Sarif:
    """What a report needs to be SARIF: the version of this program, its rules, the files' lines, and paths from the root of git."""

    version: str
    rules: Rules
    lines: Lines
    place: Callable[[str], str]

    def render(self, report: Report) -> str:
        """Write a report as a log with one run."""
        ids = list(self.rules)
        prints = _Fingerprints(self.lines)
        run = {
            "tool": {"driver": {"name": "rugctl", "version": self.version, "rules": [_rule(id, *self.rules[id]) for id in ids]}},
            "columnKind": "unicodeCodePoints",
            "invocations": [{"executionSuccessful": True, **_notifications(report.notes)}],
            "results": [self._result(diagnostic, ids, prints) for diagnostic in report.diagnostics],
        }
        return inert(json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)) + "\n"

    def _result(self, diagnostic: Diagnostic, ids: Sequence[str], prints: _Fingerprints) -> dict[str, Any]:
        help = f" {diagnostic.help}" if diagnostic.help else ""
        index = {"ruleIndex": ids.index(diagnostic.rule)} if diagnostic.rule in self.rules else {}
        related = [self._location(other, id) for id, other in enumerate(diagnostic.related, 1)]
        return {
            "ruleId": diagnostic.rule,
            **index,
            "level": diagnostic.severity,
            "message": {"text": _message(f"{diagnostic.message}.{help}")},
            "locations": [{"physicalLocation": self._place(diagnostic.path, diagnostic.span)}],
            **({"relatedLocations": related} if related else {}),
            "partialFingerprints": {"rugctl/v1": prints.of(diagnostic)},
            **({"fixes": [self._fix(diagnostic)]} if diagnostic.splices else {}),
        }

    def _location(self, other: Related, id: int) -> dict[str, Any]:
        label = {"message": {"text": _message(other.label)}} if other.label else {}
        return {"id": id, "physicalLocation": self._place(other.path, other.span), **label}

    def _fix(self, diagnostic: Diagnostic) -> dict[str, Any]:
        changes: dict[str, list[dict[str, Any]]] = {}
        for splice in diagnostic.splices:
            changes.setdefault(splice.path, []).append(_replacement(splice))
        return {
            "description": {"text": "What `rugctl validate --fix` does"},
            "artifactChanges": [
                {"artifactLocation": self._file(path), "replacements": replacements} for path, replacements in changes.items()
            ],
        }

    def _file(self, path: str) -> dict[str, str]:
        return {"uri": uri_path(self.place(path)), "uriBaseId": "%SRCROOT%"}

    def _place(self, path: str, span: Span) -> dict[str, Any]:
        text = self.lines(path)
        line = text[span.line - 1] if 0 < span.line <= len(text) else ""
        region = {"startLine": span.line, "startColumn": span.column, "endColumn": span.end}
        return {
            "artifactLocation": self._file(path),
            "region": region,
            **({"contextRegion": {"startLine": span.line, "snippet": {"text": line}}} if 0 < len(line) <= _LONGEST else {}),
        }


class _Fingerprints:
    """Tells a finding from others whatever line it moves to: its rule, its file, the text of its line, and which of several alike it is."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._seen: Counter[tuple[str, str, str]] = Counter()

    def of(self, diagnostic: Diagnostic) -> str:
        text, line = self._lines(diagnostic.path), diagnostic.span.line
        key = (diagnostic.rule, diagnostic.path, text[line - 1].strip() if 0 < line <= len(text) else "")
        self._seen[key] += 1
        return hash_of("\n".join([*key, str(self._seen[key])]).encode("utf-8", "replace")).hex()


def _rule(id: str, severity: str, text: str) -> dict[str, Any]:
    first, *_ = text.split("\n\n")
    return {
        "id": id,
        "name": "".join(word.capitalize() for word in id.split("-")),
        "shortDescription": {"text": _message(" ".join(first.split()))},
        "fullDescription": {"text": _message(" ".join(text.split()))},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": severity},
    }


def _replacement(splice: Splice) -> dict[str, Any]:
    return {
        "deletedRegion": {
            "startLine": splice.line,
            "startColumn": splice.column,
            "endLine": splice.end_line,
            "endColumn": splice.end_column,
        },
        **({"insertedContent": {"text": splice.text}} if splice.text else {}),
    }


def _notifications(notes: Sequence[str]) -> dict[str, Any]:
    told = [{"level": "note", "message": {"text": _message(note)}} for note in notes]
    return {"toolExecutionNotifications": told} if told else {}


def _message(text: str) -> str:
    """Return a message in which nothing is a link; source: section 3.11.6."""
    return re.sub(r"([\\\[\]])", r"\\\1", clean(text)) if _LINK.search(text) else clean(text)
