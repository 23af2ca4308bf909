"""Sentences cut to what a title or a task can hold, and compared."""

from __future__ import annotations

import re
from difflib import SequenceMatcher


def shorten(text: str, longest: int = 110) -> str:
    """Return a text up to the end of its first sentence or main clause, where it is long."""
    if len(re.sub(r"https?://\S+", "", text)) <= longest:
        return text
    for pattern in (
        r"(?<=[\w)\]\"”][.?!])\s+(?=[A-Z“\"(])",
        r",?\s+(?=(?:that|which|because|so that|since|where|and then)\s)",
        r"\s+[-–—]\s+|;\s+|:\s+",
    ):
        for match in re.finditer(pattern, text):
            if 25 <= match.start() <= longest * 2:
                return text[: match.start()].rstrip(" ,")
    return text


def alike(a: str, b: str, least: float) -> bool:
    """Tell whether two texts are at least so like each other, from 0 to 1; the cheap bounds are asked first."""
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.real_quick_ratio() > least and matcher.quick_ratio() > least and matcher.ratio() > least
