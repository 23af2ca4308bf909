"""Rules between files on what the records say over time: affiliations, first times, and the dates of the series."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, groupby
from typing import NamedTuple

from rugctl.diagnostics import Finding, Target, parse_pointer
from rugctl.rules.catalogue import Report

_DISAGREEING = """SELECT f.path, a.n, s.text, p.text, m.date, q.path,
  (SELECT group_concat(t.text, ', ') FROM affiliation e JOIN symbol t ON t.id = e.organization WHERE e.person = d.person AND e.since <= m.date AND m.date < e.until)
FROM disagreement d JOIN meeting m ON m.id = d.meeting JOIN file f ON f.id = m.file JOIN attendance a ON a.meeting = d.meeting AND a.person = d.person
JOIN symbol p ON p.id = d.person LEFT JOIN symbol s ON s.id = d.organization JOIN person r ON r.symbol = d.person JOIN file q ON q.id = r.file
ORDER BY f.path, a.n"""


def affiliation_agrees(report: Report, index: sqlite3.Connection) -> Iterator[Finding]:
    """The organization said at a meeting agrees with the person's affiliations as of that date.

    It agrees when it is the same organization, or one is part of the other (`parent`). Otherwise one of the two is
    wrong, and every figure by organization with it. Where several meetings disagree alike, it is told once, at the
    registry; affiliations that are out of order come first.

    Fix: correct the attendee, or give the person a dated affiliation in data/people.yaml.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          attendees:
        -   - {person: ana-lima, organization: cern}
        +   - {person: ana-lima, organization: psi}
          # data/people.yaml
          people:
            ana-lima:
              name: Ana Lima
              affiliations: [{organization: cern, until: "2022"}, {organization: psi, since: "2022"}]
          # data/organizations.yaml
          organizations: {cern: {name: CERN}, psi: {name: Paul Scherrer Institute}}
    """
    disordered = {parse_pointer(at)[1] for (at,) in index.execute("SELECT pointer FROM finding WHERE rule = 'affiliation-order'")}
    told: dict[tuple[str, str, str], list[tuple[Target, str, str]]] = {}
    for path, n, said, person, day, registry, known in index.execute(_DISAGREEING):
        if person in disordered:
            continue
        target = Target(path, ("attendees", n, "organization"), label=f"on {day}")
        told.setdefault((registry, person, said or "nobody"), []).append((target, day, known))
    for (registry, person, said), meetings in told.items():
        target, day, known = meetings[0]
        has = f"the registry has {known}" if known else "the registry has none"
        help = f"Correct the attendee, or give {person} an affiliation since {day} in {registry}."
        entry = Target(registry, ("people", person, "affiliations"), "key", f"{known or 'no affiliation'} on {day}")
        if len(meetings) == 1:
            yield report.at(target, f"{person} is with {said} here; as of {day} {has}", help, entry)
        else:
            yield report.at(entry, f"{person} is with {said} at several meetings, on {day} first; as of then {has}", help, target)


def first_time(report: Report, index: sqlite3.Connection, group: str) -> Iterator[Finding]:
    """A record claims that somebody was there for the first time, and an earlier one has them present.

    Old minutes carry such claims; people mark themselves twice, or forget. The figures go by the records, not by the
    claim.

    Fix: leave it where the old minutes say so, with a reason: `# rugctl: ignore[first-time] the minutes say so twice`;
    else delete the claim.

    Example::

          # data/meetings/2024-06-12.yaml
          date: 2024-06-12
          status: held
          attendees:
        -   - {person: ana-lima, first_time: true}
        +   - ana-lima
          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          attendees: [ana-lima]
          # data/people.yaml
          people: {ana-lima: {name: Ana Lima}}
    """
    sql = """WITH claim AS MATERIALIZED (SELECT m.date, m.file, a.person, a.n FROM meeting m CROSS JOIN attendance a ON a.meeting = m.id
  WHERE m.grp = :group AND m.status = 'held' AND a.first_time),
earliest AS MATERIALIZED (SELECT b.person, min(e.stem), e.date, b.n, e.file FROM meeting e CROSS JOIN attendance b ON b.meeting = e.id
  WHERE e.grp = :group AND e.status = 'held' AND b.person IN (SELECT person FROM claim) GROUP BY b.person)
SELECT f.path, a.n, p.text, e.date, g.path, e.n FROM claim a JOIN earliest e ON e.person = a.person JOIN file f ON f.id = a.file
JOIN symbol p ON p.id = a.person JOIN file g ON g.id = e.file WHERE e.date < a.date ORDER BY f.path, a.n"""
    for path, n, person, earlier, other, k in index.execute(sql, {"group": group}):
        related = Target(other, ("attendees", k) if k < 1000 else ("date",), label=f"present on {earlier}")
        help = "Delete the claim, or keep it with a reason: `# rugctl: ignore[first-time] …`."
        yield report.at(Target(path, ("attendees", n, "first_time"), "key"), f"{person} was there before, on {earlier}", help, related)


def missing_occurrence(report: Report, index: sqlite3.Connection, group: str) -> Iterator[Finding]:
    """The series expects a meeting on a date that has no record, and a later meeting is over.

    Every expected date is accounted for: a record of any status, a pause, or a stretch that is not recorded. Dates that
    follow each other in a series are told together, and all of them where that happens often. A meeting that is
    scheduled, cancelled or postponed may still be to come, so the dates before it may be too.

    Fix: add the record, or a pause or unrecorded stretch to the series.

    Example::

          # data/group.yaml
          format: 1
          name: Example group
          zones: [Europe/Zurich]
          series:
            - id: wednesdays
              uid: 5b1d3c0a9f
              since: 2024-06-05
              rrule: FREQ=WEEKLY;BYDAY=WE
              start: "16:00"
              timezone: Europe/Zurich
              duration: 60
        +     pauses:
        +       - {since: 2024-06-12, until: 2024-06-13, reason: Holiday}
          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          # data/meetings/2024-06-19.yaml
          date: 2024-06-19
          status: held
    """
    elsewhere, _ = _off_series(index, group)
    gaps: dict[tuple[Target, str], list[list[str]]] = {}
    for (path, n, series, recorded), run in groupby(
        index.execute(_EXPECTED, {"group": group}), lambda row: (row[0], row[1], row[2], row[4])
    ):
        at = Target(path, ("series", n, "id"))
        if not recorded and at not in elsewhere:
            gaps.setdefault((at, series), []).append([day for _, _, _, day, _ in run])
    for (at, series), runs in gaps.items():
        for days in runs if len(runs) <= _FEW else [list(chain(*runs))]:
            yield report.at(at, *_missing(series, days))


def _missing(series: str, days: list[str]) -> tuple[str, str]:
    first, last = days[0], days[-1]
    help = f"Make the record (`rugctl new-meeting {first}` or `rugctl cancel {first}`), or add a pause to the series."
    if len(days) == 1:
        return f"the series `{series}` expects a meeting on {first}, and there is no record", help
    help = f"Make the records, `rugctl cancel {first}` and so on, or add a pause or an unrecorded stretch to the series."
    return f"the series `{series}` expects {len(days)} meetings from {first} to {last}, and there is no record", help


def off_series(report: Report, index: sqlite3.Connection, group: str) -> Iterator[Finding]:
    """A meeting is on no date that a series expects, and does not say why.

    A meeting off the series is rather a wrong date, unless somebody says that it was meant. Several of one series, while it
    expects other dates or none, speak of a wrong series: that is told there, once.

    Fix: add `occurrence:` with the date that it stands for, or `reason:`; a meeting that was postponed to that day has
    `moved_from`.

    Example::

          # data/meetings/2024-06-06.yaml
          date: 2024-06-06
          status: held
        + reason: A guest is in town
          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          # data/group.yaml
          format: 1
          name: Example group
          zones: [Europe/Zurich]
          series:
            - id: wednesdays
              uid: 5b1d3c0a9f
              since: 2024-06-05
              rrule: FREQ=WEEKLY;BYDAY=WE
              start: "16:00"
              timezone: Europe/Zurich
              duration: 60
    """
    at_odds, others = _off_series(index, group)
    for at, meetings in at_odds.items():
        message = "the records have meetings on dates that no series expects"
        help = "Correct the series; or give each of the meetings a `reason:`, or an `occurrence:` with the date that it stands for."
        yield report.at(at, message, help, *(replace(meeting.at, label="off the series") for meeting in meetings))
    for meeting in others:
        message = f"the series expects nothing on {meeting.day}" + (f": {meeting.absence}" if meeting.absence else "")
        yield report.at(meeting.at, message, "Add `reason:`, or `occurrence:` with the date that it stands for.")


_FEW = 3
"""Up to so many gaps of a series are each told alone; with more, it is rather the series that is wrong."""
_IS_OVER = "o.date <= (SELECT max(date) FROM meeting WHERE grp = :group AND status NOT IN ('scheduled', 'cancelled', 'postponed'))"
_RECORDED = """(o.date IN (SELECT coalesce(occurrence, date) FROM meeting WHERE grp = :group)
  OR o.date IN (SELECT substr(stem, 1, 10) FROM file WHERE grp = :group))"""
_EXPECTED = f"""SELECT f.path, s.n, o.series, o.date, {_RECORDED}
FROM occurrence o JOIN series s ON s.grp = o.grp AND s.id = o.series JOIN file f ON f.id = s.file
WHERE o.grp = :group AND o.absence IS NULL AND {_IS_OVER} ORDER BY f.path, s.n, o.date"""
_OFF = f"""SELECT f.path, m.date, m.occurrence, x.absence, q.path, s.n,
  EXISTS (SELECT 1 FROM ignore i WHERE i.file = f.id AND i.rule = 'off-series'),
  EXISTS (SELECT 1 FROM occurrence o WHERE o.grp = s.grp AND o.series = s.id AND o.absence IS NULL AND {_IS_OVER} AND NOT {_RECORDED})
FROM meeting m JOIN file f ON f.id = m.file JOIN grp g ON g.id = m.grp JOIN file q ON q.id = g.file
LEFT JOIN meeting_occurrence y ON y.meeting = m.id LEFT JOIN occurrence x ON x.id = y.occurrence
LEFT JOIN series s ON s.rowid = (SELECT t.rowid FROM series t WHERE t.grp = m.grp AND t.since <= coalesce(m.occurrence, m.date)
  AND coalesce(m.occurrence, m.date) < t.until ORDER BY t.n LIMIT 1)
WHERE m.grp = :group AND EXISTS (SELECT 1 FROM series t WHERE t.grp = m.grp) AND (x.date IS NULL OR (x.absence IS NOT NULL AND m.status IN ('held', 'scheduled')))
AND m.reason IS NULL AND m.moved_from IS NULL AND NOT EXISTS (SELECT 1 FROM meta k WHERE k.key = 'unreadable-series/' || m.grp)
AND NOT EXISTS (SELECT 1 FROM finding e WHERE e.file = g.file AND e.rule = 'series-readable') ORDER BY f.path"""


class _Off(NamedTuple):
    """A meeting on no date that a series expects, and why the series has none."""

    at: Target
    day: str
    absence: str | None


def _off_series(index: sqlite3.Connection, group: str) -> tuple[dict[Target, list[_Off]], list[_Off]]:
    """Return the meetings that show by their number that a series is wrong, by its place; and those that stand for themselves.

    A series is wrong where several meetings of its time are on other dates, while it pauses or expects others, or there is none.
    """
    found: dict[tuple[Target, str | None], list[_Off]] = {}
    others: list[_Off] = []
    for path, day, stands_for, absence, record, n, is_silenced, expects_others in index.execute(_OFF, {"group": group}):
        meeting = _Off(Target(path, ("occurrence" if stands_for else "date",)), stands_for or day, absence)
        if is_silenced or not (n is None or absence or expects_others):
            others.append(meeting)
            continue
        series = Target(record, ("series",), "key") if n is None else Target(record, ("series", n, "id"))
        found.setdefault((series, absence), []).append(meeting)
    others += chain(*(meetings for meetings in found.values() if len(meetings) == 1))
    return {at: meetings for (at, _), meetings in found.items() if len(meetings) > 1}, others


def two_for_one(report: Report, index: sqlite3.Connection, group: str) -> Iterator[Finding]:
    """Two meetings of a group stand for the same date of its series.

    One of the two would be counted on a date that it is not of.

    Fix: correct `occurrence` in one of them; a second meeting on one day says why with `reason`.

    Example::

          # data/meetings/2024-06-06.yaml
          date: 2024-06-06
          status: held
          occurrence: 2024-06-05
        + reason: The second half of the workshop
          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
    """
    sql = """SELECT f.path, coalesce(m.occurrence, m.date), m.occurrence IS NULL, g.path
FROM meeting m CROSS JOIN meeting e ON e.grp = m.grp AND coalesce(e.occurrence, e.date) = coalesce(m.occurrence, m.date) AND +e.stem < m.stem
JOIN file f ON f.id = m.file JOIN file g ON g.id = e.file WHERE m.grp = ? AND m.reason IS NULL AND m.moved_from IS NULL ORDER BY f.path"""
    for path, day, plain, other in index.execute(sql, (group,)):
        related = Target(other, ("date",), label=f"this one stands for {day} too")
        yield report.at(
            Target(path, ("date" if plain else "occurrence",)),
            f"another meeting stands for {day}",
            "Correct `occurrence`, or add `reason`.",
            related,
        )
