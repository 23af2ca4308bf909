"""Full names to people: who is certainly one, and who may be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TypeAlias

from rugctl.importing.identity.clusters import Blocks, by_tokens
from rugctl.importing.identity.known_people import Agreement, Likely, Listing, Open, People
from rugctl.importing.identity.person_names import BONDS, Bond, bond, bond_keys, is_clear_slip, share_two
from rugctl.likeness import likeness

Words: TypeAlias = tuple[str, ...]
Name: TypeAlias = tuple[Words, int]
"""A full name and whose it is."""
Ties: TypeAlias = dict[Bond, list[tuple[Name, Name]]]

_CONFIDENCE: dict[Bond, dict[Agreement, float]] = {
    "same": {"shared": 1.0, "unknown": 1.0, "apart": 0.8},
    "swapped": {"shared": 1.0, "unknown": 1.0, "apart": 0.6},
    "contained": {"shared": 1.0, "unknown": 1.0, "apart": 0.5},
    "short": {"shared": 1.0, "unknown": 0.75, "apart": 0.5},
    "prefix": {"shared": 1.0, "unknown": 0.6, "apart": 0.4},
    "slip": {"shared": 1.0, "unknown": 1.0, "apart": 0.4},
    "near": {"shared": 0.6, "unknown": 0.5, "apart": 0.3},
}
"""How sure a bond is, by what the organizations say; 1 needs no question where nothing else is in the way."""
_ALMOST = 0.7
_BY_HANDLE, _BY_NAME = 0.5, 0.4
"""What a handle says where the name says something else, and what the name does."""
_VERY_NEAR = 0.9
"""How like two names must be to be asked about where the organizations differ."""
_IN_TURN = 0.1
"""What it adds that one organization comes after the other, and takes away that they alternate."""


def place_full_names(people: People) -> list[Open]:
    """Make each full name a person; what may be of several people of that name stays open."""
    groups: dict[Words, list[int]] = defaultdict(list)
    for mention, reading in enumerate(people.readings):
        if reading.name.kind == "full":
            groups[reading.name.words].append(mention)
    owners: dict[Words, list[int]] = defaultdict(list)
    handles: dict[str, list[int]] = defaultdict(list)
    for number in people.all():
        for words in people[number].names:
            owners[words].append(number)
        for handle in people[number].handles:
            handles[handle].append(number)
    opened = [each for words, mentions in groups.items() for each in _place(people, mentions, owners.get(words, []), handles)]
    for mentions in groups.values():
        for mention in mentions:
            _unite_call_name(people, mention, groups, owners)
    return opened


def unite_by_handle(people: People) -> list[Likely]:
    """Make those one who have a handle in common, and return those whose names have nothing in common or who stand on one list."""
    likely: list[Likely] = []
    owners: dict[str, int] = {}
    for number in people.all():
        for handle in sorted(people[number].handles):
            other = owners.setdefault(handle, number)
            alike = any(set(a) & set(b) or bond(a, b) for a in people[number].names for b in people[other].names)
            if alike and people.can_be_one(number, other):
                people.unite(number, other)
            elif other != number and not people[number].known:
                likely.append(Likely(other, number, _BY_HANDLE))
    return likely


def unite_on_lists(people: People) -> None:
    """Make somebody with a full name the one on the list of that day whose name is tied to theirs."""
    present: dict[Listing, set[int]] = defaultdict(set)
    for mention, reading in enumerate(people.readings):
        number = people.whom(mention)
        if reading.listed and number is not None:
            present[reading.listing].add(number)
    for mention, reading in enumerate(people.readings):
        number = people.whom(mention)
        if reading.listed or number is None:
            continue
        there = {people.find(other) for other in present[reading.listing]}
        words = reading.name.words
        tied = [other for other in sorted(there - {number}) if any(_tied_on_a_list(words, name) for name in people[other].names)]
        if number not in there and len(tied) == 1 and people.can_be_one(number, tied[0]):
            people.unite(number, tied[0])


def ties_of_names(people: People) -> Ties:
    """Return the pairs of full names that something ties together."""
    names = sorted({(words, number) for number in people.all() for words in people[number].names})
    blocks = Blocks()
    for place, (words, _) in enumerate(names):
        blocks.put(place, bond_keys(words))
    ties: Ties = {kind: [] for kind in BONDS}
    for a, b in blocks.pairs():
        kind = "same" if names[a][0] == names[b][0] else bond(names[a][0], names[b][0])
        if kind and names[a][1] != names[b][1]:
            ties[kind].append((names[a], names[b]))
    return ties


def unite_by_names(people: People, ties: Ties) -> list[Likely]:
    """Make those one whose full names are certainly of one person, and return those of whom it is likely."""
    surnames = {(words[-1], people.find(number)) for pairs in ties.values() for pair in pairs for words, number in pair}
    bearers = Counter(surname for surname, _ in surnames)
    likely = [each for kind in BONDS for each in _unite_level(people, kind, ties[kind], bearers)]
    return [each for each in likely if people.find(each.a) != people.find(each.b) and people.can_be_one(each.a, each.b)]


def _place(people: People, mentions: list[int], owners: list[int], handles: dict[str, list[int]]) -> Iterator[Open]:
    """Give the mentions of one full name to the registry's people of that name or handle, or to new ones; return what is open."""
    name = people.readings[mentions[0]].name.text
    left: list[int] = []
    for mention in mentions:
        by_handle = handles.get(people.readings[mention].handle or "", [])
        if len(by_handle) != 1:
            left.append(mention)
        elif owners and by_handle[0] not in owners:
            by_name = ((number, round(_BY_NAME / len(owners), 2)) for number in owners)
            yield Open(name, (mention,), ((by_handle[0], _BY_HANDLE), *by_name))
        else:
            people.assign(mention, by_handle[0])
    if len(owners) > 1:
        rest = [mention for mention in left if not _assign_on_the_day(people, mention, owners)]
        candidates = owners
    else:
        parts, rest = _divided(people, left)
        numbers = [people.add(part) for part in parts]
        for number in numbers:
            if owners and (len(numbers) == 1 or _continues(people, owners[0], number)):
                people.unite(owners[0], number)
        candidates = list(dict.fromkeys(people.find(number) for number in (*owners, *numbers)))
    if rest:
        yield Open(name, tuple(rest), tuple((number, round(0.9 / len(candidates), 2)) for number in candidates))


def _continues(people: People, owner: int, number: int) -> bool:
    return people.agreement(number, owner) == "shared" and people.can_be_one(number, owner)


def _assign_on_the_day(people: People, mention: int, owners: Sequence[int]) -> bool:
    reading = people.readings[mention]
    said = reading.organizations
    fitting = [owner for owner in owners if people.agree(said, people[owner].held_on(reading.mention.day)) == "shared"]
    fitting = fitting or [owner for owner in owners if people.agree(said, people[owner].organizations) == "shared"]
    if len(fitting) == 1:
        people.assign(mention, fitting[0])
    return len(fitting) == 1


def _divided(people: People, mentions: list[int]) -> tuple[list[list[int]], list[int]]:
    """Return the mentions of one name by the people that they are of, and those that may be of any of them.

    One name is one person, unless two on one list have it with other organizations or handles, or middle initials differ.
    """
    readings = people.readings
    initials = {readings[mention].name.initials for mention in mentions} - {()}
    if any(not set(a) & set(b) for a, b in combinations(initials, 2)):
        return by_tokens({mention: set(readings[mention].name.initials) for mention in mentions})
    find = people.organizations.find
    said = {m: (frozenset(map(find, readings[m].organizations)), readings[m].handle) for m in mentions}
    lists: dict[Listing, set[tuple[frozenset[int], str | None]]] = defaultdict(set)
    for mention in mentions:
        if readings[mention].listed:
            lists[readings[mention].listing].add(said[mention])
    if any(_are_two(people, *a, *b) for on_one in lists.values() for a, b in combinations(on_one, 2)):
        return by_tokens({mention: {*organizations, *filter(None, [handle])} for mention, (organizations, handle) in said.items()})
    return [mentions] if mentions else [], []


def _are_two(people: People, one: frozenset[int], handle: str | None, other: frozenset[int], other_handle: str | None) -> bool:
    if handle and other_handle:
        return handle != other_handle
    return people.agree(one, other) == "apart"


def _unite_call_name(people: People, mention: int, groups: dict[Words, list[int]], owners: dict[Words, list[int]]) -> None:
    words = people.readings[mention].call_name
    number = people.whom(mention)
    if words and number is not None:
        named = {people.whom(other) for other in groups.get(words, [])} | set(owners.get(words, []))
        if len(named) == 1 and (other := named.pop()) is not None and people.can_be_one(number, other):
            people.unite(number, other)


def _tied_on_a_list(a: Words, b: Words) -> bool:
    kind = bond(a, b)
    return share_two(a, b) or kind in {"same", "swapped", "short", "prefix"} or (kind == "slip" and is_clear_slip(a, b))


def _unite_level(people: People, kind: Bond, pairs: Sequence[tuple[Name, Name]], bearers: Counter[str]) -> list[Likely]:
    """Unite the pairs of one bond that are certain, and return the others."""
    partners: dict[int, set[int]] = defaultdict(set)
    for (_, one), (_, other) in pairs:
        partners[people.find(one)].add(other)
        partners[people.find(other)].add(one)
    likely: list[Likely] = []
    for a, b in pairs:
        (_, one), (_, other) = a, b
        if people.find(one) == people.find(other) or not people.can_be_one(one, other):
            continue
        confidence = _confidence(people, kind, a, b, bearers)
        if confidence == 1 and kind in {"contained", "short", "prefix"} and not _only_choice(people, partners, a, b):
            confidence = _ALMOST
        if confidence == 1:
            both = partners[people.find(one)] | partners[people.find(other)]
            people.unite(one, other)
            partners[people.find(one)] = both
        elif confidence:
            likely.append(Likely(one, other, confidence))
    return likely


def _confidence(people: People, kind: Bond, one: Name, other: Name, bearers: Counter[str]) -> float:
    """Return how sure it is that two names are one person's: 1 for certain, 0 for not worth a question."""
    (a, _), (b, _) = one, other
    agreement = people.agreement(one[1], other[1])
    confidence = _CONFIDENCE[kind][agreement]
    rare = max(bearers[a[-1]], bearers[b[-1]]) <= (1 if a[-1] != b[-1] else 2)
    if agreement == "apart":
        if kind == "near" and likeness(" ".join(a), " ".join(b)) < _VERY_NEAR:
            return 0
        return round(confidence + (_IN_TURN if people.in_turn(one[1], other[1]) else -_IN_TURN), 2)
    if kind == "slip" and not (is_clear_slip(a, b) and (agreement == "shared" or (rare and a[0] == b[0]))):
        return _ALMOST
    if kind == "prefix" and not (rare and min(len(a[0]), len(b[0])) <= 4):
        return min(confidence, _ALMOST)
    return confidence


def _only_choice(people: People, partners: dict[int, set[int]], one: Name, other: Name) -> bool:
    """Tell whether a short name has no other person of whom it may be short, unless all of them may be one."""
    short, long = sorted((one, other), key=lambda name: len(name[0]))
    numbers = [short[1]] if len(short[0]) < len(long[0]) else [short[1], long[1]]
    for number in numbers:
        rest = {people.find(partner) for partner in partners[people.find(number)]} - {people.find(one[1]), people.find(other[1])}
        facing = people.find(other[1] if number == one[1] else one[1])
        if not rest <= {people.find(partner) for partner in partners[facing]}:
            return False
    return True
