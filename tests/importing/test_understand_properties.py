"""What holds of whatever documents say: texts made of the lines of all habits, in any order and format."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from rugctl.importing.blocks import Document
from rugctl.importing.readers.documents import read_document
from rugctl.importing.report import Findings, FoundMeeting, FoundPerson
from rugctl.importing.understand import Hints, understand


def _lines() -> list[str]:
    """Return every line of the habits' documents, and a few that nobody should write."""
    folder = Path(__file__).parent / "habits"
    documents = (path for path in folder.rglob("*") if path.suffix in {".md", ".txt", ".html"})
    lines = {line for path in documents for line in path.read_text(encoding="utf-8-sig").splitlines()}
    return sorted(
        lines | {"", "   ", "- ", "- [ ]", "* * *", "# ", "|", "||", "</ul>", "AI:", "Attendees:", "[]()", "(", "\u00a0", "\f", "\t- x"}
    )


_TEXTS = st.lists(st.sampled_from(_lines()), max_size=25).map("\n".join)
_NAMES = st.sampled_from(["minutes.md", "minutes.txt", "minutes.html", "2031-03-05.md", "2031/call-03-05.txt"])


def _read(name: str, text: str) -> tuple[Document, Findings]:
    document = read_document(name, text.encode())
    return document, understand([document], Hints(today=date(2040, 1, 1)))


def _people(meeting: FoundMeeting) -> list[FoundPerson]:
    actions = [*meeting.actions, *(action for item in meeting.agenda for action in item.actions)]
    named = [*(meeting.attendees or ()), *meeting.regrets, *(person for item in meeting.agenda for person in item.speakers)]
    return named + [owner for action in actions for owner in action.owners]


@given(_NAMES, _TEXTS)
def test_every_line_is_accounted_for_once(name: str, text: str) -> None:
    document, findings = _read(name, text)
    assert [use.line for use in findings.lines] == list(range(1, len(document.lines) + 1))
    assert all((use.use == "blank") == (not document.lines[use.line - 1].strip()) for use in findings.lines)
    assert {use.document for use in findings.lines} <= {name}


@given(_NAMES, _TEXTS)
def test_what_is_found_says_something(name: str, text: str) -> None:
    document, findings = _read(name, text)
    for meeting in findings.meetings:
        assert date.fromisoformat(meeting.date if len(meeting.date) == 10 else f"{meeting.date}-01")
        assert 1 <= meeting.line <= meeting.end_line <= len(document.lines)
        assert all(person.name.strip() for person in _people(meeting))
        assert all(item.title.strip() for item in meeting.agenda)
        assert all(action.text.strip() for action in [*meeting.actions, *(a for item in meeting.agenda for a in item.actions)])


@given(_NAMES, _TEXTS)
def test_nobody_attends_a_meeting_twice(name: str, text: str) -> None:
    for meeting in _read(name, text)[1].meetings:
        names = [person.name for person in meeting.attendees or ()]
        assert len(set(names)) == len(names)


@given(_NAMES, _TEXTS)
@settings(max_examples=30)
def test_the_same_text_is_understood_the_same_way(name: str, text: str) -> None:
    assert _read(name, text)[1] == _read(name, text)[1]
    assert _read(name, text.replace("\n", "\r\n"))[1] == _read(name, text)[1]
