"""What is taken out of a line before its names are read: slots, addresses, handles, and a name that somebody goes by."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rugctl.importing.words.lexicon import NOBODY, Lexicon
from rugctl.importing.words.people_words import is_place, is_remark, is_title, sounds_like_organization
from rugctl.names import fold

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HANDLE = re.compile(r"(?<![\w.])@([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)(?![\w@])")
_LOGIN_AT = re.compile(r"(?<![\w.])([a-z][\w-]+)@(?=[\s),;]|$)")
_LOGIN = re.compile(r"[a-z][a-z0-9_-]{2,}[0-9]*")
_BETWEEN = re.compile(r"([A-Z][\w'’-]+)\s+\(([A-Z][a-z]+)\)\s+([A-Z][\w'’-]+)(\s*\([^()]*\))?")


@dataclass(slots=True)
class Line:
    """A line while it is taken apart."""

    text: str
    line: int
    lexicon: Lexicon
    handles: list[str] = field(default_factory=list)
    first_time: bool = False
    notes: list[str] = field(default_factory=list)
    role: str = "attendee"


def take_call_name(work: Line) -> None:
    """Take the name that somebody goes by out of the middle of theirs: `Anna (Annie) Lee`."""
    match = _BETWEEN.fullmatch(work.text.strip())
    if match is None or fold(match[2]) in work.lexicon.organizations:
        return
    last = match[3]
    if not (is_title(last) or is_remark(last) or is_place(last) or sounds_like_organization(f"{match[2]} {last}")):
        work.text = f"{match[1]} {last}{match[4] or ''}"
        work.notes.append(f"goes by {match[2]}")


def take_slots(work: Line) -> None:
    """Read `Name / @login / Org` and `Name / Org / login`, slots of which may be empty, into the common form."""
    if not re.search(r"\s/(?:\s|$)", work.text):
        return
    text, bracket, rest = work.text.partition("(")
    slots = [slot.strip() for slot in re.split(r"\s+/\s*|\s*/\s+", text)]
    named, others = slots[0], slots[1:]
    if not named or (len(others) < 2 and not any(slot.startswith("@") for slot in others)):
        return
    login = next((slot for slot in others if slot.startswith("@")), None)
    if login is None and len(others) >= 2:
        logins = [slot for slot in others if _LOGIN.fullmatch(slot) and fold(slot) not in work.lexicon.organizations]
        login = logins[0] if logins else None
    if login is None:
        return
    work.handles.append(login.lstrip("@"))
    said = "/".join(slot for slot in others if slot and slot is not login and not NOBODY.fullmatch(slot))
    work.text = f"{named} ({said})" if said else named
    if bracket:
        work.notes.append(rest.rstrip(") "))


def take_addresses(work: Line) -> None:
    """Take mail addresses and handles out of a line; a line of nothing else is named by them."""
    emails = _EMAIL.findall(work.text)
    work.text = _EMAIL.sub(" ", re.sub(r"mailto:|<[^<>]*>", " ", work.text))
    work.handles += _HANDLE.findall(work.text)
    work.text = _HANDLE.sub(" ", work.text)
    before = _LOGIN_AT.search(work.text)
    if before:
        work.handles.append(before[1])
        work.text = work.text.replace(before[0], " ")
    match = re.search(r"(?<![^\s(\[,/])(?:gh|github|slack|irc)\s*[:/]\s*([A-Za-z0-9][\w-]*)", work.text, re.IGNORECASE)
    if match:
        work.handles.append(match[1])
        work.text = work.text.replace(match[0], " ")
    bare = re.sub(r"[\s()\[\],;/<>|–—-]+", "", work.text)
    if not bare and (emails or work.handles):
        work.text = work.handles[0] if work.handles else emails[0].split("@")[0]
    work.text = re.sub(r"[(\[]\s*[,;/]?\s*[)\]]", " ", work.text)
    work.text = re.sub(r"([(\[])[\s,;/]+|[\s,;/]+(?=[)\]])", r"\1", work.text)
