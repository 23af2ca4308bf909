"""`# rugctl: ignore[rule] reason`: on a finding's first line or the line above it, it silences that finding."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rugctl.yamlfile import Document
from rugctl.yamlfile.canonical import comment_marks

_IGNORE = re.compile(r"#\s*rugctl:\s*ignore\[([^\]]*)\]\s*(.*)")


@dataclass(frozen=True, slots=True)
class Ignore:
    """One suppression; `line` is where it stands, from 1."""

    line: int
    rule: str
    reason: str


def parse_ignores(document: Document) -> list[Ignore]:
    """Return the suppressions of a file; those inside texts are text."""
    if document.root is None:
        return []
    found = []
    for start, text in comment_marks(document):
        match = _IGNORE.match(text)
        if match:
            line = document.span(start, start).line
            found += [Ignore(line, rule.strip(), match[2].strip()) for rule in match[1].split(",")]
    return found
