"""Text made safe and fitted: widths as terminals count them, no control characters, no formulas, no broken tables."""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")


def clean(text: str) -> str:
    r"""Return text that cannot move a terminal's cursor or turn its writing around: such characters are written `\u001b`.

    JSON stays the JSON that it is, and says the same.
    """
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def width(text: str) -> int:
    """Return how many cells a terminal gives a text."""
    if text.isascii():
        return len(text)
    return sum(_cells(c) for c in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """Fill a text up to a number of cells; `right` sets it to the right."""
    fill = " " * (cells - width(text))
    return fill + text if right else text + fill


def csv_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: one that begins like it gets an apostrophe before it."""
    formula = text.startswith(_FORMULA) and not re.fullmatch(r"[-+]?[0-9][0-9.]*", text)
    return clean(f"'{text}" if formula else text)


def markdown_cell(text: str) -> str:
    """Return a cell that breaks no Markdown table and makes no markup."""
    escaped = re.sub(r"([\\`*_\[\]<>|])", r"\\\1", clean(text))
    return escaped.replace("\n", "<br>")
