"""Series against days counted one by one: odd zones, hours that clocks leave out or show twice, leap days, week 53, years to 2100."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from rugctl.model import Series
from rugctl.recurrence import occurrences

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ZONES = [
    "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "Antarctica/Troll", "America/Nuuk", "Pacific/Chatham", "Asia/Tehran",
    "America/St_Johns", "Europe/Dublin", "Asia/Gaza", "America/Santiago", "Pacific/Kiritimati", "Asia/Kathmandu", "UTC",
]  # fmt: skip
FAR = st.dates(date(2000, 1, 1), date(2099, 12, 31))
NUMBERS = st.sampled_from([1, 2, 3, 4, 5, -1, -2, -5])
Rule = tuple[str, Callable[[date, date], bool]]
"""A rule, and whether it gives a day, as counted on a calendar, when it begins on another."""


def _nths(day: date) -> set[int]:
    length = calendar.monthrange(day.year, day.month)[1]
    return {(day.day - 1) // 7 + 1, -((length - day.day) // 7 + 1)}


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Draw a rule of one of the kinds by which people meet, with its meaning."""
    kind = draw(st.sampled_from(["weeks", "nth", "month day", "year day", "last workday"]))
    every = draw(st.integers(1, 4))
    if kind == "weeks":
        days = draw(st.sets(st.integers(0, 6), min_size=1, max_size=3))
        text = f"FREQ=WEEKLY;INTERVAL={every};BYDAY={','.join(DAYS[day] for day in sorted(days))}"
        return text, lambda day, since: day.weekday() in days and (_monday(day) - _monday(since)).days // 7 % every == 0
    if kind == "nth":
        named = draw(st.sets(st.tuples(NUMBERS, st.integers(0, 6)), min_size=1, max_size=3))
        text = f"FREQ=MONTHLY;INTERVAL={every};BYDAY={','.join(f'{n}{DAYS[day]}' for n, day in sorted(named))}"
        return text, lambda day, since: _months(day, since) % every == 0 and any((n, day.weekday()) in named for n in _nths(day))
    if kind == "month day":
        number = draw(st.sampled_from([1, 15, 28, 29, 30, 31, -1, -31]))
        text = f"FREQ=MONTHLY;INTERVAL={every};BYMONTHDAY={number}"
        return text, lambda day, since: _months(day, since) % every == 0 and number in {day.day, day.day - 1 - _length(day)}
    if kind == "year day":
        text = f"FREQ=YEARLY;INTERVAL={every};BYMONTH=2;BYMONTHDAY=29"
        return text, lambda day, since: (day.month, day.day) == (2, 29) and (day.year - since.year) % every == 0
    return "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", lambda day, _: _is_last_workday(day)


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


def _length(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _months(day: date, since: date) -> int:
    return (day.year - since.year) * 12 + day.month - since.month


def _is_last_workday(day: date) -> bool:
    rest = [day + timedelta(n) for n in range(1, _length(day) - day.day + 1)]
    return day.weekday() < 5 and all(later.weekday() > 4 for later in rest)


def _instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """Count the minutes of the day around in UTC: the first whose clock shows the wall time, else the hour before the clocks jumped on."""
    naive = datetime.combine(day, wall)
    around = datetime.combine(day, wall, UTC)
    shown = [around + timedelta(minutes=n) for n in range(-15 * 60, 15 * 60)]
    clocks = [moment.astimezone(zone).replace(tzinfo=None) for moment in shown]
    if naive in clocks:
        return shown[clocks.index(naive)]
    jump = next(n for n, clock in enumerate(clocks) if clock > naive)
    before = clocks[jump - 1] - shown[jump - 1].replace(tzinfo=None)
    return (naive - before).replace(tzinfo=UTC)


@given(rules(), FAR, st.integers(0, 4000), st.integers(0, 800))
@example(("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", lambda day, since: (day - since).days % 14 == 0), date(2020, 12, 18), 0, 60)  # over week 53
@example(("FREQ=MONTHLY;BYDAY=5WE", lambda day, _: day.weekday() == 2 and day.day > 28), date(2099, 1, 1), 0, 365)
def test_a_rule_gives_the_days_that_are_counted(rule: Rule, since: date, skip: int, length: int) -> None:
    text, gives = rule
    series = _series(since, text, "12:00", "UTC")
    first = since + timedelta(skip)
    window = [first + timedelta(n) for n in range(length)]
    assert [o.date for o in occurrences(series, first, first + timedelta(length))] == [str(day) for day in window if gives(day, since)]


def _series(since: date, rrule: str, start: str, timezone: str) -> Series:
    values = {"id": "s", "uid": "u", "since": str(since), "rrule": rrule, "duration": 60, "start": start, "timezone": timezone}
    return Series.model_validate(values)


@given(st.sampled_from(ZONES), st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.times())
@example("Pacific/Apia", date(2011, 12, 30), time(12))  # a day that Samoa did not have
@example("Australia/Lord_Howe", date(2024, 10, 6), time(2, 15))  # half an hour left out
@example("Australia/Lord_Howe", date(2024, 4, 7), time(1, 45))  # half an hour twice
@example("Antarctica/Troll", date(2024, 3, 31), time(1, 30))  # two hours left out
@example("Africa/Casablanca", date(2025, 2, 23), time(2, 30))  # back for Ramadan
@example("America/Nuuk", date(2024, 3, 30), time(22, 30))  # the evening before
@example("America/Santiago", date(2024, 9, 8), time(0, 15))  # midnight left out
def test_an_hour_is_the_minute_at_which_the_clock_shows_it(timezone: str, day: date, wall: time) -> None:
    wall = wall.replace(second=0, microsecond=0)
    (only,) = occurrences(_series(day, "FREQ=DAILY;COUNT=1", f"{wall:%H:%M}", timezone), day, day + timedelta(1))
    assert only.begins == _instant(day, wall, ZoneInfo(timezone))


@given(FAR, st.integers(2, 5), st.integers(0, 60), st.integers(1, 60))
def test_turns_go_on_over_a_pause(since: date, count: int, skip: int, length: int) -> None:
    slots = [{"id": f"slot-{n}", "start": "09:00", "timezone": "UTC"} for n in range(count)]
    pause = {"since": str(since + timedelta(7 * skip)), "until": str(since + timedelta(7 * (skip + length))), "reason": "Pause"}
    values = {"id": "s", "uid": "u", "since": str(since), "rrule": "FREQ=WEEKLY", "duration": 60, "rotate": "occurrence", "slots": slots}
    found = list(occurrences(Series.model_validate(values | {"pauses": [pause]}), since, since + timedelta(7 * 130)))
    assert [o.slot for o in found] == [f"slot-{n % count}" for n in range(130)]
    assert [o.absence is not None for o in found] == [skip <= n < skip + length for n in range(130)]
