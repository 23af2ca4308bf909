"""Notes as Markdown, word for word: nodes of the tree as nested lists, paragraphs, tables and code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from rugctl.importing.blocks import Block
from rugctl.importing.meetings.tree import Node

_QUESTION = re.compile(r"(?:Q|Question|QUESTION)\s*(?:\((?P<who>[^()]{1,40})\))?\s*:\s*(?P<text>.+)|\?\s+(?P<bare>\S.*)")
_ANSWER = re.compile(r"(?<=\S)\s+(?:A|Answer)\s*(?:\((?P<who>[^()]{1,40})\))?\s*:\s*(?P<text>\S.*)$")


def write_notes(nodes: Iterable[Node], keep: Callable[[Node], bool]) -> str:
    """Return nodes and what is below them as CommonMark; what `keep` refuses is left out, but not what is below it."""
    lines: list[str] = []
    table = False
    for node in nodes:
        table = _write(node, 0, lines, keep, table=table)
    return "\n".join(_tidy(lines))


def _write(node: Node, depth: int, lines: list[str], keep: Callable[[Node], bool], *, table: bool) -> bool:
    """Write a node; return whether a table is open behind it."""
    kept = keep(node)
    if kept and node.block.kind == "row":
        lines += _row(node.block, depth, first=not table)
        return True
    if table:
        lines.append("")
    if kept:
        lines += _lines(node, depth)
    deeper = depth + 1 if kept and node.block.kind == "item" else depth
    inner = False
    for child in node.children:
        inner = _write(child, deeper, lines, keep, table=inner)
    if inner:
        lines.append("")
    return False


def _row(block: Block, depth: int, *, first: bool) -> list[str]:
    """Write a row of a table; the first one heads it."""
    pad = "  " * depth
    row = f"{pad}| {' | '.join(_cell(cell) for cell in block.cells)} |"
    return ["", row, f"{pad}|{' --- |' * len(block.cells)}"] if first else [row]


def _lines(node: Node, depth: int) -> list[str]:
    """Write a block that is no row."""
    block, pad = node.block, "  " * depth
    text = _safe(block.markdown or block.text)
    if node.is_heading:
        return ["", f"**{block.text.strip('*: ')}**", ""]
    if block.kind == "code":
        return [f"{pad}```{block.marker}", *(pad + line for line in block.text.split("\n")), f"{pad}```"]
    if block.kind == "item":
        box = "" if block.ticked is None else "[x] " if block.ticked else "[ ] "
        question = _QUESTION.fullmatch(text)
        if question is None:
            return [f"{pad}- {box}{text}"]
        asked, answered = _parted(question["text"] or question["bare"])
        lines = [f"{pad}- Q{_who(question['who'])}: {asked}"]
        return lines + ([f"{pad}  - A{_who(answered['who'])}: {answered['text']}"] if answered else [])
    return ["", text, ""] if not depth else [f"{pad}{text}"]


def _parted(text: str) -> tuple[str, re.Match[str] | None]:
    """Part a question from the answer on the same line."""
    answer = _ANSWER.search(text)
    return (text[: answer.start()].rstrip(), answer) if answer else (text, None)


def _who(name: str | None) -> str:
    return f" ({name.strip()})" if name else ""


def _safe(text: str) -> str:
    """Keep a text from reading as a heading, a list or a rule where it stands at the beginning of a line."""
    return re.sub(r"^(#{1,6}\s|[-*+]\s|>|\d+[.)]\s|={3,}|-{3,})", r"\\\1", text)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _tidy(lines: list[str]) -> list[str]:
    """Return lines without doubled empty ones and without empty ones at the ends."""
    kept: list[str] = []
    for line in lines:
        if line.strip() or (kept and kept[-1].strip()):
            kept.append(line.rstrip())
    while kept and not kept[-1].strip():
        kept.pop()
    return kept
