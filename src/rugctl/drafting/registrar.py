"""People in a change: names to ids, newcomers and new affiliations into the registries, attendees into a meeting."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rugctl.changes import REGISTRIES, ChangeSet
from rugctl.errors import RugctlError
from rugctl.index.row_writer import is_id
from rugctl.names import WrittenName, fold, parse_person_line
from rugctl.resolving import Resolution, affiliations_on, new_person_id, resolve_name


@dataclass(slots=True)
class CheckIn:
    """What adding attendees came to, for people to read."""

    present: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    newcomers: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
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
        self._day = day
        self._answers = dict(answers or {})
        self.outcome = outcome if outcome is not None else CheckIn()

    def attendee(self, written: WrittenName) -> Any:
        """Return the attendee entry for a name; a doubtful one stays as it was written."""
        resolution = self._resolved(written)
        person = self._person(resolution)
        if person is None:
            return self._doubt(written, resolution)
        if written.unaffiliated and affiliations_on(self._index, person, self._day):
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

    def known(self, written: WrittenName) -> str | None:
        """Return the person that a name certainly means, and teach the registries nothing."""
        return self._resolved(written).person

    def _doubt(self, written: WrittenName, resolution: Resolution) -> str:
        """Keep a name as it was written; one that could be taken for an id is refused."""
        if is_id(written.name):
            help = f"Did you mean {' or '.join(resolution.candidates)}?" if resolution.candidates else "Give the full name."
            raise RugctlError(f"nobody has the id `{written.name}`", help)
        self.outcome.doubtful.append((written.name, resolution.candidates))
        return as_written(written)

    def _resolved(self, written: WrittenName) -> Resolution:
        if written.name in self._answers:
            answer = self._answers[written.name]
            if answer is None:
                return Resolution(written, None, (), *_said(resolve_name(self._index, written, self._day)), settled=True)
            settled = WrittenName(answer, written.organizations, unaffiliated=written.unaffiliated)
            return resolve_name(self._index, settled, self._day, sure=True)
        return resolve_name(self._index, written, self._day)

    def _person(self, resolution: Resolution) -> str | None:
        if resolution.person is None and not resolution.is_newcomer:
            return None
        for id, name in resolution.new_organizations:
            self._new_organization(id, name)
        if resolution.person is None:
            return self._newcomer(resolution)
        if not resolution.agrees:
            self._moved(resolution.person, resolution.organizations)
        return resolution.person

    def _newcomer(self, resolution: Resolution) -> str:
        name = resolution.written.name
        if fold(name) in self.outcome.ids:
            return self.outcome.ids[fold(name)]
        id = new_person_id(self._index, name, set(self.outcome.ids.values()))
        entry: dict[str, Any] = {"name": name}
        if resolution.written.handle:
            entry["github"] = resolution.written.handle
        if resolution.organizations:
            entry["affiliations"] = (
                list(resolution.organizations) if len(resolution.organizations) == 1 else _together(resolution.organizations)
            )
        self.changes.register("people", id, entry)
        self.outcome.ids[fold(name)] = id
        self.outcome.newcomers.append(id)
        return id

    def _new_organization(self, id: str, name: str) -> None:
        if id not in self.outcome.new_organizations:
            self.changes.register("organizations", id, {"name": name})
            self.outcome.new_organizations.append(id)

    def _moved(self, person: str, organizations: Sequence[str]) -> None:
        """Note a new affiliation, observed since this day; one that was observed later is now observed earlier.

        What the person belongs to already is not noted again.

        Raises RugctlError where later records say something else: that is not for a program to settle.
        """
        path, pointer = REGISTRIES["people"], ("people", person, "affiliations")
        organizations = [id for id in organizations if id not in affiliations_on(self._index, person, self._day)]
        before = self.changes.value(path)["people"][person].get("affiliations") or []
        later = [n for n, entry in enumerate(before) if isinstance(entry, dict) and str(entry.get("since", "")) > self._day]
        if later:
            self._observe_earlier(person, later[0], before[later[0]], organizations)
        elif not before and not self._seen_before(person):
            self.changes.set(path, pointer, list(organizations) if len(organizations) == 1 else _together(organizations))
        else:
            dated = [
                {"organization": id, "since": self._day, "observed": True} | ({"concurrent": True} if n else {})
                for n, id in enumerate(organizations)
            ]
            if any(isinstance(entry, dict) for entry in before):
                for entry in dated:
                    self.changes.append(path, pointer, entry)
            else:
                self.changes.set(path, pointer, [*before, *dated])
        self.outcome.moved.append(f"{person}: {', '.join(organizations)} since {self._day}")

    def _observe_earlier(self, person: str, n: int, entry: Mapping[str, Any], organizations: Sequence[str]) -> None:
        path = REGISTRIES["people"]
        if not entry.get("observed") or [entry["organization"]] != list(organizations):
            help = f"Correct the affiliations of {person} in {path} by hand."
            raise RugctlError(f"{person} with {', '.join(organizations)} on {self._day} contradicts what is known later", help)
        self.changes.set(path, ("people", person, "affiliations", n, "since"), self._day)

    def _seen_before(self, person: str) -> bool:
        sql = "SELECT 1 FROM attendance a JOIN symbol s ON s.id = a.person WHERE s.kind = 'person' AND s.text = ? LIMIT 1"
        return self._index.execute(sql, (person,)).fetchone() is not None


def _said(resolution: Resolution) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    return resolution.organizations, resolution.new_organizations


def _together(organizations: Sequence[str]) -> list[Any]:
    return [organizations[0], *({"organization": id, "concurrent": True} for id in organizations[1:])]


def as_written(written: WrittenName) -> str:
    """Return the one line that says what was written, for a name that stays a name."""
    marks = [*written.organizations, *(["first time"] if written.first_time else [])]
    return f"{written.name} ({', '.join(marks)})" if marks else written.name


def add_attendees(changes: ChangeSet, path: str, people: Iterable[WrittenName], registrar: Registrar) -> CheckIn:
    """Add people to a meeting's attendees, those who are there already left alone."""
    there = {person_of(entry) for entry in changes.value(path).get("attendees") or []}
    for written in people:
        known = registrar.known(written)
        if known in there:
            registrar.outcome.already.append(str(known))
            continue
        entry = registrar.attendee(written)
        person = person_of(entry)
        if person in there:
            registrar.outcome.already.append(person)
            continue
        there.add(person)
        changes.append(path, ("attendees",), entry)
        registrar.outcome.present.append(person)
    return registrar.outcome


def person_of(entry: Any) -> str:
    """Return the id or name in an attendee entry of either form."""
    return str(entry["person"]) if isinstance(entry, dict) else str(entry)
