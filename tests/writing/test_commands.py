"""Each writing command leaves one commit with the smallest change, every other byte kept."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from rugctl.cli import new_meeting
from rugctl.model.meeting import Kind
from tests.writing.desk import Desk


def added_and_removed(desk: Desk) -> tuple[list[str], list[str]]:
    """Return the lines that the last commit added and removed."""
    lines = desk.git("show", "--format=", "--unified=0", "HEAD").splitlines()
    changed = [line for line in lines if line[:1] in {"+", "-"} and line[:3] not in {"+++", "---"}]
    return [line[1:] for line in changed if line[0] == "+"], [line[1:] for line in changed if line[0] == "-"]


def test_new_meeting_takes_the_next_free_date(desk: Desk) -> None:
    ran = desk.run("new-meeting", "--title", "Talk: storage", "--speaker", "Bo Berg", "--topic", "Queues")
    assert (ran.code, ran.out) == (0, "")
    assert desk.commits()[0] == "meeting: schedule 2024-02-14"
    assert desk.read("meetings/2024-02-14.yaml") == (
        "# yaml-language-server: $schema=../../schemas/meeting.schema.json\n"
        "date: 2024-02-14\nstatus: scheduled\nagenda:\n"
        '  - title: "Talk: storage"\n    kind: talk\n    speakers: [bo-berg]\n    topics: [queues]\n'
    )
    assert desk.git("status", "--porcelain") == ""


def test_two_new_meetings_take_two_dates(desk: Desk) -> None:
    desk.run("new-meeting")
    desk.run("new-meeting")
    assert desk.commits()[:2] == ["meeting: schedule 2024-02-28", "meeting: schedule 2024-02-14"]


def test_dry_run_shows_and_writes_nothing(desk: Desk) -> None:
    before = desk.files()
    ran = desk.run("new-meeting", "--dry-run")
    assert ran.code == 0
    assert "# data/meetings/2024-02-14.yaml (new)" in ran.out
    assert ran.out.endswith("commit: meeting: schedule 2024-02-14\n")
    assert desk.files() == before
    assert desk.commits() == ["Begin"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["2024-01-31"], "there is a record of 2024-01-31 already"),
        (["2024-02-15"], "the series expects no meeting on 2024-02-15"),
        (["tomorrow"], "`tomorrow` is no date"),
        (["--speaker", "Bo Berg"], "belong to an agenda item"),
        (["--title", "x", "--kind", "speech"], "'speech' is not one of 'talk', 'discussion', 'announcement', 'housekeeping'"),
        (["--title", "x", "--topic", "queus"], "no topic is called `queus`"),
        (["--from-backlog", "numa"], "the backlog has no item `numa`"),
    ],
)
def test_new_meeting_refuses(desk: Desk, arguments: list[str], said: str) -> None:
    before = desk.files()
    ran = desk.run("new-meeting", *arguments)
    assert ran.code == 2
    assert said in ran.err
    assert desk.files() == before
    assert desk.commits() == ["Begin"]


def test_new_meeting_off_the_series_with_a_reason(desk: Desk) -> None:
    assert desk.run("new-meeting", "2024-02-15", "--reason", "A guest is in town").code == 0
    assert "reason: A guest is in town\n" in desk.read("meetings/2024-02-15.yaml")


def test_new_meeting_from_the_backlog_moves_the_item(desk: Desk) -> None:
    desk.write(
        "backlog.yaml",
        "backlog:\n  # first things first\n  - {id: numa, title: NUMA, topics: [queues]}\n  - {id: mpi, title: MPI}  # later\n",
    )
    desk.git("add", "-A")
    desk.git("commit", "-q", "-m", "Backlog")
    assert desk.run("new-meeting", "--from-backlog", "mpi").code == 0
    assert desk.read("backlog.yaml") == "backlog:\n  # first things first\n  - {id: numa, title: NUMA, topics: [queues]}\n"
    assert "  - title: MPI\n" in desk.read("meetings/2024-02-14.yaml")
    assert len(desk.git("show", "--format=", "--name-only", "HEAD").split()) == 2


def test_new_meeting_in_the_editor(desk: Desk, tmp_path: Path) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\nprintf "recording: true\\n" >> "$1"\n', encoding="utf-8")
    editor.chmod(0o755)
    desk.environment["EDITOR"] = str(editor)
    desk.environment["VISUAL"] = ""
    ran = desk.run("new-meeting", "--edit", "--no-commit")
    assert ran.code == 1, ran.err
    assert "error[status-coherent]: a meeting that is scheduled has no recording" in ran.err
    assert "What you typed is kept in" in ran.err
    assert "2024-02-14" not in "".join(desk.files())


def test_check_in_pasted_lines(desk: Desk) -> None:
    pasted = "1. Ana Lima (CERN)\n- Bo Berg, PSI\n• Cy Young (Example Labs, first time)\nDee Dow, Eve Ash (CERN)\n20.\n"
    ran = desk.run("check-in", "2024-01-31", "-", stdin=pasted)
    assert ran.code == 0, ran.err
    assert desk.commits()[:2] == ["meeting: check in 5 people at 2024-01-31", "Begin"]
    added, removed = added_and_removed(desk)
    assert removed == ["status: scheduled", "      - {organization: psi, since: 2024-02-14, observed: true}"]
    assert added == [
        *("status: held", "attendees:", "  - ana-lima", "  - bo-berg", "  - cy-young", "  - dee-dow", "  - eve-ash"),
        *("  example-labs:", "    name: Example Labs"),
        "      - {organization: psi, since: 2024-01-31, observed: true}",
        *("  cy-young:", "    name: Cy Young", "    affiliations: [example-labs]"),
        *("  dee-dow:", "    name: Dee Dow", "    affiliations: [cern]"),
        *("  eve-ash:", "    name: Eve Ash", "    affiliations: [cern]"),
    ]


def test_check_in_keeps_every_other_byte(desk: Desk) -> None:
    before = desk.read("meetings/2024-01-03.yaml")
    assert desk.run("check-in", "2024-01-03", "Cy Young").code == 0
    after = desk.read("meetings/2024-01-03.yaml")
    assert after == before + "- cy-young\n"


def test_check_in_says_who_is_there_already(desk: Desk) -> None:
    ran = desk.run("check-in", "2024-01-03", "ana-lima", "@bober")
    assert ran.code == 0
    assert "There already: ana-lima, bo-berg" in ran.err
    assert desk.commits() == ["Begin"]


def test_kinds_are_those_of_the_model() -> None:
    assert get_args(new_meeting.Kind) == get_args(Kind)


def test_check_in_leaves_doubt_as_a_name_and_resolve_takes_the_answer(desk: Desk) -> None:
    ran = desk.run("check-in", "2024-01-31", "Anna Lima (CERN)")
    assert ran.code == 0
    assert "In doubt: `Anna Lima` may be ana-lima; it stays a name.\n" in ran.err
    assert "`rugctl resolve --as 'Anna Lima=ana-lima'` says who is meant, `--new 'Anna Lima'` registers a newcomer" in ran.err
    assert "  - Anna Lima (CERN)\n" in desk.read("meetings/2024-01-31.yaml")
    assert desk.run("resolve").err.endswith("Nothing to change.\n")
    assert desk.run("resolve", "--as", "Anna Lima=ana-lima").code == 0
    assert "  - ana-lima\n" in desk.read("meetings/2024-01-31.yaml")
    assert desk.commits()[0] == "people: resolve 1 name"


def test_resolve_leaves_names_that_a_comment_says_to_leave(desk: Desk) -> None:
    kept = "  - Some One  # rugctl: ignore[unresolved-name] the minutes do not tell who it was\n"
    desk.write("meetings/2024-01-31.yaml", f"date: 2024-01-31\nstatus: held\nattendees:\n{kept}  - Anna Lima\n  - Anna Lima\n")
    desk.git("commit", "-q", "-a", "-m", "Names")
    ran = desk.run("resolve")
    assert ran.err.count("In doubt: ") == 1
    assert "`rugctl resolve --as 'Anna Lima=ana-lima'` says who" in ran.err
    assert kept in desk.read("meetings/2024-01-31.yaml")
    assert desk.run("resolve", "--as", "Some One=bo-berg", "--no-commit").code == 0
    assert "  - bo-berg  # rugctl" in desk.read("meetings/2024-01-31.yaml")


def test_resolve_asks_at_a_terminal_until_it_is_answered(desk: Desk) -> None:
    desk.write("meetings/2024-01-31.yaml", "date: 2024-01-31\nstatus: held\nattendees:\n  - Anna Lima\n  - Bo Bergh\n")
    desk.git("commit", "-q", "-a", "-m", "Names")
    terminal, end = pty.openpty()
    os.write(terminal, b"2\n1\n\n")
    command = [sys.executable, "-m", "rugctl", "--today", desk.today, "resolve"]
    done = subprocess.run(
        command, cwd=desk.root, env=desk.environment_of_runs(), stdin=end, stdout=end, stderr=subprocess.PIPE, text=True, check=True
    )
    os.close(end)
    os.close(terminal)
    assert done.stderr.count("Answer: ") == 3
    assert "  1  ana-lima (cern)\n" in done.stderr
    assert "it stays a name.\n`rugctl resolve` asks who is meant.\n" in done.stderr
    assert desk.read("meetings/2024-01-31.yaml").endswith("  - ana-lima\n  - Bo Bergh\n")


def test_resolve_registers_a_newcomer_when_told(desk: Desk) -> None:
    desk.run("check-in", "2024-01-31", "Anna Lima (CERN)")
    assert desk.run("resolve", "2024-01-31", "--new", "Anna Lima").code == 0
    assert "  anna-lima:\n    name: Anna Lima\n    affiliations: [cern]\n" in desk.read("people.yaml")


def test_check_in_before_the_day_is_a_sign_up(desk: Desk) -> None:
    desk.run("new-meeting")
    ran = desk.run("check-in", "next", "ana-lima")
    assert "noted as signed up" in ran.err
    assert "status: scheduled" in desk.read("meetings/2024-02-14.yaml")


def test_check_in_notes_a_new_employer(desk: Desk) -> None:
    ran = desk.run("check-in", "2024-01-31", "Ana Lima (PSI)")
    assert ran.code == 0, ran.err
    assert "New affiliation: ana-lima: psi since 2024-01-31" in ran.err
    assert "      - {organization: psi, since: 2024-01-31, observed: true}\n" in desk.read("people.yaml")


def test_check_in_refuses_what_contradicts_later_records(desk: Desk) -> None:
    before = desk.files()
    doubtful = desk.run("check-in", "2024-01-31", "Bo Berg (Example Labs)", "--dry-run")
    assert "In doubt: `Bo Berg` may be bo-berg" in doubtful.err
    assert desk.files() == before
    assert desk.run("check-in", "2024-01-31", "Bo Berg (Example Labs)").code == 0
    ran = desk.run("resolve", "--as", "Bo Berg=bo-berg")
    assert ran.code == 2
    assert "contradicts what is known later" in ran.err


def test_cancel_moves_the_agenda_to_the_next_meeting(desk: Desk) -> None:
    ran = desk.run("cancel", "2024-01-31", "--reason", "Storm: all trains stand")
    assert ran.code == 0, ran.err
    assert desk.read("meetings/2024-01-31.yaml") == (
        '# still to come\ndate: 2024-01-31\nstatus: cancelled\nreason: "Storm: all trains stand"\nagenda:\n'
        "  - title: More on queues\n    topics: [queues]\n    outcome: postponed\n    moved_to: 2024-02-14\n"
    )
    assert "  - title: More on queues\n    topics: [queues]\n" in desk.read("meetings/2024-02-14.yaml")
    assert desk.commits()[:2] == ["meeting: cancel 2024-01-31", "Begin"]


def test_cancel_puts_the_agenda_into_the_backlog(desk: Desk) -> None:
    assert desk.run("cancel", "2024-01-31", "-r", "x", "--agenda", "backlog").code == 0
    assert "id: more-on-queues" in desk.read("backlog.yaml")


def test_cancel_drops_the_agenda(desk: Desk) -> None:
    assert desk.run("cancel", "2024-01-31", "-r", "x", "--agenda", "drop").code == 0
    assert "    outcome: dropped\n" in desk.read("meetings/2024-01-31.yaml")


def test_cancel_makes_a_record_where_the_series_expects_one(desk: Desk) -> None:
    assert desk.run("cancel", "2024-02-14", "-r", "Holidays", "--status", "skipped").code == 0
    assert desk.read("meetings/2024-02-14.yaml").endswith("date: 2024-02-14\nstatus: skipped\nreason: Holidays\n")


def test_cancel_refuses_what_was_held(desk: Desk) -> None:
    ran = desk.run("cancel", "2024-01-03")
    assert (ran.code, desk.commits()) == (2, ["Begin"])
    assert "is held already" in ran.err


def test_postpone_writes_both_records(desk: Desk) -> None:
    ran = desk.run("postpone", "2024-01-31", "--to", "2024-02-07", "--reason", "Speaker ill")
    assert ran.code == 0, ran.err
    old, new = desk.read("meetings/2024-01-31.yaml"), desk.read("meetings/2024-02-07.yaml")
    assert "status: postponed\nreason: Speaker ill\nmoved_to: 2024-02-07\n" in old
    assert "moved_from: 2024-01-31\n" in new
    assert "title: More on queues" in new
    assert desk.run("validate").code == 0


def test_postpone_to_a_date_of_the_series_is_refused(desk: Desk) -> None:
    ran = desk.run("postpone", "2024-01-31", "--to", "2024-02-14")
    assert ran.code == 2
    assert "cancel 2024-01-31 --agenda next" in ran.err


def test_held(desk: Desk) -> None:
    assert desk.run("held", "2024-01-31").code == 0
    assert added_and_removed(desk) == (["status: held"], ["status: scheduled"])
    assert "is held already" in desk.run("held", "2024-01-31").err


def test_actions_live_and_end(desk: Desk) -> None:
    assert desk.run("actions", "add", "2024-01-03", "Write the survey", "--owner", "Ana Lima", "--item", "1").code == 0
    assert desk.read("meetings/2024-01-03.yaml").count("{id: a1, task: Write the survey, owners: [ana-lima]}") == 1
    assert desk.run("actions", "close", "2024-01-03/a1", "--note", "Sent").code == 0
    text = desk.read("meetings/2024-01-03.yaml")
    assert "closed: 2024-02-01, outcome: done" in text
    again = desk.run("actions", "close", "2024-01-03/a1")
    assert again.code == 2
    assert "was closed on 2024-02-01 as done" in again.err


def test_people_merge_and_rename(desk: Desk) -> None:
    desk.run("check-in", "2024-01-31", "Anna Lima")
    desk.run("resolve", "--new", "Anna Lima")
    ran = desk.run("people", "merge", "anna-lima", "--into", "ana-lima")
    assert ran.code == 0, ran.err
    assert "  - ana-lima\n" in desk.read("meetings/2024-01-31.yaml")
    assert "formerly: [anna-lima]" in desk.read("people.yaml")
    assert desk.run("people", "rename", "ana-lima", "Ana Costa").code == 0
    assert "- ana-costa\n" in desk.read("meetings/2024-01-03.yaml")
    assert desk.run("validate").code == 0


def test_the_backlog_takes_and_gives(desk: Desk) -> None:
    ran = desk.run("backlog", "add", "Storage: what do we use?", "--topic", "queues", "--by", "Ana Lima", "--speaker", "Bo Berg")
    assert ran.code == 0, ran.err
    assert desk.commits()[0] == "backlog: add storage-what-do-we-use"
    assert desk.read("backlog.yaml") == (
        "# yaml-language-server: $schema=../schemas/backlog.schema.json\nbacklog:\n"
        '  - id: storage-what-do-we-use\n    title: "Storage: what do we use?"\n    topics: [queues]\n    proposed_by: ana-lima\n'
        "    proposed: 2024-02-01\n    speakers: [bo-berg]\n"
    )
    assert desk.run("backlog", "drop", "storage-what-do-we-use").code == 0
    assert "backlog: []\n" in desk.read("backlog.yaml")


def test_explain_knows_every_rule(desk: Desk) -> None:
    listed = desk.run("explain")
    assert listed.code == 0
    rules = [line.split()[0] for line in listed.out.splitlines()]
    assert "first-time" in rules
    for rule in rules:
        told = desk.run("explain", rule)
        assert (told.code, told.out.startswith(f"{rule} (")) == (0, True)
        assert "Fix:" in told.out, rule
    unknown = desk.run("explain", "first-tim")
    assert unknown.code == 2
    assert "Did you mean `first-time`?" in unknown.err


@pytest.mark.parametrize(
    ("line", "present"),
    [
        ("Ana Lima (he/him)", ["ana-lima"]),
        ("Ana Lima (CERN, host)", ["ana-lima"]),
        ("Ana Lima (CERN), Bo Berg (CERN)", ["ana-lima", "bo-berg"]),
        ("Cy Young; Dee Dow", ["cy-young", "dee-dow"]),
        ("Lima, Ana (CERN)", ["ana-lima"]),
        ("[ ] Ana Lima\nBo Berg", ["bo-berg"]),
        ("Attendees:\nBo Berg", ["bo-berg"]),
    ],
)
def test_check_in_reads_lines_as_people_write_them(desk: Desk, line: str, present: list[str]) -> None:
    ran = desk.run("check-in", "2024-01-31", "-", stdin=line)
    assert ran.code == 0, ran.err
    text = desk.read("meetings/2024-01-31.yaml")
    assert [row.strip(" -") for row in text.partition("attendees:\n")[2].splitlines()] == present
    assert "he:" not in desk.read("organizations.yaml")


def test_check_in_last_on_the_evening_of_a_meeting(desk: Desk) -> None:
    desk.today = "2024-01-31"
    assert desk.run("check-in", "last", "-", "Cy Young", stdin="\ufeff- Ana Lima\n").code == 0
    assert desk.commits()[0] == "meeting: check in 2 people at 2024-01-31"
    assert "    actions:" not in desk.read("meetings/2024-01-31.yaml")
    for arguments in (
        ["actions", "add", "last", "Write"],
        ["cancel", "last"],
        ["held", "last"],
        ["postpone", "last", "--to", "2024-02-07"],
    ):
        assert "2024-01-31" in desk.run(*arguments).err


@pytest.mark.parametrize("command", ["check-in", "held", "cancel", "postpone", "resolve"])
def test_help_says_what_last_is(desk: Desk, command: str) -> None:
    assert "the latest scheduled or held whose date has come" in " ".join(desk.run(command, "--help").out.split())


def test_a_comment_that_goes_is_told(desk: Desk) -> None:
    desk.write("backlog.yaml", "backlog:\n  # ask Bo\n  - {id: mpi, title: MPI}\n")
    desk.git("add", "-A")
    desk.git("commit", "-q", "-m", "Backlog")
    ran = desk.run("backlog", "drop", "mpi")
    assert "This comment went with what it stood beside: # ask Bo" in ran.err
    assert desk.read("backlog.yaml") == "backlog: []\n"


@pytest.mark.parametrize("line", ["R2 D2", "Ana Lima CERN", "Ana (PSI)", "~20 people"])
def test_check_in_registers_nobody_in_doubt(desk: Desk, line: str) -> None:
    people = desk.read("people.yaml")
    ran = desk.run("check-in", "2024-01-31", "-", stdin=line)
    assert ran.code == 0, ran.err
    assert "In doubt" in ran.err
    assert people == desk.read("people.yaml")


def test_check_in_keeps_an_organization_that_is_there(desk: Desk) -> None:
    desk.write(
        "organizations.yaml", desk.read("organizations.yaml") + "  example-labs:\n    name: Example Laboratories\n    kind: company\n"
    )
    desk.git("commit", "-q", "-a", "-m", "Labs")
    assert desk.run("check-in", "2024-01-31", "Cy Young (Example Labs)").code == 0
    assert desk.read("organizations.yaml").endswith("  example-labs:\n    name: Example Laboratories\n    kind: company\n")


@pytest.mark.parametrize("day", ["05/03/2024", "2024-13-45", "2024-02-30", "9999-12-01", "tomorrow"])
@pytest.mark.parametrize("command", ["held", "cancel"])
def test_no_such_day(desk: Desk, command: str, day: str) -> None:
    assert desk.run(command, day).code == 2


def test_an_earlier_meeting_that_was_forgotten_is_told_and_no_reason_to_refuse(desk: Desk) -> None:
    desk.today = "2024-02-28"
    ran = desk.run("check-in", "2024-02-28", "ana-lima")
    assert ran.code == 0
    assert "expects a meeting on 2024-02-14, and there is no record" in ran.err


def test_rename_keeps_the_comments_of_an_entry(desk: Desk) -> None:
    assert desk.run("people", "rename", "bo-berg", "Bosse Berg").code == 0
    text = desk.read("people.yaml")
    assert "  bosse-berg:\n    name: Bosse Berg  # he prefers Bo\n    aliases: [Bo Berg]\n" in text
    assert "formerly: [bo-berg]" in text
