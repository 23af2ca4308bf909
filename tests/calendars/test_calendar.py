"""The calendar holds what the ledger says, as two independent libraries read it, over 2019 to 2030."""

from __future__ import annotations

import re

import pytest

from tests.calendars.made import calendar_text, expected, read_by_ical, read_by_vobject, shipped_files
from tests.queries.small import make_index

GROUP = """\
format: 1
name: Group
zones: [Europe/Zurich]
series:
"""
WEDNESDAYS = """\
  - id: wednesdays
    uid: 1f0c
    since: 2024-01-01
    rrule: FREQ=MONTHLY;BYDAY=1WE,3WE
    start: "08:00"
    timezone: America/Los_Angeles
    duration: 60
    join: https://example.org/join
    pauses: [{since: 2024-08-01, until: 2024-09-01, reason: Summer}, {since: 2027-12-20, until: 2028-01-10, reason: Holidays}]
    unrecorded: [{since: 2024-05-01, until: 2024-05-02, reason: Lost}]
"""
SERIES = {
    "one time": WEDNESDAYS,
    "one that ends": WEDNESDAYS.replace("    rrule", "    until: 2025-06-04\n    rrule"),
    "one that counts": WEDNESDAYS.replace("1WE,3WE", "1WE,3WE;COUNT=20"),
    "one that begins later": WEDNESDAYS.replace("since: 2024-01-01", "since: 2029-02-03"),
    "slots by turns": """\
  - id: turns
    uid: 2a
    since: 2024-01-03
    rrule: FREQ=WEEKLY;INTERVAL=2;BYDAY=WE
    duration: 90
    rotate: occurrence
    slots:
      - {id: early, start: "05:00", timezone: America/New_York}
      - {id: noon, start: "13:00", timezone: America/New_York}
      - {id: night, start: "21:00", timezone: Australia/Lord_Howe}
    pauses: [{since: 2024-06-01, until: 2024-07-15, reason: Summer}]
""",
    "slots by the nth": """\
  - id: nth
    uid: 2b
    since: 2024-01-03
    rrule: FREQ=WEEKLY;BYDAY=WE
    duration: 60
    rotate: nth
    slots:
      - {id: rest, start: "05:00", timezone: Africa/Casablanca}
      - {id: third, start: "13:00", timezone: Asia/Kolkata, nth: 3}
      - {id: fifth, start: "21:00", timezone: UTC, nth: 5}
""",
    "slots that no rule gives": """\
  - id: uneven
    uid: 2c
    since: 2024-01-03
    rrule: FREQ=MONTHLY;BYDAY=1WE,3WE
    duration: 60
    rotate: occurrence
    until: 2026-06-01
    slots:
      - {id: a, start: "05:00", timezone: America/New_York}
      - {id: b, start: "13:00", timezone: America/New_York}
      - {id: c, start: "21:00", timezone: America/New_York}
""",
    "an hour that clocks leave out": """\
  - id: nights
    uid: 2d
    since: 2024-03-24
    until: 2025-04-13
    rrule: FREQ=WEEKLY;BYDAY=SU
    start: "02:30"
    timezone: Europe/Zurich
    duration: 60
""",
    "the hour that comes twice": """\
  - id: nights
    uid: 2e
    since: 2019-10-20
    rrule: FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
    start: "02:30"
    timezone: Europe/Zurich
    duration: 60
""",
}
MEETINGS = {
    "2024-01-03": "status: held\nagenda: [{title: Kueue, links: [{url: 'https://example.org/a'}]}]\n",
    "2024-01-17": "status: cancelled\nreason: Nobody could come\nagenda: [{title: Kueue, outcome: dropped}]\n",
    "2024-02-07": "status: postponed\nmoved_to: 2024-02-14\n",
    "2024-02-14": "status: postponed\nmoved_from: 2024-02-07\nmoved_to: 2024-02-15\n",
    "2024-02-15": "status: held\nmoved_from: 2024-02-14\nstart: '09:30'\ntimezone: Europe/Zurich\nduration: 30\n",
    "2024-02-21": "status: held\n",
    "2024-03-07": "status: held\noccurrence: 2024-03-06\n",
    "2024-03-20": "status: no-show\n",
    "2024-03-27": "status: held\nreason: Because of KubeCon\nuid: 77aa\nstart: '10:00'\n",
    "2024-04-03": "status: postponed\nmoved_to: 2024-04-17\nreason: Ill\n",
    "2024-04-17": "status: held\nmoved_from: 2024-04-03\n",
    "2024-06-05": "status: unrecorded\n",
    "2024-06-19": "status: skipped\n",
    "2024-07-03": "status: held\n",
    "2024-07-03-b": "status: held\nreason: A second one\nstart: '18:00'\n",
    "2024-08-07": "status: held\nreason: In the pause all the same\n",
    "2024-09-04": "status: postponed\nreason: Later\n",
    "2025-03-05": "status: scheduled\nduration: 90\n",
}


def _files(series: str, meetings: dict[str, str] | None = None) -> dict[str, str]:
    records = {f"data/meetings/{stem}.yaml": f"date: {stem[:10]}\n{text}" for stem, text in (meetings or {}).items()}
    return {"data/group.yaml": GROUP + series, **records}


CASES = {
    "the shipped records": shipped_files(),
    "all that can become of a date": _files(WEDNESDAYS, MEETINGS),
    "a change of series": _files(
        WEDNESDAYS.replace("    rrule", "    until: 2024-06-10\n    rrule")
        + WEDNESDAYS.replace("wednesdays", "thursdays").replace("1f0c", "2f0c").replace("WE", "TH").replace("2024-01-01", "2024-06-10"),
        {"2024-06-05": "status: held\n", "2024-06-20": "status: cancelled\nreason: Ill\n"},
    ),
    **{name: _files(series) for name, series in SERIES.items()},
}


@pytest.mark.parametrize("name", CASES)
def test_two_libraries_read_what_the_ledger_says(name: str) -> None:
    files = CASES[name]
    wanted, text = expected(make_index(files)), calendar_text(files)
    assert wanted
    assert read_by_vobject(text) == wanted
    assert read_by_ical(text) == wanted


def _events(text: str) -> list[dict[str, str]]:
    unfolded = text.replace("\r\n ", "")
    blocks = re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", unfolded, re.DOTALL)
    return [dict(line.split(":", 1) for line in block.splitlines()) for block in blocks]


def _one(text: str, **wanted: str) -> dict[str, str]:
    return next(event for event in _events(text) if all(event.get(key) == value for key, value in wanted.items()))


def test_a_series_is_one_event_with_its_rule_and_one_that_ends_says_when_in_utc() -> None:
    event = _events(calendar_text(_files(SERIES["one that ends"])))[0]
    assert event["UID"] == "1f0c"
    assert event["DTSTART;TZID=America/Los_Angeles"] == "20240103T080000"
    assert event["RRULE"] == "FREQ=MONTHLY;UNTIL=20250521T150000Z;BYDAY=1WE,3WE"
    assert event["EXDATE;TZID=America/Los_Angeles"].split(",") == ["20240501T080000", "20240807T080000", "20240821T080000"]


def test_slots_are_events_with_rules_of_their_own() -> None:
    events = _events(calendar_text(_files(SERIES["slots by turns"])))
    assert [(event["UID"], event["RRULE"]) for event in events] == [
        (f"2a-{slot}", "FREQ=WEEKLY;INTERVAL=6;BYDAY=WE") for slot in ("early", "noon", "night")
    ]
    by_nth = _events(calendar_text(_files(SERIES["slots by the nth"])))
    assert [event["RRULE"] for event in by_nth] == [
        "FREQ=MONTHLY;BYDAY=1WE,2WE,4WE", "FREQ=MONTHLY;BYDAY=3WE", "FREQ=MONTHLY;BYDAY=5WE",
    ]  # fmt: skip
    listed = _events(calendar_text(_files(SERIES["slots that no rule gives"])))
    assert all("RRULE" not in event and "RDATE;TZID=America/New_York" in event for event in listed)


def test_what_is_cancelled_says_so_and_why() -> None:
    text = calendar_text(_files(WEDNESDAYS, MEETINGS))
    event = _one(text, **{"RECURRENCE-ID;TZID=America/Los_Angeles": "20240117T080000"})
    assert (event["STATUS"], event["SUMMARY"], event["TRANSP"]) == ("CANCELLED", "Cancelled: Group", "TRANSPARENT")
    assert event["DESCRIPTION"] == r"Reason: Nobody could come\n\nAgenda\n1. Kueue (dropped)"


def test_what_was_moved_keeps_its_first_date_as_its_name() -> None:
    text = calendar_text(_files(WEDNESDAYS, MEETINGS))
    moved = _one(text, **{"RECURRENCE-ID;TZID=America/Los_Angeles": "20240207T080000"})
    assert (moved["UID"], moved["DTSTART;TZID=Europe/Zurich"], moved["STATUS"]) == ("1f0c", "20240215T093000", "CONFIRMED")
    assert moved["DESCRIPTION"].startswith("Moved from Wednesday\\, 7 February 2024.")
    assert sum("20240214" in str(event) for event in _events(text)) == 0


def test_a_meeting_that_moves_to_a_date_of_the_series_is_cancelled_and_the_other_goes_on() -> None:
    text = calendar_text(_files(WEDNESDAYS, MEETINGS))
    gone = _one(text, **{"RECURRENCE-ID;TZID=America/Los_Angeles": "20240403T080000"})
    assert (gone["STATUS"], gone["SUMMARY"]) == ("CANCELLED", "Postponed: Group")
    assert gone["DESCRIPTION"] == r"Moved to Wednesday\, 17 April 2024.\n\nReason: Ill"


def test_a_meeting_off_the_series_has_the_uid_of_its_record() -> None:
    events = _events(calendar_text(_files(WEDNESDAYS, MEETINGS)))
    assert _one(calendar_text(_files(WEDNESDAYS, MEETINGS)), UID="77aa")["DTSTART;TZID=America/Los_Angeles"] == "20240327T100000"
    others = [event["UID"] for event in events if event["UID"] not in {"1f0c", "77aa"}]
    assert all(re.fullmatch("[0-9a-f]{32}", uid) for uid in others)
    assert len(others) == len(set(others)) == 1


def test_a_meeting_without_any_time() -> None:
    files = {"data/group.yaml": GROUP.replace("series:\n", ""), "data/meetings/2024-01-03.yaml": "date: 2024-01-03\nstatus: held\n"}
    event = _events(calendar_text(files))[0]
    assert (event["DTSTART"], event["DURATION"]) == ("20240103T120000Z", "PT1H")


def test_the_text_is_as_rfc_5545_wants_it() -> None:
    text = calendar_text(shipped_files())
    lines = text.split("\r\n")
    assert lines[-1] == ""
    assert all(len(line.encode()) <= 75 and "\n" not in line for line in lines)
    assert text == calendar_text(shipped_files())
    assert "X-WR-CALNAME:CNCF Research User Group" in lines
    zones = re.findall("BEGIN:VTIMEZONE\r\nTZID:(.*)\r\n", text)
    assert zones == ["America/Los_Angeles", "America/New_York"]


def test_what_stays_as_it_repeats_needs_no_event_of_its_own() -> None:
    assert len(_events(calendar_text(_files(WEDNESDAYS, {"2024-02-21": "status: held\n"})))) == 1
