"""The registry of topics, and the backlog of proposed agenda items."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

from rugctl.model.fields import MOST, WHOLE, Date, Line, Link, Many, Person, Record, Slug, Text

Interest: TypeAlias = Annotated[int, Field(ge=0, le=MOST), WHOLE]


class TopicEntry(Record):
    """One topic."""

    name: Line
    aliases: Many[Line] = ()
    formerly: Many[Slug] = ()
    note: Line | None = None


class Topics(Record):
    """The content of `data/topics.yaml`."""

    topics: dict[Slug, TopicEntry]


class BacklogItem(Record):
    """An agenda item that somebody proposed and that is not scheduled yet; `interest` counts who asked for it."""

    id: Slug
    title: Line
    group: Slug | None = None
    topics: Many[Slug] = ()
    proposed_by: Person | None = None
    proposed: Date | None = None
    speakers: Many[Person] = ()
    interest: Interest | None = None
    links: Many[Link] = ()
    notes: Text | None = None


class Backlog(Record):
    """The content of `data/backlog.yaml`."""

    backlog: Many[BacklogItem]
