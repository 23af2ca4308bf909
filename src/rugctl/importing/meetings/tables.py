"""Tables of people: columns by their header or their place, absent ones apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rugctl.importing.ledger import Ledger
from rugctl.importing.meetings.roster import Roster
from rugctl.importing.meetings.tree import Node
from rugctl.importing.words.labels import read_label
from rugctl.importing.words.lexicon import Lexicon, is_nobody, looks_like_person
from rugctl.importing.words.people_lines import person_line_score, read_people

_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(words, re.IGNORECASE))
    for name, words in (
        ("initials", r"initials?|abbr.*|short"),
        ("handle", r".*(?:username|user name|login|handle|github|gh id|irc|nick|slack|account|twitter).*"),
        ("affiliation", r".*(?:affiliation|organi[sz]ation|company|employer|org|institution|institute|representing|project).*"),
        ("status", r".*(?:\bpresent|attend|absent|status|here|in attendance|attended|attendance|voting\??|quorum).*"),
        ("role", r".*(?:role|title|position|seat).*"),
        ("last", r"(?:last|family|sur)[ -]?names?"),
        ("name", r".*(?:name|who|participant|attendee|member|person|delegate|representatives?).*"),
    )
)
_TICK = re.compile(r"[xX✓✔☑✅*]|\[[xX ]\]|yes|y|present", re.IGNORECASE)
_ABSENT = re.compile(
    r"(?:n|no|absent|x?\s*absent|regrets?|apolog\w+|excused|n/?a|-|–|—|✗|✘|❌|away|not present|none|leave|a)\.?", re.IGNORECASE
)

_FULL_NAME, _FEW, _MOST = 0.8, 0.3, 0.7


def tables_of(nodes: Sequence[Node]) -> list[list[Node]]:
    """Group rows into their tables."""
    tables: list[list[Node]] = []
    last: Node | None = None
    for node in nodes:
        if node.block.kind == "row":
            if tables and not node.block.header and last is tables[-1][-1]:
                tables[-1].append(node)
            else:
                tables.append([node])
        last = node
    return tables


def is_of_people(rows: Sequence[Node], lexicon: Lexicon) -> bool:
    """Tell whether a table without a label is a list of people: by a header that is about nothing else, and the names below it."""
    header = rows[0].block.cells
    columns = _columns(header)
    label = read_label(header[0], heading=True) if len(header) == 1 else None
    if label is not None and label.role == "attendees":
        return len(rows) > 1
    other = sum(bool(cell.strip()) for cell in header) - len(columns)
    if (
        "name" not in columns
        or not ({"affiliation", "handle", "last", "initials"} & set(columns) or ("status" in columns and not other))
        or other > 1
    ):
        return False
    names = [row.block.cells[columns["name"]] for row in rows[1:] if len(row.block.cells) > columns["name"]]
    likely = [is_nobody(name) or person_line_score(name, lexicon) >= 0.4 for name in names]
    return bool(likely) and sum(likely) >= len(likely) * 0.7


def read_table(rows: Sequence[Node], roster: Roster, lexicon: Lexicon, ledger: Ledger) -> list[Node]:
    """Read a table of people by its header, or by what its columns look like; return the rows that name nobody."""
    columns = _columns(rows[0].block.cells)
    headed = bool(columns) or rows[0].block.header
    if headed:
        ledger.structure(rows[0].block)
    columns = columns or _columns_by_looks(rows, lexicon)
    ticks = _tick_column([row.block.cells for row in rows[1:]], columns)
    columns = columns | ({"status": ticks} if ticks is not None else {})
    left = []
    for row in rows[1:] if headed else rows:
        if _read_row(row, columns, roster, lexicon):
            ledger.enter(row.block, "attendees")
        elif all(is_nobody(cell) for cell in row.block.cells):
            ledger.structure(row.block)
        else:
            left.append(row)
    return left


def _columns_by_looks(rows: Sequence[Node], lexicon: Lexicon) -> dict[str, int]:
    """Return the columns of a table whose header tells none: names in the first, unless hardly any of it reads so and another does."""
    width = len(rows[0].block.cells)
    like = [_share_of_names([row.block.cells[n] for row in rows[1:] if n < len(row.block.cells)], lexicon) for n in range(width)]
    best = max(range(width), key=lambda n: (like[n], -n))
    if like[0] < _FEW and like[best] > _MOST:
        return {"name": best}
    return {"name": 0} | ({"affiliation": 1} if width > 1 else {})


def _share_of_names(cells: Sequence[str], lexicon: Lexicon) -> float:
    """Return how many cells of a column read as full names, from 0 to 1."""
    said = [cell for cell in cells if not is_nobody(cell)]
    return sum(looks_like_person(cell, lexicon) >= _FULL_NAME for cell in said) / len(said) if said else 0.0


def _tick_column(rows: Sequence[Sequence[str]], columns: Mapping[str, int]) -> int | None:
    """Return the column without a name that only marks who is there."""
    if "status" in columns:
        return None
    for n in range(max((len(cells) for cells in rows), default=0)):
        marks = [cells[n].strip() for cells in rows if n < len(cells)]
        if n not in columns.values() and any(marks) and all(not mark or _TICK.fullmatch(mark) for mark in marks):
            return n
    return None


def _columns(cells: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for n, cell in enumerate(cells):
        words = re.sub(r"^\W*(name)s?\s*[/,&(].*$", r"\1", cell.strip(), flags=re.IGNORECASE)
        name = next((name for name, pattern in _COLUMNS if pattern.fullmatch(words)), None)
        if name and name not in found:
            found[name] = n
    if "last" in found and "name" not in found:
        found["name"] = found.pop("last")
    return found if "name" in found or "handle" in found else {}


def _read_row(row: Node, columns: dict[str, int], roster: Roster, lexicon: Lexicon) -> bool:
    """Enter the people of a row; tell whether there are any."""
    cells = row.block.cells

    def cell(name: str) -> str:
        at = columns.get(name)
        return cells[at].strip() if at is not None and at < len(cells) else ""

    text = cell("name") or cell("handle")
    if "last" in columns:
        text = f"{text} {cell('last')}".strip()
    if not text or len(re.split(r"[(\[]", text)[0].split()) > 8:
        return False
    people = [p for line in text.split("\n") for p in read_people(line, row.block.first, lexicon, anchors=row.block.anchors, pairs=True)]
    affiliation = cell("affiliation")
    said = (
        read_people(f"X Y ({affiliation})", row.block.first, lexicon)
        if affiliation and not re.fullmatch(r"\W*|n/?a", affiliation, re.IGNORECASE)
        else []
    )
    handle = cell("handle").lstrip("@").split()[0:1] if "name" in columns else []
    people = [
        replace(
            person,
            affiliation=(said[0].affiliation if said else None) or person.affiliation,
            organizations=(said[0].organizations if said else ()) or person.organizations,
            handle=(handle[0] if handle else None) or person.handle,
            first_time=person.first_time or bool(said and said[0].first_time),
        )
        for person in people
    ]
    remarks = [text for n, text in enumerate(cells) if n not in columns.values() and text.strip() and not is_nobody(text)]
    people = [replace(person, note="; ".join(filter(None, [person.note, *remarks])) or None) for person in people]
    if cell("initials"):
        roster.initials.update({cell("initials"): person.name for person in people})
    status = cell("status")
    if "status" in columns and (_ABSENT.fullmatch(status) or not status or status.startswith("[ ]")):
        roster.regrets += [replace(person, role="regrets") for person in people]
    else:
        roster.add(people)
    return bool(people)
