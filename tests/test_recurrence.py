"""A series gives the dates that counting by hand gives, at its wall time on either side of a change of the clocks."""

from __future__ import annotations

import calendar
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugctl.errors import RugctlError
from rugctl.model import Series
from rugctl.recurrence import all_occurrences, instant, next_occurrences, occurrences
from rugctl.zones import zone

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
START = st.dates(date(2015, 1, 1), date(2030, 1, 1))


def _series(since: date, rrule: str, **more: object) -> Series:
    values = {
        "id": "s",
        "uid": "u",
        "since": since.isoformat(),
        "rrule": rrule,
        "duration": 60,
        "start": "17:00",
        "timezone": "Europe/Zurich",
    }
    return Series.model_validate(values | more)


def _dates(series: Series, since: date, until: date) -> list[str]:
    return [occurrence.date for occurrence in occurrences(series, since, until)]


@given(START, st.sets(st.tuples(st.sampled_from([1, 2, 3, 4, 5, -1, -2]), st.integers(0, 6)), min_size=1, max_size=3), st.integers(0, 900))
def test_nth_weekdays_as_counted_on_a_calendar(since: date, days: set[tuple[int, int]], length: int) -> None:
    series = _series(since, "FREQ=MONTHLY;BYDAY=" + ",".join(f"{n}{DAYS[weekday]}" for n, weekday in days))
    expected = []
    for day in (since + timedelta(n) for n in range(length)):
        nth = (day.day - 1) // 7 + 1
        from_end = -((calendar.monthrange(day.year, day.month)[1] - day.day) // 7 + 1)
        if (nth, day.weekday()) in days or (from_end, day.weekday()) in days:
            expected.append(day.isoformat())
    assert _dates(series, since, since + timedelta(length)) == expected


@given(START, st.integers(1, 5), st.sets(st.integers(0, 6), min_size=1), st.integers(0, 200), st.integers(0, 200))
def test_weeks_as_counted_on_a_calendar(since: date, interval: int, days: set[int], skip: int, length: int) -> None:
    series = _series(since, f"FREQ=WEEKLY;INTERVAL={interval};BYDAY=" + ",".join(DAYS[day] for day in sorted(days)))
    monday = since - timedelta(since.weekday())
    first = since + timedelta(skip)
    window = (first + timedelta(n) for n in range(length))
    expected = [day.isoformat() for day in window if day.weekday() in days and (day - monday).days // 7 % interval == 0]
    assert _dates(series, first, first + timedelta(length)) == expected


@given(START, st.integers(0, 100), st.integers(0, 100))
def test_half_open(since: date, lasts: int, length: int) -> None:
    until = since + timedelta(lasts)
    series = _series(since, "FREQ=DAILY", until=until.isoformat())
    found = _dates(series, since - timedelta(10), since + timedelta(length))
    assert len(found) == min(lasts, length)
    assert all(since.isoformat() <= day < until.isoformat() for day in found)


@given(START, st.integers(2, 4), st.integers(0, 300))
def test_slots_take_turns_from_the_first_occurrence_on(since: date, count: int, skip: int) -> None:
    slots = [{"id": f"slot-{n}", "start": f"{9 + n:02}:00", "timezone": "UTC"} for n in range(count)]
    series = _series(since, "FREQ=WEEKLY", rotate="occurrence", slots=slots)
    whole = [o.slot for o in occurrences(series, since, since + timedelta(700))]
    assert whole == [f"slot-{n % count}" for n in range(100)]
    later = list(occurrences(series, since + timedelta(7 * skip), since + timedelta(7 * skip + 7)))
    assert [(o.slot, o.start) for o in later] == [(f"slot-{skip % count}", f"{9 + skip % count:02}:00")]


def test_slots_by_the_nth_weekday() -> None:
    slots = [{"id": "early", "start": "09:00", "timezone": "UTC", "nth": 1}, {"id": "last", "start": "21:00", "timezone": "UTC", "nth": -1}]
    series = _series(date(2024, 5, 1), "FREQ=MONTHLY;BYDAY=1WE,-1WE", rotate="nth", slots=slots)
    found = [(o.date, o.slot) for o in occurrences(series, date(2024, 5, 1), date(2024, 7, 1))]
    assert found == [("2024-05-01", "early"), ("2024-05-29", "last"), ("2024-06-05", "early"), ("2024-06-26", "last")]


@pytest.mark.parametrize(
    ("day", "start", "timezone", "utc"),
    [
        ("2024-03-27", "17:00", "Europe/Zurich", "16:00"),
        ("2024-04-03", "17:00", "Europe/Zurich", "15:00"),
        ("2024-03-06", "08:00", "America/Los_Angeles", "16:00"),
        ("2024-03-13", "08:00", "America/Los_Angeles", "15:00"),
        ("2024-03-31", "02:30", "Europe/Zurich", "01:30"),  # a time that the clocks leave out
        ("2024-10-27", "02:30", "Europe/Zurich", "00:30"),  # one that comes twice: the first
        ("2024-06-05", "23:30", "Asia/Kolkata", "18:00"),
    ],
)
def test_wall_time_to_instant(day: str, start: str, timezone: str, utc: str) -> None:
    assert instant(day, start, timezone).strftime("%H:%M") == utc


@given(
    START,
    st.sampled_from(["Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
    st.integers(0, 23),
    st.integers(0, 59),
)
def test_wall_time_is_kept_over_changes_of_the_clocks(since: date, timezone: str, hour: int, minute: int) -> None:
    start = f"{hour:02}:{minute:02}"
    series = _series(since, "FREQ=WEEKLY", start=start, timezone=timezone)
    for occurrence in islice(occurrences(series, since, since + timedelta(400)), 60):
        local = occurrence.begins.astimezone(ZoneInfo(timezone))
        there = datetime.fromisoformat(f"{occurrence.date}T{start}").replace(tzinfo=ZoneInfo(timezone))
        exists = there.astimezone(UTC).astimezone(ZoneInfo(timezone)).strftime("%H:%M") == start
        assert not exists or (local.strftime("%H:%M"), local.date().isoformat()) == (start, occurrence.date)


def test_pauses_and_unrecorded_stretches_are_marked() -> None:
    series = _series(
        date(2024, 1, 3),
        "FREQ=WEEKLY",
        pauses=[{"since": "2024-01-10", "until": "2024-01-17", "reason": "Holiday"}],
        unrecorded=[{"since": "2024-01-17", "until": "2024-01-18", "reason": "Lost"}],
    )
    found = [(o.date, o.absence, o.unrecorded) for o in occurrences(series, date(2024, 1, 1), date(2024, 1, 25))]
    assert found == [
        ("2024-01-03", None, False),
        ("2024-01-10", "Holiday", False),
        ("2024-01-17", "Lost", True),
        ("2024-01-24", None, False),
    ]
    assert [o.date for o in islice(next_occurrences([series], date(2024, 1, 4)), 2)] == ["2024-01-24", "2024-01-31"]


def test_several_series_by_date() -> None:
    pair = [_series(date(2024, 1, 5), "FREQ=WEEKLY"), _series(date(2024, 1, 3), "FREQ=WEEKLY")]
    assert [o.date for o in all_occurrences(pair, date(2024, 1, 1), date(2024, 1, 12))] == ["2024-01-03", "2024-01-05", "2024-01-10"]


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=SECONDLY",
        "FREQ=HOURLY;INTERVAL=12",
        "FREQ=DAILY;BYHOUR=1,2,3",
        "FREQ=DAILY;BYSECOND=1,2,3",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=2;UNTIL=20240201",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;UNTIL=20240101T000000Z",
        "FREQ=WEEKLY;COUNT=x",
        "FREQ=MONTHLY;BYMONTHDAY=",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYDAY=99WE",
        "FREQ=MONTHLY;BYDAY=1WE,6WE",
        "FREQ=YEARLY;BYMONTH=2;BYDAY=54MO",
        "FREQ=WEEKLY;BYDAY=2WE",
        "FREQ=YEARLY;BYEASTER=99999",
        "FREQ=YEARLY;BYWEEKNO=99",
        "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30,31",
        "FREQ=DAILY;BYSETPOS=5",
        "FREQ=DAILY;UNTIL=1",
        "FREQ=DAILY;FREQ=WEEKLY",
        pytest.param(f"FREQ=DAILY;INTERVAL={'9' * 5000}", id="endless"),
        "every second week",
        "DTSTART:20240101",
        "WEEKLY",
    ],
)
def test_what_is_no_rule_is_said(rrule: str) -> None:
    with pytest.raises(RugctlError, match="cannot be read"):
        _dates(_series(date(2024, 1, 1), rrule), date(2024, 1, 1), date(2024, 3, 1))


@given(
    st.lists(
        st.sampled_from(
            [
                "FREQ=MONTHLY",
                "FREQ=YEARLY",
                "BYDAY=1MO",
                "BYMONTH=2",
                "BYMONTHDAY=30",
                "BYDAY=5WE,-5FR",
                "BYDAY=53MO",
                "BYMONTH=2,3",
                "BYSETPOS=-1",
                "COUNT=0",
                "BYWEEKNO=99",
                "BYYEARDAY=400",
                "INTERVAL=999999",
                "UNTIL=20240101",
                "WKST=9",
                "A=B",
                "FREQ=",
                ";",
            ]
        ),
        max_size=5,
    )
)
def test_any_rule_ends(parts: list[str]) -> None:
    with suppress(RugctlError):
        _dates(_series(date(2024, 1, 1), ";".join(parts) or "x"), date(2024, 1, 1), date(2024, 3, 1))


def test_a_zone_that_is_none() -> None:
    for name in ("Mars/Olympus", "../etc/passwd", "", "Europe", "Europe/Zurich\n"):
        with pytest.raises(RugctlError, match="no time zone"):
            zone(name)


def test_a_series_without_a_time() -> None:
    series = Series.model_validate({"id": "s", "uid": "u", "since": "2024-01-01", "rrule": "FREQ=DAILY", "duration": 60})
    with pytest.raises(RugctlError, match="no start or timezone"):
        _dates(series, date(2024, 1, 1), date(2024, 2, 1))
