"""A series gives occurrences: dates, slots and instants, daylight saving included. dateutil and zoneinfo do the work.

Source: RFC 5545, section 3.3.10 (recurrence rules); the wall time is kept, the instant follows the zone. A date is that of its
slot's zone, whatever day it is elsewhere. A wall time that the clocks leave out is a meeting all the same, at the hour that they jump
to; one that they show twice is the first. Slots take turns by the dates of the rule, those in pauses too, so that a pause stated later
moves nobody's turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from rugctl.errors import RugctlError
from rugctl.zones import zone

if TYPE_CHECKING:
    from rugctl.model.group import Series, Slot  # brings pydantic, which no query on an unchanged repository pays for

_RULE = re.compile(r"(?:RRULE:)?[A-Z]+=[A-Z0-9+,-]+(?:;[A-Z]+=[A-Z0-9+,-]+)*")
_LIMITS = {
    "INTERVAL": (1, 1000), "COUNT": (1, 100_000), "BYMONTH": (1, 12), "BYMONTHDAY": (-31, 31), "BYYEARDAY": (-366, 366),
    "BYSETPOS": (-366, 366),
}  # fmt: skip
"""The numbers that a part of a rule may have; zero is none of them."""
_NOT_WITH = {
    "DAILY": {"BYYEARDAY", "BYSETPOS"}, "WEEKLY": {"BYMONTHDAY", "BYYEARDAY"},
    "MONTHLY": {"BYYEARDAY"}, "YEARLY": set[str](),
}  # fmt: skip
"""The frequencies of days, each with the parts that say nothing beside it; those below a day would give a flood of them."""
_DAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
_FORMS = {
    "FREQ": "[A-Z]+", "WKST": _DAY, "UNTIL": "[0-9]{8}(?:T[0-9]{6}Z?)?", "BYDAY": f"[-+]?[0-9]{{0,2}}{_DAY}(?:,[-+]?[0-9]{{0,2}}{_DAY})*",
} | dict.fromkeys(_LIMITS, "[-+]?[0-9]{1,6}(?:,[-+]?[0-9]{1,6})*")  # fmt: skip
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
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


def instant(day: str, start: str, timezone: str) -> datetime:
    """Return the instant, in UTC, of a wall time on a day in a zone; in a gap, the one that the clocks jump to."""
    wall = datetime.combine(date.fromisoformat(day), time.fromisoformat(start), zone(timezone))
    return wall.astimezone(UTC)


def occurrences(series: Series, since: date, until: date) -> Iterator[Occurrence]:
    """Yield what one series gives in half-open `[since, until)`, in order, those in pauses too, marked.

    Raises RugctlError for a rule that cannot be read, and for a stretch that ends before it begins.
    """
    from dateutil.rrule import rrulestr  # noqa: PLC0415  heavy

    first = date.fromisoformat(series.since)
    last = min(until, date.fromisoformat(series.until)) if series.until else until
    if last <= first:
        return
    _check_rule(series)
    if any(stretch.until <= stretch.since for stretch in (*series.pauses, *series.unrecorded)):
        raise RugctlError(f"series {series.id} has a stretch that ends before it begins", "`until` is the first day after the stretch.")
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
    pairs = [part.split("=") for part in series.rrule.removeprefix("RRULE:").split(";")]
    parts = dict(pairs)
    if len(parts) < len(pairs):
        raise _unreadable(series, "a part stands twice")
    if "BYWEEKNO" in parts:  # dateutil gives days of other weeks around the new year, and it is not alone
        raise _unreadable(series, "calendar programs disagree on weeks by their number; name the month and the day of the week")
    if parts.keys() - _FORMS.keys() or parts.get("FREQ") not in _NOT_WITH:
        raise _unreadable(series, "it gives days: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY, and nothing is below a day")
    if {"COUNT", "UNTIL"} <= parts.keys():
        raise _unreadable(series, "COUNT or UNTIL, not both")
    for key, value in parts.items():
        if not _can_be(parts, key, value):
            raise _unreadable(series, f"{key} cannot be {value[:40]} in a rule that is {parts['FREQ']}")
    days, months = (_numbers(parts.get(key, "1")) for key in ("BYMONTHDAY", "BYMONTH"))
    if not any(abs(day) <= _LONGEST[month - 1] for day in days for month in months):
        raise _unreadable(series, "no such month has such a day")


def _can_be(parts: Mapping[str, str], key: str, value: str) -> bool:
    """Tell whether a part of a rule may have a value beside the others."""
    if not re.fullmatch(_FORMS[key], value) or key in _NOT_WITH[parts["FREQ"]]:
        return False
    if key == "BYDAY":
        most = {"MONTHLY": 5, "YEARLY": 5 if "BYMONTH" in parts else 53}.get(parts["FREQ"], 0)
        return all(1 <= abs(int(ordinal)) <= most for ordinal in re.findall(r"[-+]?[0-9]+", value))
    least, most = _LIMITS.get(key, (0, 0))
    return key not in _LIMITS or all(number != 0 and least <= number <= most for number in _numbers(value))


def _numbers(value: str) -> list[int]:
    return [int(number) for number in value.split(",")]


def _unreadable(series: Series, why: str) -> RugctlError:
    help = "Write an RFC 5545 rule, such as FREQ=MONTHLY;BYDAY=1WE,3WE."
    return RugctlError(f"series {series.id}: the rule `{series.rrule[:200]}` cannot be read: {why}", help)


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
