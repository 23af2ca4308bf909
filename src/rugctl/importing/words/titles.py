"""The title of an agenda item: what it is about, apart from who brings it, when, and of what kind it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rugctl.importing.report import FoundPerson
from rugctl.importing.words.actions import Owners
from rugctl.importing.words.labels import SHORTCODE
from rugctl.importing.words.lexicon import looks_like_person
from rugctl.importing.words.links import ADDRESS
from rugctl.importing.words.people_lines import read_people
from rugctl.importing.words.phrases import shorten
from rugctl.names import fold

TOPIC = re.compile(r"(?:main |primary |today'?s |discussion |agenda )?(?:topic|item|subject)s?\s*(?:\d+)?\s*:\s*(?=\S)", re.IGNORECASE)
"""What marks a line as the title of an item."""
_POSTPONED = re.compile(
    r"\(?\b(?:postponed|deferred|moved to (?:the )?next (?:meeting|call|time)|carried over|tabled|next time)\b[^()]*\)?", re.IGNORECASE
)
_POSTPONED_PREFIX = re.compile(r"^\W*(?:postponed|deferred|tabled)\s*:\s*", re.IGNORECASE)
_DROPPED = re.compile(r"\(\s*(?:dropped|withdrawn|cancelled|canceled|skipped|removed)\b[^()]*\)", re.IGNORECASE)
_OPEN_END = re.compile(r"\b(?:on|of|for|at|in|see|to|the|and|with|from|e\.g\.?|i\.e\.?|re)\s*$", re.IGNORECASE)
_BOX = re.compile(r"\s*[\[(]\s*~?(?:\d{1,3}|x)\s*(?::\d\d|min(?:ute)?s?\b|m\b)(?P<more>[^\[\]()]{0,30})[\])]\s*", re.IGNORECASE)
CLOCK = re.compile(
    r"^\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?(?:\s*[-–—]\s*\d{1,2}[:.]\d\d)?\s*(?:[ap]\.?m\.?|utc|gmt|z)?\s*(?:[-–—:|,]+\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
"""When an item began: `16:50 – `, `11:05–11:20 `."""
_TIMED = re.compile(r"([\[(][^()\[\]]{2,40}),\s*~?\d{1,3}\s*(?:min(?:ute)?s?|m)\.?([\])])", re.IGNORECASE)
"""A name and its minutes in brackets: `(Ann, 5min) Paint`."""
_BOXED_NAME = re.compile(r"\s*[,;/]\s*(?P<who>[A-Z@][\w.'’ &/-]*)")
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]\s+(?=\D)")
_MINUTES = re.compile(r"\s*[(\[]?\s*~?\d{1,3}\s*(?:min(?:ute)?s?|m)\b\.?\s*[)\]]?\s*", re.IGNORECASE)
_BEFORE = re.compile(
    r"[\[(](?P<who>[^\[\]()]{1,60})[\])]\s*:?\s*(?=\S)|(?P<colon>@?[\w.'’ -]{2,40}?)\s*(?::|\s[-–—])\s+(?=\S)|(?P<at>@[\w-]+)\s+(?=\S)"
)
_BEHIND = re.compile(
    r"(?:\s+[-–—]+\s*|\s*,\s*|\s+(?:by|with)\s+|\s*[(\[]\s*)(?P<who>@?[A-Z@][^()\[\]]{1,70}?(?:\s*[(\[][^()\[\]]{1,40}[)\]])?)\s*[)\]]?\s*$"
)
_TELLING = 12
"""So many characters tell a title from others."""
_TALK = re.compile(
    r"\b(?:talk|presentation|present(?:s|ed|ing)|demo|slides?|deck|keynote|tutorial|deep dive|showcase|speaker)\b", re.IGNORECASE
)
_DISCUSSION = re.compile(r"\bdiscuss(?:ion|ions|ing)?\b|\bopen (?:floor|forum|mic)\b|\bq ?& ?a\b|\bround ?table\b|\?$", re.IGNORECASE)
_ANNOUNCEMENT = re.compile(
    r"\bannounce|\bfyi\b|\breminders?\b|\bheads[- ]up\b|\bnews\b|\bcfp\b|\brelease[sd]?\b.*\b(?:out|cut|today)\b", re.IGNORECASE
)
_HOUSEKEEPING = re.compile(
    r"\b(?:scribe|note[- ]?taker|roll ?call|agenda (?:review|bashing)|approv\w+ (?:of )?(?:the )?(?:minutes|agenda)|minutes approval|previous minutes|meeting times?|new co-?lead|antitrust|code of conduct|housekeeping"
    r"|introductions?|welcome|logistics|schedul\w+|charter|election|wind(?:ing)? down)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Title:
    """An item's title with what stood around it."""

    text: str
    speakers: tuple[FoundPerson, ...] = ()
    outcome: str | None = None


def read_title(text: str, line: int, owners: Owners) -> Title:
    """Take a title apart: `[Ann Lee] Update on storage (10 min)`, `Update on storage - Ann Lee (Acme)`."""
    outcome = "postponed" if _POSTPONED.search(text) else "dropped" if _DROPPED.search(text) else None
    plain = _POSTPONED_PREFIX.sub("", _DROPPED.sub(" ", _POSTPONED.sub(" ", text) if not _POSTPONED_PREFIX.match(text) else text))
    plain = _TIMED.sub(r"\1\2", SHORTCODE.sub("", plain)).strip()
    plain = TOPIC.sub("", plain, count=1) if TOPIC.match(plain) else plain
    plain, boxed = _unboxed(CLOCK.sub("", unnumbered(plain), count=1), line, owners)
    plain = _MINUTES.sub(" ", plain).strip(" ,;-–—:")
    plain, before = _before(plain, line, owners)
    plain, behind = _behind(plain, line, owners) if not before else (plain, ())
    return Title(shorten(" ".join(plain.split()).strip(" -–—:,;")) or text.strip(), (*boxed, *before, *behind), outcome)


def as_written(title: str, line: str) -> str:
    """Return a title as its line has it, with presenter and time, where it is too little of the line to be known by."""
    said, whole = len(fold(title)), len(fold(line))
    if said >= _TELLING and said * 2 >= whole:
        return title
    words = " ".join(ADDRESS.sub("", line).split())
    return shorten(words if len(fold(words)) >= _TELLING else " ".join(line.split()))


def _unboxed(text: str, line: int, owners: Owners) -> tuple[str, tuple[FoundPerson, ...]]:
    """Take out boxes with the minutes that an item is given, and who brings it, as `(10 min, Ann Lee)` says."""
    found: list[FoundPerson] = []
    for box in _BOX.finditer(text):
        named = _BOXED_NAME.fullmatch(box["more"])
        found += [_person(name, line) for name in (owners.read(named["who"], loose=True) or () if named else ())]
    return _BOX.sub(" ", text), tuple(found)


def unnumbered(text: str) -> str:
    """Return a title without the number that it has in a list or among headings: `1. Paint`, `2.1) Paint`."""
    match = _NUMBER.match(text)
    return text[match.end() :] if match else text


def _before(text: str, line: int, owners: Owners) -> tuple[str, tuple[FoundPerson, ...]]:
    match = _BEFORE.match(text)
    if match is None:
        return text, ()
    who = match["who"] or match["colon"] or match["at"] or ""
    named = owners.read(who, loose=bool(match["at"]) or (match["who"] is not None and _plain_name(who)))
    if (
        named is None
        or (match["colon"] and not all(owners.knows(name) for name in named))
        or any(fold(name) in _EVERYBODY for name in named)
    ):
        return text, ()
    rest = text[match.end() :]
    return (rest, tuple(_person(name, line) for name in named)) if len(rest) > 2 else (text, ())


_EVERYBODY = frozenset({"all", "group", "team", "chair", "chairs", "staff", "wg", "leads", "everyone", "maintainers", "editors"})


def _plain_name(text: str) -> bool:
    """Tell whether a bracket before an item holds a name or a login rather than a kind or a number."""
    return bool(re.fullmatch(r"@?[A-Za-zÀ-ÿ][\w.'’-]*(?:[ ,/&]+[A-Za-zÀ-ÿ][\w.'’-]*){0,5}", text)) and not re.fullmatch(
        r"(?:new|old|fyi|wip|draft|public|optional|housekeeping|open discussion|discussion|update|action|ai|cancell?ed|skipped|carried over|urgent|announcement|pr|issue|rfc|kep|info|question|demo|talk|tbd|done|closed|open|if time.*|time permitting|recurring|standing|\w{2,}(?:ations?|[cs]tions?|essions?|issions?|itions?|ated|[iy][sz]ed|abilit(?:y|ies)|quests?))",
        text,
        re.IGNORECASE,
    )


def _behind(text: str, line: int, owners: Owners) -> tuple[str, tuple[FoundPerson, ...]]:
    match = _BEHIND.search(text)
    if match is None or match.start() < 4:
        return text, ()
    found = read_people(match["who"], line, owners.lexicon, role="speaker", inline="(" not in match["who"])
    known = [
        person
        for person in found
        if owners.knows(person.name) or (looks_like_person(person.name, owners.lexicon) >= 0.8 and _at_home(person, owners))
    ]
    if not found or len(known) != len(found):
        return text, ()
    return text[: match.start()], tuple(found)


def _at_home(person: FoundPerson, owners: Owners) -> bool:
    return bool(person.organizations) and all(fold(name) in owners.lexicon.organizations for name in person.organizations)


def _person(name: str, line: int) -> FoundPerson:
    return FoundPerson(name.lstrip("@"), line, handle=name[1:] if name.startswith("@") else None, role="speaker")


def kind_of(title: str, notes: str, *, has_speakers: bool, over: str) -> str | None:
    """Return what kind of item a title, its speakers and the part that it stands in make it; None where nothing tells."""
    if _HOUSEKEEPING.search(title):
        return "housekeeping"
    if _ANNOUNCEMENT.search(title) or _ANNOUNCEMENT.search(over):
        return "announcement"
    if _TALK.search(title) or (has_speakers and _TALK.search(notes)):
        return "talk"
    return "discussion" if _DISCUSSION.search(title) else None
