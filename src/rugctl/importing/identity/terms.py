"""What resolving people and organizations takes and gives."""

from __future__ import annotations

from dataclasses import dataclass

from rugctl.importing.report import FoundPerson, OpenQuestion


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named in a meeting of a day (a date, or a month where no day is known)."""

    person: FoundPerson
    day: str
    document: str


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person whom the registry has; `affiliations` are (organization, since, until), half-open, as full dates."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    affiliations: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class KnownOrganization:
    """An organization that the registry has."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to register: the best of the spellings as name, the others as aliases."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewOrganization:
    """An organization to register."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identities:
    """Who is who: for each mention, in its order, a person's id (None where it stays open) and organizations' ids.

    New people and organizations are sorted by id. `aliases`, `handles` and `organization_aliases` are (id of a known one,
    spelling) that the registry lacks. A question's answer is an id, or `new`; unanswered, two people stay two.
    """

    people: tuple[str | None, ...]
    organizations: tuple[tuple[str, ...], ...]
    new_people: tuple[NewPerson, ...]
    new_organizations: tuple[NewOrganization, ...]
    aliases: tuple[tuple[str, str], ...]
    handles: tuple[tuple[str, str], ...]
    organization_aliases: tuple[tuple[str, str], ...]
    questions: tuple[OpenQuestion, ...]
