"""Text to values and places: YAML 1.2 and nothing of it that surprises; what people really type is told where it is."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugctl.yamlfile import Fault, locate, parse, parse_text, swallowed_comments
from rugctl.yamlfile.compose import MAX_BYTES

VALUES: list[tuple[str, Any]] = [
    ("no", "no"),
    ("on", "on"),
    ("Yes", "Yes"),
    ("y", "y"),
    ("12:30", "12:30"),
    ("1:30:00", "1:30:00"),
    ("2024-06-05", "2024-06-05"),
    ("1_000", "1_000"),
    ("010", 10),
    ("0o10", 8),
    ("0x1F", 31),
    ("-7", -7),
    ("1.5", 1.5),
    ("1e3", 1000.0),
    (".5", 0.5),
    (".inf", math.inf),
    ("-.INF", -math.inf),
    ("true", True),
    ("False", False),
    ("null", None),
    ("~", None),
    ("", None),
    ("nULL", "nULL"),
    ('"no"', "no"),
    ("'12'", "12"),
    ("0b1", "0b1"),
    ("0o9", "0o9"),
    ("1.2.3", "1.2.3"),
    ("=", "="),
    ("<", "<"),
    ("|\n  a\n  b", "a\nb\n"),
    (">-\n  a\n  b", "a b"),
    ("[no, 1, on]", ["no", 1, "on"]),
    ("{a: no}", {"a": "no"}),
    ("https://example.org/#top", "https://example.org/#top"),
    ("Émile 名前", "Émile 名前"),
]


@pytest.mark.parametrize(("text", "value"), VALUES, ids=[text for text, _ in VALUES])
def test_value(text: str, value: Any) -> None:
    document = parse_text(f"key: {text}\n")
    assert document.faults == []
    assert document.value == {"key": value}
    assert type(document.value["key"]) is type(value)


def test_not_a_number() -> None:
    assert math.isnan(parse_text("key: .nan\n").value["key"])


def test_keys_are_texts() -> None:
    assert parse_text('no: b\n"1.5": c\n12:30: d\n').value == {"no": "b", "1.5": "c", "12:30": "d"}


# what is wrong, and where: text with | where the finding is to point (line and column are worked out from it)
FAULTS = {
    "anchor": ("a: ¦&x 1\n", "`&x` is an anchor"),
    "alias": ("a: &x 1\nb: ¦*x\n", "`*x` is an alias"),
    "alias without anchor": ("a: ¦*x\n", "`*x` is an alias"),
    "tag": ("a: ¦!!python/object x\n", "is a tag"),
    "local tag": ("a: ¦!x 1\n", "is a tag"),
    "second document": ("a: 1\n¦---\nb: 2\n", "a second document"),
    "tab": ("a:\n¦\tb: 1\n", "a tab cannot indent"),
    "tab after spaces": ("a:\n  ¦\tb: 1\n", "a tab cannot indent"),
    "byte order mark": ("¦\ufeffa: 1\n", "a byte order mark"),
    "control character": ("a: x¦\x07y\n", "U+0007"),
    "next line": ("a: x¦\x85y\n", "U+0085"),
    "line separator": ("a: x¦\u2028y\n", "U+2028"),
    "lone carriage return": ("a: x¦\ry\n", "a lone carriage return"),
    "duplicate key": ("a: 1\nb: 2\n¦a: 3\n", "`a` stands twice"),
    "duplicate key, quoted": ('a: 1\n¦"a": 3\n', "`a` stands twice"),
    "duplicate key in flow": ("x: {a: 1, ¦a: 2}\n", "`a` stands twice"),
    "directive": ("¦%YAML 1.1\n---\na: 1\n", "is a directive"),
    "directive of this version": ("# x\n¦%YAML 1.2\n---\na: 1\n", "is a directive"),
    "directive of a version to come": ("¦%YAML 2.0\n---\na: 1\n", "is a directive"),
    "directive for tags": ("¦%TAG ! tag:x,2024:\n---\na: 1\n", "is a directive"),
    "directive alone": ("¦%YAML 1.1\na: 1\n", "is a directive"),
    "unknown directive": ("a: 1\n¦%x\n", "is a directive"),
    "tag without a name": ('a: ¦! "12"\n', "is a tag"),
    "number for a key": ("a: 1\n¦12: b\n", "`12` is no text"),
    "number with a point for a key": ("¦1.5: b\n", "`1.5` is no text"),
    "true for a key": ("people:\n  ¦true: b\n", "`true` is no text"),
    "null for a key": ("¦null: b\n", "`null` is no text"),
    "no key at all": ("a: 1\n?¦ \n: b\n", "a key is missing"),
    "block for a key": ("? ¦|\n  a\n: b\n", "a text of several lines"),
    "key of two lines": ("? ¦a\n  b\n: c\n", "a text of several lines"),
    "key that is a mapping": ("¦{a: b}: c\n", "a key is one word"),
    "endless number": (f"a: ¦{'9' * 5000}\n", "a number of 5000 characters"),
    "endless fraction": (f"a: [¦.{'9' * 101}]\n", "a number of 102 characters"),
    "endless hexadecimal number": (f"a: ¦0x{'f' * 5000}\n", "a number of 5002 characters"),
    "key that is a list": ("¦[a, b]: 1\n", "a key is one word"),
    "second colon": ("title: Talk¦: an update\n", "a second `: `"),
    "second colon in a list": ("agenda:\n  - title: Talk¦: an update\n", "a second `: `"),
    "handle": ("owners:\n  - ¦@jane\n", "cannot begin with `@`"),
    "backtick": ("title: ¦`rugctl` explained\n", "cannot begin with a backtick"),
    "dash": ("title: ¦- dash\n", "cannot begin with `-`"),
    "question mark": ("reason: ¦? unclear\n", "cannot begin with `?`"),
    "colon": ("agenda:\n  - title: ¦: an update\n", "cannot begin with `:`"),
    "handle in brackets": ("attendees: [¦@ana, bo]\n", "cannot begin with `@`"),
    "stars for dashes": ("attendees:\n  ¦* ana\n  * bo\n", "an item of a list begins with `- `"),
    "stars under a heading": ("date: x\n\n## Attendees\n\n¦* Ana\n* Bo\n", "an item of a list begins with `- `"),
    "sign for a number": ("attendees: [ana ¦#lead, bo]\n", "the closing bracket too"),
    "sign for a number in a mapping": ("- {person: ana, note: see ¦#42}\n", "the closing bracket too"),
    "colon in brackets": ("links: [{title: Talk¦: x, url: y}]\n", "a second `: ` in one entry"),
    "no comma": ("- {person: ana ¦organization: cern}\n", "a comma is missing before `organization`"),
    "brace never closed": ("attendees:\n  - ¦{person: ana, organization: cern\n  - bo\n", "begins with `{`"),
    "conflict": ("a:\n¦<<<<<<< HEAD\n  - x\n=======\n  - y\n>>>>>>> other\n", "git could not merge"),
    "conflict with the base": ("a:\n  - w\n¦<<<<<<< HEAD\n  - x\n||||||| base\n=======\n  - y\n>>>>>>> z\n", "git could not merge"),
    "no-break space before a key": ("agenda:\n¦\u00a0\u00a0- title: x\n", "without spaces around it"),
    "no-break space after a colon": ("date:¦\u00a0x\nstatus: held\n", "a no-break space means nothing"),
    "no-break space at the beginning": ("a:\n  - b: c\n¦\u00a0\u00a0d\n", "a no-break space means nothing"),
    "wide colon": ("date¦\uff1a 2024\nstatus: held\n", "a wide colon means nothing"),
    "text without a bar": ("notes:\n  ¦We met.\n  Q: why?\n", "no `key: value`"),
    "rule at the end": ("a: b\n¦---\n", "a second document"),
    "percent": ("title: ¦%done\n", "cannot begin with `%`"),
    "bracket and more": ("title: ¦[RFC] A proposal\nkind: talk\n", "begins with `[`"),
    "brace": ("title: ¦{draft\n", "begins with `{`"),
    "open quote": ('title: ¦"An update\nkind: talk\n', 'begins with "'),
    "quote and more": ('title: ¦"Update" on Kueue\n', 'begins with "'),
    "unindented block": ("notes: |\n¦First line.\nSecond line.\n", "stands further in"),
    "no key": ("title: Kueue\n¦and more\n", "no `key: value`"),
    "no item": ("speakers:\n  - ana-lima\n  ¦bo-berg\n", "not an item of the list"),
    "indented under a value": ("title: Kueue\n  ¦kind: talk\n", "indented as part of the value above"),
    "accented": ("título: Ünï ¦: ñ: x\n", "a second `: `"),
    "wide": ("題: 名前¦: 名前\n", "a second `: `"),
    "bracket above that is well": ("topics: [kueue, dask]\ntitle: ¦@jane\n", "cannot begin with `@`"),
    "item in brackets above that is well": ("a:\n  - {person: ana}\n¦status held\nb: 1\n", "no `key: value`"),
    "quotes above that are well": ('title: "Update"\n¦status held\nb: 1\n', "no `key: value`"),
    "bracket never closed": ("title: x\ntopics: ¦[kueue, dask\nkind: talk\nlinks: []\n", "begins with `[`"),
    "bracket in brackets never closed": ("links: [{url: x}, ¦{url: y]\nkind: talk\n", "begins with `{`"),
    "quote never closed": ("title: ¦'Update\nkind: talk\nreason: 'x'\n", "begins with '"),
    "number sign": ("title: ¦&co and more\nb: *x\n", "is an anchor"),
    "stars": ("title: ¦*** x\n", "cannot begin with `*`"),
    "exclamation": ("title: ¦!<x y\n", "cannot begin with `!`"),
    "bar": ("title: ¦|x| is even\n", "cannot begin with `|`"),
    "escape": ('title: "C:¦\\data"\n', "begins an escape"),
    "no space after a colon": ("¦date:2024-06-05\nstatus: held\n", "a space is missing after the colon"),
    "space before a colon": ("¦date :2024-06-05\nstatus: held\n", "a space is missing after the colon"),
    "no space after a dash": ("agenda:\n  ¦-title: x\n    kind: talk\n", "a space is missing after the dash"),
    "no colon": ("agenda:\n  ¦- title Update\n    kind: talk\n", "no `key: value`"),
    "no colon at the end": ("agenda:\n  - title: x\n    notes: |\n      Text.\n¦attendees\n  - ana\n", "no `key: value`"),
    "no dash": ("attendees:\n  ¦{person: ana}\n  - {person: bo}\n", "not an item of the list below"),
    "line of a block further out": ("notes: |\n    One:\n    two.\n  ¦Three.\nkind: talk\n", "each line as far as the first"),
    "block at the margin": ("agenda:\n  - title: x\n    notes: |\n      One.\n¦Two.\n      Three.\n", "each line as far as the first"),
    "one key too far out": ("source:\n  document: x\n ¦lines: [1, 2]\n  note: y\n", "indented neither"),
    "one key too far in": ("source:\n   ¦document: x\n  lines: [1, 2]\n  note: y\n", "further than those below"),
    "first line too far in": ("  ¦date: x\nstatus: y\n", "do not fit together"),
    "tab in a text above": ("title: a\tb\nkind: ¦@x\n", "cannot begin with `@`"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault(name: str) -> None:
    marked, message = FAULTS[name]
    before = marked.split("¦")[0]
    document = parse_text(marked.replace("¦", ""))
    found = [fault for fault in document.faults if message in fault.message]
    assert found, document.faults
    assert (found[0].span.line, found[0].span.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert all(fault.help for fault in document.faults)


HELPS = {
    "title: 'It's fine'\n": '"It\'s fine"',
    'title: "say "hi" now"\n': r'"say \"hi\" now"',
    'title: "Update" on Kueue\n': r'"\"Update\" on Kueue"',
    "title: 'it' is\n": "\"'it' is\"",
    "title: 'x\n": '"x"',
    "title: &co and more\n": '"&co and more"',
    "a: [*bold, x]\n": '"*bold"',
    "reason: !important note\n": '"!important note"',
    "attendees: [@ana, bo]\n": '"@ana"',
    "links: [{title: Talk: x, url: y}]\n": '"Talk: x"',
    "notes: We met.\n  Q: why?\n": "below `notes: |`",
    "notes:\n  - Q: why?\n    - A: so\n": "write `notes: |` above",
    "agenda: - title: x\n": 'put this on the next line. If it is a text: put it in quotes: "- title: x"',
}


@pytest.mark.parametrize("text", HELPS)
def test_help(text: str) -> None:
    assert HELPS[text] in parse_text(text).faults[0].help


def _only(data: bytes) -> Fault:
    (fault,) = parse(data).faults
    return fault


def test_not_utf_8() -> None:
    fault = _only(b"a: \xc3\xa9t\xe9\n")
    assert (fault.span.line, fault.span.column, fault.message) == (1, 6, "byte 0xe9 is not UTF-8")


def test_empty_file() -> None:
    assert _only(b"").message == "the file is empty"
    assert _only(b"# only a comment\n").message == "the file is empty"


def test_too_large() -> None:
    assert "bytes" in _only(b"a" * (MAX_BYTES + 1)).message


DEEP = ["- ", "? ", ": - ", "- ? ", "? - ", "[", "{", "[{", "{a: ", "[a: ", "[? ", "{? ", "- [", "? {", "- - ? [{a: [", "-\t"]


@pytest.mark.parametrize("unit", DEEP)
@pytest.mark.parametrize("start", ["", "x: ", "x:\n  - "])
def test_deep_nesting_is_a_finding(unit: str, start: str) -> None:
    document = parse_text(start + unit * 20_000 + "x\n")
    assert document.broken
    assert document.faults


@pytest.mark.parametrize(("before", "after"), [("- ", ""), ("? ", ""), ("[", "]"), ("{a: ", "}")])
def test_a_hundred_levels_are_read(before: str, after: str) -> None:
    def told(depth: int) -> list[str]:
        return [fault.message for fault in parse_text(before * depth + "x" + after * depth).faults if "deeper" in fault.message]

    assert told(100) == []
    assert told(101) == ["nested deeper than 100 levels"]


@pytest.mark.parametrize("line", ["a:\n", "- \n", "-\n", "? \n", "- a:\n"])
def test_deep_nesting_over_lines_is_a_finding(line: str) -> None:
    document = parse_text("".join(" " * (2 * n) + line for n in range(2000)))
    assert document.broken
    assert "nested deeper" in document.faults[0].message


def test_bomb_is_a_finding() -> None:
    lines = ["a: &a [x, x]"] + [f"{b}: &{b} [*{a}, *{a}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    document = parse_text("\n".join(lines) + "\n")
    assert document.broken
    assert document.value is None


def test_merge_key_is_no_merge() -> None:
    assert parse_text("a: {<<: {b: 1}}\n").value == {"a": {"<<": {"b": 1}}}


@pytest.mark.parametrize(
    "text",
    [
        "a: [*x]\n",
        "a: {b: !x 1}\n",
        "a:\n  - &x 1\n",
        "? &x a\n: 1\n",
        "a: [1,*x]\n",
        "a: {*x : 1}\n",
        "!x a: 1\n",
        "'a':*x\n",
        '"a": &x 1\n',
    ],
)
def test_anchors_aliases_and_tags_do_not_hide(text: str) -> None:
    document = parse_text(text)
    assert document.value is None or "*" in str(document.value)
    assert document.faults or "*" in str(document.value)


def test_windows_line_ends_are_read_alike() -> None:
    document = parse(b"a: |\r\n  x\r\n  y\r\nb: 1\r\n")
    assert document.crlf
    assert document.value == {"a": "x\ny\n", "b": 1}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a: 1\nb: 2\na: 3\nc: 4\nb: 5\n", [3]),  # the line above a second entry is missing
        ("t: 0\na: 1\nb: 2\na: 3\nb: 4\n", [4]),  # its first line is
        ("t: 0\na: 1\na: 2\nb: 3\nb: 4\n", [3, 5]),
        ("t: 0\na: 1\na: 2\na: 3\n", [3]),
        ("t: 0\na: 1\nb: 2\na: 3\nc: 4\nb: 5\n", [4]),
    ],
)
def test_entries_that_ran_together_are_told_once(text: str, lines: list[int]) -> None:
    assert [fault.span.line for fault in parse_text(text).faults] == lines


def test_of_a_key_that_stands_twice_the_one_with_a_value_is_taken() -> None:
    assert parse_text("a:\na: [1]\nb: |\nb: x\nc: 1\nc: 2\n").value == {"a": [1], "b": "x", "c": 1}


def test_both_places_of_a_duplicate() -> None:
    fault = _only(b"a: 1\nb: 2\na: 3\n")
    assert fault.related is not None
    assert (fault.span.line, fault.related.line) == (3, 1)


PLACES = "# é名\nattendees:\n  - ana\n  - {person: Zoë 名前, organization: [cern, x]}\nnotes: |\n  Long.\nempty:\n"


@pytest.mark.parametrize(
    ("pointer", "part", "place"),
    [
        (("attendees",), "key", (2, 1, 10)),
        (("attendees", 0), "value", (3, 5, 8)),
        (("attendees", 1, "person"), "value", (4, 14, 20)),
        (("attendees", 1, "person"), "key", (4, 6, 12)),
        (("attendees", 1, "organization", 1), "value", (4, 43, 44)),
        (("notes",), "value", (5, 1, 6)),
        (("empty",), "value", (7, 1, 6)),
        (("attendees", 1, "role"), "key", (4, 5, 46)),
        (("attendees", 7), "value", (2, 1, 10)),
        (("no", "such"), "value", (2, 1, 11)),
    ],
)
def test_place(pointer: tuple[str | int, ...], part: Any, place: tuple[int, int, int]) -> None:
    span = locate(parse_text(PLACES), pointer, part)
    assert (span.line, span.column, span.end) == place


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("title: Join us in #ug-research\n", [19]),
        ("title: Join us  # a comment\n", []),
        ('title: "Join us" #comment\n', []),
        ("title: Join #!shebang\n", []),
        ("title: C# and F#sharp\n", []),
        ("notes: |\n  Join #ug\n", []),
        ("- a #b\n- c #d\n", [5, 5]),
        ("speakers: [ana, bo] #two\n", []),
        ("title: Zoë 名前 #ug\n", [15]),
        ("title: #ug\n", []),
    ],
)
def test_swallowed_comment(text: str, columns: list[int]) -> None:
    assert [fault.span.column for fault in swallowed_comments(parse_text(text))] == columns


@given(st.binary(max_size=60) | st.text(alphabet="a: -[]{}\"'|>#&*!%@`\n\t,?<=é\r\x85", max_size=60).map(lambda s: s.encode()))
def test_parse_never_raises(data: bytes) -> None:
    document = parse(data)
    assert document.broken == (document.root is None)
    assert document.faults or not document.broken
    lines = document.text.split("\n")
    for fault in document.faults:
        assert 1 <= fault.span.line <= len(lines)
        assert 1 <= fault.span.column <= len(lines[fault.span.line - 1]) + 1 or "bytes" in fault.message
        assert fault.help
