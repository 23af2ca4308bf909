"""Rules on the registries and on the group, each file alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from rugctl.diagnostics import Edit, Finding, Target
from rugctl.errors import RugctlError
from rugctl.index.loading import LoadedFile
from rugctl.index.registry_facts import first_day
from rugctl.model import Affiliation, Backlog, Group, Meeting, People, Series
from rugctl.recurrence import occurrences, zone, zone_called
from rugctl.rules.catalogue import Report


def affiliation_order(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A person's affiliations are in order of time, half-open `[since, until)`, and overlap only where one is `concurrent`.

    Without `until` one ends where the next begins. So every date has one answer, or several on purpose.

    Fix: sort them, correct the dates, or write `concurrent: true` at the one that holds in addition.
    """
    if not isinstance(file.record, People):
        return
    for id, person in file.record.people.items():
        dated = [(n, a) for n, a in enumerate(person.affiliations) if isinstance(a, Affiliation)]
        for n, entry in dated:
            if entry.since and entry.until and first_day(entry.until) <= first_day(entry.since):
                target = Target(file.path, ("people", id, "affiliations", n, "until"))
                yield report.at(
                    target,
                    f"{entry.until} is not after {entry.since}",
                    "An affiliation ends after it begins; `until` is the first day after it.",
                )
        yield from _overlaps(report, file.path, id, person.affiliations)


def _overlaps(report: Report, path: str, id: str, entries: tuple[str | Affiliation, ...]) -> Iterator[Finding]:
    before: tuple[int, Affiliation] | None = None
    for n, raw in enumerate(entries):
        entry = raw if isinstance(raw, Affiliation) else Affiliation(organization=raw)
        if entry.concurrent:
            continue
        if before is not None:
            target = Target(path, ("people", id, "affiliations", n))
            first = Target(path, ("people", id, "affiliations", before[0]), label="this one goes on")
            help = "Give it a `since`, or write `concurrent: true` where both hold."
            since, earlier = first_day(entry.since or "0000"), before[1]
            if entry.since is None:
                yield report.at(target, f"`{entry.organization}` does not say since when", help, first)
            elif since <= first_day(earlier.since or "0000") or (earlier.until and first_day(earlier.until) > since):
                yield report.at(target, f"`{entry.organization}` begins before `{earlier.organization}` ends", help, first)
            elif earlier.organization == entry.organization and not earlier.until:
                help = "Keep one of the two; or say until when the first one went, where there was a gap."
                yield report.at(target, f"`{entry.organization}` goes on; it does not begin here", help, first)
        before = (n, entry)


def series_readable(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A series must give dates: an RFC 5545 rule, a start and a zone (its own or its slots'), time in order.

    Fix: correct what the message names.
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

    Fix: write a name such as Europe/Zurich or America/Los_Angeles.
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

    Fix: correct one of the two dates; `until` is the first day after the term.
    """
    for n, lead in enumerate(file.record.leads if isinstance(file.record, Group) else ()):
        if lead.until and lead.until <= lead.since:
            yield report.at(Target(file.path, ("leads", n, "until")), f"{lead.until} is not after {lead.since}", "Correct one of the two.")


def duplicate_backlog_id(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """Two proposed agenda items have the same id.

    Fix: rename one.
    """
    seen: dict[str, int] = {}
    for n, item in enumerate(file.record.backlog if isinstance(file.record, Backlog) else ()):
        if item.id in seen:
            first = Target(file.path, ("backlog", seen[item.id], "id"), label="here first")
            yield report.at(Target(file.path, ("backlog", n, "id")), f"two items have the id `{item.id}`", "Rename one.", first)
        seen.setdefault(item.id, n)
