"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugctl.importing.words.dates import MONTHS, WEEKDAYS, as_date, find_dates

FULL = (
    "2031-03-05",
    "2031/3/5",
    "2031.03.05",
    "2031_03_05",
    "2031 03 05",
    "2031 - 03 - 05",
    "20310305",
    "minutes-20310305.md",
    "March 5, 2031",
    "March 5th, 2031",
    "March 5 2031",
    "march 05,2031",
    "Mar. 5, 2031",
    "Mar 5 - 2031",
    "Mar-5-2031",
    "5 March 2031",
    "5th of March 2031",
    "5. March 2031",
    "5-Mar-2031",
    "05 Mar 31",
    "5 Mar '31",
    "Mar 5 '31",
    "2031 March 5",
    "2031-Mar-05",
    "the 5th March, 2031",
    "5.3.2031",
    "05.03.31",
    "Wednesday, March 5, 2031",
    "Wed 5 March 2031",
    "2031-03-05 (Wed)",
    "March 5-6, 2031",
    "March 5 – April 2, 2031",
    "March 5 & 6, 2031",
    "5-6 March 2031",
    "March 5, 2031, 17:00-18:00 UTC",
    "#12 - March 5, 2031",
    "12. 2031-03-05",
    "Call 12: 2031-03-05",
    "2031-03-05T17:00Z",
)


@pytest.mark.parametrize("text", FULL)
def test_a_whole_date_is_read(text: str) -> None:
    found = find_dates(text)
    assert [(w.year, w.month, w.day) for w in found] == [(2031, 3, 5)], found
    assert found[0].is_full


@pytest.mark.parametrize(
    ("text", "year", "month", "day", "numbers"),
    [
        ("March 5", None, 3, 5, None),
        ("Mar. 5", None, 3, 5, None),
        ("5 March", None, 3, 5, None),
        ("5th of March", None, 3, 5, None),
        ("March 2031", 2031, 3, None, None),
        ("Mar, 2031", 2031, 3, None, None),
        ("2031-03", 2031, 3, None, None),
        ("2031/03", 2031, 3, None, None),
        ("3/5/2031", 2031, None, None, (3, 5)),
        ("3/5/31", 2031, None, None, (3, 5)),
        ("3-5-2031", 2031, None, None, (3, 5)),
        ("3/5", None, None, None, (3, 5)),
        ("3/19/2031", 2031, 3, 19, None),
        ("19/3/2031", 2031, 3, 19, None),
        ("8/28", None, 8, 28, None),
        ("3/3/2031", 2031, 3, 3, None),
        ("August 31th, 2031", 2031, 8, 31, None),
        ("June 31, 2031", 2031, 6, 30, None),
        ("Sept. 3rd 2031", 2031, 9, 3, None),
    ],
)
def test_a_date_is_read_as_far_as_it_goes(
    text: str, year: int | None, month: int | None, day: int | None, numbers: tuple[int, int] | None
) -> None:
    found = find_dates(text)
    assert [(w.year, w.month, w.day, w.numbers) for w in found] == [(year, month, day, numbers)]


@pytest.mark.parametrize(
    "text",
    [
        "release 2.3.1",
        "version 1.9",
        "17:00-18:00",
        "August 32, 2031",
        "2031-13-05",
        "2031-02-31",
        "30/30/2031",
        "may be",
        "we march on",
        "item 12-14",
        "10.0.0.1",
        "port 8080",
        "https://example.org/12/13/x",
        "PR 2031",
        "3.5",
        "a 50/50 chance",
        "",
    ],
)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("Wednesday, March 5, 2031", 2),
        ("Wed March 5, 2031", 2),
        ("Weds, 5 March 2031", 2),
        ("Thurs. 2031-03-06", 3),
        ("2031-03-05 Wednesday", 2),
        ("March 5, 2031 (Wed)", 2),
        ("Tuesday the 4th of March 2031", 1),
        ("March 5, 2031", None),
        ("Monday calls: the one of March 5, 2031", None),
    ],
)
def test_the_weekday_beside_a_date_belongs_to_it(text: str, weekday: int | None) -> None:
    assert [w.weekday for w in find_dates(text)] == [weekday]


def test_several_dates_come_in_their_order() -> None:
    found = find_dates("moved from 2031-03-05 to March 12, 2031, next 3/26")
    assert [(w.month, w.day) for w in found] == [(3, 5), (3, 12), (3, 26)]


def test_a_date_knows_its_place() -> None:
    text = "Call on Wednesday, March 5, 2031 at noon"
    (written,) = find_dates(text)
    assert text[written.start : written.end] == "Wednesday, March 5, 2031"


def test_a_day_that_the_calendar_lacks_is_none() -> None:
    assert as_date(2031, 2, 29) is None
    assert as_date(2032, 2, 29) == date(2032, 2, 29)


_FORMS = (
    lambda d: d.isoformat(),
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{MONTHS[d.month - 1].capitalize()} {d.day}, {d.year}",
    lambda d: f"{d.day} {MONTHS[d.month - 1][:3]} {d.year}",
    lambda d: f"{d.day}.{d.month}.{d.year}",
    lambda d: f"{WEEKDAYS[d.weekday()].capitalize()}, {MONTHS[d.month - 1]} {d.day} {d.year}",
    lambda d: d.strftime("%Y%m%d"),
)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(_FORMS), st.sampled_from(["", "Meeting ", "# ", "("]))
def test_every_day_is_read_in_every_form(day: date, form: object, before: str) -> None:
    assert callable(form)
    assert [(w.year, w.month, w.day) for w in find_dates(before + form(day))] == [(day.year, day.month, day.day)]


@given(st.text(alphabet="0123456789/.-: ,MarchApilWedJune'thsnrd ", max_size=60))
def test_no_text_makes_finding_dates_fail(text: str) -> None:
    for written in find_dates(text):
        assert 0 <= written.start < written.end <= len(text)
        assert written.month is None or 1 <= written.month <= 12
        assert written.day is None or 1 <= written.day <= 31
