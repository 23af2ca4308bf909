"""Documents into findings: sections, their parts, and from these meetings; and what became of every line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from rugctl.importing.blocks import Document
from rugctl.importing.ledger import Ledger
from rugctl.importing.meetings.agenda import Minutes, Secretary
from rugctl.importing.meetings.attendees import names_behind, read_roster, writes_pairs
from rugctl.importing.meetings.head import read_head
from rugctl.importing.meetings.mending import mend_addresses
from rugctl.importing.meetings.parts import Parts, Placed, sort_parts, status_of
from rugctl.importing.meetings.people_lists import first_run, settle_people
from rugctl.importing.meetings.roster import Roster
from rugctl.importing.meetings.sections import Section, cut
from rugctl.importing.meetings.talks import speakers_of_talks
from rugctl.importing.meetings.tasks import Tasks
from rugctl.importing.meetings.tree import Node, build_tree
from rugctl.importing.report import Evidence, Findings, FoundHead, FoundMeeting, FoundPerson, OpenQuestion
from rugctl.importing.words.actions import Owners
from rugctl.importing.words.labels import Role
from rugctl.importing.words.lexicon import Lexicon, common_words, looks_like_person
from rugctl.importing.words.links import clean_url, links_of
from rugctl.importing.words.people_lines import read_people
from rugctl.importing.words.status import reason_of
from rugctl.names import fold

_RECORDED = re.compile(r"\brecord(?:ing|ed)\b|\bvideo\b|youtu\.?be|/rec(?:ording)?/", re.IGNORECASE)
_AGENDA = re.compile(r"\bagenda\b(?! and)", re.IGNORECASE)
_NEXT_OFFICE = re.compile(r"\s+(?:tech(?:nical)? |co-?|vice )?(?:leads?|chairs?)\s*[-–:]\s", re.IGNORECASE)
_SLOT = re.compile(
    r"\b(rotation\s*\d+|(?:apac|emea|americas|europe|us|asia|pacific)(?:[- ](?:friendly|call|slot|meeting|session))?)\b", re.IGNORECASE
)
_NOT_DONE = frozenset({"postponed", "dropped"})
_NO_MEETING = frozenset({"cancelled", "skipped", "postponed", "no-show"})


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known before a document is read: people's and organizations' names of the registry, and the day."""

    people: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    today: date | None = None


@dataclass(slots=True)
class _Reading:
    """One section on its way to a meeting."""

    section: Section
    ledger: Ledger
    tree: list[Node] = field(default_factory=list)
    parts: Parts = field(default_factory=Parts)


def understand(documents: Sequence[Document], hints: Hints = Hints()) -> Findings:
    """Return what documents say: the meetings in their order, open questions, and what became of every line."""
    readings: list[_Reading] = []
    ledgers: list[Ledger] = []
    heads: list[FoundHead] = []
    for document in map(mend_addresses, documents):
        ledger = Ledger(document)
        ledgers.append(ledger)
        before, sections = cut(document, hints.today)
        head = read_head(document, before, ledger)
        heads += [head] if head and sections else []
        for section in sections:
            for block in [*section.above, *(block for block in section.blocks if block.kind == "front")]:
                ledger.structure(block)
            tree = build_tree([block for block in section.blocks if block.kind != "front"])
            role: Role | None = "agenda" if _AGENDA.search(section.rest) else None
            readings.append(_Reading(section, ledger, tree, sort_parts(tree, role)))
    lexicon = _lexicon(readings, hints)
    for reading in readings:
        settle_people(reading.parts, lexicon)
    lexicon = lexicon.with_people(person for reading in readings for person in _listed(reading.parts, lexicon))
    lexicon = lexicon.with_people(person for reading in readings for person in speakers_of_talks(reading.parts, lexicon))
    meetings = tuple(_meeting(reading, lexicon, hints) for reading in readings)
    lines = tuple(use for ledger in ledgers for use in ledger.close())
    return Findings(meetings, tuple(_questions(readings)), lines, tuple(heads))


def _listed(parts: Parts, lexicon: Lexicon) -> Iterator[FoundPerson]:
    """Yield the people of lists that were found without a label."""
    nodes = [node for node in parts.of("attendees") if node.block.kind == "item"]
    pairs = writes_pairs([node.block.text for node in nodes], lexicon)
    for node in nodes:
        people = read_people(node.block.text, node.block.first, lexicon, pairs=pairs)
        yield from (person for person in people if looks_like_person(person.name, lexicon) >= 0.8 and len(node.block.text) < 120)


def _lexicon(readings: Iterable[_Reading], hints: Hints) -> Lexicon:
    """Return the names that labelled lists of attendees, and the registry, make certain."""
    texts = (block.text for reading in readings for block in reading.section.blocks)
    lexicon = Lexicon(common=common_words(texts)).with_people(FoundPerson(name, 0) for name in hints.people)
    lexicon = replace(lexicon, organizations=frozenset(name.casefold() for name in hints.organizations))
    found: list[FoundPerson] = []
    for reading in readings:
        lines = [node for node in first_run(reading.parts) if node.block.kind != "row"]
        nodes = [node for node in lines if names_behind(node.block.text, lexicon)[1] < 2]  # `Lamp makers: Ann Lee, Bo Ek`
        pairs = writes_pairs([node.block.text for node in nodes], lexicon)
        for node in nodes:
            people = read_people(node.block.text, node.block.first, lexicon, pairs=pairs)
            found += [person for person in people if looks_like_person(person.name, lexicon) >= 0.8 and len(node.block.text) < 120]
        for inline in reading.parts.inlines("attendees"):
            found += [p for p in read_people(inline.text, 0, lexicon, inline=True) if looks_like_person(p.name, lexicon) >= 0.8]
        scratch = Ledger(Document("", (), ()))
        roster = read_roster(Parts([p for p in reading.parts.placed if p.node.block.kind == "row"], [], []), lexicon, scratch)
        found += roster.present or []
    return lexicon.with_people(found)


def _meeting(reading: _Reading, lexicon: Lexicon, hints: Hints) -> FoundMeeting:
    """Return the meeting that a section tells of."""
    section, parts, ledger = reading.section, reading.parts, reading.ledger
    if section.heading is not None:
        ledger.enter(section.heading, "date")
    for node in [*parts.labels, *(inner for one in parts.of("contents") for inner in one.walk())]:
        ledger.structure(node.block)
    month, day = _month_day(section)
    in_body, said_by = status_of(parts, month, day)
    said = section.status or in_body
    roster = read_roster(parts, lexicon, ledger)
    everybody = [*(roster.present or []), *roster.regrets]
    owners = Owners.of(everybody, lexicon, roster.initials)
    if said_by is not None:
        ledger.enter(said_by.block, "status")
        below = [Placed("logistics", child) for child in said_by.children if said_by.label is None]
        parts.placed = [placed for placed in parts.placed if placed.node is not said_by] + below
    chair, scribe = _officer(parts, "chair", lexicon, ledger), _officer(parts, "scribe", lexicon, ledger)
    recording = _recording(section, parts, ledger)
    minutes = Secretary(parts, owners, ledger, Tasks(parts, owners, ledger)).write()
    reason = _reason(section, said, said_by)
    status = said or _status(section, roster, minutes, recording=recording, today=hints.today)
    blocks = ([section.heading] if section.heading else []) + list(section.blocks)
    return FoundMeeting(
        date=section.date.day or "",
        status=status,
        document=section.document,
        line=section.first,
        end_line=section.last,
        digest=section.digest,
        dated=section.date.how,
        reason=reason,
        title=None,
        slot=_slot(section),
        chair=chair,
        scribe=scribe,
        recording=recording,
        links=tuple(links_of(blocks)),
        agenda=tuple(minutes.items),
        attendees=None if roster.present is None else tuple(roster.present),
        regrets=tuple(roster.regrets),
        notes=minutes.notes,
        decisions=tuple(minutes.decisions),
        actions=tuple(minutes.actions),
    )


def _month_day(section: Section) -> tuple[int | None, int | None]:
    parts = (section.date.day or "").split("-")
    return (int(parts[1]), int(parts[2])) if len(parts) == 3 else (None, None)


def _status(section: Section, roster: Roster, minutes: Minutes, *, recording: str | bool | None, today: date | None) -> str:
    """Return the status of a meeting that nothing is said of: held where anything shows it."""
    if today is not None and section.date.day and section.date.day > today.isoformat():
        return "scheduled"
    if minutes.items and not roster.present and not minutes.noted and all(item.outcome in _NOT_DONE for item in minutes.items):
        return "cancelled"
    shown = bool(roster.present) or recording or minutes.noted or minutes.notes or minutes.actions or minutes.decisions
    return "held" if shown or any(item.actions or item.links for item in minutes.items) or len(minutes.items) > 1 else "unrecorded"


def _reason(section: Section, status: str | None, node: Node | None) -> str | None:
    if status not in _NO_MEETING:
        return None
    text = section.rest if section.status else ""
    text = text if reason_of(text) or node is None else node.block.text
    return reason_of(text) or next((reason_of(b.text) for b in section.blocks[:2] if len(b.text) < 120 and reason_of(b.text)), None)


def _officer(parts: Parts, role: Role, lexicon: Lexicon, ledger: Ledger) -> FoundPerson | None:
    """Return the one whom a label names as chair or scribe; a line that says more stays a note."""
    found: list[FoundPerson] = []
    kept: list[Node] = []
    inline_words = ""
    for inline in parts.inlines(role):
        inline_words = inline.node.label.words if inline.node.label else ""
        text = _NEXT_OFFICE.split(inline.text, maxsplit=1)[0]
        people = read_people(text, inline.node.block.first, lexicon, role=role, inline=True)
        found += people if _only_names(text, people, lexicon) else [p for p in people[:1] if looks_like_person(p.name, lexicon) >= 0.8]
        kept += [] if len(people) == 1 and _only_names(inline.text, people, lexicon) else [inline.node]
        ledger.enter(inline.node.block, role)
    for placed in parts.placed:
        if placed.role == role:
            text = placed.node.block.text
            people = read_people(text, placed.node.block.first, lexicon, role=role, pairs=True) if not placed.node.children else []
            if _only_names(text, people, lexicon):
                found += people
                ledger.enter(placed.node.block, role)
            else:
                placed.role = "logistics"
    fitting = [person for person in found if looks_like_person(person.name, lexicon) >= 0.4 and _is_certain(person, inline_words, lexicon)]
    parts.placed += [
        Placed("logistics", Node(node.block)) for node in (kept if fitting else [inline.node for inline in parts.inlines(role)])
    ]
    return fitting[0] if fitting else None


def _only_names(text: str, people: list[FoundPerson], lexicon: Lexicon) -> bool:
    """Tell whether a text says little beside the people that it names."""
    named = sum(len(f"{person.name} {person.affiliation or ''} {person.handle or ''}".split()) for person in people)
    names = bool(people) and all(looks_like_person(person.name, lexicon) >= 0.4 for person in people)
    return names and len(re.findall(r"\w{2,}", text)) <= named + 3


def _is_certain(person: FoundPerson, words: str, lexicon: Lexicon) -> bool:
    """Tell whether a label's words mean a person for certain: a `Host` may be a service, `Chairs: Finish …` a task."""
    if lexicon.is_common(person.name):
        return False
    return "host" not in words.casefold() or fold(person.name) in lexicon.people or fold(person.name).split()[0] in lexicon.given


def _recording(section: Section, parts: Parts, ledger: Ledger) -> str | bool | None:
    """Return the address of a meeting's recording, True where there is one without an address."""
    heading = section.heading
    if heading is not None and _RECORDED.search(heading.text):
        link = next((url for anchor in heading.anchors if (url := clean_url(anchor.url))), None)
        return link or True
    candidates = [inline.node for inline in parts.inlines("recording")] + parts.of("recording")
    for node in candidates:
        ledger.enter(node.block, "recording")
        links = links_of([node.block])
        if links:
            return links[0].url
    for block in section.blocks:
        for anchor in block.anchors:
            if _RECORDED.search(anchor.text) and len(anchor.text) < 50 and (url := clean_url(anchor.url)):
                return url
    return None


def _slot(section: Section) -> str | None:
    match = _SLOT.search(section.rest)
    return re.sub(r"\W+", "-", match[1].strip().lower()) if match else None


def _questions(readings: Iterable[_Reading]) -> Iterable[OpenQuestion]:
    """Yield what is doubtful about dates."""
    for reading in readings:
        section = reading.section
        if section.date.doubt:
            line = section.first
            evidence = (
                Evidence(
                    section.document,
                    line,
                    reading.ledger.document.lines[line - 1].strip() if line <= len(reading.ledger.document.lines) else "",
                ),
            )
            yield OpenQuestion(
                f"date:{section.digest}", "date", f"{section.date.day}: {section.date.doubt}", section.date.day, (), 0.7, evidence
            )
