from __future__ import annotations

import sqlite3

import pytest

from rugctl.errors import RugctlError
from rugctl.queries.lookup import Period, find_meeting, find_organization, find_person, find_topic, parse_period
from tests.queries.small import make_index, small_files, two_groups


@pytest.mark.parametrize("text", ["ada-unal", "ADA-UNAL", "ada", "Ada Ünal", "ada unal", "  Ada   Unal ", "ada u", "adau", "@AdaU"])
def test_a_person_goes_by_every_name(index: sqlite3.Connection, text: str) -> None:
    assert find_person(index, text) == "ada-unal"


def test_organizations_and_topics_go_by_alias(index: sqlite3.Connection) -> None:
    assert find_organization(index, "psi") == find_organization(index, "paul scherrer institute") == "psi"
    assert find_topic(index, "Accelerators") == "gpus"


def test_a_shared_name_lists_its_candidates(index: sqlite3.Connection) -> None:
    with pytest.raises(RugctlError, match=r"`A\. Smith` may be ada-unal or al-smith"):
        find_person(index, "A. Smith")


def test_a_given_name_alone_is_nobodys_where_several_have_it() -> None:
    people = """\
people:
  bo-berg: {name: Bo Berg, aliases: [Bo, Bo B.]}
  bo-lind: {name: Bo Lind}
  al: {name: Al}
  al-smith: {name: Al Smith}
"""
    index = make_index({**small_files(), "data/people.yaml": people})
    with pytest.raises(RugctlError, match="`bo` may be bo-berg or bo-lind"):
        find_person(index, "bo")
    assert find_person(index, "bo b") == "bo-berg"
    assert find_person(index, "Al") == "al"


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("smith", "Did you mean ada-unal or al-smith?"),  # a part of a name is nobody's, even where only one has it
        ("berg", "Did you mean bo-berg?"),
        ("bo be", "Did you mean bo-berg?"),
        ("Bo Breg", "Did you mean bo-berg?"),
        ("Breg", "Did you mean bo-berg?"),  # one word misspelt, of a name of two
        ("Smiht, Al", "Did you mean al-smith?"),
        ("zzz", "`rugctl people` lists those that are known."),
        ("", "`rugctl people` lists those that are known."),
        ("%", "`rugctl people` lists those that are known."),
    ],
)
def test_an_unknown_name_gets_its_nearest(index: sqlite3.Connection, text: str, help: str) -> None:
    with pytest.raises(RugctlError) as caught:
        find_person(index, text)
    assert caught.value.help == help
    assert caught.value.code == 2


def test_kinds_do_not_mix(index: sqlite3.Connection) -> None:
    with pytest.raises(RugctlError):
        find_person(index, "cern")


@pytest.mark.parametrize(
    ("text", "today", "stem"),
    [
        ("2024-01-10", "2024-02-22", "2024-01-10"),
        ("last", "2024-02-22", "2024-02-21"),
        ("last", "2024-02-20", "2024-02-14"),
        ("next", "2024-02-22", "2024-02-28"),
        ("next", "2024-02-28", "2024-02-28"),
        ("today", "2024-02-14", "2024-02-14"),
    ],
)
def test_a_meeting_goes_by_date_and_by_word(index: sqlite3.Connection, text: str, today: str, stem: str) -> None:
    assert find_meeting(index, text, today, None).stem == stem


@pytest.mark.parametrize(
    ("text", "today"), [("next", "2024-02-29"), ("last", "2024-01-02"), ("today", "2024-02-15"), ("soon", "2024-02-15")]
)
def test_no_such_meeting(index: sqlite3.Connection, text: str, today: str) -> None:
    with pytest.raises(RugctlError):
        find_meeting(index, text, today, None)


def test_a_day_that_the_calendar_lacks_has_no_nearest(index: sqlite3.Connection) -> None:
    with pytest.raises(RugctlError) as caught:
        find_meeting(index, "2024-02-30", "2024-02-15", None)
    assert caught.value.help == "Write a date as 2024-06-05, or next, last or today."


@pytest.mark.parametrize("text", ["2024-02-14.yaml", "data/meetings/2024-02-14.yaml", "./2024-02-14.yaml"])
def test_a_meeting_goes_by_its_file(index: sqlite3.Connection, text: str) -> None:
    assert find_meeting(index, text, "2024-02-15", None).stem == "2024-02-14"


def test_of_two_on_one_day_the_second_is_the_last() -> None:
    files = small_files()
    for stem in ("2024-02-28", "2024-02-28-b"):
        for status, day in (("held", stem), ("scheduled", stem.replace("02-28", "03-06"))):
            files[f"data/meetings/{day}.yaml"] = f"date: {day[:10]}\nstatus: {status}\n"
    index = make_index(files)
    assert find_meeting(index, "last", "2024-03-01", None).stem == "2024-02-28-b"
    assert find_meeting(index, "next", "2024-03-01", None).stem == "2024-03-06"


def test_last_of_several_groups_must_be_chosen() -> None:
    index = two_groups()
    with pytest.raises(RugctlError, match="several groups have a meeting for `last`: ops, sci"):
        find_meeting(index, "last", "2024-04-01", None)
    assert find_meeting(index, "last", "2024-04-01", "ops").stem == "2024-03-05"


@pytest.mark.parametrize(
    ("since", "until", "within", "period"),
    [
        (None, None, None, Period(None, None)),
        ("2021", None, None, Period("2021-01-01", None)),
        (None, "2021", None, Period(None, "2022-01-01")),
        ("2021-03", "2021-12", None, Period("2021-03-01", "2022-01-01")),
        (None, "2021-03-17", None, Period(None, "2021-03-18")),
        (None, None, "2021", Period("2021-01-01", "2022-01-01")),
        (None, None, "2021-12", Period("2021-12-01", "2022-01-01")),
        (None, None, "2020-02-29", Period("2020-02-29", "2020-03-01")),
    ],
)
def test_periods_are_half_open(since: str | None, until: str | None, within: str | None, period: Period) -> None:
    assert parse_period(since, until, within) == period


@pytest.mark.parametrize(
    ("since", "until", "within"),
    [
        ("2021", None, "2021"),
        ("2022", "2021", None),
        (None, None, "2021-13"),
        (None, None, "21"),
        (None, None, "2021-02-30"),
        ("", None, None),
        (None, None, "2021-00"),
        (None, None, "0000"),
        (None, None, "２０２１"),
        (None, None, "20210317"),
    ],
)
def test_what_is_no_period(since: str | None, until: str | None, within: str | None) -> None:
    with pytest.raises(RugctlError):
        parse_period(since, until, within)
