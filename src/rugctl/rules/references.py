"""Rules between files: what a record names must be there, and what two records say of each other must agree."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from rugctl.diagnostics import Finding, Pointer, Target, parse_pointer
from rugctl.names import parse_person_line, slugify
from rugctl.rules.catalogue import Report
from rugctl.rules.likeness import Likeness
from rugctl.store import meeting_path

_REGISTRY = {"person": "data/people.yaml", "organization": "data/organizations.yaml", "topic": "data/topics.yaml"}
_PLURAL = {"person": "people", "organization": "organizations", "topic": "topics"}
_UNNAMED = """SELECT s.text, f.path FROM {kind} k JOIN symbol s ON s.id = k.symbol JOIN file f ON f.id = k.file
WHERE NOT EXISTS (SELECT 1 FROM use u WHERE u.symbol = s.id AND u.role <> 'not-same-as') ORDER BY k.rowid"""
_UNKNOWN = """SELECT s.text, f.path, u.pointer FROM symbol s JOIN use u ON u.symbol = s.id JOIN file f ON f.id = u.file
WHERE s.kind = ? AND NOT EXISTS (SELECT 1 FROM {kind} k WHERE k.symbol = s.id) ORDER BY f.path, u.rowid"""


def unknown_person(report: Report, index: sqlite3.Connection) -> Iterator[Finding]:
    """A person's id that data/people.yaml does not have.

    Fix: take the id that the message proposes, or register the person; a name as people write it, with a capital, may
    stand there too until `rugctl resolve` turns it into an id.
    """
    yield from _unknown(report, index, "person")


def unknown_organization(report: Report, index: sqlite3.Connection) -> Iterator[Finding]:
    """An organization's id that data/organizations.yaml does not have.

    Fix: take the id that the message proposes, or add the organization there.
    """
    yield from _unknown(report, index, "organization")


def unknown_topic(report: Report, index: sqlite3.Connection) -> Iterator[Finding]:
    """A topic's id that data/topics.yaml does not have.

    A topic history is whole only if all records use one word for one thing.

    Fix: take the id that the message proposes, or add the topic there.
    """
    yield from _unknown(report, index, "topic")


def _unknown(report: Report, index: sqlite3.Connection, kind: str) -> Iterator[Finding]:
    uses: dict[str, list[Target]] = {}
    for text, path, pointer in index.execute(_UNKNOWN.format(kind=kind), (kind,)):
        uses.setdefault(text, []).append(_use(path, parse_pointer(pointer)))
    unnamed = _unnamed(index, kind) if uses else {}
    nearest = _nearest(index, kind, uses, unnamed) if uses else {}
    for text, targets in uses.items():
        near = nearest.get(text, "")
        entry = Target(unnamed[near], (_PLURAL[kind], near), "key", "no record names this one") if near in unnamed else None
        if entry is not None and len(targets) > 1:
            message = f"no record names `{near}`, but {len(targets)} places name `{text}`, which is not here"
            yield report.at(entry, message, f"Did you mean `{text}`?", targets[0])
            continue
        help = f"Did you mean `{near}`?" if near else f"Add it to {_REGISTRY[kind]}, or correct it."
        for target in targets:
            yield report.at(target, f"no {kind} has the id `{text}`", help, *([entry] if entry else []))


def _use(path: str, pointer: Pointer) -> Target:
    """Return the place of a reference; that of an affiliation in long form is its `organization`."""
    return Target(path, (*pointer, "organization") if pointer[-2:-1] == ("affiliations",) else pointer)


def _unnamed(index: sqlite3.Connection, kind: str) -> dict[str, str]:
    """Return the ids of a registry that no record names, each with the registry's path, in its order."""
    return dict(index.execute(_UNNAMED.format(kind=kind)))


def _nearest(index: sqlite3.Connection, kind: str, unknown: Iterable[str], unnamed: Collection[str]) -> dict[str, str]:
    """Return the registered id that each unknown one resembles, where there is one; best one that no record names."""
    unused = Likeness(unnamed)
    known = Likeness(text for (text,) in index.execute(f"SELECT s.text FROM {kind} k JOIN symbol s ON s.id = k.symbol"))
    found = {text: unused.nearest(text, 0.75) or known.nearest(text, 0.6) for text in unknown}
    return {text: near for text, near in found.items() if near}


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
    named = sorted(
        (path, tuple(part for part in parse_pointer(pointer) if part != "person"), who) for path, pointer, who in index.execute(sql)
    )
    seen: dict[tuple[str, Pointer, str], Pointer] = {}
    for path, pointer, who in named:
        here = seen.setdefault((path, pointer[:-1], who), pointer)
        if here != pointer:
            first = Target(path, here, label="here first")
            yield report.at(Target(path, pointer), f"{who} stands twice in {pointer[-2]}", "Delete one of the two.", first)
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
        sql = f"""SELECT f.path, g.path, m.stem, t.{there} FROM meeting m JOIN file f ON f.id = m.file
JOIN meeting t ON t.grp = m.grp AND t.stem = m.{here} JOIN file g ON g.id = t.file WHERE t.{there} IS NOT m.stem
AND (t.{there} IS NULL OR EXISTS (SELECT 1 FROM meeting o WHERE o.grp = t.grp AND o.stem = t.{there} AND o.{here} = t.stem)) ORDER BY f.path"""
        for path, other, stem, said in index.execute(sql):
            words = f"names {said}" if said else "does not name it back"
            related = Target(other, (there,) if said else ("date",), label=f"`{there}: {stem}` is missing here")
            yield report.at(Target(path, (here,)), f"{other.rsplit('/', 1)[-1]} {words}", f"Write `{there}: {stem}` in {other}.", related)


def unknown_document(report: Report, index: sqlite3.Connection) -> Iterator[Finding]:
    """A record's source names a document that the group does not list.

    Fix: correct it, or add the document to `documents` in the group's record.
    """
    sql = """SELECT f.path, m.document FROM meeting m JOIN file f ON f.id = m.file WHERE m.document IS NOT NULL
AND EXISTS (SELECT 1 FROM grp g WHERE g.id = m.grp) AND NOT EXISTS (SELECT 1 FROM document d WHERE d.grp = m.grp AND d.id = m.document) ORDER BY f.path"""
    known = [id for (id,) in index.execute("SELECT id FROM document")]
    for path, text in index.execute(sql):
        near = get_close_matches(text, known, n=1, cutoff=0.6)
        help = f"Did you mean `{near[0]}`?" if near else "Add it to `documents` in the group's record."
        yield report.at(Target(path, ("source", "document")), f"the group has no document `{text}`", help)


def unknown_slot(report: Report, index: sqlite3.Connection) -> Iterator[Finding]:
    """A meeting's slot is none of those of the series in force on its date.

    Fix: correct it, or delete it: the series gives the slot.
    """
    uses: dict[tuple[str, int, str], list[Target]] = {}
    series: dict[tuple[str, int], tuple[str, list[str]]] = {}
    sql = """SELECT f.path, m.slot, g.path, s.n, s.id, (SELECT json_group_array(json_extract(x.value, '$.id')) FROM json_each(s.body, '$.slots') x)
FROM meeting m JOIN file f ON f.id = m.file JOIN series s ON s.grp = m.grp JOIN file g ON g.id = s.file
WHERE m.slot IS NOT NULL AND s.since <= coalesce(m.occurrence, m.date) AND coalesce(m.occurrence, m.date) < s.until ORDER BY f.path"""
    for path, slot, group, n, id, slots in index.execute(sql):
        uses.setdefault((group, n, slot), []).append(Target(path, ("slot",)))
        series[group, n] = (id, json.loads(slots))
    for (group, n, slot), targets in uses.items():
        id, slots = series[group, n]
        if slot not in slots:
            unnamed = [other for other in slots if (group, n, other) not in uses]
            yield from _unknown_slot(report, slot, id, targets, _slot_meant(group, n, slot, slots, unnamed))


def _slot_meant(group: str, n: int, slot: str, slots: list[str], unnamed: list[str]) -> tuple[str, Target]:
    """Return the slot of a series that no record names and that is like one that records name, with its place; else the series."""
    near = Likeness(unnamed).nearest(slot, 0.6)
    label = "no record names this one" if near else "the series"
    pointer: Pointer = ("series", n, "slots", slots.index(near), "id") if near else ("series", n, "id")
    return near, Target(group, pointer, label=label)


def _unknown_slot(report: Report, slot: str, series: str, targets: list[Target], meant: tuple[str, Target]) -> Iterator[Finding]:
    near, entry = meant
    help = f"Did you mean `{near}`?" if near else "Correct it, or delete it: the series gives the slot."
    if len(targets) == 1:
        yield report.at(targets[0], f"the series `{series}` has no slot `{slot}`", help, entry)
    else:
        help = f"Did you mean `{slot}`?" if near else "Add the slot, or correct the records."
        yield report.at(entry, f"the series `{series}` has no slot `{slot}`, but several records name it", help, targets[0])


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


def orphan(report: Report, index: sqlite3.Connection) -> Iterator[Finding]:
    """A person, an organization or a topic that no record names.

    It may be left over from a spelling that was corrected. One that an unknown id or a name resembles is left out: it is told there.

    Fix: delete the entry, or name it where it belongs.
    """
    written = [text for (text,) in index.execute("SELECT DISTINCT text FROM unresolved")]
    names = {slugify(person.name) for text in written for person in parse_person_line(text)}
    for kind, registry in _PLURAL.items():
        unknown = {text for text, _, _ in index.execute(_UNKNOWN.format(kind=kind), (kind,))} | (names if kind == "person" else set())
        unnamed = _unnamed(index, kind)
        misspelt = set(_nearest(index, kind, unknown, unnamed).values()) if unknown else set()
        for text, path in unnamed.items():
            if text not in misspelt:
                target = Target(path, (registry, text), "key")
                yield report.at(target, f"no record names `{text}`", "Delete the entry, or name it where it belongs.")


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
