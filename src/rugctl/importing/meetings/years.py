"""Dates that a document leaves half open, settled: years by order, neighbours, weekday and name, `3/4` by the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from rugctl.importing.words.dates import Written, as_date

_NEVER_BEFORE = 1990


@dataclass(frozen=True, slots=True)
class Settled:
    """A meeting's date: a day, or a month where no day is known; how it was found where it was not simply written; a doubt."""

    day: str | None
    how: str | None = None
    doubt: str | None = None


def settle(written: Sequence[Written], years: Sequence[int | None], today: date | None = None) -> list[Settled]:
    """Settle the dates of a document's meetings, in its order.

    `years` are those that headings above each meeting or the file's name say. The order of the document (newest first or
    last), full dates nearby, and the weekday named or usual decide what is left open.
    """
    day_first = _day_first(written)
    read = [_with_numbers(w, day_first=day_first) for w in written]
    falling = _falls(read)
    usual = _usual_weekday(read)
    found: list[Settled | None] = [_full(w, was) for w, was in zip(read, written, strict=True)]
    for at, w in enumerate(read):
        if found[at] is None and years[at] is not None and w.month:
            found[at] = _dated(w, years[at], f"the year {years[at]} stands above it, or in the document's name", None)
    _fill(read, found, falling, usual, today)
    return [settled or Settled(None) for settled in found]


def _full(w: Written, was: Written) -> Settled | None:
    if w.year is None or w.month is None:
        return None
    how = (
        "the document writes " + ("day before month" if was.numbers and w.day == was.numbers[0] else "month before day")
        if was.numbers
        else None
    )
    return _dated(w, w.year, how, w.weekday)


def _dated(w: Written, year: int | None, how: str | None, weekday: int | None) -> Settled | None:
    if year is None or w.month is None:
        return None
    if w.day is None:
        return Settled(f"{year:04}-{w.month:02}", how)
    day = as_date(year, w.month, w.day)
    if day is None:
        return Settled(None, how, f"{year}-{w.month:02} has no day {w.day}")
    doubt = f"{day} is no {_weekday_name(weekday)}, as the document says" if weekday is not None and day.weekday() != weekday else None
    return Settled(day.isoformat(), how, doubt)


def _weekday_name(weekday: int) -> str:
    return ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[weekday]


def _day_first(written: Sequence[Written]) -> bool:
    """Tell whether a document writes `3/4` for the third of April: by a number over 12, weekdays, and an even rhythm."""
    open_ones = [w for w in written if w.numbers]
    if not open_ones:
        return False
    score = [0, 0]
    for order in (0, 1):
        read = [_with_numbers(w, day_first=bool(order)) for w in written]
        for w in read:
            day = as_date(w.year, w.month, w.day) if w.year and w.month and w.day else None
            if day and w.weekday is not None and day.weekday() == w.weekday:
                score[order] += 5
        days = [day for w in read if w.year and w.month and w.day and (day := as_date(w.year, w.month, w.day))]
        steps = [(b - a).days for a, b in pairwise(days)]
        score[order] += max(sum(step > 0 for step in steps), sum(step < 0 for step in steps))
        score[order] += Counter(day.weekday() for day in days).most_common(1)[0][1] if days else 0
        score[order] += sum(1 for step in steps if abs(step) % 7 == 0)
    return score[1] > score[0]


def _with_numbers(w: Written, *, day_first: bool) -> Written:
    if w.numbers is None:
        return w
    first, second = w.numbers
    return replace(w, month=second if day_first else first, day=first if day_first else second)


def _falls(read: Sequence[Written]) -> bool:
    """Tell whether the newest meeting stands first."""
    days = [day for w in read if w.year and w.month and (day := as_date(w.year, w.month, w.day or 1))]
    if len(days) > 1:
        steps = [b > a for a, b in pairwise(days)]
        return sum(steps) * 2 <= len(steps)
    places = [_place_in_year(w) for w in read if w.month]
    forward = [(b - a) % 366 for a, b in pairwise(places)]
    return sum(forward) >= sum(-step % 366 for step in forward)  # that way round in which less time passes


def _place_in_year(w: Written) -> int:
    """Return about the how-manieth day of a year a date is."""
    return (w.month or 1) * 30 + (w.day or 1)


def _usual_weekday(read: Sequence[Written]) -> int | None:
    days = [day for w in read if w.year and w.month and w.day and (day := as_date(w.year, w.month, w.day))]
    if not days:
        return None
    weekday, count = Counter(day.weekday() for day in days).most_common(1)[0]
    return weekday if count * 2 > len(days) else None


def _fill(read: Sequence[Written], found: list[Settled | None], falling: bool, usual: int | None, today: date | None) -> None:
    """Give each date without a year the year that keeps the document's order, beginning beside those that have one."""
    anchors = [at for at, settled in enumerate(found) if settled and settled.day]
    if not anchors:
        _without_any(read, found, today, falling=falling)
        anchors = [at for at, settled in enumerate(found) if settled and settled.day]
        if not anchors:
            return
    for at in range(anchors[0], len(read)):
        if found[at] is None and at:
            found[at] = _beside(read[at], found, at, at - 1, earlier=falling, usual=usual)
    for at in range(anchors[0], -1, -1):
        if found[at] is None:
            found[at] = _beside(read[at], found, at, at + 1, earlier=not falling, usual=usual)


def _beside(w: Written, found: list[Settled | None], at: int, near: int, *, earlier: bool, usual: int | None) -> Settled | None:
    """Settle a date by the one beside it, which is to be later (`earlier`) or earlier than it."""
    step = -1 if near < at else 1
    while 0 <= near < len(found) and not ((settled := found[near]) and settled.day):
        near += step
    if not 0 <= near < len(found) or w.month is None or (settled := found[near]) is None or settled.day is None:
        return None
    beside = date.fromisoformat(f"{settled.day}-01" if len(settled.day) == 7 else settled.day)
    options = [
        day for year in range(beside.year - 2, beside.year + 3) if year > _NEVER_BEFORE and (day := as_date(year, w.month, w.day or 1))
    ]
    fitting = [day for day in options if (day <= beside if earlier else day >= beside)]
    if not fitting:
        return None
    nearest = max(fitting) if earlier else min(fitting)
    how = f"year worked out from its place {'below' if step < 0 else 'above'} {settled.day}"
    wanted = w.weekday if w.weekday is not None else usual
    if w.weekday is not None and nearest.weekday() != w.weekday:
        right = [day for day in options if day.weekday() == w.weekday]
        if right:
            nearest, how = (
                min(right, key=lambda day: abs(day - beside)),
                f"year worked out from the weekday and its place beside {settled.day}",
            )
    if wanted is not None and w.day is not None:
        how += f", a {_weekday_name(nearest.weekday())}" if nearest.weekday() == wanted else ""
    return Settled(nearest.isoformat() if w.day else nearest.isoformat()[:7], how)


def _without_any(read: Sequence[Written], found: list[Settled | None], today: date | None, *, falling: bool) -> None:
    """Settle the newest date of a document that names no year at all: by its weekday, else the last such day before today."""
    if today is None or not read:
        return
    order = range(len(read)) if falling else range(len(read) - 1, -1, -1)
    for at in order:
        w = read[at]
        if w.month is None or w.day is None:
            continue
        options = [day for year in range(today.year, today.year - 15, -1) if (day := as_date(year, w.month, w.day)) and day <= today]
        right = [day for day in options if w.weekday is None or day.weekday() == w.weekday]
        if right:
            found[at] = Settled(right[0].isoformat(), "no year stands anywhere; the latest that is possible", "the document names no year")
            return
