"""Everybody whom the documents name, in one order; and whom each of these mentions means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rugctl.importing.identity.terms import Identities, Mention
from rugctl.importing.report import FoundMeeting, FoundPerson
from rugctl.importing.words.actions import is_group
from rugctl.index.row_writer import NO_ORGANIZATION


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a mention means, None where that stays open, and the ids of the organizations that it names."""

    id: str | None
    organizations: tuple[str, ...] = ()


def people_of(meeting: FoundMeeting) -> Iterator[FoundPerson]:
    """Yield everybody whom a meeting names."""
    yield from (person for person in (meeting.chair, meeting.scribe) if person is not None)
    for item in meeting.agenda:
        yield from item.speakers
        yield from (owner for action in item.actions for owner in persons(action.owners))
    yield from meeting.attendees or ()
    yield from meeting.regrets
    yield from (owner for action in meeting.actions for owner in persons(action.owners))


def persons(owners: Iterable[FoundPerson]) -> list[FoundPerson]:
    """Return the owners of a task that are people, and not `everyone`."""
    return [owner for owner in owners if not is_group(owner.name)]


def mentions(meetings: Sequence[FoundMeeting]) -> list[Mention]:
    """List everybody named in all meetings, in the order of their days."""
    in_time = sorted(meetings, key=lambda meeting: (meeting.date, meeting.document, meeting.line))
    return [Mention(person, meeting.date, meeting.document) for meeting in in_time for person in people_of(meeting)]


@dataclass(frozen=True, slots=True)
class Roll:
    """Answers who is meant; a name in the same words on the same line of a document is the same mention."""

    found: dict[tuple[str, FoundPerson], Who]

    @classmethod
    def call(cls, named: Sequence[Mention], identities: Identities) -> Roll:
        """Put mentions and what became of them together."""
        resolved = zip(named, identities.people, identities.organizations, strict=True)
        return cls({(mention.document, mention.person): Who(id, _real(organizations)) for mention, id, organizations in resolved})

    def who(self, meeting: FoundMeeting, person: FoundPerson) -> Who:
        """Return whom a meeting means."""
        return self.of(meeting.document, person)

    def of(self, document: str, person: FoundPerson) -> Who:
        """Return whom a document means."""
        return self.found.get((document, person), Who(None))


def _real(organizations: Sequence[str]) -> tuple[str, ...]:
    """Return each organization once, without one whose id would be the word for none."""
    return tuple(dict.fromkeys(id for id in organizations if id != NO_ORGANIZATION))
