"""An import as people check it in a minute, and whole as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from rugctl.importing.records.account import Account, LineAccount, MeetingAccount, Somebody
from rugctl.importing.report import FoundAction, FoundItem, FoundPerson, OpenQuestion
from rugctl.render.rows import JSON_VERSION, Listing
from rugctl.render.text import clean

SHOWN = 12
"""How many names, questions or lines a summary shows of each."""
_STATES = {
    "new": "to be written",
    "known": "known already, left alone",
    "changed": "changed in the document since",
    "by-hand": "transcribed by hand, left alone",
    "taken": "of days that have another record, left alone",
    "repeated": "there twice, taken once",
    "undated": "without a day, not written",
}


class YearRow(NamedTuple):
    """The meetings of a year, by what became of them."""

    year: str
    meetings: int
    held: int
    not_held: int
    unclear: int


class QuestionRow(NamedTuple):
    """An open question with what is proposed."""

    question: str
    proposed: str | None


class LineRow(NamedTuple):
    """A line that was not understood."""

    line: str
    text: str


def summary(account: Account, questions: Sequence[OpenQuestion]) -> list[Listing]:
    """Return what a person checks: meetings by year, people, questions, and the lines that were not understood."""
    return [
        Listing("years", YearRow, list(_years(account.meetings)), tuple(_meeting_notes(account)), empty=""),
        _question_listing(questions),
        _line_listing(account),
    ]


def _years(meetings: Sequence[MeetingAccount]) -> Iterable[YearRow]:
    years = sorted({meeting.found.date[:4] or "?" for meeting in meetings})
    for year in years:
        statuses = Counter(meeting.found.status for meeting in meetings if (meeting.found.date[:4] or "?") == year)
        unclear = statuses["unrecorded"] + statuses["scheduled"]
        yield YearRow(year, statuses.total(), statuses["held"], statuses.total() - statuses["held"] - unclear, unclear)


def _meeting_notes(account: Account) -> Iterable[str]:
    statuses = Counter(meeting.found.status for meeting in account.meetings)
    yield f"{_counted(len(account.meetings), 'meeting')}: {', '.join(f'{n} {status}' for status, n in statuses.most_common())}."
    states = Counter(meeting.state for meeting in account.meetings)
    yield f"Of these {', '.join(f'{states[state]} {text}' for state, text in _STATES.items() if states[state])}."
    yield from _names("People", account.people)
    if account.open_names:
        yield f"In doubt, kept as written: {_some(account.open_names)}."
    yield from _names("Organizations", account.organizations)


def _names(label: str, found: Sequence[Somebody]) -> Iterable[str]:
    new = [each.name for each in found if each.new]
    yield f"{label}: {len(new)} new, {len(found) - len(new)} known.{f' New: {_some(new)}.' if new else ''}"


def _line_listing(account: Account) -> Listing:
    uses, unparsed = account.uses(), account.unparsed()
    total = uses.total() or 1
    note = (
        f"{_counted(uses.total(), 'line')}: {uses['field']} in records, {uses['structure']} only form, {uses['blank']} blank, "
        f"{uses['unparsed']} not understood; {1 - uses['unparsed'] / total:.1%} accounted for."
    )
    rows = [LineRow(f"{line.document}:{line.line}", line.text) for line in unparsed[:SHOWN]]
    more = [f"… and {len(unparsed) - SHOWN} more lines: `--format json` has all."] if len(unparsed) > SHOWN else []
    return Listing("lines", LineRow, rows, (*more, note), "Not understood" if rows else "", "")


def _question_listing(questions: Sequence[OpenQuestion]) -> Listing:
    """Return the first questions; what is asked in the same words of several meetings stands there once."""
    asked = Counter((question.text, question.answer) for question in questions)
    rows = [QuestionRow(text if n == 1 else f"{text} ({n} times)", answer) for (text, answer), n in asked.items()]
    shown = sum(list(asked.values())[:SHOWN])
    return Listing("questions", QuestionRow, rows[:SHOWN], _more(questions, len(questions) - shown), "Questions", "")


def _more(questions: Sequence[OpenQuestion], left: int) -> tuple[str, ...]:
    if not questions:
        return ("No open questions.",)
    more = f"… and {left} more. " if left else ""
    return (f"{more}{_counted(len(questions), 'open question')}: `--review FILE` writes them down, to be answered there.",)


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' if number != 1 else ''}"


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(map(clean, names[:SHOWN]))
    return f"{shown} and {len(names) - SHOWN} more" if len(names) > SHOWN else shown


def import_json(account: Account, questions: Sequence[OpenQuestion]) -> str:
    """Write the whole report: every meeting as found, who was made of each name, and what became of each line."""
    unparsed = account.unparsed()
    body: dict[str, Any] = {
        "version": JSON_VERSION,
        "meetings": [_meeting(meeting) for meeting in account.meetings],
        "people": [_somebody(each) for each in account.people],
        "organizations": [_somebody(each) for each in account.organizations],
        "questions": [_question(question) for question in questions],
        "accounting": {
            "lines": len(account.lines),
            **{use: account.uses()[use] for use in ("field", "structure", "blank", "unparsed")},
            "unparsed_lines": [_line(line) for line in unparsed],
            "uses": [{"document": line.document, "line": line.line, "use": line.use, "field": line.field} for line in account.lines],
        },
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _meeting(meeting: MeetingAccount) -> dict[str, Any]:
    found = meeting.found
    items = [*found.agenda]
    actions = sorted([*found.actions, *(action for item in items for action in item.actions)], key=lambda action: action.line)
    decisions = sorted([*found.decisions, *(d for item in items for d in item.decisions)], key=lambda decision: decision.line)
    links = [link.url for link in (*found.links, *(link for item in items for link in item.links))]
    return {
        "date": found.date,
        "status": found.status,
        "reason": found.reason,
        "document": found.document,
        "line": found.line,
        "end_line": found.end_line,
        "record": meeting.stem,
        "state": meeting.state,
        "dated": found.dated,
        "title": found.title,
        "slot": found.slot,
        "start": found.start,
        "timezone": found.timezone,
        "chair": _named(found.chair),
        "scribe": _named(found.scribe),
        "recording": found.recording,
        "agenda": [_item(item) for item in items],
        "attendees": None if found.attendees is None else [_person(meeting, person) for person in found.attendees],
        "regrets": [_person(meeting, person) for person in found.regrets],
        "notes": found.notes,
        "decisions": [{"text": decision.text, "line": decision.line} for decision in decisions],
        "actions": [_action(action) for action in actions],
        "links": list(dict.fromkeys(links)),
    }


def _item(item: FoundItem) -> dict[str, Any]:
    return {
        "title": item.written or item.title,
        "speakers": [speaker.name for speaker in item.speakers],
        "line": item.line,
        "kind": item.kind,
        "outcome": item.outcome,
        "links": [link.url for link in item.links],
        "notes": item.notes,
    }


def _person(meeting: MeetingAccount, person: FoundPerson) -> dict[str, Any]:
    return {
        "name": person.name,
        "affiliation": person.affiliation,
        "handle": f"@{person.handle.lstrip('@')}" if person.handle else None,
        "first_time": person.first_time,
        "person": meeting.people.get(person),
        "line": person.line,
    }


def _named(person: FoundPerson | None) -> str | None:
    return person.name if person else None


def _action(action: FoundAction) -> dict[str, Any]:
    owner = ", ".join(person.name for person in action.owners) or None
    return {"text": action.text, "owner": owner, "line": action.line, "done": action.done, "due": action.due}


def _somebody(each: Somebody) -> dict[str, Any]:
    return {"id": each.id, "name": each.name, "new": each.new, "meetings": each.meetings}


def _question(question: OpenQuestion) -> dict[str, Any]:
    evidence = [{"document": e.document, "line": e.line, "text": e.text, "for": e.speaks_for} for e in question.evidence]
    return {
        "id": question.id,
        "kind": question.kind,
        "question": question.text,
        "proposed": question.answer,
        "choices": list(question.choices),
        "confidence": question.confidence,
        "evidence": evidence,
    }


def _line(line: LineAccount) -> dict[str, Any]:
    return {"document": line.document, "line": line.line, "text": line.text}
