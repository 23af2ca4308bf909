r"""The types that the records' fields are made of.

Patterns are written so that Rust's, ECMAScript's and Python's regular expressions read them alike: no `\d`, no `\s`,
no look-around; a calendar date is a date that exists.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, StringConstraints, Tag

_YEAR = "[12][0-9]{3}"  # 1000 to 2999: any other is a slip, and days can be added without leaving the calendar
_LEAP_YEAR = "(?:[12][0-9](?:0[48]|[2468][048]|[13579][26])|(?:1[26]|2[048])00)"
DATE_PATTERN = (
    f"(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    f"|{_LEAP_YEAR}-02-29)"
)
_CONTROL = "\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ufffe\\uffff"
SLUG_PATTERN = "[a-z0-9]+(?:-[a-z0-9]+)*"

Date: TypeAlias = Annotated[str, StringConstraints(pattern=f"^{DATE_PATTERN}$")]
"""A calendar date, `2024-06-05`."""
PartialDate: TypeAlias = Annotated[str, StringConstraints(pattern=f"^(?:{DATE_PATTERN}|{_YEAR}-(?:0[1-9]|1[0-2])|{_YEAR})$")]
"""A year, a month or a day: `2020`, `2020-03`, `2020-03-04`; it means the first day of what it names."""
Time: TypeAlias = Annotated[str, StringConstraints(pattern="^(?:[01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A wall time, `17:00`."""
Slug: TypeAlias = Annotated[str, StringConstraints(pattern=f"^{SLUG_PATTERN}$")]
"""An id: lower case, digits, single hyphens."""
Line: TypeAlias = Annotated[str, StringConstraints(pattern=f"^[^ {_CONTROL}](?:[^{_CONTROL}]*[^ {_CONTROL}])?$")]
"""One line of text without white space around it or control characters in it."""
Text: TypeAlias = Annotated[str, StringConstraints(min_length=1)]
"""CommonMark, one line or many."""
Url: TypeAlias = Annotated[str, StringConstraints(pattern=f'^https?://[^ {_CONTROL}<>"]+$')]
"""An absolute http or https address."""
Stem: TypeAlias = Annotated[str, StringConstraints(pattern=f"^{DATE_PATTERN}(?:-[a-z])?$")]
"""A meeting's file name without its ending: its date, and a letter for a second one on that day."""
Reference: TypeAlias = Annotated[str, StringConstraints(pattern=f"^{DATE_PATTERN}(?:-[a-z])?/[a-z][a-z0-9-]*$")]
"""An action item or decision of a meeting: `2021-12-01/a1`."""
ItemId: TypeAlias = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9-]*$")]
Handle: TypeAlias = Annotated[str, StringConstraints(pattern="^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?$")]
"""A login, without the @."""
Zone: TypeAlias = Annotated[str, StringConstraints(pattern="^[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*$")]
"""An IANA zone, `Europe/Zurich`; whether it exists is a rule's question."""


def _whole(value: Any) -> Any:
    """Take `60.0` for 60, as JSON Schema does, which knows one kind of number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


WHOLE = BeforeValidator(_whole)
"""Stands last beside `int`: the schema knows only the limits that stand before it."""
MOST = 1_000_000
"""The limit of what is counted, far above any count of this field, far below what an index can hold."""
Minutes: TypeAlias = Annotated[int, Field(ge=1, le=1440), WHOLE]

T = TypeVar("T")
Many: TypeAlias = Annotated[tuple[T, ...], Field(strict=False)]


class Record(BaseModel):
    """Base of everything that stands in a file: frozen, strict, unknown keys refused; built when the first one is read."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", regex_engine="rust-regex", defer_build=True)


class Link(Record):
    """A titled address."""

    url: Url
    title: Line | None = None


class Named(Record):
    """A person named with more than an id: `{person: id or name, organization: …, note: …}`."""

    person: Line
    organization: OrganizationsSaid | None = None
    note: Line | None = None


class Attendee(Record):
    """A person's presence at one meeting; `organization` is what was said that day, `first_time` a claim."""

    person: Line
    organization: OrganizationsSaid | None = None
    first_time: bool | None = None
    note: Line | None = None


ARMS = frozenset({"(text)", "(mapping)", "(list)", "(flag)"})
"""The arms of unions, as pydantic's locations name them; brackets, so that no key of a record is taken for one."""


def _shape(value: Any) -> str:
    """Tell which arm of a union a value belongs to by its shape alone; anything else goes to the text arm."""
    if isinstance(value, str):  # as nearly all are, and whether something is a model is costly to ask
        return "text"
    if isinstance(value, dict | BaseModel):
        return "mapping"
    if isinstance(value, list | tuple):
        return "list"
    return "flag" if isinstance(value, bool) else "text"


OrganizationsSaid: TypeAlias = Annotated[
    Annotated[Slug, Tag("(text)")] | Annotated[Many[Slug], Tag("(list)")],
    Discriminator(lambda value: "(list)" if _shape(value) == "list" else "(text)"),
]
"""An organization's id, several of them, or the word `none`."""

Person: TypeAlias = Annotated[
    Annotated[Line, Tag("(text)")] | Annotated[Named, Tag("(mapping)")],
    Discriminator(lambda value: "(mapping)" if _shape(value) == "mapping" else "(text)"),
]
"""Somebody named: an id, a mapping, or a name as people write it."""

Presence: TypeAlias = Annotated[
    Annotated[Line, Tag("(text)")] | Annotated[Attendee, Tag("(mapping)")],
    Discriminator(lambda value: "(mapping)" if _shape(value) == "mapping" else "(text)"),
]
"""Somebody present: an id, a mapping, or a name as people write it, `Kevin Fox (PNNL, first time)`."""

Recording: TypeAlias = Annotated[
    Annotated[Url, Tag("(text)")] | Annotated[Literal[True], Tag("(flag)")],
    Discriminator(lambda value: "(flag)" if _shape(value) == "flag" else "(text)"),
]
"""The recording's address, or `true` where one is known to exist and its address is lost."""
