"""`# rugctl: ignore[rule] reason`: beside a finding's first line, or alone on the line above, it silences that finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rugctl.diagnostics import Span
from rugctl.yamlfile import Document
from rugctl.yamlfile.canonical import comment_marks

_IGNORE = re.compile(r"#\s*rugctl:\s*ignore\[([^\]]*)\]\s*(.*)")
_NAMED = re.compile(r"[^,\s](?:[^,]*[^,\s])?")
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*")
_OPENS_TEXT = re.compile(r"(?P<margin>[ ]*(?:- +)*)(?P<key>[^#'\"]*:[ ]+)?[|>][-+1-9]*[ ]*(?:[ ]#.*)?")


@dataclass(frozen=True, slots=True)
class Ignore:
    """One suppression: where it names the rule, and the line that it is about.

    `without` is the comment as it would be without this rule, empty where nothing is left of it.
    """

    span: Span
    about: int
    rule: str
    reason: str
    without: str


def parse_ignores(document: Document) -> list[Ignore]:
    """Return the suppressions of a file; those inside texts are text.

    In a file that cannot be read, a text is what is indented below `|` or `>`.
    """
    marks = _marks_of_broken(document) if document.root is None else comment_marks(document)
    found = []
    for start, text in marks:
        match = _IGNORE.match(text)
        if match:
            line = document.span(start, start).line
            alone = document.lines[line - 1].lstrip().startswith("#")
            named = [(part[0], start + match.start(1) + part.start()) for part in _NAMED.finditer(match[1])]
            for rule, at in named or [("", start)]:
                without = _without(match, [other for other, _ in named if other != rule])
                found.append(Ignore(document.span(at, at + len(rule)), line + alone, rule, match[2].strip(), without))
    return found


def _without(match: re.Match[str], rest: list[str]) -> str:
    return f"{match.string[: match.start(1)]}{', '.join(rest)}{match.string[match.end(1) :]}" if rest else ""


def _marks_of_broken(document: Document) -> Iterator[tuple[int, str]]:
    start, text_of = 0, -1
    for line in document.lines:
        indent = len(line) - len(line.lstrip(" "))
        if line.strip() and indent <= text_of:
            text_of = -1
        if text_of < 0:
            comment = _COMMENT.search(line)
            if comment:
                yield start + comment.start(), comment[0].rstrip()
            opens = _OPENS_TEXT.fullmatch(line)
            if opens:
                text_of = len(opens["margin"]) if opens["key"] else max(opens["margin"].rfind("-"), 0)
        start += len(line) + 1
