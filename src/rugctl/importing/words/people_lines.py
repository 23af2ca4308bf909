"""People as lines of minutes name them: names, organizations, handles and marks told apart, also several on a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from rugctl.importing.blocks import Anchor
from rugctl.importing.report import FoundPerson
from rugctl.importing.words.beside_names import Line, take_addresses, take_call_name, take_slots
from rugctl.importing.words.lexicon import NOBODY, Lexicon, looks_like_person
from rugctl.importing.words.name_parts import BRACKETED, split_names, split_outside
from rugctl.importing.words.people_words import (
    is_company_suffix,
    is_place,
    is_remark,
    is_seat,
    is_title,
    organization_of,
    sounds_like_organization,
)
from rugctl.names import fold
from rugctl.written_names import take_marks

_GITHUB = re.compile(r"(?:https?://)?(?:www\.)?github(?:\.com)?/([A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)/?$", re.IGNORECASE)
_TAGGED = re.compile(r"\[name=([^\[\]=]*)\]")
"""How pads tag people."""
_NEW = re.compile(r"[(\[]\s*new!*\s*[)\]]", re.IGNORECASE)
_SHORT_FORM = re.compile(r"(?:^|,\s*)(?:inc|ltd|corp|co|s\.?r\.?l|s\.?p\.?a|b\.?v)\.$", re.IGNORECASE)
_SHARED = re.compile(r"(?P<names>[^;]+?)\s+from\s+(?P<organization>[A-Z][\w.&-]*(?: [A-Z][\w.&-]*){0,3})")
_STANDS_IN = re.compile(
    r"(?:delegate|proxy|alternate|substitute|sub|standing in|in place|on behalf|representing)\b.*\b(?:for|of)\b|representing\b",
    re.IGNORECASE,
)
_NICKNAME = re.compile(r"[\"“]([^\"“”]{1,20})[\"”]")
_DASHED = re.compile(r"(?P<who>[^-–—()]*?[^-–—()\s])\s+[-–—]\s+(?P<organization>\S[^-–—()]*?)")
_FULL_NAME = 0.8
_BROUGHT = re.compile(r"[\[(][^\[\]()]+[\])]:?\s+\S+\s+\S+")
_BEHIND_BRACKET = re.compile(r"[)\]]\s*(?:[-–—,@]|from\b)\s*\S")


def read_people(
    text: str,
    line: int,
    lexicon: Lexicon,
    *,
    anchors: Sequence[Anchor] = (),
    role: str = "attendee",
    inline: bool = False,
    pairs: bool = False,
) -> list[FoundPerson]:
    """Return the people that a line names. `inline`: it lists people one after another; `pairs`: this list writes `Name, Org`."""
    text = _TAGGED.sub(r"\1", text).strip().strip("•*").strip()
    nicks = bool(re.fullmatch(r"[\w.'’-]+(?:,\s*[\w.'’-]+)*", text)) and "_" in text
    text = re.sub(r"_(?=[A-Z])", " ", text) if nicks else text
    parts = _enumerated(text, lexicon) if inline or nicks else _several(text, lexicon) if not pairs else [text]
    if len(parts) > 1:
        return [person for part in parts for person in _one(part, line, lexicon, anchors, role, pairs=True)]
    return _one(text, line, lexicon, anchors, role, pairs=pairs)


def _enumerated(text: str, lexicon: Lexicon) -> list[str]:
    """Split a line that lists people one after another: at semicolons where it has any, else at commas and words."""
    shared = _SHARED.fullmatch(text.strip(" .,"))
    if shared and not re.search(r"\bfrom\b|[(\[]", shared["names"]) and "," in shared["names"]:
        return [f"{name.strip()} ({shared['organization']})" for name in re.split(r",|\s+and\s+|\s*&\s*", shared["names"]) if name.strip()]
    pattern = r";" if ";" in BRACKETED.sub("", text) else r",|\s+and\s+|\s*&\s*|\t|\s[|•·/]\s"
    parts = [part for part in (re.sub(r"^(?:and|&)\s+", "", part.strip(" .")) for part in split_outside(text.strip(" ."), pattern)) if part]
    own = [n for n, part in enumerate(parts) if "(" in part or "[" in part]
    if 2 <= len(parts) <= 6 and own == [len(parts) - 1] and not re.match(r"[(\[]", parts[-1]):
        return [text]  # `A, B and C (Org)`
    joined: list[str] = []
    for part in parts:
        name = re.sub(r"\(.*|\[.*", "", part).strip()
        if joined and (is_company_suffix(part) or ((fold(part) in lexicon.organizations or not name) and "(" not in joined[-1])):
            joined[-1] = f"{joined[-1]}, {part}"
        else:
            joined.append(part)
    return joined


def _several(text: str, lexicon: Lexicon) -> list[str]:
    """Split a line at the commas and words outside of brackets where that gives people, each with what belongs to them."""
    parts = [part.strip(" .") for part in split_outside(text, r",|;|\s+and\s+|\s*&\s*|\t|\s[|•·]\s") if part.strip(" .")]
    parts = [re.sub(r"^(?:and|&)\s+", "", part) for part in parts]
    if len(parts) < 2:
        return [text]
    names = [re.sub(r"\(.*|\[.*", "", part).strip() for part in parts]
    named = [bool(name) and looks_like_person(name, lexicon) >= 0.5 for name in names]
    own = sum("(" in part or "[" in part or "@" in part for part in parts)
    if (
        all(named)
        and (own != 1 or not re.search(r"[(\[]", parts[-1]))
        and (len(parts) > 2 or own or all(fold(name) in lexicon.people for name in names))
    ):
        return parts
    if own >= 2 and all(named):
        return parts
    return [text]


def _one(text: str, line: int, lexicon: Lexicon, anchors: Sequence[Anchor], role: str, *, pairs: bool) -> list[FoundPerson]:
    """Take a line apart that names one person, or several with one affiliation."""
    work = Line(text, line, lexicon, role=role)
    for anchor in anchors:
        match = _GITHUB.match(anchor.url)
        if match and (anchor.text in text):
            work.handles.append(match[1])
            if anchor.text.startswith("@"):
                work.text = work.text.replace(anchor.text, " ")
    take_slots(work)
    take_addresses(work)
    work.text, work.first_time, note = take_marks(work.text)
    if _NEW.search(work.text):
        work.text, work.first_time = _NEW.sub(" ", work.text), True
    if note:
        work.notes.append(note)
    take_call_name(work)
    before, bracketed, after = _brackets(work.text)
    said, names = _affiliation(work, before, bracketed, after, pairs=pairs)
    return _people(work, names, said)


def _brackets(text: str) -> tuple[str, list[str], str]:
    """Return what stands before the first bracket, what the brackets hold, and what stands behind them."""
    found = list(BRACKETED.finditer(text))
    if not found:
        return text, [], ""
    before = text[: found[0].start()]
    after = BRACKETED.sub(" ", text[found[0].start() :])
    return before, [match[1].strip() for match in found], after.strip(" ,;-–—")


def _affiliation(work: Line, before: str, bracketed: list[str], after: str, *, pairs: bool) -> tuple[list[str], list[str]]:
    """Return the parts of what is said beside the names, and the names."""
    before = before.strip(" ,;:-–—/|")
    if not before and bracketed:
        before, bracketed = bracketed[0], bracketed[1:]
    bracketed = _without_remarks(work, bracketed)
    bracketed = [content for content in bracketed if not _are_initials(content, before)]
    dashed = _DASHED.fullmatch(before) if len(bracketed) == 1 and _kept(bracketed) else None
    if dashed and looks_like_person(dashed["who"], work.lexicon) >= _FULL_NAME:
        before, bracketed = dashed["who"], [f"{dashed['organization']} ({bracketed[0]})"]  # `Ann Lee - LMP (Lamp Makers)`
    said = [part for content in bracketed for part in split_outside(content, r"[,;]")]
    if len(said) == 1 and fold(said[0]) in work.lexicon.given and fold(said[0]) not in work.lexicon.organizations and " " in before:
        work.notes.append(f"goes by {said.pop()}")
    if len(bracketed) == 1 and re.fullmatch(r"[a-z0-9][\w-]*", before) and looks_like_person(bracketed[0], work.lexicon) >= 0.7:
        work.handles.append(before)  # `login (Given Surname)`
        return [], [bracketed[0]]
    if after and not _kept(said) and _BEHIND_BRACKET.search(work.text) and not is_remark(after):
        said += [part for part in split_outside(after, r"[,;]") if part.strip()]
    elif after:
        if re.fullmatch(r"[a-z][a-z0-9_-]{2,}", after) and bracketed:
            work.handles.append(after)
        elif is_remark(after) or is_title(after) or not bracketed:
            work.notes.append(after)
        elif len(after) < 40 and sounds_like_organization(after):
            said.append(after)
        else:
            work.notes.append(after.strip(" ,.:)("))
    names, more = split_names(before, work.lexicon, pairs=pairs, has_affiliation=bool(_kept(said)))
    return [*more, *said], names


def _without_remarks(work: Line, bracketed: list[str]) -> list[str]:
    """Return what brackets hold but for whom somebody stands in for, and nicknames: `("Annie")`; these are noted."""
    kept = []
    for content in bracketed:
        if _STANDS_IN.match(content):
            work.notes.append(content)
        elif nickname := _NICKNAME.fullmatch(content):
            work.notes.append(f"goes by {nickname[1]}")
        else:
            kept.append(content)
    return kept


def _are_initials(short: str, name: str) -> bool:
    """Tell whether a bracket only abbreviates the name before it: `Ann Lee (AL)`."""
    words = [word for word in re.split(r"[\s-]+", name) if word]
    if not re.fullmatch(r"[A-Z][A-Za-z]{1,3}", short) or len(words) < 2 or short[0] != words[0][0].upper():
        return False
    letters = iter("".join(words).upper())
    return all(c in letters for c in short.upper()) and short[1:2].upper() in {word[0].upper() for word in words[1:]} | set(
        words[-1].upper()
    )


def _kept(said: list[str]) -> list[str]:
    return [part for part in said if part.strip() and not is_remark(part) and not is_title(part)]


def _people(work: Line, names: list[str], said: list[str]) -> list[FoundPerson]:
    """Make the people of what a line was taken apart into."""
    written, organizations, unaffiliated, role = _said(work, said)
    found = []
    for name in names:
        title = re.search(r"\s*[-–,]\s*([\w .-]+)$", name)
        if title and is_title(title[1]):
            name, role = name[: title.start()], title[1].strip()  # noqa: PLW2901
        name = " ".join(name.strip(" ,;:.!*_~–—-/|\"'“”").split()) if not re.search(r"\b[A-Z]\.$", name) else name.strip(" ,;:")  # noqa: PLW2901
        if len(name) < 2 or NOBODY.fullmatch(name) or not any(c.isalpha() for c in name):
            continue
        handle = work.handles[0] if work.handles and len(names) == 1 else None
        work.notes += [
            f"also @{other}" for other in work.handles[1:] if len(names) == 1 and other != handle and f"also @{other}" not in work.notes
        ]
        note = "; ".join(dict.fromkeys(note.strip() for note in work.notes if note.strip(" ?!:)(."))) or None
        found.append(FoundPerson(name, work.line, written, organizations, unaffiliated, handle, work.first_time, note, role))
    return found


def _said(work: Line, said: list[str]) -> tuple[str | None, tuple[str, ...], bool, str]:
    """Sort what stands beside names: the affiliation as written, its organizations, whether there is none, and the role."""
    kept: list[str] = []
    role, unaffiliated = work.role, False
    for part in (part.strip(" .,;:-–—" if not _SHORT_FORM.search(part) else " ,;:-–—") for part in said):
        if not part:
            continue
        if is_company_suffix(part) and kept:
            kept[-1] = f"{kept[-1]}, {part}"
        elif re.fullmatch(r"(?:self|independent|none|(?:currently )?unaffiliated|individual|n/?a)", part, re.IGNORECASE):
            unaffiliated = True
        elif is_title(part):
            role = part if role == "attendee" else role
            work.notes.append(part)
        elif is_remark(part) or (kept and is_seat(part)):
            work.notes.append(part)
        elif is_place(part) and (kept or (len(said) == 1 and (len(part) > 2 or part in {"UK", "US"}))):
            continue
        else:
            organization, office = organization_of(part)
            if office:
                work.notes.append(part)
            kept.append(organization)
    written = ", ".join(kept) or None
    organizations = [piece for part in kept for piece in _pieces(part)]
    return written, tuple(dict.fromkeys(organizations)), unaffiliated and not kept, role


def _pieces(part: str) -> list[str]:
    """Split an affiliation into its organizations: `A/B`, `A (B)`, `A and B`."""
    pieces = [piece.strip(" ()[]") for piece in re.split(r"\s*/\s*|\s*[(\[]\s*|\s+(?:&|and|\+)\s+(?=[A-Z])", part)]
    words = [piece for piece in pieces if piece and not is_title(piece)]
    return [piece for piece in words if not (is_place(piece) and len(words) > 1)]


@lru_cache(maxsize=65536)
def person_line_score(text: str, lexicon: Lexicon, *, pairs: bool = True) -> float:
    """Say from 0 to 1 how much a whole line reads as an entry of an attendee list."""
    if (
        len(text) > 160
        or re.search(r"https?://(?!github\.com/[\w-]+/?(?:$|[\s)]))", text)
        or (text.rstrip().endswith((":", ".")) and sum(word[:1].islower() for word in text.split()) > 3)
    ):
        return 0.0
    if _BROUGHT.match(text):
        return 0.0
    text = re.sub(r"^[A-Z][A-Z0-9]{1,3}\s*[:=]\s+", "", text)
    found = [replace(person, first_time=False) for person in read_people(text, 1, lexicon, pairs=pairs)]
    if not found:
        return 0.0
    best = min(looks_like_person(person.name, lexicon) for person in found)
    if best == 0:
        return 0.0
    bracket = re.search(r"[(\[]", text) is not None and any(person.organizations for person in found)
    marked = take_marks(text)[1]
    long = any(len(name.split()) > 6 for person in found for name in person.organizations)
    return 0.0 if long else min(1.0, best + (0.15 if bracket else 0.0) + (0.3 if marked else 0.0))


def is_running(text: str, kind: str) -> bool:
    """Tell whether a line of running text lists several people one after another."""
    plain = without_suffixes(re.sub(r"[(\[][^()\[\]]*[)\]]", "", text))
    return kind == "text" and plain.count(",") >= 2


def without_suffixes(text: str) -> str:
    """Return a line without the commas that only set off the form of a company: `Ann Lee, Acme, Inc.`."""
    parts = text.split(",")
    return ",".join([parts[0], *(part for part in parts[1:] if not is_company_suffix(part.strip()))])
