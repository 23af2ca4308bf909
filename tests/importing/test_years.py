"""Dates that a document leaves half open."""

from __future__ import annotations

from datetime import date

import pytest

from rugctl.importing.meetings.years import settle
from rugctl.importing.words.dates import Written, find_dates

TODAY = date(2040, 1, 1)


def _written(texts: list[str]) -> list[Written]:
    return [find_dates(text)[0] for text in texts]


def _settled(texts: list[str], years: list[int | None] | None = None, today: date | None = TODAY) -> list[str | None]:
    return [one.day for one in settle(_written(texts), years or [None] * len(texts), today)]


@pytest.mark.parametrize(
    ("texts", "days"),
    [
        (["2031-03-19", "2031-03-05"], ["2031-03-19", "2031-03-05"]),
        (["March 2031"], ["2031-03"]),
        # the newest first: what stands below is earlier
        (["January 8, 2031", "December 18", "December 4"], ["2031-01-08", "2030-12-18", "2030-12-04"]),
        (["January 8", "December 18", "December 4, 2030"], ["2031-01-08", "2030-12-18", "2030-12-04"]),
        # the oldest first
        (["December 4, 2030", "December 18", "January 8"], ["2030-12-04", "2030-12-18", "2031-01-08"]),
        (["December 4", "December 18", "January 8, 2031"], ["2030-12-04", "2030-12-18", "2031-01-08"]),
        # over two turns of the year
        (
            ["Feb 5, 2032", "Dec 5", "Sept 5", "June 5", "March 5", "Dec 5"],
            ["2032-02-05", "2031-12-05", "2031-09-05", "2031-06-05", "2031-03-05", "2030-12-05"],
        ),
        # a weekday decides: March 5 was a Wednesday in 2025 and 2031
        (["Wednesday, March 19", "Wednesday, March 5"], ["2036-03-19", "2036-03-05"]),
        # day or month first, by a number over 12, by weekdays, by an even rhythm
        (["19/03/2031", "05/03/2031"], ["2031-03-19", "2031-03-05"]),
        (["3/19/2031", "3/5/2031"], ["2031-03-19", "2031-03-05"]),
        (["Wed 5/3/2031"], ["2031-03-05"]),
        (["09/04/2031", "02/04/2031"], ["2031-04-09", "2031-04-02"]),
        (["4/9/2031", "4/2/2031", "3/26/2031"], ["2031-04-09", "2031-04-02", "2031-03-26"]),
        # nothing decides: the month stands first
        (["3/5/2031"], ["2031-03-05"]),
        # the 29th of February has few years
        (["March 7, 2032", "February 29"], ["2032-03-07", "2032-02-29"]),
    ],
)
def test_what_is_open_is_settled_by_the_document(texts: list[str], days: list[str]) -> None:
    assert _settled(texts) == days


def test_the_year_above_or_in_the_name_goes_before_the_order() -> None:
    assert _settled(["January 8", "December 18"], [2031, 2029]) == ["2031-01-08", "2029-12-18"]


def test_a_year_is_said_to_be_worked_out() -> None:
    whole, worked_out = settle(_written(["January 8, 2031", "December 18"]), [None, None], TODAY)
    assert whole.how is None
    assert worked_out.how is not None
    assert "2031-01-08" in worked_out.how


def test_a_weekday_that_is_not_the_days_is_doubtful() -> None:
    (settled,) = settle(_written(["Monday, March 5, 2031"]), [None], TODAY)
    assert settled.day == "2031-03-05"
    assert settled.doubt is not None
    assert "Monday" in settled.doubt


def test_a_document_without_any_year_is_doubtful() -> None:
    newest, older = settle(_written(["March 19", "March 5"]), [None, None], date(2031, 4, 1))
    assert (newest.day, older.day) == ("2031-03-19", "2031-03-05")
    assert newest.doubt is not None
    assert _settled(["March 19"], today=None) == [None]


def test_no_dates_are_settled_to_none() -> None:
    assert settle([], [], TODAY) == []
