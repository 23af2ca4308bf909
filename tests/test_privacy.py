"""What does not belong in a public record is taken out, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugctl.privacy import EMAIL, SECRET, Cleared, cleared


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Nothing? No.", Cleared("Nothing? No.")),
        ("Ana <ana@example.org>, bo@example.org", Cleared("Ana [e-mail address], [e-mail address]", 2)),
        ("[Ana](mailto:ana@example.org)", Cleared("Ana")),
        ("https://medium.com/@ana.org/x", Cleared("https://medium.com/@ana.org/x")),
        ("https://zoom.us/j/1?pwd=abc Here? Yes", Cleared("https://zoom.us/j/1 Here? Yes", 0, 1)),
        ("https://zoom.us/j/1?pwd=abc&uname=x", Cleared("https://zoom.us/j/1?uname=x", 0, 1)),
        ("https://zoom.us/j/1?uname=x&pwd=abc", Cleared("https://zoom.us/j/1?uname=x", 0, 1)),
        ("Passcode: 123 and more", Cleared("Passcode [left out] and more", 0, 1)),
        ("Meeting password =\n 123", Cleared("Meeting password [left out]", 0, 1)),
        ("The passcode is in the calendar", Cleared("The passcode is in the calendar")),
    ],
)
def test_cleared(text: str, wanted: Cleared) -> None:
    assert cleared(text) == wanted


PARTS = st.lists(st.sampled_from(["a", "@", ".", "org", "passcode", ":", "=", " ", "\n", "?", "&", "pwd=", "1", "<", ">", "mailto:", "["]))


@given(PARTS.map("".join))
def test_nothing_private_is_left(text: str) -> None:
    again = cleared(text).text
    assert not EMAIL.search(again)
    assert not SECRET.search(again)
