"""The people of a registry and of a document while it is found out who is who: what is known of each, and who is one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from rugctl.importing.identity.clusters import Clusters
from rugctl.importing.identity.organizations import Organizations
from rugctl.importing.identity.person_names import PersonName, person_name
from rugctl.importing.identity.terms import KnownPerson, Mention

Listing: TypeAlias = tuple[str, str]
"""The list of attendees of a meeting, by its document and day."""
Agreement: TypeAlias = Literal["shared", "unknown", "apart"]
"""Whether two people were named with one organization, one of them with none, or each with others."""


@dataclass(frozen=True, slots=True)
class Likely:
    """Two people who may be one, by number, with a confidence from 0 to 1."""

    a: int
    b: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Open:
    """Mentions of somebody of whom it is not certain who it is: `candidates` by number, with a confidence, the likeliest first.

    `told_by` is what tells them from others of that name: a handle, an organization, or the day.
    """

    name: str
    mentions: tuple[int, ...]
    candidates: tuple[tuple[int, float], ...]
    told_by: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A mention taken apart. `listed`: on the list of that day, present or excused, so that another there is another.

    `call_name` are the words of a second full name that it gives: `Li Chen (Grace)`.
    """

    mention: Mention
    name: PersonName
    organizations: tuple[int, ...]
    handle: str | None
    listed: bool
    call_name: tuple[str, ...] | None = None

    @property
    def listing(self) -> Listing:
        """Return the meeting that it stands in."""
        return self.mention.document, self.mention.day


@dataclass(slots=True)
class Profile:
    """What is known of one person: full names, further words that stand for them, organizations, lists, mentions.

    `registered` are those words that the registry has, `terms` the organizations that it gives, from a day to before another.
    """

    known: KnownPerson | None = None
    names: set[tuple[str, ...]] = field(default_factory=set)
    initials: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    registered: frozenset[str] = frozenset()
    handles: set[str] = field(default_factory=set)
    organizations: set[int] = field(default_factory=set)
    listings: set[Listing] = field(default_factory=set)
    mentions: list[int] = field(default_factory=list)
    terms: list[tuple[int, str, str]] = field(default_factory=list)

    def held_on(self, day: str) -> set[int]:
        """Return the organizations that the registry gives for a day, or for the middle of a month."""
        day = day if len(day) > 7 else f"{day}-15"
        return {number for number, since, until in self.terms if since <= day < until}


class People:
    """Everybody, by number; the registry's people come first, so that a document's become theirs."""

    def __init__(self, readings: Sequence[Reading], known: Sequence[KnownPerson], organizations: Organizations) -> None:
        self.readings = readings
        self.organizations = organizations
        self._clusters = Clusters()
        self._profiles: dict[int, Profile] = {}
        self._placed: dict[int, int] = {}
        ids = {entry.id: number for number, entry in organizations.known.items()}
        for person in known:
            names = [person_name(name) for name in (person.name, *person.aliases)]
            profile = Profile(person, {name.words for name in names if name.kind == "full"})
            profile.initials = {letter for name in names if name.kind == "full" for letter in name.initials}
            profile.terms = [(ids[id], since, until) for id, since, until in person.affiliations if id in ids]
            profile.organizations = {number for number, _, _ in profile.terms}
            profile.registered = frozenset(name.text for name in names if name.kind != "full")
            profile.aliases = set(profile.registered)
            profile.handles = {handle.casefold() for handle in person.handles}
            self._profiles[self._clusters.add()] = profile

    def __getitem__(self, number: int) -> Profile:
        return self._profiles[self.find(number)]

    def find(self, number: int) -> int:
        """Return what somebody is numbered by now."""
        return self._clusters.find(number)

    def all(self) -> list[int]:
        """Return everybody, once."""
        return sorted(self._profiles)

    def add(self, mentions: Sequence[int]) -> int:
        """Add somebody whom some mentions name, and nobody else's."""
        number = self._clusters.add()
        self._profiles[number] = Profile()
        for mention in mentions:
            self.assign(mention, number)
        return number

    def assign(self, mention: int, number: int) -> None:
        """Note whom a mention names."""
        reading, profile = self.readings[mention], self[number]
        if reading.name.kind == "full":
            profile.names.add(reading.name.words)
            profile.initials.update(reading.name.initials)
        else:
            profile.aliases.add(reading.name.text)
        profile.organizations.update(reading.organizations)
        profile.handles.update({reading.handle} if reading.handle else ())
        profile.listings.update({reading.listing} if reading.listed else ())
        profile.mentions.append(mention)
        self._placed[mention] = number

    def whom(self, mention: int) -> int | None:
        """Return whom a mention names, as far as that is settled."""
        number = self._placed.get(mention)
        return None if number is None else self.find(number)

    def unite(self, a: int, b: int) -> bool:
        """Make two people one, and tell whether they are; two whom the registry has stay two."""
        first, second = self.find(a), self.find(b)
        if first == second:
            return True
        if self._profiles[first].known and self._profiles[second].known:
            return False
        kept, gone = self._clusters.unite(first, second)
        profile, other = self._profiles[kept], self._profiles.pop(gone)
        profile.known = profile.known or other.known
        profile.registered |= other.registered
        profile.names |= other.names
        profile.initials |= other.initials
        profile.aliases |= other.aliases
        profile.handles |= other.handles
        profile.organizations |= other.organizations
        profile.listings |= other.listings
        profile.mentions += other.mentions
        profile.terms += other.terms
        return True

    def can_be_one(self, a: int, b: int) -> bool:
        """Tell whether nothing forbids that two people are one.

        Two on one list are two, and so are two of the registry, and two with other middle initials.
        """
        one, other = self[a], self[b]
        if (one.known and other.known) or not one.listings.isdisjoint(other.listings):
            return False
        return not (_other_initials(one, other) or _other_initials(other, one))

    def in_turn(self, a: int, b: int) -> bool:
        """Tell whether one is named only before the other, as with somebody who changed employers."""
        first, second = self[a].mentions, self[b].mentions
        if not first or not second:
            return False
        days = [(self.readings[min(mentions)].mention.day, self.readings[max(mentions)].mention.day) for mentions in (first, second)]
        return days[0][1] < days[1][0] or days[1][1] < days[0][0]

    def agreement(self, a: int, b: int) -> Agreement:
        """Return whether the organizations of two people speak for their being one."""
        return self.agree(self[a].organizations, self[b].organizations)

    def agree(self, one: Collection[int], other: Collection[int]) -> Agreement:
        """Return whether two sets of organizations have something in common."""
        if not one or not other:
            return "unknown"
        return "shared" if any(self.organizations.related(x, y) for x in one for y in other) else "apart"

    def organizations_of_each(self) -> list[frozenset[int]]:
        """Return the organizations of everybody who has several."""
        found = (frozenset(map(self.organizations.find, profile.organizations)) for profile in self._profiles.values())
        return [several for several in found if len(several) > 1]


def _other_initials(one: Profile, other: Profile) -> bool:
    """Tell whether somebody has middle initials, and another has others, or middle names that begin otherwise."""
    middle = other.initials | {word[0] for words in other.names for word in words[1:-1]}
    return bool(one.initials and middle) and one.initials.isdisjoint(middle)
