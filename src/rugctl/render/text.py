"""Text made safe and fitted: widths as terminals count them, no control characters, no formulas, no broken tables."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CONTROL = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
_IN_ADDRESSES = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
_FORMULA = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")


def clean(text: str) -> str:
    r"""Return text that cannot move a terminal's cursor or turn its writing around: such characters are written `\u001b`.

    JSON stays the JSON that it is, and says the same.
    """
    if text.isprintable():
        return text
    return re.sub(_CONTROL, lambda match: f"\\u{ord(match[0]):04x}", text)


def inert(text: str) -> str:
    r"""Return clean text that no CI takes for a command in its log: GitHub's runner reads `##[…]` as one anywhere in a line.

    JSON stays the JSON that it is, and says the same.
    """
    return clean(text).replace("##[", "#\\u0023[")


def one_line(text: str) -> str:
    """Return inert text as one line."""
    return inert(text).replace("\n", "\\n").replace("\t", " ")


def width(text: str) -> int:
    """Return how many cells a terminal gives a text."""
    if text.isascii():
        return len(text)
    others = [character for character in text if character > "\x7f"]
    return len(text) - len(others) + sum(map(_cells, others))


@lru_cache(maxsize=4096)
def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"} or "\u1160" <= character <= "\u11ff":
        return 0  # the last range: vowels and finals of Hangul, which stand in the cells of the letter before
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


def markdown_text(text: str) -> str:
    """Return one line that Markdown shows as it is: whatever could be markup, HTML, a mention or an address is escaped."""
    return re.sub(r"([\\`*_{}\[\]()<>#!|~&@:$])", r"\\\1", one_line(text))


def uri_path(path: str) -> str:
    """Return a path as it stands in an address; source: RFC 3986, section 2.3."""
    return "".join(chr(byte) if byte in _IN_ADDRESSES else f"%{byte:02X}" for byte in path.encode("utf-8", "replace"))
