"""A slip that makes many things of the shipped records wrong is told once, at a place where it can be seen."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from rugctl.diagnostics import Diagnostic
from rugctl.index.files import Held
from rugctl.index.findings import read_diagnostics
from rugctl.index.opening import preview
from rugctl.store import Store
from tests.books import EXAMINER, index_of

ENTRIES = list(Store(Path(__file__).parents[1]).entries())
INDEX = index_of(ENTRIES)
BEFORE = Counter((d.path, d.rule, d.message) for d in read_diagnostics(INDEX))


def new_findings(path: str, old: str, new: str) -> list[Diagnostic]:
    """Return the findings that a replacement in one of the records brings."""
    n = next(n for n, entry in enumerate(ENTRIES) if entry.name.path == path)
    text = (ENTRIES[n].data or b"").decode()
    assert text.count(old) == 1
    changed = ENTRIES[n]._replace(data=text.replace(old, new).encode())
    with preview(INDEX, Held([*ENTRIES[:n], changed, *ENTRIES[n + 1 :]]), EXAMINER) as index:
        return [d for d in read_diagnostics(index) if (d.path, d.rule, d.message) not in BEFORE]


SLIPS = {
    "two lines swapped": ("topics", "  gateway-api:\n    name: Gateway API\n", "    name: Gateway API\n  gateway-api:\n", "duplicate-key"),
    "two keys swapped": ("topics", "    name: Karmada\n  kcp:\n", "  kcp:\n    name: Karmada\n", "duplicate-key"),
    "an entry moved in": ("organizations", "\n  osg:\n", "\n    osg:\n", "duplicate-key"),
    "an entry's first line gone": ("group", "  - id: rotations-2020\n", "", "duplicate-key"),
    "a key gone": ("meetings/2021-08-04", "status: cancelled", " cancelled", "bad-value"),
    "a key gone in a list": ("group", "    uid: 4daeb3183c0e996c6a068d4fd145e297", "     4daeb3183c0e996c6a068d4fd145e297", "bad-value"),
    "a dash gone": ("meetings/2022-03-02", "  - jeff-saelens\n", "    jeff-saelens\n", "unresolved-name"),
    "a comma in a key": ("meetings/2024-05-15", "{person: bryan-bai, note", "{per,son: bryan-bai, note", "unknown-key"),
    "a series without end": ("group", "    until: 2020-09-16\n    title", "    title", "missing-occurrence"),
    "the first series without end": ("group", "    until: 2020-01-08\n", "", "missing-occurrence"),
    "another rule": ("group", "BYDAY=2WE,4WE", "BYDAY=2WE,3WE", "off-series"),
    "another interval": ("group", "FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;INTERVAL=3", "off-series"),
    "a pause without end": ("group", "        until: 2022-09-21\n", "        until: 2322-09-21\n", "off-series"),
    "a series that begins late": ("group", "    since: 2020-01-08\n", "    since: 2020-03-08\n", "off-series"),
}


@pytest.mark.parametrize(("name", "old", "new", "rule"), SLIPS.values(), ids=SLIPS)
def test_one_slip_is_one_finding(name: str, old: str, new: str, rule: str) -> None:
    found = new_findings(f"data/{name}.yaml", old, new)
    assert [d.rule for d in found] == [rule], found


def test_what_is_wrong_with_a_series_shows_the_meetings() -> None:
    (found,) = new_findings("data/group.yaml", "BYDAY=2WE,4WE", "BYDAY=2WE,3WE")
    assert (found.path, found.message) == ("data/group.yaml", "the records have meetings on dates that no series expects")
    assert [other.path for other in found.related][:2] == ["data/meetings/2019-08-28.yaml", "data/meetings/2019-09-25.yaml"]


def test_two_lines_read_as_one_are_said_to_be() -> None:
    (found,) = new_findings("data/meetings/2021-08-04.yaml", "status: cancelled", " cancelled")
    assert found.message == "`date` is not a date: `2021-08-04 cancelled`"
    assert found.help == "The line below was read with it: begin that one with its key, or write both as one."


def test_a_slot_may_be_that_of_any_series_in_force() -> None:
    second = "id: second, uid: b2, since: 2020-04-01, until: 2020-04-15, rrule: FREQ=MONTHLY;BYDAY=1WE"
    beside = f'  - {{{second}, duration: 30, start: "15:00", timezone: UTC}}'
    assert new_findings("data/group.yaml", "\nseries:", f"\nseries:\n{beside}") == []
