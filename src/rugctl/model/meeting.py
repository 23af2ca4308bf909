"""A meeting: one gathering of the group, held or not; one file."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import Field

from rugctl.model.fields import (
    MOST,
    WHOLE,
    Date,
    ItemId,
    Line,
    Link,
    Many,
    Minutes,
    Person,
    Presence,
    Record,
    Recording,
    Reference,
    Slug,
    Stem,
    Text,
    Time,
    Zone,
)

Status: TypeAlias = Literal["scheduled", "held", "cancelled", "skipped", "postponed", "no-show", "unrecorded"]
Kind: TypeAlias = Literal["talk", "discussion", "announcement", "housekeeping"]
ItemOutcome: TypeAlias = Literal["done", "postponed", "dropped"]
ActionOutcome: TypeAlias = Literal["done", "dropped", "lapsed"]

STATUSES: tuple[Status, ...] = get_args(Status)


class Decision(Record):
    """What was decided, in one sentence; `supersedes` names an earlier decision."""

    text: Line
    id: ItemId | None = None
    topics: Many[Slug] = ()
    supersedes: Reference | None = None


class Action(Record):
    """A task born in this meeting, open until `closed`."""

    id: ItemId
    task: Line
    owners: Many[Person] = ()
    due: Date | None = None
    closed: Date | None = None
    outcome: ActionOutcome | None = None
    note: Line | None = None


class AgendaItem(Record):
    """One thing on the agenda; its outcome is `done` where the meeting was held and nothing else is said."""

    title: Line
    kind: Kind | None = None
    speakers: Many[Person] = ()
    topics: Many[Slug] = ()
    links: Many[Link] = ()
    outcome: ItemOutcome | None = None
    moved_to: Stem | None = None
    notes: Text | None = None
    decisions: Many[Decision] = ()
    actions: Many[Action] = ()


class Source(Record):
    """Where a record was transcribed from: a document of the group and its lines, first and last."""

    document: Slug
    lines: Annotated[tuple[LineNumber, LineNumber], Field(strict=False)] | None = None
    digest: Line | None = None
    abridged: bool | None = None
    note: Line | None = None


LineNumber: TypeAlias = Annotated[int, Field(ge=1, le=MOST), WHOLE]


class Meeting(Record):
    """The content of `data/meetings/DATE.yaml`; `attendees` left out means not taken, empty that nobody came."""

    date: Date
    status: Status
    reason: Line | None = None
    occurrence: Date | None = None
    moved_from: Stem | None = None
    moved_to: Stem | None = None
    slot: Slug | None = None
    start: Time | None = None
    duration: Minutes | None = None
    timezone: Zone | None = None
    uid: Line | None = None
    chair: Person | None = None
    scribe: Person | None = None
    recording: Recording | None = None
    links: Many[Link] = ()
    agenda: Many[AgendaItem] = ()
    attendees: Many[Presence] | None = None
    regrets: Many[Person] = ()
    notes: Text | None = None
    decisions: Many[Decision] = ()
    actions: Many[Action] = ()
    source: Source | None = None
