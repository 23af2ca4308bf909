"""People in a change: names to ids, newcomers and new affiliations into the registries, attendees into a meeting."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rugctl.changes import ChangeSet
from rugctl.drafting.affiliations import Affiliations, together
from rugctl.errors import RugctlError
from rugctl.index.row_writer import is_id
from rugctl.names import fold
from rugctl.resolving import Resolution, agreement, new_person_id, readings, resolve_name
from rugctl.written_names import WrittenName, as_written, parse_person_line


@dataclass(slots=True)
class CheckIn:
    """What adding attendees came to, for people to read."""

    present: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    after_all: list[str] = field(default_factory=list)
    """Those who had sent regrets."""
    newcomers: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    unnoted: list[str] = field(default_factory=list)
    """Affiliations that were said, and that later records contradict."""
    doubtful: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    new_organizations: list[str] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    """The ids that newcomers got, by their names folded."""


class Registrar:
    """Turns written names into what a record holds, and teaches the registries what they lack."""

    def __init__(
        self,
        index: sqlite3.Connection,
        changes: ChangeSet,
        day: str,
        *,
        answers: Mapping[str, str | None] | None = None,
        outcome: CheckIn | None = None,
    ) -> None:
        self._index = index
        self.changes = changes
        self._affiliations = Affiliations(index, changes, day)
        self._answers = dict(answers or {})
        self.outcome = outcome if outcome is not None else CheckIn()

    def attendee(self, written: WrittenName) -> Any:
        """Return the attendee entry for a name; a doubtful one stays as it was written."""
        resolution = self._resolved(written)
        person = self._person(resolution)
        if person is None:
            return self._doubt(written, resolution)
        if written.unaffiliated and self._affiliations.of(person):
            return {"person": person, "organization": "none"}
        if resolution.organizations and not resolution.exact and resolution.person is not None and resolution.agrees:
            said = resolution.organizations
            return {"person": person, "organization": said[0] if len(said) == 1 else list(said)}
        return person

    def person(self, name: str) -> str:
        """Return the id for a name, as speaker, chair or owner; a doubtful one stays as it was written."""
        found = parse_person_line(name)
        written = found[0] if len(found) == 1 else WrittenName(name)
        resolution = self._resolved(written)
        return self._person(resolution) or self._doubt(written, resolution)

    def note_employer(self, written: WrittenName) -> None:
        """Note a new affiliation of somebody who is there already, where it contradicts nothing."""
        resolution = self._resolved(written)
        if not self._is_too_late(resolution):
            self._person(resolution)
        elif resolution.person is not None:
            self.outcome.unnoted.append(f"{resolution.person}: {', '.join(resolution.organizations)}")

    def readings(self, written: WrittenName) -> list[WrittenName]:
        """Return whom a line may mean that can be read in several ways."""
        return readings(self._index, written)

    def identity(self, written: WrittenName) -> str:
        """Return the id of whom a name certainly means, newcomers of this change included; else the name in the form to compare."""
        return self._resolved(written).person or fold(written.name)

    def _doubt(self, written: WrittenName, resolution: Resolution) -> str:
        """Keep a name as it was written; one that could be taken for an id is refused."""
        candidates = resolution.candidates or ((resolution.person,) if resolution.person else ())
        if is_id(as_written(written)):
            help = f"Did you mean {' or '.join(candidates)}?" if candidates else "Give the full name."
            raise RugctlError(f"nobody has the id `{written.name}`", help)
        self.outcome.doubtful.append((written.name, candidates))
        return as_written(written)

    def _resolved(self, written: WrittenName) -> Resolution:
        if written.name in self._answers:
            answer = self._answers[written.name]
            if answer is None:
                return self._known_here(replace(self._looked_up(written), person=None, candidates=(), settled=True))
            settled = WrittenName(answer, written.organizations, unaffiliated=written.unaffiliated)
            return resolve_name(self._index, settled, self._affiliations.of, sure=True)
        return self._known_here(self._looked_up(written))

    def _looked_up(self, written: WrittenName) -> Resolution:
        return resolve_name(self._index, written, self._affiliations.of)

    def _known_here(self, resolution: Resolution) -> Resolution:
        """Recognize a newcomer whom this change has registered already."""
        person = self.outcome.ids.get(fold(resolution.written.name))
        if person is None or resolution.person is not None:
            return resolution
        agrees, exact = agreement(self._index, self._affiliations.of(person), resolution.organizations)
        return replace(resolution, person=person, candidates=(), agrees=agrees, exact=exact)

    def _person(self, resolution: Resolution) -> str | None:
        if (resolution.person is None and not resolution.is_newcomer) or self._is_too_late(resolution):
            return None
        for id, name in resolution.new_organizations:
            self._new_organization(id, name)
        if resolution.person is None:
            return self._newcomer(resolution)
        if not resolution.agrees:
            self.outcome.moved.append(self._affiliations.note(resolution.person, resolution.organizations))
        return resolution.person

    def _is_too_late(self, resolution: Resolution) -> bool:
        """Tell whether what was said would change what later records say, and nobody insists that this person is meant."""
        person = resolution.person
        return not (person is None or resolution.agrees or resolution.settled) and self._affiliations.contradicts(
            person, resolution.organizations
        )

    def _newcomer(self, resolution: Resolution) -> str:
        name = resolution.written.name
        id = new_person_id(self._index, name, set(self.outcome.ids.values()))
        entry: dict[str, Any] = {"name": name}
        if resolution.written.handle:
            entry["github"] = resolution.written.handle
        if resolution.organizations:
            entry["affiliations"] = together(resolution.organizations)
        self.changes.register("people", id, entry)
        self.outcome.ids[fold(name)] = id
        self.outcome.newcomers.append(id)
        return id

    def _new_organization(self, id: str, name: str) -> None:
        if id not in self.outcome.new_organizations:
            self.changes.register("organizations", id, {"name": name})
            self.outcome.new_organizations.append(id)


def add_attendees(changes: ChangeSet, path: str, people: Iterable[WrittenName], registrar: Registrar) -> CheckIn:
    """Add people to a meeting's attendees, and take them off its regrets.

    Of those who are there already nothing is noted but a new affiliation.
    """
    outcome = registrar.outcome
    there = {registrar.identity(_name_of(entry)): entry for entry in changes.value(path).get("attendees") or []}
    for written in (one for line in people for one in registrar.readings(line)):
        who = registrar.identity(written)
        if who in there:
            if is_id(who) and there[who] == who:
                registrar.note_employer(written)
            outcome.already.append(who if is_id(who) else written.name)
            continue
        entry = registrar.attendee(written)
        there[registrar.identity(written)] = entry
        changes.append(path, ("attendees",), entry)
        outcome.present.append(person_of(entry))
        _take_off_regrets(changes, path, written, registrar)
    return outcome


def _take_off_regrets(changes: ChangeSet, path: str, written: WrittenName, registrar: Registrar) -> None:
    who, regrets = registrar.identity(written), changes.value(path).get("regrets") or []
    for n in reversed([n for n, entry in enumerate(regrets) if registrar.identity(_name_of(entry)) == who]):
        changes.delete(path, ("regrets", n))
        registrar.outcome.after_all.append(who)


def _name_of(entry: Any) -> WrittenName:
    text = person_of(entry)
    found = parse_person_line(text)
    return found[0] if len(found) == 1 else WrittenName(text)


def person_of(entry: Any) -> str:
    """Return the id or name in an attendee entry of either form."""
    return str(entry["person"]) if isinstance(entry, dict) else str(entry)
