"""What an import found: meetings with everything in them, people, questions, and what became of each line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Use: TypeAlias = Literal["field", "structure", "unparsed", "blank"]
"""What became of a line: it stands in a field of a record, only gives form, was not understood, or is empty."""


@dataclass(frozen=True, slots=True)
class FoundLink:
    """An address in the text, mended where a line break or a scanner had broken it and that is certain."""

    url: str
    title: str | None
    line: int
    mended: bool = False


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody as a line names them, nothing resolved yet.

    `affiliation` is the whole as written (None where nothing is), `organizations` what it names, one by one. `role` is
    what they did that day (`speaker`, `chair`, `scribe`, `attendee`, `regrets`, `owner`) or a title in the group.
    """

    name: str
    line: int
    affiliation: str | None = None
    organizations: tuple[str, ...] = ()
    unaffiliated: bool = False
    handle: str | None = None
    first_time: bool = False
    note: str | None = None
    role: str = "attendee"


@dataclass(frozen=True, slots=True)
class FoundAction:
    """A task; `owners` as written, but for initials that the minutes spell out; `done` where the document marks it so."""

    text: str
    line: int
    owners: tuple[FoundPerson, ...] = ()
    done: bool = False
    due: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class FoundDecision:
    """What was decided."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class FoundItem:
    """One thing on the agenda, with what was noted of it (Markdown); `written`: how a reader of its line knows it again."""

    title: str
    line: int
    written: str = ""
    kind: str | None = None
    speakers: tuple[FoundPerson, ...] = ()
    links: tuple[FoundLink, ...] = ()
    outcome: str | None = None
    notes: str = ""
    decisions: tuple[FoundDecision, ...] = ()
    actions: tuple[FoundAction, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundMeeting:
    """A meeting as its section of a document tells of it, lines `line` to `end_line`.

    `date` is a day, or a month where no day is known (`2024-06`). `dated` says how the date was found where the document
    does not spell it out. `attendees` None: no list; empty: an empty one. `notes` hold what belongs to no agenda item.
    `digest` is that of the section's text, by which a later import knows it again.
    """

    date: str
    status: str
    document: str
    line: int
    end_line: int
    digest: str
    dated: str | None = None
    reason: str | None = None
    title: str | None = None
    slot: str | None = None
    start: str | None = None
    timezone: str | None = None
    chair: FoundPerson | None = None
    scribe: FoundPerson | None = None
    recording: str | bool | None = None
    links: tuple[FoundLink, ...] = ()
    agenda: tuple[FoundItem, ...] = ()
    attendees: tuple[FoundPerson, ...] | None = None
    regrets: tuple[FoundPerson, ...] = ()
    notes: str = ""
    decisions: tuple[FoundDecision, ...] = ()
    actions: tuple[FoundAction, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A line that speaks for or against something."""

    document: str
    line: int
    text: str
    speaks_for: bool = True


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Something that only a person can settle: `answer` is what is proposed, `choices` what else is possible.

    `id` stays the same as long as the document says the same, so that an answer is found again. `kind` is `person`,
    `organization`, `date`, `status` or `line`; `confidence` goes from 0 to 1.
    """

    id: str
    kind: str
    text: str
    answer: str | None
    choices: tuple[str, ...] = ()
    confidence: float = 0.0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class LineUse:
    """What became of one line of a document, and which field it stands in (`2024-06-05/attendees`)."""

    document: str
    line: int
    use: Use
    field: str = ""


@dataclass(frozen=True, slots=True)
class FoundHead:
    """What stands before a document's first meeting: its title, text (Markdown), links, the group's leads, proposed topics."""

    document: str
    title: str | None
    text: str
    links: tuple[FoundLink, ...] = ()
    leads: tuple[FoundPerson, ...] = ()
    backlog: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """What the documents say, before people and organizations are resolved."""

    meetings: tuple[FoundMeeting, ...]
    questions: tuple[OpenQuestion, ...] = ()
    lines: tuple[LineUse, ...] = ()
    heads: tuple[FoundHead, ...] = ()
