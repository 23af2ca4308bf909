"""When a meeting begins on the clocks of those who come: pure arithmetic with zones, daylight saving included."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from itertools import groupby
from zoneinfo import available_timezones

from rugctl.errors import RugctlError
from rugctl.recurrence import instant
from rugctl.zones import zone

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_PASSING = 60
"""For so many days at most two zones are apart by other hours than before and after, where both change their clocks."""


@dataclass(frozen=True, slots=True)
class LocalTime:
    """Start and end of a meeting in one zone; `other_day` where the date there is not the meeting's own.

    `abbreviation` is the zone's on that day, `CEST`, or `UTC+03` where it has none.
    """

    zone: str
    date: str
    weekday: str
    start: str
    end: str
    abbreviation: str
    other_day: bool


def zone_called(text: str) -> str:
    """Return the IANA name of a zone for that name or its city, whatever the case; raises RugctlError with what comes near."""
    wanted = text.strip().replace(" ", "_").casefold()
    known = sorted(available_timezones())
    found = [name for name in known if name.casefold() == wanted] or [name for name in known if name.casefold().endswith(f"/{wanted}")]
    places = {name for name in found if name.split("/")[0] not in {"posix", "right", "SystemV"}}
    if len(places) == 1:
        return places.pop()
    near = sorted(places) or get_close_matches(wanted, known, n=3, cutoff=0.6)
    help = f"Did you mean {' or '.join(near)}?" if near else "Write the IANA name, such as Europe/Zurich."
    raise RugctlError(f"{text} may be several time zones" if places else f"there is no time zone {text}", help)


def weekday(day: str) -> str:
    """Return the English name of a date's weekday."""
    return WEEKDAYS[date.fromisoformat(day).weekday()]


def long_date(day: str) -> str:
    """Write a date as a letter does, without doubt about its order: `Wednesday, 5 March 2025`."""
    value = date.fromisoformat(day)
    return f"{WEEKDAYS[value.weekday()]}, {value.day} {MONTHS[value.month - 1]} {value.year}"


def local_times(day: str, start: str, timezone: str, duration: int, zones: Iterable[str]) -> tuple[LocalTime, ...]:
    """Return the time of a meeting, given as wall time in a zone and minutes, in each zone; its own comes last where it lacks.

    What is no zone is left out: `validate` tells it.
    """
    try:
        begins = instant(day, start, timezone)
    except RugctlError:
        return ()
    found = [_local(name, begins, duration, day) for name in dict.fromkeys((*zones, timezone))]
    return tuple(local for local in found if local is not None)


def _local(name: str, begins: datetime, duration: int, day: str) -> LocalTime | None:
    try:
        start = begins.astimezone(zone(name))
    except RugctlError:
        return None
    end = (begins + timedelta(minutes=duration)).astimezone(zone(name))
    here = start.date().isoformat()
    return LocalTime(name, here, weekday(here), f"{start:%H:%M}", f"{end:%H:%M}", _abbreviation(start.tzname() or ""), here != day)


def _abbreviation(name: str) -> str:
    return f"UTC{name}" if name.startswith(("+", "-")) else name


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Days, `until` included, on which a zone is other `hours` ahead of another one than it is before and after."""

    zone: str
    ahead_of: str
    since: str
    until: str
    hours: float
    usually: float


def disagreements(name: str, other: str, since: str, until: str) -> list[Disagreement]:
    """List the weeks around the days `[since, until)` in which one of two zones has changed its clocks and the other has not yet.

    A difference that lasts, as that of UTC to a zone with summer time, is none.
    """
    first, past = date.fromisoformat(since) - timedelta(2 * _PASSING), date.fromisoformat(until) + timedelta(2 * _PASSING)
    days = (first + timedelta(n) for n in range((past - first).days))
    spans = [(hours, list(span)) for hours, span in groupby(days, lambda day: _hours_ahead(name, other, day))]
    return [
        Disagreement(name, other, span[0].isoformat(), span[-1].isoformat(), hours, before)
        for (before, _), (hours, span), (after, _) in zip(spans, spans[1:], spans[2:], strict=False)
        if before == after and len(span) <= _PASSING and span[-1].isoformat() >= since and span[0].isoformat() < until
    ]


def _hours_ahead(name: str, other: str, day: date) -> float:
    noon = datetime.combine(day, time(12), UTC)
    here, there = (noon.astimezone(zone(each)).utcoffset() or timedelta() for each in (name, other))
    hours = (here - there) / timedelta(hours=1)
    return int(hours) if hours.is_integer() else hours
