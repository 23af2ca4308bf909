"""People in a record: an id where it is certain who is meant, else the name as written; organizations as said that day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rugctl.importing.records.affiliations import Parents, as_of
from rugctl.importing.records.legal import Margin
from rugctl.importing.records.roll import Roll
from rugctl.importing.report import FoundMeeting, FoundPerson
from rugctl.index.row_writer import is_id
from rugctl.written_names import WrittenName, as_written


@dataclass(frozen=True, slots=True)
class _Present:
    """Somebody on a list, before it is an entry: `person` is an id or a name."""

    person: str
    known: bool
    organizations: tuple[str, ...]
    unaffiliated: bool
    first_time: bool
    note: str | None
    written: WrittenName

    def and_again(self, other: _Present) -> _Present:
        """Return what two lines on the same person say together."""
        return replace(
            self,
            organizations=self.organizations or other.organizations,
            unaffiliated=self.unaffiliated or (other.unaffiliated and not self.organizations),
            first_time=self.first_time or other.first_time,
            note=self.note or other.note,
        )


@dataclass(frozen=True, slots=True)
class People:
    """Who is who, and which affiliations the registry has of each when the import is done."""

    roll: Roll
    affiliations: Mapping[str, Sequence[Any]]
    parents: Parents

    def named(self, meeting: FoundMeeting, person: FoundPerson, margin: Margin) -> str:
        """Return the id or name of a speaker, chair, scribe or owner."""
        return self.roll.who(meeting, person).id or plain_name(person, margin)

    def each_once(self, meeting: FoundMeeting, people: Iterable[FoundPerson], margin: Margin) -> list[str]:
        """Return several people, each once."""
        return list(dict.fromkeys(self.named(meeting, person, margin) for person in people))

    def attendees(self, meeting: FoundMeeting, margin: Margin) -> list[Any] | None:
        """Return a list of attendees as a record has it; None where no list was taken."""
        if meeting.attendees is None:
            return None
        present: dict[str, _Present] = {}
        for person in meeting.attendees:
            one = self._present(meeting, person, margin)
            if one.person in present:
                margin.say(f"{one.written.name} stands twice in the list, kept once")
                one = present[one.person].and_again(one)
            present[one.person] = one
        return [self._entry(one, meeting.date) for one in present.values()]

    def _present(self, meeting: FoundMeeting, person: FoundPerson, margin: Margin) -> _Present:
        who, name = self.roll.who(meeting, person), plain_name(person, margin)
        said = tuple(filter(None, map(margin.line, person.organizations)))
        written = WrittenName(name, said, person.first_time)
        return _Present(
            who.id or as_written(written),
            who.id is not None,
            who.organizations,
            person.unaffiliated,
            person.first_time,
            margin.line(person.note),
            written,
        )

    def _entry(self, one: _Present, day: str) -> Any:
        if not one.known:
            return {"person": one.person, "note": one.note} if one.note else one.person
        organization, note = self._said(one, day)
        entry = {
            "person": one.person,
            "organization": organization,
            "first_time": one.first_time or None,
            "note": "; ".join(filter(None, (one.note, note))) or None,
        }
        entry = {key: value for key, value in entry.items() if value is not None}
        return one.person if len(entry) == 1 else entry

    def _said(self, one: _Present, day: str) -> tuple[Any, str | None]:
        """Return the organization to write, None where it follows from the registry; what contradicts that becomes a note."""
        held = as_of(self.affiliations.get(one.person, ()), day)
        if one.unaffiliated and held:
            return None, "Named no organization, against the registry"
        if not one.organizations or set(one.organizations) == set(held):
            return None, None
        if not all(any(self.parents.agree(said, own) for own in held) for said in one.organizations):
            return None, f"Said to be with {', '.join(one.organizations)}, against the registry"
        return one.organizations[0] if len(one.organizations) == 1 else list(one.organizations), None


def plain_name(person: FoundPerson, margin: Margin) -> str:
    """Return a name as a record may hold it where nobody is certain: no e-mail address, nothing that looks like an id."""
    name = margin.name(person.name)
    handle = margin.line((person.handle or "").lstrip("@ "))
    if name is None or (is_id(name) and handle):
        return f"@{handle}" if handle else "?"
    if not is_id(name):
        return name
    return name[:1].upper() + name[1:] if name[:1].isalpha() else f"No. {name}"
