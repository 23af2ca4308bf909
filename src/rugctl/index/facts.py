"""Records to rows: one function a kind of record. Nothing is judged here; what cannot be resolved is kept as written."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from rugctl.diagnostics import Pointer, format_pointer
from rugctl.index.questions import parse_questions
from rugctl.model import (
    Action,
    AgendaItem,
    Attendee,
    Backlog,
    Decision,
    Group,
    Link,
    Meeting,
    Named,
    OrganizationEntry,
    Organizations,
    People,
    PersonEntry,
    Record,
    TopicEntry,
    Topics,
)
from rugctl.model.fields import DATE_PATTERN
from rugctl.model.people import Affiliation
from rugctl.names import fold

FIRST_DAY, LAST_DAY = "0000", "9999"
NO_ORGANIZATION = "none"
_DATE = re.compile(DATE_PATTERN)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def is_id(text: str) -> bool:
    """Tell whether a reference is an id rather than a name as people write it."""
    return _ID.fullmatch(text) is not None


def first_day(partial: str) -> str:
    """Return the first day of a year, month or day."""
    return partial + {4: "-01-01", 7: "-01"}.get(len(partial), "")


@dataclass(slots=True)
class FactWriter:
    """Writes the rows of one file after another; `former` maps ids once used to those in use, by kind."""

    connection: sqlite3.Connection
    former: Mapping[tuple[str, str], str]
    _symbols: dict[tuple[str, str], int] = field(default_factory=dict)
    _file: int = 0

    def write(self, file: int, grp: str, stem: str, record: Record) -> None:
        """Write all rows of a record under a file's number."""
        self._file = file
        if isinstance(record, Meeting):
            self._meeting(grp, stem, record)
        elif isinstance(record, Group):
            self._group(grp, record)
        elif isinstance(record, People):
            self._people(record)
        elif isinstance(record, Organizations):
            self._organizations(record)
        elif isinstance(record, Topics):
            self._topics(record)
        else:
            self._backlog(cast("Backlog", record))

    def _run(self, sql: str, *values: object) -> int:
        return cast("int", self.connection.execute(sql, values).lastrowid)

    def _symbol(self, kind: str, text: str) -> int:
        text = self.former.get((kind, text), text)
        key = (kind, text)
        if key not in self._symbols:
            row = self.connection.execute("SELECT id FROM symbol WHERE kind = ? AND text = ?", key).fetchone()
            self._symbols[key] = row[0] if row else self._run("INSERT INTO symbol (kind, text) VALUES (?, ?)", *key)
        return self._symbols[key]

    def _use(self, kind: str, text: str, role: str, pointer: Pointer) -> int:
        """Note that a file refers to an id, and return its symbol."""
        symbol = self._symbol(kind, text)
        self._run("INSERT INTO use VALUES (?, ?, ?, ?)", symbol, role, self._file, format_pointer(pointer))
        return symbol

    def _name(self, kind: str, symbol: int, text: str, how: str, pointer: Pointer) -> None:
        folded = text.casefold() if how in {"id", "former", "handle"} else fold(text)
        values = (kind, folded, symbol, how, text, self._file, format_pointer(pointer))
        self._run("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?)", *values)

    def _person(self, named: str | Named | Attendee, role: str, pointer: Pointer, meeting: int | None = None) -> tuple[int | None, str]:
        """Return (symbol, text as written) of somebody named; an unresolved name has no symbol."""
        text = named if isinstance(named, str) else named.person
        where = pointer if isinstance(named, str) else (*pointer, "person")
        if not isinstance(named, str) and role != "attendee":
            for organization in _said(named.organization):
                self._use("organization", organization, f"{role}-organization", (*pointer, "organization"))
        if is_id(text):
            return self._use("person", text, role, where), text
        self._run("INSERT INTO unresolved VALUES (?, ?, ?, ?, ?)", self._file, meeting, role, text, format_pointer(where))
        return None, text

    # registries

    def _entry_names(self, kind: str, symbol: int, pointer: Pointer, entry: PersonEntry | OrganizationEntry | TopicEntry) -> None:
        self._name(kind, symbol, str(pointer[-1]), "id", pointer)
        self._name(kind, symbol, entry.name, "name", (*pointer, "name"))
        for n, alias in enumerate(entry.aliases):
            self._name(kind, symbol, alias, "alias", (*pointer, "aliases", n))
        for n, old in enumerate(entry.formerly):
            self._name(kind, symbol, old, "former", (*pointer, "formerly", n))

    def _people(self, record: People) -> None:
        for id, person in record.people.items():
            pointer: Pointer = ("people", id)
            symbol = self._symbol("person", id)
            self._run("INSERT OR REPLACE INTO person VALUES (?, ?, ?, ?, ?)", symbol, person.name, person.github, person.note, self._file)
            self._entry_names("person", symbol, pointer, person)
            if person.github:
                self._name("person", symbol, person.github, "handle", (*pointer, "github"))
            for n, handle in enumerate(person.handles):
                self._name("person", symbol, handle, "handle", (*pointer, "handles", n))
            for n, other in enumerate(person.not_same_as):
                self._use("person", other, "not-same-as", (*pointer, "not_same_as", n))
            self._affiliations(
                symbol, pointer, [a if isinstance(a, Affiliation) else Affiliation(organization=a) for a in person.affiliations]
            )

    def _affiliations(self, person: int, pointer: Pointer, entries: list[Affiliation]) -> None:
        for n, entry in enumerate(entries):
            where = (*pointer, "affiliations", n)
            organization = self._use("organization", entry.organization, "affiliation", where)
            since = first_day(entry.since) if entry.since else FIRST_DAY
            following = next((e for e in entries[n + 1 :] if not e.concurrent and e.since), None)
            until = LAST_DAY
            if entry.until:
                until = first_day(entry.until)
            elif following is not None and following.since and not entry.concurrent:
                until = first_day(following.since)
            values = (person, n, organization, since, until, bool(entry.observed), bool(entry.concurrent), entry.until is None, self._file)
            self._run("INSERT INTO affiliation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", *values)

    def _organizations(self, record: Organizations) -> None:
        for id, entry in record.organizations.items():
            pointer: Pointer = ("organizations", id)
            symbol = self._symbol("organization", id)
            parent = self._use("organization", entry.parent, "parent", (*pointer, "parent")) if entry.parent else None
            self._run(
                "INSERT OR REPLACE INTO organization VALUES (?, ?, ?, ?, ?, ?)",
                symbol,
                entry.name,
                entry.kind,
                parent,
                entry.url,
                self._file,
            )
            self._entry_names("organization", symbol, pointer, entry)

    def _topics(self, record: Topics) -> None:
        for id, entry in record.topics.items():
            symbol = self._symbol("topic", id)
            self._run("INSERT OR REPLACE INTO topic VALUES (?, ?, ?)", symbol, entry.name, self._file)
            self._entry_names("topic", symbol, ("topics", id), entry)

    def _backlog(self, record: Backlog) -> None:
        for n, item in enumerate(record.backlog):
            pointer: Pointer = ("backlog", n)
            for i, topic in enumerate(item.topics):
                self._use("topic", topic, "backlog-topic", (*pointer, "topics", i))
            speakers = [self._person(s, "backlog-speaker", (*pointer, "speakers", i))[1] for i, s in enumerate(item.speakers)]
            proposer = self._person(item.proposed_by, "proposer", (*pointer, "proposed_by"))[0] if item.proposed_by else None
            values = (n, item.id, item.group, item.title, item.proposed, proposer, item.interest, item.notes)
            lists = (", ".join(item.topics), ", ".join(speakers))
            self._run("INSERT INTO backlog VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", *values, *lists, self._file)

    def _group(self, grp: str, record: Group) -> None:
        zones = ", ".join(record.zones)
        self._run(
            "INSERT OR REPLACE INTO grp VALUES (?, ?, ?, ?, ?, ?)", grp, record.name, record.zones[0], zones, record.charter, self._file
        )
        for n, lead in enumerate(record.leads):
            person, written = self._person(lead.person, "lead", ("leads", n, "person"))
            term = (grp, n, person, written, lead.role, lead.since, lead.until or LAST_DAY, self._file)
            self._run("INSERT INTO lead VALUES (?, ?, ?, ?, ?, ?, ?, ?)", *term)
        for id, document in record.documents.items():
            self._run("INSERT INTO document VALUES (?, ?, ?, ?, ?)", grp, id, document.title, document.url, self._file)
        for n, series in enumerate(record.series):
            values = (grp, n, series.id, series.uid, series.since, series.until or LAST_DAY, series.rrule, series.join)
            self._run(
                "INSERT INTO series VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                *values,
                series.model_dump_json(exclude_defaults=True),
                self._file,
            )

    # meetings

    def _meeting(self, grp: str, stem: str, record: Meeting) -> None:
        """Write a meeting under the date in its file's name; that the record says another one is a finding of its own."""
        day = stem[:10] if _DATE.fullmatch(stem[:10]) else record.date
        meeting = self._run(
            "INSERT INTO meeting (file, grp, stem, date, status, recorded, taken, abridged) VALUES (?, ?, ?, ?, ?, 0, 0, 0)",
            self._file,
            grp,
            stem,
            day,
            record.status,
        )
        chair = self._person(record.chair, "chair", ("chair",), meeting)[0] if record.chair else None
        scribe = self._person(record.scribe, "scribe", ("scribe",), meeting)[0] if record.scribe else None
        source = record.source
        lines = source.lines if source and source.lines else (None, None)
        self._run(
            "UPDATE meeting SET reason = ?, occurrence = ?, moved_from = ?, moved_to = ?, slot = ?, start = ?, timezone = ?, duration = ?, chair = ?,"
            " scribe = ?, recording = ?, recorded = ?, taken = ?, notes = ?, document = ?, first_line = ?, last_line = ?, abridged = ? WHERE id = ?",
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
            bool(source and source.abridged),
            meeting,
        )
        self._links(meeting, None, record.links)
        self._attendees(meeting, record)
        for n, named in enumerate(record.regrets):
            person, _ = self._person(named, "regrets", ("regrets", n), meeting)
            if person is not None:
                self._run("INSERT INTO regret VALUES (?, ?, ?)", meeting, person, n)
        for n, item in enumerate(record.agenda):
            self._item(meeting, n, item, record)
        self._outcomes(meeting, None, (), record.decisions, record.actions)
        self._notes(meeting, None, record.notes, ("notes",))

    def _attendees(self, meeting: int, record: Meeting) -> None:
        for n, named in enumerate(record.attendees or ()):
            pointer: Pointer = ("attendees", n)
            person, _ = self._person(named, "attendee", pointer, meeting)
            said = named.organization if isinstance(named, Attendee) else None
            organizations: list[int | None] = []
            for i, organization in enumerate(_said(said)):
                where = (*pointer, "organization", i) if isinstance(said, tuple) else (*pointer, "organization")
                organizations.append(self._use("organization", organization, "attendee-organization", where))
            if person is None:
                continue
            first_time = bool(isinstance(named, Attendee) and named.first_time)
            note = named.note if isinstance(named, Attendee) else None
            self._run("INSERT INTO attendance VALUES (?, ?, ?, 1, ?, ?)", person, meeting, n, first_time, note)
            for symbol in organizations or ([None] if said == NO_ORGANIZATION else []):
                self._run("INSERT INTO belonging VALUES (?, ?, ?, 1)", meeting, person, symbol)

    def _item(self, meeting: int, n: int, item: AgendaItem, record: Meeting) -> None:
        pointer: Pointer = ("agenda", n)
        values = (meeting, n, item.title, item.kind, item.outcome, item.moved_to, item.notes)
        id = self._run("INSERT INTO item (meeting, n, title, kind, outcome, moved_to, notes) VALUES (?, ?, ?, ?, ?, ?, ?)", *values)
        took_place = record.status == "held" and item.outcome in {None, "done"}
        for i, named in enumerate(item.speakers):
            person, written = self._person(named, "speaker", (*pointer, "speakers", i), meeting)
            said = [] if isinstance(named, str) else _said(named.organization)
            organization = self._symbol("organization", said[0]) if said else None
            self._run("INSERT INTO speaker VALUES (?, ?, ?, ?, ?)", id, i, person, written, organization)
            if took_place and person is not None:
                self._speaker_present(meeting, person, organization)
        for i, topic in enumerate(item.topics):
            symbol = self._use("topic", topic, "topic", (*pointer, "topics", i))
            self._run("INSERT OR IGNORE INTO item_topic VALUES (?, ?)", symbol, id)
        self._links(meeting, id, item.links)
        self._outcomes(meeting, id, pointer, item.decisions, item.actions)
        self._search(meeting, n, "title", item.title)
        self._notes(meeting, id, item.notes, (*pointer, "notes"), n)

    def _speaker_present(self, meeting: int, person: int, organization: int | None) -> None:
        row = self.connection.execute("SELECT 1 FROM attendance WHERE meeting = ? AND person = ?", (meeting, person)).fetchone()
        if row is None:
            self._run("INSERT INTO attendance VALUES (?, ?, 1000, 0, 0, NULL)", person, meeting)
            if organization is not None:
                self._run("INSERT INTO belonging VALUES (?, ?, ?, 1)", meeting, person, organization)

    def _links(self, meeting: int, item: int | None, links: tuple[Link, ...]) -> None:
        for n, link in enumerate(links):
            self._run("INSERT INTO link VALUES (?, ?, ?, ?, ?)", meeting, item, n, link.title, link.url)

    def _outcomes(
        self, meeting: int, item: int | None, pointer: Pointer, decisions: tuple[Decision, ...], actions: tuple[Action, ...]
    ) -> None:
        for n, decision in enumerate(decisions):
            where = (*pointer, "decisions", n)
            values = (meeting, item, n, decision.id, decision.text, decision.supersedes, format_pointer(where))
            id = self._run("INSERT INTO decision (meeting, item, n, key, text, supersedes, pointer) VALUES (?, ?, ?, ?, ?, ?, ?)", *values)
            for i, topic in enumerate(decision.topics):
                self._run(
                    "INSERT INTO decision_topic VALUES (?, ?)", self._use("topic", topic, "decision-topic", (*where, "topics", i)), id
                )
            self._search(meeting, pointer[1] if pointer else None, "decision", decision.text)
        for n, action in enumerate(actions):
            where = (*pointer, "actions", n)
            id = self._run(
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
                person, written = self._person(named, "owner", (*where, "owners", i), meeting)
                self._run("INSERT INTO owner VALUES (?, ?, ?, ?)", id, i, person, written)
            self._search(meeting, pointer[1] if pointer else None, "action", action.task)

    def _notes(self, meeting: int, item: int | None, notes: str | None, pointer: Pointer, number: int | None = None) -> None:
        if not notes:
            return
        self._search(meeting, number, "notes", notes)
        if "Q" not in notes:
            return
        for n, question in enumerate(parse_questions(notes)):
            asker = self._use("person", question.asker, "asker", pointer) if question.asker and is_id(question.asker) else None
            for answerer in question.answerers:
                if is_id(answerer):
                    self._use("person", answerer, "answerer", pointer)
            values = (meeting, item, n, asker, question.asker, question.text, question.answer)
            self._run("INSERT INTO question (meeting, item, n, asker, asker_written, text, answer) VALUES (?, ?, ?, ?, ?, ?, ?)", *values)
            self._search(meeting, number, "question", f"{question.text}\n{question.answer}")

    def _search(self, meeting: int, item: object, kind: str, body: str) -> None:
        self._run("INSERT INTO text (body, kind, meeting, item) VALUES (?, ?, ?, ?)", body, kind, meeting, item)


def _said(organization: str | tuple[str, ...] | None) -> list[str]:
    if organization is None or organization == NO_ORGANIZATION:
        return []
    return [organization] if isinstance(organization, str) else list(organization)


MEETING_TABLES = ("attendance", "belonging", "regret", "link", "question", "unresolved")
_FILE_TABLES = (
    "use",
    "name",
    "person",
    "affiliation",
    "organization",
    "topic",
    "grp",
    "lead",
    "document",
    "series",
    "backlog",
    "unresolved",
)


def delete_facts(connection: sqlite3.Connection, file: int) -> None:
    """Delete all rows that came from a file."""
    row = connection.execute("SELECT id FROM meeting WHERE file = ?", (file,)).fetchone()
    if row:
        meeting = row[0]
        for child, parent in (("speaker", "item"), ("item_topic", "item"), ("owner", "action"), ("decision_topic", "decision")):
            connection.execute(f"DELETE FROM {child} WHERE {parent} IN (SELECT id FROM {parent} WHERE meeting = ?)", (meeting,))
        for table in (*MEETING_TABLES, "item", "action", "decision", "text"):
            connection.execute(f"DELETE FROM {table} WHERE meeting = ?", (meeting,))
        connection.execute("DELETE FROM meeting WHERE id = ?", (meeting,))
    for table in (*_FILE_TABLES, "finding", "ignore"):
        connection.execute(f"DELETE FROM {table} WHERE file = ?", (file,))


def series_bodies(connection: sqlite3.Connection) -> dict[str, list[dict[str, object]]]:
    """Return the series of each group as they stand in its record."""
    found: dict[str, list[dict[str, object]]] = {}
    for grp, body in connection.execute("SELECT grp, body FROM series ORDER BY grp, n"):
        found.setdefault(grp, []).append(json.loads(body))
    return found
