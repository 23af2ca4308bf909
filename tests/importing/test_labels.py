"""The labels that minutes put before their parts."""

from __future__ import annotations

import pytest

from rugctl.importing.words.labels import read_label


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Attendees", "attendees"),
        ("Attendees (12)", "attendees"),
        ("ATTENDEES:", "attendees"),
        ("Present", "attendees"),
        ("Attending", "attendees"),
        ("Roll call", "attendees"),
        ("Roll-Call", "attendees"),
        ("Check-in", "attendees"),
        ("Participants", "attendees"),
        ("Introductions", "attendees"),
        ("Who's here", "attendees"),
        ("Who’s here?", "attendees"),
        ("Voting members present", "attendees"),
        ("TSC Members", "attendees"),
        ("2. Attendance", "attendees"),
        ("👥 Attendees", "attendees"),
        ("Regrets", "regrets"),
        ("Apologies", "regrets"),
        ("Absent", "regrets"),
        ("Not attending", "regrets"),
        ("New members", "newcomers"),
        ("Newcomers", "newcomers"),
        ("First-time attendees", "newcomers"),
        ("Agenda", "agenda"),
        ("Agenda items", "group"),
        ("Topics", "group"),
        ("Proposed agenda", "agenda"),
        ("Announcements", "group"),
        ("Reports and celebrations", "group"),
        ("Remote attendees", "attendees"),
        ("Voting Representative Attendees", "attendees"),
        ("Any other business", "group"),
        ("AOB", "group"),
        ("Open discussion", "group"),
        ("Notes", "notes"),
        ("Minutes", "notes"),
        ("Discussion", "group"),
        ("Action items", "actions"),
        ("Actions", "actions"),
        ("AIs", "actions"),
        ("TODO", "actions"),
        ("Next steps", "actions"),
        ("Summary of action items", "actions"),
        ("Previous action items", "old-actions"),
        ("Review of action items", "old-actions"),
        ("Decisions", "decisions"),
        ("Resolutions", "decisions"),
        ("Recording", "recording"),
        ("Meeting recording", "recording"),
        ("Chair", "chair"),
        ("Facilitator", "chair"),
        ("Scribe", "scribe"),
        ("Note taker", "scribe"),
        ("Next meeting", "next"),
        ("Agenda for next meeting", "backlog"),
        ("Parking lot", "backlog"),
        ("Table of contents", "contents"),
    ],
)
def test_a_heading_is_a_parts_label(text: str, role: str) -> None:
    label = read_label(text, heading=True)
    assert label is not None
    assert (label.role, label.rest) == (role, "")


@pytest.mark.parametrize(
    ("text", "role", "rest"),
    [
        ("Attendees: Ann Lee, Bo Ek", "attendees", "Ann Lee, Bo Ek"),
        ("Present - Ann Lee, Bo Ek", "attendees", "Ann Lee, Bo Ek"),
        ("Regrets: Cy Dee", "regrets", "Cy Dee"),
        ("Chair: Ann Lee", "chair", "Ann Lee"),
        ("Note taker: Bo Ek", "scribe", "Bo Ek"),
        ("Recording: https://example.org/rec/1", "recording", "https://example.org/rec/1"),
        ("Agenda: lamps", "agenda", "lamps"),
        ("Topic: lamps", "group", "lamps"),
        ("Attendees (please add yourself): Ann Lee", "attendees", "Ann Lee"),
        ("The meeting was led by Ann Lee.", "chair", "Ann Lee"),
        ("Zoom: https://example.org/j/1", "logistics", "https://example.org/j/1"),
    ],
)
def test_what_stands_behind_a_label_is_its_rest(text: str, role: str, rest: str) -> None:
    label = read_label(text)
    assert label is not None
    assert (label.role, label.rest) == (role, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Lamps that turn",
        "Agenda items are welcome at any time",
        "The attendees of the fair",
        "Present the new lamp to the board",
        "Ann Lee: attendees are few",
        "Minutes of last week approved",
        "Note that the lamps turn",
        "Action of salt on lenses",
        "Participants' guide to the fair",
        "",
        ":",
        "***",
        "x" * 500,
    ],
)
def test_other_lines_are_no_labels(text: str) -> None:
    assert read_label(text) is None


@pytest.mark.parametrize(
    "text", ["Lamps that turn", "Paint for the tower", "Ann Lee", "Acme", "2031", "Members' barbecue", "Notes on lenses"]
)
def test_other_headings_are_no_labels(text: str) -> None:
    assert read_label(text, heading=True) is None


@pytest.mark.parametrize("text", ["No meeting due to lack of attendees", "Number of participants", "Money for attendees"])
def test_a_heading_that_only_ends_in_attendees_is_no_label_of_them(text: str) -> None:
    assert read_label(text, heading=True) is None
