"""Names as people write them: a line taken apart, and a name brought to the form in which names are compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_TO_BASE = str.maketrans({"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "ı": "i"})
_NUMBERING = re.compile(r"^\s*(?:[-*+•◦○]|o(?=\s)|\(?\d{1,3}[.)])(?:\s+|$)|^\s*[•◦○]\s*")
_CHECKBOX = re.compile(r"^\[[xX]\]\s*")
_UNTICKED = re.compile(r"^\[ ?\](?!\()")
_HANDLE = re.compile(r"(?<![^\s(,/;])@([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)(?:\s*/(?=\s*@))?")
_FIRST = re.compile(r"\b(?:1st|first)[\s-]+time\b(?!\s+in\b)(?:\s*!+)?|\bnewcomer\b|\bnew here\b|🆕", re.IGNORECASE)
_FIRST_IN_A_WHILE = re.compile(r"\b(?:1st|first)[\s-]+time\s+in\b[^,()]*", re.IGNORECASE)
_NTH = re.compile(r"\b(?:second|third|2nd|3rd|nth(?:\+1)?)\s+time\b[^,()]*", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*(?:\([^()]*\)[^()\[\]]*)*)[)\]]")
_FULL_NAME = re.compile(r"(?!(?:1st|first|second|here)\b)[^\W\d_][\w.'’-]*\s+[^\W\d_]", re.IGNORECASE)
_NO_AFFILIATION = re.compile(
    r"(?:he|she|they|him|her|them|his|hers|theirs|me|host|co-?host|guest|chair|co-?chair|scribe|speaker|presenter|moderator|organi[sz]er|notes?"
    r"|late|joined late|left early|remote|online|virtual|on ?site|in person)",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"n/?a|none(?: today)?|tbd|name ?\d*|-+|…|\.+", re.IGNORECASE)
_NO_ORGANIZATION = re.compile(r"(?:self|independent|none|(?:currently )?unaffiliated|individual)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenName:
    """One person as a line names them; `organizations` as written, `unaffiliated` where it says that there is none."""

    name: str
    organizations: tuple[str, ...] = ()
    first_time: bool = False
    handle: str | None = None
    note: str | None = None
    unaffiliated: bool = False


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return the form in which names are compared: no case, accents, punctuation or doubled spaces."""
    plain = unicodedata.normalize("NFKD", text.translate(_TO_BASE))
    plain = "".join(" " if not c.isalnum() else c for c in plain if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())


def slugify(text: str) -> str:
    """Return the id that a name suggests: `Rémi Voirin` gives `remi-voirin`; empty where nothing Latin is left."""
    plain = unicodedata.normalize("NFKD", text.translate(_TO_BASE))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("'", "").replace("’", "")
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def parse_person_line(line: str) -> list[WrittenName]:
    """Take apart one line of an attendee list; several people may share one affiliation. Nobody gives an empty list.

    Understood: bullets and numbers before it; `Name (Org, first time)`, `Name [Org]`, `Name, Org`, `Name / Org`,
    `Name - Org`, `Name @ Org`, `Name @login`, `A, B and C (Org)`, `Name (Org) first time`.
    """
    text = _CHECKBOX.sub("", _NUMBERING.sub("", line)).strip()
    if _UNTICKED.match(text) or text.startswith("#") or text.endswith(":"):
        return []
    several = _several(text)
    if len(several) > 1:
        return [person for part in several for person in parse_person_line(part)]
    text = _EMAIL.sub("", text.replace("**", "")).strip(" ;")
    handle = _HANDLE.search(text)
    if handle:
        text = _HANDLE.sub(" ", text)
    text, first_time, note = take_marks(text)
    text = re.sub(r"[(\[<][\s,;/]*[)\]>]", "", re.sub(r"([(\[])[\s,;/]+", r"\1", text)).strip(" ,;-–—/")
    if not text and handle:
        text = handle[1]
    if not text or _NOBODY.fullmatch(text):
        return []
    names, organizations = _split(text)
    names = [name.strip() for name in names if name.strip() and not _NOBODY.fullmatch(name.strip())]
    unaffiliated = len(organizations) == 1 and bool(_NO_ORGANIZATION.fullmatch(organizations[0]))
    return [
        WrittenName(name, () if unaffiliated else organizations, first_time, handle[1] if handle else None, note, unaffiliated)
        for name in names
    ]


def parse_people(text: str) -> list[WrittenName]:
    """Take apart pasted lines, in their order."""
    return [person for line in text.splitlines() if line.strip() for person in parse_person_line(line)]


def _several(text: str) -> list[str]:
    """Split a line on which several people stand each with their own affiliation: `A B (X), C D (Y)`, `A B; C D`."""
    parts = [part for part in re.split(r"(?<=[)\]])\s*(?:[,;]|\band\b|&)\s*|\s*[;|\t]\s*", text) if part.strip()]
    return parts if all(_FULL_NAME.match(part) for part in parts) else [text]


def take_marks(text: str) -> tuple[str, bool, str | None]:
    """Take the marks of a first or a later time out of a line; return the rest, whether it is a first time, and a remark."""
    note = None
    for pattern in (_FIRST_IN_A_WHILE, _NTH):
        match = pattern.search(text)
        if match:
            note = match[0].strip().lower()
            text = text.replace(match[0], "", 1)
    first_time = bool(_FIRST.search(text))
    return _FIRST.sub("", text), first_time, note


def _split(text: str) -> tuple[list[str], tuple[str, ...]]:
    """Return the names and the organizations of a line without marks."""
    bracket = _BRACKETS.search(text)
    if bracket:
        return _names(text[: bracket.start()].strip(" ,;-–—")) or [bracket[1].strip()], _organizations(bracket[1])
    for pattern in (r"\s+@\s*", r"\s+[-–—]\s*|[-–—]\s+", r"\s*/\s*"):
        name, organization = _halves(pattern, text)
        if organization:
            return _names(name), _organizations(organization)
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) == 2:
        return [parts[0]], _organizations(parts[1])
    if len(parts) > 2 and all(" " in part for part in parts):
        return parts, ()
    if len(parts) > 2:
        return [parts[0]], tuple(parts[1:])
    return [text], ()


def _halves(pattern: str, text: str) -> tuple[str, str]:
    parts = re.split(pattern, text, maxsplit=1)
    return (parts[0].strip(" ,"), parts[1].strip(" ,")) if len(parts) == 2 else (text, "")


def _names(text: str) -> list[str]:
    """Split names that share an affiliation: `A, B and C`."""
    parts = [part for part in (part.strip() for part in re.split(r",\s*(?:and\s+)?|\s+and\s+|\s*&\s*", text)) if part]
    if len(parts) == 2 and "," in text and all(len(part) > 1 and " " not in part for part in parts):
        return [f"{parts[1]} {parts[0]}"]  # `Doe, Jane`
    return parts


def _organizations(text: str) -> tuple[str, ...]:
    parts = [part.strip(" ,;") for part in re.split(r"\s*[,;/()]\s*|\s+(?:and|&)\s+", text.strip(" ,;"))]
    return tuple(part for part in parts if part and not _NO_AFFILIATION.fullmatch(part))
