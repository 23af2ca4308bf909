"""What an import found, made by hand, and a stand-in for who is who: one name is one person, `X?` stays open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rugctl.changes import ChangeSet
from rugctl.drafting.imported import draft_group, draft_lessons, draft_records
from rugctl.importing.identity.terms import Identities, KnownOrganization, KnownPerson, Mention, NewOrganization, NewPerson
from rugctl.importing.records.landing import Ground, Landing, land
from rugctl.importing.report import Findings, FoundMeeting, FoundPerson
from rugctl.names import fold, slugify
from rugctl.store import Entry


def person(name: str, *organizations: str, **more: Any) -> FoundPerson:
    """Return somebody as a line names them."""
    affiliation = "/".join(organizations) or None
    values: dict[str, Any] = {"name": name, "line": 1, "affiliation": affiliation, "organizations": organizations} | more
    return FoundPerson(**values)


def meeting(date: str = "2024-01-03", status: str = "held", **more: Any) -> FoundMeeting:
    """Return a meeting of `notes.md`; its digest goes by its date unless given."""
    values: dict[str, Any] = {"document": "notes.md", "line": 1, "end_line": 5, "digest": f"digest-of-{date}"} | more
    return FoundMeeting(date=date, status=status, **values)


def identify(
    mentions: Sequence[Mention], people: Sequence[KnownPerson], organizations: Sequence[KnownOrganization], answers: Mapping[str, str]
) -> Identities:
    """Tell people apart by their folded names."""
    del answers
    known = {fold(name): known.id for known in people for name in (known.name, *known.aliases)}
    places = {fold(name): known.id for known in organizations for name in (known.name, *known.aliases)}
    new_people: dict[str, NewPerson] = {}
    new_organizations: dict[str, NewOrganization] = {}
    ids: list[str | None] = []
    said: list[tuple[str, ...]] = []
    for mention in mentions:
        name = mention.person.name
        id = None if name.endswith("?") or not slugify(name) else known.get(fold(name), slugify(name))
        if id is not None and fold(name) not in known:
            new_people.setdefault(id, NewPerson(id, name))
        ids.append(id)
        for organization in mention.person.organizations:
            if fold(organization) not in places and slugify(organization):
                new_organizations.setdefault(slugify(organization), NewOrganization(slugify(organization), organization))
        said.append(tuple(places.get(fold(o), slugify(o)) for o in mention.person.organizations if slugify(o)))
    return Identities(tuple(ids), tuple(said), tuple(new_people.values()), tuple(new_organizations.values()), (), (), (), ())


def landed(*meetings: FoundMeeting, ground: Ground | None = None, answers: Mapping[str, str] | None = None) -> Landing:
    """Return what comes of meetings, where there is nothing yet."""
    return land(Findings(meetings), ground or Ground({"notes.md": "notes"}), identify, answers or {}, lambda placed: placed.state == "new")


def record(*meetings: FoundMeeting, ground: Ground | None = None) -> Mapping[str, Any]:
    """Return the record of the first of some meetings."""
    landing = landed(*meetings, ground=ground)
    return landing.records[landing.placed[0].stem]


def files_of(landing: Landing) -> list[Entry]:
    """Return all files that an import writes into an empty folder."""
    changes = ChangeSet(lambda _: None)
    draft_records(changes, landing, "")
    draft_lessons(changes, landing.lessons)
    draft_group(changes, "", "Example group", {"notes": "Notes"}, landing.group)
    return changes.entries()
