"""What answers make of the questions, and that ids stay."""

from __future__ import annotations

from rugctl.importing.identity.terms import KnownOrganization, KnownPerson, NewPerson
from tests.importing.minutes import ORGANIZATIONS, mentions, resolve

ASKED = """2024-01-03
Robert Castle (Acme)
Ana Lima (Kite National Lab)
2024-02-07
Rob Castle
Cleo Dunn (KNL)
2024-03-06
Ana
2024-04-03
owner: Zoe"""


def test_answers_are_done() -> None:
    asked = {question.id: question.answer for question in resolve(ASKED).questions}
    assert asked == {
        "person/rob-castle": "robert-castle",
        "person/ana": "ana-lima",
        "person/zoe": None,
        "organization/knl": "kite-national-lab",
    }
    found = resolve(ASKED, answers={**{id: answer for id, answer in asked.items() if answer}, "person/zoe": "new"})
    assert found.people == ("robert-castle", "ana-lima", "robert-castle", "cleo-dunn", "ana-lima", "zoe")
    assert found.organizations[3] == ("kite-national-lab",)
    assert found.new_people[2] == NewPerson("robert-castle", "Robert Castle", ("Rob Castle",))
    assert found.questions == ()


def test_an_answer_may_name_anybody() -> None:
    answers = {"person/rob-castle": "lima", "person/ana": "zoe", "person/zoe": "rob-castle", "organization/knl": "bolt"}
    found = resolve(ASKED, (KnownPerson("lima", "Lina Lima"),), ORGANIZATIONS, answers)
    assert found.people[2] == found.people[4] == found.people[5] == "lima"
    assert found.organizations[3] == ("bolt",)


def test_new_means_two_people_and_no_more_questions() -> None:
    answers = dict.fromkeys(("person/rob-castle", "person/ana", "person/zoe", "organization/knl"), "new")
    found = resolve(ASKED, answers=answers)
    assert found.people == ("robert-castle", "ana-lima", "rob-castle", "cleo-dunn", "ana", "zoe")
    assert found.organizations[3] == ("knl",)
    assert found.questions == ()


def test_an_answer_that_names_nobody_is_asked_for_again() -> None:
    found = resolve(ASKED, answers={"person/rob-castle": "nobody-of-that-id"})
    assert "person/rob-castle" in [question.id for question in found.questions]
    assert found.people[2] == "rob-castle"


def test_answers_that_go_round_in_a_circle_name_one_person() -> None:
    text = "2024-01-03\nRobert Castle\n2024-02-07\nRob Castle\n2024-03-06\nAna Lima (Acme)\n2024-04-03\nZoe\nregrets: Ana"
    found = resolve(text, answers={"person/rob-castle": "ana", "person/ana": "rob-castle"})
    assert found.people[1] == found.people[4] == "rob-castle"


def test_newer_minutes_leave_ids_and_questions_as_they_were() -> None:
    old = resolve(ASKED)
    known = tuple(KnownPerson(person.id, person.name, person.aliases, person.handles) for person in old.new_people)
    bodies = tuple(KnownOrganization(entry.id, entry.name, entry.aliases) for entry in old.new_organizations)
    newer = f"2024-05-01\nAna Lima\nAna Berg\nRobby Castle (Bolt)\nRobert Castle (Kite)\n{ASKED}"
    found = resolve(newer, known, bodies)
    assert found.people[4:8] == old.people[:4]
    assert {question.id for question in found.questions} >= {"person/zoe"}
    assert all(mention.day > "2024-04" or id in {None, *old.people} for mention, id in zip(mentions(newer), found.people, strict=True))


def test_somebody_new_is_not_called_with_the_doubt_of_the_one_who_wrote_it_down() -> None:
    found = resolve("2024-01-03\nAna Lima (Acme)\nKetan?", answers={"person/ketan": "new"})
    assert NewPerson("ketan", "Ketan") in found.new_people
