"""Rules on how people are named at a meeting: by a name where an id belongs, or twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from rugctl.diagnostics import Edit, Finding, Pointer, Target, format_pointer, parse_pointer
from rugctl.rules.catalogue import Report
from rugctl.written_names import parse_person_line


def unresolved_name(report: Report, index: sqlite3.Connection, group: str) -> Iterator[Finding]:
    """A name as people write it stands where an id belongs.

    It is kept, but counted nowhere until it is an id: two spellings would be two people.

    Fix: `rugctl resolve DATE` turns names into ids and registers newcomers; `--fix` writes the id where the name, and what
    is said with it, is exactly what the registry has of one person.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          attendees:
        -   - Ana Lima
        +   - ana-lima
          # data/people.yaml
          people: {ana-lima: {name: Ana Lima}}
    """
    present = {(path, _list_of(parse_pointer(pointer)), who) for path, pointer, who in index.execute(_PRESENT, (group,))}
    sql = """SELECT f.path, u.pointer, u.text, m.stem, m.date FROM meeting m CROSS JOIN unresolved u ON u.file = m.file JOIN file f ON f.id = u.file
WHERE m.grp = ? AND u.meeting = m.id ORDER BY f.path, u.rowid"""
    for path, where, text, stem, day in index.execute(sql, (group,)).fetchall():
        pointer = parse_pointer(where)
        person = _person_called(index, text, day) if pointer[-1] != "person" else ""  # with more said of it than a name
        place = (path, _list_of(pointer), person)
        fix = Edit("set", path, pointer, person) if person and place not in present else None
        present.add(place)
        help = f"Run `rugctl resolve {stem}`, which turns names into ids."
        yield report.at(Target(path, pointer), f"`{text}` is a name, not yet an id", help, fix=fix)


_PRESENT = """SELECT f.path, u.pointer, s.text FROM
(SELECT file FROM meeting m WHERE m.grp = ? AND EXISTS (SELECT 1 FROM unresolved n WHERE n.file = m.file)) x CROSS JOIN use u ON u.file = x.file
JOIN symbol s ON s.id = u.symbol JOIN file f ON f.id = u.file WHERE s.kind = 'person' AND u.role IN ('attendee', 'speaker', 'regrets', 'owner')"""


def _list_of(pointer: Pointer) -> str:
    """Return the list that a person stands in; whoever is present sends no regrets."""
    return "attendees" if pointer[0] == "regrets" else format_pointer(tuple(part for part in pointer if part != "person")[:-1])


def _person_called(index: sqlite3.Connection, text: str, day: str) -> str:
    """Return the id of the one person whom a name certainly means, with nothing said that the registry does not have."""
    written = parse_person_line(text)
    if len(written) != 1 or written[0].inverted or written[0].unaffiliated or written[0].first_time or written[0].note:
        return ""
    from rugctl.resolving import affiliations_on, resolve_name  # noqa: PLC0415  only where there is a name

    found = resolve_name(index, written[0], lambda person: affiliations_on(index, person, day), near=False)
    return found.person if found.person and found.exact and not found.new_organizations else ""


_TWICE = """WITH suspect AS (SELECT u.file, u.symbol FROM meeting m CROSS JOIN use u ON u.file = m.file
  WHERE m.grp = :group AND u.role IN ('attendee', 'speaker', 'regrets')
  GROUP BY u.file, u.symbol HAVING sum(u.role = 'speaker') > 1 OR sum(u.role <> 'speaker') > 1),
named AS (SELECT u.file, u.pointer, u.symbol AS who FROM suspect x CROSS JOIN use u ON u.file = x.file AND u.symbol = x.symbol
  WHERE u.role IN ('attendee', 'speaker', 'regrets')
  UNION ALL SELECT u.file, u.pointer, u.text FROM meeting m CROSS JOIN unresolved u ON u.file = m.file
  WHERE m.grp = :group AND u.role IN ('attendee', 'speaker', 'regrets')),
listed AS (SELECT *, replace(rtrim(replace(pointer, '/person', ''), '0123456789'), 'regrets', 'attendees') AS list FROM named),
twice AS (SELECT file, list, who FROM listed GROUP BY file, list, who HAVING count(*) > 1)
SELECT f.path, n.pointer, coalesce(s.text, n.who) FROM twice t JOIN listed n ON n.file = t.file AND n.list = t.list AND n.who = t.who
JOIN file f ON f.id = n.file LEFT JOIN symbol s ON typeof(n.who) = 'integer' AND s.id = n.who"""
"""Whoever stands twice in one list, those present and those who sent regrets taken for one; a symbol, or a name that is no id yet."""


def duplicate_person(report: Report, index: sqlite3.Connection, group: str) -> Iterator[Finding]:
    """A person stands twice in a meeting's attendees, speakers of one item, or regrets, or is both present and sent regrets.

    They are counted once. Also somebody who stands there by a former id and by the one in use stands there twice.

    Fix: delete one of the two; `--fix` does that where nothing but the same id or name is said of both.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          attendees:
            - ana-lima
        -   - ana-lima
          # data/people.yaml
          people: {ana-lima: {name: Ana Lima}}
    """
    rows = [(path, parse_pointer(pointer), who) for path, pointer, who in index.execute(_TWICE, {"group": group})]
    plain = {(path, pointer) for path, pointer, _ in rows if pointer[-1] != "person"}
    named = sorted((path, tuple(part for part in pointer if part != "person"), who) for path, pointer, who in rows)
    seen: dict[tuple[str, Pointer, str], Pointer] = {}
    for path, pointer, who in named:
        here = seen.setdefault((path, pointer[:-1], who), pointer)
        if here != pointer:
            first = Target(path, here, label="here first")
            fix = Edit("delete", path, pointer) if {(path, here), (path, pointer)} <= plain else None
            yield report.at(Target(path, pointer), f"{who} stands twice in {pointer[-2]}", "Delete one of the two.", first, fix=fix)
        elif pointer[0] == "regrets" and (path, ("attendees",), who) in seen:
            present = Target(path, seen[path, ("attendees",), who], label="present here")
            yield report.at(Target(path, pointer), f"{who} is among the attendees too", "Delete one of the two.", present)
