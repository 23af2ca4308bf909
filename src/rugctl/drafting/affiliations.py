"""Where people belong on a meeting's day: as a change has it so far, and what the meeting newly shows."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rugctl.changes import REGISTRIES, ChangeSet
from rugctl.errors import RugctlError
from rugctl.index.registry_facts import days_of, first_day, in_full
from rugctl.index.row_writer import LAST_DAY
from rugctl.model import PersonEntry
from rugctl.resolving import affiliations_on

_PATH = REGISTRIES["people"]


@dataclass(frozen=True, slots=True)
class Affiliations:
    """People's affiliations on a day, in a change."""

    index: sqlite3.Connection
    changes: ChangeSet
    day: str

    def of(self, person: str) -> list[str]:
        """Return the organizations that a person belongs to on the day."""
        if not self.changes.is_open(_PATH):
            return affiliations_on(self.index, person, self.day)
        entries = in_full(PersonEntry.model_validate(self.changes.value(_PATH)["people"][person]).affiliations)
        stretches = (days_of(entries, n) for n in range(len(entries)))
        return [entry.organization for entry, (since, until) in zip(entries, stretches, strict=True) if since <= self.day < until]

    def contradicts(self, person: str, organizations: Sequence[str]) -> bool:
        """Tell whether organizations said on the day cannot be noted without making later records say something else."""
        entries = self._entries(person)
        at = self._later(entries)
        if at is None:
            return bool(entries) and self._was_there_until(person, LAST_DAY)
        later = entries[at]
        is_same = later.get("observed") and [later["organization"]] == self._new(person, organizations)
        return not is_same or self._was_there_until(person, first_day(later["since"]))

    def note(self, person: str, organizations: Sequence[str]) -> str:
        """Note organizations, observed since the day, or since then where they were observed later; return what was noted.

        What the person belongs to already is not noted again. Raises RugctlError where it contradicts later records: that
        is not for a program to settle.
        """
        new, entries = self._new(person, organizations), self._entries(person)
        said = f"{person}: {', '.join(new)}"
        if self.contradicts(person, organizations):
            help = f"Correct the affiliations of {person} in {_PATH} by hand."
            raise RugctlError(f"{person} with {', '.join(new)} on {self.day} contradicts what is known later", help)
        pointer = ("people", person, "affiliations")
        at = self._later(entries)
        if at is not None:
            self.changes.set(_PATH, (*pointer, at, "since"), self.day)
        elif not entries and not self._was_ever_there(person):
            self.changes.set(_PATH, pointer, together(new))
            return said
        else:
            for n, id in enumerate(new):
                entry = {"organization": id, "since": self.day, "observed": True} | ({"concurrent": True} if n else {})
                self.changes.append(_PATH, pointer, entry)
        return f"{said} since {self.day}"

    def _entries(self, person: str) -> list[Any]:
        return list(self.changes.value(_PATH)["people"][person].get("affiliations") or [])

    def _new(self, person: str, organizations: Sequence[str]) -> list[str]:
        held = self.of(person)
        return [id for id in organizations if id not in held]

    def _later(self, entries: Sequence[Any]) -> int | None:
        """Return the place of the first affiliation that begins after the day."""
        return next((n for n, entry in enumerate(entries) if isinstance(entry, dict) and str(entry.get("since", "")) > self.day), None)

    def _was_there_until(self, person: str, until: str) -> bool:
        sql = """SELECT 1 FROM attendance a JOIN symbol s ON s.id = a.person JOIN meeting m ON m.id = a.meeting
WHERE s.kind = 'person' AND s.text = ? AND m.status = 'held' AND m.date > ? AND m.date < ? LIMIT 1"""
        return self.index.execute(sql, (person, self.day, until)).fetchone() is not None

    def _was_ever_there(self, person: str) -> bool:
        sql = "SELECT 1 FROM attendance a JOIN symbol s ON s.id = a.person WHERE s.kind = 'person' AND s.text = ? LIMIT 1"
        return self.index.execute(sql, (person,)).fetchone() is not None


def together(organizations: Sequence[str]) -> list[Any]:
    """Return organizations to which somebody belongs at once, as far back as is known."""
    return [*organizations[:1], *({"organization": id, "concurrent": True} for id in organizations[1:])]
