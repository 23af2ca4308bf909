"""Three versions of a record: the source's news arrive, a hand's work stays, and both are told where they differ."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugctl.importing.records.merge import Merge, merge
from rugctl.model.arrange import arranged, field_order
from rugctl.yamlfile import parse_text
from rugctl.yamlfile.edit import Editor
from rugctl.yamlfile.emit import emit_record

BASE: dict[str, Any] = {
    "date": "2024-01-03",
    "status": "held",
    "agenda": [
        {"title": "Queues", "notes": "Long.\n", "actions": [{"id": "a1", "task": "Write"}, {"id": "a2", "task": "Read"}]},
        {"title": "Storage"},
    ],
    "attendees": ["ana", {"person": "bo", "organization": "cern"}, "Cy Roe"],
    "source": {"document": "notes", "lines": [3, 9], "digest": "one"},
}


def changed(**values: Any) -> dict[str, Any]:
    return copy.deepcopy(BASE) | values


def applied(ours: dict[str, Any], found: Merge) -> dict[str, Any]:
    """Make the edits in the text of a record, as the program does."""
    editor = Editor(parse_text(emit_record(arranged("meeting", ours))))
    for edit in found.edits:
        order = field_order("meeting", edit.pointer[:-1])
        if edit.how == "delete":
            editor.delete(edit.pointer)
        elif edit.how == "append":
            editor.append(edit.pointer, edit.value, order)
        else:
            editor.set(edit.pointer, edit.value, order)
    value: dict[str, Any] = editor.value
    return value


def test_news_of_the_source_are_taken() -> None:
    theirs = changed(
        agenda=[
            {"title": "Queues", "notes": "Longer.\n", "actions": [{"id": "a1", "task": "Think"}, {"id": "a2", "task": "Write"}]},
            {"title": "Networks", "actions": [{"id": "a3", "task": "Wire"}]},
            {"title": "Storage"},
        ],
        attendees=["ana", {"person": "bo", "organization": "psi"}, "dee"],
        source={"document": "notes", "lines": [5, 12], "digest": "two"},
    )
    found = merge(BASE, BASE, theirs)
    assert found.conflicts == []
    after = applied(BASE, found)
    assert after["attendees"] == ["ana", {"person": "bo", "organization": "psi"}, "dee"]
    assert after["source"]["digest"] == "two"
    assert [item["title"] for item in after["agenda"]] == ["Queues", "Storage", "Networks"]
    assert after["agenda"][0]["actions"] == [{"id": "a1", "task": "Write"}, {"id": "a3", "task": "Think"}]
    assert after["agenda"][2]["actions"] == [{"id": "a4", "task": "Wire"}]


def test_what_a_hand_changed_stays_and_is_told_where_the_source_changed_it_too() -> None:
    ours = changed(reason="By hand", attendees=[{"person": "ana", "note": "late"}, {"person": "bo", "organization": "cern"}])
    ours["agenda"][0]["notes"] = "Mine.\n"
    theirs = changed(attendees=["ana", {"person": "bo", "organization": "cern"}, {"person": "Cy Roe", "first_time": True}])
    theirs["agenda"][0] |= {"notes": "Theirs.\n", "kind": "talk"}
    found = merge(BASE, ours, theirs)
    after = applied(ours, found)
    assert after["agenda"][0]["notes"] == "Mine.\n"
    assert after["agenda"][0]["kind"] == "talk"
    assert after["attendees"] == ours["attendees"]
    assert after["reason"] == "By hand"
    assert [conflict.pointer for conflict in found.conflicts] == [("agenda", 0, "notes"), ("attendees",)]


def test_a_new_title_is_the_same_item() -> None:
    ours = copy.deepcopy(BASE)
    ours["agenda"][1]["topics"] = ["ceph"]
    theirs = changed()
    theirs["agenda"][1]["title"] = "Storage at CERN"
    after = applied(ours, merge(BASE, ours, theirs))
    assert after["agenda"][1] == {"title": "Storage at CERN", "topics": ["ceph"]}


def test_a_name_that_became_an_id_keeps_its_place() -> None:
    theirs = changed(attendees=[{"person": "ana"}, {"person": "bo", "organization": "cern"}, {"person": "cy-roe", "first_time": True}])
    after = applied(BASE, merge(BASE, BASE, theirs))
    assert after["attendees"] == ["ana", {"person": "bo", "organization": "cern"}, {"person": "cy-roe", "first_time": True}]


def test_without_a_base_things_are_only_added() -> None:
    ours = {"date": "2024-01-03", "status": "scheduled", "agenda": [{"title": "Queues", "speakers": ["ana"], "notes": "Mine"}]}
    found = merge({}, ours, BASE)
    after = applied(ours, found)
    assert after["agenda"][0]["notes"] == "Mine"
    assert after["agenda"][0]["speakers"] == ["ana"]
    assert after["attendees"] == BASE["attendees"]
    assert [conflict.pointer for conflict in found.conflicts] == [("status",), ("agenda", 0, "notes")]


WORD = st.sampled_from(["one", "two", "Three", "four five"])
PERSON: st.SearchStrategy[Any] = WORD | st.fixed_dictionaries({"person": WORD, "organization": WORD})
ACTION: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {"task": WORD}, optional={"owners": st.lists(WORD, min_size=1, max_size=2, unique=True)}
)
ITEM: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {"title": WORD}, optional={"notes": WORD | st.just("a\nb\n"), "actions": st.lists(ACTION, min_size=1, max_size=3)}
)


@st.composite
def meetings(draw: st.DrawFn) -> dict[str, Any]:
    values: dict[str, Any] = draw(
        st.fixed_dictionaries(
            {"date": st.just("2024-01-03"), "status": st.sampled_from(["held", "cancelled"])},
            optional={
                "reason": WORD,
                "agenda": st.lists(ITEM, min_size=1, max_size=3, unique_by=lambda item: item["title"]),
                "attendees": st.lists(PERSON, max_size=4, unique_by=lambda p: p if isinstance(p, str) else p["person"]),
                "source": st.fixed_dictionaries({"document": WORD, "digest": WORD}),
            },
        )
    )
    values = copy.deepcopy(values)
    actions = [action for item in values.get("agenda", ()) for action in item.get("actions", ())]
    for n, action in enumerate(actions, 1):
        action["id"] = f"a{n}"
    return values


def unordered(value: Any) -> Any:
    """Return a value as it is compared where the order of lists and the ids of actions do not count."""
    if isinstance(value, dict):
        return {key: unordered(value[key]) for key in sorted(value) if key != "id"}
    return sorted((unordered(item) for item in value), key=repr) if isinstance(value, list) else value


@given(meetings(), meetings())
def test_a_record_left_alone_becomes_what_the_source_says(base: dict[str, Any], theirs: dict[str, Any]) -> None:
    found = merge(base, base, theirs)
    assert found.conflicts == []
    after = applied(base, found)
    assert unordered(after) == unordered(theirs)
    ids = [action["id"] for item in after.get("agenda", ()) for action in item.get("actions", ())]
    assert len(set(ids)) == len(ids)


@given(meetings(), meetings())
def test_a_source_that_did_not_change_changes_nothing(base: dict[str, Any], ours: dict[str, Any]) -> None:
    assert merge(base, ours, base) == Merge()


@given(meetings(), meetings(), meetings())
def test_what_only_a_hand_changed_stays(base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    after = applied(ours, merge(base, ours, theirs))
    for key in ("reason", "status"):
        if ours.get(key) != base.get(key):
            assert after.get(key) == ours.get(key)


@given(meetings(), meetings())
def test_the_same_merge_again_changes_nothing(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    after = applied(ours, merge({}, ours, theirs))
    assert merge({}, after, theirs).edits == []


@pytest.mark.parametrize("key", ["digest", "lines", "document"])
def test_of_the_source_each_key_stands_alone(key: str) -> None:
    theirs = changed(source=BASE["source"] | {key: "new"})
    assert [edit.pointer for edit in merge(BASE, BASE, theirs).edits] == [("source", key)]
