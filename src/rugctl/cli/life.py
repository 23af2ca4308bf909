"""What the commands of a meeting's life share: finding its record, or making one where the series expects it."""

from __future__ import annotations

from rugctl.changes import ChangeSet
from rugctl.cli.book import Book
from rugctl.days import is_day
from rugctl.errors import RugctlError
from rugctl.store import meeting_path


def ensure_record(book: Book, changes: ChangeSet, day: str) -> str:
    """Return the path of a meeting's record; one is made where the series expects that date and there is none."""
    from rugctl.queries.lookup import find_meeting  # noqa: PLC0415

    group = book.one_group()
    try:
        return meeting_path(find_meeting(book.index, day, book.today, group).stem, group)
    except RugctlError:
        from rugctl.drafting.meeting import Draft, draft_meeting, expected_on  # noqa: PLC0415

        wanted = book.today if day == "today" else day
        occurrence = expected_on(book.index, group, wanted) if is_day(wanted) else None
        if occurrence is None:
            raise
        return draft_meeting(changes, group, Draft(wanted), occurrence)
