"""`rugctl import` on real repositories: once, again, after the document has grown, and against a hand's work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.books import findings_of
from tests.writing.desk import Desk

JANUARY = """\
## 2024-01-03

Attendees:

- Ana Lima (CERN)
- Bo Berg (CERN, first time)
- Cy Young (Example Labs)

Agenda:

- Welcome to the group
  - Everybody says who they are
- Queues in practice
  - They are long

Actions:

- AI: Bo Berg to write it up
"""
FEBRUARY = """\
## 2024-02-07

Attendees:

- Ana Lima (PSI)
- Bo Berg (CERN)

Agenda:

- Storage for everybody
  - It is big
"""
MARCH = "## 2024-03-06\n\nCancelled because of a holiday\n"
HEAD = "# Example group\n\n"


@pytest.fixture
def fresh(tmp_path: Path) -> Desk:
    """A git repository without any record, and a document beside it."""
    root = tmp_path / "fresh"
    root.mkdir()
    desk = Desk(root, today="2024-06-01")
    desk.git("init", "-q", "-b", "main")
    write(desk, FEBRUARY, JANUARY)
    return desk


def write(desk: Desk, *sections: str, name: str = "notes.md") -> str:
    """Write the document and return where it is."""
    path = desk.root.parent / name
    path.write_text(HEAD + "\n".join(sections), encoding="utf-8")
    return str(path)


def run_import(desk: Desk, *options: str) -> str:
    """Import the document and return what was remarked; the records are then right."""
    ran = desk.run("import", str(desk.root.parent / "notes.md"), *options)
    assert ran.code == 0, ran.err
    assert [d.message for d in findings_of(desk.root) if d.severity == "error"] == []
    return ran.err


def test_into_an_empty_repository(fresh: Desk) -> None:
    run_import(fresh)
    assert fresh.commits() == ["import: 2 meetings from notes.md"]
    assert fresh.git("status", "--porcelain") == ""
    assert fresh.read("group.yaml") == (
        "# yaml-language-server: $schema=../schemas/group.schema.json\n"
        "format: 1\nname: Example group\nzones: [UTC]\ndocuments:\n  notes:\n    title: Example group\n"
    )
    assert "      - {organization: psi, since: 2024-02-07, observed: true}\n" in fresh.read("people.yaml")
    january = fresh.read("meetings/2024-01-03.yaml")
    assert "status: held\n" in january
    assert "  - {person: bo-berg, first_time: true}\n" in january
    assert "source: {document: notes, lines: [" in january


def test_importing_twice_changes_nothing(fresh: Desk) -> None:
    run_import(fresh)
    before = fresh.files()
    assert "Nothing to change." in run_import(fresh)
    assert (fresh.files(), len(fresh.commits())) == (before, 1)


def test_a_document_that_grew_adds_only_what_is_new(fresh: Desk) -> None:
    run_import(fresh)
    fresh.write("meetings/2024-02-07.yaml", fresh.read("meetings/2024-02-07.yaml") + "# by hand\n")
    fresh.git("commit", "-q", "-a", "-m", "By hand")
    before = fresh.files()
    write(fresh, MARCH, FEBRUARY, JANUARY)
    run_import(fresh)
    after = fresh.files()
    assert {path for path in after if after[path] != before.get(path)} == {"data/meetings/2024-03-06.yaml"}
    assert fresh.commits()[0] == "import: 1 meeting from notes.md"
    assert "status: cancelled\nreason: " in fresh.read("meetings/2024-03-06.yaml")


def test_a_text_that_changed_is_told_and_taken_with_update_only(fresh: Desk) -> None:
    run_import(fresh)
    path = "meetings/2024-02-07.yaml"
    fresh.write(path, fresh.read(path).replace("status: held\n", "status: held  # I was there\nchair: ana-lima\n"))
    fresh.git("commit", "-q", "-a", "-m", "By hand")
    before = fresh.files()
    write(fresh, FEBRUARY.replace("- Bo Berg (CERN)\n", "- Bo Berg (CERN)\n- Dee Dow\n"), JANUARY)
    assert "The document has another text for 2024-02-07 now" in run_import(fresh)
    assert fresh.files() == before
    run_import(fresh, "--update")
    assert fresh.commits()[0] == "import: 1 updated from notes.md"
    assert "status: held  # I was there\nchair: ana-lima\n" in fresh.read(path)
    assert "  - dee-dow\n" in fresh.read(path)
    assert "Nothing to change." in run_import(fresh, "--update")


def test_what_a_hand_changed_stays_through_every_update(fresh: Desk) -> None:
    run_import(fresh)
    path = "meetings/2024-02-07.yaml"
    fresh.write(path, fresh.read(path).replace("title: Storage for everybody", "title: Storage for everybody\n    kind: talk"))
    fresh.git("commit", "-q", "-a", "-m", "By hand")
    text = FEBRUARY.replace("It is big", "It is very big")
    write(fresh, text, JANUARY)
    run_import(fresh, "--update")
    assert "kind: talk" in fresh.read(path)
    write(fresh, text.replace("very big", "very big indeed"), JANUARY)
    run_import(fresh, "--update")
    assert "kind: talk" in fresh.read(path)
    assert "very big indeed" in fresh.read(path)


def test_where_hand_and_source_differ_the_hand_stays_and_that_is_told(fresh: Desk) -> None:
    run_import(fresh)
    path = "meetings/2024-02-07.yaml"
    for step in ("huge", "huge and slow"):
        fresh.write(path, fresh.read(path).replace("It is big", "It is small"))
        if fresh.git("status", "--porcelain"):
            fresh.git("commit", "-q", "-a", "-m", "By hand")
        write(fresh, FEBRUARY.replace("It is big", f"It is {step}"), JANUARY)
        said = run_import(fresh, "--update")
        assert "was changed by hand and in the document; the hand's stays" in said
        assert "It is small" in fresh.read(path)


def test_a_record_that_was_never_committed_is_left_alone(fresh: Desk) -> None:
    run_import(fresh, "--no-commit")
    before = fresh.files()
    write(fresh, FEBRUARY.replace("It is big", "It is huge"), JANUARY)
    assert "Left alone, because no commit shows what the import made of them: 2024-02-07." in run_import(fresh, "--update")
    assert fresh.files() == before


def test_records_made_otherwise_are_left_alone(desk: Desk) -> None:
    desk.today = "2024-06-01"
    before = desk.files()
    write(desk, FEBRUARY, "## 2024-01-31\n\nAttendees:\n\n- Ana Lima\n", JANUARY)
    said = run_import(desk)
    assert "Left alone, because these days have a record that is not from this document: 2024-01-03." in said
    assert "Scheduled, and in the document: 2024-01-31" in said
    after = desk.files()
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {"data/meetings/2024-02-07.yaml", "data/group.yaml", "data/people.yaml"}
    assert "    affiliations:\n      - cern\n      - {organization: psi, since: 2024-02-07, observed: true}\n" in desk.read("people.yaml")
    assert "reason: The document has it on this day, on which the series expect none\n" in desk.read("meetings/2024-02-07.yaml")


def test_dry_run_writes_nothing_and_shows_what_would_come(fresh: Desk) -> None:
    ran = fresh.run("import", "../notes.md", "--dry-run")
    assert ran.code == 0, ran.err
    assert not (fresh.root / "data").exists()
    assert "2024" in ran.out
    assert "2 meetings: 2 held." in ran.out
    assert "People: 3 new, 0 known." in ran.out
    assert "accounted for" in ran.out


def test_the_report_as_json(fresh: Desk) -> None:
    ran = fresh.run("import", "../notes.md", "--dry-run", "--format", "json")
    report = json.loads(ran.out)
    assert report["version"] == 1
    january = next(meeting for meeting in report["meetings"] if meeting["date"] == "2024-01-03")
    assert january["attendees"][1] == {
        "name": "Bo Berg",
        "affiliation": "CERN",
        "handle": None,
        "first_time": True,
        "person": "bo-berg",
        "line": january["attendees"][1]["line"],
    }
    assert [action["done"] for action in january["actions"]] == [False]
    uses = report["accounting"]
    assert uses["lines"] == len(uses["uses"]) == uses["field"] + uses["structure"] + uses["blank"] + uses["unparsed"]


def test_a_folder_and_several_files(fresh: Desk) -> None:
    folder = fresh.root.parent / "minutes"
    (folder / "2024").mkdir(parents=True)
    (folder / "2024/january.md").write_text(JANUARY, encoding="utf-8")
    (folder / ".hidden.md").write_text(MARCH, encoding="utf-8")
    (folder / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    write(fresh, FEBRUARY, name="february.md")
    ran = fresh.run("import", "../minutes", "../february.md")
    assert ran.code == 0, ran.err
    assert ".hidden.md" in ran.err
    assert "logo.png" in ran.err
    assert fresh.commits() == ["import: 2 meetings from 2 documents"]
    assert "document: 2024-january," in fresh.read("meetings/2024-01-03.yaml")
    assert "document: february," in fresh.read("meetings/2024-02-07.yaml")


def test_every_bad_file_is_named_in_one_run(fresh: Desk) -> None:
    (fresh.root.parent / "binary.md").write_bytes(b"\x00\x01\x02\xff\xfe\x00")
    (fresh.root.parent / "empty.md").write_text("Nothing happened here.\n", encoding="utf-8")
    ran = fresh.run("import", "../notes.md", "../binary.md", "../empty.md", "../lacking.md")
    assert ran.code == 2
    assert all(name in ran.err for name in ("binary.md", "empty.md", "lacking.md"))
    assert not (fresh.root / "data").exists()


def test_outside_a_repository(tmp_path: Path) -> None:
    desk = Desk(tmp_path, today="2024-06-01", environment={"XDG_CACHE_HOME": str(tmp_path / "cache")})
    (tmp_path / "notes.md").write_text(HEAD + JANUARY, encoding="utf-8")
    ran = desk.run("import", "notes.md", "--branch", "old-minutes")
    assert ran.code == 2
    assert not (tmp_path / "data").exists()
    ran = desk.run("import", "notes.md")
    assert ran.code == 0, ran.err
    assert "in no git repository" in ran.err
    assert (tmp_path / "data/meetings/2024-01-03.yaml").is_file()


def test_a_meeting_longer_than_a_record_may_be(fresh: Desk) -> None:
    ran = fresh.run("import", write(fresh, f"{JANUARY}\n## Notes\n\n{'word ' * 900_000}\n"))
    assert ran.code == 2
    assert "2024-01-03.yaml cannot be written: the file has" in ran.err
    assert not (fresh.root / "data").exists()


def test_pasted_minutes(fresh: Desk) -> None:
    ran = fresh.run("import", "-", stdin=HEAD + JANUARY)
    assert ran.code == 0, ran.err
    assert fresh.commits() == ["import: 1 meeting from standard input"]


def test_on_a_branch(desk: Desk) -> None:
    desk.today = "2024-06-01"
    path = write(desk, FEBRUARY)
    ran = desk.run("import", path, "--branch", "old-minutes")
    assert ran.code == 0, ran.err
    assert desk.git("branch", "--show-current") == "old-minutes\n"


def test_a_change_that_would_be_wrong_is_refused_whole(desk: Desk) -> None:
    desk.write("group.yaml", desk.read("group.yaml").replace("name: Example group", "name: [Example"))
    before = desk.files()
    ran = desk.run("import", write(desk, FEBRUARY))
    assert ran.code == 2
    assert desk.files() == before


PAD = """\
# 2024-01-31

Example group, Wednesday

- Time: 16:00 Zurich (CET), 10:00 New York (EST); 60 minutes
- Chair: Ana Lima
- Scribe:

## Attendees

- Ana Lima (CERN)
- Cy Young (Example Labs, first time)
-

## Agenda

### More about queues

- They grow

### Any other business

-

## Action items

- [x] 2024-01-03/a1: Write it up
- AI: Book a room (Ana Lima)
-
"""


def test_a_pad_fills_the_scheduled_record(desk: Desk) -> None:
    text = "actions:\n  - {id: a1, task: Write it up}\n"
    desk.write("meetings/2024-01-03.yaml", desk.read("meetings/2024-01-03.yaml") + text)
    desk.git("commit", "-q", "-a", "-m", "An action")
    ran = desk.run("import", "--meeting", "2024-01-31", "-", stdin=PAD)
    assert ran.code == 0, ran.err
    assert desk.commits()[0] == "meeting: minutes of 2024-01-31"
    record = desk.read("meetings/2024-01-31.yaml")
    assert record.startswith("# still to come\ndate: 2024-01-31\nstatus: held\nchair: ana-lima\n")
    assert "  - title: More on queues\n    topics: [queues]\n    notes: " in record
    assert "  - {person: cy-young, first_time: true}\n" in record
    assert "Any other business" not in record
    assert "Example group" not in record
    assert "closed: 2024-02-01, outcome: done" in desk.read("meetings/2024-01-03.yaml")
    again = desk.run("import", "--meeting", "2024-01-31", "-", stdin=PAD)
    assert again.code == 0, again.err
    assert len(desk.commits()) == 3


def test_pasted_notes_without_a_date(desk: Desk) -> None:
    ran = desk.run("import", "--meeting", "2024-01-31", "-", stdin="Attendees:\n\n- Ana Lima\n- Bo Berg\n")
    assert ran.code == 0, ran.err
    assert "attendees:\n  - ana-lima\n  - bo-berg\n" in desk.read("meetings/2024-01-31.yaml")


def test_what_the_record_has_stays(desk: Desk) -> None:
    desk.write("meetings/2024-01-31.yaml", desk.read("meetings/2024-01-31.yaml") + "    notes: Mine\nattendees:\n  - bo-berg\n")
    desk.git("commit", "-q", "-a", "-m", "Notes")
    ran = desk.run("import", "--meeting", "2024-01-31", "-", stdin=PAD)
    assert ran.code == 0, ran.err
    assert "    notes: Mine\n" in desk.read("meetings/2024-01-31.yaml")
    assert "Kept as the record has it: agenda/0/notes" in ran.err
    assert "In the record and not in the notes, kept: bo-berg" in ran.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--meeting", "2024-01-17"), "the meeting of 2024-01-17 is cancelled"),
        (("--meeting", "2024-01-03"), "has no meeting of 2024-01-03"),
        (("--meeting", "2024-01-31", "--update"), "--meeting goes without"),
        (("--meeting", "2024-02-01"), "there is no meeting of 2024-02-01"),
    ],
)
def test_notes_that_do_not_fit_are_refused(desk: Desk, options: tuple[str, ...], said: str) -> None:
    before = desk.files()
    ran = desk.run("import", "-", *options, stdin=PAD)
    assert ran.code == 2
    assert said in ran.err
    assert desk.files() == before


DOUBT = """\
## 2024-02-07

Attendees:

- Ana
- Annie Lima (CERN)
- Ana Lima (CERN)
"""


def test_questions_are_written_answered_and_replayed(fresh: Desk, tmp_path: Path) -> None:
    write(fresh, DOUBT.replace("2024-02-07", "March 2024").replace("## ", "# "), JANUARY)
    sheet = tmp_path / "questions.yaml"
    ran = fresh.run("import", "../notes.md", "--dry-run", "--review", str(sheet))
    assert ran.code == 0, ran.err
    text = sheet.read_text(encoding="utf-8")
    assert text.startswith("# What an import left open")
    assert "answer:" in text
    answered = text.replace("    answer:\n", "    answer: yes  # sure\n")
    sheet.write_text(answered, encoding="utf-8")
    first, second = fresh, Desk(tmp_path / "second", today=fresh.today)
    second.root.mkdir()
    second.git("init", "-q", "-b", "main")
    for desk in (first, second):
        assert desk.run("import", str(tmp_path / "notes.md"), "--review", str(sheet)).code == 0
    assert first.files() == second.files()
    assert sheet.read_text(encoding="utf-8").startswith(answered)
