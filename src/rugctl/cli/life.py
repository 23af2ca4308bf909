"""What the commands of a meeting's life share: which meeting is meant, and its record, made where the series expects it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from rugctl.cli.book import Book
from rugctl.days import is_day
from rugctl.errors import RugctlError
from rugctl.queries.lookup import MeetingKey, find_meeting
from rugctl.store import meeting_path

if TYPE_CHECKING:
    from rugctl.changes import ChangeSet

THE_MEETING = "The meeting: a date, `today`, `next`, or `last`, the latest scheduled or held whose date has come."
RecordedDay: TypeAlias = Annotated[str, typer.Argument(metavar="DATE", help=THE_MEETING)]
Day: TypeAlias = Annotated[str, typer.Argument(metavar="DATE", help=f"{THE_MEETING} A record is made where the series expects one.")]


def meeting_meant(book: Book, day: str) -> MeetingKey:
    """Return the meeting that somebody who changes it means by a day; raises RugctlError where there is no record of it."""
    return find_meeting(book.index, _named(book, day), book.today, book.one_group())


def ensure_record(book: Book, changes: ChangeSet, day: str) -> str:
    """Return the path of a meeting's record; one is made where the series expects that date and there is none."""
    group, named = book.one_group(), _named(book, day)
    try:
        return meeting_path(find_meeting(book.index, named, book.today, group).stem, group)
    except RugctlError:
        from rugctl.drafting.meeting import Draft, draft_meeting, expected_on  # noqa: PLC0415

        wanted = book.today if named == "today" else named
        occurrence = expected_on(book.index, group, wanted) if is_day(wanted) else None
        if occurrence is None:
            raise
        return draft_meeting(changes, group, Draft(wanted), occurrence)


def _named(book: Book, day: str) -> str:
    """Return what is to be looked for: `last` is another meeting to those who change it than to those who read."""
    if day != "last":
        return day
    from rugctl.drafting.meeting import last_day  # noqa: PLC0415

    return last_day(book.index, book.one_group(), book.today)
