from __future__ import annotations

from pathlib import Path

import pytest

from rugctl.gitrepo import web_address
from tests.cli.small_book import GROUP, Ran, SmallBook

TALK = """
status: scheduled
agenda:
  - title: Kueue_in *practice*
    kind: talk
    speakers: [ada, Zoë]
    links:
      - {title: Slides, url: "https://example.org/slides"}
"""

TEXT = """\
Science Users: meeting on Wednesday, 3 July 2024

  17:00-18:00  Zurich (CEST)
  08:00-09:00  Los Angeles (PDT)
  15:00-16:00  UTC

Join: https://example.org/join

Agenda
  1. Kueue_in *practice*, with Ada Ünal (PSI), Zoë
     Slides: https://example.org/slides

Open action items from earlier meetings
  - Send the slides (Bob Li, due 2024-06-19) [2024-06-05/a1]

Minutes: data/meetings/2024-07-03.yaml
"""

MARKDOWN = r"""## Science Users: meeting on Wednesday, 3 July 2024

- 17:00-18:00 Zurich (CEST)
- 08:00-09:00 Los Angeles (PDT)
- 15:00-16:00 UTC

Join: <https://example.org/join>

### Agenda

1. Kueue\_in \*practice\*, with Ada Ünal (PSI), Zoë
   - [Slides](<https://example.org/slides>)

### Open action items from earlier meetings

- Send the slides (Bob Li, due 2024-06-19) \[2024-06-05/a1\]

Minutes: <https://git.example.org/users/minutes>, data/meetings/2024-07-03.yaml
"""


@pytest.fixture
def book(tmp_path: Path) -> SmallBook:
    book = SmallBook(tmp_path / "book")
    book.meeting(
        "2024-06-05",
        """
        status: held
        actions:
          - {id: a1, task: Send the slides, owners: [bob], due: 2024-06-19}
          - {id: a2, task: Done already, closed: 2024-06-06, outcome: done}
        """,
    )
    return book


def test_the_next_meeting_as_text(book: SmallBook) -> None:
    book.meeting("2024-07-03", TALK)
    book.meeting("2024-07-17", "status: scheduled\n")
    assert book.run("announce") == Ran(0, TEXT, "")


def test_the_next_meeting_as_markdown_with_the_repository_that_others_reach(book: SmallBook) -> None:
    book.meeting("2024-07-03", TALK)
    book.commit_all("begin")
    book.git("remote", "add", "origin", "https://ada:secret@git.example.org/users/minutes.git")
    assert book.run("announce", "2024-07-03", "--format", "markdown") == Ran(0, MARKDOWN, "")


def test_a_meeting_without_an_agenda_asks_for_one(tmp_path: Path) -> None:
    book = SmallBook(tmp_path / "book")
    book.meeting("2024-06-19", "status: scheduled\n")
    assert book.run("announce").out == (
        "Science Users: meeting on Wednesday, 19 June 2024\n"
        "\n"
        "  17:00-18:00  Zurich (CEST)\n"
        "  08:00-09:00  Los Angeles (PDT)\n"
        "  15:00-16:00  UTC\n"
        "\n"
        "Join: https://example.org/join\n"
        "\n"
        "Agenda: There is no agenda yet; propose something by answering.\n"
        "\n"
        "Minutes: data/meetings/2024-06-19.yaml\n"
    )


@pytest.mark.parametrize(
    ("before", "day", "times"),
    [
        # in spring America moves its clocks before Europe does; in autumn both have moved between these two
        (
            "2024-03-06", "2024-03-20",
            ["16:00-17:00  Zurich (CET), last time 17:00", "08:00-09:00  Los Angeles (PDT)", "15:00-16:00  UTC, last time 16:00"],
        ),
        ("2024-03-20", "2024-04-03", ["17:00-18:00  Zurich (CEST), last time 16:00", "08:00-09:00  Los Angeles (PDT)", "15:00-16:00  UTC"]),
        ("2024-10-16", "2024-11-06", ["17:00-18:00  Zurich (CET)", "08:00-09:00  Los Angeles (PST)", "16:00-17:00  UTC, last time 15:00"]),
    ],
)  # fmt: skip
def test_a_clock_that_reads_otherwise_than_last_time_says_so(tmp_path: Path, before: str, day: str, times: list[str]) -> None:
    book = SmallBook(tmp_path / "book")
    book.meeting(before, "status: held\n")
    book.meeting(day, "status: scheduled\n")
    out = book.run("announce", day, today=before).out
    assert out.split("\n\n")[1].splitlines() == [f"  {line}" for line in times]


def test_a_slot_that_is_the_next_day_elsewhere_names_that_weekday(book: SmallBook) -> None:
    book.meeting("2024-06-19", 'status: scheduled\nstart: "21:00"\ntimezone: America/New_York\nreason: A guest from Japan\n')
    assert book.run("announce").out.startswith(
        "Science Users: meeting on Wednesday, 19 June 2024\n"
        "\n"
        "Reason: A guest from Japan.\n"
        "\n"
        "  Thu 03:00-04:00  Zurich (CEST)\n"
        "      18:00-19:00  Los Angeles (PDT)\n"
        "  Thu 01:00-02:00  UTC\n"
        "      21:00-22:00  New York (EDT)\n"
    )


def test_at_most_ten_actions_the_latest_first(book: SmallBook) -> None:
    actions = "".join(f"  - {{id: a{n}, task: Task {n}}}\n" for n in range(1, 13))
    book.meeting("2024-06-19", f"status: held\nactions:\n{actions}")
    book.meeting("2024-07-03", "status: scheduled\n")
    listed = (
        book.run("announce", today="2024-06-20").out.split("Open action items from earlier meetings\n")[1].split("\n\n")[0].splitlines()
    )
    assert listed[0] == "  - Task 1 [2024-06-19/a1]"
    assert listed[9:] == ["  - Task 10 [2024-06-19/a10]", "  … and 3 more."]


def test_a_cancelled_meeting_is_announced_as_that_with_the_next_one(book: SmallBook) -> None:
    book.meeting(
        "2024-06-19",
        """
        status: cancelled
        reason: No speaker
        agenda:
          - {title: GPUs, outcome: postponed, moved_to: 2024-07-17}
          - {title: News, outcome: dropped}
        """,
    )
    assert book.run("announce", "2024-06-19").out == (
        "Science Users: no meeting on Wednesday, 19 June 2024\n"
        "\n"
        "Reason: No speaker.\n"
        "\n"
        "  - GPUs: moved to Wednesday, 17 July 2024\n"
        "  - News: dropped\n"
        "\n"
        "The next meeting is not scheduled yet.\n"
    )
    book.meeting("2024-07-03", "status: scheduled\n")
    assert book.run("announce", "2024-06-19").out.endswith(
        "The next meeting is on Wednesday, 3 July 2024.\n"
        "\n"
        "  17:00-18:00  Zurich (CEST)\n"
        "  08:00-09:00  Los Angeles (PDT)\n"
        "  15:00-16:00  UTC\n"
        "\n"
        "Join: https://example.org/join\n"
        "\n"
        "Agenda: There is no agenda yet; propose something by answering.\n"
        "\n"
        "Minutes: data/meetings/2024-07-03.yaml\n"
    )


def test_a_postponed_meeting_is_announced_with_its_new_date(book: SmallBook) -> None:
    book.meeting(
        "2024-06-19",
        "status: postponed\nreason: A holiday\nmoved_to: 2024-06-26\n"
        "agenda:\n  - {title: GPUs, outcome: postponed, moved_to: 2024-06-26}\n",
    )
    book.meeting(
        "2024-06-26", "status: scheduled\noccurrence: 2024-06-19\nmoved_from: 2024-06-19\nreason: A holiday\nagenda:\n  - {title: GPUs}\n"
    )
    assert book.run("announce", "2024-06-19").out == (
        "Science Users: the meeting of Wednesday, 19 June 2024 is postponed to Wednesday, 26 June 2024\n"
        "\n"
        "Reason: A holiday.\n"
        "\n"
        "  17:00-18:00  Zurich (CEST)\n"
        "  08:00-09:00  Los Angeles (PDT)\n"
        "  15:00-16:00  UTC\n"
        "\n"
        "Join: https://example.org/join\n"
        "\n"
        "Agenda\n"
        "  1. GPUs\n"
        "\n"
        "Minutes: data/meetings/2024-06-26.yaml\n"
    )
    assert book.run("announce").out.startswith(
        "Science Users: meeting on Wednesday, 26 June 2024 (moved from Wednesday, 19 June 2024)\n\nReason: A holiday.\n"
    )


def test_a_postponed_meeting_without_a_new_date(book: SmallBook) -> None:
    book.meeting("2024-06-19", "status: postponed\nreason: Ill\n")
    assert book.run("announce", "2024-06-19").out == (
        "Science Users: the meeting of Wednesday, 19 June 2024 is postponed\n\nReason: Ill.\n\nA new date is not known yet.\n"
    )


def test_what_is_over_is_not_announced(book: SmallBook) -> None:
    assert book.run("announce", "last") == Ran(
        2,
        "",
        "error: the meeting of 2024-06-05 is over (held), so there is nothing to announce\n"
        "help: `rugctl show 2024-06-05` shows it; `rugctl announce` alone takes the next one.\n",
    )


def test_a_scheduled_meeting_of_the_past_is_announced_with_a_remark(book: SmallBook) -> None:
    book.meeting("2024-06-19", "status: scheduled\n")
    ran = book.run("announce", "2024-06-19", today="2024-06-20")
    assert (ran.code, ran.err) == (0, "2024-06-19 is past.\n")


def test_without_a_next_meeting_it_says_what_to_do(tmp_path: Path) -> None:
    ran = SmallBook(tmp_path / "book").run("announce")
    assert ran == Ran(2, "", "error: no meeting is scheduled\nhelp: `rugctl new-meeting` makes the next one.\n")


def test_of_several_groups_the_one_chosen_is_announced(tmp_path: Path) -> None:
    book = SmallBook(tmp_path / "book")
    (book.root / "data/group.yaml").unlink()
    for group, day in (("a", "2024-06-19"), ("b", "2024-07-03")):
        book.write(f"data/groups/{group}.yaml", GROUP.replace("Science Users", f"Group {group}"))
        book.write(f"data/meetings/{group}/{day}.yaml", f"date: {day}\nstatus: scheduled\n")
    out = book.run("--group", "b", "announce").out
    assert out.startswith("Group b: meeting on Wednesday, 3 July 2024\n")
    assert out.endswith("Minutes: data/meetings/b/2024-07-03.yaml\n")


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://github.com/cncf/rug.git", "https://github.com/cncf/rug"),
        ("https://ada:secret@github.com/cncf/rug", "https://github.com/cncf/rug"),
        ("git@github.com:cncf/rug.git", "https://github.com/cncf/rug"),
        ("ssh://git@git.example.org:2222/cncf/rug.git", "https://git.example.org/cncf/rug"),
        ("/srv/git/rug.git", None),
        ("file:///srv/git/rug.git", None),
        ("C:/git/rug", None),
        ("", None),
    ],
)
def test_a_remote_is_shown_without_its_logins(remote: str, address: str | None) -> None:
    assert web_address(remote) == address
