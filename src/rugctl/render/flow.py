"""CommonMark notes shown as text: as they are, or brought to a width with bullets, code and tables kept in shape."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from rugctl.render.text import clean

_FENCE = re.compile(r"\s*(?:```|~~~)")
_BULLET = re.compile(r"(\s*)((?:[-*+]|[0-9]{1,3}[.)])\s+|)")
_HEADING = re.compile(r"(#{1,6})(?=\s)")
_RIGID = ("|", "#", ">", "    ")


def flow(text: str, indent: str, columns: int | None) -> list[str]:
    """Return notes as lines under an indent; `columns` None leaves the lines as they are."""
    lines = clean(text).rstrip("\n").split("\n")
    if columns is None:
        return [f"{indent}{line}".rstrip() for line in lines]
    return [line for rigid, block in _blocks(lines) for line in ([f"{indent}{block}".rstrip()] if rigid else wrap(block, indent, columns))]


def wrap(text: str, indent: str, columns: int | None) -> list[str]:
    """Return one paragraph or bullet as lines under an indent, those after the first aligned with its text."""
    bullet = _BULLET.match(text)
    assert bullet is not None
    if columns is None:
        return [f"{indent}{text}"]
    hanging = indent + " " * bullet.end()
    room = max(columns, len(hanging) + 20)
    found = textwrap.wrap(
        text[bullet.end() :],
        room,
        initial_indent=indent + bullet[0],
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return found or [f"{indent}{text}".rstrip()]


def demoted(text: str, levels: int) -> str:
    """Return notes whose headings are that much deeper, so that they stay below the heading that they stand under."""
    lines, fenced = [], False
    for line in text.split("\n"):
        fenced ^= bool(_FENCE.match(line))
        lines.append(line if fenced else _HEADING.sub(lambda match: "#" * min(6, len(match[1]) + levels), line, count=1))
    return "\n".join(lines)


def _blocks(lines: list[str]) -> Iterator[tuple[bool, str]]:
    """Yield (rigid, text): a line of code or of a table is rigid; the lines of a paragraph or bullet are joined."""
    fenced, open_block = False, ""
    for line in lines:
        fence = bool(_FENCE.match(line))
        rigid = fenced or fence or not line.strip() or (line.startswith(_RIGID) and not open_block)
        fenced ^= fence
        starts = bool(_BULLET.match(line) and _BULLET.match(line)[2])  # type: ignore[index]
        if open_block and not rigid and not starts:
            open_block += f" {line.strip()}"
            continue
        if open_block:
            yield False, open_block
            open_block = ""
        if rigid:
            yield True, line
        else:
            open_block = line
    if open_block:
        yield False, open_block
