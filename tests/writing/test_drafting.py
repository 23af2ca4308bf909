"""What the writing commands change, on records in memory: the whole text after, so that every other byte is seen to be kept."""

from __future__ import annotations

import sqlite3

import pytest

from rugctl.changes import ChangeSet
from rugctl.drafting.agenda import agenda_to_backlog, end_action, move_agenda, schedule_from_backlog, take_from_backlog
from rugctl.drafting.meeting import call_off, last_day, next_meeting, postpone_meeting
from rugctl.drafting.people import merge_people, rename_person, resolve_names
from rugctl.drafting.registrar import CheckIn, Registrar, add_attendees
from rugctl.errors import RugctlError
from rugctl.written_names import as_written, parse_people
from tests.books import entry, index_of
from tests.writing.desk import GROUP, MEETINGS, ORGANIZATIONS, PEOPLE, TOPICS

FILES = {
    "data/group.yaml": GROUP,
    "data/people.yaml": PEOPLE,
    "data/organizations.yaml": ORGANIZATIONS,
    "data/topics.yaml": TOPICS,
    **{f"data/meetings/{stem}.yaml": text for stem, text in MEETINGS.items()},
}
NEXT = "data/meetings/2024-01-31.yaml"


def records(files: dict[str, str] | None = None) -> tuple[sqlite3.Connection, ChangeSet]:
    """Return an index and a change of the small group's records, some of them replaced."""
    texts = FILES | (files or {})
    changes = ChangeSet(lambda path: texts[path].encode() if path in texts else None)
    return index_of([entry(path, text) for path, text in texts.items()]), changes


def check_in(index: sqlite3.Connection, changes: ChangeSet, lines: str, path: str = NEXT) -> CheckIn:
    return add_attendees(changes, path, parse_people(lines), Registrar(index, changes, path[-15:-5]))


@pytest.mark.parametrize(
    ("today", "stem"),
    [("2024-01-30", "2024-01-03"), ("2024-01-31", "2024-01-31"), ("2024-02-01", "2024-01-31"), ("2024-02-14", "2024-02-14")],
)
def test_last_is_the_latest_whose_date_has_come(today: str, stem: str) -> None:
    index, _ = records()
    assert last_day(index, "", today) == stem


def test_last_is_nobodys_guess_where_a_later_record_is_missing() -> None:
    index, _ = records()
    with pytest.raises(RugctlError, match="expects a meeting on 2024-02-14, and there is no record") as refused:
        last_day(index, "", "2024-02-20")
    assert "2024-02-14, whose record is made then, or 2024-01-31" in str(refused.value.help)
    with pytest.raises(RugctlError, match="no meeting was scheduled or held up to today"):
        last_day(index, "", "2024-01-02")


def test_the_next_meeting_may_be_today() -> None:
    index, _ = records()
    assert next_meeting(index, "", after="2024-01-17", today="2024-01-31") == ("2024-01-31", None)
    stem, free = next_meeting(index, "", after="2024-01-31", today="2024-01-31")
    assert stem is None
    assert free is not None
    assert free.date == "2024-02-14"


PLANNED = """\
date: 2024-01-31  # Wednesday
status: scheduled
start: "17:00"
chair: ana-lima
# he offered
scribe: bo-berg
links:
  # as ever
  - {title: Call, url: https://example.org/call}
agenda:
  - {title: Welcome, kind: housekeeping}
  - title: More on queues  # part two
    speakers: [ana-lima]
    notes: An abstract
    actions: [{id: a1, task: Ask}]
attendees:
  - {person: bo-berg, note: remote}
regrets: [ana-lima]
notes: Moved twice already
"""


def test_postponing_takes_along_what_is_planned() -> None:
    index, changes = records({NEXT: PLANNED})
    postpone_meeting(index, changes, NEXT, "2024-02-07", "Storm")
    assert changes.text("data/meetings/2024-02-07.yaml").partition("\n")[2] == (
        "date: 2024-02-07\nstatus: scheduled\nreason: Storm\nmoved_from: 2024-01-31\n"
        'start: "17:00"\nchair: ana-lima\nscribe: bo-berg\nlinks:\n  - {title: Call, url: https://example.org/call}\n'
        "agenda:\n  - title: Welcome\n    kind: housekeeping\n"
        "  - title: More on queues\n    speakers: [ana-lima]\n    notes: An abstract\n"
        "attendees:\n  - {person: bo-berg, note: remote}\n"
    )
    moved = "outcome: postponed, moved_to: 2024-02-07"
    assert changes.text(NEXT) == (
        PLANNED.replace("scheduled\n", "postponed\nreason: Storm\nmoved_to: 2024-02-07\n")
        .replace("# he offered\nscribe: bo-berg\n", "")
        .replace("housekeeping}", f"housekeeping, {moved}}}")
        .replace("[ana-lima]\n    notes", "[ana-lima]\n    outcome: postponed\n    moved_to: 2024-02-07\n    notes")
    )
    assert changes.comments_gone() == ["# he offered"]


def test_postponing_keeps_the_rotating_time() -> None:
    slots = (
        "    rotate: occurrence\n    slots:\n      - {id: early, start: '09:00', timezone: Europe/Zurich}\n"
        "      - {id: late, start: '21:00', timezone: America/New_York}\n"
    )
    group = GROUP.replace('    start: "16:00"\n', slots)
    index, changes = records({"data/group.yaml": group, NEXT: "date: 2024-01-31\nstatus: scheduled\n"})
    postpone_meeting(index, changes, NEXT, "2024-02-07", None)
    assert changes.value("data/meetings/2024-02-07.yaml")["slot"] == "early"


def test_nobody_is_to_take_notes_of_a_meeting_that_is_called_off() -> None:
    _, changes = records({NEXT: PLANNED})
    call_off(changes, NEXT, "cancelled", "Storm")
    assert changes.text(NEXT) == PLANNED.replace("scheduled\n", "cancelled\nreason: Storm\n").replace("# he offered\nscribe: bo-berg\n", "")


def test_what_was_noted_before_stays() -> None:
    text = "date: 2024-01-31\nstatus: scheduled\nreason: A guest is in town.\nactions:\n  - {id: a1, task: Ask, note: By mail}\n"
    _, changes = records({NEXT: text})
    call_off(changes, NEXT, "cancelled", "Storm")
    end_action(changes, NEXT, ("actions", 0), {"closed": "2024-01-31", "outcome": "done"}, "Sent")
    assert changes.text(NEXT) == (
        "date: 2024-01-31\nstatus: cancelled\nreason: A guest is in town; Storm\nactions:\n"
        "  - {id: a1, task: Ask, closed: 2024-01-31, outcome: done, note: By mail; Sent}\n"
    )


def test_what_every_meeting_has_goes_to_no_other() -> None:
    _, changes = records({NEXT: PLANNED})
    assert move_agenda(changes, NEXT, "data/meetings/2024-01-17.yaml") == 1
    assert agenda_to_backlog(changes, "data/meetings/2024-01-17.yaml", "2024-01-10") == 1
    assert changes.text("data/backlog.yaml").endswith(
        "backlog:\n  - id: more-on-queues\n    title: More on queues\n    proposed: 2024-01-10\n    speakers: [ana-lima]\n"
        "    notes: An abstract\n"
    )


BACKLOG = (
    "backlog:\n  # Ask Bo first\n  - id: mpi  # high time\n    title: MPI\n    group: one\n\n  - {id: numa, title: NUMA}\n  # the end\n"
)


def test_an_item_leaves_the_backlog_with_its_comments() -> None:
    files = {"data/backlog.yaml": BACKLOG}
    _, changes = records(files)
    take_from_backlog(changes, "mpi", None)
    assert changes.text("data/backlog.yaml") == "backlog:\n\n  - {id: numa, title: NUMA}\n  # the end\n"
    take_from_backlog(changes, "numa", None)
    assert changes.text("data/backlog.yaml") == "backlog: []\n\n  # the end\n"
    _, changes = records(files)
    schedule_from_backlog(changes, NEXT, "mpi", "one")
    assert changes.text(NEXT) == MEETINGS["2024-01-31"] + "  # Ask Bo first\n  # high time\n  - title: MPI\n"


def test_an_item_of_another_group_stays_in_the_backlog() -> None:
    _, changes = records({"data/backlog.yaml": BACKLOG})
    with pytest.raises(RugctlError, match="`mpi` is proposed for the group one"):
        take_from_backlog(changes, "mpi", "two")


def test_the_backlog_says_whose_an_item_is() -> None:
    path = "data/meetings/one/2024-01-31.yaml"
    _, changes = records({path: MEETINGS["2024-01-31"]})
    agenda_to_backlog(changes, path, "2024-01-31")
    assert changes.value("data/backlog.yaml")["backlog"][0]["group"] == "one"


def test_who_had_sent_regrets_and_came_is_taken_off_them() -> None:
    text = "date: 2024-01-31\nstatus: held\nregrets:\n  - ana-lima  # travels\n  # till when?\n  - Cy Young\nnotes: x\n"
    index, changes = records({NEXT: text})
    outcome = check_in(index, changes, "Ana Lima\nCy Young\n")
    assert outcome.after_all == ["ana-lima", "cy-young"]
    assert changes.text(NEXT) == "date: 2024-01-31\nstatus: held\nattendees:\n  - ana-lima\n  - cy-young\nnotes: x\n"


def test_who_is_there_under_a_name_or_a_former_id_is_not_added_again() -> None:
    text = "date: 2024-01-31\nstatus: held\nattendees:\n  - Ana Lima (CERN)\n  - Cy Young\n  - bo-b\n"
    people = PEOPLE.replace("    github: bober\n", "    github: bober\n    formerly: [bo-b]\n")
    index, changes = records({NEXT: text, "data/people.yaml": people})
    outcome = check_in(index, changes, "Ana Lima\nCy Young (PSI)\nBo Berg\n")
    assert (outcome.present, outcome.already) == ([], ["ana-lima", "Cy Young", "bo-berg"])
    assert changes.files() == {}


def test_a_new_employer_of_who_is_there_already_is_noted_once() -> None:
    index, changes = records({NEXT: "date: 2024-01-31\nstatus: held\nattendees: [ana-lima]\n"})
    outcome = check_in(index, changes, "Ana Lima (PSI)\nAna Lima (PSI)\n")
    assert outcome.moved == ["ana-lima: psi since 2024-01-31"]
    assert changes.value("data/people.yaml")["people"]["ana-lima"]["affiliations"] == [
        "cern",
        {"organization": "psi", "since": "2024-01-31", "observed": True},
    ]


def test_a_newcomer_who_changes_employers_within_one_change_has_both() -> None:
    meeting = "date: {0}\nstatus: held\nattendees:\n  - Cy Young ({1})\n"
    later = {f"data/meetings/{day}.yaml": meeting.format(day, org) for day, org in (("2024-01-17", "CERN"), ("2024-01-31", "PSI"))}
    index, changes = records(later)
    resolve_names(index, changes, None, None, {})
    assert changes.value("data/people.yaml")["people"]["cy-young"]["affiliations"] == [
        "cern",
        {"organization": "psi", "since": "2024-01-31", "observed": True},
    ]


def test_an_employer_who_would_change_what_later_records_say_stays_in_doubt() -> None:
    later = {"data/meetings/2024-01-31.yaml": "date: 2024-01-31\nstatus: held\nattendees: [ana-lima]\n"}
    index, changes = records(later)
    outcome = check_in(index, changes, "Ana Lima (PSI)\nCy Young\n", "data/meetings/2024-01-17.yaml")
    assert outcome.present == ["Ana Lima (PSI)", "cy-young"]
    assert outcome.doubtful == [("Ana Lima", ("ana-lima",))]
    outcome = check_in(index, changes, "Ana Lima (PSI)\n", "data/meetings/2024-01-03.yaml")
    assert (outcome.already, outcome.unnoted) == (["ana-lima"], ["ana-lima: psi"])
    assert "psi" not in str(changes.value("data/people.yaml")["people"]["ana-lima"])


def test_a_name_without_an_employer_is_not_contradicted_by_the_first_one() -> None:
    index, changes = records({"data/people.yaml": f"{PEOPLE}  cy-young:\n    name: Cy Young\n"})
    assert check_in(index, changes, "Cy Young (Example Labs)").present == ["cy-young"]
    assert changes.text("data/people.yaml") == f"{PEOPLE}  cy-young:\n    name: Cy Young\n    affiliations: [example-labs]\n"


def test_an_id_says_who_is_meant_whatever_the_employer() -> None:
    index, changes = records({"data/people.yaml": f"{PEOPLE}    formerly: [bo]\n"})
    assert check_in(index, changes, "bo (CERN)").present == ["bo-berg"]


def test_the_comment_on_affiliations_stays_on_its_line() -> None:
    people = PEOPLE.replace("[cern]", "[cern]  # since 2019")
    index, changes = records({"data/people.yaml": people})
    check_in(index, changes, "Ana Lima (PSI)")
    new = "affiliations:  # since 2019\n      - cern\n      - {organization: psi, since: 2024-01-31, observed: true}\n"
    assert changes.text("data/people.yaml") == people.replace("affiliations: [cern]  # since 2019\n", new)


def test_renaming_leaves_lists_as_they_are_written() -> None:
    people = PEOPLE.replace("aliases: [A. Lima]", "aliases:\n      - A. Lima  # in 2019\n      # to come\n      - Ana Costa")
    index, changes = records({"data/people.yaml": people})
    rename_person(index, changes, "ana-lima", "ana-costa", "Ana Costa")
    assert changes.text("data/people.yaml") == (
        people.replace("ana-lima:\n    name: Ana Lima", "ana-costa:\n    name: Ana Costa")
        .replace("      # to come\n      - Ana Costa", "      - Ana Lima")
        .replace("[cern]", "[cern]\n    formerly: [ana-lima]")
    )


def test_merging_keeps_all_comments_and_who_is_somebody_else() -> None:
    twin = "  # spelt so in 2021\n  bo-bergh: {name: Bo Bergh, not_same_as: [ana-lima]}  # sic\n"
    index, changes = records({"data/people.yaml": PEOPLE + twin})
    merge_people(index, changes, "bo-bergh", "bo-berg")
    kept = PEOPLE.replace("  bo-berg:\n", "  # spelt so in 2021\n  # sic\n  bo-berg:\n").replace(
        "he prefers Bo\n", "he prefers Bo\n    aliases: [Bo Bergh]\n"
    )
    assert changes.text("data/people.yaml") == f"{kept}    formerly: [bo-bergh]\n    not_same_as: [ana-lima]\n"


MERGED = """\
date: 2024-01-31
status: held
agenda:
  - title: Queues
    speakers: [bo-bergh, ana-lima, bo-berg]
attendees:
  # at first
  - {person: bo-bergh, organization: cern}  # remote
  - ana-lima
  - bo-berg
"""


def test_merging_makes_one_entry_of_two_in_a_list() -> None:
    twin = "  bo-bergh: {name: Bo Bergh}\n"
    index, changes = records({"data/people.yaml": PEOPLE + twin, NEXT: MERGED})
    assert merge_people(index, changes, "bo-bergh", "bo-berg") == 2
    assert (
        changes.text(NEXT)
        == """\
date: 2024-01-31
status: held
agenda:
  - title: Queues
    speakers: [ana-lima, bo-berg]
attendees:
  # at first
  - ana-lima
  # remote
  - {person: bo-berg, organization: cern}
"""
    )


def test_merging_does_not_choose_between_two_things_said() -> None:
    said = MERGED.replace("- bo-berg\n", "- {person: bo-berg, organization: psi}\n")
    index, changes = records({"data/people.yaml": f"{PEOPLE}  bo-bergh: {{name: Bo Bergh}}\n", NEXT: said})
    with pytest.raises(RugctlError, match="says two things of bo-bergh and bo-berg: `organization` is cern and psi") as refused:
        merge_people(index, changes, "bo-bergh", "bo-berg")
    assert refused.value.help == "Make them agree first: `organization` of bo-bergh and of bo-berg there."


def test_line_ends_of_two_kinds_are_not_made_one_in_passing() -> None:
    _, changes = records({NEXT: "date: 2024-01-31\r\nstatus: scheduled\n"})
    with pytest.raises(RugctlError, match="line ends of two kinds"):
        changes.set(NEXT, ("status",), "held")


@pytest.mark.parametrize(
    ("line", "present"),
    [
        ("Ana Lima, Bo Berg", ["ana-lima", "bo-berg"]),
        ("Lima, Ana", ["ana-lima"]),
        ("Smith, CERN", ["smith"]),
        ("Smith, John", ["Smith, John"]),
        ("Cy Young, Example Labs", ["cy-young"]),
        ("Cy Young, Engineer, CERN", ["Cy Young, Engineer, CERN"]),
        ("Cy, Dee (CERN)", ["Cy, Dee (CERN)"]),
        ("van der Berg, Bo (CERN)", ["van der Berg, Bo (CERN)"]),
        ("Red Hat", ["Red Hat"]),
        ("Cy Young (Red Hat, Inc.)", ["cy-young"]),
        ("Cy Young (University of California, San Diego)", ["cy-young"]),
        ("Anna Lima (@analima, self, first time)", ["Anna Lima (@analima, unaffiliated, first time)"]),
        ("Zoom user", ["Zoom user"]),
    ],
)
def test_what_can_be_read_in_two_ways_is_settled_by_the_registry_or_stays(line: str, present: list[str]) -> None:
    organizations = f"{ORGANIZATIONS}  red-hat:\n    name: Red Hat\n  ucsd:\n    name: University of California, San Diego\n"
    index, changes = records({"data/organizations.yaml": organizations})
    outcome = check_in(index, changes, line)
    assert outcome.present == present
    assert set(outcome.new_organizations) <= {"example-labs"}
    assert [as_written(name) for name in parse_people("\n".join(present))] == present


@pytest.mark.parametrize(
    ("line", "present"), [("Bo", ["Bo"]), ("Bo (CERN)", ["bo-berg"]), ("Bo (PSI)", ["bo-lind"]), ("Ana", ["ana-lima"])]
)
def test_a_given_name_that_several_have_is_asked_for(line: str, present: list[str]) -> None:
    people = PEOPLE.replace("    github: bober", "    aliases: [Bo]\n    github: bober").replace("[A. Lima]", "[Ana]")
    index, changes = records({"data/people.yaml": f"{people}  bo-lind:\n    name: Bo Lind\n    affiliations: [psi]\n"})
    outcome = check_in(index, changes, line)
    assert outcome.present == present
    assert outcome.doubtful == ([("Bo", ("bo-berg", "bo-lind"))] if line == "Bo" else [])
