"""The tables, and the views that are their public face. A change of either raises VERSION, and the index is built anew."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

VERSION = 10

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE file (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, kind TEXT, grp TEXT NOT NULL, stem TEXT NOT NULL,
  hash BLOB NOT NULL, state TEXT NOT NULL, mark BLOB NOT NULL);            -- state: ok, invalid, unreadable, foreign
CREATE TABLE symbol (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, text TEXT NOT NULL, UNIQUE (kind, text));
CREATE TABLE use (symbol INTEGER NOT NULL, role TEXT NOT NULL, file INTEGER NOT NULL, pointer TEXT NOT NULL);
CREATE TABLE name (kind TEXT NOT NULL, folded TEXT NOT NULL, symbol INTEGER NOT NULL, how TEXT NOT NULL, text TEXT NOT NULL,
  file INTEGER NOT NULL, pointer TEXT NOT NULL);                           -- how: id, name, alias, handle, former
CREATE TABLE person (symbol INTEGER PRIMARY KEY, name TEXT NOT NULL, github TEXT, note TEXT, file INTEGER NOT NULL);
CREATE TABLE affiliation (person INTEGER NOT NULL, n INTEGER NOT NULL, organization INTEGER NOT NULL, since TEXT NOT NULL,
  until TEXT NOT NULL, observed INTEGER NOT NULL, concurrent INTEGER NOT NULL, open INTEGER NOT NULL, file INTEGER NOT NULL,
  PRIMARY KEY (person, n)) WITHOUT ROWID;                                  -- whole dates; '0000' and '9999' where unbounded
CREATE TABLE organization (symbol INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT, parent INTEGER, url TEXT, file INTEGER NOT NULL);
CREATE TABLE topic (symbol INTEGER PRIMARY KEY, name TEXT NOT NULL, file INTEGER NOT NULL);
CREATE TABLE grp (id TEXT PRIMARY KEY, name TEXT NOT NULL, zone TEXT NOT NULL, zones TEXT NOT NULL, charter TEXT, file INTEGER NOT NULL);
CREATE TABLE lead (grp TEXT NOT NULL, n INTEGER NOT NULL, person INTEGER, written TEXT NOT NULL, role TEXT NOT NULL, since TEXT NOT NULL,
  until TEXT NOT NULL, file INTEGER NOT NULL);
CREATE TABLE document (grp TEXT NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, url TEXT, file INTEGER NOT NULL);
CREATE TABLE series (grp TEXT NOT NULL, n INTEGER NOT NULL, id TEXT NOT NULL, uid TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL,
  rrule TEXT NOT NULL, join_url TEXT, body TEXT NOT NULL, file INTEGER NOT NULL);
CREATE TABLE occurrence (id INTEGER PRIMARY KEY, grp TEXT NOT NULL, date TEXT NOT NULL, series TEXT NOT NULL, slot TEXT, start TEXT NOT NULL, timezone TEXT NOT NULL,
  duration INTEGER NOT NULL, absence TEXT, unrecorded INTEGER NOT NULL);
CREATE TABLE meeting_occurrence (meeting INTEGER PRIMARY KEY, occurrence INTEGER NOT NULL);   -- the one that a meeting stands for
CREATE TABLE meeting (id INTEGER PRIMARY KEY, file INTEGER NOT NULL UNIQUE, grp TEXT NOT NULL, stem TEXT NOT NULL, date TEXT NOT NULL,
  status TEXT NOT NULL, reason TEXT, occurrence TEXT, moved_from TEXT, moved_to TEXT, slot TEXT, start TEXT, timezone TEXT, duration INTEGER,
  chair INTEGER, scribe INTEGER, recording TEXT, recorded INTEGER NOT NULL, taken INTEGER NOT NULL, notes TEXT,
  document TEXT, first_line INTEGER, last_line INTEGER, digest TEXT, abridged INTEGER NOT NULL);
CREATE TABLE item (id INTEGER PRIMARY KEY, meeting INTEGER NOT NULL, n INTEGER NOT NULL, title TEXT NOT NULL, kind TEXT, outcome TEXT,
  moved_to TEXT, notes TEXT);
CREATE TABLE link (meeting INTEGER NOT NULL, item INTEGER, n INTEGER NOT NULL, title TEXT, url TEXT NOT NULL);
CREATE TABLE attendance (person INTEGER NOT NULL, meeting INTEGER NOT NULL, n INTEGER NOT NULL, listed INTEGER NOT NULL,
  first_time INTEGER NOT NULL, note TEXT, PRIMARY KEY (person, meeting)) WITHOUT ROWID;
CREATE TABLE belonging (meeting INTEGER NOT NULL, person INTEGER NOT NULL, organization INTEGER, said INTEGER NOT NULL);
CREATE TABLE disagreement (meeting INTEGER NOT NULL, person INTEGER NOT NULL, organization INTEGER);
CREATE TABLE regret (meeting INTEGER NOT NULL, person INTEGER NOT NULL, n INTEGER NOT NULL);
CREATE TABLE speaker (item INTEGER NOT NULL, n INTEGER NOT NULL, person INTEGER, written TEXT NOT NULL, organization INTEGER);
CREATE TABLE item_topic (topic INTEGER NOT NULL, item INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (topic, item)) WITHOUT ROWID;
CREATE TABLE action (id INTEGER PRIMARY KEY, meeting INTEGER NOT NULL, item INTEGER, n INTEGER NOT NULL, key TEXT NOT NULL, task TEXT NOT NULL,
  due TEXT, closed TEXT, outcome TEXT, note TEXT, pointer TEXT NOT NULL);
CREATE TABLE owner (action INTEGER NOT NULL, n INTEGER NOT NULL, person INTEGER, written TEXT NOT NULL);
CREATE TABLE decision (id INTEGER PRIMARY KEY, meeting INTEGER NOT NULL, item INTEGER, n INTEGER NOT NULL, key TEXT, text TEXT NOT NULL,
  supersedes TEXT, pointer TEXT NOT NULL);
CREATE TABLE decision_topic (topic INTEGER NOT NULL, decision INTEGER NOT NULL);
CREATE TABLE question (id INTEGER PRIMARY KEY, meeting INTEGER NOT NULL, item INTEGER, n INTEGER NOT NULL, asker INTEGER, asker_written TEXT,
  text TEXT NOT NULL, answer TEXT NOT NULL);
CREATE TABLE unresolved (file INTEGER NOT NULL, meeting INTEGER, role TEXT NOT NULL, text TEXT NOT NULL, pointer TEXT NOT NULL);
CREATE TABLE backlog (n INTEGER NOT NULL, id TEXT NOT NULL, grp TEXT, title TEXT NOT NULL, proposed TEXT, proposed_by INTEGER,
  interest INTEGER, notes TEXT, topics TEXT NOT NULL, speakers TEXT NOT NULL, file INTEGER NOT NULL);
CREATE VIRTUAL TABLE text USING fts5 (body, kind UNINDEXED, meeting UNINDEXED, item UNINDEXED, tokenize = "unicode61 remove_diacritics 2");
CREATE TABLE finding (file INTEGER, grp TEXT, path TEXT NOT NULL, rule TEXT NOT NULL, severity TEXT NOT NULL, pointer TEXT NOT NULL, part TEXT NOT NULL,
  message TEXT NOT NULL, help TEXT NOT NULL, related TEXT NOT NULL, fix TEXT NOT NULL, line INTEGER, col INTEGER, past INTEGER, ignored INTEGER NOT NULL);
                                                                           -- file: what it is found in alone; grp: between whose files
CREATE TABLE ignore (file INTEGER NOT NULL, line INTEGER NOT NULL, col INTEGER NOT NULL, past INTEGER NOT NULL, about INTEGER NOT NULL,
  rule TEXT NOT NULL, reason TEXT NOT NULL, without TEXT NOT NULL);        -- without: the comment as it would be without this rule
"""

INDEXES = (
    "action (meeting)",
    "attendance (meeting)",
    "belonging (meeting, person)",
    "belonging (organization)",
    "decision (meeting, key)",
    "decision (supersedes)",
    "decision_topic (decision)",
    "disagreement (meeting)",
    "file (grp, stem)",
    "file (state)",
    "finding (file)",
    "finding (path, line)",
    "ignore (file)",
    "item (meeting)",
    "item_topic (item)",
    "link (item)",
    "link (meeting)",
    "meeting (date)",
    "meeting (grp, coalesce(occurrence, date))",
    "meeting (grp, stem)",
    "name (file)",
    "name (kind, folded)",
    "name (symbol)",
    "occurrence (grp, date)",
    "occurrence (unrecorded)",
    "owner (action)",
    "question (item)",
    "question (meeting)",
    "regret (meeting)",
    "series (grp)",
    "speaker (item)",
    "speaker (person)",
    "unresolved (file)",
    "use (file)",
    "use (symbol)",
)
"""Made after a first build has filled the tables, which is quicker."""


VIEWS = {
    "meetings": (
        "A row a meeting. counted: 1 where it was held and attendees were taken. source_line: where the group's document has it.",
        """SELECT m.grp AS "group", m.stem AS meeting, m.date, m.status, m.reason, m.occurrence, m.moved_from, m.moved_to,
  coalesce(m.slot, o.slot) AS slot, coalesce(m.start, o.start) AS start, coalesce(m.timezone, o.timezone) AS timezone,
  coalesce(m.duration, o.duration) AS duration, c.text AS chair, s.text AS scribe, m.recorded, m.recording,
  m.status = 'held' AND m.taken AS counted,
  (SELECT count(*) FROM attendance a WHERE a.meeting = m.id AND m.taken) AS attendees,
  (SELECT group_concat(i.title, '; ') FROM item i WHERE i.meeting = m.id) AS agenda,
  m.notes, m.document AS source_document, m.first_line AS source_line, m.abridged
FROM meeting m LEFT JOIN symbol c ON c.id = m.chair LEFT JOIN symbol s ON s.id = m.scribe
LEFT JOIN meeting_occurrence x ON x.meeting = m.id LEFT JOIN occurrence o ON o.id = x.occurrence""",
    ),
    "people": (
        "A row a person of the registry. organization: as of their last attendance, else the latest affiliation.",
        """SELECT s.text AS person, p.name, p.github,
  coalesce((SELECT group_concat(o.text, ', ') FROM belonging b JOIN symbol o ON o.id = b.organization
    WHERE b.meeting = last.meeting AND b.person = p.symbol),
   (SELECT o.text FROM affiliation f JOIN symbol o ON o.id = f.organization WHERE f.person = p.symbol ORDER BY f.n DESC LIMIT 1)) AS organization,
  p.note
FROM person p JOIN symbol s ON s.id = p.symbol LEFT JOIN (SELECT a.person, a.meeting, max(m.date || ' ' || m.grp || ' ' || m.stem)
  FROM attendance a JOIN meeting m ON m.id = a.meeting WHERE m.status = 'held' GROUP BY a.person) last ON last.person = p.symbol""",
    ),
    "names": (
        "A row a spelling: how is id, name, alias, handle or former (an id that was once used).",
        "SELECT n.kind, s.text AS id, n.text AS name, n.how, n.folded FROM name n JOIN symbol s ON s.id = n.symbol",
    ),
    "affiliations": (
        "A row an affiliation, half-open [since, until); '0000' and '9999' where unbounded, null in exports.",
        """SELECT p.text AS person, o.text AS organization, f.since, f.until, f.observed, f.concurrent
FROM affiliation f JOIN symbol p ON p.id = f.person JOIN symbol o ON o.id = f.organization""",
    ),
    "organizations": (
        "A row an organization of the registry.",
        """SELECT s.text AS organization, o.name, o.kind, p.text AS parent, o.url
FROM organization o JOIN symbol s ON s.id = o.symbol LEFT JOIN symbol p ON p.id = o.parent""",
    ),
    "topics": ("A row a topic of the registry.", "SELECT s.text AS topic, t.name FROM topic t JOIN symbol s ON s.id = t.symbol"),
    "attendances": (
        "A row a person at a meeting; counted as in meetings. listed: 0 for a speaker whom the list of attendees lacks.",
        """SELECT m.grp AS "group", m.stem AS meeting, m.date, m.status, m.status = 'held' AND m.taken AS counted, s.text AS person,
  (SELECT group_concat(o.text, ', ') FROM belonging b JOIN symbol o ON o.id = b.organization
   WHERE b.meeting = a.meeting AND b.person = a.person) AS organization,
  a.listed, a.first_time, a.note
FROM attendance a JOIN meeting m ON m.id = a.meeting JOIN symbol s ON s.id = a.person""",
    ),
    "agenda_items": (
        "A row an agenda item. took_place: 1 where the meeting was held and the item neither postponed nor dropped.",
        """SELECT m.grp AS "group", m.stem AS meeting, m.date, i.n AS item, i.title, i.kind, i.outcome, i.moved_to,
  m.status = 'held' AND coalesce(i.outcome, 'done') = 'done' AS took_place,
  (SELECT group_concat(text, ', ') FROM (SELECT t.text FROM item_topic x JOIN symbol t ON t.id = x.topic WHERE x.item = i.id ORDER BY x.n)) AS topics,
  (SELECT group_concat(coalesce(q.text, p.written), ', ') FROM speaker p LEFT JOIN symbol q ON q.id = p.person WHERE p.item = i.id) AS speakers,
  i.notes
FROM item i JOIN meeting m ON m.id = i.meeting""",
    ),
    "agenda_topics": (
        "A row a topic of an agenda item.",
        """SELECT m.grp AS "group", m.stem AS meeting, m.date, i.n AS item, t.text AS topic
FROM item_topic x JOIN item i ON i.id = x.item JOIN meeting m ON m.id = i.meeting JOIN symbol t ON t.id = x.topic""",
    ),
    "speakers": (
        "A row a speaker of an agenda item; person is null where the name is unresolved.",
        """SELECT m.grp AS "group", m.stem AS meeting, m.date, i.n AS item, s.text AS person, p.written AS name
FROM speaker p JOIN item i ON i.id = p.item JOIN meeting m ON m.id = i.meeting LEFT JOIN symbol s ON s.id = p.person""",
    ),
    "links": (
        "A row a link; item is null for a meeting's own.",
        """SELECT m.grp AS "group", m.stem AS meeting, m.date, i.n AS item, l.title, l.url
FROM link l JOIN meeting m ON m.id = l.meeting LEFT JOIN item i ON i.id = l.item""",
    ),
    "questions": (
        "A row a question asked, with its answers.",
        """SELECT m.grp AS "group", m.stem AS meeting, m.date, i.n AS item, i.title, coalesce(s.text, q.asker_written) AS asker, q.text AS question, q.answer
FROM question q JOIN meeting m ON m.id = q.meeting LEFT JOIN item i ON i.id = q.item LEFT JOIN symbol s ON s.id = q.asker""",
    ),
    "decisions": (
        "A row a decision; decision is its address where it has an id.",
        """SELECT m.grp AS "group", m.stem AS meeting, m.date, i.n AS item, m.stem || '/' || d.key AS decision, d.text,
  (SELECT group_concat(t.text, ', ') FROM decision_topic x JOIN symbol t ON t.id = x.topic WHERE x.decision = d.id) AS topics, d.supersedes
FROM decision d JOIN meeting m ON m.id = d.meeting LEFT JOIN item i ON i.id = d.item""",
    ),
    "actions": (
        "A row an action item; open: 1 until it is closed.",
        """SELECT m.grp AS "group", m.stem AS meeting, m.date, i.n AS item, m.stem || '/' || a.key AS action, a.task,
  (SELECT group_concat(coalesce(s.text, o.written), ', ') FROM owner o LEFT JOIN symbol s ON s.id = o.person WHERE o.action = a.id) AS owners,
  a.due, a.closed, a.outcome, a.closed IS NULL AND a.outcome IS NULL AS open, a.note
FROM action a JOIN meeting m ON m.id = a.meeting LEFT JOIN item i ON i.id = a.item""",
    ),
    "backlog_items": (
        "A row a proposed agenda item.",
        """SELECT b.grp AS "group", b.id, b.title, b.topics, b.speakers, s.text AS proposed_by, b.proposed, b.interest, b.notes
FROM backlog b LEFT JOIN symbol s ON s.id = b.proposed_by""",
    ),
    "unresolved_names": (
        "A row a name that is no id yet.",
        """SELECT f.path, m.stem AS meeting, m.date, u.role, u.text AS name, u.pointer
FROM unresolved u JOIN file f ON f.id = u.file LEFT JOIN meeting m ON m.id = u.meeting""",
    ),
    "occurrences": (
        "A row a date that a series expects, up to its group's latest record; absence: why nothing is expected after all.",
        """SELECT grp AS "group", date, series, slot, start, timezone, duration, absence, unrecorded FROM occurrence""",
    ),
    "leads": (
        "A row a term of office, half-open [since, until); '9999' where it goes on, null in exports.",
        """SELECT l.grp AS "group", coalesce(s.text, l.written) AS person, l.role, l.since, l.until FROM lead l LEFT JOIN symbol s ON s.id = l.person""",
    ),
    "findings": (
        "A row a finding of `validate`; ignored: 1 where a comment silences it, the settings its rule, or another one tells of it.",
        "SELECT path, line, col AS column, severity, rule, message, help, ignored FROM finding",
    ),
    "groups": ("A row a group; its id is empty where there is only one.", 'SELECT id AS "group", name, zone, zones, charter FROM grp'),
}

PUBLIC_VERSION = 1
"""The version of the views as exports hold them; it rises when a column goes or changes its meaning, not when one comes."""
ColumnType: TypeAlias = Literal["text", "date", "boolean", "integer"]
COLUMN_TYPES: dict[str, ColumnType] = {
    **dict.fromkeys(("closed", "date", "due", "occurrence", "proposed", "since", "until"), "date"),
    **dict.fromkeys(("abridged", "concurrent", "counted", "first_time", "ignored", "listed", "observed", "open"), "boolean"),
    **dict.fromkeys(("recorded", "took_place", "unrecorded"), "boolean"),
    **dict.fromkeys(("attendees", "column", "duration", "interest", "item", "line", "source_line"), "integer"),
}
"""What the views' columns hold by their names, which are of one type wherever they stand; those left out hold text."""
UNBOUNDED = frozenset({"0000", "9999"})
"""What stands in the views for a date before, or after, all others."""

ORGANIZATION_NAME = """coalesce((SELECT n.text FROM name n WHERE n.symbol = s.id AND n.how = 'alias' AND length(o.name) > 20
    AND length(n.text) > 2 AND n.text NOT GLOB '*[^A-Z0-9]*' LIMIT 1), o.name, s.text)"""
"""The SQL for an organization `o` with the symbol `s` as people call it: a long name gives way to an acronym among its aliases."""


def create_tables() -> str:
    """Return the SQL that makes an empty index, but for what `create_indexes` makes."""
    views = "".join(f'CREATE VIEW "{name}" AS {sql};\n' for name, (_, sql) in VIEWS.items())
    return f"{TABLES}{views}PRAGMA user_version = {VERSION};"


def create_indexes() -> list[str]:
    """Return the statements that make those of SQLite's indexes that are not there yet."""
    return [f"CREATE INDEX IF NOT EXISTS {re.sub('[^a-z]+', '_', columns)[:-1]} ON {columns}" for columns in INDEXES]
