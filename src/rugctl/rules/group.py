"""Rules on a group, its series and its people in office, each file alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from rugctl.diagnostics import Edit, Finding, Target
from rugctl.errors import RugctlError
from rugctl.index.loading import LoadedFile
from rugctl.model import Group, Meeting, Series
from rugctl.recurrence import occurrences
from rugctl.rules.catalogue import Report
from rugctl.zones import zone, zone_called


def series_readable(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A series must give dates: an RFC 5545 rule, a start and a zone (its own or its slots'), time in order.

    From it follow the dates on which a meeting is expected, and the next one to schedule.

    Fix: correct what the message names.

    Example::

          # data/group.yaml
          format: 1
          name: Example group
          zones: [Europe/Zurich]
          series:
            - id: wednesdays
              uid: 5b1d3c0a9f
              since: 2024-06-05
        -     rrule: every Wednesday
        +     rrule: FREQ=WEEKLY;BYDAY=WE
              start: "16:00"
              timezone: Europe/Zurich
              duration: 60
    """
    if not isinstance(file.record, Group):
        return
    seen: dict[str, int] = {}
    for n, series in enumerate(file.record.series):
        if series.id in seen:
            first = Target(file.path, ("series", seen[series.id], "id"), label="here first")
            yield report.at(Target(file.path, ("series", n, "id")), f"two series have the id `{series.id}`", "Rename one.", first)
        seen.setdefault(series.id, n)
        if series.until and series.until <= series.since:
            yield report.at(
                Target(file.path, ("series", n, "until")), f"{series.until} is not after {series.since}", "Correct one of the two."
            )
            continue
        backwards = list(_backwards(report, file.path, n, series))
        yield from backwards or _no_dates(report, file.path, n, series)


def _backwards(report: Report, path: str, n: int, series: Series) -> Iterator[Finding]:
    """Tell of the stretches of a series that end before they begin."""
    for key, stretches in (("pauses", series.pauses), ("unrecorded", series.unrecorded)):
        for i, stretch in enumerate(stretches):
            if stretch.until <= stretch.since:
                where = Target(path, ("series", n, key, i, "until"))
                yield report.at(where, f"{stretch.until} is not after {stretch.since}", "`until` is the first day after the stretch.")


def _no_dates(report: Report, path: str, n: int, series: Series) -> Iterator[Finding]:
    """Tell what keeps a series from giving dates: its rule, or that it has no time."""
    slots: dict[str, int] = {}
    for i, slot in enumerate(series.slots):
        if slot.id in slots:
            first = Target(path, ("series", n, "slots", slots[slot.id], "id"), label="here first")
            yield report.at(Target(path, ("series", n, "slots", i, "id")), f"two slots have the id `{slot.id}`", "Rename one.", first)
        slots.setdefault(slot.id, i)
    since = date.fromisoformat(series.since)
    try:
        next(occurrences(series, since, since + timedelta(days=400)), None)
    except RugctlError as error:
        has_time = bool(series.slots) or bool(series.start and series.timezone)
        target = Target(path, ("series", n, "rrule") if has_time else ("series", n, "id"))
        yield report.at(target, error.message, error.help or "")


def unknown_zone(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A time zone that the IANA database does not have.

    Times are announced in it.

    Fix: write a name such as Europe/Zurich or America/Los_Angeles; `--fix` does that where only its capitals differ.

    Example::

          # data/group.yaml
          format: 1
          name: Example group
        - zones: [Europe/Zuerich]
        + zones: [Europe/Zurich]
    """
    for pointer, name in _zones(file.record):
        try:
            zone(name)
        except RugctlError:
            meant = zone_called(name)
            help = f"Did you mean `{meant}`?" if meant else "Write an IANA name, such as Europe/Zurich."
            fix = Edit("set", file.path, pointer, meant) if meant and not file.document.faults else None
            yield report.at(Target(file.path, pointer), f"there is no time zone {name}", help, fix=fix)


def _zones(record: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(record, Meeting) and record.timezone:
        yield ("timezone",), record.timezone
    if isinstance(record, Group):
        yield from ((("zones", n), name) for n, name in enumerate(record.zones))
        for n, series in enumerate(record.series):
            if series.timezone:
                yield ("series", n, "timezone"), series.timezone
            yield from ((("series", n, "slots", i, "timezone"), slot.timezone) for i, slot in enumerate(series.slots))


def lead_term(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A term of office ends after it begins.

    Who leads the group on a date could not be told.

    Fix: correct one of the two dates; `until` is the first day after the term.

    Example::

          # data/group.yaml
          format: 1
          name: Example group
          zones: [Europe/Zurich]
          leads:
        -   - {person: ana-lima, role: lead, since: 2024-01-01, until: 2023-01-01}
        +   - {person: ana-lima, role: lead, since: 2024-01-01, until: 2025-01-01}
          # data/people.yaml
          people: {ana-lima: {name: Ana Lima}}
    """
    for n, lead in enumerate(file.record.leads if isinstance(file.record, Group) else ()):
        if lead.until and lead.until <= lead.since:
            yield report.at(Target(file.path, ("leads", n, "until")), f"{lead.until} is not after {lead.since}", "Correct one of the two.")
