"""Values against the models: one fault is one complaint, in our own words, at the place where it is."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rugctl.diagnostics import Pointer
from rugctl.model import KINDS
from rugctl.model.check import check
from tests.records import mutated, records

MEETING = {"date": "2024-06-05", "status": "held"}
CASES: list[tuple[dict[str, Any], str, Pointer, str]] = [
    ({"atendees": []}, "unknown-key", ("atendees",), "unknown key `atendees`"),
    ({"status": "canceled"}, "bad-value", ("status",), "`status` cannot be `canceled`"),
    ({"status": None}, "bad-value", ("status",), "`status` cannot be empty"),
    ({"occurrence": "2023-02-29"}, "impossible-date", ("occurrence",), "there is no day 2023-02-29"),
    ({"occurrence": "5/6/2024"}, "bad-value", ("occurrence",), "`occurrence` is not a date: `5/6/2024`"),
    ({"start": 1700}, "wrong-type", ("start",), "`start` must be a text, not the number 1700"),
    ({"duration": "60"}, "wrong-type", ("duration",), "`duration` must be a whole number, not the text `60`"),
    ({"duration": "an hour"}, "wrong-type", ("duration",), "`duration` must be a whole number, not the text `an hour`"),
    ({"attendees": [{"person": "ana", "first_time": "no"}]}, "wrong-type", ("attendees", 0, "first_time"), "not the text `no`"),
    ({"duration": True}, "wrong-type", ("duration",), "`duration` must be a whole number, not `true`"),
    ({"duration": 0}, "bad-value", ("duration",), "`duration` must be 1 or more"),
    ({"duration": 5000}, "bad-value", ("duration",), "`duration` must be 1440 or less"),
    ({"notes": ""}, "bad-value", ("notes",), "`notes` is an empty text"),
    ({"reason": "two\nlines"}, "bad-value", ("reason",), "`reason` is not one line of text: `two⏎lines`"),
    ({"reason": {"Talk": "an update"}}, "wrong-type", ("reason",), "`reason` must be a text, not a mapping"),
    ({"attendees": {"ana": 1}}, "wrong-type", ("attendees",), "`attendees` must be a list, not a mapping"),
    ({"attendees": ["ana", 3]}, "wrong-type", ("attendees", 1), "an item of `attendees` must be a text, not the number 3"),
    (
        {"attendees": [{"person": "ana", "organization": "CERN"}]},
        "bad-value",
        ("attendees", 0, "organization"),
        "`organization` is not an id: `CERN`",
    ),
    ({"attendees": [{"person": "ana", "organization": ["cern", 1]}]}, "wrong-type", ("attendees", 0, "organization", 1), "must be a text"),
    ({"attendees": [{"organization": "cern"}]}, "missing-key", ("attendees", 0, "person"), "this entry lacks `person`"),
    ({"attendees": [{"mapping": "x", "person": "ana"}]}, "unknown-key", ("attendees", 0, "mapping"), "unknown key `mapping`"),
    ({"decisions": [{}]}, "missing-key", ("decisions", 0, "text"), "this entry lacks `text`"),
    ({"decisions": ["x"]}, "wrong-type", ("decisions", 0), "an item of `decisions` must be a mapping, not `x`"),
    ({"recording": False}, "bad-value", ("recording",), "`recording` cannot be `false`"),
    ({"source": {"document": "x", "lines": [1]}}, "bad-value", ("source", "lines"), "`lines` has too few items"),
    ({"source": {"document": "x", "lines": [1, 2, 3]}}, "bad-value", ("source", "lines"), "`lines` has room for 2 items only"),
    ({"source": {"documnt": "x"}}, "unknown-key", ("source", "documnt"), "unknown key `documnt`"),
    ({"source": {"lines": [1, 2]}}, "missing-key", ("source", "document"), "`source` lacks `document`"),
    ({"links": [{"url": "example.org"}]}, "bad-value", ("links", 0, "url"), "`url` is not a web address"),
    ({"agenda": [{"titel": "x"}]}, "unknown-key", ("agenda", 0, "titel"), "unknown key `titel`"),
    ({"agenda": [{"Update": "on fair sharing", "title": "x"}]}, "unknown-key", ("agenda", 0, "Update"), "unknown key `Update`"),
    ({"actions": [{"note": "x"}]}, "missing-key", ("actions", 0, "id"), "this entry lacks `id`, `task`"),
    (
        {"links": [{"title": "Talk", "kind": "talk", "topics": ["x"]}, {"title": "Talk 2", "kind": "talk", "notes": "x"}]},
        "unknown-key",
        ("links", 0, "kind"),
        "unknown keys `kind`, `topics`; likewise the item after it",
    ),
    ({"agenda": [{"x": 1, "y": 2}]}, "unknown-key", ("agenda", 0, "x"), "unknown keys `x`, `y`"),
    (
        {"agenda": [{"title": "x"}, *({"person": f"p{n}", "organization": "o"} for n in range(8)), "bo", {"note": "x", "person": "y"}]},
        "unknown-key",
        ("agenda", 1, "person"),
        "unknown keys `person`, `organization`; likewise the 9 items after it",
    ),
    (
        {"agenda": ["ana", "bo"]},
        "wrong-type",
        ("agenda", 0),
        "an item of `agenda` must be a mapping, not `ana`; likewise the item after it",
    ),
    ({"k" * 5000: 1}, "unknown-key", ("k" * 5000,), f"unknown key `{'k' * 57}…`"),
    ({"duration": 1e999}, "wrong-type", ("duration",), "`duration` must be a whole number, not the number inf"),
    ({"duration": 10**300}, "bad-value", ("duration",), "`duration` must be 1440 or less"),
    ({"source": {"document": "x", "lines": [1, 10**30]}}, "bad-value", ("source", "lines", 1), "`lines` must be 1000000 or less"),
    ({"moved_to": "2023-02-29"}, "impossible-date", ("moved_to",), "there is no day 2023-02-29"),
    ({"occurrence": "9999-12-31"}, "bad-value", ("occurrence",), "`occurrence` is too far from our time: 9999-12-31"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[1]} {'/'.join(map(str, case[2]))}")
def test_one_fault_one_complaint(case: tuple[dict[str, Any], str, Pointer, str]) -> None:
    change, rule, pointer, message = case
    record, faults = check("meeting", MEETING | change)
    assert record is None
    assert [(fault.rule, fault.pointer) for fault in faults] == [(rule, pointer)]
    assert message in faults[0].message
    assert faults[0].help


def test_faults_of_items_that_do_not_follow_each_other_are_told_each() -> None:
    items = [{"person": "a"}, {"title": "x"}, {"person": "b"}, {"title": "y", "Talk": "z"}, {"title": "z", "Talk": "z"}]
    _, faults = check("meeting", MEETING | {"agenda": items, "attendees": [1, 2]})
    assert [fault.pointer for fault in faults] == [
        ("agenda", 0, "person"),
        ("agenda", 2, "person"),
        ("agenda", 3, "Talk"),
        ("agenda", 4, "Talk"),
        ("attendees", 0),
        ("attendees", 1),
    ]


def test_what_was_meant() -> None:
    def help_for(change: dict[str, Any]) -> str:
        return check("meeting", MEETING | change)[1][0].help

    assert help_for({"atendees": []}) == "Did you mean `attendees`?"
    assert help_for({"status": "hold"}) == "Did you mean `held`?"
    assert help_for({"Moved-From": "2024-05-01"}) == "Did you mean `moved_from`?"
    assert "put the text in quotes" in help_for({"Talk": "an update"})
    assert help_for({"agenda": [{"titel": "x"}]}) == "Did you mean `title`?"
    assert help_for({"duration": "60"}) == "Write it without quotes: 60."
    assert help_for({"attendees": "-ana -bo"}) == "Write a space after each dash: `- …`."


def test_a_record_of_another_kind_is_told_once() -> None:
    entries = {f"id-{n}": {"name": "X"} for n in range(9)} | {"topic": {"name": "Y"}}
    (fault,) = check("topics", entries)[1]
    assert (fault.pointer, fault.message) == (("id-0",), "unknown keys `id-0`, `id-1`, `id-2` and 7 more")


def test_other_kinds() -> None:
    def told(kind: str, value: Any) -> list[tuple[str, Pointer]]:
        return [(fault.rule, fault.pointer) for fault in check(kind, value)[1]]

    assert told("people", {"people": {"Ana Lima": {"name": "Ana"}}}) == [("bad-value", ("people", "Ana Lima"))]
    assert told("people", {"people": {"ana": {"nme": "Ana"}}}) == [("unknown-key", ("people", "ana", "nme"))]
    assert told("people", {"people": {"ana": {"id": "x"}}}) == [("unknown-key", ("people", "ana", "id"))]
    assert told("people", {"people": {"(text)": {"(mapping)": 1, "name": 1}}}) == [
        ("bad-value", ("people", "(text)")),
        ("wrong-type", ("people", "(text)", "name")),
        ("unknown-key", ("people", "(text)", "(mapping)")),
    ]
    assert told("backlog", {"backlog": [{"(text)": 1, "id": "x", "title": "X"}]}) == [("unknown-key", ("backlog", 0, "(text)"))]
    assert told("group", {"format": 2, "name": "G", "zones": ["UTC"]}) == [("bad-value", ("format",))]
    assert told("group", {"format": 1, "name": "G", "zones": []}) == [("bad-value", ("zones",))]
    assert told("group", {"format": 1, "name": "G", "zones": ["a b"]}) == [("bad-value", ("zones", 0))]
    for kind in KINDS:
        assert told(kind, []) == told(kind, None) == told(kind, "x") == [("wrong-type", ())]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_complaint_is_in_our_own_words(kind: str, data: st.DataObject) -> None:
    value = data.draw(mutated(data.draw(mutated(data.draw(records(kind))))))
    _, faults = check(kind, value)
    assert len({(fault.pointer, fault.rule) for fault in faults}) == len(faults)
    for fault in faults:
        assert fault.help
        assert "\n" not in fault.message
        said = re.sub(r"`[^`]*`", "", fault.message)
        assert not re.search(r"[Ii]nput should|[Vv]alidation|tuple|dict|str\b|None|\(text\)|\(mapping\)", said), fault.message
        _reachable(value, fault.pointer)


def _reachable(value: Any, pointer: Pointer) -> None:
    """A pointer leads to something that is there, but for a key that is missing."""
    for part in pointer[:-1]:
        value = value[part]
    assert not pointer or isinstance(value, dict | list)
