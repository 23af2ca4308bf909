"""A meeting as a document tells of it becomes the mapping that a record holds; what does not fit is said in `source.note`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from rugctl.days import is_day
from rugctl.errors import RugctlError
from rugctl.importing.records.calendar import Calendar
from rugctl.importing.records.legal import Margin
from rugctl.importing.records.matching import Placed
from rugctl.importing.records.presence import People
from rugctl.importing.records.roll import people_of, persons
from rugctl.importing.report import FoundAction, FoundDecision, FoundItem, FoundLink, FoundMeeting
from rugctl.importing.words.actions import is_group
from rugctl.index.row_writer import is_id
from rugctl.model.meeting import STATUSES, Kind
from rugctl.names import fold
from rugctl.zones import zone

_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_ASKER = re.compile(r"^(\s*[-*+] [QA] \()([^()\n]+)(?=\):)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Setting:
    """What all records of an import share: people, the series, the documents' ids, and the ids that persons have."""

    people: People
    calendar: Calendar
    slugs: Mapping[str, str]
    ids: Collection[str]


def make_record(placed: Placed, setting: Setting, stood_for: Collection[str] = ()) -> dict[str, Any]:
    """Return a meeting's record. `stood_for` are the days that other records, with an earlier stem, stand for."""
    return _Making(placed, setting, stood_for).record()


@dataclass(slots=True)
class _Making:
    """One record while it is made."""

    placed: Placed
    setting: Setting
    stood_for: Collection[str]
    margin: Margin = field(default_factory=Margin)
    actions: int = 0

    @property
    def found(self) -> FoundMeeting:
        return self.placed.found

    @property
    def held(self) -> bool:
        return self.found.status == "held"

    def record(self) -> dict[str, Any]:
        found, margin, people = self.found, self.margin, self.setting.people
        status, reason = self._status()
        attendees = people.attendees(found, margin)
        if not attendees and status not in {"held", "unrecorded"}:
            attendees = None  # an empty list to be filled in, of a meeting that nobody came to because there was none
        values: dict[str, Any] = {
            "date": found.date,
            "status": status,
            "reason": self._reason(status, reason),
            **self._time(),
            "chair": people.named(found, found.chair, margin) if found.chair else None,
            "scribe": self._scribe(status),
            **self._recording_and_links(),
            "agenda": [item for item in map(self._item, found.agenda) if item],
            "attendees": attendees,
            "regrets": self._regrets(attendees or ()),
            **self._outcomes(found.notes, (), found.decisions, found.actions),
        }
        values["source"] = self._source()
        return {key: value for key, value in values.items() if value not in (None, []) or (key == "attendees" and value is not None)}

    def _status(self) -> tuple[str, str | None]:
        """Return status and reason; a meeting that was postponed to no date that is told is cancelled."""
        reason = self.margin.line(self.found.reason)
        if self.found.status == "postponed":
            return "cancelled", reason or "Postponed; to when is not said"
        if self.found.status not in STATUSES:
            self.margin.say(f"Called {self.found.status} in the document")
            return "unrecorded", reason
        return self.found.status, reason

    def _reason(self, status: str, reason: str | None) -> str | None:
        """Return a reason; one is needed off the series, and where another meeting stands for the day already."""
        if reason:
            return reason
        if len(self.placed.stem) > 10 or self.found.date in self.stood_for:
            title = self.margin.line(self.found.title)
            return f"Another meeting on that day: {title}" if title else "Another meeting on that day"
        if self.setting.calendar.is_off(self.found.date, status):
            return "The document has it on this day, on which the series expect none"
        return None

    def _time(self) -> dict[str, Any]:
        """Return slot, start and zone where they are right, and not what the series say anyway."""
        found, expected = self.found, self.setting.calendar.on(self.found.date)
        slot = found.slot if found.slot in self.setting.calendar.slots(found.date) else None
        if found.slot and not slot:
            self.margin.say(f"Slot: {found.slot}")
        start = found.start if found.start and _TIME.fullmatch(found.start) else None
        timezone = found.timezone if start and found.timezone and _is_zone(found.timezone) else None
        if (found.start, found.timezone) != (start, timezone):
            self.margin.say(f"Time: {found.start or ''} {found.timezone or ''}")
        if expected is not None:
            slot = slot if slot != expected.slot else None
            if start == expected.start and timezone in {None, expected.timezone}:
                start = timezone = None
            timezone = timezone if timezone != expected.timezone else None
        return {"slot": slot, "start": start, "timezone": timezone}

    def _scribe(self, status: str) -> str | None:
        if self.found.scribe is None:
            return None
        name = self.setting.people.named(self.found, self.found.scribe, self.margin)
        if status in {"held", "scheduled"}:
            return name
        self.margin.say(f"Scribe: {name}")
        return None

    def _recording_and_links(self) -> dict[str, Any]:
        """Return the recording, and the links that are neither it nor an agenda item's."""
        recording = self.found.recording
        elsewhere = {link.url for item in self.found.agenda for link in item.links} | {recording}
        links = [link for link in self.found.links if link.url not in elsewhere]
        if isinstance(recording, str) and not self.held:
            links.append(FoundLink(recording, "Recording", self.found.line))
        elif recording and not self.held:
            self.margin.say("A recording is spoken of")
        url = self.margin.url(recording) if isinstance(recording, str) and self.held else None
        if recording and self.held and isinstance(recording, str) and url is None:
            self.margin.say(f"Recording: {recording}")
        return {"recording": (url or bool(recording) or None) if self.held else None, "links": self._links(links)[0]}

    def _links(self, links: Iterable[FoundLink]) -> tuple[list[dict[str, str]], list[str]]:
        """Return links, each address once, and as Markdown what is no web address."""
        kept: dict[str, dict[str, str]] = {}
        others = []
        for link in links:
            url, title = self.margin.url(link.url), self.margin.line(link.title)
            if url is None:
                others.append(f"- {title}: {link.url}" if title and title != link.url else f"- {link.url}")
                continue
            if link.mended:
                self.margin.say("An address broken in the document is mended")
            title = None if title in {link.url, url} else title
            before = kept.get(url, {})
            kept[url] = {"url": url} | ({"title": before.get("title") or title or ""} if before.get("title") or title else {})
        return list(kept.values()), others

    def _item(self, item: FoundItem) -> dict[str, Any] | None:
        title, margin = self.margin.line(item.title), self.margin
        links, others = self._links(item.links)
        values = {
            "title": title or "(no title)",
            "kind": item.kind if item.kind in get_args(Kind) else None,
            "speakers": self.setting.people.each_once(self.found, item.speakers, margin),
            "links": links,
            "outcome": item.outcome if item.outcome in {"postponed", "dropped"} else None,
            **self._outcomes(item.notes, others, item.decisions, item.actions),
        }
        values = {key: value for key, value in values.items() if value not in (None, [])}
        return values if title or len(values) > 1 else None

    def _regrets(self, attendees: Sequence[Any]) -> list[str]:
        present = {entry["person"] if isinstance(entry, dict) else entry for entry in attendees}
        regrets = self.setting.people.each_once(self.found, self.found.regrets, self.margin)
        for person in present.intersection(regrets):
            self.margin.say(f"{person} is named both as present and with regrets")
        return [person for person in regrets if person not in present]

    def _outcomes(
        self, notes: str, others: Sequence[str], decisions: Sequence[FoundDecision], actions: Sequence[FoundAction]
    ) -> dict[str, Any]:
        """Return notes, decisions and actions of an agenda item, or of the meeting."""
        text = "\n".join(filter(None, (notes.rstrip(), *others)))
        lines = [self.margin.line(decision.text) for decision in decisions]
        return {
            "notes": self._askers(self.margin.text(text)),
            "decisions": [{"text": line} for line in lines if line],
            "actions": [entry for entry in map(self._action, actions) if entry],
        }

    def _action(self, action: FoundAction) -> dict[str, Any] | None:
        task = self.margin.line(action.text)
        if task is None:
            return None
        self.actions += 1
        due = action.due if action.due and is_day(action.due) and action.due >= self.found.date else None
        notes = [*([action.note] if action.note else []), *([f"Due: {action.due}"] if action.due and due is None else [])]
        groups = [owner.name for owner in action.owners if is_group(owner.name)]
        notes += [f"For: {', '.join(groups)}"] if groups else []
        values: dict[str, Any] = {"id": f"a{self.actions}", "task": task}
        values["owners"] = self.setting.people.each_once(self.found, persons(action.owners), self.margin)
        values["due"] = due
        if action.done:
            values |= {"closed": self.found.date, "outcome": "done"}
            notes.append("Marked done in the document, which does not say when")
        values["note"] = self.margin.line("; ".join(notes))
        return {key: value for key, value in values.items() if value not in (None, [])}

    def _askers(self, notes: str | None) -> str | None:
        """Let nobody who is no person of the registry look like one in `- Q (who): …`."""
        return _ASKER.sub(lambda match: match[1] + self._asker(match[2].strip()), notes) if notes else notes

    def _asker(self, text: str) -> str:
        if not is_id(text) or text in self.setting.ids:
            return text
        here = {self.setting.people.roll.who(self.found, person).id: person for person in people_of(self.found)}
        known = [
            id
            for id, person in here.items()
            if id and fold(text) in {fold(person.handle or ""), fold(person.name), *fold(person.name).split()}
        ]
        if len(known) == 1:
            return known[0]
        return text[:1].upper() + text[1:] if text[:1].isalpha() else f"No. {text}"

    def _source(self) -> dict[str, Any]:
        found, margin = self.found, self.margin
        if found.dated:
            margin.say(found.dated)
        title = margin.line(found.title)
        if title and len(self.placed.stem) == 10:
            margin.say(f"Headed: {title}")
        lines = sorted((max(1, found.line), max(1, found.end_line)))
        source = {"document": self.setting.slugs[found.document], "lines": lines, "digest": found.digest, "note": margin.note()}
        return {key: value for key, value in source.items() if value is not None}


def _is_zone(name: str) -> bool:
    try:
        zone(name)
    except RugctlError:
        return False
    return True
