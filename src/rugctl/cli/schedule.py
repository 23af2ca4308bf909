"""`rugctl schedule`: when the group meets, on everybody's clock; `change` gives it another series."""

from __future__ import annotations

from typing import Annotated

import typer

from rugctl.cli.book import emit, open_book
from rugctl.cli.options import FormatOption, InOption, SinceOption, UntilOption
from rugctl.cli.subcommands import LaterCommands
from rugctl.queries import schedule as dates
from rugctl.queries.clocks import zone_called
from rugctl.queries.lookup import Period, parse_period
from rugctl.render.schedule import schedule_listings


class _Schedule(LaterCommands):
    source = "rugctl.cli.schedule_changes"
    later = {"change": "End the series in force, and begin another."}  # noqa: RUF012  the base says that it is the class's


app = typer.Typer(rich_markup_mode=None, add_completion=False, cls=_Schedule)


@app.callback(invoke_without_command=True)
def schedule(
    ctx: typer.Context,
    count: Annotated[int, typer.Option("--count", "-n", metavar="N", min=1, max=1000, help="How many dates to come.")] = dates.COUNT,
    zone: Annotated[
        list[str] | None,
        typer.Option("--zone", "-z", metavar="ZONE", help="Show the time in this zone, not in the group's; may be repeated."),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    within: InOption = None,
    format: FormatOption = "table",
) -> None:
    """List when the group meets and met: what is planned, and the time on everybody's clock.

    The dates to come, or with --since, --until or --in those of that time. Hours that are others than last time, because clocks
    changed, are marked; weeks in which only one of two zones has changed them are listed below.
    """
    if ctx.invoked_subcommand is not None:
        return
    book = open_book(ctx)
    zones = tuple(dict.fromkeys(map(zone_called, zone))) if zone else dates.group_zones(book.index, book.group)
    asked = parse_period(since, until, within)
    ahead = dates.coming(book.index, book.group, book.today, count) if asked.until is None else asked
    period = Period(asked.since or (None if asked.until else book.today), ahead.until)
    rows = dates.schedule(book.index, book.group, period, book.today, zones)
    emit(schedule_listings(rows, dates.weeks_apart(rows, zones), zones, for_people=format in {"table", "markdown"}), format)
