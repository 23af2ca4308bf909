"""Edits as splices: the result is what was meant, and every line that an edit is not about keeps its bytes."""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from rugctl.diagnostics import Pointer
from rugctl.errors import RugctlError
from rugctl.model.arrange import field_order
from rugctl.yamlfile import Document, parse, parse_text
from rugctl.yamlfile.edit import Editor
from rugctl.yamlfile.places import find_node
from tests.records import WORDS, pointers

BY_HAND = """\
date:   2024-06-05   # the day
=====
status: 'held'
=====
reason: "why \\" # not"   # said
=====
# above the agenda
agenda:
- title:  Talk on queues # first
  kind: talk
  # inner
  speakers: [ ana-lima,bo-berg ]  # two
  notes: |
    # no comment
    Text.

    More.

# between
- title: >
    folded
    title
  topics:
    - kueue # tagged
    - dask
- {title: On a line, kind: talk}
=====
attendees:   # who came
    - ana-lima   # chair
    # above bo
    - {person: bo-berg, organization: cern}

    - person: cy
      note:   late
=====
regrets: []
=====
links: [ {url: 'https://example.org'},
   {url: https://example.org/b, title: B} ]
=====
notes: |-
  End.
=====
source: {document: notes, lines: [1, 2], abridged: true}
=====
decisions:
  -
    text: Odd dash
    id: d1
=====
chair:
scribe: ~
=====
actions:
  - id: a1
    task: 'multi
      line'
    owners:
    - ana-lima"""
BLOCKS = BY_HAND.split("\n=====\n")
FILES = st.lists(st.sampled_from(BLOCKS), min_size=1, unique=True).map(lambda blocks: "\n".join(blocks) + "\n") | st.lists(
    st.sampled_from(BLOCKS), min_size=1, unique=True
).map(lambda blocks: "# head\n\n" + "\n\n".join(blocks))
LEAVES = WORDS | st.sampled_from(["ana-lima", "two\nlines\n", 5, True, None, "x" * 130])
NEW = st.one_of(
    LEAVES,
    st.lists(st.sampled_from(["a", "b c"]), max_size=3),
    st.fixed_dictionaries(
        {"title": LEAVES}, optional={"kind": st.just("talk"), "topics": st.just(["kueue"]), "notes": st.just("a\n\nb\n")}
    ),
    st.lists(st.fixed_dictionaries({"title": st.just("T"), "notes": LEAVES}), min_size=1, max_size=2),
)
KEYS = st.sampled_from(
    [
        "date",
        "status",
        "reason",
        "chair",
        "agenda",
        "attendees",
        "notes",
        "note",
        "title",
        "kind",
        "speakers",
        "topics",
        "outcome",
        "person",
    ]
)


def _at(value: Any, pointer: Pointer) -> Any:
    for part in pointer:
        value = value[part]
    return value


def _edit(editor: Editor, data: st.DataObject) -> tuple[Any, Pointer]:
    """Make one random edit; return what the values ought to be now, and where it was."""
    target = copy.deepcopy(editor.value)
    places = list(pointers(target))
    lists = [p for p in places if isinstance(_at(target, p), list) and p]
    how = data.draw(st.sampled_from(["set", "add", "append", "delete"]))
    if how == "append" and lists:
        pointer, value = data.draw(st.sampled_from(lists)), data.draw(NEW)
        _at(target, pointer).append(value)
        editor.append(pointer, value)
        pointer = (*pointer, len(_at(target, pointer)) - 1)
    elif how == "delete" and len(places) > 2:
        pointer = data.draw(st.sampled_from([p for p in places if p]))
        while len(pointer) > 1 and len(_at(target, pointer[:-1])) == 1:
            pointer = pointer[:-1]
        assume(len(pointer) > 1 or len(target) > 1)
        del _at(target, pointer[:-1])[pointer[-1]]
        editor.delete(pointer)
    elif how == "add":
        parent = data.draw(st.sampled_from([p for p in places if isinstance(_at(target, p), dict)]))
        pointer, value = (*parent, data.draw(KEYS)), data.draw(NEW)
        _at(target, parent)[pointer[-1]] = value
        editor.set(pointer, value, field_order("meeting", parent))
    else:
        pointer, value = data.draw(st.sampled_from([p for p in places if p])), data.draw(NEW)
        _at(target, pointer[:-1])[pointer[-1]] = value
        editor.set(pointer, value)
    return target, pointer


@given(FILES, st.data())
def test_any_edit_gives_what_was_meant_and_keeps_the_rest(text: str, data: st.DataObject) -> None:
    editor = Editor(parse_text(text))
    for _ in range(data.draw(st.integers(1, 4))):
        before, value = editor.text, editor.value
        try:
            target, pointer = _edit(editor, data)
        except RugctlError:
            assert (editor.text, editor.value) == (before, value)
            continue
        assert editor.value == target == parse_text(editor.text).value
        _check_kept(before, editor.text, _own_lines(parse_text(before), pointer))


def _own_lines(document: Document, pointer: Pointer) -> range:
    """Return the lines that an edit at a pointer may change: its entry's with the comments that touch it, and the next,
    which may take a dash over.

    Of what is written in brackets the whole; of a new entry in block form none.
    """
    nodes = [(pointer[:n], *find_node(document, pointer[:n])) for n in range(1, len(pointer) + 1)]
    flow = [(key, node) for _, key, node in nodes if isinstance(node, yaml.CollectionNode) and node.flow_style]
    key, node = flow[0] if flow else nodes[-1][1:]
    if node is None:
        return range(0)
    first = (key or node).start_mark.line
    last = node.end_mark.line if node.end_mark.column else node.end_mark.line - 1
    comments = [line.lstrip().startswith("#") for line in document.text.split("\n")]
    while first and comments[first - 1]:
        first -= 1
    while last + 1 < len(comments) and comments[last + 1]:
        last += 1
    return range(first - (key is None), last + 2)


def _check_kept(before: str, after: str, own: range) -> None:
    """Every line outside is still there, byte for byte; a key that is added first in an item takes the dash from the next."""
    others = Counter(line.rstrip() for n, line in enumerate(before.split("\n")) if n not in own)
    lost = others - Counter(line.rstrip() for line in after.split("\n"))
    assert all(not line or line.replace("- ", "  ", 1) in after for line in lost), lost


RECORD = """\
date:   2024-06-05   # the day
status: held

agenda:
- title: 'Queues'  # first
  speakers: [ ana-lima ]
# about who came
attendees:
  - ana-lima   # chair
  - {person: bo-berg, organization: cern}
notes: |
  Text.
"""


def _edited(pointer: Pointer, value: Any, text: str = RECORD) -> str:
    editor = Editor(parse_text(text))
    editor.set(pointer, value, field_order("meeting", pointer[:-1]))
    return editor.text


def test_a_value_is_replaced_in_its_place() -> None:
    assert _edited(("status",), "cancelled") == RECORD.replace("status: held", "status: cancelled")
    assert _edited(("attendees", 1, "organization"), "psi") == RECORD.replace("organization: cern", "organization: psi")


def test_a_new_key_stands_where_the_model_has_it() -> None:
    assert _edited(("reason",), "Holiday") == RECORD.replace("status: held\n", "status: held\nreason: Holiday\n")
    assert _edited(("agenda", 0, "kind"), "talk") == RECORD.replace("# first\n", "# first\n  kind: talk\n")
    assert _edited(("notes",), "On one line") == RECORD.replace("|\n  Text.", "On one line")


def test_an_item_is_added_below_the_last() -> None:
    editor = Editor(parse_text(RECORD))
    editor.append(("attendees",), "cy")
    editor.append(("regrets",), "di", field_order("meeting", ()))
    assert editor.text == RECORD.replace("cern}\n", "cern}\n  - cy\nregrets:\n  - di\n")


def test_an_item_is_removed_with_its_line() -> None:
    editor = Editor(parse_text(RECORD))
    editor.delete(("attendees", 0))
    assert editor.text == RECORD.replace("  - ana-lima   # chair\n", "")
    editor.delete(("attendees", 0))
    assert "attendees" not in editor.text
    editor.delete(("agenda", 0, "speakers", 0))
    assert "speakers" not in editor.text
    assert editor.value == {"date": "2024-06-05", "status": "held", "agenda": [{"title": "Queues"}], "notes": "Text.\n"}


def test_windows_line_ends_are_remembered() -> None:
    editor = Editor(parse(RECORD.replace("\n", "\r\n").encode()))
    editor.set(("status",), "cancelled")
    assert editor.crlf
    assert "\r" not in editor.text


def test_no_last_line_end() -> None:
    editor = Editor(parse_text("a: 1\nb:\n  - x"))
    editor.append(("b",), "z")
    editor.set(("c",), 2)
    assert editor.text == "a: 1\nb:\n  - x\n  - z\nc: 2"


def test_what_cannot_be_done_changes_nothing() -> None:
    with pytest.raises(RugctlError):
        Editor(parse_text("a: [\n"))
    editor = Editor(parse_text(RECORD))
    with pytest.raises(RugctlError):
        editor.set(("status", "x"), 1)
    with pytest.raises(RugctlError):
        editor.delete(("no", "such"))
    assert editor.text == RECORD


COMMENTED = """\
backlog:
  # MPI is for Bo
  - {id: mpi}   # later
    # he said
  # NUMA needs a guest
  - id: numa
    title: NUMA
    # ask Cy

  # Storage
  - {id: ceph}
  - {id: s3}

  # Last
  - {id: last}
  # the end
# below
"""


@pytest.mark.parametrize(
    ("n", "gone"),
    [
        (0, "  # MPI is for Bo\n  - {id: mpi}   # later\n    # he said\n"),
        (1, "  # NUMA needs a guest\n  - id: numa\n    title: NUMA\n    # ask Cy\n"),
        (2, "  - {id: ceph}\n"),
        (3, "  - {id: s3}\n"),
        (4, "\n  # Last\n  - {id: last}\n"),
    ],
)
def test_a_comment_goes_with_its_item_and_a_heading_stays(n: int, gone: str) -> None:
    editor = Editor(parse_text(COMMENTED))
    editor.delete(("backlog", n))
    assert editor.text == COMMENTED.replace(gone, "\n" if gone.startswith("\n") else "", 1)


def test_a_comment_at_the_top_of_a_list_may_head_it_all() -> None:
    editor = Editor(parse_text("a:\n# one a line\n- x\n- y\n"))
    editor.delete(("a", 0))
    assert editor.text == "a:\n# one a line\n- y\n"


def test_two_empty_lines_do_not_meet() -> None:
    editor = Editor(parse_text("a:\n  - x\n\n  - y\n\n  - z\n"))
    editor.delete(("a", 1))
    assert editor.text == "a:\n  - x\n\n  - z\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:  # list\n  # its item's\n  - x   # too\n  # the end\nb: 1\n", "a: []  # list\n  # the end\nb: 1\n"),
        ("a:\n- {x: 1}\n", "a: []\n"),
        ("a: [x]  # list\n", "a: []  # list\n"),
        ("a: [ x, ]\n", "a: [ ]\n"),
    ],
)
def test_a_list_that_must_stay_is_empty_when_its_last_item_goes(before: str, after: str) -> None:
    editor = Editor(parse_text(before))
    editor.delete(("a", 0), keep_empty=True)
    assert editor.text == after


def test_what_is_added_stands_below_the_comments_inside_the_last() -> None:
    text = "actions:\n  - id: a1\n    # waiting for Bo\n\n    # and Cy\n  # more?\nnotes: x\n"
    editor = Editor(parse_text(text))
    editor.append(("actions",), "b")
    editor.set(("actions", 0, "task"), "T")
    assert editor.text == text.replace("id: a1\n", "id: a1\n    task: T\n").replace("# and Cy\n", "# and Cy\n  - b\n")


def test_the_comment_beside_a_line_stays_there_when_it_becomes_several() -> None:
    editor = Editor(parse_text("a: []  # nobody yet\nb: [x]   # two\nc:\n  - y  # three\n"))
    editor.append(("attendees",), "z")
    editor.set(("a",), [{"t": "1\n"}])
    editor.set(("b",), "1\n2\n")
    editor.set(("c", 0), "3\n4\n")
    assert editor.text.startswith("a:  # nobody yet\n  - t: |\n      1\nb: |   # two\n  1\n  2\nc:\n  - |  # three\n    3\n    4\n")


def test_the_empty_lines_of_a_literal_that_keeps_them_are_its_own() -> None:
    editor = Editor(parse_text("notes: |+\n  a\n\n\n# below\n"))
    editor.set(("source",), {"document": "x"})
    assert editor.text == "notes: |+\n  a\n\n\nsource: {document: x}\n# below\n"


def test_what_no_longer_fits_in_brackets_on_a_line_gets_lines() -> None:
    long = "x" * 80
    text = f"actions:\n  - {{id: a1, task: {long}}}  # one\naliases: [{long}]\nsource: {{document: a, note: {long}}}  # two\n"
    editor = Editor(parse_text(text))
    editor.set(("actions", 0, "closed"), "2024-06-05", ("id", "task", "due", "closed"))
    editor.set(("actions", 0, "due"), "2024-06-05", ("id", "task", "due", "closed"))
    editor.append(("aliases",), "y" * 40)
    assert editor.text == (
        f"actions:\n  - id: a1  # one\n    task: {long}\n    due: 2024-06-05\n    closed: 2024-06-05\n"
        f"aliases:\n  - {long}\n  - {'y' * 40}\nsource: {{document: a, note: {long}}}  # two\n"
    )


def test_brackets_that_were_too_long_by_hand_or_hold_comments_stay() -> None:
    text = f"a: [{'x' * 120}]\nb:\n  - [x,  # why\n    {'y' * 100}]\nc: {{d: {{e: {'z' * 90}}}}}\n"
    editor = Editor(parse_text(text))
    editor.append(("a",), "y" * 9)
    editor.append(("b", 0), "z" * 99)
    editor.set(("c", "d", "f"), "z" * 20)
    assert editor.text == (
        f"a: [{'x' * 120}, {'y' * 9}]\nb:\n  - [x,  # why\n    {'y' * 100}, {'z' * 99}]\nc: {{d: {{e: {'z' * 90}, f: {'z' * 20}}}}}\n"
    )


@pytest.mark.parametrize(
    "text", ["a: [\n", "a: 1\na: 2\n", "people:\n  1: x\n", "true: x\n", "? |\n  a\n: x\n", "[a]: x\n", "%YAML 1.2\n---\na: 1\n"]
)
def test_what_is_faulty_is_not_edited(text: str) -> None:
    with pytest.raises(RugctlError, match="cannot be edited"):
        Editor(parse_text(text))


REGISTRY = """\
people:   # ours
  # the first
  bo-berg:
    name: Bo Berg  # he

  # then
  dee-dow:
    aliases: [ D,Dee ]
    name: Dee Dow
"""


@given(st.dictionaries(st.sampled_from([*"abcdef", "bo-b", "dee-dow-2", "zoe"]), st.fixed_dictionaries({"name": WORDS}), min_size=1))
def test_many_entries_are_added_at_once_as_one_after_another(entries: dict[str, Any]) -> None:
    at_once, in_turn = Editor(parse_text(REGISTRY)), Editor(parse_text(REGISTRY))
    at_once.add_all(("people",), entries)
    for key, entry in entries.items():
        in_turn.set(("people", key), entry, sorted([*in_turn.value["people"], key]))
    assert at_once.text == in_turn.text


@pytest.mark.parametrize("text", ["people: {a: {name: A}}", "people: {}", "people:", "other: 1", REGISTRY])
def test_many_entries_that_cannot_be_added_change_nothing(text: str) -> None:
    editor = Editor(parse_text(text))
    with pytest.raises(RugctlError):
        editor.add_all(("people",), {"bo-berg": {"name": "Bo"}})
    assert editor.text == text
