"""`rugctl new-meeting` several slots ahead, and off the series."""

from __future__ import annotations

import re

import pytest

from tests.writing.desk import GROUP, Desk


def test_two_slots_ahead_in_one_commit(desk: Desk) -> None:
    desk.write("group.yaml", GROUP + "    pauses: [{since: 2024-02-20, until: 2024-03-10, reason: Skiing}]\n")
    desk.git("commit", "-qam", "Pause")
    ran = desk.run("new-meeting", "--count", "2")
    assert ran.code == 0, ran.err
    assert desk.commits()[0] == "meeting: schedule 2024-02-14, 2024-03-13"
    assert "2024-03-13 at 16:00 Europe/Zurich" in ran.err
    assert desk.read("meetings/2024-03-13.yaml").endswith("date: 2024-03-13\nstatus: scheduled\n")


def test_each_has_its_slot(desk: Desk) -> None:
    assert desk.run("schedule", "change", "--from", "2024-02-10", "--slot", "early,05:00,UTC", "--slot", "late,21:00,UTC").code == 0
    assert desk.run("new-meeting", "--count", "3").code == 0
    slots = [desk.read(f"meetings/{day}.yaml").split("slot: ")[1].split("\n")[0] for day in ("2024-02-14", "2024-02-28", "2024-03-13")]
    assert slots == ["early", "late", "early"]


@pytest.mark.parametrize("more", [["2024-03-13"], ["--title", "x"], ["--chair", "Ana Lima"], ["--edit"], ["--from-backlog", "x"]])
def test_count_goes_alone(desk: Desk, more: list[str]) -> None:
    before = desk.files()
    ran = desk.run("new-meeting", "--count", "2", *more)
    assert (ran.code, "goes alone" in ran.err, desk.files()) == (2, True, before)


def test_more_than_there_are(desk: Desk) -> None:
    desk.write("group.yaml", GROUP.replace("    rrule", "    until: 2024-03-01\n    rrule"))
    ran = desk.run("new-meeting", "--count", "5", "--no-commit")
    assert (ran.code, "only 2 free dates" in ran.err) == (2, True)


def test_off_the_series_a_meeting_has_a_name_of_its_own_for_calendars(desk: Desk) -> None:
    assert desk.run("new-meeting", "2024-02-09", "--reason", "Workshop").code == 0
    text = desk.read("meetings/2024-02-09.yaml")
    uid = re.search(r"^uid: ([0-9a-f]{32})$", text, re.MULTILINE)
    assert uid
    assert f"UID:{uid[1]}" in desk.run("export", "ics").out
    assert "uid" not in desk.read("meetings/2024-01-31.yaml")
