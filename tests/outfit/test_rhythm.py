"""How often a group meets, as people say it."""

from __future__ import annotations

import pytest

from rugctl.drafting.rhythm import first_day, parse_rhythm
from rugctl.errors import RugctlError


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("every Wednesday", "FREQ=WEEKLY;BYDAY=WE"),
        ("weekly on Thursdays", "FREQ=WEEKLY;BYDAY=TH"),
        ("Every week on tue", "FREQ=WEEKLY;BYDAY=TU"),
        ("every 2 weeks on Wednesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        ("every 3 weeks on  friday", "FREQ=WEEKLY;INTERVAL=3;BYDAY=FR"),
        ("every other Monday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("every second week on Monday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("fortnightly Thu", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
        ("1st and 3rd Wednesday", "FREQ=MONTHLY;BYDAY=1WE,3WE"),
        ("the first, third and fifth Tuesday of the month", "FREQ=MONTHLY;BYDAY=1TU,3TU,5TU"),
        ("monthly on the last Friday", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("second sunday of every month", "FREQ=MONTHLY;BYDAY=2SU"),
        ("rrule:freq=daily;count=3", "FREQ=DAILY;COUNT=3"),
    ],
)
def test_words_of_a_rhythm(words: str, rule: str) -> None:
    assert parse_rhythm(words) == rule


@pytest.mark.parametrize("words", ["", "often", "every", "every Wednesday or so", "1st and Wednesday", "wed", "every 100 weeks on Monday"])
def test_words_that_say_no_rhythm(words: str) -> None:
    with pytest.raises(RugctlError, match="says no rhythm"):
        parse_rhythm(words)


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "2024-06-12"),
        ("FREQ=WEEKLY;BYDAY=TH", "2024-06-06"),
        ("FREQ=MONTHLY;BYDAY=1WE", "2024-06-06"),
    ],
)
def test_the_first_day(rule: str, day: str) -> None:
    assert first_day(rule, "2024-06-06") == day
