"""No value that changed is passed over, whatever it is; what says the same is never told as changed; no words break."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rugctl.comparison.changes import Change, Comparison
from rugctl.comparison.comparing import compare
from rugctl.comparison.standing import Standing
from rugctl.diagnostics import Pointer
from rugctl.model import KINDS
from rugctl.model.arrange import arranged
from rugctl.model.check import check
from rugctl.render.comparison import quiet
from rugctl.revisions import differing
from rugctl.store import classify
from rugctl.yamlfile import parse_text
from rugctl.yamlfile.emit import emit_record
from tests.books import entry
from tests.diff.ends import comparison_of, written
from tests.queries.small import small_files
from tests.records import WORDS, mutated, pointers, records

PATHS = {kind: f"data/{kind}.yaml" for kind in KINDS} | {"meeting": "data/meetings/2024-01-03.yaml"}


def told(comparison: Comparison) -> tuple[Change, ...]:
    c = comparison
    return (*c.meetings, *c.people, *c.organizations, *c.topics, *c.backlog, *c.groups)


def compared(kind: str, *values: Any) -> Comparison:
    one, other = ([entry(PATHS[kind], emit_record(arranged(kind, value)))] for value in values)
    return compare(*differing(one, other), Standing(), Standing())


def dated(kind: str, value: Any) -> Any:
    return {**value, "date": "2024-01-03"} if kind == "meeting" else value


def meant(kind: str, value: Any) -> Any:
    record, _ = check(kind, value)
    return None if record is None else record.model_dump(exclude_defaults=True)


@pytest.mark.parametrize("kind", KINDS)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much], max_examples=40)
@given(data=st.data())
def test_each_change_is_told(kind: str, data: st.DataObject) -> None:
    one, other = (dated(kind, data.draw(records(kind))) for _ in range(2))
    found = told(compared(kind, one, other))
    assert bool(found) == (meant(kind, one) != meant(kind, other))
    for pointer, without in reverted(kind, one, other):
        if meant(kind, without) != meant(kind, other):
            assert told(compared(kind, one, without)) != found, pointer
    written(compared(kind, one, other))


def reverted(kind: str, one: Any, other: Any) -> Any:
    """Yield the second record with one of its changes taken back, after the key or the entry that it is at."""
    registry = next(iter(other)) if kind in {"people", "organizations", "topics"} else None
    inside = (one[registry], other[registry]) if registry else (one, other)
    for key in {*inside[0], *inside[1]}:
        if inside[0].get(key) != inside[1].get(key):
            values = {k: v for k, v in inside[1].items() if k != key} | ({key: inside[0][key]} if key in inside[0] else {})
            yield key, {registry: values} if registry else values


@pytest.mark.parametrize("kind", KINDS)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much], max_examples=60)
@given(data=st.data())
def test_one_edit_is_told(kind: str, data: st.DataObject) -> None:
    one = dated(kind, data.draw(records(kind)))
    other = data.draw(mutated(one))
    if meant(kind, other) is None:
        return
    found = compared(kind, one, other)
    if kind == "meeting" and other["date"] != one["date"]:
        assert [unread.path for unread in found.unread] == [PATHS[kind]]
    else:
        assert bool(told(found)) == (meant(kind, one) != meant(kind, other))


@pytest.mark.parametrize("path", sorted(small_files()))
@given(data=st.data())
def test_another_order_is_told(path: str, data: st.DataObject) -> None:
    one = parse_text(small_files()[path]).value
    lists = [pointer for pointer in pointers(one) if isinstance(at(one, pointer), list) and at(one, pointer)]
    assume(lists)
    pointer = data.draw(st.sampled_from(lists))
    other = copy.deepcopy(one)
    values = at(other, pointer)
    values[:] = data.draw(st.permutations(values * data.draw(st.integers(1, 2))))  # somebody stands there twice
    kind = str(classify(path).kind)
    files = [[entry(path, emit_record(arranged(kind, value)))] for value in (one, other)]
    found = told(compare(*differing(*files), Standing(), Standing()))
    assert bool(found) == (at(one, pointer) != values)


def at(value: Any, pointer: Pointer) -> Any:
    for part in pointer:
        value = value[part]
    return value


@given(st.sampled_from(sorted(small_files())), st.randoms(use_true_random=False))
def test_formatting_alone_is_told_as_such(path: str, random: Any) -> None:
    files = small_files()
    lines = files[path].splitlines()
    lines.insert(0, f"# {random.random()}")
    found = comparison_of(files, files | {path: "\n".join(lines) + "\n"})
    assert found == Comparison(unaltered=(path,))
    assert comparison_of(files, files) == Comparison()


@given(WORDS | st.text(alphabet="@#&:/<>[]()`*_~-=gh wW.1a\\$|!", max_size=20))
def test_no_text_makes_markup_or_calls_anybody(text: str) -> None:
    line = quiet(text)
    assert "\n" not in line
    for sign in "@#":
        assert all(after[:1] in {"", "\u200b", " "} or after[:1].isspace() for after in line.split(sign)[1:])
    for sign in "<>[]`*_|~$":
        assert all(before.endswith("\\") for before in line.split(sign)[:-1])
    assert "://" not in line.replace("://\u200b", "").replace(":// ", "")
