"""A group: its name, its people in office, and the series by which it meets."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from rugctl.model.fields import WHOLE, Date, Line, Link, Many, Minutes, Person, Record, Slug, Text, Time, Url, Zone


class Lead(Record):
    """A term of office, half-open `[since, until)`."""

    person: Person
    role: Line
    since: Date
    until: Date | None = None
    note: Line | None = None


class SourceDocument(Record):
    """A document that minutes were kept in."""

    title: Line
    url: Url | None = None
    license: Line | None = None
    note: Line | None = None


class Stretch(Record):
    """Days of a series, half-open `[since, until)`, on which nothing is expected, and why."""

    since: Date
    until: Date
    reason: Line


Nth: TypeAlias = Annotated[int, Field(ge=-5, le=5), WHOLE]


class Slot(Record):
    """One of the times that a series rotates through; `nth` where it goes by the nth weekday of the month."""

    id: Slug
    start: Time
    timezone: Zone
    nth: Nth | None = None
    title: Line | None = None


class Series(Record):
    """An effective-dated recurrence rule (RFC 5545, section 3.3.10) with a wall time in a zone, or rotating slots.

    Half-open `[since, until)`. `rotate: occurrence` gives each next occurrence the next slot, counted from the
    first one on; `rotate: nth` gives it the slot with that number of the weekday in the month.
    """

    id: Slug
    uid: Line
    since: Date
    until: Date | None = None
    title: Line | None = None
    rrule: Line
    start: Time | None = None
    timezone: Zone | None = None
    duration: Minutes
    rotate: Literal["occurrence", "nth"] | None = None
    slots: Many[Slot] = ()
    join: Url | None = None
    pauses: Many[Stretch] = ()
    unrecorded: Many[Stretch] = ()
    note: Line | None = None


class Group(Record):
    """The content of `data/group.yaml` or `data/groups/ID.yaml`; the first zone is the group's own."""

    format: Annotated[int, Field(ge=1, le=1), WHOLE]
    name: Line
    charter: Text | None = None
    zones: Annotated[tuple[Zone, ...], Field(strict=False, min_length=1)]
    links: Many[Link] = ()
    leads: Many[Lead] = ()
    documents: dict[Slug, SourceDocument] = Field(default_factory=dict)
    series: Many[Series] = ()
