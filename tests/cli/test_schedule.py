from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.small_book import SmallBook

TABLE = """\
date        day  status     Zurich  Los Angeles  UTC     topic  lead
2024-03-06  Wed  scheduled  17:00   08:00        16:00   Kueue  Bob Li
2024-03-20  Wed  expected   16:00*  08:00        15:00*
2024-04-03  Wed  expected   17:00*  08:00        15:00
* another hour than last time, because clocks changed.

Weeks in which only one side has changed its clocks
since       until       zone    ahead of     hours  usually  meetings
2024-03-10  2024-03-30  Zurich  Los Angeles      8        9  2024-03-20
"""


@pytest.fixture
def book(tmp_path: Path) -> SmallBook:
    book = SmallBook(tmp_path / "book")
    book.meeting("2024-03-06", "status: scheduled\nchair: bob\nagenda: [{title: Kueue}]\n")
    return book


def test_the_dates_to_come(book: SmallBook) -> None:
    ran = book.run("schedule", "--count", "3", today="2024-03-01")
    assert (ran.code, ran.out, ran.err) == (0, TABLE, "")


def test_zones_and_times_as_asked(book: SmallBook) -> None:
    ran = book.run("schedule", "--in", "2024-03", "--zone", "tokyo", "-z", "UTC", today="2024-03-01")
    assert ran.out.splitlines()[:3] == [
        "date        day  status     Tokyo       UTC     topic  lead",
        "2024-03-06  Wed  scheduled  Thu 01:00   16:00   Kueue  Bob Li",
        "2024-03-20  Wed  expected   Thu 00:00*  15:00*",
    ]


def test_programs_get_everything_in_full(book: SmallBook) -> None:
    found = json.loads(book.run("schedule", "-n", "2", "--format", "json", today="2024-03-01").out)
    assert found["schedule"][0]["topic"] == ["Kueue"]
    assert found["schedule"][1] | {"UTC": None} == {
        "group": "", "meeting": None, "date": "2024-03-20", "weekday": "Wednesday", "status": "expected", "reason": None, "slot": None,
        "start": "08:00", "timezone": "America/Los_Angeles", "duration": 60, "topic": [], "lead": None,
        "changed": ["Europe/Zurich", "UTC"], "Europe/Zurich": "2024-03-20 16:00", "America/Los_Angeles": "2024-03-20 08:00", "UTC": None,
    }  # fmt: skip
    assert found["weeks_apart"][0]["meetings"] == ["2024-03-20"]
    rows = list(csv.DictReader(io.StringIO(book.run("schedule", "-n", "2", "--format", "csv", today="2024-03-01").out)))
    assert [row["UTC"] for row in rows] == ["2024-03-06 16:00", "2024-03-20 15:00"]
    lines = book.run("schedule", "-n", "2", "--format", "jsonl", today="2024-03-01").out.splitlines()
    assert [json.loads(line)["status"] for line in lines] == ["scheduled", "expected"]
    markdown = book.run("schedule", "-n", "3", "--format", "markdown", today="2024-03-01").out
    assert "| 2024-03-20 | Wed | expected | 16:00\\* | 08:00 | 15:00\\* |  |  |" in markdown


def test_nothing_there(book: SmallBook) -> None:
    assert book.run("schedule", "--in", "2020").out == "Nothing is expected or recorded in this time.\n"


def test_what_is_asked_wrongly(book: SmallBook) -> None:
    assert "no time zone Marz" in book.run("schedule", "--zone", "Marz").err
    assert book.run("schedule", "--since", "2024-05", "--until", "2024-03").code == 2
    assert book.run("schedule", "--count", "0").code == 2


def test_a_series_that_cannot_be_read(book: SmallBook) -> None:
    book.write("data/group.yaml", book.read("data/group.yaml").replace("FREQ=MONTHLY", "FREQ=HOURLY"))
    ran = book.run("schedule")
    assert (ran.code, "cannot be read" in ran.err) == (2, True)


def test_why_a_date_is_off(book: SmallBook) -> None:
    book.meeting("2024-02-21", "status: cancelled\nreason: Holidays\nagenda: [{title: GPUs, outcome: dropped}]\n")
    assert "GPUs (Holidays)" in book.run("schedule", "--in", "2024-02").out
