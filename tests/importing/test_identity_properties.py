"""What holds of every document when it is found out who is who."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from rugctl.importing.identity.resolve import identify
from rugctl.importing.identity.terms import KnownOrganization, KnownPerson
from tests.importing.minutes import mentions

_GIVEN = ["Ana", "Anna", "Bob", "Rob", "Robert", "Wei", "Li"]
_SURNAMES = ["Lima", "Limas", "Castellano", "Castelano", "Chen"]
_ORGANIZATIONS = ["", " (Acme)", " (Acme Inc)", " (Bolt)", " (Kite National Lab)", " (KNL)"]
_NAMES = st.one_of(
    st.builds("{} {}{}".format, st.sampled_from(_GIVEN), st.sampled_from(_SURNAMES), st.sampled_from(_ORGANIZATIONS)),
    st.builds("{}{}".format, st.sampled_from([*_GIVEN, "AL", "rcastellano", "A. Lima", "Ana L."]), st.sampled_from(_ORGANIZATIONS)),
    st.builds("{} {} @{}".format, st.sampled_from(_GIVEN), st.sampled_from(_SURNAMES), st.sampled_from(["al", "bob"])),
    st.builds("speaker: {}".format, st.sampled_from([*_GIVEN, "AL", "Ana Lima", "Robert Castellano"])),
)
_MINUTES = st.lists(st.lists(_NAMES, max_size=6), max_size=6).map(
    lambda meetings: "\n".join("\n".join([f"2024-0{number}-03", *lines]) for number, lines in enumerate(meetings, 1))
)


@given(text=_MINUTES, seed=st.integers(0, 9))
def test_the_order_of_mentions_changes_nothing(text: str, seed: int) -> None:
    said = mentions(text)
    order = list(range(len(said)))
    random.Random(seed).shuffle(order)  # noqa: S311
    found, shuffled = identify(said, (), (), {}), identify([said[at] for at in order], (), (), {})
    assert tuple(found.people[at] for at in order) == shuffled.people
    assert tuple(found.organizations[at] for at in order) == shuffled.organizations
    assert (found.new_people, found.new_organizations, found.questions) == (
        shuffled.new_people,
        shuffled.new_organizations,
        shuffled.questions,
    )


@given(text=_MINUTES)
def test_unrelated_people_change_nothing(text: str) -> None:
    found = identify(mentions(text), (), (), {})
    others = "2023-12-06\nJorun Vang (Fjordvik)\nYves Quill (Quoll)\nspeaker: Jorun\n2024-09-04\nYves Quill"
    more = identify([*mentions(text), *mentions(others, "other notes")], (), (), {})
    assert more.people[: len(found.people)] == found.people
    assert set(found.new_people) <= set(more.new_people)
    assert found.questions == more.questions


@given(text=_MINUTES)
def test_nobody_is_merged_on_one_list_and_answers_are_final(text: str) -> None:
    said = mentions(text)
    found = identify(said, (), (), {})
    lists: dict[str, dict[str, set[str]]] = {}
    for mention, id in zip(said, found.people, strict=True):
        if mention.person.role == "attendee" and id and not mention.person.handle:
            lists.setdefault(mention.day, {}).setdefault(id, set()).add(mention.person.name)
    assert all(len(names) == 1 for on_one in lists.values() for names in on_one.values())
    answered = identify(said, (), (), {question.id: question.answer or "new" for question in found.questions})
    assert answered.questions == ()
    assert None not in answered.people


@given(text=_MINUTES)
def test_who_is_registered_is_found_again(text: str) -> None:
    said = mentions(text)
    first = identify(said, (), (), {})
    people = tuple(KnownPerson(person.id, person.name, person.aliases, person.handles) for person in first.new_people)
    organizations = tuple(KnownOrganization(entry.id, entry.name, entry.aliases) for entry in first.new_organizations)
    again = identify(said, people, organizations, {})
    assert again.organizations == first.organizations
    assert all(before == after or None in {before, after} for before, after in zip(first.people, again.people, strict=True))
