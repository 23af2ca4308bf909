"""What the registries learn from an import: people, organizations, spellings, and affiliations in the order of time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rugctl.importing.identity.terms import Identities, Mention, NewOrganization, NewPerson
from rugctl.importing.records.affiliations import Parents, Statement, affiliations, extended
from rugctl.importing.records.legal import Margin
from rugctl.importing.records.roll import Roll

_HANDLE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?")


@dataclass(frozen=True, slots=True)
class Registries:
    """The entries of people and organizations, as their files have them, and when each person was last recorded as present."""

    people: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    organizations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    last_seen: Mapping[str, str] = field(default_factory=dict)

    @property
    def parents(self) -> Parents:
        """Which organization is part of which."""
        return Parents({id: entry["parent"] for id, entry in self.organizations.items() if entry.get("parent")})


@dataclass(frozen=True, slots=True)
class Lessons:
    """What the registries lack: entries by id, whole affiliations of people known before, and spellings by id."""

    people: Mapping[str, Mapping[str, Any]]
    organizations: Mapping[str, Mapping[str, Any]]
    affiliations: Mapping[str, Sequence[Any]]
    aliases: Sequence[tuple[str, str]]
    handles: Sequence[tuple[str, str]]
    organization_aliases: Sequence[tuple[str, str]]

    def affiliations_after(self, registries: Registries) -> dict[str, Sequence[Any]]:
        """Return everybody's affiliations as they are when the registries have learnt this."""
        known = {id: entry.get("affiliations") or () for id, entry in registries.people.items()}
        new = {id: entry.get("affiliations") or () for id, entry in self.people.items()}
        return {**known, **self.affiliations, **new}


def learn(named: Sequence[Mention], roll: Roll, identities: Identities, registries: Registries) -> Lessons:
    """Return what these mentions teach; nobody is registered whom none of them names."""
    statements = _statements(named, roll)
    new = {person.id: person for person in identities.new_people if person.id in statements}
    parents, handles = registries.parents, _Handles.of(registries)
    said = {id for about in statements.values() for statement in about for id in statement.organizations}
    changed = {}
    for id in statements.keys() & registries.people.keys():
        before = registries.people[id].get("affiliations") or []
        after = extended(before, statements[id], registries.last_seen.get(id), parents)
        if after != before:
            changed[id] = after
    return Lessons(
        people={id: _person(person, statements[id], handles) for id, person in new.items()},
        organizations={org.id: _organization(org) for org in identities.new_organizations if org.id in said},
        affiliations=dict(sorted(changed.items())),
        aliases=list(_spellings(identities.aliases, registries.people, statements)),
        handles=[(id, free) for id, handle in identities.handles if id in statements and (free := handles.take(handle))],
        organization_aliases=list(_spellings(identities.organization_aliases, registries.organizations, said)),
    )


def _statements(named: Sequence[Mention], roll: Roll) -> dict[str, list[Statement]]:
    """Return what everybody said of organizations, by id; of some nothing. What attendees say of themselves comes first."""
    found: dict[str, list[Statement]] = {}
    for mention in sorted(named, key=lambda mention: mention.person.role != "attendee"):
        who = roll.of(mention.document, mention.person)
        if who.id is None:
            continue
        about = found.setdefault(who.id, [])
        if who.organizations or mention.person.unaffiliated:
            about.append(Statement(mention.day, who.organizations))
    return found


def _person(person: NewPerson, about: Sequence[Statement], handles: _Handles) -> dict[str, Any]:
    name = Margin().name(person.name) or person.id
    logins = [free for handle in person.handles if (free := handles.take(handle))]
    values: dict[str, Any] = {"name": name, "aliases": _names(person.aliases, {name}), "github": next(iter(logins), None)}
    values |= {"handles": logins[1:], "affiliations": affiliations(about)}
    return {key: value for key, value in values.items() if value}


def _organization(organization: NewOrganization) -> dict[str, Any]:
    name = Margin().line(organization.name) or organization.id
    aliases = _names(organization.aliases, {name})
    return {"name": name, **({"aliases": aliases} if aliases else {})}


def _names(spellings: Iterable[str], known: set[str]) -> list[str]:
    """Return spellings fit for a registry, each once, without what is known and what is private."""
    found = []
    for spelling in spellings:
        margin = Margin()
        line = margin.name(spelling)
        if line and not margin.addresses and not margin.secrets and line not in known:
            known.add(line)
            found.append(line)
    return found


def _spellings(
    found: Sequence[tuple[str, str]], entries: Mapping[str, Mapping[str, Any]], named: Iterable[str]
) -> Iterator[tuple[str, str]]:
    known = {id: {str(entry["name"]), *(entry.get("aliases") or [])} for id, entry in entries.items()}
    wanted = set(named)
    for id, spelling in found:
        if id in known and id in wanted:
            yield from ((id, name) for name in _names([spelling], known[id]))


@dataclass(frozen=True, slots=True)
class _Handles:
    """The logins that somebody has already: one belongs to one person only."""

    used: set[str]

    @classmethod
    def of(cls, registries: Registries) -> _Handles:
        people = registries.people.values()
        return cls({str(handle).casefold() for p in people for handle in (p.get("github"), *(p.get("handles") or ())) if handle})

    def take(self, handle: str) -> str | None:
        """Return a login as a registry has it, None where it is none or somebody's."""
        login = handle.strip().lstrip("@")
        if not _HANDLE.fullmatch(login) or login.casefold() in self.used:
            return None
        self.used.add(login.casefold())
        return login
