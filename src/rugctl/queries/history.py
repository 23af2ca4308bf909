"""One person's attendance: every meeting, sums and streaks, years, organizations over time, claims that history contradicts."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from rugctl.queries.coverage import unrecorded_stretches
from rugctl.queries.selection import Scope, Selection, with_presence


class Visit(NamedTuple):
    """One counted meeting: whether the person was `present`, their organization as of that day, their roles, its agenda.

    Present means: as from the organizations asked for. `roles` are chair, scribe, speaker, and `first time` (the minutes say so) or `first recorded`.
    """

    group: str
    person: str
    meeting: str
    date: str
    present: bool
    organization: str | None
    roles: tuple[str, ...]
    about: str
    note: str | None


class Sums(NamedTuple):
    """A person's sums in one group; streaks are counted meetings without an absence, and end at what is not recorded."""

    group: str
    person: str
    name: str
    meetings: int
    of: int
    rate: float
    first_recorded: str
    last: str
    chaired: int
    scribed: int
    spoke: int
    longest_streak: int
    longest_since: str | None
    longest_until: str | None
    current_streak: int


class YearAttendance(NamedTuple):
    """One year from the first recorded meeting on: how many `meetings` the person came to, `of` so many counted ones."""

    group: str
    person: str
    year: str
    meetings: int
    of: int


class Stay(NamedTuple):
    """An organization that a person came from, with the first and last day and the number of meetings."""

    group: str
    person: str
    organization: str | None
    first: str
    last: str
    meetings: int


class Claim(NamedTuple):
    """The minutes of `date` say that it was the person's first time; they were there on `earlier`."""

    group: str
    person: str
    date: str
    earlier: str


class History(NamedTuple):
    """Everything about one person in one group."""

    name: str
    visits: tuple[Visit, ...]
    sums: Sums
    years: tuple[YearAttendance, ...]
    stays: tuple[Stay, ...]
    claims: tuple[Claim, ...]


class _Sitting(NamedTuple):
    """A counted meeting as one person sees it."""

    visit: Visit
    inside: bool
    claims_first: bool
    first_recorded: str


def person_histories(index: sqlite3.Connection, selection: Selection, *, absences: bool = False) -> list[History]:
    """Return a history for each person asked for, in that order, and each group that they came to.

    With `absences` the visits hold also the counted meetings that they missed from their first one on.
    """
    histories = []
    for person in selection.people:
        for group in _groups(index, selection.scope, person):
            alone = Selection(Scope(group, selection.scope.period), (person,), selection.organizations)
            sittings = _sittings(index, alone, person)
            if any(sitting.inside and sitting.visit.present for sitting in sittings):
                histories.append(_history(index, person, sittings, absences=absences))
    return histories


def _groups(index: sqlite3.Connection, scope: Scope, person: str) -> list[str]:
    """Return the groups that a person came to, sorted; of many groups only theirs need be read."""
    sql = f"""SELECT DISTINCT m.grp FROM symbol s JOIN attendance a ON a.person = s.id JOIN meeting m ON m.id = a.meeting
WHERE s.kind = 'person' AND s.text = :person AND {scope.within} ORDER BY 1"""
    return [group for (group,) in index.execute(sql, {**scope.values, "person": person})]


def _sittings(index: sqlite3.Connection, selection: Selection, person: str) -> list[_Sitting]:
    """Return the counted meetings of each group from the first one on at which the person was present."""
    sql = f"""{with_presence(selection)},
began AS (SELECT grp, min(rank) AS first, min(date) AS day, min(rank) FILTER (WHERE own) AS own FROM presence GROUP BY grp)
SELECT c.grp, c.stem, c.date, c.inside, coalesce(p.own, 0), c.rank = began.first, m.chair = s.id, m.scribe = s.id,
  EXISTS (SELECT 1 FROM speaker k JOIN item i ON i.id = k.item WHERE i.meeting = c.id AND k.person = s.id AND coalesce(i.outcome, 'done') = 'done'),
  (SELECT max(a.first_time) FROM attendance a WHERE a.meeting = c.id AND a.person = s.id),
  (SELECT group_concat(o.text, ', ') FROM belonging b JOIN symbol o ON o.id = b.organization WHERE p.own IS NOT NULL AND b.meeting = c.id AND b.person = s.id),
  (SELECT group_concat(i.title, '; ') FROM (SELECT title FROM item WHERE meeting = c.id AND coalesce(outcome, 'done') = 'done' ORDER BY n) i),
  (SELECT group_concat(a.note, '; ') FROM attendance a WHERE a.meeting = c.id AND a.person = s.id), began.day
FROM counted c JOIN began ON began.grp = c.grp AND began.own <= c.rank JOIN meeting m ON m.id = c.id
JOIN symbol s ON s.kind = 'person' AND s.text = :person0 LEFT JOIN presence p ON p.meeting = c.id
ORDER BY c.grp, c.rank"""
    return [_sitting(person, row) for row in index.execute(sql, selection.values)]


def _sitting(person: str, row: tuple[object, ...]) -> _Sitting:
    group, stem, day, inside, present, first, chair, scribe, speaker, claim, organization, about, note, began = row
    began_as = "first time" if claim else "first recorded"
    roles = {"chair": chair, "scribe": scribe, "speaker": speaker, began_as: first}
    told = tuple(role for role, has in roles.items() if has and present)
    visit = Visit(str(group), person, str(stem), str(day), bool(present), _text(organization), told, str(about or ""), _text(note))
    return _Sitting(visit, bool(inside), bool(claim and present), str(began))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _history(index: sqlite3.Connection, person: str, sittings: Sequence[_Sitting], *, absences: bool) -> History:
    inside = [sitting.visit for sitting in sittings if sitting.inside]
    came = [visit for visit in inside if visit.present]
    group, first = came[0].group, sittings[0].first_recorded
    breaks = [stretch.first for stretch in unrecorded_stretches(index, Scope(group))]
    name = _name(index, person)
    claims = tuple(Claim(group, person, s.visit.date, first) for s in sittings if s.claims_first and s.inside and s.visit.date != first)
    return History(
        name,
        tuple(inside if absences else came),
        _sums(person, name, inside, first, breaks),
        tuple(_years(inside)),
        tuple(_stays(came)),
        claims,
    )


def _name(index: sqlite3.Connection, person: str) -> str:
    row = index.execute("SELECT p.name FROM person p JOIN symbol s ON s.id = p.symbol WHERE s.text = ?", (person,)).fetchone()
    return str(row[0]) if row else person


def _sums(person: str, name: str, inside: Sequence[Visit], first: str, breaks: Sequence[str]) -> Sums:
    came = [visit for visit in inside if visit.present]
    runs = streaks([(visit.date, visit.present) for visit in inside], breaks)
    longest = max(runs, key=len, default=[])
    told = [role for visit in came for role in visit.roles]
    return Sums(
        came[0].group, person, name, len(came), len(inside), len(came) / len(inside), first, came[-1].date,
        told.count("chair"), told.count("scribe"), told.count("speaker"),
        len(longest), longest[0] if longest else None, longest[-1] if longest else None, len(runs[-1]) if runs else 0,
    )  # fmt: skip


def streaks(days: Sequence[tuple[str, bool]], breaks: Sequence[str]) -> list[list[str]]:
    """Return the runs of days present, in order; the last one is the current one, empty where it was broken.

    `days` are (date, present) in order; a run ends at an absence, and before each date in `breaks`, which tell nothing.
    """
    runs: list[list[str]] = [[]]
    before = ""
    for day, present in days:
        if any(before < gap < day for gap in breaks) or not present:
            runs.append([])
        if present:
            runs[-1].append(day)
        before = day
    if any(gap > before for gap in breaks):
        runs.append([])
    return [*filter(None, runs[:-1]), runs[-1]]


def _years(inside: Sequence[Visit]) -> list[YearAttendance]:
    first = inside[0]
    years = range(int(first.date[:4]), int(inside[-1].date[:4]) + 1)
    return [_year(first, str(year), [visit for visit in inside if visit.date.startswith(str(year))]) for year in years]


def _year(of: Visit, year: str, visits: Sequence[Visit]) -> YearAttendance:
    return YearAttendance(of.group, of.person, year, sum(visit.present for visit in visits), len(visits))


def _stays(came: Sequence[Visit]) -> list[Stay]:
    stays: dict[str | None, list[Visit]] = {}
    for visit in came:
        stays.setdefault(visit.organization, []).append(visit)
    return [Stay(v[0].group, v[0].person, organization, v[0].date, v[-1].date, len(v)) for organization, v in stays.items()]
