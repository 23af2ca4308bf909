"""What an import came to, for people and programs to check: meetings, people, questions, and an account of every line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rugctl.importing.blocks import Document
from rugctl.importing.records.landing import Landing
from rugctl.importing.records.lessons import Registries
from rugctl.importing.records.matching import State
from rugctl.importing.records.roll import people_of
from rugctl.importing.report import Findings, FoundMeeting, FoundPerson


@dataclass(frozen=True, slots=True)
class MeetingAccount:
    """A meeting that was found, the file stem of its record and how it stands to it; `undated` where no day is known."""

    found: FoundMeeting
    stem: str | None
    state: State | str
    people: Mapping[FoundPerson, str | None]


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person or an organization that meetings name; `new` where the registry had none."""

    id: str
    name: str
    new: bool
    meetings: int


@dataclass(frozen=True, slots=True)
class LineAccount:
    """One line of a document, what became of it, and which field it stands in."""

    document: str
    line: int
    use: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Account:
    """The whole of it."""

    meetings: Sequence[MeetingAccount]
    people: Sequence[Somebody]
    organizations: Sequence[Somebody]
    open_names: Sequence[str]
    lines: Sequence[LineAccount]

    def uses(self) -> Counter[str]:
        """Count the lines by what became of them."""
        return Counter(line.use for line in self.lines)

    def unparsed(self) -> list[LineAccount]:
        """Return the lines that were not understood."""
        return [line for line in self.lines if line.use == "unparsed"]


def account_of(documents: Sequence[Document], findings: Findings, landing: Landing, registries: Registries) -> Account:
    """Put together what is to be told."""
    meetings = list(_meetings(findings, landing))
    people: dict[str, set[str]] = defaultdict(set)
    organizations: dict[str, set[str]] = defaultdict(set)
    open_names: dict[str, None] = {}
    for placed in landing.placed:
        for person in people_of(placed.found):
            who = landing.roll.who(placed.found, person)
            if who.id is None:
                open_names[person.name] = None
            else:
                people[who.id].add(placed.found.digest)
            for organization in who.organizations:
                organizations[organization].add(placed.found.digest)
    new_people = {person.id: person.name for person in landing.identities.new_people}
    new_organizations = {organization.id: organization.name for organization in landing.identities.new_organizations}
    texts = {document.name: document.lines for document in documents}
    return Account(
        meetings,
        _somebodies(people, new_people, registries.people),
        _somebodies(organizations, new_organizations, registries.organizations),
        list(open_names),
        [
            LineAccount(use.document, use.line, use.use, use.field, _line(texts, use.document, use.line))
            for use in findings.lines
            if use.document in texts
        ],
    )


def _meetings(findings: Findings, landing: Landing) -> Iterator[MeetingAccount]:
    places = {(placed.found.document, placed.found.line): placed for placed in landing.placed}
    for found in findings.meetings:
        placed = places.get((found.document, found.line))
        named = placed.found if placed else found
        people = {person: landing.roll.who(named, person).id for person in people_of(found)}
        if placed is None:
            yield MeetingAccount(found, None, "undated", people)
        else:
            yield MeetingAccount(placed.found, placed.stem or None, placed.state, people)


def _somebodies(found: Mapping[str, set[str]], new: Mapping[str, str], known: Mapping[str, Mapping[str, object]]) -> list[Somebody]:
    rows = [Somebody(id, str(known[id]["name"]) if id in known else new.get(id, id), id not in known, len(found[id])) for id in found]
    return sorted(rows, key=lambda row: (-row.meetings, row.id))


def _line(texts: Mapping[str, Sequence[str]], document: str, line: int) -> str:
    lines = texts.get(document, ())
    return lines[line - 1].strip() if 0 < line <= len(lines) else ""
