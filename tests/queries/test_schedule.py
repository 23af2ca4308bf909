"""The schedule: every expected date and every record once, local times on both sides of a change of the clocks."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

import pytest

from rugctl.errors import RugctlError
from rugctl.queries.clocks import Disagreement, disagreements, zone_called
from rugctl.queries.ledger import ledger
from rugctl.queries.lookup import Period
from rugctl.queries.schedule import Scheduled, coming, group_zones, schedule, weeks_apart
from tests.queries.small import make_index, two_groups

GROUP = """\
format: 1
name: Group
zones: [Europe/Zurich, America/Los_Angeles]
series:
  - id: wednesdays
    uid: 1f0c
    since: 2025-03-05
    rrule: FREQ=MONTHLY;BYDAY=1WE,3WE
    start: "08:00"
    timezone: America/Los_Angeles
    duration: 60
    pauses: [{since: 2025-08-01, until: 2025-09-01, reason: Summer}]
"""
ZONES = ("Europe/Zurich", "America/Los_Angeles")


def _index(group: str = GROUP, **meetings: str) -> sqlite3.Connection:
    files = {"data/group.yaml": group, "data/people.yaml": "people:\n  ada: {name: Ada}\n"}
    for name, text in meetings.items():
        stem = name.removeprefix("d").replace("_", "-")
        files[f"data/meetings/{stem}.yaml"] = f"date: {stem[:10]}\n{text}"
    return make_index(files)


def _rows(index: sqlite3.Connection, since: str, until: str, today: str = "2025-01-01") -> list[Scheduled]:
    return schedule(index, None, Period(since, until), today, ZONES)


def _hours(rows: list[Scheduled]) -> list[tuple[str, list[str]]]:
    return [(row.date, [clock.time.start + ("*" if clock.before else "") for clock in row.clocks]) for row in rows]


def test_local_times_on_both_sides_of_each_change_of_the_clocks() -> None:
    assert _hours(_rows(_index(), "2025-03-01", "2025-04-10")) == [
        ("2025-03-05", ["17:00", "08:00"]),
        ("2025-03-19", ["16:00*", "08:00"]),
        ("2025-04-02", ["17:00*", "08:00"]),
    ]
    late = _hours(_rows(_index(), "2025-10-15", "2025-11-20"))
    assert late == [("2025-10-15", ["17:00", "08:00"]), ("2025-11-05", ["17:00", "08:00"]), ("2025-11-19", ["17:00", "08:00"])]


def test_the_first_one_asked_for_is_compared_with_the_one_before_it() -> None:
    assert _hours(_rows(_index(), "2025-03-10", "2025-04-01")) == [("2025-03-19", ["16:00*", "08:00"])]


def test_the_weeks_in_which_zones_disagree_with_their_meetings() -> None:
    rows = _rows(_index(), "2025-03-01", "2025-12-01")
    assert [(w.since, w.until, w.zone, w.ahead_of, w.hours, w.usually, w.meetings) for w in weeks_apart(rows, ZONES)] == [
        ("2025-03-09", "2025-03-29", "Europe/Zurich", "America/Los_Angeles", 8, 9, ("2025-03-19",))
    ]


@pytest.mark.parametrize(
    ("name", "other", "found"),
    [
        ("Europe/Zurich", "America/New_York", [("2025-03-09", "2025-03-29", 5, 6), ("2025-10-26", "2025-11-01", 5, 6)]),
        ("Africa/Casablanca", "Europe/London", [("2025-03-30", "2025-04-05", -1, 0)]),
        ("Australia/Lord_Howe", "Australia/Adelaide", []),
        ("UTC", "America/New_York", []),  # for months they are apart otherwise: nothing that passes
        ("Asia/Kolkata", "UTC", []),
    ],
)
def test_stretches_of_disagreement(name: str, other: str, found: list[tuple[str, str, float, float]]) -> None:
    weeks = disagreements(name, other, "2025-01-15", "2025-12-20")
    assert weeks == [Disagreement(name, other, *stretch) for stretch in found]


def test_every_expected_date_and_every_record_stands_there_once() -> None:
    index = _index(
        d2025_03_05="status: held\nchair: ada\nagenda: [{title: Kueue}, {title: GPUs}]\n",
        d2025_03_19="status: postponed\nmoved_to: 2025-03-26\nreason: KubeCon\n",
        d2025_03_26='status: scheduled\nmoved_from: 2025-03-19\nstart: "09:00"\n',
        d2025_04_03="status: cancelled\noccurrence: 2025-04-02\nreason: Ill\n",
        d2025_04_16="status: held\n",
        d2025_04_16_b="status: held\nreason: A second one\n",
    )
    rows = _rows(index, "2025-03-01", "2025-06-01", "2025-05-10")
    assert [(row.date, row.meeting, row.status) for row in rows] == [
        ("2025-03-05", "2025-03-05", "held"),
        ("2025-03-19", "2025-03-19", "postponed"),
        ("2025-03-26", "2025-03-26", "scheduled"),
        ("2025-04-03", "2025-04-03", "cancelled"),
        ("2025-04-16", "2025-04-16", "held"),
        ("2025-04-16", "2025-04-16-b", "held"),
        ("2025-05-07", None, "no record"),
        ("2025-05-21", None, "expected"),
    ]
    first, moved = rows[0], rows[2]
    assert (first.topic, first.lead, rows[1].reason) == (("Kueue", "GPUs"), "Ada", "KubeCon; Moved to 2025-03-26")
    assert [clock.time.start for clock in moved.clocks] == ["17:00", "09:00"]


def test_pauses_are_said_and_do_not_count_as_dates_to_come() -> None:
    index = _index()
    period = coming(index, None, "2025-07-10", 3)
    rows = schedule(index, None, period, "2025-07-10", ZONES)
    assert [(row.date, row.status, row.reason) for row in rows] == [
        ("2025-07-16", "expected", None),
        ("2025-08-06", "paused", "Summer"),
        ("2025-08-20", "paused", "Summer"),
        ("2025-09-03", "expected", None),
        ("2025-09-17", "expected", None),
    ]


def test_many_dates_to_come_and_a_series_that_ends() -> None:
    index = _index()
    assert len(schedule(index, None, coming(index, None, "2025-07-10", 200), "2025-07-10", ZONES)) > 200
    ended = _index(GROUP.replace("    rrule", "    until: 2025-07-20\n    rrule"))
    assert [row.date for row in schedule(ended, None, coming(ended, None, "2025-07-10", 3), "2025-07-10", ZONES)] == ["2025-07-16"]


def test_a_record_that_stands_for_a_later_date_is_on_the_series() -> None:
    index = _index(d2025_03_05="status: held\n", d2025_03_18="status: held\noccurrence: 2025-03-19\n")
    assert [row.date for row in ledger(index, None, "2025-03-01", "2025-04-03")] == ["2025-03-05", "2025-03-18", "2025-04-02"]
    assert index.execute("SELECT count(*) FROM finding WHERE rule = 'off-series'").fetchone() == (0,)


def test_a_slot_on_another_day_in_other_zones() -> None:
    night = GROUP.replace("FREQ=MONTHLY;BYDAY=1WE,3WE", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE").replace('"08:00"', '"21:00"')
    row = _rows(_index(night), "2025-03-01", "2025-03-10")[0]
    assert [(c.time.weekday, c.time.start, c.time.other_day) for c in row.clocks] == [
        ("Thursday", "06:00", True),
        ("Wednesday", "21:00", False),
    ]


def test_groups_without_series_and_without_times() -> None:
    index = two_groups()
    assert [(row.group, row.date, row.clocks) for row in schedule(index, None, Period(None, "2024-04-01"), "2024-04-01", ("UTC",))] == [
        ("ops", "2024-03-05", ()),
        ("sci", "2024-03-06", ()),
        ("sci", "2024-03-13", ()),
    ]
    assert [row.group for row in ledger(index, "ops", "2024-01-01", "2025-01-01")] == ["ops"]
    assert group_zones(index, None) == ("UTC",)
    assert weeks_apart(schedule(index, None, Period(None, "2024-04-01"), "2024-04-01", ("UTC",)), ("UTC",)) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [("zurich", "Europe/Zurich"), ("Los Angeles", "America/Los_Angeles"), ("utc", "UTC"), ("EUROPE/PARIS", "Europe/Paris")],
)
def test_zones_as_people_call_them(text: str, name: str) -> None:
    assert zone_called(text) == name


@pytest.mark.parametrize("text", ["Mars", "", "Zurick", "../etc"])
def test_zones_that_there_are_not(text: str) -> None:
    with pytest.raises(RugctlError, match="no time zone"):
        zone_called(text)


def test_a_long_stretch_has_every_week_of_disagreement() -> None:
    weeks = disagreements("Europe/Zurich", "America/New_York", "2010-01-01", "2030-01-01")
    assert len(weeks) == 40
    assert all(timedelta(6) <= date.fromisoformat(w.until) - date.fromisoformat(w.since) <= timedelta(21) for w in weeks)
