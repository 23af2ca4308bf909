"""Rules on ids that lead nowhere, and on entries that nothing leads to. What one slip breaks at many places is told once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rugctl.diagnostics import Edit, Finding, Pointer, Target, parse_pointer
from rugctl.names import fold, slugify
from rugctl.rules.catalogue import Report
from rugctl.rules.likeness import Likeness
from rugctl.written_names import parse_person_line

_REGISTRY = {"person": "data/people.yaml", "organization": "data/organizations.yaml", "topic": "data/topics.yaml"}
_PLURAL = {"person": "people", "organization": "organizations", "topic": "topics"}
_UNNAMED = """SELECT s.text, f.path FROM {kind} k JOIN symbol s ON s.id = k.symbol JOIN file f ON f.id = k.file
WHERE NOT EXISTS (SELECT 1 FROM use u WHERE u.symbol = s.id AND u.role <> 'not-same-as') ORDER BY k.rowid"""
_UNKNOWN = """SELECT s.text, f.path, u.pointer, f.grp FROM symbol s JOIN use u ON u.symbol = s.id JOIN file f ON f.id = u.file
WHERE s.kind = ? AND NOT EXISTS (SELECT 1 FROM {kind} k WHERE k.symbol = s.id) ORDER BY f.path, u.rowid"""


def unknown_person(report: Report, index: sqlite3.Connection) -> Iterator[Finding]:
    """A person's id that data/people.yaml does not have.

    The people of a record are counted and found by their ids; one that nobody has is a person who never came.

    Fix: take the id that the message proposes, or register the person; a name as people write it, with a capital, may
    stand there too until `rugctl resolve` turns it into an id. `--fix` writes the id where this is a name or alias of one person.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
        - chair: ana-lina
        + chair: ana-lima
          # data/people.yaml
          people: {ana-lima: {name: Ana Lima}}
    """
    yield from _unknown(report, index, "person")


def unknown_organization(report: Report, index: sqlite3.Connection) -> Iterator[Finding]:
    """An organization's id that data/organizations.yaml does not have.

    Figures by organization count what the registry has; one that it lacks is left out of all of them.

    Fix: take the id that the message proposes, or add the organization there; `--fix` writes the id where this is a name or
    alias of one.

    Example::

          # data/people.yaml
        - people: {ana-lima: {name: Ana Lima, affiliations: [cren]}}
        + people: {ana-lima: {name: Ana Lima, affiliations: [cern]}}
          # data/organizations.yaml
          organizations: {cern: {name: CERN}}
          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          attendees: [ana-lima]
    """
    yield from _unknown(report, index, "organization")


def unknown_topic(report: Report, index: sqlite3.Connection) -> Iterator[Finding]:
    """A topic's id that data/topics.yaml does not have.

    A topic history is whole only if all records use one word for one thing.

    Fix: take the id that the message proposes, or add the topic there; `--fix` writes the id where this is a name or alias of one.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          agenda:
        -   - {title: Queues in Kubernetes, topics: [queus]}
        +   - {title: Queues in Kubernetes, topics: [queues]}
          # data/topics.yaml
          topics: {queues: {name: Queues}}
    """
    yield from _unknown(report, index, "topic")


def _unknown(report: Report, index: sqlite3.Connection, kind: str) -> Iterator[Finding]:
    uses: dict[str, dict[str, list[Target]]] = {}
    for text, path, pointer, group in index.execute(_UNKNOWN.format(kind=kind), (kind,)):
        uses.setdefault(text, {}).setdefault(group, []).append(Target(path, parse_pointer(pointer)))
    unnamed = _unnamed(index, kind) if uses else {}
    nearest = _nearest(index, kind, uses, unnamed) if uses else {}
    spellings = _spellings(index, kind) if uses else {}
    for text, by_group in uses.items():
        targets = [target for some in by_group.values() for target in some]
        called = _called(spellings, text)
        near = called or nearest.get(text, "")
        meant = called if called not in unnamed else ""  # else it may be the entry's own id that is misspelt
        entry = Target(unnamed[near], (_PLURAL[kind], near), "key", "no record names this one") if near in unnamed else None
        help = f"Did you mean `{near}`?" if near and (meant or len(targets) == 1) else f"Add it to {_REGISTRY[kind]}, or correct it."
        for some in [targets] if entry else by_group.values():  # each group reads its own findings
            finding = _leads_nowhere(report, text, some, entry, (f"no {kind} has the id `{text}`", help))
            yield replace(finding, fix=_respelt(some, meant) if meant else ())


def _respelt(targets: Sequence[Target], meant: str) -> tuple[Edit, ...]:
    """Return the edits that write another id at all places of one; none where a note names it, whose text has other words too."""
    if any(target.pointer[-1] == "notes" for target in targets):
        return ()
    return tuple(Edit("set", target.path, target.pointer, meant) for target in targets)


def _spellings(index: sqlite3.Connection, kind: str) -> dict[tuple[str, str], set[str]]:
    """Return the ids of a registry by what may stand for them: a name or alias as it is compared, or an id without its hyphens."""
    sql = """SELECT n.how, n.folded, s.text FROM name n JOIN symbol s ON s.id = n.symbol
WHERE n.kind = ? AND n.how IN ('name', 'alias', 'id', 'former')"""
    found: dict[tuple[str, str], set[str]] = {}
    for how, folded, id in index.execute(sql, (kind,)):
        key = ("id", folded.replace("-", "")) if how in {"id", "former"} else ("name", folded)
        found.setdefault(key, set()).add(id)
    return found


def _called(spellings: Mapping[tuple[str, str], set[str]], text: str) -> str:
    """Return the id of the only entry that has an unknown id's words for its name, its alias or its id; else nothing."""
    found = spellings.get(("name", fold(text)), set()) | spellings.get(("id", text.replace("-", "")), set())
    return next(iter(found)) if len(found) == 1 else ""


def _leads_nowhere(report: Report, text: str, targets: Sequence[Target], entry: Target | None, words: tuple[str, str]) -> Finding:
    """Tell once of an id that leads nowhere: at the entry that must be meant by several places, else at the first place.

    `entry` is one that is like the id and that no record names; `words` say what is the matter and what to do.
    """
    first, *others = dict.fromkeys(targets)
    if not others:
        return report.at(first, *words, *([entry] if entry else []))
    if entry is not None:
        message = f"no record names `{entry.pointer[-1]}`, but {len(others) + 1} places name `{text}`, which is not here"
        return report.at(entry, message, f"Did you mean `{text}`?", first)
    return report.at(first, *words, *(replace(other, label="named here too") for other in others))


def _unnamed(index: sqlite3.Connection, kind: str) -> dict[str, str]:
    """Return the ids of a registry that no record names, each with the registry's path, in its order."""
    return dict(index.execute(_UNNAMED.format(kind=kind)))


def _nearest(index: sqlite3.Connection, kind: str, unknown: Iterable[str], unnamed: Collection[str]) -> dict[str, str]:
    """Return the registered id that each unknown one resembles, where there is one; best one that no record names."""
    unused = Likeness(unnamed)
    known = Likeness(text for (text,) in index.execute(f"SELECT s.text FROM {kind} k JOIN symbol s ON s.id = k.symbol"))
    found = {text: unused.nearest(text, 0.75) or known.nearest(text, 0.6) for text in unknown}
    return {text: near for text, near in found.items() if near}


def orphan(report: Report, index: sqlite3.Connection) -> Iterator[Finding]:
    """A person, an organization or a topic that no record names.

    It may be left over from a spelling that was corrected. One that an unknown id or a name resembles is left out: it is told there.

    Fix: delete the entry, or name it where it belongs.

    Example::

          # data/people.yaml
          people:
            ana-lima: {name: Ana Lima}
        -   bo-berg: {name: Bo Berg}
          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          attendees: [ana-lima]
    """
    written = [text for (text,) in index.execute("SELECT DISTINCT text FROM unresolved")]
    names = {slugify(person.name) for text in written for person in parse_person_line(text)} | set(map(slugify, written))
    names |= {word for text in written for word in text.split()}  # ids of two lines that were read as one
    for kind, registry in _PLURAL.items():
        unknown = {text for text, *_ in index.execute(_UNKNOWN.format(kind=kind), (kind,))} | (names if kind == "person" else set())
        unnamed = _unnamed(index, kind)
        misspelt = set(_nearest(index, kind, unknown, unnamed).values()) if unknown else set()
        for text, path in unnamed.items():
            if text not in misspelt:
                target = Target(path, (registry, text), "key")
                yield report.at(target, f"no record names `{text}`", "Delete the entry, or name it where it belongs.")


def unknown_document(report: Report, index: sqlite3.Connection, group: str) -> Iterator[Finding]:
    """A record's source names a document that the group does not list.

    The document is where a reader can look up what was meant.

    Fix: correct it, or add the document to `documents` in the group's record.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
        - source: {document: runing-notes}
        + source: {document: running-notes}
          # data/group.yaml
          format: 1
          name: Example group
          zones: [Europe/Zurich]
          documents: {running-notes: {title: Running notes}}
    """
    sql = """SELECT f.path, m.document FROM meeting m JOIN file f ON f.id = m.file WHERE m.grp = ? AND m.document IS NOT NULL
AND EXISTS (SELECT 1 FROM grp g WHERE g.id = m.grp) AND NOT EXISTS (SELECT 1 FROM document d WHERE d.grp = m.grp AND d.id = m.document) ORDER BY f.path"""
    uses: dict[str, list[Target]] = {}
    for path, text in index.execute(sql, (group,)):
        uses.setdefault(text, []).append(Target(path, ("source", "document")))
    for text, targets in uses.items():
        near, entry = _document_meant(index, group, text)
        help = f"Did you mean `{near}`?" if near and len(targets) == 1 else "Add it to `documents` in the group's record, or correct it."
        yield _leads_nowhere(report, text, targets, entry, (f"the group has no document `{text}`", help))


def _document_meant(index: sqlite3.Connection, group: str, text: str) -> tuple[str, Target | None]:
    """Return the group's document that a text is like, and its place if no record names it."""
    sql = """SELECT d.id, f.path, EXISTS (SELECT 1 FROM meeting m WHERE m.grp = d.grp AND m.document = d.id)
FROM document d JOIN file f ON f.id = d.file WHERE d.grp = ?"""
    known = {id: (path, bool(named)) for id, path, named in index.execute(sql, (group,))}
    near = Likeness(known).nearest(text, 0.6)
    path, named = known.get(near, ("", True))
    return near, None if named else Target(path, ("documents", near), "key", "no record names this one")


def unknown_slot(report: Report, index: sqlite3.Connection, group: str) -> Iterator[Finding]:
    """A meeting's slot is none of those of the series in force on its date.

    The slot says at which of its times the series met.

    Fix: correct it, or delete it: the series gives the slot.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
        - slot: late
        + slot: early
          # data/group.yaml
          format: 1
          name: Example group
          zones: [Europe/Zurich]
          series:
            - id: wednesdays
              uid: 5b1d3c0a9f
              since: 2024-06-05
              rrule: FREQ=WEEKLY;BYDAY=WE
              duration: 60
              slots:
                - {id: early, start: "09:00", timezone: Europe/Zurich}
    """
    uses: dict[tuple[int, str], list[Target]] = {}
    series: dict[int, tuple[str, str, list[str]]] = {}
    sql = """SELECT f.path, m.slot, g.path, s.n, s.id, (SELECT json_group_array(json_extract(x.value, '$.id')) FROM json_each(s.body, '$.slots') x)
FROM meeting m JOIN file f ON f.id = m.file JOIN series s ON s.grp = m.grp JOIN file g ON g.id = s.file
WHERE m.grp = ? AND m.slot IS NOT NULL AND s.since <= coalesce(m.occurrence, m.date) AND coalesce(m.occurrence, m.date) < s.until
AND NOT EXISTS (SELECT 1 FROM series o, json_each(o.body, '$.slots') y WHERE o.grp = s.grp AND o.n <> s.n AND json_extract(y.value, '$.id') = m.slot
  AND o.since <= coalesce(m.occurrence, m.date) AND coalesce(m.occurrence, m.date) < o.until) ORDER BY f.path"""
    for path, slot, record, n, id, slots in index.execute(sql, (group,)):
        uses.setdefault((n, slot), []).append(Target(path, ("slot",)))
        series[n] = (record, id, json.loads(slots))
    for (n, slot), targets in uses.items():
        record, id, slots = series[n]
        if slot not in slots:
            unnamed = [other for other in slots if (n, other) not in uses]
            yield from _unknown_slot(report, slot, id, targets, _slot_meant(record, n, slot, slots, unnamed))


def _slot_meant(record: str, n: int, slot: str, slots: list[str], unnamed: list[str]) -> tuple[str, Target]:
    """Return the slot of a series that no record names and that is like one that records name, with its place; else the series."""
    near = Likeness(unnamed).nearest(slot, 0.6)
    label = "no record names this one" if near else "the series"
    pointer: Pointer = ("series", n, "slots", slots.index(near), "id") if near else ("series", n, "id")
    return near, Target(record, pointer, label=label)


def _unknown_slot(report: Report, slot: str, series: str, targets: list[Target], meant: tuple[str, Target]) -> Iterator[Finding]:
    near, entry = meant
    help = f"Did you mean `{near}`?" if near else "Correct it, or delete it: the series gives the slot."
    if len(targets) == 1:
        yield report.at(targets[0], f"the series `{series}` has no slot `{slot}`", help, entry)
    else:
        help = f"Did you mean `{slot}`?" if near else "Add the slot, or correct the records."
        yield report.at(entry, f"the series `{series}` has no slot `{slot}`, but several records name it", help, targets[0])
