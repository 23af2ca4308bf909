"""Who is who in a document: people and organizations, resolved against the registries and within the document.

What is certain becomes one, what is likely becomes a question, and the rest are people of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rugctl.importing.identity.full_names import place_full_names, ties_of_names, unite_by_handle, unite_by_names, unite_on_lists
from rugctl.importing.identity.known_people import People, Reading
from rugctl.importing.identity.organizations import Organizations
from rugctl.importing.identity.person_names import person_name
from rugctl.importing.identity.settling import Resolved, settle
from rugctl.importing.identity.short_names import place_short_names
from rugctl.importing.identity.terms import Identities, KnownOrganization, KnownPerson, Mention
from rugctl.names import fold

_IN_THE_NOTES = frozenset({"speaker", "chair", "scribe", "owner"})
"""What somebody did who may stand on the list of that day too."""


def identify(
    mentions: Sequence[Mention], people: Sequence[KnownPerson], organizations: Sequence[KnownOrganization], answers: Mapping[str, str]
) -> Identities:
    """Say whom each mention names, what the registries lack of that, and what only a person can tell.

    `answers` are by a question's id: `new`, or the id of a person or an organization, be it the registry's or one given to
    somebody new. New ids do not depend on answers. In which order the mentions come does not matter; who was there first,
    by the day, has the plainer id.
    """
    order = sorted(range(len(mentions)), key=lambda at: _place(mentions[at]))
    resolved = _resolve([mentions[at] for at in order], people, organizations)
    found = settle(resolved, answers)
    back = sorted(range(len(order)), key=order.__getitem__)
    in_order = tuple(found.people[at] for at in back), tuple(found.organizations[at] for at in back)
    return replace(found, people=in_order[0], organizations=in_order[1])


def _place(mention: Mention) -> tuple[str, str, int, str, str, str]:
    person = mention.person
    return mention.day, mention.document, person.line, person.name, person.role, person.affiliation or ""


def _resolve(mentions: Sequence[Mention], people: Sequence[KnownPerson], organizations: Sequence[KnownOrganization]) -> Resolved:
    read = list(_without_given_names(mentions, people))
    bodies = Organizations(sorted(organizations, key=lambda entry: entry.id), [mention.person for mention, _ in read])
    no_handles = _no_handles([mention for mention, _ in read], bodies)
    readings = [_reading(mention, bodies, call_name, no_handles) for mention, call_name in read]
    bodies.learn(_given_under_one_name(readings))
    cast = People(readings, sorted(people, key=lambda entry: entry.id), bodies)
    opened = place_full_names(cast)
    by_handle = unite_by_handle(cast)
    unite_on_lists(cast)
    ties = ties_of_names(cast)
    unite_by_names(cast, ties)
    bodies.learn(cast.organizations_of_each())
    likely = [*by_handle, *unite_by_names(cast, ties)]
    opened = place_short_names(cast, opened)
    bodies.learn(cast.organizations_of_each())
    return Resolved(cast, bodies, likely, opened)


def _without_given_names(mentions: Sequence[Mention], people: Sequence[KnownPerson]) -> Iterator[tuple[Mention, tuple[str, ...] | None]]:
    """Return the mentions without what looks like an organization and is a given name, each with the second name that this makes.

    `Li Chen (Grace)` has one where a Grace Chen is named elsewhere, and then `Chen, Grace` is that name turned round.
    """
    names = [mention.person.name for mention in mentions] + [name for person in people for name in (person.name, *person.aliases)]
    full = {(name.words[0], name.words[-1]) for name in map(person_name, names) if name.kind == "full"}
    for mention in mentions:
        person = mention.person
        words = person_name(person.name).words
        said = person.organizations[0] if len(person.organizations) == 1 else ""
        if not words or (fold(said), words[-1]) not in full:
            yield mention, None
            continue
        name = person.name if len(words) > 1 else f"{said} {person.name}"
        yield replace(mention, person=replace(person, name=name, organizations=(), affiliation=None)), (fold(said), words[-1])


def _handle(mention: Mention) -> str | None:
    handle = mention.person.handle
    return handle.lstrip("@").casefold() if handle else None


def _no_handles(mentions: Sequence[Mention], organizations: Organizations) -> frozenset[str]:
    """Return what looks like a handle and says nothing of who it is: `@Acme`, or what several on one list have."""
    names: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for mention in mentions:
        handle = _handle(mention)
        if handle and mention.person.role not in _IN_THE_NOTES:
            names[handle, mention.document, mention.day].add(fold(mention.person.name))
    several = {handle for (handle, _, _), given in names.items() if len(given) > 1}
    return frozenset(several | {handle for handle, _, _ in names if organizations.names(handle)})


def _reading(mention: Mention, organizations: Organizations, call_name: tuple[str, ...] | None, no_handles: frozenset[str]) -> Reading:
    person = mention.person
    handle = _handle(mention)
    name = person_name(person.name or person.handle or "")
    known = None if handle in no_handles else handle
    return Reading(mention, name, organizations.said(person), known, person.role not in _IN_THE_NOTES, call_name)


def _given_under_one_name(readings: Sequence[Reading]) -> list[frozenset[int]]:
    given: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for reading in readings:
        if reading.name.kind == "full":
            given[reading.name.words].update(reading.organizations)
    return [frozenset(numbers) for numbers in given.values() if len(numbers) > 1]
