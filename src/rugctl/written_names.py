"""Names as people write them: a line of a list, pasted or in a record, taken apart."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

_TO_ASCII = str.maketrans("（）［］，；：、｜\u00a0", "()[],;:,| ")
_LABEL = re.compile(r"(?:attendees?|present|participants?|in attendance|attending|people)\s*(?:\(\d+\))?\s*:\s*(?=\S)", re.IGNORECASE)
_ABSENT = re.compile(r"(?:regrets|apologies|absent|excused)\b.*:", re.IGNORECASE)
_NUMBERING = re.compile(r"^\s*(?:[-–—*+•◦○·‣▪>]|o(?=\s)|\(?\d{1,3}[.)])(?:\s+|$)|^\s*[•◦○‣▪]\s*")
_CHECKBOX = re.compile(r"^\[[xX]\]\s*")
_UNTICKED = re.compile(r"^\[ ?\](?!\()")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]+)\]\([^()\s]*\)")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s()\[\]<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_EMPHASIS = re.compile(r"[*`]+|(?<!\w)_+|_+(?!\w)")
_INVISIBLE = re.compile("[\ufe0f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]|(?<!\\w)\u200d|\u200d(?!\\w)")
_QUOTED = re.compile(r'^["“„«](.+?)["”“»]')
_NICKNAME = re.compile(r"^([^\W\d_][\w.'’-]*) [(\[]([^\W\d_][\w.'’-]*)[)\]] (?=[^\W\d_][\w'’-]* *(?:[(\[,]|$))")
_PRONOUNS = re.compile(r"\b(?:she|he|they)\s*/\s*(?:her|him|them|they)(?:\s*/\s*(?:hers|his|theirs))?\b", re.IGNORECASE)
_DEGREE = re.compile(r",\s*(?:Ph\.?\s?D\.?|M\.?Sc\.?|MBA|M\.?D\.?)(?=[\s,;()\[]|$)")
_JUNIOR = re.compile(r",\s*(?=[JS]r\b)")
_TITLE = re.compile(r"^(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Mx)\.?\s+)+(?=\S)")
_INSTITUTION = re.compile(r"\b(?:Universi\w+|Institut\w*|Lab\w*|College|Cent(?:er|re)|School|National|Research|Inc|GmbH)\b")
_PARTICLE = re.compile(r"(?:van|von|de|der|den|del|della|di|da|dos|du|ter|ten)\s")
_COMPANY = re.compile(r",\s+(?=(?:Inc|LLC|Ltd|Corp|GmbH|PLC)\b|Co\.)")
_HANDLE = re.compile(r"(?<![^\s(,/;])@([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)(?:\s*/(?=\s*@))?")
_FIRST = re.compile(r"\b(?:1st|first)[\s-]+timer?(?:\s+here)?\b(?!\s+in\b)(?:\s*!+)?|\bnewcomer\b|\bnew here\b|🆕", re.IGNORECASE)
_FIRST_IN_A_WHILE = re.compile(r"\b(?:1st|first)[\s-]+time\s+in\b[^,()]*", re.IGNORECASE)
_NTH = re.compile(r"\b(?:second|third|2nd|3rd|nth(?:\+1)?)\s+time\b[^,()]*", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*(?:\([^()]*\)[^()\[\]]*)*)[)\]]")
_PERSON = re.compile(r"(?!(?:1st|first|second|new)\b)[^\W\d_][\w.'’-]*(?:\s+[^\W\d_]|\s*[(\[])", re.IGNORECASE)
_NO_AFFILIATION = re.compile(
    r"(?:he|she|they|him|her|them|his|hers|theirs|me|host|co-?host|guest|chair|co-?chair|scribe|speaker|presenter|moderator|organi[sz]er|notes?"
    r"|late|joined\b.*|left\b.*|leaving\b.*|remote|online|virtual|on ?site|in person|phone|unverified|external|new!*"
    r"|(?:from|until|till|since|at)\s+\d.*|\d{1,2}[:.]\d{2}\b.*|\d{1,2}|(?:formerly|previously|former)\b.*|ex-.*)",
    re.IGNORECASE,
)
_COLUMN = re.compile(r"\s*\|\s*|\s*\t\s*|\s{2,}(?=\w)")
_BETWEEN = (r"\s+@\s*", r"\s+[-–—]\s*|[-–—]\s+", r"\s+(?:from|at)\s+", r"\s*/\s*")
_AROUND = " ,;-–—/|"
_NOW = re.compile(r"^(?:now|currently|at|from)\s+(?:at\s+)?", re.IGNORECASE)
_NOBODY = re.compile(r"n/?a|none(?: today)?|tbd|(?:your )?name ?\d*|[-|: ]+|…|\.+", re.IGNORECASE)
_NO_ORGANIZATION = re.compile(r"(?:self|independent|none|(?:currently )?unaffiliated|individual)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenName:
    """One person as a line names them; `organizations` as written, `unaffiliated` where it says that there is none.

    `loose` says that the organization stands behind a comma, so that it may be another person or a given name;
    `inverted` that the name was read as `Last, First`, and may be two.
    """

    name: str
    organizations: tuple[str, ...] = ()
    first_time: bool = False
    handle: str | None = None
    note: str | None = None
    unaffiliated: bool = False
    loose: bool = field(default=False, compare=False)
    inverted: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class _Reading:
    names: list[str]
    organizations: tuple[str, ...] = ()
    loose: bool = False
    inverted: bool = False


def as_written(written: WrittenName) -> str:
    """Return the one line that says what was written, for a name that stays a name."""
    name = ", ".join(reversed(written.name.split(" ", 1))) if written.inverted else written.name
    marks = [f"@{written.handle}"] if written.handle else []
    if written.loose:
        name = ", ".join([name, *written.organizations])
    else:
        marks += written.organizations
    marks += [mark for mark, said in (("unaffiliated", written.unaffiliated), ("first time", written.first_time)) if said]
    return f"{name} ({', '.join(marks)})" if marks else name


def parse_person_line(line: str) -> list[WrittenName]:
    """Take apart one line of an attendee list; several people may share one affiliation. Nobody gives an empty list.

    Understood: bullets, numbers and `Attendees:` before it, Markdown, titles and pronouns; `Name (Org, first time)`,
    `Name [Org]`, `Name, Org`, `Name / Org`, `Name - Org`, `Name | Org`, `Name @ Org`, `Name from Org`, `Name @login`,
    `A, B and C (Org)`, `A (X), B (Y)`, `Name (Org) first time`.
    """
    text = _CHECKBOX.sub("", _NUMBERING.sub("", line.translate(_TO_ASCII))).strip(" |")
    if _UNTICKED.match(text) or text.startswith("#") or text.endswith(":") or _ABSENT.match(text):
        return []
    text = _undecorated(_LABEL.sub("", text))
    several = _several(text)
    if len(several) > 1:
        return [person for part in several for person in parse_person_line(part)]
    text = "".join(several)
    handle = _HANDLE.search(text)
    text, first_time, note = take_marks(_HANDLE.sub(" ", text) if handle else text)
    text = re.sub(r"[(\[<][\s,;/]*[)\]>]", "", re.sub(r"([(\[])[\s,;/]+", r"\1", text)).strip(_AROUND)
    if handle and text[:1] in {"", "(", "["}:
        text = f"{handle[1]} {text}".strip()
    if not text or _NOBODY.fullmatch(text):
        return []
    read = _read(text)
    names = [name for name in (" ".join(name.split()) for name in read.names) if name and not _NOBODY.fullmatch(name)]
    unaffiliated = len(read.organizations) == 1 and bool(_NO_ORGANIZATION.fullmatch(read.organizations[0]))
    organizations = () if unaffiliated else read.organizations
    login = handle[1] if handle else None
    return [WrittenName(name, organizations, first_time, login, note, unaffiliated, read.loose, read.inverted) for name in names]


def parse_people(text: str) -> list[WrittenName]:
    """Take apart pasted lines, in their order."""
    return [person for line in text.splitlines() if line.strip() for person in parse_person_line(line)]


def _undecorated(text: str) -> str:
    """Take Markdown, addresses, quotes, titles, degrees, pronouns and emoji off a line, and close a bracket that is left open."""
    text = _EMPHASIS.sub("", _ADDRESS.sub("", _MARKDOWN_LINK.sub(r"\1", text)))
    text = _INVISIBLE.sub("", "".join(c for c in text if c == "🆕" or (unicodedata.category(c) != "So" and c not in "🏻🏼🏽🏾🏿")))
    text = _TITLE.sub("", _QUOTED.sub(r"\1", text.strip()))
    text = _COMPANY.sub(" ", _JUNIOR.sub(" ", _DEGREE.sub("", _PRONOUNS.sub("", text))))
    text = _NICKNAME.sub(r'\1 "\2" ', text)
    if text.count("(") > text.count(")"):
        text += ")"
    return (text if "(" in text else text.replace(")", "")).strip(" ;")


def _several(text: str) -> list[str]:
    """Split a line on which several people stand each with their own affiliation: `A B (X), C (Y)`, `A B; C D`.

    What is no person there belongs to the one before.
    """
    found: list[str] = []
    for part in filter(str.strip, re.split(r"(?<=[)\]])\s*(?:[,;]|\band\b|&)\s*|\s*;\s*(?![^(\[]*[)\]])", text)):
        if found and (not _PERSON.match(part) or _INSTITUTION.search(part.partition("(")[0]) or _NO_AFFILIATION.fullmatch(part.strip())):
            found[-1] += f", {part}"
        else:
            found.append(part)
    return found


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


def _read(text: str) -> _Reading:
    """Return the names and the organizations of a line without marks."""
    bracket = _BRACKETS.search(text)
    if bracket:
        organizations, before = _organizations(bracket[1]), text[: bracket.start()].strip(_AROUND)
        if before and not organizations:
            return _read(f"{before} {text[bracket.end() :]}".strip())
        names, inverted = _names(before)
        return _Reading(names or [bracket[1].strip()], organizations, inverted=inverted)
    columns = _COLUMN.split(text)
    if len(columns) > 1 and (" " in columns[0] or "|" in text or "\t" in text):
        return _Reading([columns[0]], _organizations("; ".join(columns[1:])), loose=len(columns) > 2)
    for pattern in _BETWEEN:
        name, organization = _halves(pattern, text)
        if organization:
            return _Reading(_names(name)[0], _organizations(organization))
    names, _ = _names(text)
    if (len(names) > 2 or "," not in text) and all(" " in name and not _INSTITUTION.search(name) for name in names):
        return _Reading(names)
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return _Reading(parts[:1], _organizations(", ".join(parts[1:])), loose=len(parts) > 1) if parts else _Reading([text])


def _halves(pattern: str, text: str) -> tuple[str, str]:
    parts = re.split(pattern, text, maxsplit=1)
    return (parts[0].strip(" ,"), parts[1].strip(" ,")) if len(parts) == 2 else (text, "")


def _names(text: str) -> tuple[list[str], bool]:
    """Split names that share an affiliation, `A, B and C`; tell whether it was read as one, `Last, First`."""
    parts = [part for part in (part.strip() for part in re.split(r",\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s+/\s+", text)) if part]
    if len(parts) == 2 and "," in text and all(len(part) > 1 and (" " not in part or _PARTICLE.match(part)) for part in parts):
        return [f"{parts[1]} {parts[0]}"], True
    return parts, False


def _organizations(text: str) -> tuple[str, ...]:
    parts = [_NOW.sub("", " ".join(part.split()).strip(_AROUND)) for part in re.split(r"\s*[,;/()]\s*|\s+(?:and|&)\s+", text)]
    return tuple(part for part in parts if part and not _NO_AFFILIATION.fullmatch(part))
