"""Names in every habit that people have of writing them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugctl.names import fold, slugify
from rugctl.written_names import _NO_AFFILIATION, _NO_ORGANIZATION, WrittenName, parse_people, parse_person_line

N = WrittenName
HABITS: dict[str, list[WrittenName]] = {
    "Ana Lima": [N("Ana Lima")],
    "Ana Lima (CERN)": [N("Ana Lima", ("CERN",))],
    "- Ana Lima (CERN)": [N("Ana Lima", ("CERN",))],
    "* Ana Lima": [N("Ana Lima")],
    "1. Ana Lima, CERN": [N("Ana Lima", ("CERN",))],
    "2) Ana Lima": [N("Ana Lima")],
    "• Ana Lima": [N("Ana Lima")],
    "- [x] Ana Lima (CERN)": [N("Ana Lima", ("CERN",))],
    "[ ] Ana Lima": [],
    "Ana Lima [CERN]": [N("Ana Lima", ("CERN",))],
    "Ana Lima - CERN": [N("Ana Lima", ("CERN",))],
    "Ana Lima – CERN": [N("Ana Lima", ("CERN",))],
    "Ana Lima — CERN": [N("Ana Lima", ("CERN",))],
    "Ana Lima/CERN": [N("Ana Lima", ("CERN",))],
    "Ana Lima / CERN": [N("Ana Lima", ("CERN",))],
    "Ana Lima @ CERN": [N("Ana Lima", ("CERN",))],
    "Ana Lima @analima": [N("Ana Lima", handle="analima")],
    "Ana Lima (@analima)": [N("Ana Lima", handle="analima")],
    "Ana Lima / @analima / CERN": [N("Ana Lima", ("CERN",), handle="analima")],
    "Ana Lima (@analima, CERN)": [N("Ana Lima", ("CERN",), handle="analima")],
    "Ana Lima (CERN, first time)": [N("Ana Lima", ("CERN",), first_time=True)],
    "Ana Lima (first time, CERN)": [N("Ana Lima", ("CERN",), first_time=True)],
    "Ana Lima (CERN) - first time!": [N("Ana Lima", ("CERN",), first_time=True)],
    "Ana Lima (first time)": [N("Ana Lima", first_time=True)],
    "Ana Lima, CERN (1st time)": [N("Ana Lima", ("CERN",), first_time=True)],
    "Ana Lima (CERN) first-time": [N("Ana Lima", ("CERN",), first_time=True)],
    "Ana Lima 🆕": [N("Ana Lima", first_time=True)],
    "Ana Lima (CERN, first time in a while)": [N("Ana Lima", ("CERN",), note="first time in a while")],
    "Ana Lima (CERN, second time)": [N("Ana Lima", ("CERN",), note="second time")],
    "Ana Lima (CERN / WLCG)": [N("Ana Lima", ("CERN", "WLCG"))],
    "Ana Lima (CERN and WLCG)": [N("Ana Lima", ("CERN", "WLCG"))],
    "Ana Lima, Bo Berg (CERN)": [N("Ana Lima", ("CERN",)), N("Bo Berg", ("CERN",))],
    "Ana Lima, Bo Berg and Cy Young (CERN)": [N("Ana Lima", ("CERN",)), N("Bo Berg", ("CERN",)), N("Cy Young", ("CERN",))],
    "Ana Lima & Bo Berg (CERN)": [N("Ana Lima", ("CERN",)), N("Bo Berg", ("CERN",))],
    "Ana Lima, Bo Berg, Cy Young": [N("Ana Lima"), N("Bo Berg"), N("Cy Young")],
    "Ana Lima (self)": [N("Ana Lima", unaffiliated=True)],
    "Ana Lima (Independent)": [N("Ana Lima", unaffiliated=True)],
    "Ana Lima (currently unaffiliated)": [N("Ana Lima", unaffiliated=True)],
    "Ana Lima <ana@example.org>": [N("Ana Lima")],
    "Ana Lima (CERN) ana@example.org": [N("Ana Lima", ("CERN",))],
    "**Ana Lima** (CERN)": [N("Ana Lima", ("CERN",))],
    "Ana Lima (": [N("Ana Lima")],
    "Ana Lima (CERN": [N("Ana Lima", ("CERN",))],
    "Ana Lima | CERN": [N("Ana Lima", ("CERN",))],
    "| Ana Lima | CERN |": [N("Ana Lima", ("CERN",))],
    "|---|---|": [],
    "Name | Organization": [],
    "Ana Lima\tCERN": [N("Ana Lima", ("CERN",))],
    "Ana Lima   CERN": [N("Ana Lima", ("CERN",))],
    "Ana  Lima (CERN)": [N("Ana Lima", ("CERN",))],
    "Ana Lima; CERN": [N("Ana Lima", ("CERN",))],
    "Ana Lima from CERN": [N("Ana Lima", ("CERN",))],
    "Ana Lima（CERN）": [N("Ana Lima", ("CERN",))],
    "· Ana Lima": [N("Ana Lima")],
    "> _Ana Lima_ (`CERN`)": [N("Ana Lima", ("CERN",))],
    '"Ana Lima" <ana@example.org>': [N("Ana Lima")],
    "[Ana Lima](https://example.org/ana) (CERN)": [N("Ana Lima", ("CERN",))],
    "Ana Lima (https://example.org)": [N("Ana Lima")],
    "Ana Lima 🎉 (CERN) 👋🏽": [N("Ana Lima", ("CERN",))],
    "Dr. Ana Lima, PhD (CERN)": [N("Ana Lima", ("CERN",))],
    "Ana Lima, Jr. (CERN)": [N("Ana Lima Jr.", ("CERN",))],
    "Robert (Bob) Smith (CERN)": [N('Robert "Bob" Smith', ("CERN",))],
    "Ana Lima she/her (CERN)": [N("Ana Lima", ("CERN",))],
    "Ana Lima (she / her / hers) - CERN": [N("Ana Lima", ("CERN",))],
    "Ana Lima (CERN, until 16:30)": [N("Ana Lima", ("CERN",))],
    "Ana Lima (CERN), joined late": [N("Ana Lima", ("CERN",))],
    "Ana Lima (CERN, first time here)": [N("Ana Lima", ("CERN",), first_time=True)],
    "Ana Lima (ex-CERN, now PSI)": [N("Ana Lima", ("PSI",))],
    "Ana Lima (3M)": [N("Ana Lima", ("3M",))],
    "Ana Lima (Red Hat, Inc.)": [N("Ana Lima", ("Red Hat Inc.",))],
    "Ana Lima (CERN; Example Labs)": [N("Ana Lima", ("CERN", "Example Labs"))],
    "Ana Lima (CERN), Bo (PSI)": [N("Ana Lima", ("CERN",)), N("Bo", ("PSI",))],
    "Present: Ana Lima (CERN); Bo Berg": [N("Ana Lima", ("CERN",)), N("Bo Berg")],
    "Ana Lima and Bo Berg": [N("Ana Lima"), N("Bo Berg")],
    "Ana Lima / Bo Berg (CERN)": [N("Ana Lima", ("CERN",)), N("Bo Berg", ("CERN",))],
    "Ana Lima, Example University, Example City": [N("Ana Lima", ("Example University", "Example City"))],
    "Lima, Ana (CERN)": [N("Ana Lima", ("CERN",))],
    "van der Berg, Bo (CERN)": [N("Bo van der Berg", ("CERN",))],
    "@analima (CERN)": [N("analima", ("CERN",), handle="analima")],
    "Regrets: Ana Lima": [],
    "\u200eAna Lima\u200e 👩\u200d💻": [N("Ana Lima")],
    "علی\u200cرضا (CERN)": [N("علی\u200cرضا", ("CERN",))],
    "Anne-Marie O'Neil-Smith (CERN)": [N("Anne-Marie O'Neil-Smith", ("CERN",))],
    "Rémi Voirin (École Polytechnique)": [N("Rémi Voirin", ("École Polytechnique",))],
    "王小明 (CERN)": [N("王小明", ("CERN",))],
    "Ketan?": [N("Ketan?")],
    "": [],
    "   ": [],
    "-": [],
    "N/A": [],
    "none": [],
    "None today": [],
    "TBD": [],
    "Name 1": [],
    "...": [],
    "- ": [],
}


@pytest.mark.parametrize("line", HABITS)
def test_habit(line: str) -> None:
    assert parse_person_line(line) == HABITS[line]


def test_pasted_lines_keep_their_order() -> None:
    assert [p.name for p in parse_people("- Bo Berg\n\n- Ana Lima, Cy Young (CERN)\n- N/A\n")] == ["Bo Berg", "Ana Lima", "Cy Young"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rémi Voirin", "remi voirin"),
        ("Łukasz", "LUKASZ"),
        ("O’Neil", "O'Neil"),
        ("A. Lima", "A Lima"),
        ("Straße", "strasse"),
        ("Jean-Luc", "Jean Luc"),
        ("Ｗｉｄｅ", "wide"),
    ],
)
def test_names_that_compare_as_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Rémi Voirin", "remi-voirin"),
        ("Anne O'Neil", "anne-oneil"),
        ("Łukasz Żak", "lukasz-zak"),
        ("J. R. (Bob) Smith", "j-r-bob-smith"),
        ("王小明", ""),
        ("--", ""),
    ],
)
def test_ids(name: str, id: str) -> None:
    assert slugify(name) == id


@given(st.text(max_size=40) | st.text("AB ab,()[]/@-–.é&1\t", max_size=30))
def test_any_line_is_taken_apart(line: str) -> None:
    for person in parse_person_line(line):
        assert person.name == person.name.strip()
        assert person.name
        assert all(organization.strip() for organization in person.organizations)
    assert fold(fold(line)) == fold(line)
    assert slugify(slugify(line)) == slugify(line)


WORD = st.text("abcdefghijklmnopqrstuvwxyzéüñ", min_size=3, max_size=8).map(str.capitalize)


@given(WORD, WORD, WORD.filter(lambda word: not (_NO_AFFILIATION.fullmatch(word) or _NO_ORGANIZATION.fullmatch(word))), st.booleans())
def test_what_is_written_is_read_again(first: str, last: str, organization: str, newcomer: bool) -> None:
    line = f"- {first} {last} ({organization}{', first time' if newcomer else ''})"
    assert parse_person_line(line) == [N(f"{first} {last}", (organization,), newcomer)]
