"""A meeting as rows: its agenda, who was there, what came of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rugctl.diagnostics import Pointer, format_pointer
from rugctl.index.questions import parse_questions
from rugctl.index.row_writer import NO_ORGANIZATION, RowWriter, is_id, said_organizations
from rugctl.model import Action, AgendaItem, Attendee, Decision, Link, Meeting
from rugctl.model.fields import DATE_PATTERN

_DATE = re.compile(DATE_PATTERN)


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """Writes the rows of a meeting."""

    rows: RowWriter

    def meeting(self, grp: str, stem: str, record: Meeting) -> None:
        """Write a meeting under the date in its file's name; that the record says another one is a finding of its own."""
        day = stem[:10] if _DATE.fullmatch(stem[:10]) else record.date
        meeting = self.rows.run(
            "INSERT INTO meeting (file, grp, stem, date, status, recorded, taken, abridged) VALUES (?, ?, ?, ?, ?, 0, 0, 0)",
            self.rows.file,
            grp,
            stem,
            day,
            record.status,
        )
        chair = self.rows.person(record.chair, "chair", ("chair",), meeting)[0] if record.chair else None
        scribe = self.rows.person(record.scribe, "scribe", ("scribe",), meeting)[0] if record.scribe else None
        source = record.source
        lines = source.lines if source and source.lines else (None, None)
        self.rows.run(
            "UPDATE meeting SET reason = ?, occurrence = ?, moved_from = ?, moved_to = ?, slot = ?, start = ?, timezone = ?, duration = ?, chair = ?,"
            " scribe = ?, recording = ?, recorded = ?, taken = ?, notes = ?, document = ?, first_line = ?, last_line = ?, digest = ?, abridged = ? WHERE id = ?",
            record.reason,
            record.occurrence,
            record.moved_from,
            record.moved_to,
            record.slot,
            record.start,
            record.timezone,
            record.duration,
            chair,
            scribe,
            record.recording if isinstance(record.recording, str) else None,
            record.recording is not None,
            record.attendees is not None,
            record.notes,
            source.document if source else None,
            *lines,
            source.digest if source else None,
            bool(source and source.abridged),
            meeting,
        )
        self._links(meeting, None, record.links)
        self._attendees(meeting, record)
        for n, named in enumerate(record.regrets):
            person, _ = self.rows.person(named, "regrets", ("regrets", n), meeting)
            if person is not None:
                self.rows.run("INSERT INTO regret VALUES (?, ?, ?)", meeting, person, n)
        for n, item in enumerate(record.agenda):
            self._item(meeting, n, item, record)
        self._outcomes(meeting, None, (), record.decisions, record.actions)
        self._notes(meeting, None, record.notes, ("notes",))

    def _attendees(self, meeting: int, record: Meeting) -> None:
        for n, named in enumerate(record.attendees or ()):
            pointer: Pointer = ("attendees", n)
            person, _ = self.rows.person(named, "attendee", pointer, meeting)
            said = named.organization if isinstance(named, Attendee) else None
            organizations: list[int | None] = []
            for i, organization in enumerate(said_organizations(said)):
                where = (*pointer, "organization", i) if isinstance(said, tuple) else (*pointer, "organization")
                organizations.append(self.rows.use("organization", organization, "attendee-organization", where))
            if person is None or self._is_present(meeting, person):
                continue  # who stands there twice, perhaps by a former id, came once
            first_time = bool(isinstance(named, Attendee) and named.first_time)
            note = named.note if isinstance(named, Attendee) else None
            self.rows.run("INSERT INTO attendance VALUES (?, ?, ?, 1, ?, ?)", person, meeting, n, first_time, note)
            for symbol in organizations or ([None] if said == NO_ORGANIZATION else []):
                self.rows.run("INSERT INTO belonging VALUES (?, ?, ?, 1)", meeting, person, symbol)

    def _item(self, meeting: int, n: int, item: AgendaItem, record: Meeting) -> None:
        pointer: Pointer = ("agenda", n)
        values = (meeting, n, item.title, item.kind, item.outcome, item.moved_to, item.notes)
        id = self.rows.run("INSERT INTO item (meeting, n, title, kind, outcome, moved_to, notes) VALUES (?, ?, ?, ?, ?, ?, ?)", *values)
        took_place = record.status == "held" and item.outcome in {None, "done"}
        for i, named in enumerate(item.speakers):
            person, written = self.rows.person(named, "speaker", (*pointer, "speakers", i), meeting)
            said = [] if isinstance(named, str) else said_organizations(named.organization)
            organization = self.rows.symbol("organization", said[0]) if said else None
            self.rows.run("INSERT INTO speaker VALUES (?, ?, ?, ?, ?)", id, i, person, written, organization)
            if took_place and person is not None:
                self._speaker_present(meeting, person, organization)
        for i, topic in enumerate(item.topics):
            symbol = self.rows.use("topic", topic, "topic", (*pointer, "topics", i))
            self.rows.run("INSERT OR IGNORE INTO item_topic VALUES (?, ?, ?)", symbol, id, i)
        self._links(meeting, id, item.links)
        self._outcomes(meeting, id, pointer, item.decisions, item.actions)
        self._search(meeting, n, "title", item.title)
        self._notes(meeting, id, item.notes, (*pointer, "notes"), n)

    def _speaker_present(self, meeting: int, person: int, organization: int | None) -> None:
        if not self._is_present(meeting, person):
            self.rows.run("INSERT INTO attendance VALUES (?, ?, 1000, 0, 0, NULL)", person, meeting)
            if organization is not None:
                self.rows.run("INSERT INTO belonging VALUES (?, ?, ?, 1)", meeting, person, organization)

    def _is_present(self, meeting: int, person: int) -> bool:
        sql = "SELECT 1 FROM attendance WHERE meeting = ? AND person = ?"
        return self.rows.connection.execute(sql, (meeting, person)).fetchone() is not None

    def _links(self, meeting: int, item: int | None, links: tuple[Link, ...]) -> None:
        for n, link in enumerate(links):
            self.rows.run("INSERT INTO link VALUES (?, ?, ?, ?, ?)", meeting, item, n, link.title, link.url)

    def _outcomes(
        self, meeting: int, item: int | None, pointer: Pointer, decisions: tuple[Decision, ...], actions: tuple[Action, ...]
    ) -> None:
        for n, decision in enumerate(decisions):
            where = (*pointer, "decisions", n)
            values = (meeting, item, n, decision.id, decision.text, decision.supersedes, format_pointer(where))
            id = self.rows.run(
                "INSERT INTO decision (meeting, item, n, key, text, supersedes, pointer) VALUES (?, ?, ?, ?, ?, ?, ?)", *values
            )
            for i, topic in enumerate(decision.topics):
                self.rows.run(
                    "INSERT INTO decision_topic VALUES (?, ?)", self.rows.use("topic", topic, "decision-topic", (*where, "topics", i)), id
                )
            self._search(meeting, pointer[1] if pointer else None, "decision", decision.text)
        for n, action in enumerate(actions):
            where = (*pointer, "actions", n)
            id = self.rows.run(
                "INSERT INTO action (meeting, item, n, key, task, due, closed, outcome, note, pointer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                meeting,
                item,
                n,
                action.id,
                action.task,
                action.due,
                action.closed,
                action.outcome,
                action.note,
                format_pointer(where),
            )
            for i, named in enumerate(action.owners):
                person, written = self.rows.person(named, "owner", (*where, "owners", i), meeting)
                self.rows.run("INSERT INTO owner VALUES (?, ?, ?, ?)", id, i, person, written)
            self._search(meeting, pointer[1] if pointer else None, "action", action.task)

    def _notes(self, meeting: int, item: int | None, notes: str | None, pointer: Pointer, number: int | None = None) -> None:
        if not notes:
            return
        self._search(meeting, number, "notes", notes)
        if "Q" not in notes:
            return
        for n, question in enumerate(parse_questions(notes)):
            asker = self.rows.use("person", question.asker, "asker", pointer) if question.asker and is_id(question.asker) else None
            for answerer in question.answerers:
                if is_id(answerer):
                    self.rows.use("person", answerer, "answerer", pointer)
            values = (meeting, item, n, asker, question.asker, question.text, question.answer)
            self.rows.run(
                "INSERT INTO question (meeting, item, n, asker, asker_written, text, answer) VALUES (?, ?, ?, ?, ?, ?, ?)", *values
            )
            self._search(meeting, number, "question", f"{question.text}\n{question.answer}")

    def _search(self, meeting: int, item: object, kind: str, body: str) -> None:
        self.rows.run("INSERT INTO text (body, kind, meeting, item) VALUES (?, ?, ?, ?)", body, kind, meeting, item)
