"""Values to text and back; the canonical form is a fixed point, keeps every comment, and reads the same to every loader."""

from __future__ import annotations

import copy
import json
import math
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from rugctl.errors import RugctlError
from rugctl.model import KINDS
from rugctl.model.arrange import arranged
from rugctl.store import Store
from rugctl.yamlfile import parse, parse_text
from rugctl.yamlfile.canonical import canonical_text, comment_marks, respelt_numbers
from rugctl.yamlfile.emit import emit_record
from rugctl.yamlfile.sameness import same
from tests.records import TEXT, WORDS, records

ROOT = Path(__file__).parents[1]
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | WORDS
    | st.text(st.characters(codec="utf-8"), max_size=10).filter(
        lambda text: (
            not set(text) & set("\x85\u2028\u2029\ufeff\ufffe\uffff\r")
            and all(c in "\n\t" or c.isprintable() or ord(c) > 160 for c in text)
        )
    )
)
KEYS = TEXT.filter(lambda key: key == key.strip())
TREES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=12)


def _same(value: Any) -> Any:
    return value


def _canonical(kind: str, text: str) -> str:
    return canonical_text(parse_text(text), lambda value: arranged(kind, value))


@given(st.dictionaries(KEYS, TREES, min_size=1, max_size=4))
def test_any_value_comes_back(value: dict[str, Any]) -> None:
    document = parse_text(emit_record(value))
    assert document.faults == []
    assert document.value == value
    assert canonical_text(document, _same) == document.text


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_canonical_form_of_a_record_is_a_fixed_point(kind: str, data: st.DataObject) -> None:
    record = data.draw(records(kind).filter(bool))
    text = emit_record(arranged(kind, record))
    assert parse_text(text).value == record
    assert _canonical(kind, text) == text
    assert _canonical(kind, json.dumps(record, ensure_ascii=False)) == text


@settings(max_examples=50, deadline=None)
@given(records("meeting"))
def test_every_loader_reads_the_same(record: dict[str, Any]) -> None:
    """Also those of YAML 1.1, where `no` is false and 12:30 is 750: what they would misread is quoted."""
    text = emit_record(arranged("meeting", record))
    for loaded in (YAML(typ="safe", pure=True).load(text), yaml.safe_load(text)):
        assert _dates_as_text(loaded) == record


def _dates_as_text(value: Any) -> Any:
    """Undo the one thing that is left to be misread, so that people need not quote dates."""
    if isinstance(value, dict):
        return {key: _dates_as_text(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_dates_as_text(child) for child in value]
    return value.isoformat() if type(value) is date else value


def test_shipped_records_are_canonical() -> None:
    for entry in Store(ROOT).entries():
        assert entry.data is not None
        text = entry.data.decode()
        modeline, rest = text.split("\n", 1)
        assert modeline.startswith("# yaml-language-server")
        assert _canonical(str(entry.name.kind), rest) == rest, entry.name.path


BY_HAND = """\
# modeline
status:   'held'   # beside status
# above date
date:     2024-06-05


agenda:   # beside agenda
- title: >-
    A folded
    title
  # above kind
  kind:   talk
  topics: [ kueue,   dask ] # beside topics
  links: [ {url: 'https://example.org'},   # beside a link
     {url: "https://example.org/2"} ]
# above attendees
attendees:
    - ana-lima    # beside ana
    # above bo
    - {person: bo, note: "x # no comment"}
notes: |   # beside a block
    # no comment
    Text.
# at the end
"""


def test_comments_are_kept() -> None:
    before = parse_text(BY_HAND)
    text = _canonical("meeting", BY_HAND)
    after = parse_text(text)
    assert after.value == before.value
    assert sorted(t for _, t in comment_marks(after)) == sorted(t for _, t in comment_marks(before))
    assert _canonical("meeting", text) == text
    lines = [line.strip() for line in text.splitlines()]
    assert lines.index("# above date") + 1 == lines.index("date: 2024-06-05")
    assert lines.index("# above attendees") + 1 == lines.index("attendees:")
    assert "- ana-lima  # beside ana" in lines
    assert "status: held  # beside status" in lines
    assert "notes: |  # beside a block" in lines
    assert lines[-1] == "# at the end"


COMMENTED = st.lists(
    st.sampled_from(
        [
            "date: 2024-06-05",
            "status: held",
            "agenda:\n  - title: One\n    kind: talk",
            "agenda:\n  - title: One\n    # inner\n    kind: talk # side\n  # between\n  - title: Two",
            "attendees:\n- ana\n- {person: bo, organization: cern}",
            "attendees: [ana, # first\n  bo]",
            "regrets: [ ]",
            "notes: |-\n  a # b\n\n  c",
            "notes: >\n  a\n  b",
            "notes: 'it''s'",
            'reason: "a \\" # b"',
            "source: {document: x, lines: [1, 2]}",
            "links:\n  - url: https://example.org/#a",
            "links:\n  - title: A\n    url: https://example.org/a\n  - {title: B, url: https://example.org/b}",
            "chair:\n  organization: cern\n  person: ana",
            "actions:\n  - task: Ask\n    owners: [ana]\n    id: a1",
            "odd:\n  - b: 1\n    a: 2\n  - - x\n    - y",
        ]
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda text: text.split(":")[0],
)


@given(
    COMMENTED,
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["# one", "  # two", "    # deep", "#three", "#", "# ünï"])), max_size=5),
    st.data(),
)
def test_comments_anywhere_are_kept_or_the_file_is_left(parts: list[str], comments: list[tuple[int, str]], data: st.DataObject) -> None:
    lines = "\n".join(parts).split("\n")
    for at, comment in comments:
        lines.insert(min(at, len(lines)), comment)
    for n in data.draw(st.lists(st.integers(0, len(lines) - 1), max_size=2)):
        lines[n] += "  # beside"
    document = parse_text("\n".join(lines) + "\n")
    if document.faults or not isinstance(document.value, dict):
        return
    try:
        text = canonical_text(document, lambda value: arranged("meeting", value))
    except RugctlError:
        return
    again = parse_text(text)
    assert again.value == document.value
    assert sorted(t for _, t in comment_marks(again)) == sorted(t for _, t in comment_marks(document))
    assert canonical_text(again, lambda value: arranged("meeting", value)) == text


@pytest.mark.parametrize(("one", "other"), list(permutations([True, 1, 1.0, "1", "true", None, [1], {"a": 1}, {"a": True}, 0.0, -0.0], 2)))
def test_values_of_other_types_are_not_the_same(one: Any, other: Any) -> None:
    assert not same({"x": [one]}, {"x": [other]})
    with pytest.raises(RugctlError, match="without losing"):
        canonical_text(parse_text(emit_record({"x": one})), lambda _: {"x": other})


@given(st.dictionaries(KEYS, TREES, max_size=3))
def test_a_value_is_the_same_as_itself(value: dict[str, Any]) -> None:
    assert same(value, copy.deepcopy(dict(reversed(value.items()))))
    assert same([math.nan], [math.nan])


@pytest.mark.parametrize("number", ["007", "1.10", "0x1F", "0o10", "+5", "1e3", "1e999", "1.", ".5", "1.00000000000000000001"])
def test_a_number_that_would_be_written_otherwise_is_told(number: str) -> None:
    (fault,) = respelt_numbers(parse_text(f"a: [1, {number}, '{number}', 2.5, -3]\nb: {number[0]}x\n"))
    assert number in fault.message
    assert (fault.span.line, fault.span.column) == (1, 8)


def test_comments_of_a_key_that_becomes_an_items_first() -> None:
    text = _canonical("meeting", "links:\n  - title: A # one\n    # two\n    url: https://example.org/ # three\n")
    assert text == "links:\n  # two\n  # three\n  - {url: https://example.org/, title: A}  # one\n"
    assert _canonical("meeting", text) == text


def test_what_cannot_be_read_is_not_formatted() -> None:
    with pytest.raises(RugctlError, match="cannot be read"):
        canonical_text(parse(b"a: [\n"), _same)
    with pytest.raises(RugctlError, match="cannot be read"):
        canonical_text(parse(b"- a\n"), _same)
