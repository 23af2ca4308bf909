"""How like two names are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugctl.likeness import NEAR, is_slip, likeness, short_forms, slip_keys

SLIPS = ["castelano castellano", "casstle castle", "cas cast", "catsle castle", "vastle castle", "castlr castle"]


@pytest.mark.parametrize("words", SLIPS)
def test_one_letter_is_a_slip(words: str) -> None:
    a, b = words.split()
    assert is_slip(a, b)
    assert is_slip(b, a)


@pytest.mark.parametrize(("a", "b"), [("castle", "castle"), ("castle", "cattel"), ("castle", "cast"), ("castle", "elcast"), ("abc", "cba")])
def test_more_than_one_letter_is_none(a: str, b: str) -> None:
    assert not is_slip(a, b)
    assert not is_slip(b, a)


_WORD = st.text("abc", max_size=6)


@given(a=_WORD, b=_WORD)
def test_a_slip_shares_a_key(a: str, b: str) -> None:
    assert not is_slip(a, b) or set(slip_keys(a)) & set(slip_keys(b))


@given(word=_WORD, at=st.integers(0, 5), letter=st.sampled_from("abc"))
def test_a_letter_left_out_or_put_in_is_a_slip(word: str, at: int, letter: str) -> None:
    longer = word[:at] + letter + word[at:]
    assert is_slip(word, longer)
    assert is_slip(longer, word)


def test_short_forms_go_both_ways_but_not_through_another_name() -> None:
    assert {"rob", "bob", "robert"} - {"bob"} <= short_forms("bob")
    assert "robert" in short_forms("rob")
    assert "alex" in short_forms("alexander") & short_forms("alexandra")
    assert "alexandra" not in short_forms("alexander")
    assert short_forms("zoe") == frozenset()


LIKE = [
    "ana lima|lima ana",
    "robert castle|bob castle",
    "r castle|robert castle",
    "ana lima costa|ana lima",
    "ana|ana lima",
    "lima|ana lima",
]
UNLIKE = ["ana lima|zoe fox", "ana lima|ana berg", "bob castle|bill castle"]


@pytest.mark.parametrize("names", LIKE)
def test_like(names: str) -> None:
    assert likeness(*names.split("|")) >= NEAR


@pytest.mark.parametrize("names", UNLIKE)
def test_unlike(names: str) -> None:
    assert likeness(*names.split("|")) < NEAR
