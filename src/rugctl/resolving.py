"""Names to people: what a name as written means, as of a date; and what the registries must learn from it.

Certain names resolve, unknown ones are newcomers, and what is in doubt stays a name with its candidates: nobody is
merged silently.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from rugctl.errors import RugctlError
from rugctl.index.called import called, people_called
from rugctl.likeness import NEAR, likeness
from rugctl.names import fold, slugify
from rugctl.written_names import WrittenName

_NO_NAME = re.compile(
    r"[\d?:|#~+*<>=\\]|\b(?:iPhone|iPad|Zoom|users?|guests?|others|people|attendees|participants|notetaker)\b", re.IGNORECASE
)

_LEGAL_FORM = re.compile(r",?\s+(?:Inc|LLC|Ltd|Corp|GmbH|PLC|Co)\.?$")


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a written name came to: `person` where it is certain, else `candidates`, else a newcomer; `settled` where a person said so.

    `organizations` are ids; `new_organizations` those among them that the registry does not have, with their names.
    `moved` says that the person's affiliations, as of the date, do not have the organization that was said.
    """

    written: WrittenName
    person: str | None
    candidates: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    new_organizations: tuple[tuple[str, str], ...] = ()
    agrees: bool = True
    exact: bool = True
    settled: bool = False
    is_organization: bool = False

    @property
    def is_newcomer(self) -> bool:
        """Tell whether nobody of this name is known, and what was written can hardly be read otherwise."""
        return self.person is None and not self.candidates and (self.settled or self._is_name)

    @property
    def _is_name(self) -> bool:
        written = self.written
        guessed = written.loose and self.new_organizations and (" " not in written.name or len(self.organizations) > 1)
        return not (written.inverted or guessed or self.is_organization or _NO_NAME.search(written.name))


Affiliations: TypeAlias = Callable[[str], list[str]]
"""Gives the organizations that a person belongs to on the day in question."""


def resolve_name(
    index: sqlite3.Connection, written: WrittenName, affiliations: Affiliations, *, sure: bool = False, near: bool = True
) -> Resolution:
    """Say whom a written name means on a day; `sure` says that a person settled it, so that nothing in it is doubted.

    Without `near` nobody is looked for whose name is only like it, which means a look at all names.
    """
    organizations, new = _organizations(index, written)
    known = tuple(id for id in organizations if id not in dict(new))
    exactly = _by_handle(index, written.handle) or _by_id(index, written.name)
    sure = sure or bool(exactly)
    found = exactly or _by_name(index, written.name)
    if len(found) > 1:
        narrowed = [person for person in found if known and agreement(index, affiliations(person), known)[0]]
        found = narrowed if len(narrowed) == 1 else found
    if len(found) == 1:
        held = affiliations(found[0])
        agrees, exact = agreement(index, held, organizations)
        if not sure and held and not agrees and (new or len(fold(written.name).split()) == 1):
            return Resolution(written, None, (found[0],), organizations, new)
        return Resolution(written, found[0], (), organizations, new, agrees, exact, settled=sure)
    candidates = tuple(found) or (_near(index, written.name) if near else ())
    return Resolution(written, None, candidates, organizations, new, is_organization=bool(_organizations_called(index, written.name)))


def readings(index: sqlite3.Connection, written: WrittenName) -> list[WrittenName]:
    """Return whom a name means that has an unknown organization behind a comma: `Last, First` or `A, B` where the registry has those."""
    if not written.loose or len(written.organizations) != 1 or _organizations_called(index, written.organizations[0]):
        return [written]
    (other,) = written.organizations
    if _by_name(index, f"{other} {written.name}"):
        return [replace(written, name=f"{other} {written.name}", organizations=())]
    if _by_name(index, other):
        return [replace(written, organizations=()), WrittenName(other)]
    return [written]


def new_person_id(index: sqlite3.Connection, name: str, taken: set[str]) -> str:
    """Return a free id for a newcomer; `taken` are those given out in this change."""
    base = slugify(name) or "person"
    sql = """SELECT text FROM name WHERE kind = 'person' AND how IN ('id', 'former')
UNION SELECT s.text FROM use u JOIN symbol s ON s.id = u.symbol WHERE s.kind = 'person'"""
    used = {text for (text,) in index.execute(sql)} | taken
    number = 1
    while (id := base if number == 1 else f"{base}-{number}") in used:
        number += 1
    return id


def affiliations_on(index: sqlite3.Connection, person: str, day: str) -> list[str]:
    """Return the organizations that a person belongs to on a day."""
    sql = """SELECT o.text FROM affiliation f JOIN symbol p ON p.id = f.person JOIN symbol o ON o.id = f.organization
WHERE p.kind = 'person' AND p.text = ? AND f.since <= ? AND ? < f.until ORDER BY f.n"""
    return [text for (text,) in index.execute(sql, (person, day, day))]


def _by_handle(index: sqlite3.Connection, handle: str | None) -> list[str]:
    return called(index, "person", handle.casefold(), "handle") if handle else []


def _by_id(index: sqlite3.Connection, name: str) -> list[str]:
    return called(index, "person", name.strip().casefold(), "id", "former")


def _by_name(index: sqlite3.Connection, name: str) -> list[str]:
    return people_called(index, fold(name)) or called(index, "person", name.strip().casefold(), "handle")


def _near(index: sqlite3.Connection, name: str) -> tuple[str, ...]:
    """Return the people whose name is so like this one that it may be a misspelling, or whose given or last name it is."""
    wanted = fold(name)
    scored: dict[str, float] = {}
    for folded, person in index.execute(
        "SELECT n.folded, s.text FROM name n JOIN symbol s ON s.id = n.symbol WHERE n.kind = 'person' AND n.how IN ('name', 'alias')"
    ):
        score = likeness(wanted, folded)
        if score >= NEAR:
            scored[person] = max(score, scored.get(person, 0))
    return tuple(sorted(scored, key=lambda person: (-scored[person], person))[:5])


def _organizations(index: sqlite3.Connection, written: WrittenName) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return the ids of the organizations said, and those of them that are new with their names."""
    ids: list[str] = []
    new: list[tuple[str, str]] = []
    together = ", ".join(written.organizations)
    for name in [together] if _organizations_called(index, together) else written.organizations:
        found = _organizations_called(index, name)
        id = found[0] if len(found) == 1 else slugify(name)
        if not id:
            continue
        if len(found) > 1:
            raise RugctlError(f"the organization `{name}` may be {' or '.join(found)}", "Give one of these ids.")
        if not found and index.execute("SELECT 1 FROM name WHERE kind = 'organization' AND folded = ?", (id,)).fetchone() is None:
            new.append((id, name))
        ids.append(id)
    return tuple(dict.fromkeys(ids)), tuple(dict.fromkeys(new))


def _organizations_called(index: sqlite3.Connection, name: str) -> list[str]:
    """Return the organizations of a name, alias or id; of one that says its legal form also those that do not."""
    sql = "SELECT DISTINCT s.text FROM name n JOIN symbol s ON s.id = n.symbol WHERE n.kind = 'organization' AND n.folded IN (?, ?)"
    for text in (name, _LEGAL_FORM.sub("", name)):
        found = [id for (id,) in index.execute(sql, (fold(text), text.strip().casefold()))]
        if found:
            return found
    return []


def agreement(index: sqlite3.Connection, held: Sequence[str], organizations: Sequence[str]) -> tuple[bool, bool]:
    """Tell whether all that was said agrees with a person's affiliations (through parents), and whether it is the same, or nothing."""
    exact = not organizations or set(organizations) == set(held)
    lines = {id: _line(index, id) for id in (*held, *organizations)}
    agrees = all(any(said in lines[own] or own in lines[said] for own in held) for said in organizations)
    return agrees, exact


def _line(index: sqlite3.Connection, organization: str) -> set[str]:
    """Return an organization and all that it is part of."""
    sql = """WITH RECURSIVE up(id) AS (SELECT id FROM symbol WHERE kind = 'organization' AND text = ?
  UNION SELECT o.parent FROM up u JOIN organization o ON o.symbol = u.id WHERE o.parent IS NOT NULL)
SELECT s.text FROM up u JOIN symbol s ON s.id = u.id"""
    return {text for (text,) in index.execute(sql, (organization,))} | {organization}
