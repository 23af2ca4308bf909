"""Organizations as people write them: what of a name says which one it is, and how two names may be of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rugctl.importing.identity.organization_words import DIVISIONS, GENERAL, HONOURS, LEGAL_FORMS, ONE_WORD_FOR, PLACES, SMALL, TITLES
from rugctl.likeness import is_slip
from rugctl.names import fold

_COMMAS = re.compile(r"[^,/;()]+(?:,[^,/;()]+){2}")


@dataclass(frozen=True, slots=True)
class OrganizationName:
    """A name taken apart: its telling words in one form each, and keys of which two spellings of one name share one."""

    words: tuple[str, ...]
    keys: frozenset[str]

    @property
    def joined(self) -> str:
        """Return the telling words as one."""
        return "".join(self.words)


@lru_cache(maxsize=65536)
def organization_name(text: str) -> OrganizationName | None:
    """Take an organization's name apart; None where nothing of it can be compared."""
    words = _joined_letters(fold(_spelled_out(text)).split())
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    if not words:
        return None
    telling = tuple(ONE_WORD_FOR.get(word, word) for word in words if word not in SMALL) or tuple(words)
    raw = fold(text).replace(" ", "")
    return OrganizationName(telling, frozenset({raw, "".join(words), "".join(telling)}))


@lru_cache(maxsize=65536)
def organizations_said(parts: tuple[str, ...], affiliation: str | None) -> list[str]:
    """Return the organizations among the parts of an affiliation: without places, what somebody is, and what stands in another part."""
    named = [part for part in parts if fold(part) not in PLACES | LEGAL_FORMS] or list(parts)
    if len(named) == 2 < len(parts) and fold(parts[-1]) in PLACES and _COMMAS.fullmatch(affiliation or ""):
        named.pop()  # `Organization, City, Country`
    named = [bare for bare in map(_without_titles, named) if organization_name(bare)]
    return [part for part in dict.fromkeys(named) if not any(_is_in(part, other) for other in named)]


def is_acronym(short: OrganizationName, full: OrganizationName) -> bool:
    """Tell whether one name is made of the first letters of the other, an unwritten `university` at the end included."""
    if len(short.words) != 1 or len(full.words) < 2 or not 2 <= len(short.words[0]) <= 8:
        return False
    return short.words[0] in acronyms(full)


def acronyms(name: OrganizationName) -> frozenset[str]:
    """Return what the first letters of a name of several words may make."""
    if len(name.words) < 2:
        return frozenset()
    letters = "".join(word[0] for word in name.words if word != "workinggroup")
    return frozenset({letters, f"{letters}u"} if "university" not in name.words else {letters})


def adds_general_words(short: OrganizationName, full: OrganizationName) -> bool:
    """Tell whether a name is another with words that do not tell organizations apart: `Acme`, `Acme Foundation`.

    A part (`Acme Research`) may be told from its whole by one such word.
    """
    left = list(full.words)
    for word in short.words:
        if word not in left:
            return False
        left.remove(word)
    return GENERAL.issuperset(left) and not DIVISIONS.issuperset(left) and not GENERAL.issuperset(short.words)


def core(name: OrganizationName) -> str:
    """Return the words of a name that tell it from others, as one; empty where all are general."""
    return "".join(word for word in name.words if word not in GENERAL)


def slips(a: OrganizationName, b: OrganizationName) -> bool:
    """Tell whether a slip of the pen makes one name the other; in very short ones it would be another name."""
    return min(len(a.joined), len(b.joined)) >= 6 and is_slip(a.joined, b.joined)


def may_belong_together(a: OrganizationName, b: OrganizationName) -> bool:
    """Tell whether two names may be of one organization, or of a part and its whole: evidence, but no reason to make them one."""
    if is_acronym(a, b) or is_acronym(b, a) or slips(a, b):
        return True
    short, full = sorted((a.words, b.words), key=len)
    if not GENERAL.issuperset(short) and (full[: len(short)] == short or full[-len(short) :] == short):
        return True
    return any(word in acronyms(y) for x, y in ((a, b), (b, a)) for word in x.words if len(word) > 1 and len(x.words) > 1)


def halves(text: str) -> Iterator[tuple[str, str]]:
    """Return the ways to take a name of several words for two names: `Acme Widgets`."""
    words = text.split()
    for i in range(1, len(words)):
        yield " ".join(words[:i]), " ".join(words[i:])


def without_legal_form(text: str) -> str:
    """Return a name without what says only that it is a company: `Acme` for `Acme s.r.l.`."""
    words = text.split()
    while len(words) > 1 and fold(words[-1]).replace(" ", "") in LEGAL_FORMS:
        words.pop()
    return " ".join(words).rstrip(" ,")


def _without_titles(part: str) -> str:
    words = part.split()
    if words and fold(words[-1]) in HONOURS:
        return ""
    while words and fold(words[-1]) in TITLES:
        words.pop()
    return " ".join(words)


def _is_in(part: str, other: str) -> bool:
    return part != other and f" {fold(part)} " in f" {fold(other)} "


def _spelled_out(text: str) -> str:
    """Set apart a `university` that is written as one or two letters: `UoX…`, `UofX…`, `UX…`."""
    return re.sub(r"\bU(?:of|o)?(?=[A-Z][a-z]{3})", "University ", text.strip(" ,;.?!\"'"))


def _joined_letters(words: list[str]) -> list[str]:
    """Join the letters at the end that stood apart: `s r l` of `s.r.l.`."""
    end = len(words)
    while end and len(words[end - 1]) == 1:
        end -= 1
    return [*words[:end], "".join(words[end:])] if len(words) - end > 1 else words
