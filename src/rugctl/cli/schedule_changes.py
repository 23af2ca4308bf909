"""`rugctl schedule change`: from a day on the group meets at other times."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rugctl.cli.book import open_book, remark
from rugctl.cli.save import Branch, DryRun, NoCommit, Saving, begin, save
from rugctl.days import parse_day
from rugctl.errors import RugctlError
from rugctl.queries.clocks import zone_called

if TYPE_CHECKING:
    from rugctl.drafting.series import Changed

_SLOT_HELP = "A time that takes turns with others: ID,HH:MM,ZONE, and the number of the weekday in the month where it goes by that."


def change(
    ctx: typer.Context,
    since: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day on which the new times hold.")],
    rrule: Annotated[str | None, typer.Option(metavar="RULE", help="The days, such as FREQ=MONTHLY;BYDAY=1WE,3WE (RFC 5545).")] = None,
    start: Annotated[str | None, typer.Option(metavar="HH:MM", help="The time of day.")] = None,
    timezone: Annotated[str | None, typer.Option(metavar="ZONE", help="The zone whose clock counts.")] = None,
    duration: Annotated[int | None, typer.Option(metavar="MINUTES", min=1, max=1440, help="How long a meeting is.")] = None,
    slot: Annotated[list[str] | None, typer.Option(metavar="SLOT", help=_SLOT_HELP)] = None,
    title: Annotated[str | None, typer.Option(help="What people call these times.")] = None,
    join: Annotated[str | None, typer.Option(metavar="URL", help="Where to join.")] = None,
    id: Annotated[str | None, typer.Option(metavar="ID", help="The id of the new series.")] = None,
    ends: Annotated[str | None, typer.Option(metavar="ID", help="Of several series in force, the one that ends.")] = None,
    no_commit: NoCommit = False,
    branch: Branch = None,
    dry_run: DryRun = False,
) -> None:
    """End the series in force and begin another, in one commit; what is not given goes on as it was, the days of a fortnight too.

    Meetings that are scheduled on dates of the new series are at its time. Records on other dates from then on keep their time, and
    say that they were planned before; postpone or cancel them. Subscribers of the calendar get both series.
    """
    from rugctl.drafting.series import Plan, change_series  # noqa: PLC0415

    given: dict[str, Any] = {
        "title": title, "rrule": rrule, "start": start, "timezone": zone_called(timezone) if timezone else None, "duration": duration,
        "join": join, **_slots(slot or []),
    }  # fmt: skip
    given = {key: value for key, value in given.items() if value is not None}
    if not given:
        raise RugctlError("nothing is to change", "Give the new --rrule, --start, --timezone, --duration, --slot, --title or --join.")
    if slot and start:
        raise RugctlError("a series has one --start, or a time for each --slot")
    book = open_book(ctx, writing=True)
    group, changes = book.one_group(), begin(book)
    plan = Plan(parse_day(since, "--from"), given, lambda: secrets.token_hex(16), ends, id)
    changed = change_series(book.index, changes, group, plan)
    _tell(changed)
    save(book, changes, f"schedule: change from {changed.since} on", Saving(no_commit, branch, dry_run))


def _slots(written: list[str]) -> dict[str, Any]:
    """Read the slots of a call; raises RugctlError for what is none."""
    slots = []
    for text in written:
        parts = [part.strip() for part in text.split(",")]
        number = parts[3].removeprefix("-") if len(parts) == 4 else "1"
        if len(parts) not in {3, 4} or not all(parts) or not (number.isascii() and number.isdigit()):
            raise RugctlError(
                f"`{text}` is no slot", "Write ID,HH:MM,ZONE, such as early,09:00,Europe/Zurich, or with the weekday's number, …,1."
            )
        nth = {"nth": int(parts[3])} if len(parts) == 4 else {}
        slots.append({"id": parts[0], "start": parts[1], "timezone": zone_called(parts[2]), **nth})
    return {"slots": slots, "rotate": "nth" if any("nth" in slot for slot in slots) else "occurrence"} if slots else {}


def _tell(changed: Changed) -> None:
    first = ", ".join(f"{o.date} at {o.start} {o.timezone}" for o in changed.first)
    remark(f"`{changed.ended}` ends before {changed.since}, `{changed.begun}` begins: {first}, …")
    if changed.at_new_time:
        remark(f"At the new time, as scheduled: {', '.join(changed.at_new_time)}.")
    if changed.off_series:
        remark(f"Off the new series, at their old time: {', '.join(changed.off_series)}. `rugctl postpone` or `rugctl cancel` them.")
