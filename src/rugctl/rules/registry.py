"""Rules on the registries: entries must be told apart, and in order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from rugctl.diagnostics import Finding, Target, parse_pointer
from rugctl.index.loading import LoadedFile
from rugctl.index.registry_facts import first_day
from rugctl.model import Affiliation, Backlog, People
from rugctl.rules.catalogue import Report


def affiliation_order(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A person's affiliations are in order of time, half-open `[since, until)`, and overlap only where one is `concurrent`.

    Without `until` one ends where the next begins. So every date has one answer, or several on purpose.

    Fix: sort them, correct the dates, or write `concurrent: true` at the one that holds in addition.

    Example::

          # data/people.yaml
          people:
            ana-lima:
              name: Ana Lima
              affiliations:
        -       - {organization: cern, since: "2022", until: "2024"}
        +       - {organization: cern, since: "2022"}
                - {organization: psi, since: "2023"}
          # data/organizations.yaml
          organizations: {cern: {name: CERN}, psi: {name: Paul Scherrer Institute}}
          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          attendees: [ana-lima]
    """
    if not isinstance(file.record, People):
        return
    for id, person in file.record.people.items():
        dated = [(n, a) for n, a in enumerate(person.affiliations) if isinstance(a, Affiliation)]
        for n, entry in dated:
            if entry.since and entry.until and first_day(entry.until) <= first_day(entry.since):
                target = Target(file.path, ("people", id, "affiliations", n, "until"))
                yield report.at(
                    target,
                    f"{entry.until} is not after {entry.since}",
                    "An affiliation ends after it begins; `until` is the first day after it.",
                )
        yield from _overlaps(report, file.path, id, person.affiliations)


def _overlaps(report: Report, path: str, id: str, entries: tuple[str | Affiliation, ...]) -> Iterator[Finding]:
    before: tuple[int, Affiliation] | None = None
    for n, raw in enumerate(entries):
        entry = raw if isinstance(raw, Affiliation) else Affiliation(organization=raw)
        if entry.concurrent:
            continue
        if before is not None:
            target = Target(path, ("people", id, "affiliations", n))
            first = Target(path, ("people", id, "affiliations", before[0]), label="this one goes on")
            help = "Give it a `since`, or write `concurrent: true` where both hold."
            since, earlier = first_day(entry.since or "0000"), before[1]
            if entry.since is None:
                yield report.at(target, f"`{entry.organization}` does not say since when", help, first)
            elif since <= first_day(earlier.since or "0000") or (earlier.until and first_day(earlier.until) > since):
                yield report.at(target, f"`{entry.organization}` begins before `{earlier.organization}` ends", help, first)
            elif earlier.organization == entry.organization and not earlier.until:
                help = "Keep one of the two; or say until when the first one went, where there was a gap."
                yield report.at(target, f"`{entry.organization}` goes on; it does not begin here", help, first)
        before = (n, entry)


def duplicate_backlog_id(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """Two proposed agenda items have the same id.

    Items are taken from the backlog by their ids.

    Fix: rename one.

    Example::

          # data/backlog.yaml
          backlog:
            - {id: gateway, title: Gateway API}
        -   - {id: gateway, title: Gateways again}
        +   - {id: gateways-again, title: Gateways again}
    """
    seen: dict[str, int] = {}
    for n, item in enumerate(file.record.backlog if isinstance(file.record, Backlog) else ()):
        if item.id in seen:
            first = Target(file.path, ("backlog", seen[item.id], "id"), label="here first")
            yield report.at(Target(file.path, ("backlog", n, "id")), f"two items have the id `{item.id}`", "Rename one.", first)
        seen.setdefault(item.id, n)


def unique_names(report: Report, index: sqlite3.Connection) -> Iterator[Finding]:
    """An id, a former id or a handle belongs to one entry of a registry only, whatever its case.

    Aliases may be shared; an id or handle is what settles who is meant.

    Fix: take it away from one of the two.

    Example::

          # data/people.yaml
          people:
            ana-lima: {name: Ana Lima, github: ana}
        -   ana-lima-2: {name: Ana Lima, github: Ana}
        +   ana-lima-2: {name: Ana Lima, github: ana2}
          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          attendees: [ana-lima, ana-lima-2]
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

    What belongs to what is told by going up; there is no end to it here.

    Fix: delete one of the `parent` lines.

    Example::

          # data/organizations.yaml
          organizations:
            cern:
              name: CERN
        -     parent: cern-it
            cern-it:
              name: CERN IT
              parent: cern
          # data/people.yaml
          people: {ana-lima: {name: Ana Lima, affiliations: [cern-it]}}
          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          attendees: [ana-lima]
    """
    sql = """WITH RECURSIVE up(start, at, depth) AS (SELECT symbol, parent, 1 FROM organization WHERE parent IS NOT NULL
  UNION SELECT u.start, o.parent, u.depth + 1 FROM up u JOIN organization o ON o.symbol = u.at WHERE o.parent IS NOT NULL AND u.depth < 50)
SELECT DISTINCT s.text, f.path FROM up u JOIN organization o ON o.symbol = u.start JOIN symbol s ON s.id = u.start JOIN file f ON f.id = o.file
WHERE u.at = u.start AND s.text = (SELECT min(x.text) FROM up v JOIN symbol x ON x.id = v.at WHERE v.start = u.start)"""
    for text, path in index.execute(sql):
        yield report.at(Target(path, ("organizations", text, "parent")), f"`{text}` is part of itself", "Delete one of the `parent` lines.")
