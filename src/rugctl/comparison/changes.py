"""What a comparison says: changes as a tree of values, figures that are restated, and files that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed, and in `changes` what changed about it.

    `kind` is what it is: meeting, attendee, item, person, field, …; `what` became of it: added, removed, changed, renamed,
    … `id` tells it from its like, `name` is what people call it. `before` and `after` are texts, None where there is none.
    """

    kind: str
    what: str
    id: str = ""
    name: str = ""
    before: str | None = None
    after: str | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """Attendance of a year: presences at all meetings together, meetings with somebody there, different people."""

    attendances: int
    meetings: int
    people: int


@dataclass(frozen=True, slots=True)
class Restated:
    """A figure of a year that is another one for the same meetings; `organization` None: everybody.

    `parts`: those who came from what is part of the organization are counted, too.

    Counted are the meetings that count at both ends. `people` are those because of whom it is another one.
    """

    group: str
    year: str
    organization: str | None
    name: str
    before: Count
    after: Count
    people: tuple[str, ...]
    parts: bool = False


@dataclass(frozen=True, slots=True)
class FirstRecorded:
    """Somebody known before whose first recorded meeting is another one now."""

    group: str
    person: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that is no readable record at one end or both, and why; `changed` False where it is the same at both."""

    path: str
    end: str
    reason: str
    changed: bool = True


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that changed; `unaltered` are files that changed and say what they said.

    `figures` and `firsts` are None where a file cannot be read, so that none would be right.
    """

    meetings: tuple[Change, ...] = ()
    people: tuple[Change, ...] = ()
    organizations: tuple[Change, ...] = ()
    topics: tuple[Change, ...] = ()
    backlog: tuple[Change, ...] = ()
    groups: tuple[Change, ...] = ()
    figures: tuple[Restated, ...] | None = ()
    firsts: tuple[FirstRecorded, ...] | None = ()
    unread: tuple[Unread, ...] = ()
    unaltered: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether no file differs."""
        return self == Comparison()
