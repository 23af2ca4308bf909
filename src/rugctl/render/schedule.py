"""The schedule as a listing: a column for each zone, in short for people, in full for programs."""

from __future__ import annotations

from collections.abc import Sequence

from rugctl.queries.schedule import Apart, Clock, Scheduled
from rugctl.render.rows import Listing

MARK = "*"
"""Stands behind an hour that is another one than last time."""


def schedule_listings(rows: Sequence[Scheduled], apart: Sequence[Apart], zones: Sequence[str], *, for_people: bool) -> list[Listing]:
    """Return the listing of the dates, and that of the weeks in which clocks disagree."""
    if not for_people:
        return [_for_programs(rows, zones), Listing("weeks_apart", Apart, apart)]
    title = "Weeks in which only one side has changed its clocks"
    weeks = [week._replace(zone=_city(week.zone), ahead_of=_city(week.ahead_of)) for week in apart]
    return [_for_people(rows, zones), Listing("weeks_apart", Apart, weeks, title=title, empty="")]


def _for_people(rows: Sequence[Scheduled], zones: Sequence[str]) -> Listing:
    """Return the listing without the columns in which nothing stands, and without the group where there is one only."""
    columns = ("group", "date", "day", "status", "slot", *_cities(zones), "topic", "lead")
    lines = [
        (row.group, row.date, row.weekday[:3], row.status, row.slot, *(_shown(row, zone) for zone in zones), _about(row), row.lead)
        for row in rows
    ]
    kept = [n for n, column in enumerate(columns) if len({line[n] for line in lines}) > 1 or (column != "group" and lines and lines[0][n])]
    changed = any(clock.before for row in rows for clock in row.clocks)
    notes = (f"{MARK} another hour than last time, because clocks changed.",) if changed else ()
    shown = [tuple(line[n] for n in kept) for line in lines]
    return Listing("schedule", tuple(columns[n] for n in kept), shown, notes, empty="Nothing is expected or recorded in this time.")


def _for_programs(rows: Sequence[Scheduled], zones: Sequence[str]) -> Listing:
    columns = (
        "group",
        "meeting",
        "date",
        "weekday",
        "status",
        "reason",
        "slot",
        "start",
        "timezone",
        "duration",
        "topic",
        "lead",
        "changed",
    )
    lines = [
        (row.group, row.meeting, row.date, row.weekday, row.status, row.reason, row.slot, row.start, row.timezone, row.duration, row.topic,
         row.lead, tuple(clock.time.zone for clock in row.clocks if clock.before), *(_in_full(row, zone) for zone in zones))
        for row in rows
    ]  # fmt: skip
    return Listing("schedule", (*columns, *zones), lines)


def _about(row: Scheduled) -> str:
    """Write what is on the agenda, and in brackets why a meeting is not, or off the series."""
    said = "; ".join(row.topic)
    known = row.reason if row.meeting or row.status == "paused" else None
    return " ".join(filter(None, (said, f"({known})" if known else "")))


def _clock(row: Scheduled, zone: str) -> Clock | None:
    return next((clock for clock in row.clocks if clock.time.zone == zone), None)


def _shown(row: Scheduled, zone: str) -> str | None:
    """Write the hour in a zone, with the weekday where the day there is another."""
    clock = _clock(row, zone)
    if clock is None:
        return None
    day = f"{clock.time.weekday[:3]} " if clock.time.other_day else ""
    return f"{day}{clock.time.start}{MARK if clock.before else ''}"


def _in_full(row: Scheduled, zone: str) -> str | None:
    clock = _clock(row, zone)
    return f"{clock.time.date} {clock.time.start}" if clock else None


def _cities(zones: Sequence[str]) -> list[str]:
    """Return the cities of zones; the whole name where two have the same."""
    short = [_city(zone) for zone in zones]
    return [zone if short.count(city) > 1 else city for zone, city in zip(zones, short, strict=True)]


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")
