"""No rule between files costs more than in proportion to the records, as SQLite counts its steps."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache

import pytest

from rugctl.diagnostics import Finding
from rugctl.index.derive import derive_meeting_occurrences
from rugctl.rules import BETWEEN_RULES
from rugctl.rules.catalogue import AllRule, GroupRule
from tests.books import entry, index_of

PEOPLE = "people:\n" + "".join(f"  p-{n}:\n    name: P {n}\n    affiliations: [cern]\n" for n in range(40))
GROUP = """\
format: 1
name: X
zones: [UTC]
series:
  - {id: weekly, uid: x, since: 2000-01-05, rrule: FREQ=WEEKLY;BYDAY=WE, start: "10:00", timezone: UTC, duration: 60}
"""


@cache
def _index(meetings: int) -> sqlite3.Connection:
    entries = [
        entry("data/people.yaml", PEOPLE),
        entry("data/organizations.yaml", "organizations:\n  cern: {name: CERN}\n"),
        entry("data/topics.yaml", "topics:\n  kueue: {name: Kueue}\n"),
        entry("data/group.yaml", GROUP),
    ]
    for n in range(meetings):
        day = date(2000, 1, 5) + timedelta(weeks=n)
        people = "".join(f"  - {{person: p-{(n + 3 * k) % 40}, organization: cern}}\n" for k in range(10))
        text = f"date: {day}\nstatus: held\nagenda:\n  - title: T\n    topics: [kueue]\nattendees:\n{people}"
        entries.append(entry(f"data/meetings/{day}.yaml", text))
    return index_of(entries)


def _findings(rule: GroupRule | AllRule, index: sqlite3.Connection) -> Iterator[Finding]:
    return rule.check(rule.report, index, "") if isinstance(rule, GroupRule) else rule.check(rule.report, index)


def _steps(rule: GroupRule | AllRule, meetings: int) -> int:
    return _counted(_index(meetings), lambda index: not list(_findings(rule, index)))


def _counted(index: sqlite3.Connection, work: Callable[[sqlite3.Connection], bool]) -> int:
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    index.set_progress_handler(count, 100)
    assert work(index)
    index.set_progress_handler(None, 100)
    return counted


@pytest.mark.parametrize("rule", BETWEEN_RULES, ids=lambda rule: rule.report.rule)
def test_a_rule_on_four_times_the_records_takes_about_four_times_the_steps(rule: GroupRule | AllRule) -> None:
    assert _steps(rule, 400) <= 5 * _steps(rule, 100) + 20


def test_what_meetings_stand_for_is_found_in_proportion_too() -> None:
    def work(index: sqlite3.Connection) -> bool:
        derive_meeting_occurrences(index, "")
        return bool(index.execute("SELECT count(*) FROM meeting_occurrence").fetchone()[0])

    assert _counted(_index(400), work) <= 5 * _counted(_index(100), work) + 20


def test_a_name_that_is_no_id_yet_costs_no_look_at_everybody() -> None:
    """Whom it may mean is asked by `resolve`; here only whom it certainly means."""
    [rule] = [rule for rule in BETWEEN_RULES if rule.report.rule == "unresolved-name"]

    def steps(people: int) -> int:
        registry = "people:\n" + "".join(f"  p-{n}: {{name: Ana Person{n}}}\n" for n in range(people))
        days = [date(2000, 1, 5) + timedelta(weeks=n) for n in range(50)]
        meetings = [entry(f"data/meetings/{day}.yaml", f"date: {day}\nstatus: held\nattendees: [Ana Stranger{day:%d%m}]\n") for day in days]
        index, counted = index_of([entry("data/people.yaml", registry), *meetings]), [0]

        def count() -> int:
            counted[0] += 1
            return 0

        index.set_progress_handler(count, 20)
        assert len(list(_findings(rule, index))) == 50
        return counted[0]

    assert steps(800) <= 1.5 * steps(100) + 20
