from __future__ import annotations

import sqlite3

import pytest

from rugctl.queries.attendance import attendance_sums, lapsed_regulars, newcomers
from rugctl.queries.coverage import Count, Stretch, coverage
from rugctl.queries.history import Claim, person_histories, streaks
from rugctl.queries.lookup import Period
from rugctl.queries.selection import Scope, Selection, with_children
from rugctl.queries.tallies import (
    attendance_by_meeting,
    attendance_by_organization,
    attendance_by_period,
    attendance_by_topic,
    attendances_without_organization,
)
from tests.queries.small import make_index, small_files, two_groups

EVERYTHING = Selection()
FEBRUARY = Selection(Scope(None, Period("2024-02-01", "2024-03-01")))


def test_only_held_meetings_with_a_list_count(index: sqlite3.Connection) -> None:
    rows = {row.person: (row.meetings, row.of, row.first_recorded, row.last) for row in attendance_sums(index, EVERYTHING)}
    assert rows == {
        "ada-unal": (4, 4, "2024-01-03", "2024-02-21"),
        "bo-berg": (3, 4, "2024-01-03", "2024-02-21"),  # twice as a speaker whom the list lacks
        "al-smith": (2, 4, "2024-01-03", "2024-02-14"),
        "cy-roe": (1, 2, "2024-02-14", "2024-02-14"),  # a sign-up for a cancelled meeting is no attendance
    }


def test_the_rate_begins_with_the_first_meeting_and_the_organization_is_that_of_the_last(index: sqlite3.Connection) -> None:
    rows = {row.person: row for row in attendance_sums(index, EVERYTHING)}
    assert rows["cy-roe"].rate == 0.5
    assert [rows[person].organization for person in ("ada-unal", "al-smith", "cy-roe")] == ["psi", "cern", None]


def test_a_period_cuts_figures_but_not_the_first_recorded(index: sqlite3.Connection) -> None:
    rows = {row.person: (row.meetings, row.of, row.first_recorded) for row in attendance_sums(index, FEBRUARY)}
    assert rows["bo-berg"] == (2, 2, "2024-01-03")
    assert rows["al-smith"] == (1, 2, "2024-01-03")


def test_an_empty_period(index: sqlite3.Connection) -> None:
    nothing = Selection(Scope(None, Period("2030-01-01", None)))
    assert attendance_sums(index, nothing) == []
    assert newcomers(index, nothing) == []
    assert attendance_by_period(index, nothing, "year") == []
    assert person_histories(index, Selection(nothing.scope, ("ada-unal",))) == []
    assert coverage(index, nothing.scope).counted == 0


def test_an_organization_has_its_children(index: sqlite3.Connection) -> None:
    assert with_children(index, "cern") == ("cern", "cern-it")
    whole = attendance_sums(index, Selection(organizations=with_children(index, "cern")))
    exact = attendance_sums(index, Selection(organizations=("cern",)))
    assert {row.person: row.meetings for row in whole} == {"ada-unal": 2, "al-smith": 2}
    assert {row.person: row.meetings for row in exact} == {"ada-unal": 2, "al-smith": 1}


def test_parents_in_a_circle_end() -> None:
    files = small_files()
    files["data/organizations.yaml"] = (
        "organizations:\n  cern: {name: A, parent: psi}\n  cern-it: {name: B}\n  psi: {name: C, parent: cern}\n"
    )
    assert with_children(make_index(files), "cern") == ("cern", "psi")


def test_newcomers_are_first_recorded_in_the_period(index: sqlite3.Connection) -> None:
    assert [(row.person, row.first_recorded, row.claimed) for row in newcomers(index, FEBRUARY)] == [("cy-roe", "2024-02-14", False)]
    assert {row.person: row.claimed for row in newcomers(index, EVERYTHING)}["al-smith"]


def test_lapsed_were_regulars() -> None:
    files = small_files()
    for stem in ("2024-02-21", "2024-02-28"):
        files[f"data/meetings/{stem}.yaml"] = f"date: {stem}\nstatus: held\nattendees: [cy-roe]\n"
    index = make_index(files)
    assert [(row.person, row.missed, row.meetings) for row in lapsed_regulars(index, EVERYTHING, 2)] == [("ada-unal", 2, 3)]
    assert lapsed_regulars(index, EVERYTHING, 3) == []


def test_who_came_earlier_for_another_organization_is_no_newcomer(index: sqlite3.Connection) -> None:
    psi = Selection(FEBRUARY.scope, organizations=("psi",))
    assert newcomers(index, psi) == []
    assert [row.person for row in newcomers(index, Selection(organizations=("psi",)))] == ["bo-berg"]
    assert [row.person for row in newcomers(index, Selection(organizations=("cern", "cern-it")))] == ["ada-unal", "al-smith"]
    [february] = attendance_by_period(index, psi, "month")
    assert (february.people, february.newcomers) == (2, 0)
    assert [row.newcomers for row in attendance_by_meeting(index, psi)] == [0, 0]
    sums = {row.person: (row.meetings, row.of, row.first_recorded) for row in attendance_sums(index, psi)}
    assert sums["ada-unal"] == (2, 2, "2024-01-03")
    history = person_histories(index, Selection(people=("ada-unal",), organizations=("psi",)))[0]
    assert [(visit.date, visit.roles) for visit in history.visits] == [("2024-02-14", ()), ("2024-02-21", ())]
    assert (history.sums.first_recorded, history.sums.of) == ("2024-01-03", 2)


def test_who_still_comes_for_another_organization_has_not_lapsed() -> None:
    files = small_files()
    for stem in ("2024-02-28", "2024-03-06"):
        files[f"data/meetings/{stem}.yaml"] = f"date: {stem}\nstatus: held\nattendees: [cy-roe]\n"
    index = make_index(files)
    everybody = [("ada-unal", 4, "psi", 2), ("bo-berg", 3, "psi", 2)]
    for selection in (EVERYTHING, Selection(organizations=("psi",))):
        assert [(row.person, row.meetings, row.organization, row.missed) for row in lapsed_regulars(index, selection, 2)] == everybody
    assert lapsed_regulars(index, Selection(organizations=("cern",)), 2) == []  # Ada came to her last one as from psi


def test_a_meeting_elsewhere_is_not_told_as_missed_without_saying_so(index: sqlite3.Connection) -> None:
    cern = Selection(people=("ada-unal",), organizations=("cern",))
    visits = person_histories(index, cern, absences=True)[0].visits
    assert [(visit.date, visit.present, visit.organization) for visit in visits[-2:]] == [
        ("2024-02-14", False, "psi"),
        ("2024-02-21", False, "psi"),
    ]


def test_a_meeting_to_which_nobody_came_counts() -> None:
    files = small_files()
    files["data/meetings/2024-02-28.yaml"] = (
        "date: 2024-02-28\nstatus: held\nagenda: [{title: Ceph, topics: [storage, kueue]}]\nattendees: []\n"
    )
    index = make_index(files)
    last = attendance_by_meeting(index, EVERYTHING)[-1]
    assert (last.date, last.people, last.organizations, last.newcomers, last.about) == ("2024-02-28", 0, 0, 0, "Ceph")
    topics = {row.topic: (row.meetings, row.people, row.attendances, row.last) for row in attendance_by_topic(index, EVERYTHING)}
    assert topics["storage"] == (1, 0, 0, "2024-02-28")
    assert topics["kueue"] == (3, 4, 7, "2024-02-28")
    bo = Selection(people=("bo-berg",))
    assert [row.date for row in attendance_by_meeting(index, bo)] == ["2024-01-03", "2024-02-14", "2024-02-21"]
    assert [(row.topic, row.meetings, row.attendances) for row in attendance_by_topic(index, bo)] == [("kueue", 3, 2), ("gpus", 1, 1)]


def test_who_stands_there_by_a_former_id_too_came_once() -> None:
    files = small_files()
    files["data/meetings/2024-02-28.yaml"] = "date: 2024-02-28\nstatus: held\nattendees: [ada, {person: ada-unal, organization: cern}]\n"
    index = make_index(files)
    assert [row.people for row in attendance_by_meeting(index, EVERYTHING)][-1] == 1
    assert {row.person: row.meetings for row in attendance_sums(index, EVERYTHING)}["ada-unal"] == 5
    counted = (
        "SELECT attendees FROM meetings WHERE date = '2024-02-28' UNION ALL SELECT count(*) FROM attendances WHERE date = '2024-02-28'"
    )
    assert index.execute(counted).fetchall() == [(1,), (1,)]


def test_what_was_left_out_is_told(index: sqlite3.Connection) -> None:
    found = coverage(index, Scope())
    assert (found.counted, found.first, found.last, found.without_list, found.unresolved) == (4, "2024-01-03", "2024-02-21", 1, 1)
    assert found.not_held == (Count("cancelled", 1), Count("scheduled", 1))
    assert found.unrecorded == (Stretch("", "2024-01-24", "2024-01-31", 2),)


def test_a_history_has_roles_affiliations_and_absences(index: sqlite3.Connection) -> None:
    ada, al = (person_histories(index, Selection(people=(person,)))[0] for person in ("ada-unal", "al-smith"))
    assert [(visit.date, visit.organization, visit.roles) for visit in ada.visits] == [
        ("2024-01-03", "cern", ("chair", "first recorded")),
        ("2024-01-10", "cern", ()),
        ("2024-02-14", "psi", ()),
        ("2024-02-21", "psi", ()),
    ]
    assert ada.visits[2].about == "More Kueue"  # what was dropped took no place
    assert [(stay.organization, stay.meetings) for stay in ada.stays] == [("cern", 2), ("psi", 2)]
    assert al.visits[0].roles == ("first time",)
    assert al.claims == (Claim("", "al-smith", "2024-02-14", "2024-01-03"),)
    everything = person_histories(index, Selection(people=("al-smith",)), absences=True)[0]
    assert [visit.present for visit in everything.visits] == [True, False, True, False]
    assert (al.sums.meetings, al.sums.of, al.sums.spoke) == (2, 4, 0)


def test_streaks_stop_at_what_is_not_recorded(index: sqlite3.Connection) -> None:
    sums = person_histories(index, Selection(people=("ada-unal",)))[0].sums
    assert (sums.meetings, sums.longest_streak, sums.longest_until, sums.current_streak) == (4, 2, "2024-01-10", 2)


@pytest.mark.parametrize(
    ("present", "breaks", "runs"),
    [
        ("110", [], [2, 0]),
        ("111", [], [3]),
        ("111", ["15"], [1, 2]),
        ("111", ["35"], [3, 0]),
        ("011", ["15"], [2]),
        ("", [], [0]),
        ("1011", ["05"], [1, 2]),
    ],
)
def test_streaks(present: str, breaks: list[str], runs: list[int]) -> None:
    days = [(f"{n}0", here == "1") for n, here in enumerate(present, 1)]
    assert [len(run) for run in streaks(days, breaks)] == runs


def test_tallies(index: sqlite3.Connection) -> None:
    organizations = {row.organization: (row.people, row.meetings) for row in attendance_by_organization(index, EVERYTHING)}
    assert organizations == {"cern": (2, 3), "cern-it": (1, 1), "psi": (2, 3)}
    assert attendances_without_organization(index, EVERYTHING) == 1
    assert attendances_without_organization(index, Selection(organizations=("psi",))) == 0
    months = [
        (row.period, row.meetings, row.people, row.newcomers, row.attendances) for row in attendance_by_period(index, EVERYTHING, "month")
    ]
    assert months == [("2024-01", 2, 3, 3, 4), ("2024-02", 2, 4, 1, 6)]
    assert [(row.date, row.people, row.newcomers) for row in attendance_by_meeting(index, FEBRUARY)] == [
        ("2024-02-14", 4, 1),
        ("2024-02-21", 2, 0),
    ]
    assert [(row.topic, row.meetings, row.people) for row in attendance_by_topic(index, EVERYTHING)] == [("kueue", 2, 4), ("gpus", 1, 4)]


def test_a_tally_of_one_organization_leaves_out_the_others(index: sqlite3.Connection) -> None:
    rows = attendance_by_organization(index, Selection(organizations=with_children(index, "cern")))
    assert {row.organization for row in rows} == {"cern", "cern-it"}


def test_groups_are_counted_apart() -> None:
    index = two_groups()
    assert [(row.group, row.person, row.meetings, row.of) for row in attendance_sums(index, EVERYTHING)] == [
        ("ops", "ada-unal", 1, 1),
        ("sci", "bo-berg", 2, 2),
        ("sci", "ada-unal", 1, 2),
    ]
    assert [history.sums.group for history in person_histories(index, Selection(people=("ada-unal",)))] == ["ops", "sci"]
    assert {row.group for row in attendance_sums(index, Selection(Scope("ops")))} == {"ops"}
