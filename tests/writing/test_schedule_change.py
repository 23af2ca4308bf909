"""`rugctl schedule change`: the series ends and begins in one commit, and nothing that was planned is lost or moved unseen."""

from __future__ import annotations

import re

import pytest

from tests.writing.desk import GROUP, Desk

PAUSED = "    pauses: [{since: 2024-07-01, until: 2024-09-01, reason: Summer}] # as every year\n"


def _change(desk: Desk, *more: str) -> str:
    ran = desk.run("schedule", "change", "--from", "2024-03-01", *more)
    assert ran.code == 0, ran.err
    return ran.err


def test_the_old_one_ends_and_the_new_one_begins_in_one_commit(desk: Desk) -> None:
    desk.write("group.yaml", GROUP + PAUSED + "# the end\n")
    desk.git("commit", "-qam", "Pause")
    told = _change(desk, "--rrule", "FREQ=MONTHLY;BYDAY=1TH", "--start", "09:00", "--timezone", "new york", "--title", "First Thursday")
    assert desk.commits()[0] == "schedule: change from 2024-03-01 on"
    assert "`fortnightly` ends before 2024-03-01, `first-thursday` begins: 2024-03-07 at 09:00 America/New_York" in told
    text = desk.read("group.yaml")
    uid = re.search(r"id: first-thursday\n    uid: ([0-9a-f]{32})\n", text)
    assert uid
    before = GROUP.replace("    rrule", "    until: 2024-03-01\n    rrule")
    assert (
        text
        == before
        + PAUSED
        + f"""\
  - id: first-thursday
    uid: {uid[1]}
    since: 2024-03-01
    title: First Thursday
    rrule: FREQ=MONTHLY;BYDAY=1TH
    start: "09:00"
    timezone: America/New_York
    duration: 60
    pauses:
      - {{since: 2024-07-01, until: 2024-09-01, reason: Summer}}
# the end
"""
    )
    assert desk.run("validate").code == 0


def test_what_is_not_given_goes_on(desk: Desk) -> None:
    _change(desk, "--duration", "90")
    text = desk.read("group.yaml")
    assert text.count('start: "16:00"') == text.count("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE") == 2
    assert "id: fortnightly-2" in text


def test_a_record_on_a_date_of_the_new_series_has_its_time(desk: Desk) -> None:
    told = desk.run("schedule", "change", "--from", "2024-01-20", "--start", "10:00", "--rrule", "FREQ=WEEKLY;BYDAY=WE")
    assert (told.code, "At the new time, as scheduled: 2024-01-31." in told.err) == (0, True)
    assert "10:00" in desk.run("schedule", "--in", "2024-01-31").out
    assert "start" not in desk.read("meetings/2024-01-31.yaml")


def test_a_record_on_another_date_keeps_its_own_and_says_so(desk: Desk) -> None:
    told = desk.run("schedule", "change", "--from", "2024-01-10", "--start", "10:00", "--rrule", "FREQ=WEEKLY;BYDAY=TH")
    assert told.code == 0
    assert "Off the new series, at their old time: 2024-01-17, 2024-01-31." in told.err
    text = desk.read("meetings/2024-01-31.yaml")
    assert text.startswith(
        '# still to come\ndate: 2024-01-31\nstatus: scheduled\nreason: Planned before the series changed\nstart: "16:00"\n'
    )
    assert re.search(r"uid: [0-9a-f]{32}\n", text)
    assert "reason: Nobody could come\n" in desk.read("meetings/2024-01-17.yaml")
    assert desk.run("validate").code == 0


def test_what_was_held_keeps_the_hour_at_which_it_was(desk: Desk) -> None:
    desk.write("meetings/2024-01-31.yaml", "date: 2024-01-31\nstatus: held\nattendees: []\n")
    desk.git("commit", "-qam", "Held")
    assert desk.run("schedule", "change", "--from", "2024-01-20", "--start", "10:00").code == 0
    assert 'start: "16:00"' in desk.read("meetings/2024-01-31.yaml")


def test_slots(desk: Desk) -> None:
    told = _change(desk, "--slot", "early,05:00,new york", "--slot", "late,21:00,America/New_York")
    assert "2024-03-13 at 05:00 America/New_York, 2024-03-27 at 21:00" in told
    text = desk.read("group.yaml")
    assert '    rotate: occurrence\n    slots:\n      - {id: early, start: "05:00", timezone: America/New_York}\n' in text
    assert desk.run("schedule", "change", "--from", "2024-06-01", "--start", "10:00", "--timezone", "UTC").code == 0
    assert desk.read("group.yaml").count("slots:") == 1
    _ = desk.run("schedule", "change", "--from", "2024-09-01", "--rrule", "FREQ=MONTHLY;BYDAY=1WE,3WE", "--slot", "a,05:00,UTC,1", "--slot",
                 "b,06:00,UTC,3")  # fmt: skip
    assert "rotate: nth" in desk.read("group.yaml")


def test_a_record_with_a_slot_that_there_is_no_more(desk: Desk) -> None:
    _change(desk, "--slot", "early,05:00,UTC")
    assert desk.run("new-meeting", "2024-03-27").code == 0
    assert "slot: early" in desk.read("meetings/2024-03-27.yaml")
    assert desk.run("schedule", "change", "--from", "2024-03-20", "--start", "10:00", "--timezone", "UTC").code == 0
    assert "slot" not in desk.read("meetings/2024-03-27.yaml")


def test_a_dry_run_shows_it_and_changes_nothing(desk: Desk) -> None:
    before, commits = desk.files(), desk.commits()
    ran = desk.run("schedule", "change", "--from", "2024-03-01", "--start", "10:00", "--dry-run")
    assert (ran.code, desk.files(), desk.commits()) == (0, before, commits)
    assert "+    until: 2024-03-13" in ran.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--from", "2024-03-01"], "nothing is to change"),
        (["--from", "2024-13-01", "--start", "10:00"], "no date"),
        (["--from", "2023-01-01", "--start", "10:00"], "no such series is in force"),
        (["--from", "2024-01-03", "--start", "10:00"], "no such series is in force"),
        (["--from", "2024-03-01", "--start", "10:00", "--ends", "other"], "fortnightly (2024-01-03 to now)"),
        (["--from", "2024-03-01", "--start", "10:00", "--id", "fortnightly"], "a series `fortnightly` already"),
        (["--from", "2024-03-01", "--start", "25:00"], "25:00"),
        (["--from", "2024-03-01", "--start", "10:00", "--id", "No Id"], "No Id"),
        (["--from", "2024-03-01", "--rrule", "every day"], "cannot be read"),
        (["--from", "2024-03-01", "--rrule", "FREQ=YEARLY;COUNT=1;BYMONTH=2;BYMONTHDAY=29", "--slot", "a"], "`a` is no slot"),
        (["--from", "2024-03-01", "--slot", "a,05:00,UTC,x"], "is no slot"),
        (["--from", "2024-03-01", "--slot", "a,05:00,UTC", "--start", "10:00"], "one --start, or a time for each --slot"),
        (["--from", "2024-03-01", "--timezone", "Mars"], "no time zone"),
        (["--from", "2024-03-01", "--rrule", "FREQ=DAILY;UNTIL=20230101"], "no date in the five years"),
        (["--from", "2024-03-01", "--join", "example.org"], "example.org"),
        (["--from", "2024-03-01", "--rrule", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO"], "disagree on weeks"),
    ],
)
def test_what_is_refused(desk: Desk, arguments: list[str], said: str) -> None:
    before = desk.files()
    ran = desk.run("schedule", "change", *arguments)
    assert (ran.code, desk.files()) == (2, before)
    assert said in ran.err


def test_two_series_at_once_need_a_name(desk: Desk) -> None:
    second = GROUP[GROUP.index("  - id") :].replace("fortnightly", "second").replace("5b1d", "6c2e").replace("BYDAY=WE", "BYDAY=FR")
    desk.write("group.yaml", GROUP + second)
    desk.git("commit", "-qam", "Two")
    assert "fortnightly, second" in desk.run("schedule", "change", "--from", "2024-03-01", "--start", "10:00").err
    assert desk.run("schedule", "change", "--from", "2024-03-01", "--start", "10:00", "--ends", "second").code == 0
    assert desk.read("group.yaml").index("until: 2024-03-01") > desk.read("group.yaml").index("id: second")


def test_fortnights_stay_the_same_where_the_days_do_not_change(desk: Desk) -> None:
    told = desk.run("schedule", "change", "--from", "2024-02-10", "--start", "10:00")
    assert "`fortnightly` ends before 2024-02-14, `fortnightly-2` begins: 2024-02-14 at 10:00 Europe/Zurich, 2024-02-28" in told.err
    assert desk.commits()[0] == "schedule: change from 2024-02-14 on"


@pytest.mark.parametrize(
    ("end", "said"), [("COUNT=4", "a COUNT, which would begin anew"), ("UNTIL=20240201", "no date from 2024-03-01 on")]
)
def test_a_rule_that_ends_by_itself_cannot_go_on(desk: Desk, end: str, said: str) -> None:
    desk.write("group.yaml", GROUP.replace("BYDAY=WE", f"BYDAY=WE;{end}"))
    ran = desk.run("schedule", "change", "--from", "2024-03-01", "--start", "10:00", "--no-commit")
    assert (ran.code, said in ran.err) == (2, True)
    assert desk.run("schedule", "change", "--from", "2024-03-01", "--start", "10:00", "--rrule", "FREQ=DAILY", "--no-commit").code == 0
