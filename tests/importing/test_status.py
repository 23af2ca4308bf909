"""Whether a meeting took place, by what its heading and its first lines say."""

from __future__ import annotations

import pytest

from rugctl.importing.words.status import body_status, heading_status, reason_of


@pytest.mark.parametrize(
    ("rest", "status"),
    [
        ("- Cancelled", "cancelled"),
        ("[Canceled due to holidays]", "cancelled"),
        ("CANCELLED", "cancelled"),
        ("(no meeting)", "cancelled"),
        ("- not held", "cancelled"),
        ("called off", "cancelled"),
        ("(skipped)", "skipped"),
        ("- on break", "skipped"),
        (": postponed to March 12", "postponed"),
        ("Rescheduled", "postponed"),
        ("- moved to March 12", "postponed"),
        ("(no-show)", "no-show"),
        ("- nobody came", "no-show"),
        ("", None),
        ("Regular meeting", None),
        ("[Recording]", None),
        ("(Rotation 2)", None),
        ("[starts 10 minutes late]", None),
    ],
)
def test_a_heading_says_that_a_meeting_was_not_held(rest: str, status: str | None) -> None:
    assert heading_status(rest) == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Cancelled", "cancelled"),
        ("Meeting cancelled.", "cancelled"),
        ("This week's meeting has been canceled.", "cancelled"),
        ("The meeting was cancelled due to the storm", "cancelled"),
        ("Cancelled: everybody is at the fair", "cancelled"),
        ("Meeting cancelled - no agenda", "cancelled"),
        ("No agenda items, meeting cancelled", "cancelled"),
        ("No agenda, so meeting cancelled", "cancelled"),
        ("No quorum, meeting cancelled", "cancelled"),
        ("No meeting today", "cancelled"),
        ("No meeting because the line was down.", "cancelled"),
        ("Today's call is cancelled", "cancelled"),
        ("NOTE: meeting is cancelled", "cancelled"),
        ("Call called off", "cancelled"),
        ("We did not meet", "cancelled"),
        ("We didn't meet this week.", "cancelled"),
        ("The group cancelled this week's call", "cancelled"),
        ("Meeting cancelled, next one is on March 5", "cancelled"),
        ("Skipped", "skipped"),
        ("Skipping this week", "skipped"),
        ("We took a break this week", "skipped"),
        ("Meeting postponed to March 12", "postponed"),
        ("Meeting moved to Thursday", "postponed"),
        ("Rescheduled", "postponed"),
        ("Nobody showed up", "no-show"),
        ("No one joined the call", "no-show"),
        ("No show", "no-show"),
    ],
)
def test_a_line_says_that_the_meeting_was_not_held(text: str, status: str) -> None:
    assert body_status(text, month=3, day=5) == status


@pytest.mark.parametrize(
    "text",
    [
        "Next meeting is cancelled",
        "The next two calls are cancelled",
        "The call of April 2 is cancelled",
        "Meeting on April 2 cancelled",
        "Should we cancel the meeting in August?",
        "We should skip next week",
        "If nobody comes, the meeting is cancelled",
        "Propose to cancel the call of the holidays",
        "The conference was postponed",
        "The maker skipped the second test",
        "Cancelled the order of the lens",
        "The budget meeting was cancelled",
        "No time for the stairs. Next week.",
        "Decided to skip the meeting on April 9",
        "We did not meet the maker",
        "We did not meet the deadline",
        "Notes from meeting: None",
        "Quorum was not reached",
        "Skip to main content",
        "Notes moved to the new folder",
        "Previous meeting was cancelled",
        "Lamps that turn",
        "",
        "Meeting cancelled " + "and so on " * 30,
    ],
)
def test_talk_of_other_things_says_nothing_of_the_meeting(text: str) -> None:
    assert body_status(text, month=3, day=5) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Cancelled due to the holidays", "the holidays"),
        ("[Cancelled due to holidays]", "holidays"),
        ("Meeting cancelled because of the storm.", "the storm"),
        ("No meeting because the line was down.", "the line was down"),
        ("Cancelled - everybody is at the fair", "everybody is at the fair"),
        ("Cancelled: everybody is at the fair", "everybody is at the fair"),
        ("Cancelled", None),
        ("", None),
        ("Postponed to March 12", None),
        ("Moved - 2031-03-12", None),
    ],
)
def test_the_reason_is_what_follows_its_words(text: str, reason: str | None) -> None:
    assert reason_of(text) == reason
