"""`rugctl attendance`: who came, when, and from where."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

import typer

from rugctl.cli.book import Book, emit, open_book
from rugctl.cli.options import FormatOption, InOption, SinceOption, UntilOption, scope_of
from rugctl.errors import RugctlError
from rugctl.queries import history
from rugctl.queries.coverage import coverage
from rugctl.queries.lookup import find_organization, find_person
from rugctl.queries.selection import Scope, Selection, with_children
from rugctl.render.remarks import render_claims, render_coverage, render_without_organization
from rugctl.render.rows import Listing

By: TypeAlias = Literal["person", "organization", "year", "month", "meeting", "topic"]

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def attendance(
    ctx: typer.Context,
    person: Annotated[list[str] | None, typer.Option("--person", "-p", metavar="PERSON", help="Only this person; may be repeated.")] = None,
    organization: Annotated[
        str | None,
        typer.Option("--organization", "-o", metavar="ORGANIZATION", help="Only people from this organization or those below it."),
    ] = None,
    exact: Annotated[bool, typer.Option("--exact", help="Leave out the organizations below --organization.")] = False,
    since: SinceOption = None,
    until: UntilOption = None,
    within: InOption = None,
    by: Annotated[
        By | None, typer.Option("--by", metavar="UNIT", help="Count by person, organization, year, month, meeting or topic.")
    ] = None,
    newcomers: Annotated[bool, typer.Option("--newcomers", help="Those who are first recorded in the time asked for.")] = False,
    lapsed: Annotated[
        int | None, typer.Option("--lapsed", metavar="N", min=1, help="Regulars who missed the last N counted meetings.")
    ] = None,
    all_meetings: Annotated[bool, typer.Option("--all", help="With --person: show the meetings missed, too.")] = False,
    format: FormatOption = "table",
) -> None:
    """Who came, when, and from where: sums for everybody, or every meeting of the people given.

    Only meetings that were held and have a list of attendees count. A rate is that of the counted meetings from
    somebody's first recorded one on.
    """
    _check(person, organization, by, exact, newcomers, lapsed, all_meetings)
    book = open_book(ctx)
    scope = scope_of(book, since, until, within)
    selection = Selection(
        scope,
        tuple(dict.fromkeys(find_person(book.index, name) for name in person or ())),
        _organizations(book, organization, exact),
    )
    if newcomers:
        listings = _newcomers(book, selection)
    elif lapsed is not None:
        listings = _lapsed(book, selection, lapsed)
    elif by not in {None, "person"}:
        listings = [_tally(book, selection, by)]
    elif person and by is None:
        listings = _histories(book, selection, absences=all_meetings)
    else:
        listings = [_sums(book, selection)]
    emit(listings, format)


def _check(
    person: list[str] | None, organization: str | None, by: By | None, exact: bool, newcomers: bool, lapsed: int | None, all_meetings: bool
) -> None:
    if (by is not None) + newcomers + (lapsed is not None) > 1:
        raise RugctlError("--by, --newcomers and --lapsed exclude each other", "Ask one after the other.")
    if exact and organization is None:
        raise RugctlError("--exact goes with --organization")
    if all_meetings and (not person or by is not None or newcomers or lapsed is not None):
        raise RugctlError("--all shows the meetings that somebody missed, so it goes with --person alone")


def _organizations(book: Book, organization: str | None, exact: bool) -> tuple[str, ...]:
    if organization is None:
        return ()
    id = find_organization(book.index, organization)
    return (id,) if exact else with_children(book.index, id)


def _notes(book: Book, scope: Scope) -> tuple[str, ...]:
    return render_coverage(coverage(book.index, scope))


def _sums(book: Book, selection: Selection) -> Listing:
    from rugctl.queries import attendance as sums  # noqa: PLC0415  none of it is about one person

    rows = sums.attendance_sums(book.index, selection)
    return Listing("attendance", sums.PersonAttendance, rows, _notes(book, selection.scope), hidden=("person",))


def _newcomers(book: Book, selection: Selection) -> list[Listing]:
    from rugctl.queries import attendance as sums  # noqa: PLC0415  none of it is about one person

    rows = sums.newcomers(book.index, selection)
    notes = _notes(book, selection.scope)
    empty = "Nobody is first recorded in this time."
    return [Listing("newcomers", sums.Newcomer, rows, notes, empty=empty, hidden=("person",))]


def _lapsed(book: Book, selection: Selection, missed: int) -> list[Listing]:
    from rugctl.queries import attendance as sums  # noqa: PLC0415  none of it is about one person

    rows = sums.lapsed_regulars(book.index, selection, missed)
    regular = f"A regular came to {sums.REGULAR_MEETINGS} meetings at least, and to a third of those from their first to their last."
    notes = (regular, *_notes(book, selection.scope))
    return [Listing("lapsed", sums.Lapsed, rows, notes, empty=f"No regular missed the last {missed}.", hidden=("person",))]


def _tally(book: Book, selection: Selection, by: By | None) -> Listing:
    from rugctl.queries import tallies  # noqa: PLC0415  only with --by

    notes = _notes(book, selection.scope)
    if by == "organization":
        rows = tallies.attendance_by_organization(book.index, selection)
        without = render_without_organization(tallies.attendances_without_organization(book.index, selection))
        return Listing("organizations", tallies.OrganizationAttendance, rows, (*without, *notes))
    if by == "meeting":
        meetings = tallies.attendance_by_meeting(book.index, selection)
        return Listing("meetings", tallies.MeetingAttendance, meetings, notes, hidden=("date",))
    if by == "topic":
        topics = tallies.attendance_by_topic(book.index, selection)
        return Listing("topics", tallies.TopicAttendance, topics, notes, hidden=("topic",))
    periods = tallies.attendance_by_period(book.index, selection, "month" if by == "month" else "year")
    return Listing("periods", tallies.PeriodAttendance, periods, notes, bar=("attendances", "attendances"))


def _histories(book: Book, selection: Selection, *, absences: bool) -> list[Listing]:
    found = history.person_histories(book.index, selection, absences=absences)
    listings = [listing for one in found for listing in _history(one, absences=absences)]
    if not listings:
        listings = [Listing("meetings", history.Visit, [], empty="At no counted meeting of this time.")]
    return [*listings, Listing("notes", (), [], _notes(book, selection.scope), empty="")]


def _history(one: history.History, *, absences: bool) -> list[Listing]:
    sums_of = one.sums
    title = f"{one.name}{f', {sums_of.group}' if sums_of.group else ''}"
    hidden = ("group", "person", "meeting") if absences else ("group", "person", "meeting", "present")
    return [
        Listing("meetings", history.Visit, one.visits, title=title, hidden=hidden),
        Listing("sums", history.Sums, [sums_of], hidden=("person", "name"), upright=True),
        Listing("years", history.YearAttendance, one.years, hidden=("person",), bar=("meetings", "of")),
        Listing("organizations", history.Stay, one.stays, render_claims(one.claims, one.name), hidden=("person",)),
    ]
