"""The clocks of a zone as a VTIMEZONE, by the components of the `icalendar` library.

Its own `Timezone.from_tzid` writes onsets on the clock that begins, where RFC 5545, section 3.6.5, has the one that ends, and lists
years one by one, which some clients do not read.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MARGIN = timedelta(days=2)
"""So long after the last onset a rule ends, well before another: some readers take UTC, in which RFC 5545 has it, for local time."""
_REGULAR = 3
"""From so many years in a row on is a change of clocks written as a rule."""


@dataclass(frozen=True, slots=True)
class _Observance:
    """What clocks show between two changes, and what they showed before."""

    offset_from: timedelta
    offset_to: timedelta
    name: str
    daylight: bool


def timezone_component(key: str, years: tuple[int, int]) -> icalendar.Timezone:
    """Return the VTIMEZONE of an IANA zone for these years, the last one included; rules that hold to their end go on for ever."""
    zone, first, past = ZoneInfo(key), datetime(years[0], 1, 1, tzinfo=UTC), datetime(years[1] + 1, 1, 1, tzinfo=UTC)
    onsets: dict[_Observance, list[datetime]] = defaultdict(list)
    for before, after in _changes(zone, first, past):
        onsets[_observance(zone, before, after)].append((after + _state(zone, before)[0]).replace(tzinfo=None))
    found = icalendar.Timezone()
    found.add("TZID", key)
    found.add_component(_component(_observance(zone, first, first), [(first + _state(zone, first)[0]).replace(tzinfo=None)], None))
    for observance, starts in onsets.items():
        for run in _runs(starts):
            if len(run) < _REGULAR:
                for start in run:
                    found.add_component(_component(observance, [start], None))
            else:
                last = run[-1] if run[-1].year < years[1] else None
                found.add_component(_component(observance, run, last))
    return found


def _component(
    observance: _Observance, run: Sequence[datetime], last: datetime | None
) -> icalendar.TimezoneStandard | icalendar.TimezoneDaylight:
    """Return one onset, or those of a run of years as a rule, which ends with `last`."""
    part = icalendar.TimezoneDaylight() if observance.daylight else icalendar.TimezoneStandard()
    part.add("DTSTART", run[0])
    if len(run) > 1:
        rule = {"FREQ": ["YEARLY"], "BYMONTH": [run[0].month], "BYDAY": [_shared(run).pop()]}
        part.add(
            "RRULE", icalendar.vRecur(rule | ({"UNTIL": [(last - observance.offset_from).replace(tzinfo=UTC) + _MARGIN]} if last else {}))
        )
    part.add("TZOFFSETFROM", observance.offset_from)
    part.add("TZOFFSETTO", observance.offset_to)
    part.add("TZNAME", observance.name)
    return part


def _runs(starts: Sequence[datetime]) -> Iterator[list[datetime]]:
    """Part the onsets into runs of years one after another, on the same weekday of the same month, at the same time."""
    run: list[datetime] = []
    for start in starts:
        if run and (
            start.year != run[-1].year + 1 or start.month != run[0].month or start.time() != run[0].time() or not _shared([*run, start])
        ):
            yield run
            run = []
        run.append(start)
    if run:
        yield run


def _shared(run: Sequence[datetime]) -> set[str]:
    """Return how BYDAY may call all the days of a run: `2SU`, `-1SU`."""
    return set.intersection(*({_nth(start), _nth_last(start)} for start in run))


def _nth(day: datetime) -> str:
    return f"{(day.day - 1) // 7 + 1}{_DAYS[day.weekday()]}"


def _nth_last(day: datetime) -> str:
    return f"-{(calendar.monthrange(day.year, day.month)[1] - day.day) // 7 + 1}{_DAYS[day.weekday()]}"


def _changes(zone: ZoneInfo, first: datetime, past: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield (last second before, first second after) each change of a zone's clocks, as instants in UTC."""
    while first < past:
        low, high = first, first + timedelta(days=1)
        first = high
        if _state(zone, low) == _state(zone, high):
            continue
        while high - low > timedelta(seconds=1):
            middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
            low, high = (middle, high) if _state(zone, middle) == _state(zone, low) else (low, middle)
        yield low, high


def _state(zone: ZoneInfo, moment: datetime) -> tuple[timedelta, str, bool]:
    local = moment.astimezone(zone)
    return local.utcoffset() or timedelta(), local.tzname() or zone.key, bool(local.dst())


def _observance(zone: ZoneInfo, before: datetime, after: datetime) -> _Observance:
    return _Observance(_state(zone, before)[0], *_state(zone, after))
