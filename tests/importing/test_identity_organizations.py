"""Which organization is which: every habit of naming them, and what must not be taken for one."""

from __future__ import annotations

import pytest

from rugctl.importing.identity.terms import NewOrganization
from tests.importing.minutes import ORGANIZATIONS, resolve

ONE_ORGANIZATION = {
    "case": "Acme|ACME",
    "a legal form": "Acme|Acme Inc.|Acme, Inc|Acme GmbH|Acme s.r.l.|Acme Ltd",
    "a space": "Red Kite|RedKite|Redkite",
    "a space in a laboratory": "Kite lab|Kitelab",
    "a hyphen and a mark": "A-Kite|A Kite!",
    "an article": "The Kite Foundation|Kite Foundation",
    "a laboratory": "Kite National Laboratory|Kite National Lab",
    "a university": "University of Kite|Uni. of Kite|Uni Kite|U Kite|UoKites|UKites".replace("Kites", "Kiteshire").replace(
        "Kite|", "Kiteshire|"
    ),
    "an accent": "Universität Kübel|Uni Kubel",
    "what somebody is": "Kite|Kite Presenter|Kite PhD student",
}


@pytest.mark.parametrize("names", ONE_ORGANIZATION.values(), ids=ONE_ORGANIZATION.keys())
def test_one_organization_whoever_says_it(names: str) -> None:
    people = ["Ana Lima", "Bo Ek", "Cy Dunn", "Di Roe", "Ed Fox", "Fay Gill"]
    text = "2024-01-03\n" + "\n".join(f"{person} ({name})" for person, name in zip(people, names.split("|"), strict=False))
    found = resolve(text)
    assert len({organization for said in found.organizations for organization in said}) == 1
    assert len(found.new_organizations) == 1
    assert found.questions == ()


GIVEN_BY_ONE = {
    "initials": "Kite National Lab|KNL",
    "initials of a university": "Kite State|KSU",
    "a slip": "BrassMD|BrasMD",
    "a letter too many": "Kite Systems|Kite System",
    "words that say nothing": "Kite|Kite Institute for Research",
    "a project": "KWL|KWL project",
}


@pytest.mark.parametrize("names", GIVEN_BY_ONE.values(), ids=GIVEN_BY_ONE.keys())
def test_one_organization_if_one_person_says_both(names: str) -> None:
    a, b = names.split("|")
    found = resolve(f"2024-01-03\nAna Lima ({a})\n2024-02-07\nAna Lima ({b})")
    assert len(found.new_organizations) == 1
    assert found.questions == ()
    apart = resolve(f"2024-01-03\nAna Lima ({a})\n2024-02-07\nCleo Dunn ({b})")
    assert len(apart.new_organizations) == 2
    (question,) = apart.questions
    assert (question.kind, question.answer) == ("organization", apart.organizations[0][0])
    assert [evidence.text for evidence in question.evidence] == [f"Cleo Dunn ({b})", f"Ana Lima ({a})"]


def test_a_name_and_its_initials_on_one_line_are_one() -> None:
    found = resolve("2024-01-03\nAna Lima (Kite National Lab, KNL)\n2024-02-07\nCleo Dunn (KNL)")
    assert found.new_organizations == (NewOrganization("kite-national-lab", "Kite National Lab", ("KNL",)),)
    assert found.organizations == (("kite-national-lab",), ("kite-national-lab",))


OTHER_ORGANIZATIONS = ["Kite|Kite Research", "KITE Roma|KITE Milano", "UCK|UCKA", "Kite University|University of Kite", "Kite|Kate"]


@pytest.mark.parametrize("names", OTHER_ORGANIZATIONS)
def test_two_organizations_though_one_person_says_both(names: str) -> None:
    a, b = names.split("|")
    found = resolve(f"2024-01-03\nAna Lima ({a})\n2024-02-07\nAna Lima ({b})")
    assert len(found.new_organizations) == 2
    assert len(found.new_people) == 1


SAID = {
    "Ana Lima (Kite, UK)": ("kite",),
    "Ana Lima (Kite, Oslo, Norway)": ("kite",),
    "Ana Lima (Kite / Bolt)": ("kite", "bolt"),
    "Ana Lima (University of Kite, Kite)": ("university-of-kite",),
    "Ana Lima (PhD student, Kite)": ("kite",),
    "Ana Lima (Kite Ambassador)": (),
    "Ana Lima (student)": (),
    "Ana Lima (Spain)": ("spain",),
    "Ana Lima": (),
}


@pytest.mark.parametrize(("line", "organizations"), SAID.items())
def test_what_an_affiliation_names(line: str, organizations: tuple[str, ...]) -> None:
    assert resolve(f"2024-01-03\n{line}").organizations == (organizations,)


def test_two_organizations_side_by_side() -> None:
    found = resolve("2024-01-03\nAna Lima (Kite Bolt)\nCleo Dunn (Kite)\nBo Ek (Bolt)")
    assert found.organizations[0] == ("kite", "bolt")


def test_of_a_whole_and_its_part_the_part_is_kept() -> None:
    found = resolve("2024-01-03\nAna Lima (Bolt / Nuts Institute)\nCleo Dunn (Acme / Lab)", (), ORGANIZATIONS)
    assert found.organizations == (("bolt-labs",), ("acme",))


def test_a_part_and_its_whole_speak_for_one_person() -> None:
    found = resolve("2024-01-03\nRobert Castle (Bolt)\n2024-02-07\nRob Castle (Nuts Institute)", (), ORGANIZATIONS)
    assert len(found.new_people) == 1
