from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.small_book import GROUP, Ran, SmallBook

FULL = """
status: held
chair: ada
scribe: Zoë
recording: true
links:
  - {title: Archive, url: "https://example.org/archive"}
agenda:
  - title: Welcome
    kind: housekeeping
  - title: Kueue in <b>practice</b>
    kind: talk
    speakers: [bob]
    topics: [kueue]
    links:
      - {title: Slides, url: "https://example.org/slides"}
    notes: |
      ## What it does

      - It queues jobs, and this line of the notes is long enough that a terminal of a hundred columns cannot hold it.
      - Q (ada): Does it scale?
        - A (bob): Yes.

      ```yaml
      # a comment of the code
      queue: one
      ```
    decisions:
      - {id: d1, text: Try it, topics: [kueue]}
    actions:
      - {id: a1, task: Send the slides, owners: [bob, Zoë], due: 2024-06-19}
      - {id: a2, task: Book a room, outcome: done, closed: 2024-06-06}
  - title: GPUs
    outcome: postponed
    moved_to: 2024-06-19
attendees:
  - ada
  - {person: cyd, organization: [cern, psi], first_time: true, note: by phone}
  - Kevin Fox (PNNL, first time)
regrets: [Kim]
notes: Short one.
actions:
  - {id: a3, task: Thank the speaker, outcome: lapsed}
source: {document: notes, lines: [3, 9], abridged: true}
"""

TEXT = """\
Wednesday, 2024-06-05: held
Group      Science Users
Time       17:00 Zurich (CEST), 08:00 Los Angeles (PDT), 15:00 UTC; 60 minutes
Chair      Ada Ünal (CERN)
Scribe     Zoë
Recording  there is one; its address is lost
Source     Running notes, lines 3-9, abridged, https://example.org/notes
Link       Archive: https://example.org/archive

Agenda
1. Welcome [housekeeping]

2. Kueue in <b>practice</b> [talk]
   Speakers: Bob Li (PSI)
   Topics: kueue
   Slides: https://example.org/slides

   ## What it does

   - It queues jobs, and this line of the notes is long enough that a terminal of a hundred columns cannot hold it.
   - Q (ada): Does it scale?
     - A (bob): Yes.

   ```yaml
   # a comment of the code
   queue: one
   ```

   - Decision: Try it [2024-06-05/d1]
   - Action 2024-06-05/a1 [open]: Send the slides (Bob Li, Zoë, due 2024-06-19)
   - Action 2024-06-05/a2 [done 2024-06-06]: Book a room

3. GPUs [postponed to 2024-06-19]

Notes
Short one.

Action items
- 2024-06-05/a3 [lapsed]: Thank the speaker

Attendees (3)
Ada Ünal (CERN)
Cyd Roe (CERN, PSI, first time, by phone)
Kevin Fox (PNNL, first time)
Bob Li (PSI, spoke; not on the list)

Regrets
Kim
"""

MARKDOWN = r"""# 2024-06-05

Science Users: Wednesday, held

- Time: 17:00 Zurich (CEST), 08:00 Los Angeles (PDT), 15:00 UTC; 60 minutes
- Chair: Ada Ünal (CERN)
- Scribe: Zoë
- Recording: address lost
- Source: Running notes, lines 3-9, abridged, https://example.org/notes
- Link: [Archive](<https://example.org/archive>)

## Agenda

### Welcome \[housekeeping\]

### Kueue in \<b\>practice\</b\> \[talk\]

* Speakers: Bob Li (PSI)
* Topics: kueue
* [Slides](<https://example.org/slides>)

##### What it does

- It queues jobs, and this line of the notes is long enough that a terminal of a hundred columns cannot hold it.
- Q (ada): Does it scale?
  - A (bob): Yes.

```yaml
# a comment of the code
queue: one
```

* Decision: Try it \[2024-06-05/d1\]
* Action 2024-06-05/a1 \[open\]: Send the slides (Bob Li, Zoë, due 2024-06-19)
* Action 2024-06-05/a2 \[done 2024-06-06\]: Book a room

### GPUs \[postponed to 2024-06-19\]

## Notes

Short one.

## Action items

- 2024-06-05/a3 \[lapsed\]: Thank the speaker

## Attendees (3)

- Ada Ünal (CERN)
- Cyd Roe (CERN, PSI, first time, by phone)
- Kevin Fox (PNNL, first time)
- Bob Li (PSI, spoke; not on the list)

## Regrets

- Kim
"""

PAD = """\
# 2024-06-19

Science Users, Wednesday

- Time: 17:00 Zurich (CEST), 08:00 Los Angeles (PDT), 15:00 UTC; 60 minutes
- Join: https://example.org/join
- Chair:
- Scribe:

## Attendees

<!-- One a line: Name (Organization). Here for the first time? Name (Organization, first time) -->
- Cyd Roe
- Kevin Fox (PNNL)
-

## Agenda

<!-- Below an item:
- Q (who asks): a question
  - A (who answers): its answer
- DECISION: what was decided
- AI: what is to be done (who, due 2025-12-31)
-->

### GPUs, *all* of them

Speakers: Ada Ünal (CERN)
Link: Slides: https://example.org/gpus

-

### Any other business

-

## Action items

<!-- Open since earlier meetings; tick what is done. New ones: AI: what is to be done (who) -->
- [ ] 2024-06-05/a1: Send the slides (Bob Li, Zoë, due 2024-06-19)
-
"""


@pytest.fixture
def book(tmp_path: Path) -> SmallBook:
    book = SmallBook(tmp_path / "book")
    book.meeting("2024-06-05", FULL)
    return book


def _times(book: SmallBook, stem: str) -> str:
    return next(line for line in book.run("show", stem).out.splitlines() if line.startswith("Time"))


def test_a_meeting_whole_as_text(book: SmallBook) -> None:
    assert book.run("show", "2024-06-05") == Ran(0, TEXT, "")


def test_a_meeting_whole_as_markdown(book: SmallBook) -> None:
    assert book.run("show", "last", "--format", "markdown") == Ran(0, MARKDOWN, "")


def test_a_pad_for_the_call(book: SmallBook) -> None:
    book.meeting(
        "2024-06-19",
        """
        status: scheduled
        agenda:
          - title: GPUs, *all* of them
            speakers: [ada]
            links:
              - {title: Slides, url: "https://example.org/gpus"}
        attendees:
          - cyd
          - Kevin Fox (PNNL)
        """,
    )
    assert book.run("show", "next", "--format", "pad") == Ran(0, PAD, "")


def test_the_pad_of_a_meeting_that_was_held_has_its_minutes(book: SmallBook) -> None:
    pad = book.run("show", "2024-06-05", "--format", "pad").out
    assert "- Cyd Roe (CERN, PSI, first time)\n" in pad
    assert "\n##### What it does\n" in pad
    assert "- DECISION: Try it\n- AI: Send the slides (Bob Li, Zoë, due 2024-06-19)\n- AI: Book a room\n" in pad
    assert pad.endswith("- AI: Thank the speaker\n-\n")
    assert "Any other business" not in pad


def test_json_is_the_whole_meeting(book: SmallBook) -> None:
    body = json.loads(book.run("show", "2024-06-05", "--format", "json").out)
    assert body["version"] == 1
    meeting = body["meeting"]
    names = ("group", "meeting", "path", "weekday", "status", "start", "timezone", "recorded", "recording")
    assert {name: meeting[name] for name in names} == {
        "group": "", "meeting": "2024-06-05", "path": "data/meetings/2024-06-05.yaml", "weekday": "Wednesday", "status": "held",
        "start": "08:00", "timezone": "America/Los_Angeles", "recorded": True, "recording": None,
    }  # fmt: skip
    assert meeting["local_times"][0] == {
        "zone": "Europe/Zurich", "date": "2024-06-05", "weekday": "Wednesday", "start": "17:00", "end": "18:00", "abbreviation": "CEST",
        "other_day": False,
    }  # fmt: skip
    assert meeting["attendees"][1] == {
        "person": "cyd", "name": "Cyd Roe", "organizations": ["CERN", "PSI"], "first_time": True, "note": "by phone", "listed": True,
    }  # fmt: skip
    assert meeting["agenda"][1]["actions"][0]["state"] == "open"


def test_organizations_are_those_of_the_day(book: SmallBook) -> None:
    book.meeting("2024-07-03", "status: held\nattendees: [ada]\n")
    assert "\nAda Ünal (PSI)\n" in book.run("show", "2024-07-03").out


def test_a_meeting_that_was_not_held(book: SmallBook) -> None:
    book.meeting("2024-06-19", "status: postponed\nreason: A holiday\nmoved_to: 2024-06-26\nattendees: [cyd]\n")
    book.meeting("2024-06-26", "status: scheduled\noccurrence: 2024-06-19\nmoved_from: 2024-06-19\n")
    assert book.run("show", "2024-06-19").out == (
        "Wednesday, 2024-06-19: postponed\n"
        "Group      Science Users\n"
        "Reason     A holiday\n"
        "Moves      moved to 2024-06-26\n"
        "Time       17:00 Zurich (CEST), 08:00 Los Angeles (PDT), 15:00 UTC; 60 minutes\n"
        "\n"
        "Signed up (1)\n"
        "Cyd Roe\n"
    )
    assert book.run("show", "2024-06-26").out == (
        "Wednesday, 2024-06-26: scheduled\n"
        "Group      Science Users\n"
        "Moves      stands for 2024-06-19, moved from 2024-06-19\n"
        "Time       17:00 Zurich (CEST), 08:00 Los Angeles (PDT), 15:00 UTC; 60 minutes\n"
        "Join       https://example.org/join\n"
    )


def test_local_times_follow_daylight_saving_on_both_sides(book: SmallBook) -> None:
    for stem in ("2024-03-06", "2024-03-20", "2024-04-03", "2024-10-16", "2024-11-06"):
        book.meeting(stem, "status: held\n")
    assert [_times(book, stem) for stem in ("2024-03-06", "2024-03-20", "2024-04-03", "2024-10-16", "2024-11-06")] == [
        "Time       17:00 Zurich (CET), 08:00 Los Angeles (PST), 16:00 UTC; 60 minutes",
        "Time       16:00 Zurich (CET), 08:00 Los Angeles (PDT), 15:00 UTC; 60 minutes",
        "Time       17:00 Zurich (CEST), 08:00 Los Angeles (PDT), 15:00 UTC; 60 minutes",
        "Time       17:00 Zurich (CEST), 08:00 Los Angeles (PDT), 15:00 UTC; 60 minutes",
        "Time       17:00 Zurich (CET), 08:00 Los Angeles (PST), 16:00 UTC; 60 minutes",
    ]


def test_a_slot_that_is_the_next_day_elsewhere_names_that_weekday(book: SmallBook) -> None:
    late = """
    start: "21:00"
    timezone: America/New_York
    duration: 45
    status: held
    """
    book.meeting("2024-06-19", late)
    assert _times(book, "2024-06-19") == (
        "Time       Thu 03:00 Zurich (CEST), 18:00 Los Angeles (PDT), Thu 01:00 UTC, 21:00 New York (EDT); 45 minutes"
    )


def test_slots_rotate_and_zones_without_letters_are_told_from_utc(book: SmallBook) -> None:
    book.write(
        "data/group.yaml",
        """
        format: 1
        name: Science Users
        zones: [Asia/Kathmandu]
        series:
          - id: turns
            uid: 1f0d
            since: 2024-06-05
            rrule: FREQ=WEEKLY;BYDAY=WE
            duration: 60
            rotate: occurrence
            slots:
              - {id: early, start: "09:00", timezone: Asia/Kathmandu}
              - {id: late, start: "23:30", timezone: UTC}
        """,
    )
    book.meeting("2024-06-12", "status: held\n")
    out = book.run("show", "2024-06-12").out
    assert "Time       Thu 05:15 Kathmandu (UTC+0545), 23:30 UTC; 60 minutes\nSlot       late\n" in out


def test_of_several_groups_one_must_be_chosen(tmp_path: Path) -> None:
    book = SmallBook(tmp_path / "book")
    (book.root / "data/group.yaml").unlink()
    for group in ("a", "b"):
        book.write(f"data/groups/{group}.yaml", GROUP.replace("Science Users", f"Group {group}"))
        book.write(f"data/meetings/{group}/2024-06-05.yaml", "date: 2024-06-05\nstatus: held\nattendees: [bob]\n")
    ran = book.run("show", "2024-06-05")
    assert ran == Ran(2, "", "error: several groups have a meeting for `2024-06-05`: a, b\nhelp: Choose one: `rugctl --group ID …`.\n")
    assert book.run("--group", "b", "show", "2024-06-05").out == (
        "Wednesday, 2024-06-05: held\n"
        "Group      Group b\n"
        "Time       17:00 Zurich (CEST), 08:00 Los Angeles (PDT), 15:00 UTC; 60 minutes\n"
        "\n"
        "Attendees (1)\n"
        "Bob Li (PSI)\n"
    )


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2024-06-06", "there is no meeting of 2024-06-06"),
        ("next", "no meeting is scheduled"),
        ("today", "there is no meeting today, 2024-06-10"),
        ("soon", "there is no meeting of soon"),
        ("2024-02-30", "there is no meeting of 2024-02-30"),
    ],
)
def test_a_date_without_a_meeting(book: SmallBook, day: str, said: str) -> None:
    ran = book.run("show", day)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {said}\nhelp: ")


def test_a_repository_without_meetings(tmp_path: Path) -> None:
    ran = SmallBook(tmp_path / "book").run("show", "last")
    assert ran == Ran(2, "", "error: no meeting was held yet\nhelp: `rugctl status` shows what is due.\n")


def test_history_lists_the_commits_of_the_record(book: SmallBook) -> None:
    book.meeting("2024-07-03", "status: skipped\nreason: holidays\n")
    book.commit_all("begin")
    book.meeting("2024-07-03", "status: skipped\nreason: summer\n")
    book.commit_all("meeting: say why")
    out = book.run("show", "2024-07-03", "--history").out
    head, first = book.git("rev-parse", "HEAD").strip(), book.git("rev-parse", "HEAD~1").strip()
    assert out.endswith(f"\nHistory\n2024-06-06  {head[:9]}  Ada  meeting: say why\n2024-06-06  {first[:9]}  Ada  begin\n")
    body = json.loads(book.run("show", "2024-07-03", "--history", "--format", "json").out)
    assert [commit["subject"] for commit in body["history"]] == ["meeting: say why", "begin"]


def test_history_where_there_is_none(book: SmallBook) -> None:
    assert book.run("show", "last", "--history") == Ran(2, "", "error: this folder is in no git repository, so there is no history\n")
    book.git("init", "--quiet")
    assert book.run("show", "last", "--history").out.endswith("\nHistory\nnot committed yet\n")


def test_control_characters_of_a_record_reach_no_terminal(book: SmallBook) -> None:
    book.meeting("2024-07-03", 'status: held\nagenda:\n  - title: "a\\e[31mb"\n    notes: "c\\ad"\n')
    for format in ("text", "markdown", "pad"):
        out = book.run("show", "2024-07-03", "--format", format).out
        assert "\x1b" not in out
        assert "\x07" not in out


def test_a_record_that_cannot_be_read_stops_it(book: SmallBook) -> None:
    book.write("data/meetings/2024-07-03.yaml", "date: [\n")
    ran = book.run("show", "2024-06-05")
    assert (ran.code, ran.out) == (2, "")
    assert "data/meetings/2024-07-03.yaml cannot be read" in ran.err
