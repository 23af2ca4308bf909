"""Agendas kept as tables: each row an entry of a list, who presents it behind its title, what else is said below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rugctl.importing.blocks import Block

_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"\W*(?:{words})\W*", re.IGNORECASE))
    for name, words in (
        ("title", r"(?:agenda|discussion)?\s*(?:topics?|items?|subjects?|titles?)|agenda|discussion"),
        ("who", r"presenters?|speakers?|who|owners?|leads?|led by|facilitators?|presented by|proposed by|proposer"),
        ("time", r"times?|duration|min(?:ute)?s?|length|time ?box|when|start|#|no|nr|number|"),
        ("task", r"due.*|deadline|status|actions?(?: items?)?|tasks?|done|assignee"),
    )
)


def agenda_of(rows: Sequence[Block]) -> list[Block] | None:
    """Return a table that its header makes an agenda as a label and a list, None for any other table."""
    header = rows[0]
    names = [next((name for name, words in _COLUMNS if words.fullmatch(cell)), "note") for cell in header.cells]
    one = header.header and not any(row.header for row in rows[1:])
    if not one or names.count("title") != 1 or "task" in names or not {"who", "time"} & set(names):
        return None
    label = replace(header, kind="text", depth=0, text="Agenda:", markdown="Agenda:", cells=(), strong=True)
    return [label, *(block for row in rows[1:] for block in _entries(row, names))]


def _entries(row: Block, names: Sequence[str]) -> Iterator[Block]:
    """Yield the entry that a row is, and below it what its other cells say."""
    cells = [(name, " ".join(cell.split())) for name, cell in zip(names, row.cells, strict=False) if cell.strip()]
    title = "".join(cell for name, cell in cells if name == "title")
    who = ", ".join(cell for name, cell in cells if name == "who")
    text = f"{title} ({who})" if title and who else title or who
    if text:
        yield replace(row, kind="item", text=text, markdown=text, cells=(), marker="-", depth=0)
    for name, cell in cells:
        if name == "note":
            yield replace(row, kind="item", text=cell, markdown=cell, cells=(), marker="-", depth=1, anchors=())
