"""A meeting as rows: its agenda, who was there, what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from rugctl.diagnostics import Pointer, format_pointer
from rugctl.index.questions import parse_questions
from rugctl.index.row_writer import NO_ORGANIZATION, RowWriter, first_text, is_id, said_organizations
from rugctl.model import Action, AgendaItem, Attendee, Decision, Link, Meeting
from rugctl.model.fields import DATE_PATTERN

_DATE = re.compile(DATE_PATTERN)
_UNLISTED = 1000
"""The place in the list of attendees of a speaker whom it lacks."""


def write_meeting(rows: RowWriter, grp: str, stem: str, record: Meeting) -> None:
    """Write a meeting under the date in its file's name; that the record says another one is a finding of its own."""
    facts = _MeetingFacts(rows, record, rows.file)
    facts.write_meeting(grp, stem)
    facts.write_attendees()
    facts.write_regrets()
    for n, item in enumerate(record.agenda):
        facts.write_item(n, item)
    facts.write_outcomes(None, (), record.decisions, record.actions)
    facts.write_notes(None, record.notes, ("notes",))


@dataclass(frozen=True, slots=True)
class _MeetingFacts:
    """Writes the rows of one meeting; `present` are the people whose attendance is written, `numbers` those of texts."""

    rows: RowWriter
    record: Meeting
    id: int
    present: set[int] = field(default_factory=set)
    numbers: Iterator[int] = field(default_factory=count)

    def write_meeting(self, grp: str, stem: str) -> None:
        """Write what there is one of, and the meeting's own links."""
        record, source = self.record, self.record.source
        day = stem[:10] if _DATE.fullmatch(stem[:10]) else record.date
        whereabouts = (record.reason, record.occurrence, record.moved_from, record.moved_to)
        clock = (record.slot, record.start, record.timezone, record.duration)
        chair = self.rows.person(record.chair, "chair", ("chair",), self.id)[0] if record.chair else None
        scribe = self.rows.person(record.scribe, "scribe", ("scribe",), self.id)[0] if record.scribe else None
        recording = record.recording if isinstance(record.recording, str) else None
        lines = source.lines if source and source.lines else (None, None)
        origin = (source.document, *lines, source.digest, bool(source.abridged)) if source else (None, *lines, None, False)
        is_taken = record.attendees is not None
        self.rows.add(
            "meeting", self.id, self.rows.file, grp, stem, day, record.status, *whereabouts, *clock,
            chair, scribe, recording, record.recording is not None, is_taken, record.notes, *origin,
        )  # fmt: skip
        self._links(None, record.links)

    def write_attendees(self) -> None:
        """Write who stands in the list, with the organizations that were said; who stands there twice came once."""
        for n, named in enumerate(self.record.attendees or ()):
            pointer: Pointer = ("attendees", n)
            person, _ = self.rows.person(named, "attendee", pointer, self.id)
            said = named.organization if isinstance(named, Attendee) else None
            organizations: list[int | None] = []
            for i, organization in enumerate(said_organizations(said)):
                where = (*pointer, "organization", i) if isinstance(said, tuple) else (*pointer, "organization")
                organizations.append(self.rows.use("organization", organization, "attendee-organization", where))
            if person is None or person in self.present:
                continue  # perhaps by a former id
            self.present.add(person)
            first_time = bool(isinstance(named, Attendee) and named.first_time)
            note = named.note if isinstance(named, Attendee) else None
            self.rows.add("attendance", person, self.id, n, 1, first_time, note)
            for symbol in organizations or ([None] if said == NO_ORGANIZATION else []):
                self.rows.add("belonging", self.id, person, symbol, 1)

    def write_regrets(self) -> None:
        """Write who could not come."""
        for n, named in enumerate(self.record.regrets):
            person, _ = self.rows.person(named, "regrets", ("regrets", n), self.id)
            if person is not None:
                self.rows.add("regret", self.id, person, n)

    def write_item(self, n: int, item: AgendaItem) -> None:
        """Write an agenda item; whoever spoke at one that took place was there."""
        pointer: Pointer = ("agenda", n)
        id = self.rows.number("item")
        self.rows.add("item", id, self.id, n, item.title, item.kind, item.outcome, item.moved_to, item.notes)
        took_place = self.record.status == "held" and item.outcome in {None, "done"}
        for i, named in enumerate(item.speakers):
            person, written = self.rows.person(named, "speaker", (*pointer, "speakers", i), self.id)
            said = [] if isinstance(named, str) else said_organizations(named.organization)
            organization = self.rows.symbol("organization", said[0]) if said else None
            self.rows.add("speaker", id, i, person, written, organization)
            if took_place and person is not None:
                self._speaker_present(person, organization)
        topics: dict[int, int] = {}
        for i, topic in enumerate(item.topics):
            topics.setdefault(self.rows.use("topic", topic, "topic", (*pointer, "topics", i)), i)
        for symbol, i in topics.items():
            self.rows.add("item_topic", symbol, id, i)
        self._links(id, item.links)
        self.write_outcomes(id, pointer, item.decisions, item.actions)
        self._search(n, "title", item.title)
        self.write_notes(id, item.notes, (*pointer, "notes"), n)

    def _speaker_present(self, person: int, organization: int | None) -> None:
        if person in self.present:
            return
        self.present.add(person)
        self.rows.add("attendance", person, self.id, _UNLISTED, 0, 0, None)
        if organization is not None:
            self.rows.add("belonging", self.id, person, organization, 1)

    def _links(self, item: int | None, links: tuple[Link, ...]) -> None:
        for n, link in enumerate(links):
            self.rows.add("link", self.id, item, n, link.title, link.url)

    def write_outcomes(self, item: int | None, pointer: Pointer, decisions: tuple[Decision, ...], actions: tuple[Action, ...]) -> None:
        """Write what came of an agenda item, or of the meeting as a whole."""
        number = pointer[1] if pointer else None
        for n, decision in enumerate(decisions):
            where = (*pointer, "decisions", n)
            id = self.rows.number("decision")
            said = (decision.id, decision.text, decision.supersedes, format_pointer(where))
            self.rows.add("decision", id, self.id, item, n, *said)
            for i, topic in enumerate(decision.topics):
                self.rows.add("decision_topic", self.rows.use("topic", topic, "decision-topic", (*where, "topics", i)), id)
            self._search(number, "decision", decision.text)
        for n, action in enumerate(actions):
            where = (*pointer, "actions", n)
            id = self.rows.number("action")
            ended = (action.due, action.closed, action.outcome, action.note, format_pointer(where))
            self.rows.add("action", id, self.id, item, n, action.id, action.task, *ended)
            for i, named in enumerate(action.owners):
                person, written = self.rows.person(named, "owner", (*where, "owners", i), self.id)
                self.rows.add("owner", id, i, person, written)
            self._search(number, "action", action.task)

    def write_notes(self, item: int | None, notes: str | None, pointer: Pointer, number: int | None = None) -> None:
        """Write the notes of an agenda item, or of the meeting as a whole, and the questions in them."""
        if not notes:
            return
        self._search(number, "notes", notes)
        if "Q" not in notes:
            return
        for n, question in enumerate(parse_questions(notes)):
            asker = self.rows.use("person", question.asker, "asker", pointer) if question.asker and is_id(question.asker) else None
            for answerer in question.answerers:
                if is_id(answerer):
                    self.rows.use("person", answerer, "answerer", pointer)
            said = (asker, question.asker, question.text, question.answer)
            self.rows.add("question", self.rows.number("question"), self.id, item, n, *said)
            self._search(number, "question", f"{question.text}\n{question.answer}")

    def _search(self, item: object, kind: str, body: str) -> None:
        self.rows.add("text (rowid, body, kind, meeting, item)", first_text(self.id) + next(self.numbers), body, kind, self.id, item)
