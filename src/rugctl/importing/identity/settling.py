"""From what was resolved, and what people answered, to ids, entries for the registries, and the questions that are left."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from rugctl.importing.identity.doubts import (
    Doubt,
    answered,
    doubts_about_organizations,
    doubts_about_people,
    evidence_about_organization,
    evidence_about_person,
    question,
)
from rugctl.importing.identity.known_people import Likely, Open, People, Profile
from rugctl.importing.identity.lookup import Lookup
from rugctl.importing.identity.organization_names import without_legal_form
from rugctl.importing.identity.organizations import Organizations
from rugctl.importing.identity.person_names import person_name
from rugctl.importing.identity.registering import Ids, best_organization_name, best_person_name, other_spellings, turned
from rugctl.importing.identity.terms import Identities, NewOrganization, NewPerson
from rugctl.importing.report import OpenQuestion
from rugctl.names import fold


@dataclass(frozen=True, slots=True)
class Resolved:
    """What is certain, in `people` and `organizations`, and what is not."""

    people: People
    organizations: Organizations
    likely: Sequence[Likely]
    opened: Sequence[Open]


def settle(resolved: Resolved, answers: Mapping[str, str]) -> Identities:
    """Give ids, do what the answers say, and ask the rest; mentions stand in the order of `resolved`."""
    people, organizations = resolved.people, resolved.organizations
    ids, questions = _settle_people(resolved, answers)
    organization_ids, more = _settle_organizations(resolved, answers)
    whom = [people.whom(mention) for mention in range(len(people.readings))]
    said = [organizations.said(reading.mention.person) for reading in people.readings]
    entries = _entries(people, ids)
    return Identities(
        people=tuple(None if number is None else ids[number] for number in whom),
        organizations=tuple(tuple(organization_ids[number] for number in numbers) for numbers in said),
        new_people=tuple(entry for number, entry in entries if people[number].known is None),
        new_organizations=_new_organizations(organizations, organization_ids),
        aliases=tuple((entry.id, alias) for number, entry in entries if people[number].known for alias in entry.aliases),
        handles=tuple((entry.id, handle) for number, entry in entries if people[number].known for handle in entry.handles),
        organization_aliases=_organization_aliases(organizations),
        questions=(*questions, *more),
    )


def _settle_people(resolved: Resolved, answers: Mapping[str, str]) -> tuple[dict[int, str], list[OpenQuestion]]:
    """Return everybody's id, and what is still to be asked."""
    people = resolved.people
    opened = {people.add(()): left for left in resolved.opened}
    given = Ids([profile.known for profile in map(people.__getitem__, people.all()) if profile.known])
    first: dict[int, str] = {}
    for number in people.all():
        known, left = people[number].known, opened.get(number)
        spellings = Counter([people.readings[left.mentions[0]].mention.person.name]) if left else _spellings(people, people[number])
        first[number] = known.id if known else given.give(best_person_name(spellings), "person") if spellings else ""
    doubts = doubts_about_people(people, resolved.likely, opened)
    said = answered(doubts, answers, {id: number for number, id in first.items()} | _former_ids(people))
    for doubt in doubts:
        if not doubt.certain and doubt.number in said:
            for mention in doubt.mentions:
                people.assign(mention, doubt.number)
    ids = _united(said, first, people.find, people.unite)
    left_over = _unanswered(doubts, said, people.find)
    return ids, [question(doubt, "person", ids, list(evidence_about_person(people, doubt))) for doubt in left_over]


def _settle_organizations(resolved: Resolved, answers: Mapping[str, str]) -> tuple[dict[int, str], list[OpenQuestion]]:
    organizations, people = resolved.organizations, resolved.people
    mentions: dict[int, list[int]] = defaultdict(list)
    for mention, reading in enumerate(people.readings):
        for number in dict.fromkeys(map(organizations.find, reading.organizations)):
            mentions[number].append(mention)
    given = Ids(organizations.known.values())
    first: dict[int, str] = {}
    for number in organizations.all():
        known = organizations.known.get(number)
        first[number] = (
            known.id if known else given.give(without_legal_form(best_organization_name(organizations.spellings[number])), "organization")
        )
    doubts = doubts_about_organizations(organizations, mentions)
    said = answered(doubts, answers, {id: number for number, id in first.items()})
    evidence = {doubt.id: list(evidence_about_organization(people, doubt, mentions)) for doubt in doubts}
    ids = _united(said, first, organizations.find, organizations.unite)
    left_over = _unanswered(doubts, said, organizations.find)
    return ids, [question(doubt, "organization", ids, evidence[doubt.id]) for doubt in left_over]


def _united(
    said: Mapping[int, int | None], first: Mapping[int, str], find: Callable[[int], int], unite: Callable[[int, int], object]
) -> dict[int, str]:
    """Unite what the answers say is one, and return the id of each: that of the one to whom the answers lead."""
    for number, target in said.items():
        if target is not None:
            unite(number, target)
    ids = {number: first[_led_to(number, said)] for number in first}
    return ids | {find(number): id for number, id in ids.items()}


def _led_to(number: int, said: Mapping[int, int | None]) -> int:
    """Follow the answers; where they go round in a circle, take the first of it."""
    passed = [number]
    while (target := said.get(passed[-1])) is not None:
        if target in passed:
            return min(passed[passed.index(target) :])
        passed.append(target)
    return passed[-1]


def _unanswered(doubts: Sequence[Doubt], said: Mapping[int, int | None], find: Callable[[int], int]) -> list[Doubt]:
    """Return what is still in doubt: not answered, and not settled by what is answered."""
    left: list[Doubt] = []
    for doubt in doubts:
        others = tuple(each for each in doubt.candidates if find(each[0]) != find(doubt.number))
        if doubt.number not in said and (others or not doubt.candidates):
            left.append(replace(doubt, candidates=others))
    return left


def _former_ids(people: People) -> dict[str, int]:
    return {id: number for number in people.all() if (known := people[number].known) for id in known.formerly}


def _spellings(people: People, profile: Profile) -> Counter[str]:
    return Counter(turned(people.readings[mention].mention.person.name) for mention in sorted(profile.mentions))


def _entries(people: People, ids: Mapping[int, str]) -> list[tuple[int, NewPerson]]:
    """Return what the registry lacks of each person, sorted by id: all of a new one, else the aliases and handles."""
    lookup = Lookup(people)
    entries: list[tuple[int, NewPerson]] = []
    for number in people.all():
        profile = people[number]
        if not profile.mentions:
            continue
        spellings = _spellings(people, profile)
        known = profile.known
        name = known.name if known else best_person_name(spellings)
        has = (known.id, *known.aliases) if known else ()
        had = {handle.casefold() for handle in known.handles} if known else set()
        handles = _handles(people, lookup, number, had)
        logins = {*had, *(handle.casefold() for handle in handles)}
        aliases = other_spellings([text for text in spellings if _keeps(lookup, text, logins)], [name, *has])
        entries.append((number, NewPerson(ids[number], name, aliases, handles)))
    return sorted(entries, key=lambda entry: entry[1].id)


def _handles(people: People, lookup: Lookup, number: int, had: set[str]) -> tuple[str, ...]:
    """Return the handles that somebody gave and nobody else, as first written, without those that the registry has.

    What is all that a line gives (`@Ana`) is a handle only of somebody without another name.
    """
    written: dict[str, str] = {}
    for mention in sorted(people[number].mentions):
        reading = people.readings[mention]
        beside = fold(reading.mention.person.name) != fold(reading.handle or "") or not people[number].names
        if reading.handle and beside and reading.handle not in had and lookup.owner(reading.handle) == number:
            written.setdefault(reading.handle, (reading.mention.person.handle or "").lstrip("@"))
    return tuple(sorted(written.values()))


def _keeps(lookup: Lookup, text: str, logins: set[str]) -> bool:
    """Tell whether a spelling is worth an alias: not initials, no login that is a handle, and no given name of several people."""
    name = person_name(text)
    if name.kind != "single":
        return name.kind in {"full", "given", "surname"}
    return text.casefold() not in logins and len(lookup.named(name)) == 1


def _new_organizations(organizations: Organizations, ids: Mapping[int, str]) -> tuple[NewOrganization, ...]:
    entries: list[NewOrganization] = []
    for number in organizations.all():
        if number not in organizations.known:
            spellings = organizations.spellings[number]
            name = best_organization_name(spellings)
            entries.append(NewOrganization(ids[number], name, other_spellings(spellings, [name])))
    return tuple(sorted(entries, key=lambda entry: entry.id))


def _organization_aliases(organizations: Organizations) -> tuple[tuple[str, str], ...]:
    found = [
        (entry.id, spelling)
        for number, entry in organizations.known.items()
        for spelling in other_spellings(organizations.spellings[number], [entry.name, entry.id, *entry.aliases])
    ]
    return tuple(sorted(found))
