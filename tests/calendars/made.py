"""Calendars of records made in memory, what they should hold by the ledger, and what two other programs' libraries read in them."""

from __future__ import annotations

import io
import sqlite3
import warnings
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import vobject
from dateutil.tz import tzical
from ical.calendar_stream import IcsCalendarStream

from rugctl.calendar.events import calendar_of
from rugctl.calendar.ics import calendar_ics
from rugctl.githistory import Edit
from rugctl.queries.ledger import LedgerRow, ledger
from rugctl.queries.minutes import Minutes, minutes_of
from rugctl.recurrence import instant
from tests.queries.small import make_index

DATA = Path(__file__).parents[2] / "data"
SINCE, UNTIL = "2019-01-01", "2031-01-01"
WHEN = int(datetime(2025, 3, 1, tzinfo=UTC).timestamp())
STATUS = {"scheduled": "CONFIRMED", "held": "CONFIRMED", "unrecorded": "TENTATIVE"}


class Seen(NamedTuple):
    """An occurrence: beginning and end in UTC, the zone that it is given in, status."""

    begins: datetime
    ends: datetime
    zone: str
    status: str


def shipped_files() -> dict[str, str]:
    """Return the records of this repository, by path."""
    return {f"data/{path.relative_to(DATA)}": path.read_text(encoding="utf-8") for path in sorted(DATA.rglob("*.yaml"))}


def calendar_text(files: Mapping[str, str], when: int = WHEN) -> str:
    """Return the calendar of records that were all made by one commit."""
    edits = [Edit(path, when, None, text.encode()) for path, text in files.items()]
    return calendar_ics(calendar_of(make_index(files), "", edits))


def expected(index: sqlite3.Connection) -> list[Seen]:
    """Return what the ledger says that there is: dates with a record or without one that are no pause, each where it was moved to."""
    rows = ledger(index, None, "2018-12-30", "2031-01-03")
    meetings = {row.meeting.stem: minutes_of(index, row.meeting) for row in rows if row.meeting}
    off = {row.meeting.stem for row in rows if row.meeting and not row.expected}
    moved = {stem for stem in off if meetings[stem].moved_from in meetings}
    found = [_seen(row, meetings, off) for row in rows if not (row.meeting and row.meeting.stem in moved)]
    return sorted(seen for seen in found if seen is not None and _midnight(SINCE) <= seen.begins < _midnight(UNTIL))


def _seen(row: LedgerRow, meetings: Mapping[str, Minutes], off: set[str]) -> Seen | None:
    if row.meeting is None:
        assert row.expected is not None
        o = row.expected
        return None if o.absence else _at(o.date, o.start, o.timezone, o.duration, "CONFIRMED")
    m = meetings[row.meeting.stem]
    while m.moved_to in off:
        m = meetings[m.moved_to]
    assert m.start
    assert m.timezone
    return _at(m.date, m.start, m.timezone, m.duration or 60, STATUS.get(m.status, "CANCELLED"))


def _at(day: str, start: str, zone: str, minutes: int, status: str) -> Seen:
    begins = instant(day, start, zone)
    return Seen(begins, begins + timedelta(minutes=minutes), zone, status)


def read_by_ical(text: str) -> list[Seen]:
    """Return what `ical`, the library of Home Assistant, reads: it puts series and exceptions together itself."""
    timeline = IcsCalendarStream.calendar_from_ics(text).timeline_tz(ZoneInfo("UTC"))
    found = timeline.included(*map(_midnight, (SINCE, UNTIL)))
    return sorted(
        Seen(_utc(e.dtstart), _utc(e.dtstart) + e.computed_duration, _zone(e.dtstart), str(e.status and e.status.value)) for e in found
    )


def read_by_vobject(text: str) -> list[Seen]:
    """Return what `vobject`, which Radicale is built on, reads: its rules, and clocks as the calendar's own VTIMEZONE has them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        clocks = tzical(io.StringIO(text))
        for name in clocks.keys():  # noqa: SIM118  no mapping; else it takes those of the first calendar that it read
            vobject.icalendar.registerTzid(name, clocks.get(name))
        events = vobject.readOne(text).vevent_list
    exceptions = {(e.uid.value, _utc(e.recurrence_id.value)): e for e in events if "recurrence-id" in e.contents}
    found: list[Seen] = []
    for event in events:
        if "recurrence-id" in event.contents:
            continue
        length = event.duration.value
        rules = event.getrruleset(addRDate=True)
        dates = rules.between(*map(_midnight, (SINCE, UNTIL)), inc=True) if rules else [event.dtstart.value]
        for moment in dates:
            taken = exceptions.pop((event.uid.value, _utc(moment)), None)
            if taken is None:
                found.append(Seen(_utc(moment), _utc(moment) + length, _zone(moment), event.status.value))
            else:
                found.append(_written(taken))
    assert not exceptions, "an exception takes the place of no date"
    return sorted(seen for seen in found if _midnight(SINCE) <= seen.begins < _midnight(UNTIL))


def _written(event: Any) -> Seen:
    start = event.dtstart.value
    return Seen(_utc(start), _utc(start) + event.duration.value, _zone(start), event.status.value)


def _utc(moment: Any) -> datetime:
    found: datetime = moment.astimezone(UTC)
    return found


def _zone(moment: Any) -> str:
    """Return the name of a zone, whichever class a library has for it."""
    zone = moment.tzinfo
    names = (getattr(zone, name, None) for name in ("_tzid", "key", "zone"))
    return str(next(filter(None, names), "UTC"))


def _midnight(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)
