"""Names of people as documents write them: what kind of name it is, and what ties two full names together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Literal, TypeAlias

from rugctl.importing.words.lexicon import is_nobody
from rugctl.likeness import NEAR, is_slip, likeness, short_forms, slip_keys
from rugctl.names import fold

Kind: TypeAlias = Literal["full", "given", "surname", "single", "initials", "doubtful", "nobody"]
"""A full name; a given name or a surname with initials (`Ana L.`, `A. Lima`); one word; initials; what may be no name; what is none."""
Bond: TypeAlias = Literal["same", "swapped", "contained", "short", "prefix", "slip", "near"]
"""What ties two full names together, the strongest first: see `bond`."""
BONDS: tuple[Bond, ...] = ("same", "swapped", "contained", "short", "slip", "prefix", "near")

_TITLES = frozenset(["dr", "prof", "professor", "mr", "mrs", "ms", "mx", "phd", "jr", "sr"])
_APOSTROPHE = re.compile(r"(?<=\w)['’`´](?=\w)")
_DOUBTFUL = re.compile(r"[?:|#~+*<>=\\]|\d.*\s|\s.*\d")
_SEVERAL = frozenset(
    ["anybody", "anyone", "chairs", "group", "leads", "maintainers", "somebody", "someone", "team", "us", "volunteers", "we"]
)
_IN_PASSING = re.compile(r"\b(?:others|people|attendees|notetaker)\b", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[A-Z]\.?){2,4}")
_VOWELS = frozenset("aeio")
_ONE_SOUND = re.compile(r"(?<=[aou])e")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name taken apart: its words of more than one letter, folded, given names first; and its single letters."""

    kind: Kind
    words: tuple[str, ...]
    initials: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return what tells the name from others, in one text."""
        return " ".join((*self.words, *self.initials)) if self.kind in {"given", "surname"} else " ".join(self.words)


@lru_cache(maxsize=131072)
def person_name(text: str) -> PersonName:
    """Take a name apart; `Last, First` is turned round, titles are left out."""
    text = text.strip(" .,;")
    last, comma, first = text.partition(",")
    words = fold(_APOSTROPHE.sub("", f"{first} {last}" if comma and first.strip() else text)).split()
    words = [word for word in words if word not in _TITLES] or words
    long = tuple(word for word in words if len(word) > 1 or not word.isascii())
    letters = tuple(word for word in words if len(word) == 1 and word.isascii())
    if not words or is_nobody(text) or _SEVERAL.issuperset(words) or _IN_PASSING.search(text):
        return PersonName("nobody", tuple(words))
    if _DOUBTFUL.search(text):
        return PersonName("doubtful", tuple(words))
    if _INITIALS.fullmatch(text.replace(" ", "")) and (not long or len(words) == 1):
        return PersonName("initials", ("".join(words),))
    if len(long) > 1 or (long and not letters and _whole(long[0])):
        return PersonName("full", long, letters)
    if not long:
        return PersonName("doubtful", tuple(words))
    kind: Kind = "single" if not letters else "given" if words[0] == long[0] else "surname"
    return PersonName(kind, long, letters)


def bond(a: tuple[str, ...], b: tuple[str, ...]) -> Bond | None:
    """Return what ties two full names together, if anything does.

    `same` up to hyphens and `ö` or `oe`; `swapped` words; one `contained` in the other, in order; `short` form of a given
    name, or its `prefix`, with one surname; a `slip` of the pen; `near` in letters. `Ana LC` is contained in `Ana Lima Costa`.
    """
    if "".join(a) == "".join(b) or _sound(a) == _sound(b):
        return "same"
    if sorted(a) == sorted(b) or "".join(b) in _turned(a) or "".join(a) in _turned(b):
        return "swapped"
    short, long = sorted((a, b), key=len)
    if 1 < len(short) < len(long) and (in_order(short, long) or short == _initialed(long)):
        return "contained"
    if a[-1] == b[-1] and len(short) > 1:
        if a[0] in short_forms(b[0]):
            return "short"
        if is_start(a[0], b[0]):
            return "prefix"
    if is_slip(" ".join(a), " ".join(b)):
        return "slip"
    return "near" if likeness(" ".join(a), " ".join(b)) >= NEAR else None


def bond_keys(words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Return keys of which two full names share at least one if `bond` ties them together."""
    yield "sound", _sound(words)
    yield "turned", "".join(words)
    for text in _turned(words):
        yield "turned", text
    yield "words", " ".join(sorted(words))
    for pair in combinations(words[:5], 2):
        yield "pair", " ".join(pair)
    yield "pair", " ".join(_initialed(words))
    for given in {words[0], *short_forms(words[0]), words[0][:3]}:
        yield "given", f"{given} {words[-1]}"
    for key in slip_keys(" ".join(words)):
        yield "slip", key
    yield "near", f"{words[0]} {words[-1][:2]}"
    yield "near", f"{words[0][:2]} {words[-1]}"


def is_clear_slip(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether a slip is in a word so long that it would hardly be another name.

    At the end of a given name the letter may be what tells `Daniel` from `Daniela`.
    """
    if len(a) != len(b):
        return True
    at, (x, y) = next((at, pair) for at, pair in enumerate(zip(a, b, strict=True)) if pair[0] != pair[1])
    shortest = min(len(x), len(y))
    if at == 0 and _differ_at_the_end(x, y):
        return shortest >= 8 and not ends_tell(x, y)
    return shortest >= 6


def ends_tell(a: str, b: str) -> bool:
    """Tell whether two given names differ in a vowel at the end, which may make them a man's and a woman's."""
    letters = max(a, b, key=len)[-1] if len(a) != len(b) else a[-1] + b[-1]
    return _differ_at_the_end(a, b) and not _VOWELS.isdisjoint(letters)


def is_start(a: str, b: str) -> bool:
    """Tell whether a given name is another cut short (`Xav`), by more than the letter in which two names may differ."""
    short, long = sorted((a, b), key=len)
    return 3 <= len(short) < len(long) - 1 and long.startswith(short)


def in_order(words: tuple[str, ...], among: tuple[str, ...]) -> bool:
    """Tell whether words stand among others in their order."""
    rest = iter(among)
    return all(word in rest for word in words)


def share_two(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether two full names have two words in common, in their order, of which one ends a name: not two given names."""
    return any(in_order(pair, b) and pair[1] in {a[-1], b[-1]} for pair in combinations(a, 2))


def logins(words: tuple[str, ...]) -> frozenset[str]:
    """Return the logins that people make of a full name."""
    given, surname = words[0], words[-1]
    joined = "".join(words)
    return frozenset({given[0] + surname, given + surname, surname + given, surname + given[0], given + surname[0], joined})


def _initialed(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[0], "".join(word[0] for word in words[1:])


def _sound(words: tuple[str, ...]) -> str:
    return _ONE_SOUND.sub("", "".join(words))


def _turned(words: tuple[str, ...]) -> set[str]:
    """Return a name with its first word last, and its last word first, as one: `Kim Min Jun` and `Minjun Kim`."""
    return {"".join((*words[1:], words[0])), "".join((words[-1], *words[:-1]))}


def _differ_at_the_end(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return long[:-1] in {short, short[:-1]}


def _whole(word: str) -> bool:
    """Tell whether a word is of a script that sets no space between surname and given name."""
    return any("぀" <= char <= "鿿" or "가" <= char <= "힣" for char in word)
