"""`rugctl export ics`: from the work tree to the text, with revisions out of git that never fall."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.small_book import Ran, SmallBook


class Dated(SmallBook):
    """A book whose commits are made at times that the test chooses, minutes after 2024-01-01T00:00Z."""

    minute = 0

    def environment(self) -> dict[str, str]:
        moment = f"@{1_704_067_200 + 60 * self.minute} +0000"
        return super().environment() | {"GIT_COMMITTER_DATE": moment, "GIT_AUTHOR_DATE": "@0 +0000"}

    def commit_at(self, minute: int, subject: str = "x") -> None:
        self.minute = minute
        self.commit_all(subject)


BASE = (1_704_067_200 - 946_684_800) // 60
"""The minutes from 2000 to the zero of the tests."""


@pytest.fixture
def book(tmp_path: Path) -> Dated:
    book = Dated(tmp_path / "book")
    book.meeting("2024-02-07", "status: scheduled\nagenda: [{title: Kueue}]\n")
    book.meeting("2024-02-21", "status: held\nagenda: [{title: GPUs}]\n")
    book.commit_at(10)
    return book


def _numbers(book: Dated) -> dict[str, int]:
    """Return the SEQUENCE by RECURRENCE-ID; under "" that of the series."""
    text = _text(book).replace("\r\n ", "")
    events = re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", text, re.DOTALL)
    found = {}
    for event in events:
        day = re.search(r"RECURRENCE-ID;[^:]*:([0-9]{8})", event)
        number = re.search(r"SEQUENCE:([0-9]+)", event)
        assert number
        found[day[1] if day else ""] = int(number[1]) - BASE
    return found


def _text(book: Dated) -> str:
    ran = book.run("export", "ics")
    assert (ran.code, ran.err) == (0, "")
    command = [sys.executable, "-m", "rugctl", "export", "ics"]
    out = subprocess.run(command, cwd=book.root, env=book.environment(), capture_output=True, check=True).stdout
    return out.decode()


def _stamp(book: Dated, day: str) -> str:
    text = _text(book)
    event = next(event for event in text.split("BEGIN:VEVENT") if f"RECURRENCE-ID;TZID=America/Los_Angeles:{day}" in event)
    match = re.search("LAST-MODIFIED:(.*)\r", event)
    assert match
    return match[1]


def test_numbers_come_from_the_commit_that_last_changed_when_it_is_or_whether(book: Dated) -> None:
    assert _numbers(book) == {"": 10, "20240207": 10, "20240221": 10}
    book.meeting("2024-02-07", "status: cancelled\nreason: Ill\nagenda: [{title: Kueue, outcome: dropped}]\n")
    book.commit_at(20)
    assert _numbers(book) == {"": 20, "20240207": 20, "20240221": 20}  # the greatest, for the whole series
    book.meeting("2024-02-21", "status: held\nagenda: [{title: GPUs, notes: More}]\n")
    book.commit_at(30)
    assert _numbers(book)[""] == 20
    assert _stamp(book, "20240221") == "20240101T003000Z"
    assert _stamp(book, "20240207") == "20240101T002000Z"


def test_a_record_that_goes_raises_the_number(book: Dated) -> None:
    (book.root / "data/meetings/2024-02-07.yaml").unlink()
    book.commit_at(20)
    assert _numbers(book) == {"": 20, "20240221": 20}


def test_a_change_of_the_series_raises_the_number_and_one_of_its_note_does_not(book: Dated) -> None:
    book.write("data/group.yaml", book.read("data/group.yaml").replace("duration: 60", "duration: 60\n    note: As ever"))
    book.commit_at(20)
    assert _numbers(book)[""] == 10
    book.write("data/group.yaml", book.read("data/group.yaml").replace("duration: 60", "duration: 90"))
    book.commit_at(30)
    assert _numbers(book)[""] == 30


def test_numbers_do_not_fall_when_commits_are_squashed_or_rebased(book: Dated) -> None:
    book.git("switch", "-q", "-c", "work")
    book.meeting("2024-02-07", "status: cancelled\nreason: Ill\n")
    book.commit_at(20)
    book.meeting("2024-02-07", "status: held\n")
    book.commit_at(30)
    before = _numbers(book)
    book.git("switch", "-q", "main")
    book.minute = 40
    book.git("merge", "-q", "--squash", "work")
    book.commit_at(40)
    assert all(number >= before[day] for day, number in _numbers(book).items() if day in before)
    book.git("switch", "-q", "work")
    book.minute = 50
    book.git("rebase", "-q", "--force-rebase", "HEAD~2")
    assert _numbers(book)[""] >= before[""]


def test_a_merge_counts_as_the_commit_that_brought_its_changes(book: Dated) -> None:
    book.git("switch", "-q", "-c", "work")
    book.meeting("2024-02-07", "status: cancelled\nreason: Ill\n")
    book.commit_at(20)
    book.git("switch", "-q", "main")
    book.meeting("2024-02-21", "status: held\nstart: '09:00'\n")
    book.commit_at(30)
    assert _numbers(book)[""] == 30
    book.minute = 40
    book.git("merge", "-q", "--no-edit", "work")
    assert _numbers(book)[""] == 40


def test_a_clock_that_goes_back_does_not_lower_the_number(book: Dated) -> None:
    book.meeting("2024-02-07", "status: cancelled\nreason: Ill\n")
    book.commit_at(50)
    book.meeting("2024-02-07", "status: held\n")
    book.commit_at(5)
    assert _numbers(book)[""] == 50


def test_a_meeting_that_leaves_a_series_leaves_its_number_there(book: Dated) -> None:
    later = book.read("data/group.yaml")
    book.write("data/group.yaml", later.replace("since: 2024-01-03", "since: 2024-01-03\n    until: 2024-02-15"))
    book.write("data/group.yaml", book.read("data/group.yaml") + later[later.index("  - id") :].replace("1f0c", "2f0c").replace(
        "id: wednesdays", "id: later").replace("2024-01-03", "2024-02-15"))  # fmt: skip
    book.commit_at(20)
    book.meeting("2024-02-07", "status: held\nreason: Back\n")
    book.commit_at(30)
    (book.root / "data/meetings/2024-02-07.yaml").rename(book.root / "data/meetings/2024-02-22.yaml")
    book.meeting("2024-02-22", "status: held\noccurrence: 2024-03-06\n")
    book.commit_at(40)
    assert sorted(_series_numbers(book).items()) == [("1f0c", 40), ("2f0c", 40)]


def _series_numbers(book: Dated) -> dict[str, int]:
    found = re.findall("UID:(.*?)\r.*?SEQUENCE:([0-9]+)", _text(book), re.DOTALL)
    return {uid: int(number) - BASE for uid, number in found}


def test_the_same_commit_gives_the_same_bytes_wherever_and_whenever(book: Dated, tmp_path: Path) -> None:
    text = _text(book)
    subprocess.run(["git", "clone", "-q", str(book.root), str(tmp_path / "other")], check=True, env=book.environment())
    other = Dated(tmp_path / "third")
    other.root = tmp_path / "other"
    other.minute = 999_999
    assert _text(other) == text
    assert book.run("export", "ics", today="2040-01-01").out == text.replace("\r\n", "\n")


def _refused(ran: Ran, *said: str) -> None:
    assert (ran.code, ran.out) == (2, "")
    for words in said:
        assert words in ran.err


def test_a_shallow_clone_is_refused(book: Dated, tmp_path: Path) -> None:
    book.meeting("2024-03-06", "status: held\n")
    book.commit_at(20)
    url = f"file://{book.root}"
    subprocess.run(["git", "clone", "-q", "--depth", "1", url, str(tmp_path / "other")], check=True, env=book.environment())
    book.root = tmp_path / "other"
    _refused(book.run("export", "ics"), "lacks the beginning", "git fetch --unshallow", "fetch-depth: 0")


def test_what_is_not_committed_is_refused(book: Dated) -> None:
    book.meeting("2024-03-06", "status: held\n")
    _refused(book.run("export", "ics"), "data/meetings/2024-03-06.yaml has changes that are not committed", "git stash -u")
    book.write(".gitignore", "2024-03-06.yaml\n")
    book.git("add", ".gitignore")
    book.git("commit", "-qm", "Ignore")
    _refused(book.run("export", "ics"), "2024-03-06.yaml is in no commit")


def test_outside_of_git_and_before_the_first_commit(tmp_path: Path) -> None:
    book = SmallBook(tmp_path / "book")
    _refused(book.run("export", "ics"), "no git history", "git init")
    book.git("init", "-q")
    _refused(book.run("export", "ics"), "no git history")


def test_one_group_of_several(book: Dated) -> None:
    for group in ("ops", "sci"):
        book.write(f"data/groups/{group}.yaml", book.read("data/group.yaml").replace("1f0c", f"{group}0c").replace("Science", group))
        book.write(f"data/meetings/{group}/2024-02-21.yaml", "date: 2024-02-21\nstatus: cancelled\nreason: Ill\n")
    for path in ("data/group.yaml", "data/meetings/2024-02-07.yaml", "data/meetings/2024-02-21.yaml"):
        (book.root / path).unlink()
    book.commit_at(20)
    _refused(book.run("export", "ics"), "several groups")
    ran = book.run("--group", "ops", "export", "ics")
    assert set(re.findall("UID:(.*)", ran.out)) == {"ops0c"}
    assert ran.out.count("STATUS:CANCELLED") == 1


def test_versions_that_were_no_records_are_no_obstacle(book: Dated) -> None:
    for minute, text in ((20, "a: [\n"), (30, "- x\n"), (40, "date: 2024-02-07\nstatus: held\n")):
        book.write("data/meetings/2024-02-07.yaml", text)
        book.commit_at(minute)
    for minute, text in ((50, "series: x\n"), (60, book.git("show", "HEAD:data/group.yaml"))):
        book.write("data/group.yaml", text)
        book.commit_at(minute)
    assert _numbers(book) == {"": 60, "20240221": 60}
