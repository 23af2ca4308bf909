"""What a change does to files, as a unified diff that `git apply` takes."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff


def render_diff(path: str, before: str, after: str) -> str:
    """Write the change of one file; nothing where there is none."""
    lines = unified_diff(_lines(before), _lines(after), f"a/{path}", f"b/{path}")
    return "".join(_whole(lines))


def _lines(text: str) -> list[str]:
    """Return the lines with their ends; only a line feed ends one, as for git."""
    return [f"{line}\n" for line in text.split("\n")[:-1]] + ([last] if (last := text.rsplit("\n", maxsplit=1)[-1]) else [])


def _whole(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
