"""A comparison as text for people, as JSON, and as Markdown fit for a comment on a pull request."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from rugctl.comparison.changes import Comparison
from rugctl.render.change_words import Line, Section, sections, summary
from rugctl.render.flow import wrap
from rugctl.render.text import clean

JSON_VERSION = 1
"""The version of the JSON; it rises when a field changes its meaning or goes."""
MARKER = "<!-- rugctl diff -->"
"""The first line of the Markdown, by which a program finds the comment again to replace it."""
_BOLD, _OFF = "\x1b[1m", "\x1b[0m"
_SHOWN = 25
"""So many lines of Markdown stand open; more are folded away."""
_MOST = 60_000
"""GitHub takes comments of 65,536 characters."""


@dataclass(frozen=True, slots=True)
class Ends:
    """What was compared: the revisions as they were given, and their commits; None for the work tree."""

    base: str
    base_commit: str
    head: str | None
    head_commit: str | None

    @property
    def names(self) -> tuple[str, str]:
        """What people say for where something is."""
        return f"at {self.base}", f"at {self.head}" if self.head else "in the work tree"


def comparison_json(comparison: Comparison, ends: Ends) -> str:
    """Write a comparison as one JSON object."""
    body = {
        "version": JSON_VERSION,
        "base": {"revision": ends.base, "commit": ends.base_commit},
        "head": {"revision": ends.head, "commit": ends.head_commit},
        "summary": summary(comparison),
        **asdict(comparison),
    }
    return clean(json.dumps(body, ensure_ascii=False, indent=2)) + "\n"


def comparison_text(comparison: Comparison, ends: Ends, *, columns: int | None = None, colour: bool = False) -> str:
    """Write a comparison for people to read; `columns` brings it to a terminal's width."""
    bold, off = (_BOLD, _OFF) if colour else ("", "")
    blocks = ["\n".join(wrap(clean(summary(comparison)), "", columns))]
    for section in sections(comparison, ends.names):
        lines = [line for one in section.lines for line in _wrapped(one, columns)]
        blocks.append("\n".join([f"{bold}{section.title}{off}", *lines]))
    return "\n\n".join(blocks) + "\n"


def _wrapped(line: Line, columns: int | None) -> list[str]:
    return wrap(f"- {clean(line.text)}", "  " * (line.depth + 1), columns)


def comparison_markdown(comparison: Comparison, ends: Ends) -> str:
    """Write a comparison as Markdown that begins with MARKER; what is long is folded away, what is too long is cut and said so."""
    told = sections(comparison, ends.names)
    lines = [line for section in told for line in _markdown(section)]
    head = f"{MARKER}\n### What changes in the minutes\n\n{quiet(summary(comparison))}\n"
    foot = f"\n<sub>`rugctl diff`: {_commit(ends.base_commit)} to {_commit(ends.head_commit)}</sub>\n"
    room = _MOST - len(head) - len(foot)
    kept = list(_fitting(lines, room))
    if len(kept) < len(lines):
        kept.append(f"\n… and {len(lines) - len(kept)} more lines: `rugctl diff` shows them all.")
    body = "\n".join(kept) + "\n" if kept else ""
    if len(lines) > _SHOWN:
        body = f"\n<details>\n<summary>All changes</summary>\n{body}\n</details>\n"
    return head + body + foot


def _commit(commit: str | None) -> str:
    return f"`{commit[:9]}`" if commit else "the work tree"


def _markdown(section: Section) -> Iterator[str]:
    yield f"\n**{section.title}**\n"
    yield from (f"{'  ' * line.depth}- {quiet(line.text)}" for line in section.lines)


def _fitting(lines: list[str], room: int) -> Iterator[str]:
    for line in lines:
        room -= len(line) + 1
        if room < 200:
            return
        yield line


def quiet(text: str) -> str:
    """Return one line of text that makes no Markdown, HTML or link in a comment, and calls nobody's attention.

    GitHub turns `@name`, `#1`, `GH-1` and bare addresses into links after the markup was read, so that no backslash keeps
    them from it: a character of no width parts them.
    """
    plain = clean(text).replace("\n", " ").replace("&", "&amp;")
    plain = re.sub(r"([\\`*_\[\]<>|~$])", r"\\\1", plain)
    plain = re.sub(r"(?i)(@|#|\bgh-|://|www)(?=\S)", "\\1\u200b", plain)
    return re.sub(r"^([0-9]*)(?=(?:[.)]|[#+=-]+)(?:\s|$))", r"\1\\", plain)
