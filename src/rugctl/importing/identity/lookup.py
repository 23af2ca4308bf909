"""Whom a name may mean that is not whole: a given name, `Ana L.`, a login, initials."""

from __future__ import annotations

from collections import defaultdict
from enum import IntEnum

from rugctl.importing.identity.known_people import People
from rugctl.importing.identity.person_names import PersonName, ends_tell, is_start, logins
from rugctl.likeness import is_slip, short_forms


class Fit(IntEnum):
    """How a short name fits a person, the best first.

    The registry has it for them; it is a word of their name; a short form of one; a login made of it; its beginning; nearly one.
    """

    REGISTERED = 0
    WORD = 1
    SHORT = 2
    LOGIN = 3
    START = 4
    SLIP = 5


class Lookup:
    """People by all that may stand for them."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._by_word: dict[str, set[int]] = defaultdict(set)
        self._by_start: dict[str, set[int]] = defaultdict(set)
        self._by_login: dict[str, set[int]] = defaultdict(set)
        self._by_handle: dict[str, set[int]] = defaultdict(set)
        for number in people.all():
            self.add(number)

    def add(self, number: int) -> None:
        """Make somebody known by what they are called."""
        profile = self._people[number]
        for words in profile.names:
            self._by_start[words[0][:3]].add(number)
            for word in words:
                self._by_word[word].add(number)
            for login in logins(words):
                self._by_login[login].add(number)
        for text in profile.aliases:
            self._by_word[text].add(number)
        for handle in profile.handles:
            self._by_handle[handle].add(number)

    def fits(self, name: PersonName) -> dict[int, Fit]:
        """Return the people whom a name may mean, and how it fits each."""
        word = name.words[0] if name.words else ""
        found = {n for key in (name.text, word, *short_forms(word)) for n in self._by_word.get(key, ())}
        found |= self._by_start.get(word[:3], set()) | self._by_login.get(word, set()) | self._by_handle.get(name.text, set())
        numbers = sorted({self._people.find(number) for number in found})
        return {number: how for number in numbers if (how := fit(name, number, self._people)) is not None}

    def named(self, name: PersonName) -> set[int]:
        """Return the people of whose names a name is a word."""
        return {self._people.find(number) for number in self._by_word.get(name.text, ())}

    def owner(self, handle: str | None) -> int | None:
        """Return the only person who has a handle."""
        found = {self._people.find(number) for number in self._by_handle.get(handle or "", ())}
        return found.pop() if len(found) == 1 else None

    def login_owner(self, name: PersonName) -> int | None:
        """Return the only person of whose initial and surname a login is made, if it is too long to be chance."""
        found = {self._people.find(number) for number in self._by_login.get(name.text, ())}
        if len(found) != 1 or len(name.text) < 7:
            return None
        number = found.pop()
        surnames = {words[-1] for words in self._people[number].names if words[0][0] + words[-1] == name.text}
        alone = all({self._people.find(other) for other in self._by_word[surname]} == {number} for surname in surnames)
        return number if surnames and alone else None


def best(fits: dict[int, Fit]) -> dict[int, Fit]:
    """Return those whom a name fits best."""
    return {number: how for number, how in fits.items() if how == min(fits.values())}


def fit(name: PersonName, number: int, people: People) -> Fit | None:
    """Return how a short name fits a person, if it does."""
    profile = people[number]
    if name.text in profile.registered:
        return Fit.REGISTERED
    if name.text in profile.aliases or name.text in profile.handles:
        return Fit.WORD
    return min((how for words in profile.names if (how := _fit_words(name, words)) is not None), default=None)


def fit_on_a_list(name: PersonName, number: int, people: People) -> Fit | None:
    """Return how a short name fits somebody who was there: also as initials, as a part of a login, with a slip of the pen."""
    how = fit(name, number, people)
    if how is not None or not name.words:
        return how
    word = name.words[0]
    profile = people[number]
    for words in profile.names:
        ends = words[0][0], words[-1][0]
        if name.kind == "initials" and word in {
            "".join(each[0] for each in words),
            *(middle.join(ends) for middle in ("", *profile.initials)),
        }:
            return Fit.WORD
        if name.kind == "single" and len(word) >= 4 and word[0] == words[0][0] and words[-1].startswith(word[1:]):
            return Fit.LOGIN
        if name.kind == "single" and min(len(word), len(words[0])) >= 5 and is_slip(word, words[0]) and not ends_tell(word, words[0]):
            return Fit.SLIP
    return None


def _fit_words(name: PersonName, words: tuple[str, ...]) -> Fit | None:
    word = name.words[0] if name.words else ""
    if name.kind == "surname":
        return Fit.WORD if word == words[-1] and words[0].startswith(name.initials[0]) else None
    if name.kind == "given" and not any(later.startswith(name.initials[-1]) for later in words[1:]):
        return None
    if word in words:
        return Fit.WORD
    if any(word in short_forms(given) for given in words[:-1]):
        return Fit.SHORT
    if name.kind == "single" and word in logins(words):
        return Fit.LOGIN
    return Fit.START if is_start(word, words[0]) else None
