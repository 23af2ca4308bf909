"""Sentences cut to what a title or a task can hold."""

from __future__ import annotations

import re


def shorten(text: str, longest: int = 110) -> str:
    """Return a text up to the end of its first sentence or main clause, where it is long."""
    if len(text) <= longest:
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
