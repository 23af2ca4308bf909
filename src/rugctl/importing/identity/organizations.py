"""Which organizations a document names: spellings brought together, by themselves and by the people who give both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from rugctl.importing.identity.clusters import Blocks, Clusters
from rugctl.importing.identity.organization_names import (
    OrganizationName,
    acronyms,
    adds_general_words,
    core,
    halves,
    is_acronym,
    may_belong_together,
    organization_name,
    organizations_said,
    slips,
)
from rugctl.importing.identity.terms import KnownOrganization
from rugctl.importing.report import FoundPerson
from rugctl.likeness import slip_keys
from rugctl.names import fold


class Organizations:
    """The organizations of a registry and of a document. One is named by the number of its first spelling.

    `spellings` counts how often each spelling is written, `known` has the registry's entry; both by that number.
    """

    def __init__(self, known: Sequence[KnownOrganization], mentions: Sequence[FoundPerson]) -> None:
        self.spellings: dict[int, Counter[str]] = {}
        self.known: dict[int, KnownOrganization] = {}
        self._clusters = Clusters()
        self._names: dict[int, list[OrganizationName]] = {}
        self._exact: dict[str, int] = {}
        self._by_key: dict[str, int] = {}
        self._written: dict[str, tuple[int, ...]] = {}
        self._related: dict[tuple[int, int], bool] = {}
        for organization in known:
            self._register(organization)
        self._read(mentions)
        self._parents = {entry.id: entry.parent for entry in known}

    def find(self, number: int) -> int:
        """Return what an organization is numbered by now."""
        return self._clusters.find(number)

    def said(self, person: FoundPerson) -> tuple[int, ...]:
        """Return the organizations that a mention names, without a whole whose part it names too."""
        numbers = dict.fromkeys(self.find(number) for text in self._parts(person) for number in self._written[text])
        wholes = {above for number in numbers for above in self._above(number)}
        return tuple(number for number in numbers if number not in self.known or self.known[number].id not in wholes)

    def names(self, text: str) -> bool:
        """Tell whether a text is how an organization is written."""
        name = organization_name(text)
        return name is not None and any(key in self._by_key for key in name.keys)

    def all(self) -> list[int]:
        """Return the organizations that are not one with another, in the order in which they were first named."""
        return [number for number in range(len(self._clusters)) if self.find(number) == number]

    def related(self, a: int, b: int) -> bool:
        """Tell whether two may be one, or part and whole, so that giving one and the other does not speak against one person."""
        pair = (min(self.find(a), self.find(b)), max(self.find(a), self.find(b)))
        if pair[0] == pair[1]:
            return True
        if pair not in self._related:
            ids = [self.known[number].id if number in self.known else "" for number in pair]
            in_line = ids[0] in self._above(pair[1]) or ids[1] in self._above(pair[0])
            self._related[pair] = in_line or any(may_belong_together(x, y) for x in self._names[pair[0]] for y in self._names[pair[1]])
        return self._related[pair]

    def learn(self, people: Iterable[frozenset[int]]) -> None:
        """Bring together what differs little and is given by one person; `people` are the organizations of each."""
        for given in sorted(people, key=sorted):
            for a, b in combinations(sorted(given)[:20], 2):
                if self.find(a) != self.find(b) and self._alike(self.find(a), self.find(b)):
                    self.unite(a, b)

    def unite(self, a: int, b: int) -> None:
        """Make two organizations one, unless the registry has both."""
        if self.find(a) == self.find(b) or {self.find(a), self.find(b)} <= self.known.keys():
            return
        kept, gone = self._clusters.unite(a, b)
        self.spellings[kept] += self.spellings.pop(gone)
        self._names[kept] += self._names.pop(gone)
        if gone in self.known:
            self.known[kept] = self.known.pop(gone)

    def likely(self) -> list[tuple[int, int, float]]:
        """Return pairs that may be one organization, with a confidence, though nobody gives both."""
        blocks = Blocks()
        for number in self.all():
            for name in self._names[number]:
                blocks.put(number, [("slip", key) for key in slip_keys(name.joined)] if len(name.joined) >= 6 else ())
                blocks.put(number, [("letters", letters) for letters in {*acronyms(name), name.joined} if len(letters) in range(3, 9)])
                blocks.put(number, [("core", core(name))] if core(name) else ())
        pairs = ((a, b) for a, b in blocks.pairs() if self._alike(a, b) and not {a, b} <= self.known.keys())
        return [(a, b, self._confidence(a, b)) for a, b in pairs]

    def _register(self, entry: KnownOrganization) -> None:
        number = self._add()
        self.known[number] = entry
        for text in (entry.name, entry.id, *entry.aliases):
            self._exact.setdefault(fold(text), number)
            name = organization_name(text)
            if name:
                self._names[number].append(name)
                for key in name.keys:
                    self._by_key.setdefault(key, number)

    def _read(self, mentions: Sequence[FoundPerson]) -> None:
        counts = Counter(text for person in mentions for text in self._parts(person))
        keys = {key for text in counts for name in [organization_name(text)] if name for key in name.keys} | self._by_key.keys()
        whole = {text: pair for text in counts if (pair := self._halves(text, keys))}
        for text, count in counts.items():
            for part in whole.get(text, (text,)):
                self._write(part, count)
        for text, pair in whole.items():
            self._written[text] = tuple(number for part in pair for number in self._written[part])
        for person in mentions:
            for a, b in combinations(self._parts(person), 2):
                self._written_together(a, b)

    def _parts(self, person: FoundPerson) -> list[str]:
        whole = person.affiliation
        if whole and fold(whole) in self._exact:
            return [whole]
        return organizations_said(person.organizations, whole)

    def _halves(self, text: str, keys: set[str]) -> tuple[str, str] | None:
        """Return the two organizations that a name puts side by side, if both are named elsewhere too."""
        if fold(text) in self._exact:
            return None
        for pair in halves(text):
            names = [organization_name(half) for half in pair]
            if all(name and core(name) and name.keys & keys for name in names):
                return pair
        return None

    def _write(self, text: str, count: int) -> None:
        name = organization_name(text)
        assert name is not None
        numbers = sorted({self.find(self._by_key[key]) for key in name.keys if key in self._by_key})
        exact = self._exact.get(fold(text))
        number = self.find(exact) if exact is not None else numbers[0] if numbers else self._add()
        for other in numbers:
            self.unite(number, other)
        number = self.find(number)
        for key in name.keys:
            self._by_key.setdefault(key, number)
        self._names[number].append(name)
        self.spellings[number][text] += count
        self._written[text] = (number,)

    def _written_together(self, a: str, b: str) -> None:
        names = organization_name(a), organization_name(b)
        if names[0] and names[1] and (is_acronym(names[0], names[1]) or is_acronym(names[1], names[0])):
            self.unite(self._written[a][0], self._written[b][0])

    def _add(self) -> int:
        number = self._clusters.add()
        self.spellings[number] = Counter()
        self._names[number] = []
        return number

    def _above(self, number: int) -> list[str]:
        """Return the ids of what an organization is part of, the nearest first."""
        above: list[str] = []
        entry = self.known.get(number)
        parent = entry.parent if entry else None
        while parent and parent not in above:
            above.append(parent)
            parent = self._parents.get(parent)
        return above

    def _alike(self, a: int, b: int) -> bool:
        pairs = [(x, y) for x in self._names[a] for y in self._names[b]]
        return any(_same_if_given_by_one(x, y) or _same_if_given_by_one(y, x) for x, y in pairs)

    def _confidence(self, a: int, b: int) -> float:
        letters = [len(x.joined) for x in self._names[a] for y in self._names[b] if is_acronym(x, y)]
        letters += [len(y.joined) for x in self._names[a] for y in self._names[b] if is_acronym(y, x)]
        return min(0.3 + 0.1 * max(letters), 0.7) if letters else 0.6


def _same_if_given_by_one(a: OrganizationName, b: OrganizationName) -> bool:
    return is_acronym(a, b) or slips(a, b) or adds_general_words(a, b)
