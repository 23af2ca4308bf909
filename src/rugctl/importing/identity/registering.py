"""What the registries learn from an import: ids, the best of several spellings as the name, the others as aliases."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rugctl.importing.identity.organization_names import is_acronym, organization_name
from rugctl.importing.identity.person_names import person_name
from rugctl.importing.identity.terms import KnownOrganization, KnownPerson
from rugctl.names import fold, slugify

_RESERVED = frozenset({"new", "none"})
"""Words that are no ids: an answer may be `new`, an affiliation `none`."""


class Ids:
    """Ids that are free, in the registry and among those given out."""

    def __init__(self, known: Iterable[KnownPerson | KnownOrganization]) -> None:
        self._taken = set(_RESERVED)
        for entry in known:
            self._taken.update((entry.id, *(entry.formerly if isinstance(entry, KnownPerson) else ())))

    def give(self, name: str, otherwise: str) -> str:
        """Return a free id that a name suggests, and take it; `otherwise` suggests one where nothing Latin is in the name."""
        base = slugify(name) or otherwise
        number = 1
        while (id := base if number == 1 else f"{base}-{number}") in self._taken:
            number += 1
        self._taken.add(id)
        return id


def best_person_name(spellings: Mapping[str, int]) -> str:
    """Return the best spelling of a name: whole, then the most frequent, then the most complete; and of that with accents."""
    variants = _variants(spellings)
    folded = max(variants, key=lambda f: (person_name(_best_variant(variants[f])).kind == "full", variants[f].total(), len(f), f))
    return _best_variant(variants[folded]).rstrip(" ?")


def best_organization_name(spellings: Mapping[str, int]) -> str:
    """Return the best spelling of a name: in full rather than as initials, then the most frequent, then the longest."""
    names = {text: organization_name(text) for text in spellings}
    short = [name for name in names.values() if name]
    full = [text for text, name in names.items() if name and any(is_acronym(other, name) for other in short)]
    return max(full or spellings, key=lambda text: (spellings[text], len(text), text))


def other_spellings(spellings: Iterable[str], than: Sequence[str]) -> tuple[str, ...]:
    """Return the spellings that are compared as another name than these, each once, sorted."""
    known = {fold(name) for name in than}
    return tuple(sorted({fold(text): text for text in sorted(spellings, reverse=True) if fold(text) and fold(text) not in known}.values()))


def turned(name: str) -> str:
    """Return a name with the given name first: `Lima, Ana` as `Ana Lima`."""
    last, comma, first = name.strip().partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() else name.strip()


def _variants(spellings: Mapping[str, int]) -> dict[str, Counter[str]]:
    variants: dict[str, Counter[str]] = defaultdict(Counter)
    for text, count in spellings.items():
        variants[fold(text)][text] += count
    return variants


def _best_variant(variants: Counter[str]) -> str:
    """Return, of spellings that fold alike, that with accents, then one with capitals, then the most frequent."""
    return max(variants, key=lambda text: (not text.isascii(), text != text.lower() and text != text.upper(), variants[text], text))
