"""Which of many ids a misspelt one resembles. Only those that share a piece with it are looked at, so that many cost little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import chain, islice

LOOKED_THROUGH, LOOKED_AT = 1000, 40
"""How many that share a piece are counted, and how many of those with most in common are compared letter by letter."""


class Likeness:
    """Ids by what they are made of: their letters, and their pieces of two."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._by_letters: dict[str, list[str]] = {}
        self._by_piece: dict[str, list[str]] = {}
        for id in ids:
            self._by_letters.setdefault(_letters(id), []).append(id)
            for piece in _pieces(id):
                self._by_piece.setdefault(piece, []).append(id)

    def nearest(self, text: str, cutoff: float) -> str:
        """Return the id that is most like a text: one of the same letters, for a short one, or of nearly the same; else nothing."""
        swapped = self._by_letters.get(_letters(text))
        if swapped:
            return swapped[0]
        holders = sorted((self._by_piece.get(piece, []) for piece in _pieces(text)), key=len)  # the rarest pieces say most
        shared = Counter(islice(chain.from_iterable(holders), LOOKED_THROUGH))
        likely = [id for id, _ in shared.most_common(LOOKED_AT)]
        return next(iter(get_close_matches(text, likely, n=1, cutoff=cutoff)), "")


def _letters(text: str) -> str:
    return "".join(sorted(text))


def _pieces(text: str) -> list[str]:
    edged = f"^{text}$"
    return list(dict.fromkeys(edged[n : n + 2] for n in range(len(edged) - 1)))
