"""When a meeting begins on the clocks of those who come: pure arithmetic with zones, daylight saving included."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rugctl.errors import RugctlError
from rugctl.recurrence import instant, zone

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


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
