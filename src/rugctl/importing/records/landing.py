"""From what was found to what is to be written: which meetings are new, their records, and what the registries learn."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from rugctl.days import is_day
from rugctl.importing.identity.terms import Identities, KnownOrganization, KnownPerson, Mention
from rugctl.importing.records.calendar import Calendar
from rugctl.importing.records.group import GroupText, group_text, lead_mentions
from rugctl.importing.records.legal import Margin
from rugctl.importing.records.lessons import Lessons, Registries, learn
from rugctl.importing.records.matching import Placed, Recorded, gone, place
from rugctl.importing.records.presence import People
from rugctl.importing.records.record import Setting, make_record
from rugctl.importing.records.roll import Roll, mentions
from rugctl.importing.report import Evidence, Findings, FoundMeeting, OpenQuestion
from rugctl.model import Series

Identify: TypeAlias = Callable[[Sequence[Mention], Sequence[KnownPerson], Sequence[KnownOrganization], Mapping[str, str]], Identities]
LEAVE_OUT = "none"
"""The answer to the question for a day that leaves a meeting out."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What there is already, as far as an import builds on it; `slugs` are the ids of the documents by their names.

    `new_group` says that the group has no record, so that what the documents say of it is taken.
    """

    slugs: Mapping[str, str]
    recorded: Sequence[Recorded] = ()
    registries: Registries = field(default_factory=Registries)
    people: Sequence[KnownPerson] = ()
    organizations: Sequence[KnownOrganization] = ()
    series: Sequence[Series] = ()
    new_group: bool = False


@dataclass(frozen=True, slots=True)
class Landing:
    """What an import comes to. `records` are those of the meetings to be written, by file stem.

    `undated` are meetings of which only the month is known, `gone` records whose text the documents have no more.
    """

    placed: Sequence[Placed]
    undated: Sequence[FoundMeeting]
    gone: Sequence[Recorded]
    records: Mapping[str, Mapping[str, Any]]
    lessons: Lessons
    roll: Roll
    identities: Identities
    questions: Sequence[OpenQuestion]
    group: GroupText


def land(findings: Findings, ground: Ground, identify: Identify, answers: Mapping[str, str], wanted: Callable[[Placed], bool]) -> Landing:
    """Work out what is to be written of the meetings that are wanted."""
    calendar = Calendar.of(ground.series, (meeting.date for meeting in findings.meetings))
    meetings, undated, asked = _dated(findings.meetings, calendar, answers)
    placed = place(meetings, ground.recorded, ground.slugs)
    leads = lead_mentions(findings.heads, meetings) if ground.new_group else []
    named = [*mentions(meetings), *leads]
    identities = identify(named, ground.people, ground.organizations, answers)
    roll = Roll.call(named, identities)
    made = sorted((each for each in placed if wanted(each)), key=lambda each: each.stem)
    lessons = learn([*mentions([each.found for each in made]), *leads], roll, identities, ground.registries)
    people = People(roll, lessons.affiliations_after(ground.registries), ground.registries.parents)
    ids = {*ground.registries.people, *lessons.people}
    setting = Setting(people, calendar, ground.slugs, ids)
    records = {each.stem: make_record(each, setting, _stood_for(ground.recorded, each.stem)) for each in made}
    lines = {(meeting.document, line) for meeting in [*undated, *(each.found for each in made)] for line in _lines(meeting)}
    lines |= {(lead.document, lead.person.line) for lead in leads}
    questions = [*asked, *_concerning((*findings.questions, *identities.questions), lines, answers)]
    group = group_text(findings.heads if ground.new_group else (), leads, roll)
    return Landing(placed, undated, gone(placed, ground.recorded, ground.slugs), records, lessons, roll, identities, questions, group)


def _lines(meeting: FoundMeeting) -> range:
    return range(meeting.line, meeting.end_line + 1)


def _stood_for(recorded: Iterable[Recorded], stem: str) -> set[str]:
    return {record.occurrence or record.date for record in recorded if record.stem < stem}


def _concerning(questions: Iterable[OpenQuestion], lines: Collection[tuple[str, int]], answers: Mapping[str, str]) -> list[OpenQuestion]:
    """Leave out the questions that concern no line of what is written now, and those for days that are answered."""
    kept = {q.id: q for q in questions if not q.evidence or any((e.document, e.line) in lines for e in q.evidence)}
    return [question for question in kept.values() if not is_day(answers.get(question.id, ""))]


def day_question(meeting: FoundMeeting) -> str:
    """Return the id of the question for a meeting's day: who reads a document asks it in doubt, the answer is taken here."""
    return f"date:{meeting.digest}"


def _dated(
    meetings: Sequence[FoundMeeting], calendar: Calendar, answers: Mapping[str, str]
) -> tuple[list[FoundMeeting], list[FoundMeeting], list[OpenQuestion]]:
    """Tell meetings with a day from those without one; an answer gives the day, and what is open is asked."""
    dated, undated, questions = [], [], []
    for meeting in meetings:
        answer = answers.get(day_question(meeting), meeting.date)
        if is_day(answer):
            dated.append(replace(meeting, date=answer))
            continue
        undated.append(meeting)
        if answer != LEAVE_OUT:
            questions.append(_which_day(meeting, calendar))
    return dated, undated, questions


def _which_day(meeting: FoundMeeting, calendar: Calendar) -> OpenQuestion:
    expected = calendar.in_month(meeting.date)
    which = f"the meeting of {meeting.date}" if meeting.date else "this meeting"
    text = f"On which day was {which}? Write it as 2024-06-05, or `{LEAVE_OUT}` to leave the meeting out"
    evidence = Evidence(meeting.document, meeting.line, Margin().line(meeting.title) or meeting.date)
    proposed = expected[0] if len(expected) == 1 else None
    return OpenQuestion(day_question(meeting), "date", text, proposed, tuple(expected), 0.5 if proposed else 0.0, (evidence,))
