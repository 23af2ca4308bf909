"""Those whom one meeting's record names: their names, and their organizations as of its day."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from rugctl.index.schema import ORGANIZATION_NAME


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named in a record; `person` None where the name is unresolved. Organizations, by name, as of the meeting."""

    person: str | None
    name: str
    organizations: tuple[str, ...] = ()
    first_time: bool = False
    note: str | None = None
    listed: bool = True


class People:
    """Names, and organizations as of one meeting."""

    def __init__(self, index: sqlite3.Connection, meeting: int, day: str) -> None:
        self._index, self._meeting, self._day = index, meeting, day
        self._said = self._organizations("SELECT person, organization FROM belonging WHERE meeting = ?", meeting)
        self._places: dict[str, list[tuple[int, Named]]] = defaultdict(list)
        for row in select(index, "SELECT role, text, pointer FROM unresolved WHERE meeting = ?", meeting):
            place = row["pointer"].split("/")
            self._places[row["role"]].append((int(place[1]) if len(place) > 1 else 0, Named(None, row["text"])))

    def unresolved(self, role: str) -> str:
        """Return who has a role by a name that is no id; empty for nobody."""
        return next((named.name for _, named in self._places[role]), "")

    def named(self, person: int | None, written: str, organization: int | None = None) -> Named | None:
        """Return somebody by symbol, else as written; None for nobody."""
        if person is None:
            return Named(None, written) if written else None
        return self._known(person, organization)

    def _known(self, person: int, organization: int | None) -> Named:
        sql = "SELECT s.text, coalesce(p.name, s.text) AS name FROM symbol s LEFT JOIN person p ON p.symbol = s.id WHERE s.id = ?"
        row = select_one(self._index, sql, person)
        said = _organization_names(self._index, [organization]) if organization is not None else self._as_of(person)
        return Named(row["text"], row["name"], said)

    def attendees(self) -> tuple[Named, ...]:
        """Return the attendees in the record's order, then speakers whom the list lacks."""
        found = [*self._places["attendee"]]
        for row in select(self._index, "SELECT person, n, listed, first_time, note FROM attendance WHERE meeting = ?", self._meeting):
            named = self._known(row["person"], None)
            here = replace(named, first_time=bool(row["first_time"]), note=row["note"], listed=bool(row["listed"]))
            found.append((row["n"], here))
        return tuple(named for _, named in sorted(found, key=lambda pair: pair[0]))

    def regrets(self) -> tuple[Named, ...]:
        """Return those who sent regrets, in the record's order."""
        rows = select(self._index, "SELECT person, n FROM regret WHERE meeting = ?", self._meeting)
        found = [*self._places["regrets"], *((row["n"], self._known(row["person"], None)) for row in rows)]
        return tuple(named for _, named in sorted(found, key=lambda pair: pair[0]))

    def _as_of(self, person: int) -> tuple[str, ...]:
        """Return the organizations said that day, else those of the affiliations; none where `none` was said."""
        if person in self._said:
            return self._said[person]
        sql = "SELECT person, organization FROM affiliation WHERE person = ? AND since <= ? AND ? < until ORDER BY n"
        return self._organizations(sql, person, self._day, self._day).get(person, ())

    def _organizations(self, sql: str, *values: object) -> dict[int, tuple[str, ...]]:
        found: dict[int, list[int]] = defaultdict(list)
        for person, organization in self._index.execute(sql, values):
            found[person] += [] if organization is None else [organization]
        return {person: _organization_names(self._index, organizations) for person, organizations in found.items()}


def _organization_names(index: sqlite3.Connection, symbols: list[int]) -> tuple[str, ...]:
    """Return organizations as people call them."""
    sql = f"SELECT {ORGANIZATION_NAME} FROM symbol s LEFT JOIN organization o ON o.symbol = s.id WHERE s.id = ?"
    return tuple(index.execute(sql, (symbol,)).fetchone()[0] for symbol in symbols)


def select(index: sqlite3.Connection, sql: str, *values: object) -> list[dict[str, Any]]:
    """Return what a SELECT gives, each row by the names of its columns."""
    cursor = index.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def select_one(index: sqlite3.Connection, sql: str, *values: object) -> dict[str, Any]:
    """Return the first row of a SELECT, empty where there is none."""
    return next(iter(select(index, sql, *values)), {})
