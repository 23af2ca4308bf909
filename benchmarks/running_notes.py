"""What is understood of the group's running notes, against the records that were made of them by hand.

The records' titles and tasks are in our own words, so agenda items and tasks are compared by the lines of the notes that
they come from. These were noted by hand, in `tests/importing/running_notes.json`: the lines of a meeting's `agenda` and
`actions`, and those that may as well be reported as be left out.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from figures import Figure, Tally, b_cubed
from rugctl.importing.blocks import Document
from rugctl.importing.identity.resolve import identify
from rugctl.importing.identity.terms import Mention
from rugctl.importing.report import Findings, FoundMeeting, FoundPerson
from rugctl.model import Attendee, Meeting, Organizations, People
from rugctl.names import fold
from rugctl.store import Store
from rugctl.yamlfile import parse
from understood import actions_of, understood

ROOT = Path(__file__).parents[1]
NOTES = "seeds/rug-running-notes.txt"
LINES = ROOT / "tests/importing/running_notes.json"
GOALS = {
    "meetings": 1.0,
    "status": 1.0,
    "attendees": 0.99,
    "affiliation": 0.98,
    "first time": 0.98,
    "agenda": 0.9,
    "actions": 0.95,
    "links": 0.97,
    "identities": 0.97,
    "lines accounted for": 1.0,
    "lines understood": 0.99,
}

Somebody: TypeAlias = tuple[str, FoundPerson]
"""A mention: its day, and the person as found."""


class Names:
    """People and organizations of the records, by every name that the records give them."""

    def __init__(self, people: People, organizations: Organizations) -> None:
        self.people: defaultdict[str, set[str]] = defaultdict(set)
        for id, person in people.people.items():
            for name in (id, person.name, *person.aliases, *person.handles, *filter(None, [person.github])):
                self.people[fold(name)].add(id)
        entries = organizations.organizations.items()
        self.organizations = {fold(name): id for id, one in entries for name in (id, one.name, *one.aliases)}
        self.parents = {id: one.parent for id, one in entries}

    def may_be(self, person: FoundPerson, attendee: Attendee) -> bool:
        """Tell whether a name as written may be that of somebody in a record."""
        ids = self.people[fold(person.name)] | (self.people[fold(person.handle)] if person.handle else set())
        return attendee.person in ids or fold(attendee.person) == fold(person.name)

    def agree(self, person: FoundPerson, attendee: Attendee) -> bool:
        """Tell whether an affiliation is that of a record, which gives the part alone where whole and part are written."""
        said = _organizations(attendee)
        written = {self.organizations.get(fold(name), name) for name in person.organizations}
        if said == {"none"}:
            return person.unaffiliated and not written
        return said <= written <= {whole for one in said for whole in self._wholes(one)}

    def _wholes(self, part: str) -> Iterator[str]:
        at: str | None = part
        while at is not None:
            yield at
            at = self.parents.get(at)


def notes_figures(shared: Path) -> dict[str, Figure]:
    """Compare what is understood of the notes with the records."""
    document, findings = understood(shared / NOTES)
    records, names = read_records()
    lines = json.loads(LINES.read_text(encoding="utf-8"))
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    tallies["meetings"].compare("", [record.date for record in records], [found.date for found in findings.meetings])
    by_date = {found.date: found for found in findings.meetings}
    known: dict[Somebody, str] = {}
    for record in records:
        found = by_date.get(record.date) or FoundMeeting(record.date, "missing", document.name, 0, 0, "")
        _judge_status(tallies["status"], record, found)
        known |= _judge_people(tallies, record, found, names)
        tallies["links"].compare(record.date, _links(record), {_bare(link.url) for link in found.links})
        judge_lines(tallies["agenda"], record.date, "agenda", lines[record.date], [item.line for item in found.agenda])
        judge_lines(tallies["actions"], record.date, "actions", lines[record.date], [action.line for action in actions_of(found)])
    figures = {name: tally.figure() for name, tally in tallies.items()}
    figures |= {"identities": _identities(findings, known)} | _coverage(document, findings)
    return {name: figures[name] for name in GOALS}


def read_records() -> tuple[list[Meeting], Names]:
    """Read the shipped meetings, the earliest first, and the names of everybody."""
    values = {entry.name.path: (entry.name.kind, parse(entry.data).value) for entry in Store(ROOT).entries() if entry.data}
    meetings = [Meeting.model_validate(value) for kind, value in values.values() if kind == "meeting"]
    people = People.model_validate(values["data/people.yaml"][1])
    return meetings, Names(people, Organizations.model_validate(values["data/organizations.yaml"][1]))


def _judge_status(tally: Tally, record: Meeting, found: FoundMeeting) -> None:
    """Judge the status; held and unrecorded are alike where nobody is listed."""
    alike = {"held", "unrecorded"} if record.status in {"held", "unrecorded"} and not record.attendees else {record.status}
    tally.judge(found.status in alike, f"{record.date} {found.status}, not {record.status}")


def _judge_people(tallies: Mapping[str, Tally], record: Meeting, found: FoundMeeting, names: Names) -> dict[Somebody, str]:
    """Judge a list of attendees; return who those on it are according to the record."""
    wanted = [Attendee(person=one) if isinstance(one, str) else one for one in record.attendees or ()]
    left = list(found.attendees or ())
    pairs: list[tuple[Attendee, FoundPerson]] = []
    for attendee in wanted:
        person = next((person for person in left if names.may_be(person, attendee)), None)
        if person is None:
            tallies["attendees"].count(0, 0, 1, [f"{record.date} missed {attendee.person}"])
            continue
        left.remove(person)
        pairs.append((attendee, person))
        miss = f"{record.date}:{person.line} {person.name}: {', '.join(person.organizations)}, not {_organizations(attendee)}"
        tallies["affiliation"].judge(names.agree(person, attendee), miss)
    spurious = [f"{record.date}:{person.line} spurious {person.name}" for person in left]
    tallies["attendees"].count(len(pairs), len(pairs) + len(left), len(pairs), spurious)
    first = [person.name for attendee, person in pairs if attendee.first_time]
    tallies["first time"].compare(record.date, first, [person.name for person in found.attendees or () if person.first_time])
    return {(record.date, person): attendee.person for attendee, person in pairs}


def _organizations(attendee: Attendee) -> set[str]:
    said = attendee.organization
    return set(said) if isinstance(said, tuple) else {said} - {None} if said else set()


def _links(record: Meeting) -> set[str]:
    addresses = [link.url for link in record.links] + [link.url for item in record.agenda for link in item.links]
    return {_bare(address) for address in [*addresses, record.recording] if isinstance(address, str)}


def _bare(url: str) -> str:
    """Return an address without its scheme, and without a slash or an empty fragment at its end."""
    return url.removeprefix("https://").removeprefix("http://").rstrip("/#")


def judge_lines(tally: Tally, day: str, what: str, lines: Mapping[str, Sequence[int]], found: Sequence[int]) -> None:
    """Judge where things begin: within a line of where they should; on an optional line they count neither way."""
    wanted, left = list(lines[what]), list(found)
    for distance in (0, -1, 1):
        for line in [line for line in wanted if line + distance in left]:
            if line + distance in left:
                left.remove(line + distance)
                wanted.remove(line)
    spurious = [line for line in left if line not in lines.get(f"{what}_optional", ())]
    hit = len(lines[what]) - len(wanted)
    misses = [f"{day}:{line} missed" for line in wanted] + [f"{day}:{line} spurious" for line in spurious]
    tally.count(hit, hit + len(spurious), len(lines[what]), misses)


def _identities(findings: Findings, known: Mapping[Somebody, str]) -> Figure:
    """Tell attendees apart with an empty registry and no answers, everybody else who is named beside them."""
    mentions = [Mention(person, meeting.date, meeting.document) for meeting in findings.meetings for person in _people(meeting)]
    resolved = identify(mentions, (), (), {}).people
    found = {
        (mention.day, mention.person): id or f"open {number}"
        for number, (mention, id) in enumerate(zip(mentions, resolved, strict=True))
        if (mention.day, mention.person) in known
    }
    return b_cubed([known[somebody] for somebody in found], list(found.values()))


def _people(meeting: FoundMeeting) -> Iterator[FoundPerson]:
    yield from filter(None, [meeting.chair, meeting.scribe])
    yield from (speaker for item in meeting.agenda for speaker in item.speakers)
    yield from meeting.attendees or ()
    yield from meeting.regrets
    yield from (owner for action in actions_of(meeting) for owner in action.owners)


def _coverage(document: Document, findings: Findings) -> dict[str, Figure]:
    """Tell how many lines are accounted for, each once, and how many of those that are not blank are understood."""
    uses = Counter(use.line for use in findings.lines)
    amiss = [f"line {number}: {uses[number]} accounts" for number in range(1, len(document.lines) + 1) if uses[number] != 1]
    said = sum(use.use != "blank" for use in findings.lines)
    unparsed = [f"line {use.line}" for use in findings.lines if use.use == "unparsed"]
    accounted = Figure(1 - len(amiss) / len(document.lines), amiss)
    return {"lines accounted for": accounted, "lines understood": Figure(1 - len(unparsed) / said, unparsed)}
