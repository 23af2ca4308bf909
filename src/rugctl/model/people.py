"""The registries of people and organizations."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Tag

from rugctl.model.fields import Handle, Line, Many, PartialDate, Record, Slug, Url

OrganizationKind: TypeAlias = Literal[
    "company", "university", "laboratory", "institute", "consortium", "foundation", "project", "agency", "other"
]


class Affiliation(Record):
    """A person belongs to an organization in half-open `[since, until)`.

    Without `until` it ends where the next one in the list begins, unless that one is `concurrent`.
    `observed` says that `since` is when the minutes first show it, not when it is known to have begun.
    """

    organization: Slug
    since: PartialDate | None = None
    until: PartialDate | None = None
    observed: bool | None = None
    concurrent: bool | None = None
    note: Line | None = None


AffiliationEntry: TypeAlias = Annotated[
    Annotated[Slug, Tag("(text)")] | Annotated[Affiliation, Tag("(mapping)")],
    Discriminator(lambda value: "(mapping)" if isinstance(value, dict | Affiliation) else "(text)"),
]


class PersonEntry(Record):
    """One person. Aliases may be shared between people; ids, former ids and handles may not."""

    name: Line
    aliases: Many[Line] = ()
    github: Handle | None = None
    handles: Many[Handle] = ()
    affiliations: Many[AffiliationEntry] = ()
    formerly: Many[Slug] = ()
    not_same_as: Many[Slug] = ()
    note: Line | None = None


class People(Record):
    """The content of `data/people.yaml`."""

    people: dict[Slug, PersonEntry]


class OrganizationEntry(Record):
    """One organization; an agreement of affiliations follows `parent`."""

    name: Line
    aliases: Many[Line] = ()
    kind: OrganizationKind | None = None
    parent: Slug | None = None
    url: Url | None = None
    formerly: Many[Slug] = ()
    note: Line | None = None


class Organizations(Record):
    """The content of `data/organizations.yaml`."""

    organizations: dict[Slug, OrganizationEntry]
