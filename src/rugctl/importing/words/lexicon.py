"""Names that are certain, and how much a text reads as a person's name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rugctl.importing.report import FoundPerson
from rugctl.importing.words.people_words import is_title, sounds_like_organization
from rugctl.names import fold

NOBODY = re.compile(
    r"n/?a|none(?:\s+\w+)?|nobody|no one|tb[dac]|name ?\d*|your name|names?|\(?name\)?|first ?name|last ?name|-+|…|\.+|\?+|x+|\d+|\W+|everyone|all|others?|et al\.?|and others|unknown|guests?|affiliation|organi[sz]ation|(?:github |gh )?(?:handle|login|username)|org|company|no new .*"
    r"|(?:please )?(?:add|put|enter|write|sign) (?:your|yourself).*|\d+ (?:people|attendees|participants|members|others).*|(?:that|this) (?:is|was) all.*|quorum.*|(?:total|count)\b.*|same as .*|see .*|list .*|record\w* .*|everybody.*|not recorded|not taken",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]['’.\w-]*\.?")
_SMALL = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "da",
        "di",
        "del",
        "della",
        "la",
        "le",
        "el",
        "bin",
        "ibn",
        "al",
        "ten",
        "ter",
        "te",
        "dos",
        "das",
        "du",
        "st",
        "zu",
        "af",
        "y",
        "e",
    ]
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Names that are certain elsewhere in the document or the registry: people's and their first words, organizations'; all folded."""

    people: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    organizations: frozenset[str] = frozenset()

    def with_people(self, found: Iterable[FoundPerson]) -> Lexicon:
        """Return the lexicon with what certain people were called and belong to."""
        people, given, organizations = set(self.people), set(self.given), set(self.organizations)
        for person in found:
            words = fold(person.name).split()
            if len(words) > 1:
                people.add(" ".join(words))
                given.add(words[0])
            organizations.update(fold(name) for name in person.organizations)
        organizations -= people | given
        return Lexicon(frozenset(people), frozenset(given), frozenset(organizations - {""}))


def is_nobody(text: str) -> bool:
    """Tell whether a text stands where a name would and names nobody: `N/A`, `None today`, `name1`."""
    return not text.strip() or bool(NOBODY.fullmatch(text.strip(" .*_()[]")))


def looks_like_person(text: str, lexicon: Lexicon) -> float:
    """Say from 0 to 1 how much a text reads as a person's name."""
    text = text.strip(" .?!*")
    folded = fold(text)
    if folded in lexicon.people:
        return 1.0
    if not text or NOBODY.fullmatch(text) or folded in lexicon.organizations or is_title(text):
        return 0.0
    words = text.split()
    if len(words) > 5 or re.search(r"[:/?=#%$]|\d{2}", text):
        return 0.0
    if len(words) == 1:
        return 0.6 if folded in lexicon.given else 0.4 if _WORD.fullmatch(text) else 0.0
    capital = [word[:1].isupper() or word.lower() in _SMALL for word in words]
    if all(capital) and all(_WORD.fullmatch(word) for word in words):
        return 0.5 if sounds_like_organization(text) else 0.8
    if words[0][:1].isupper() and fold(words[0]) in lexicon.given and len(words) <= 3 and all(_WORD.fullmatch(word) for word in words):
        return 0.6
    return 0.0
