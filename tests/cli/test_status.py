from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.small_book import GROUP, Ran, SmallBook

DUE = """\
Today is Monday, 2024-06-10.

Next meeting: Wednesday, 2024-06-19, 17:00 Zurich (CEST)
  - Kueue
  - GPUs
  $ rugctl announce 2024-06-19

1 past meeting still scheduled: 2024-05-15
  $ rugctl check-in 2024-05-15 -    # or held, cancel, postpone

1 past date without a record: 2024-05-01
  $ rugctl check-in 2024-05-01 -    # or cancel

The minutes of 2024-04-17 lack attendees and notes
  $ rugctl check-in 2024-04-17 -

The minutes of 2024-06-05 lack notes
  $ $EDITOR data/meetings/2024-06-05.yaml

6 open action items, 1 overdue; the oldest:
  - 2024-04-03/a1: Task 1 (Bob Li, due 2024-06-09) OVERDUE
  - 2024-04-03/a2: Task 2 (due 2024-06-10)
  - 2024-04-03/a3: Task 3
  - 2024-04-03/a4: Task 4
  - 2024-04-03/a5: Task 5
  $ rugctl actions close 2024-04-03/a1    # `rugctl actions` lists them all

2 names not resolved: Kevin Fox (PNNL), Kim
  $ rugctl resolve 2024-06-05

4 warnings in the records
  $ rugctl validate

1 file not committed: data/meetings/2024-06-19.yaml
  $ git add data && git commit
"""


@pytest.fixture
def book(tmp_path: Path) -> SmallBook:
    book = SmallBook(tmp_path / "book")
    book.write("data/group.yaml", GROUP.replace("since: 2024-01-03", "since: 2024-04-03"))
    return book


def _busy(book: SmallBook) -> None:
    tasks = "".join(f"  - {{id: a{n}, task: Task {n}}}\n" for n in range(3, 7))
    late = "  - {id: a1, task: Task 1, owners: [bob], due: 2024-06-09}\n  - {id: a2, task: Task 2, due: 2024-06-10}\n"
    book.meeting("2024-04-03", f"status: held\nattendees: [ada, bob, cyd]\nactions:\n{late}{tasks}")
    book.meeting("2024-04-17", "status: held\n")
    book.meeting("2024-05-15", "status: scheduled\n")
    book.meeting(
        "2024-06-05", "status: held\nagenda:\n  - {title: Kueue, topics: [kueue]}\nattendees: [ada, Kevin Fox (PNNL)]\nregrets: [Kim]\n"
    )
    book.commit_all("begin")
    book.meeting("2024-06-19", "status: scheduled\nagenda:\n  - {title: Kueue}\n  - {title: GPUs}\n")


def test_everything_that_is_due_with_what_to_run(book: SmallBook) -> None:
    _busy(book)
    assert book.run("status") == Ran(0, DUE, "")


def test_a_name_that_is_to_stay_one_is_not_due(book: SmallBook) -> None:
    comment = "# rugctl: ignore[unresolved-name] nobody knows who"
    book.meeting("2024-06-05", f"status: held\nattendees:\n  - Sam\n  - Kim? {comment}\n  - {{person: Jo, note: x}} {comment}\n")
    assert "1 name not resolved: Sam\n" in book.run("status").out


def test_json_has_the_same(book: SmallBook) -> None:
    _busy(book)
    body = json.loads(book.run("status", "--format", "json").out)
    assert list(body) == [
        "version", "today", "next", "stale", "incomplete", "open_actions", "overdue_actions", "oldest_actions", "unresolved", "errors",
        "warnings", "uncommitted",
    ]  # fmt: skip
    assert (body["version"], body["today"], body["open_actions"], body["overdue_actions"]) == (1, "2024-06-10", 6, 1)
    assert [stale["date"] for stale in body["stale"]] == ["2024-05-01", "2024-05-15"]
    assert body["next"][0]["meeting"] == "2024-06-19"
    assert body["uncommitted"] == ["data/meetings/2024-06-19.yaml"]


def test_where_nothing_is_scheduled_the_next_free_date_is_named(book: SmallBook) -> None:
    book.meeting("2024-06-05", "status: held\nattendees: [ada]\nnotes: We met.\n")
    book.meeting("2024-06-19", "status: cancelled\nreason: No speaker\n")
    out = book.run("status").out
    assert (
        "\nNext meeting: none is scheduled; the next free date is Wednesday, 2024-07-03, 17:00 Zurich (CEST)\n  $ rugctl new-meeting\n"
        in out
    )


def test_dates_since_the_latest_record_are_missing_too(book: SmallBook) -> None:
    book.meeting("2024-04-03", "status: held\nattendees: [ada]\nnotes: We met.\n")
    out = book.run("status", today="2024-08-01").out
    assert (
        "7 past dates without a record: 2024-04-17, 2024-05-01, 2024-05-15, 2024-06-05, 2024-06-19, and 2 more\n"
        "  Where minutes are lost, say so once: an `unrecorded` stretch in the group's series.\n"
        "  $ rugctl check-in 2024-04-17 -    # or cancel\n"
    ) in out


def test_a_meeting_that_was_moved_stands_for_its_date(book: SmallBook) -> None:
    book.meeting("2024-04-03", "status: held\nattendees: [ada]\nnotes: We met.\n")
    book.meeting("2024-04-18", "status: held\noccurrence: 2024-04-17\nreason: Room\nattendees: [ada]\nnotes: We met.\n")
    assert "without a record" not in book.run("status", today="2024-04-20").out


def test_on_the_day_it_offers_the_pad(book: SmallBook) -> None:
    book.meeting("2024-06-19", "status: scheduled\n")
    out = book.run("status", today="2024-06-19").out
    assert (
        "Next meeting: Wednesday, 2024-06-19, 17:00 Zurich (CEST)\n"
        "  No agenda yet: it goes into data/meetings/2024-06-19.yaml.\n"
        "  $ rugctl show 2024-06-19 --format pad\n"
    ) in out


def test_when_all_is_well_it_is_short(tmp_path: Path) -> None:
    book = SmallBook(tmp_path / "book", registries=False)
    book.write("data/group.yaml", GROUP.replace("  - {person: ada, role: lead, since: 2023-01-04}\n", "").replace("leads:\n", ""))
    book.commit_all("begin")
    assert book.run("status", today="2024-01-01") == Ran(
        0,
        "Today is Monday, 2024-01-01.\n"
        "\n"
        "Next meeting: none is scheduled; the next free date is Wednesday, 2024-01-03, 17:00 Zurich (CET)\n"
        "  $ rugctl new-meeting\n"
        "\n"
        "Nothing else is due.\n",
        "",
    )


def test_an_empty_repository(tmp_path: Path) -> None:
    book = SmallBook(tmp_path / "book", registries=False)
    assert book.run("status") == Ran(
        0, "Today is Monday, 2024-06-10.\n\nNothing else is due.\n", "There is no group yet: data/group.yaml names it and its series.\n"
    )


def test_a_group_whose_series_have_ended(book: SmallBook) -> None:
    book.write("data/group.yaml", GROUP.replace("    rrule", "    until: 2024-02-01\n    rrule"))
    out = book.run("status").out
    assert "Next meeting: none is scheduled, and the series expect none\n  $ rugctl new-meeting DATE --reason …\n" in out


def test_several_groups_each_have_their_own(tmp_path: Path) -> None:
    book = SmallBook(tmp_path / "book", registries=False)
    lean = GROUP.replace("  - {person: ada, role: lead, since: 2023-01-04}\n", "").replace("leads:\n", "")
    for group in ("a", "b"):
        book.write(f"data/groups/{group}.yaml", lean)
    book.write("data/meetings/a/2024-06-19.yaml", "date: 2024-06-19\nstatus: scheduled\n")
    book.write("data/meetings/b/2024-06-05.yaml", "date: 2024-06-05\nstatus: scheduled\n")
    out = book.run("status").out
    assert "Next meeting of a: Wednesday, 2024-06-19, 17:00 Zurich (CEST)\n" in out
    assert "\n  $ rugctl --group a announce 2024-06-19\n" in out
    assert (
        "Next meeting of b: none is scheduled; the next free date is Wednesday, 2024-06-19, 17:00 Zurich (CEST)\n"
        "  $ rugctl --group b new-meeting\n"
    ) in out
    assert "1 past meeting still scheduled: b 2024-06-05\n  $ rugctl --group b check-in 2024-06-05 -" in out
    only = book.run("--group", "b", "status").out
    assert "group a" not in only
    assert "--group b new-meeting" in only


def test_a_record_that_cannot_be_read_stops_it(book: SmallBook) -> None:
    book.write("data/meetings/2024-06-05.yaml", "date: [\n")
    ran = book.run("status")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("help: `rugctl validate` shows what is wrong.\n")


def test_dateutil_is_loaded_only_where_nothing_is_scheduled(book: SmallBook) -> None:
    book.meeting("2024-06-19", "status: scheduled\n")
    book.run("status")
    code = (
        "import sys; from rugctl.cli.app import _exit_code; _exit_code();"
        " print(*{'pydantic', 'ruamel', 'yaml', 'git', 'dateutil', 'rich'} & sys.modules.keys())"
    )
    arguments = ["--directory", str(book.root), "--today", "2024-06-10", "status"]
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, env=book.environment())
    assert done.stdout.splitlines()[-1] == ""
