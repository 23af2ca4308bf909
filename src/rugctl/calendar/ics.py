"""A calendar as iCalendar text, by the `icalendar` library: RFC 5545, with the names and links of RFC 7986."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

import icalendar

from rugctl.calendar.events import Calendar, Event
from rugctl.calendar.zones import timezone_component

_REFRESH = timedelta(hours=12)
_YEARS = 25
"""So many years after the last event that begins the changes of its zone's clocks are given."""
_CONTROL = {c: None for c in range(32) if c != 10} | {127: None}


def calendar_ics(calendar: Calendar) -> str:
    """Return the calendar as text, with CRLF and lines of at most 75 octets; the same events give the same text."""
    ics = icalendar.Calendar()
    ics.add("PRODID", "-//rugctl//minutes as data//EN")
    ics.add("VERSION", "2.0")
    ics.add("CALSCALE", "GREGORIAN")
    ics.calendar_name = _plain(calendar.name)
    ics.add("LAST-MODIFIED", calendar.modified)
    ics.add("REFRESH-INTERVAL", _REFRESH, parameters={"VALUE": "DURATION"})
    ics.add("X-PUBLISHED-TTL", "PT12H")
    for timezone in _timezones(calendar.events):
        ics.add_component(timezone)
    for event in calendar.events:
        ics.add_component(_vevent(event))
    written: bytes = ics.to_ical()
    return written.decode("utf-8")


def _vevent(event: Event) -> icalendar.Event:
    found = icalendar.Event()
    found.add("UID", event.uid)
    found.add("DTSTAMP", event.revision.modified)
    found.add("LAST-MODIFIED", event.revision.modified)
    found.add("SEQUENCE", event.revision.sequence)
    if event.instead_of is not None:
        found.add("RECURRENCE-ID", event.instead_of)
    found.add("DTSTART", event.begins)
    found.add("DURATION", timedelta(minutes=event.minutes))  # an end in the hour that comes twice would have two meanings
    found.add("SUMMARY", _plain(event.summary))
    if event.description:
        found.add("DESCRIPTION", _plain(event.description))
    found.add("STATUS", event.status)
    found.add("TRANSP", "TRANSPARENT" if event.status == "CANCELLED" else "OPAQUE")
    if event.join:
        found.add("LOCATION", event.join)
        found.add("URL", event.join)
        found.add("CONFERENCE", event.join, parameters={"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Join"})
    _repeats(found, event)
    return found


def _repeats(found: icalendar.Event, event: Event) -> None:
    if event.rule is not None:
        rule = icalendar.vRecur.from_ical(event.rule)
        if event.last is not None:
            rule["UNTIL"] = [event.last]
        found.add("RRULE", rule)
    if event.also:
        found.add("RDATE", list(event.also))
    if event.without:
        found.add("EXDATE", list(event.without))


def _plain(text: str) -> str:
    return text.translate(_CONTROL)


def _timezones(events: Iterable[Event]) -> list[icalendar.Timezone]:
    """Return a VTIMEZONE for each zone that a time is given in, from the year before its first event on."""
    used: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        for moment in (event.begins, event.instead_of):
            if moment is not None and isinstance(moment.tzinfo, ZoneInfo) and moment.tzinfo.key != "UTC":
                used[moment.tzinfo.key].append(event)
    return [timezone_component(key, _span(found)) for key, found in sorted(used.items())]


def _span(events: Sequence[Event]) -> tuple[int, int]:
    moments = [moment for event in events for moment in (event.begins, event.instead_of, event.last, *event.also) if moment is not None]
    return min(moments).year - 1, max(moments).year + (_YEARS if any(event.rule and not event.last for event in events) else 1)
