"""Rules between files: what two records, or two places of one, say of each other must agree."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from rugctl.diagnostics import Edit, Finding, Pointer, Target, format_pointer, parse_pointer
from rugctl.names import parse_person_line
from rugctl.resolving import affiliations_on, resolve_name
from rugctl.rules.catalogue import Report
from rugctl.store import meeting_path


def unresolved_name(report: Report, index: sqlite3.Connection) -> Iterator[Finding]:
    """A name as people write it stands where an id belongs.

    It is kept, but counted nowhere until it is an id: two spellings would be two people.

    Fix: `rugctl resolve DATE` turns names into ids and registers newcomers; `--fix` writes the id where the name, and what
    is said with it, is exactly what the registry has of one person.
    """
    present = {(path, _list_of(parse_pointer(pointer)), who) for path, pointer, who in index.execute(_PRESENT)}
    sql = """SELECT f.path, u.pointer, u.text, m.stem, m.date FROM unresolved u JOIN meeting m ON m.id = u.meeting JOIN file f ON f.id = u.file
ORDER BY f.path, u.rowid"""
    for path, where, text, stem, day in index.execute(sql).fetchall():
        pointer = parse_pointer(where)
        person = _person_called(index, text, day) if pointer[-1] != "person" else ""  # with more said of it than a name
        place = (path, _list_of(pointer), person)
        fix = Edit("set", path, pointer, person) if person and place not in present else None
        present.add(place)
        help = f"Run `rugctl resolve {stem}`, which turns names into ids."
        yield report.at(Target(path, pointer), f"`{text}` is a name, not yet an id", help, fix=fix)


_PRESENT = """SELECT f.path, u.pointer, s.text FROM use u JOIN symbol s ON s.id = u.symbol JOIN file f ON f.id = u.file
WHERE s.kind = 'person' AND u.role IN ('attendee', 'speaker', 'regrets', 'owner')"""


def _list_of(pointer: Pointer) -> str:
    """Return the list that a person stands in; whoever is present sends no regrets."""
    return "attendees" if pointer[0] == "regrets" else format_pointer(tuple(part for part in pointer if part != "person")[:-1])


def _person_called(index: sqlite3.Connection, text: str, day: str) -> str:
    """Return the id of the one person whom a name certainly means, with nothing said that the registry does not have."""
    written = parse_person_line(text)
    if len(written) != 1 or written[0].inverted or written[0].unaffiliated or written[0].first_time or written[0].note:
        return ""
    found = resolve_name(index, written[0], lambda person: affiliations_on(index, person, day))
    return found.person if found.person and found.exact and not found.new_organizations else ""


def duplicate_person(report: Report, index: sqlite3.Connection) -> Iterator[Finding]:
    """A person stands twice in a meeting's attendees, speakers of one item, or regrets, or is both present and sent regrets.

    They are counted once. Also somebody who stands there by a former id and by the one in use stands there twice.

    Fix: delete one of the two.
    """
    sql = """WITH named AS (SELECT u.file, u.pointer, s.text FROM use u JOIN symbol s ON s.id = u.symbol
  WHERE s.kind = 'person' AND u.role IN ('attendee', 'speaker', 'regrets')
  UNION ALL SELECT file, pointer, text FROM unresolved WHERE role IN ('attendee', 'speaker', 'regrets'))
SELECT f.path, n.pointer, n.text FROM named n JOIN file f ON f.id = n.file
WHERE (n.file, n.text) IN (SELECT file, text FROM named GROUP BY file, text HAVING count(*) > 1)"""
    rows = [(path, parse_pointer(pointer), who) for path, pointer, who in index.execute(sql)]
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


def unknown_meeting(report: Report, index: sqlite3.Connection) -> Iterator[Finding]:
    """A meeting that a record names has no record of its own.

    Fix: correct the date, or make the record: `rugctl new-meeting DATE`.
    """
    sql = """SELECT f.path, r.pointer, r.stem FROM (
  SELECT file, grp, 'moved_to' AS pointer, moved_to AS stem FROM meeting WHERE moved_to IS NOT NULL
  UNION ALL SELECT file, grp, 'moved_from', moved_from FROM meeting WHERE moved_from IS NOT NULL
  UNION ALL SELECT m.file, m.grp, 'agenda/' || i.n || '/moved_to', i.moved_to FROM item i JOIN meeting m ON m.id = i.meeting WHERE i.moved_to IS NOT NULL
  UNION ALL SELECT m.file, m.grp, d.pointer || '/supersedes', substr(d.supersedes, 1, instr(d.supersedes, '/') - 1)
    FROM decision d JOIN meeting m ON m.id = d.meeting WHERE d.supersedes IS NOT NULL
) r JOIN file f ON f.id = r.file
WHERE NOT EXISTS (SELECT 1 FROM meeting t WHERE t.grp = r.grp AND t.stem = r.stem)
AND NOT EXISTS (SELECT 1 FROM file t WHERE t.grp = r.grp AND t.stem = r.stem) ORDER BY f.path"""
    for path, pointer, stem in index.execute(sql):
        help = f"Correct the date, or make the record: `rugctl new-meeting {stem}`."
        yield report.at(Target(path, parse_pointer(pointer)), f"there is no meeting {stem}", help)


def unknown_decision(report: Report, index: sqlite3.Connection) -> Iterator[Finding]:
    """A decision supersedes one that its meeting's record does not have.

    Fix: correct the id after the slash, or give the older decision that id.
    """
    sql = """SELECT f.path, d.pointer, d.supersedes FROM decision d JOIN meeting m ON m.id = d.meeting JOIN file f ON f.id = m.file
JOIN meeting t ON t.grp = m.grp AND t.stem = substr(d.supersedes, 1, instr(d.supersedes, '/') - 1) WHERE d.supersedes IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM decision e WHERE e.meeting = t.id AND e.key = substr(d.supersedes, instr(d.supersedes, '/') + 1)) ORDER BY f.path, d.rowid"""
    for path, pointer, text in index.execute(sql):
        yield report.at(
            Target(path, (*parse_pointer(pointer), "supersedes")),
            f"there is no decision {text}",
            "Correct the id, or give the older decision one.",
        )


def moves_agree(report: Report, index: sqlite3.Connection) -> Iterator[Finding]:
    """A postponed meeting and the one that it became name each other.

    Whoever reads one of the two records must find the other.

    Fix: add the key that the message names to the other record; `rugctl postpone` writes both.
    """
    for here, there in (("moved_to", "moved_from"), ("moved_from", "moved_to")):
        sql = f"""SELECT f.path, g.path, m.stem, t.{there}, t.status, (SELECT count(*) FROM meeting o WHERE o.grp = t.grp AND o.{here} = t.stem) FROM meeting m JOIN file f ON f.id = m.file
JOIN meeting t ON t.grp = m.grp AND t.stem = m.{here} JOIN file g ON g.id = t.file WHERE t.{there} IS NOT m.stem
AND (t.{there} IS NULL OR EXISTS (SELECT 1 FROM meeting o WHERE o.grp = t.grp AND o.stem = t.{there} AND o.{here} = t.stem)) ORDER BY f.path"""
        for path, other, stem, said, status, named_by in index.execute(sql):
            certain = said is None and named_by == 1 and (there == "moved_from" or status == "postponed")
            fix = Edit("set", other, (there,), stem) if certain else None
            words = f"names {said}" if said else "does not name it back"
            related = Target(other, (there,) if said else ("date",), label=f"`{there}: {stem}` is missing here")
            yield report.at(
                Target(path, (here,)), f"{other.rsplit('/', 1)[-1]} {words}", f"Write `{there}: {stem}` in {other}.", related, fix=fix
            )


def unique_names(report: Report, index: sqlite3.Connection) -> Iterator[Finding]:
    """An id, a former id or a handle belongs to one entry of a registry only, whatever its case.

    Aliases may be shared; an id or handle is what settles who is meant.

    Fix: take it away from one of the two.
    """
    sql = """WITH own AS (SELECT rowid AS n, kind, folded, how = 'handle' AS is_handle, symbol FROM name WHERE how IN ('id', 'former', 'handle')),
first AS (SELECT kind, folded, is_handle, min(n) AS n FROM own GROUP BY kind, folded, is_handle HAVING count(DISTINCT symbol) > 1)
SELECT f.path, a.pointer, g.path, b.pointer, a.text, t.text FROM first x JOIN own o ON (o.kind, o.folded, o.is_handle) = (x.kind, x.folded, x.is_handle)
JOIN name a ON a.rowid = o.n JOIN name b ON b.rowid = x.n JOIN file f ON f.id = a.file JOIN file g ON g.id = b.file JOIN symbol t ON t.id = b.symbol
WHERE a.symbol <> b.symbol ORDER BY a.rowid"""
    for path, pointer, other, first, text, owner in index.execute(sql):
        related = Target(other, parse_pointer(first), "key" if first.count("/") == 1 else "value", "here first")
        yield report.at(
            Target(path, parse_pointer(pointer)), f"`{text}` belongs to {owner} already", "Take it away from one of the two.", related
        )


def parent_cycle(report: Report, index: sqlite3.Connection) -> Iterator[Finding]:
    """An organization that is, through its parents, part of itself.

    Fix: delete one of the `parent` lines.
    """
    sql = """WITH RECURSIVE up(start, at, depth) AS (SELECT symbol, parent, 1 FROM organization WHERE parent IS NOT NULL
  UNION SELECT u.start, o.parent, u.depth + 1 FROM up u JOIN organization o ON o.symbol = u.at WHERE o.parent IS NOT NULL AND u.depth < 50)
SELECT DISTINCT s.text, f.path FROM up u JOIN organization o ON o.symbol = u.start JOIN symbol s ON s.id = u.start JOIN file f ON f.id = o.file
WHERE u.at = u.start AND s.text = (SELECT min(x.text) FROM up v JOIN symbol x ON x.id = v.at WHERE v.start = u.start)"""
    for text, path in index.execute(sql):
        yield report.at(Target(path, ("organizations", text, "parent")), f"`{text}` is part of itself", "Delete one of the `parent` lines.")


def moved_item(report: Report, index: sqlite3.Connection) -> Iterator[Finding]:
    """An agenda item that moved to a meeting is on that meeting's agenda, under its title or with one of its topics.

    Fix: add it there, or correct `moved_to`.
    """
    sql = """SELECT f.path, i.n, i.title, i.moved_to, t.grp FROM item i JOIN meeting m ON m.id = i.meeting JOIN file f ON f.id = m.file
JOIN meeting t ON t.grp = m.grp AND t.stem = i.moved_to
WHERE NOT EXISTS (SELECT 1 FROM item j WHERE j.meeting = t.id AND (j.title = i.title COLLATE NOCASE
  OR EXISTS (SELECT 1 FROM item_topic x JOIN item_topic y ON y.topic = x.topic WHERE x.item = i.id AND y.item = j.id))) ORDER BY f.path"""
    for path, n, title, stem, grp in index.execute(sql):
        related = Target(meeting_path(stem, grp), ("agenda",), "key", "not on this agenda")
        yield report.at(
            Target(path, ("agenda", n, "moved_to")),
            f"`{title}` is not on the agenda of {stem}",
            "Add it there, or correct `moved_to`.",
            related,
        )
