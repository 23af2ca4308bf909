"""Who is who: every habit of naming people, and what must not be taken for one."""

from __future__ import annotations

import pytest

from rugctl.importing.report import Evidence
from tests.importing.minutes import resolve

ONE = {
    "the same name": "2024-01-03\nAna Lima\n2024-02-07\nAna Lima",
    "accents": "2024-01-03\nJosé Núñez\n2024-02-07\nJose Nunez",
    "case": "2024-01-03\nAna LIMA\n2024-02-07\nana lima",
    "an umlaut written out": "2024-01-03\nBjörn Götz\n2024-02-07\nBjoern Goetz",
    "an apostrophe": "2024-01-03\nSean O'Dea\n2024-02-07\nSean O’Dea\n2024-03-06\nSean ODea",
    "a hyphen": "2024-01-03\nJean-Paul Roux\n2024-02-07\nJean Paul Roux\n2024-03-06\nJeanpaul Roux",
    "a middle initial": "2024-01-03\nAna R. Lima\n2024-02-07\nAna Lima",
    "a title": "2024-01-03\nDr. Ana Lima\n2024-02-07\nAna Lima",
    "swapped order": "2024-01-03\nLima Ana\n2024-02-07\nAna Lima",
    "a comma": "2024-01-03\nLima, Ana\n2024-02-07\nAna Lima",
    "a comma and an organization": "2024-01-03\nLima, Ana (Acme)\n2024-02-07\nAna Lima (Acme)",
    "the surname first, with a hyphen": "2024-01-03\nPark Min-ji\n2024-02-07\nMinji Park",
    "a middle name left out": "2024-01-03\nAna Rosa Lima (Acme)\n2024-02-07\nAna Lima (Acme)",
    "a second surname left out": "2024-01-03\nAna Lima Costa\n2024-02-07\nAna Lima",
    "a handle": "2024-01-03\nAna Lima @alima\n2024-02-07\nA. Lima @alima\n2024-03-06\n@alima",
    "handles in another case": "2024-01-03\nAna Lima @aLima\n2024-02-07\nAna @Alima",
    "a login for a name": "2024-01-03\nAna Lima @alimax\n2024-02-07\nalimax",
    "initial and surname as a login": "2024-01-03\nRobin Castle\n2024-02-07\nrcastle\n2024-03-06\nRcastle",
    "a given name with the organization": "2024-01-03\nAna Lima (Acme)\n2024-02-07\nAna (Acme)",
    "a given name with an initial": "2024-01-03\nAna Lima (Acme)\n2024-02-07\nAna L. (Acme)",
    "an initial with the surname": "2024-01-03\nAna Lima (Acme)\n2024-02-07\nA. Lima (Acme)",
    "a surname with the organization": "2024-01-03\nAna Lima (Acme)\n2024-02-07\nLima (Acme)",
    "a login with the organization": "2024-01-03\nAna Lima (Acme)\n2024-02-07\nanal (Acme)",
    "a short form, same organization": "2024-01-03\nRobert Castle (Acme)\n2024-02-07\nRob Castle (Acme)\n2024-03-06\nBob Castle (Acme)",
    "a short form alone, same organization": "2024-01-03\nRobert Castle (Acme)\n2024-02-07\nBob (Acme)",
    "a given name cut short": "2024-01-03\nZoltan Roe (Acme)\n2024-02-07\nZol Roe (Acme)",
    "a slip in a surname": "2024-01-03\nAna Castellano (Acme)\n2024-02-07\nAna Castelano (Acme)",
    "letters swapped in a given name": "2024-01-03\nSoraiya Lima (Acme)\n2024-02-07\nSoriaya Lima (Acme)",
    "a slip in a rare surname": "2024-01-03\nAna Castellano\n2024-02-07\nAna Castelano",
    "another employer later": "2024-01-03\nAna Lima (Acme)\n2024-02-07\nAna Lima (Bolt)",
    "a misspelt organization": "2024-01-03\nAna Lima (Acmeon)\n2024-02-07\nAna Lima (Acmon)\n2024-03-06\nAna (Acmon)",
    "listed twice": "2024-01-03\nAna Lima (Acme)\nAna Lima",
    "excused by the same name": "2024-01-03\nAna Lima\n2024-02-07\nregrets: Ana Lima",
    "a surname as initials": "2024-01-03\nAna Lima Costa\n2024-02-07\nAna LC",
    "a call name in brackets": "2024-01-03\nGrace Chen (Acme)\n2024-02-07\nLi Chen (Grace)",
    "a name run together": "2024-01-03\nAna Castellano\n2024-02-07\nAnaCastellano",
    "a name without spaces": "2024-01-03\n王小明\n2024-02-07\n王小明",
}


@pytest.mark.parametrize("text", ONE.values(), ids=ONE.keys())
def test_one_person(text: str) -> None:
    found = resolve(text)
    assert len(found.new_people) == 1
    assert set(found.people) == {found.new_people[0].id}
    assert found.questions == ()


ON_THE_LIST = {
    "a given name": "Ana",
    "a surname": "Lima",
    "an initial": "Ana L.",
    "initials": "AL",
    "all initials": "ARL",
    "a login": "alima",
    "a part of a login": "alim",
    "a second given name": "Rosa",
    "another choice of names": "Rosa Lima Pires",
    "a name cut short": "Ana Rosa",
}


@pytest.mark.parametrize("said", ON_THE_LIST.values(), ids=ON_THE_LIST.keys())
def test_who_is_named_in_the_notes_is_on_the_list(said: str) -> None:
    text = f"2024-01-03\nAna Rosa Lima (Acme)\nCleo Dunn (Acme)\nspeaker: {said}\n2024-02-07\nAna Berg (Bolt)"
    found = resolve(text)
    assert found.people[2] == found.people[0]
    assert len(set(found.people)) == 3
    assert found.questions == ()


TWO = {
    "one surname and organization, other given names": "2024-01-03\nLuca Chow (Acme)\n2024-02-07\nLina Chow (Acme)",
    "one given name, other surnames": "2024-01-03\nMarla Stone (Acme)\n2024-02-07\nMarla Wood (Bolt)",
    "short forms on one list": "2024-01-03\nRobert Castle (Acme)\nRob Castle (Acme)",
    "a slip on one list": "2024-01-03\nAna Castellano (Acme)\nAna Castelano (Acme)",
    "one handle on one list": "2024-01-03\nAna Lima @al\nAl Berg @al",
    "an organization written like a handle": "2024-01-03\nAna Lima @Acme\n2024-02-07\nCleo Dunn @Acme\nAna Lima (Acme)",
    "one name on one list, other organizations": "2024-01-03\nAna Lima (Acme)\nAna Lima (Bolt)",
    "one name on one list, other handles": "2024-01-03\nAna Lima @al\nAna Lima @ana",
    "other middle initials": "2024-01-03\nAna R. Lima (Acme)\n2024-02-07\nAna B. Lima (Acme)",
    "a middle initial that is not the middle name's": "2024-01-03\nAna Rosa Lima (Acme)\n2024-02-07\nAna B. Lima (Acme)",
    "given names of other organizations": "2024-01-03\nAna (Acme)\n2024-02-07\nAna (Bolt)",
    "a given name of another organization": "2024-01-03\nAna Lima (Acme)\n2024-02-07\nAna (Bolt)",
    "excused and there": "2024-01-03\nRobert Castle (Acme)\nregrets: Rob Castle (Acme)",
    "a man's and a woman's name": "2024-01-03\nDaniel Castellano (Acme)\n2024-02-07\nDaniela Castellano (Acme)",
    "a man's and a woman's name, long": "2024-01-03\nMaximilian Roux (Acme)\n2024-02-07\nMaximiliane Roux (Acme)",
    "a short surname, one letter else": "2024-01-03\nWei Zhang (Acme)\n2024-02-07\nWei Zheng (Acme)",
    "a shorter surname": "2024-01-03\nQi Chu (Acme)\n2024-02-07\nQi Chou (Acme)",
    "a near name and nothing else in common": "2024-01-03\nMarta Kowal (Acme)\n2024-02-07\nMarta Nowak (Bolt)",
    "swapped order, other organizations": "2024-01-03\nMartin Thomas (Acme)\n2024-02-07\nThomas Martin (Bolt)",
}


@pytest.mark.parametrize("text", TWO.values(), ids=TWO.keys())
def test_two_people(text: str) -> None:
    found = resolve(text)
    assert len(set(found.people)) == len(found.new_people) == 2
    assert all(question.confidence < 1 for question in found.questions)


LIKELY = {
    "a short form and no organization": ("2024-01-03\nRobert Castle (Acme)\n2024-02-07\nRob Castle", "robert-castle"),
    "a short form, another employer later": ("2024-01-03\nRobert Castle (Acme)\n2024-02-07\nRob Castle (Bolt)", "robert-castle"),
    "a short form, employers by turns": (
        "2024-01-03\nRobert Castle (Acme)\n2024-02-07\nRob Castle (Bolt)\n2024-03-06\nRobert Castle (Acme)",
        "new",
    ),
    "one handle, other names": ("2024-01-03\nAna Lima @al\n2024-02-07\nZoe Fox @al", "ana-lima"),
    "a short surname with a slip": ("2024-01-03\nAna Limas (Acme)\n2024-02-07\nAna Lima (Acme)", "ana-limas"),
    "a slip, another organization": ("2024-01-03\nAna Castellano (Acme)\n2024-02-07\nAna Castelano (Bolt)", "ana-castellano"),
    "two slips": ("2024-01-03\nDamiano Castellano\n2024-02-07\nDamianno Castelano", "damiano-castellano"),
    "two slips, one organization": ("2024-01-03\nAna Castellano (Acme)\n2024-02-07\nAna Castelanno (Acme)", "ana-castellano"),
    "a name left out, another organization": ("2024-01-03\nAna Rosa Lima (Acme)\n2024-02-07\nAna Lima (Bolt)", "ana-rosa-lima"),
    "a given name alone": ("2024-01-03\nAna Lima (Acme)\n2024-02-07\nAna", "ana-lima"),
    "an absent one in the notes": ("2024-01-03\nAna Lima (Acme)\n2024-02-07\nCleo Dunn\nowner: Ana", "ana-lima"),
    "a name cut short, alone": ("2024-01-03\nXavier Roux (Acme)\n2024-02-07\nXav", "xavier-roux"),
    "a given name beside the name": ("2024-01-03\nAna Lima (Acme)\nAna (Acme)", "new"),
    "a name with a question mark": ("2024-01-03\nAna Lima (Acme)\n2024-02-07\nAna?", "ana-lima"),
}


@pytest.mark.parametrize(("text", "proposed"), LIKELY.values(), ids=LIKELY.keys())
def test_likely_ones_are_asked_about_and_kept_apart(text: str, proposed: str) -> None:
    found = resolve(text)
    (question,) = found.questions
    assert question.kind == "person"
    assert 0 < question.confidence < 1
    assert question.answer == proposed
    assert {question.answer, *question.choices} == {"new", found.people[0]}
    lines = [line for line in text.splitlines() if not line.startswith("2024")]
    said = {evidence.text for evidence in question.evidence}
    assert all(any(text in line for line in lines) for text in said)
    assert found.people[0] not in found.people[1:] or text.count("Robert") == 2


def test_what_the_lines_say_is_for_or_against() -> None:
    found = resolve("2024-01-03\nRobert Castle (Acme)\n2024-02-07\nRob Castle (Bolt)")
    (question,) = found.questions
    assert question.evidence == (
        Evidence("notes", 4, "Rob Castle (Bolt)"),
        Evidence("notes", 2, "Robert Castle (Acme)", speaks_for=False),
    )


def test_several_of_that_name_are_asked_about_by_the_day() -> None:
    text = "2024-01-03\nAna Lima\nAna Berg\n2024-02-07\nAna Lima\n2024-03-06\nAna\n2024-04-03\nAna"
    found = resolve(text)
    assert [question.id for question in found.questions] == ["person/ana/2024-03-06", "person/ana/2024-04-03"]
    assert found.questions[0].text == "Is `Ana` ana-lima or ana-berg?"
    assert found.people[-2:] == (None, None)


def test_one_who_is_nearly_always_there_is_asked_about_once() -> None:
    often = "".join(f"20{year}-08-03\nAna Lima\n" for year in range(10, 24))
    (question,) = resolve(f"{often}Ana Berg\n2024-09-04\nAna\n2024-10-02\nAna").questions
    assert (question.id, question.answer, question.choices) == ("person/ana", "ana-lima", ("ana-berg", "new"))


def test_a_middle_initial_is_one_of_the_initials() -> None:
    assert resolve("2024-01-03\nAna R. Lima\nCleo Dunn\nspeaker: ARL").people == ("ana-r-lima", "cleo-dunn", "ana-r-lima")


@pytest.mark.parametrize("name", ["everyone", "Team", "3 others", "TBD", "Volunteers"])
def test_nobody_is_no_question(name: str) -> None:
    found = resolve(f"2024-01-03\nAna Lima\nowner: {name}")
    assert found.people[1:] in {(), (None,)}
    assert found.questions == ()


def test_two_on_the_list_of_whom_the_notes_name_one() -> None:
    found = resolve("2024-01-03\nAna Lima (Acme)\nAna Berg (Bolt)\nspeaker: Ana\nspeaker: Ana B.\nspeaker: Ana (Acme)")
    assert found.people[2:] == (None, "ana-berg", "ana-lima")


def test_who_is_only_in_the_notes_is_open_and_on_a_list_is_new() -> None:
    found = resolve("2024-01-03\nAna Lima\nspeaker: Cleo\n2024-02-07\nkazoo")
    assert found.people == ("ana-lima", None, "kazoo")
    assert [(question.id, question.answer, question.confidence) for question in found.questions] == [("person/cleo", None, 0.0)]


def test_a_name_in_the_notes_is_somebody_named_there_in_full_if_nobody_on_the_list() -> None:
    found = resolve("2024-01-03\nAna Lima\nspeaker: Cleo Dunn\nspeaker: Cleo\n2024-02-07\nCleo Berg")
    assert found.people[1] == found.people[2] == "cleo-dunn"


def test_a_whole_name_may_belong_to_two_on_other_days() -> None:
    found = resolve("2024-01-03\nAna Lima (Acme)\nAna Lima (Bolt)\n2024-02-07\nAna Lima\n2024-03-06\nAna Lima (Bolt)")
    assert found.people == ("ana-lima", "ana-lima-2", None, "ana-lima-2")
    assert [question.choices for question in found.questions] == [("ana-lima", "ana-lima-2", "new")]
    assert found.questions[0].answer is None
