"""Affiliations of what people said: as of each day they name what was said on it, and the registry's rules hold."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugctl.importing.records.affiliations import Parents, Statement, affiliations, as_of, extended
from rugctl.yamlfile.emit import emit_record
from tests.books import entry, findings_in

NO_PARENTS = Parents({})
DAYS = st.integers(0, 30).map(lambda n: (date(2024, 1, 1) + timedelta(days=n)).isoformat())
STATEMENTS = st.lists(
    st.builds(Statement, DAYS, st.lists(st.sampled_from(["cern", "psi", "snl"]), max_size=2, unique=True).map(tuple)), max_size=8
)


def said(*statements: tuple[str, str]) -> list[Statement]:
    return [Statement(f"2024-{day}", tuple(organizations.split())) for day, organizations in statements]


@pytest.mark.parametrize(
    ("statements", "wanted"),
    [
        (said(("01-03", "cern"), ("02-03", "cern")), ["cern"]),
        (
            said(("01-03", "cern"), ("02-03", "psi")),
            [
                {"organization": "cern", "since": "2024-01-03", "observed": True},
                {"organization": "psi", "since": "2024-02-03", "observed": True},
            ],
        ),
        (
            said(("01-03", "cern"), ("02-03", "cern psi"), ("03-03", "cern")),
            [
                {"organization": "cern", "since": "2024-01-03", "observed": True},
                {"organization": "psi", "since": "2024-02-03", "until": "2024-03-03", "observed": True, "concurrent": True},
            ],
        ),
        (
            said(("01-03", "cern"), ("02-03", "")),
            [{"organization": "cern", "since": "2024-01-03", "until": "2024-02-03", "observed": True}],
        ),
        (said(("01-03", ""), ("02-03", "cern")), [{"organization": "cern", "since": "2024-02-03", "observed": True}]),
        (said(("01-03", "")), []),
    ],
)
def test_somebody_new(statements: list[Statement], wanted: list[Any]) -> None:
    assert affiliations(statements) == wanted


@pytest.mark.parametrize(
    ("entries", "statements", "wanted"),
    [
        (["cern"], said(("05-01", "cern")), ["cern"]),
        (["cern"], said(("05-01", "psi")), ["cern", {"organization": "psi", "since": "2024-05-01", "observed": True}]),
        (
            ["cern"],
            said(("05-01", "cern psi")),
            ["cern", {"organization": "psi", "since": "2024-05-01", "observed": True, "concurrent": True}],
        ),
        (  # older than what is recorded: nothing that holds later may change
            ["cern"],
            said(("01-01", "psi"), ("02-01", "cern")),
            ["cern", {"organization": "psi", "since": "2024-01-01", "until": "2024-02-01", "observed": True, "concurrent": True}],
        ),
        (
            [{"organization": "cern", "since": "2024-03-01", "observed": True}],
            said(("01-01", "cern")),
            [{"organization": "cern", "since": "2024-01-01", "observed": True}],
        ),
        (["cern"], said(("05-01", "")), [{"organization": "cern", "until": "2024-05-01"}]),
        (["cern"], said(("01-01", "")), ["cern"]),
    ],
)
def test_somebody_known(entries: list[Any], statements: list[Statement], wanted: list[Any]) -> None:
    assert extended(entries, statements, "2024-04-01", NO_PARENTS) == wanted


def test_a_part_agrees_with_the_whole() -> None:
    statements = said(("05-01", "cern-it"))
    assert extended(["cern"], statements, "2024-04-01", Parents({"cern-it": "cern"})) == ["cern"]


def rule_findings(entries: list[Any]) -> list[str]:
    people = {"people": {"ana": {"name": "Ana", "affiliations": entries}}}
    found = findings_in([entry("data/people.yaml", emit_record(people))])
    return [d.message for d in found if d.severity == "error" and d.rule != "unknown-organization"]


@given(STATEMENTS)
def test_each_day_has_what_was_said(statements: list[Statement]) -> None:
    entries = affiliations(statements)
    assert rule_findings(entries) == []
    for statement in statements:
        assert set(statement.organizations) <= set(as_of(entries, statement.day))


@given(STATEMENTS, STATEMENTS, st.none() | DAYS)
def test_what_was_said_is_added_to_what_is_known(before: list[Statement], statements: list[Statement], last_seen: str | None) -> None:
    known = affiliations(before)
    entries = extended(known, statements, last_seen, NO_PARENTS)
    assert rule_findings(entries) == []
    for statement in statements:
        assert set(statement.organizations) <= set(as_of(entries, statement.day))
    for day in (statement.day for statement in before if last_seen is not None and statement.day <= last_seen):
        assert set(as_of(known, day)) <= set(as_of(entries, day))
