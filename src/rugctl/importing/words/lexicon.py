"""Names that are certain, and how much a text reads as a person's name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rugctl.importing.report import FoundPerson
from rugctl.importing.words.people_words import is_title, sounds_like_organization
from rugctl.names import fold

NOBODY = re.compile(
    r"n/?a|none(?:\s+\w+)?|nobody|no one|tb[dac]|name ?\d*|your name|names?|first ?name last ?name|(?:your )?full name|\(?name\)?|first ?name|last ?name|-+|…|\.+|\?+|x+|\d+|\W+|everyone|all|others?|(?:a )?(?:bunch|lots?|few|many) (?:of )?(?:more|others|people)|et al\.?|and others|and (?:many )?more|unknown|guests?|affiliation|organi[sz]ation|(?:github |gh )?(?:handle|login|username)|org|company|no new .*"
    r"|(?:please )?(?:add|put|enter|write|sign) (?:your|yourself).*|\d+ (?:people|attendees|participants|members|others).*|(?:that|this) (?:is|was) all.*|quorum.*|(?:total|count)\b.*|same as .*|see .*|list .*|record\w* .*|everybody.*|not recorded|not taken",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]['’.\w-]*\.?")
_RUNNING = re.compile(r"(?<![\w@/.-])[^\W\d_]+(?![\w@/]|[.-]\w)")
_COMMON = 0.4
_NEVER_NAMES = re.compile(
    r"how|what|why|when|where|who|which|this|that|these|those|it|there|we|you|they|i|he|she|needs?|maybe|please|also|then|next|if|after|before"
    r"|once|to|do|not|no|yes|for|from|with|and|or|but|let|see|add|make|check|find|look|write|read|send|update|finish|actions?"
)
"""Words at the beginning of sentences, for documents that are too short to show it."""
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
    """Names that are certain elsewhere in the document or the registry: people's and their first words, organizations'; all folded.

    `common` are the words that the documents also write small, as nobody writes names.
    """

    people: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    organizations: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()

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
        return replace(self, people=frozenset(people), given=frozenset(given), organizations=frozenset(organizations - {""}))

    def is_common(self, text: str) -> bool:
        """Tell whether a text begins with a word of the language that only has a capital here: `Issue Triage`, `Push`."""
        words = fold(text).split()
        certain = " ".join(words) in self.people or (words[:1] and words[0] in self.given)
        return (
            bool(words) and text[:1].isupper() and not certain and (words[0] in self.common or _NEVER_NAMES.fullmatch(words[0]) is not None)
        )


def common_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that texts write small nearly as often as with a capital, or more often."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts:
        for word in _RUNNING.findall(text):
            (small if word.islower() else capital)[word.lower()] += 1
    return frozenset(fold(word) for word, times in small.items() if times >= _COMMON * capital[word])


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
