"""Who is who where the registries know people, and what they learn."""

from __future__ import annotations

from rugctl.importing.identity.terms import KnownPerson, NewPerson
from tests.importing.minutes import ORGANIZATIONS, REGISTRY, resolve


def test_the_registry_knows_them() -> None:
    text = "2024-01-03\nAna Lima (ARL)\nA. L. @alima\n2024-02-07\nAna\n2024-03-06\nANA LIMA\n2024-04-03\nLima, Ana (Bolt)"
    found = resolve(text, REGISTRY, ORGANIZATIONS)
    assert found.people == ("lima",) * 5
    assert found.organizations == (("acme",), (), (), (), ("bolt",))
    assert (found.new_people, found.questions, found.handles, found.organization_aliases) == ((), (), (), ())


def test_the_registry_learns_spellings_and_handles() -> None:
    text = "2024-01-03\nAna Rosa Lima (Acme Research Lab) @alr\n2024-02-07\nana lima @ALIMA"
    found = resolve(text, REGISTRY, ORGANIZATIONS)
    assert found.people == ("lima", "lima")
    assert found.aliases == (("lima", "Ana Rosa Lima"),)
    assert found.handles == (("lima", "alr"),)
    assert found.organization_aliases == (("acme", "Acme Research Lab"),)


def test_two_of_the_registry_are_told_by_what_they_belonged_to_that_day() -> None:
    found = resolve("2022-01-05\nJo Berg (Bolt)\n2024-01-03\nJo Berg (Bolt)\n2024-02-07\nJo Berg", REGISTRY, ORGANIZATIONS)
    assert found.people == ("jo-2", "jo-1", None)
    assert [(question.id, question.answer) for question in found.questions] == [("person/jo-berg", None)]


def test_the_registry_s_alias_with_another_organization_is_asked_about() -> None:
    found = resolve("2024-01-03\nAna (Bolt)", REGISTRY, ORGANIZATIONS)
    assert found.people == (None,)
    assert [(question.answer, question.choices) for question in found.questions] == [("new", ("lima",))]


def test_two_of_the_registry_are_never_made_one() -> None:
    known = (KnownPerson("a", "Robert Castle", affiliations=(("acme", "0001", "9999"),)), KnownPerson("b", "Rob Castle"))
    found = resolve("2024-01-03\nRobert Castle (ARL)\n2024-02-07\nRob Castle (ARL)", known, ORGANIZATIONS)
    assert found.people == ("a", "b")
    assert found.questions == ()


def test_a_newcomer_gets_an_id_that_nobody_has_or_had() -> None:
    known = (KnownPerson("cleo-dunn", "Kim Doe", formerly=("cleo-dunn-2",)),)
    found = resolve("2024-01-03\nCleo Dunn (Acme)\n王小明\nNew", known)
    assert [person.id for person in found.new_people] == ["cleo-dunn-3", "new-2", "person"]


def test_the_best_spelling_is_the_name() -> None:
    text = "2024-01-03\nana lima (Acme)\n2024-02-07\nAna Líma (Acme)\n2024-03-06\nAna Rosa Lima (Acme)\n2024-04-03\nAna (Acme) @al"
    (person,) = resolve(text).new_people
    assert person == NewPerson("ana-lima", "Ana Líma", ("Ana", "Ana Rosa Lima"), ("al",))


def test_a_name_with_an_at_sign_is_no_handle_of_somebody_with_another_name() -> None:
    found = resolve("2024-01-03\nAna Lima\nowner: @Ana\n@kazoo")
    assert [(person.id, person.aliases, person.handles) for person in found.new_people] == [
        ("ana-lima", ("Ana",), ()),
        ("kazoo", (), ("kazoo",)),
    ]


def test_a_handle_that_two_give_is_nobodys() -> None:
    found = resolve("2024-01-03\nAna Lima @al\nAl Berg @al")
    assert [person.handles for person in found.new_people] == [(), ()]
    assert found.questions == ()


def test_a_handle_says_more_than_a_name_unless_the_registry_has_both() -> None:
    found = resolve("2024-01-03\nZoe Fox @alima\n2024-02-07\nJ. Berg @alima\n2024-03-06\nJo Berg @alima", REGISTRY, ORGANIZATIONS)
    assert found.people == ("lima", "lima", None)
    assert (found.questions[0].answer, found.questions[0].choices) == ("lima", ("jo-1", "jo-2", "new"))


def test_a_given_name_that_two_have_is_no_alias() -> None:
    found = resolve("2024-01-03\nAna Lima (Acme)\n2024-02-07\nAna (Acme)\n2024-03-06\nAna Berg (Bolt)\nspeaker: AB")
    assert [person.aliases for person in found.new_people] == [(), ()]
