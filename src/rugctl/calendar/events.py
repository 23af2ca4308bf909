"""A group's series and records as events: what repeats, what differs from that, and what stands alone."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias

from rugctl.calendar.revisions import Revision, Revisions
from rugctl.calendar.strands import Strand, exists, strands
from rugctl.calendar.wording import description, summary
from rugctl.githistory import Edit
from rugctl.index.series import group_series, last_derived
from rugctl.model import Series
from rugctl.queries.ledger import LedgerRow, ledger
from rugctl.queries.lookup import MeetingKey
from rugctl.queries.minutes import Minutes, minutes_of
from rugctl.recurrence import Occurrence
from rugctl.zones import zone

Status: TypeAlias = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]

_STATUS: dict[str, Status] = {"scheduled": "CONFIRMED", "held": "CONFIRMED", "unrecorded": "TENTATIVE"}
"""What is none of these does not take place."""
_FIRST, _PAST = "1000-01-01", "3000-01-01"
_AHEAD = timedelta(days=366 * 2)
"""So far after the last edit the dates are listed that no rule gives."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `rule` gives its dates until `last`, or `also` names them where there is no rule; those in `without` fall out.

    `instead_of` is the beginning of the date of a rule that it takes the place of.
    """

    uid: str
    begins: datetime
    minutes: int
    status: Status
    summary: str
    description: str
    join: str | None
    revision: Revision
    rule: str | None = None
    last: datetime | None = None
    also: tuple[datetime, ...] = ()
    without: tuple[datetime, ...] = ()
    instead_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The events of a group."""

    name: str
    modified: datetime
    events: tuple[Event, ...]


def calendar_of(index: sqlite3.Connection, group: str, edits: Iterable[Edit]) -> Calendar:
    """Return the calendar of a group: one event for each series or slot, one for each date that differs, one for each meeting off them.

    `edits` are those of the group's record and of its meetings. Raises RugctlError for a series that cannot be read, and for a record
    that no edit made.
    """
    all_series = group_series(index, group)
    revisions = Revisions(edits, group)
    row = index.execute("SELECT name FROM grp WHERE id = ?", (group,)).fetchone()
    name = str(row[0]) if row else group
    until = _horizon(index, group, all_series, revisions)
    rows = ledger(index, group, _FIRST, until.isoformat())
    meetings = {row.meeting.stem: minutes_of(index, row.meeting) for row in rows if row.meeting}
    desk = _Desk(name, revisions, meetings, rows)
    events = [event for series in all_series for event in desk.series(series, until)]
    return Calendar(name, revisions.modified(), (*events, *desk.alone()))


def _horizon(index: sqlite3.Connection, group: str, all_series: Iterable[Series], revisions: Revisions) -> date:
    """Return a day after all that is recorded, paused or unrecorded, the same whenever it is asked for."""
    stretches = (stretch.until for series in all_series for stretch in (*series.pauses, *series.unrecorded))
    ahead = (revisions.modified() + _AHEAD).date().isoformat()
    last = max([ahead, last_derived(index, group) or _FIRST, *stretches])
    return min(date.fromisoformat(last) + timedelta(1), date.fromisoformat(_PAST))


class _Desk:
    """What the events of one group are made of."""

    def __init__(self, name: str, revisions: Revisions, meetings: Mapping[str, Minutes], rows: Sequence[LedgerRow]) -> None:
        self._name, self._revisions, self._meetings = name, revisions, meetings
        self._expected = {(row.expected.series, row.expected.date): row for row in rows if row.expected}
        self._off_series = [row.meeting for row in rows if row.meeting and not row.expected]
        self._told: set[str] = set()

    def series(self, series: Series, until: date) -> Iterator[Event]:
        """Yield the events of a series: those that repeat, each with what differs from it, and dates that no clock shows."""
        revision = self._revisions.of_series(series.uid, series.since, series.until or _PAST)
        for strand in strands(series, until):
            shown = [o for o in strand.dates if exists(o)]
            yield from self._repeating(series, strand, shown, revision)
            for o in strand.dates:
                if not exists(o):
                    yield from self._hidden_hour(series, strand, o, revision)

    def _repeating(self, series: Series, strand: Strand, shown: Sequence[Occurrence], revision: Revision) -> Iterator[Event]:
        """Yield the event that repeats and its exceptions; a strand whose first date no clock shows begins with the next one."""
        first = shown[0] if shown else strand.first
        text = description(join=series.join)
        master = Event(
            strand.uid, first.begins.astimezone(zone(first.timezone)), series.duration, "CONFIRMED", self._name, text, series.join, revision
        )
        exceptions = [event for o in shown if (event := self._exception(master, o)) is not None]
        yield replace(
            master,
            rule=strand.rule,
            last=strand.last.begins if strand.last else None,
            also=() if strand.rule else tuple(_local(o) for o in shown),
            without=tuple(_wall(o) for o in strand.dates if o.date >= first.date and (not exists(o) or self._falls_out(o))),
        )
        yield from exceptions

    def _falls_out(self, occurrence: Occurrence) -> bool:
        return occurrence.absence is not None and self._expected[occurrence.series, occurrence.date].meeting is None

    def _exception(self, master: Event, occurrence: Occurrence) -> Event | None:
        """Return the event that takes the place of a date, where it differs from what repeats."""
        key = self._expected[occurrence.series, occurrence.date].meeting
        if key is None:
            return None
        event = replace(self._of_meeting(master.uid, key, master.revision.sequence), instead_of=_local(occurrence))
        usual = (_local(occurrence), master.minutes, master.status, master.summary, master.description, master.join)
        return event if (event.begins, event.minutes, event.status, event.summary, event.description, event.join) != usual else None

    def _hidden_hour(self, series: Series, strand: Strand, occurrence: Occurrence, revision: Revision) -> Iterator[Event]:
        """Yield the event of a date whose hour the clocks leave out: it stands alone, at the hour that they show."""
        if self._falls_out(occurrence):
            return
        uid = f"{strand.uid}-{occurrence.date}"
        key = self._expected[occurrence.series, occurrence.date].meeting
        if key is not None:
            yield self._of_meeting(uid, key, revision.sequence)
            return
        text = description(join=series.join)
        yield Event(uid, _local(occurrence), series.duration, "CONFIRMED", self._name, text, series.join, revision)

    def alone(self) -> Iterator[Event]:
        """Yield the events of the meetings off the series that are not told yet."""
        for key in self._off_series:
            minutes = self._meetings[key.stem]
            if key.stem not in self._told and minutes.moved_from not in self._meetings:
                stored = self._revisions.value(minutes.path).get("uid")
                yield self._of_meeting(str(stored) if stored else _made_up(key), key, 0)

    def _of_meeting(self, uid: str, key: MeetingKey, sequence: int) -> Event:
        """Return the event of a meeting, where and when it was moved to; where it went to a date of the series it is cancelled here."""
        chain = [*self._moves(key.stem)]
        self._told.update(minutes.meeting for minutes in chain)
        first, last = chain[0], chain[-1]
        revisions = [self._revisions.of_meeting(minutes.path) for minutes in chain]
        revision = Revision(max(r.modified for r in revisions), max(sequence, *(r.sequence for r in revisions)))
        status = _STATUS.get(last.status, "CANCELLED")
        begins = _begins(last)
        text = description(last, join=last.join, moved_from=first.date if first is not last else None)
        return Event(uid, begins, last.duration or 60, status, summary(self._name, last), text, last.join, revision)

    def _moves(self, stem: str) -> Iterator[Minutes]:
        """Yield a meeting, and those off the series that it was moved to, one after another."""
        seen: set[str] = set()
        off = {key.stem for key in self._off_series}
        following: str | None = stem
        while following is not None and following not in seen:
            seen.add(following)
            minutes = self._meetings[following]
            yield minutes
            following = minutes.moved_to if minutes.moved_to in off else None


def _wall(occurrence: Occurrence) -> datetime:
    """Return the wall time that a rule gives, also where no clock shows it."""
    return datetime.combine(date.fromisoformat(occurrence.date), time.fromisoformat(occurrence.start), zone(occurrence.timezone))


def _local(occurrence: Occurrence) -> datetime:
    return occurrence.begins.astimezone(zone(occurrence.timezone))


def _begins(minutes: Minutes) -> datetime:
    """Return when a meeting begins; noon in UTC of its day where nobody says when."""
    if minutes.start is None or minutes.timezone is None:
        return datetime.combine(date.fromisoformat(minutes.date), time(12), UTC)
    return _local(Occurrence(minutes.date, "", None, minutes.start, minutes.timezone, minutes.duration or 60))


def _made_up(key: MeetingKey) -> str:
    """Return a uid for a meeting off the series whose record has none."""
    return hashlib.sha256(f"{key.group}/{key.stem}".encode()).hexdigest()[:32]
