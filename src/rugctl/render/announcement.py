"""An announcement as text and as Markdown, to paste into mail or chat."""

from __future__ import annotations

from collections.abc import Iterable

from rugctl.queries.announcement import Announcement
from rugctl.queries.clocks import LocalTime, long_date
from rugctl.queries.minutes import ActionItem, Item, Minutes
from rugctl.render.phrases import action_marks, escape, link_line, markdown_link, people_line, zone_name
from rugctl.render.text import clean, pad, width

NO_AGENDA = "There is no agenda yet; propose something by answering."


def announcement_text(announcement: Announcement, place: str) -> str:
    """Write an announcement as plain text; `place` says where the minutes are."""
    meeting = announcement.minutes if announcement.takes_place else announcement.instead
    fates = _lines(f"  - {clean(line)}" for line in _fates(announcement))
    blocks = [clean(_title(announcement)), clean(_reason(announcement)), fates, clean(_instead(announcement))]
    if meeting is not None:
        blocks += [_text_times(meeting, announcement), clean(f"Join: {meeting.join}") if meeting.join else "", _text_agenda(meeting)]
    blocks += [_text_actions(announcement), clean(f"Minutes: {place}") if meeting is not None else ""]
    return "\n\n".join(filter(None, blocks)) + "\n"


def announcement_markdown(announcement: Announcement, place: str) -> str:
    """Write an announcement as Markdown; `place` says where the minutes are."""
    meeting = announcement.minutes if announcement.takes_place else announcement.instead
    fates = _lines(f"- {escape(line)}" for line in _fates(announcement))
    blocks = [f"## {escape(_title(announcement))}", escape(_reason(announcement)), fates, escape(_instead(announcement))]
    if meeting is not None:
        times = _lines(f"- {day}{clock} {escape(zone)}" for day, clock, zone in _times(meeting, announcement))
        blocks += [times, f"Join: <{clean(meeting.join)}>" if meeting.join else "", _markdown_agenda(meeting)]
    blocks += [_markdown_actions(announcement), f"Minutes: {_autolinked(place)}" if meeting is not None else ""]
    return "\n\n".join(filter(None, blocks)) + "\n"


def _title(announcement: Announcement) -> str:
    minutes = announcement.minutes
    if announcement.takes_place:
        moved = f" (moved from {long_date(minutes.moved_from[:10])})" if minutes.moved_from else ""
        return f"{minutes.group_name}: meeting on {long_date(minutes.date)}{moved}"
    if minutes.status == "postponed":
        to = f"postponed to {long_date(minutes.moved_to[:10])}" if minutes.moved_to else "postponed"
        return f"{minutes.group_name}: the meeting of {long_date(minutes.date)} is {to}"
    return f"{minutes.group_name}: no meeting on {long_date(minutes.date)}"


def _reason(announcement: Announcement) -> str:
    reason = announcement.minutes.reason or ""
    return f"Reason: {reason}{'' if reason.endswith(('.', '!', '?')) else '.'}" if reason else ""


def _instead(announcement: Announcement) -> str:
    """Say what comes instead of a meeting that does not take place."""
    minutes, instead = announcement.minutes, announcement.instead
    if announcement.takes_place:
        return ""
    if minutes.moved_to is not None:
        return "" if minutes.status == "postponed" else f"It is moved to {long_date(minutes.moved_to[:10])}."
    if instead is not None:
        return f"The next meeting is on {long_date(instead.date)}."
    return "A new date is not known yet." if minutes.status == "postponed" else "The next meeting is not scheduled yet."


def _times(meeting: Minutes, announcement: Announcement) -> list[tuple[str, str, str]]:
    """Return (weekday where it is another, from and to, zone) for each zone; a zone whose clock reads otherwise than last time says so."""
    last = {time.zone: time.start for time in announcement.before} if meeting is announcement.minutes else {}
    return [_time(time, last.get(time.zone, time.start)) for time in meeting.local_times]


def _time(time: LocalTime, last: str) -> tuple[str, str, str]:
    differs = f", last time {last}" if last != time.start else ""
    return (f"{time.weekday[:3]} " if time.other_day else "", f"{time.start}-{time.end}", f"{zone_name(time)}{differs}")


def _text_times(meeting: Minutes, announcement: Announcement) -> str:
    rows = _times(meeting, announcement)
    first = max((width(day) for day, _, _ in rows), default=0)
    return _lines(f"  {pad(day, first)}{clock}  {zone}" for day, clock, zone in rows)


def _text_agenda(meeting: Minutes) -> str:
    lines = ["Agenda"] if meeting.agenda else [f"Agenda: {NO_AGENDA}"]
    for number, item in enumerate(meeting.agenda, 1):
        lines.append(clean(f"  {number}. {item.title}{_with(item)}"))
        lines += [f"     {link_line(link)}" for link in item.links]
    return _lines(lines)


def _with(item: Item) -> str:
    """Return the speakers of an item, led in."""
    return f", with {people_line(item.speakers)}" if item.speakers else ""


def _fates(announcement: Announcement) -> list[str]:
    """Say what becomes of the agenda of a meeting that does not take place, where the one shown below does not say it."""
    if announcement.takes_place:
        return []
    below = announcement.instead.meeting if announcement.instead else None
    return [_fate(item) for item in announcement.minutes.agenda if item.moved_to != below or item.moved_to is None]


def _fate(item: Item) -> str:
    if item.moved_to:
        return f"{item.title}: moved to {long_date(item.moved_to[:10])}"
    return f"{item.title}: {'dropped' if item.outcome == 'dropped' else 'postponed'}"


def _text_actions(announcement: Announcement) -> str:
    if not announcement.actions or not announcement.takes_place:
        return ""
    lines = [f"  - {_action(action)}" for action in announcement.actions]
    return _lines(["Open action items from earlier meetings", *map(clean, lines), *(f"  {line}" for line in _more(announcement))])


def _action(action: ActionItem) -> str:
    return f"{action.task}{action_marks(action)} [{action.id}]"


def _more(announcement: Announcement) -> list[str]:
    return [f"… and {announcement.more_actions} more."] if announcement.more_actions else []


def _markdown_agenda(meeting: Minutes) -> str:
    if not meeting.agenda:
        return f"### Agenda\n\n{NO_AGENDA}"
    lines = []
    for number, item in enumerate(meeting.agenda, 1):
        lines.append(f"{number}. {escape(item.title)}{escape(_with(item))}")
        lines += [f"   - {markdown_link(link)}" for link in item.links]
    return _lines(["### Agenda", "", *lines])


def _markdown_actions(announcement: Announcement) -> str:
    if not announcement.actions or not announcement.takes_place:
        return ""
    lines = [f"- {escape(_action(action))}" for action in announcement.actions]
    return _lines(["### Open action items from earlier meetings", "", *lines, *(f"- {line}" for line in _more(announcement))])


def _autolinked(place: str) -> str:
    """Write a place whose first word may be an address."""
    address, comma, rest = place.partition(", ")
    return f"<{clean(address)}>{comma}{escape(rest)}" if address.startswith("https://") else escape(place)


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)
