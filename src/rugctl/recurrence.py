"""A series gives occurrences: dates, slots and instants, daylight saving included. dateutil and zoneinfo do the work.

Source: RFC 5545, section 3.3.10 (recurrence rules); the wall time is kept, the instant follows the zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rugctl.errors import RugctlError

if TYPE_CHECKING:
    from rugctl.model.group import Series, Slot  # brings pydantic, which no query on an unchanged repository pays for

_RULE = re.compile(r"(?:RRULE:)?[A-Z]+=[A-Z0-9+,-]+(?:;[A-Z]+=[A-Z0-9+,-]+)*")
_BY_THE_DAY = frozenset(
    ("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "BYEASTER")
)
"""The parts of a rule that give days; those below a day would give a flood of them."""
HORIZON = timedelta(days=366 * 2)
"""How far past the day asked for an open series is looked at."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date that a series expects, in the zone of its slot; `absence` says why nothing is expected after all."""

    date: str
    series: str
    slot: str | None
    start: str
    timezone: str
    duration: int
    absence: str | None = None
    unrecorded: bool = False

    @property
    def begins(self) -> datetime:
        """The instant at which it begins, in UTC."""
        return instant(self.date, self.start, self.timezone)


def zone(name: str) -> ZoneInfo:
    """Return an IANA zone; raises RugctlError for a name that is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise RugctlError(f"there is no time zone {name}", "Write the IANA name, such as Europe/Zurich.") from error


def instant(day: str, start: str, timezone: str) -> datetime:
    """Return the instant, in UTC, of a wall time on a day in a zone; in a gap, the one that the clocks jump to."""
    wall = datetime.combine(date.fromisoformat(day), time.fromisoformat(start), zone(timezone))
    return wall.astimezone(UTC)


def occurrences(series: Series, since: date, until: date) -> Iterator[Occurrence]:
    """Yield what one series gives in half-open `[since, until)`, in order, those in pauses too, marked.

    Raises RugctlError for a rule or zone that cannot be read.
    """
    from dateutil.rrule import rrulestr  # noqa: PLC0415  heavy

    first = date.fromisoformat(series.since)
    last = min(until, date.fromisoformat(series.until)) if series.until else until
    if last <= first:
        return
    _check_rule(series)
    try:
        rule = rrulestr(series.rrule, dtstart=datetime.combine(first, time()))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _unreadable(series, str(error)) from error
    for count, moment in enumerate(rule):
        day = moment.date()
        if day >= last:
            return
        if day >= since:
            yield _occurrence(series, day, count)


def _check_rule(series: Series) -> None:
    """Raise RugctlError for a rule that is none, or that would give more than one occurrence a day, or none for ever."""
    if not _RULE.fullmatch(series.rrule):
        raise _unreadable(series, "a rule is KEY=VALUE, several with ; between them")
    parts = dict(part.split("=") for part in series.rrule.removeprefix("RRULE:").split(";"))
    if parts.keys() - _BY_THE_DAY or parts.get("FREQ") not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}:
        raise _unreadable(series, "it gives days: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY, and nothing is below a day")
    if not parts.get("INTERVAL", "1").isdigit() or int(parts.get("INTERVAL", "1")) == 0:
        raise _unreadable(series, "INTERVAL is 1 or more")
    if {"COUNT", "UNTIL"} <= parts.keys():
        raise _unreadable(series, "COUNT or UNTIL, not both")


def _unreadable(series: Series, why: str) -> RugctlError:
    help = "Write an RFC 5545 rule, such as FREQ=MONTHLY;BYDAY=1WE,3WE."
    return RugctlError(f"series {series.id}: the rule `{series.rrule}` cannot be read: {why}", help)


def all_occurrences(all_series: Iterable[Series], since: date, until: date) -> list[Occurrence]:
    """List what several series give in `[since, until)`, by date."""
    found = [occurrence for series in all_series for occurrence in occurrences(series, since, until)]
    return sorted(found, key=lambda occurrence: (occurrence.date, occurrence.start))


def next_occurrences(all_series: Iterable[Series], after: date) -> Iterator[Occurrence]:
    """Yield the occurrences from a day on that no pause takes out, in order, two years of them at most."""
    for occurrence in all_occurrences(all_series, after, after + HORIZON):
        if occurrence.absence is None:
            yield occurrence


def _occurrence(series: Series, day: date, count: int) -> Occurrence:
    slot = _slot(series, day, count)
    start = slot.start if slot else series.start
    timezone = slot.timezone if slot else series.timezone
    if start is None or timezone is None:
        raise RugctlError(f"series {series.id} has no start or timezone", "Give it both, or slots that have them.")
    text = day.isoformat()
    pause = next((stretch for stretch in series.pauses if stretch.since <= text < stretch.until), None)
    gap = next((stretch for stretch in series.unrecorded if stretch.since <= text < stretch.until), None)
    absence = pause.reason if pause else gap.reason if gap else None
    return Occurrence(
        text, series.id, slot.id if slot else None, start, timezone, series.duration, absence, unrecorded=gap is not None and pause is None
    )


def _slot(series: Series, day: date, count: int) -> Slot | None:
    if not series.slots:
        return None
    if series.rotate == "nth":
        numbers = {(day.day - 1) // 7 + 1, -((_days_in_month(day) - day.day) // 7 + 1)}
        return next((slot for slot in series.slots if slot.nth in numbers), series.slots[0])
    return series.slots[count % len(series.slots)]


def _days_in_month(day: date) -> int:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (following - timedelta(days=1)).day
