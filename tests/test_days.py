"""Days on the command line: one form, and none so far away that adding to it leaves the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugctl.days import is_day, parse_day
from rugctl.errors import RugctlError
from rugctl.model.check import check
from rugctl.queries.lookup import parse_period
from tests.cli.small_book import SmallBook

FAR = ["9999-12-31", "0001-01-01", "3000-01-01", "0999-12-31"]
NONE = ["", "2024-02-30", "20240605", "2024-W01-1", "2024-06-05\n", " 2024-06-05", "٢٠٢٤-٠١-٠١", "99999-01-01", "2024-6-5"]


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_a_day_is_itself(day: date) -> None:
    assert parse_day(day.isoformat()) == day.isoformat()
    period = parse_period(None, None, day.isoformat())
    assert (period.since, period.until) == (day.isoformat(), (day + timedelta(days=1)).isoformat())


@given(st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True) | st.sampled_from([*FAR, *NONE]))
def test_it_is_what_records_take_for_a_date(text: str) -> None:
    assert is_day(text) == (check("meeting", {"date": text, "status": "held"})[1] == [])


@pytest.mark.parametrize("text", FAR + NONE)
def test_what_is_no_day_is_said(text: str) -> None:
    with pytest.raises(RugctlError, match="is no date"):
        parse_day(text)
    for given_as in ((text, None, None), (None, text, None), (None, None, text)):
        with pytest.raises(RugctlError, match="is no year, month or day"):
            parse_period(*given_as)


@pytest.mark.parametrize("text", ["9999", "0000", "0001", "9999-12", "2024-13", "2024-1", "1e3", "٢٠٢٤"])
def test_what_is_no_period_is_said(text: str) -> None:
    with pytest.raises(RugctlError, match="is no year, month or day"):
        parse_period(None, None, text)


def test_the_ends_of_the_years_that_are_taken() -> None:
    assert (parse_period(None, None, "2999").until, parse_period(None, None, "2999-12").until) == ("3000-01-01", "3000-01-01")
    assert parse_period(None, None, "1000").since == "1000-01-01"


@pytest.mark.parametrize(
    "arguments", [("status",), ("new-meeting", "2999-12-31", "--reason", "x", "--no-commit"), ("attendance", "--until", "2999")]
)
def test_commands_on_the_first_and_the_last_day(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    book = SmallBook(tmp_path / "book")
    for today in ("1000-01-01", "2999-12-31"):
        ran = book.run(*arguments, today=today)
        assert ran.code in {0, 2}, ran.err
        assert "Traceback" not in ran.err
    assert book.run(*arguments, today="9999-12-31").err.startswith("error: --today 9999-12-31 is no date\n")
