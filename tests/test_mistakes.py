"""Misspell, or leave out, any one thing in any shipped record: one finding more, at the line where it was done."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rugctl.diagnostics import Diagnostic
from rugctl.index.files import Ahead, Held
from rugctl.index.findings import read_diagnostics
from rugctl.index.opening import preview
from rugctl.store import Store
from rugctl.yamlfile import parse
from tests.books import EXAMINER, index_of

ROOT = Path(__file__).parents[1]
ENTRIES = list(Store(ROOT).entries())
INDEX = index_of(ENTRIES)
FILES = Held(ENTRIES)
BEFORE = Counter((d.path, d.rule, d.message) for d in read_diagnostics(INDEX))
REQUIRED = {"meeting": {"date", "status", "title", "text", "id", "task", "url", "document", "person"}, "people": {"name", "organization"}}
REQUIRED |= {"organizations": {"name"}, "topics": {"name"}, "group": {"format", "name", "zones", "id", "uid", "since", "rrule", "duration"}}
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
REFERENCES = {"speakers", "topics", "attendees", "person", "chair", "scribe", "owners", "regrets", "organization", "parent", "affiliations"}


def _scalars(node: yaml.Node | None, key: str = "") -> list[tuple[str, bool, yaml.ScalarNode]]:
    """List (the key that it stands under, whether it is a key, node) of every plain scalar."""
    if isinstance(node, yaml.MappingNode):
        pairs = node.value
        return [(key, True, k) for k, _ in pairs] + [found for k, v in pairs for found in _scalars(v, k.value)]
    if isinstance(node, yaml.SequenceNode):
        return [found for child in node.value for found in _scalars(child, key)]
    return [(key, False, node)] if isinstance(node, yaml.ScalarNode) and not node.style and node.value else []


def _new(n: int, start: int, end: int, text: str) -> tuple[list[Diagnostic], int]:
    """Return the findings that a replacement in the nth file brings, and the line on which it was made."""
    entry = ENTRIES[n]
    whole = (entry.data or b"").decode()
    changed = entry._replace(data=(whole[:start] + text + whole[end:]).encode())
    with preview(INDEX, Ahead(FILES, {entry.name.path: changed}), EXAMINER) as index:
        after = list(read_diagnostics(index))
    seen = BEFORE.copy()
    new = []
    for diagnostic in after:
        key = (diagnostic.path, diagnostic.rule, diagnostic.message)
        seen[key] -= 1
        if seen[key] < 0:
            new.append(diagnostic)
    return new, whole.count("\n", 0, start) + 1


def _check(n: int, start: int, end: int, text: str) -> None:
    found, line = _new(n, start, end, text)
    entry = ENTRIES[n]
    assert len(found) == 1, [(d.path, d.span, d.rule, d.message) for d in found]
    places = {(found[0].path, found[0].span.line)} | {(other.path, other.span.line) for other in found[0].related}
    assert (entry.name.path, line) in places, (line, found[0])


def _misspelt(word: str, at: int) -> str:
    at %= max(1, len(word) - 1)
    return (
        word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :] if word[at] != word[at + 1 : at + 2] else word[:at] + word[at + 1 :]
    )


Place: TypeAlias = tuple[int, str, bool, yaml.ScalarNode]
PLACES: list[Place] = [(n, *found) for n, entry in enumerate(ENTRIES) for found in _scalars(parse(entry.data or b"").root)]


def _of(wanted: Callable[[int, str, bool, str], bool]) -> st.SearchStrategy[Place]:
    """Draw a file, then one of its places that is wanted, so that large files do not get all the draws."""
    by_file: dict[int, list[Place]] = {}
    for place in PLACES:
        if wanted(*place[:3], place[3].value):
            by_file.setdefault(place[0], []).append(place)
    return st.sampled_from(list(by_file.values())).flatmap(st.sampled_from)


def _is_id_of_a_registry(n: int, key: str) -> bool:
    return key in {"people", "organizations", "topics", "documents"} and ENTRIES[n].name.kind != "meeting"


@settings(max_examples=80, deadline=None)
@given(_of(lambda n, key, is_key, _: is_key and not _is_id_of_a_registry(n, key)), st.integers(0, 20))
def test_a_misspelt_key(place: Place, at: int) -> None:
    n, _, _, node = place
    _check(n, node.start_mark.index, node.end_mark.index, _misspelt(node.value, at))


@settings(max_examples=80, deadline=None)
@given(_of(lambda _, key, is_key, word: not is_key and key in REFERENCES and bool(SLUG.fullmatch(word))), st.integers(0, 20))
def test_a_misspelt_id(place: Place, at: int) -> None:
    n, _, _, node = place
    _check(n, node.start_mark.index, node.end_mark.index, _misspelt(node.value, at))


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([n for n, entry in enumerate(ENTRIES) if entry.name.kind in {"people", "organizations", "topics", "group"}]), st.data()
)
def test_a_misspelt_id_in_a_registry(n: int, data: st.DataObject) -> None:
    keys = [node for key, is_key, node in _scalars(parse(ENTRIES[n].data or b"").root) if is_key and _is_id_of_a_registry(n, key)]
    node = data.draw(st.sampled_from(keys))
    _check(n, node.start_mark.index, node.end_mark.index, _misspelt(node.value, data.draw(st.integers(0, 20))))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([n for n, entry in enumerate(ENTRIES) if entry.name.kind in {"people", "organizations", "topics"}]), st.data())
def test_an_entry_of_a_registry_left_out(n: int, data: st.DataObject) -> None:
    text = (ENTRIES[n].data or b"").decode()
    entry = data.draw(st.sampled_from(list(re.finditer(r"^  ([a-z0-9-]+):\n(?:    .*\n)+", text, re.MULTILINE))))
    found = [d for d in _new(n, entry.start(), entry.end(), "")[0] if d.rule != "orphan"]  # a parent that it alone named is one now
    assert len(found) == 1, [(d.path, d.span, d.rule, d.message) for d in found]
    assert f"`{entry[1]}`" in found[0].message


@settings(max_examples=40, deadline=None)
@given(_of(lambda _, key, is_key, __: not is_key and key in {"date", "status"}), st.integers(0, 20), st.booleans())
def test_a_misspelt_date_or_status(place: Place, at: int, other: bool) -> None:
    n, key, _, node = place
    text = node.value[:-1] + str((int(node.value[-1]) + 1) % 10) if other and key == "date" else _misspelt(node.value, at)
    _check(n, node.start_mark.index, node.end_mark.index, text)


_LINE = re.compile(r"^ *(- (\{|[a-z0-9-]+$|title:)|(kind|status|date|slot|speakers|topics|attendees|agenda):).*\n", re.MULTILINE)


def _lines(text: str) -> list[re.Match[str]]:
    """List the lines of a record that look so; a note may quote YAML, which is text there."""
    quoted = [token for token in yaml.scan(text) if isinstance(token, yaml.ScalarToken) and token.style == "|"]
    quotes = [range(token.start_mark.index, token.end_mark.index) for token in quoted]
    return [line for line in _LINE.finditer(text) if not any(line.start() in quote for quote in quotes)]


LINES = [(n, line) for n, entry in enumerate(ENTRIES) if entry.name.kind == "meeting" for line in _lines((entry.data or b"").decode())]


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(LINES))
def test_a_line_twice(place: tuple[int, re.Match[str]]) -> None:
    n, line = place
    _check(n, line.end(), line.end(), line[0])


@pytest.mark.parametrize("n", range(len(ENTRIES)), ids=lambda n: ENTRIES[n].name.path)
def test_a_required_key_left_out(n: int) -> None:
    entry = ENTRIES[n]
    text = (entry.data or b"").decode()
    lines = re.finditer(r"^( +)(?:- )?([a-z_]+): \S.*\n|^([a-z_]+): \S.*\n", text, re.MULTILINE)
    required = [m for m in lines if (m[2] or m[3]) in REQUIRED.get(str(entry.name.kind), set()) and not m[0].rstrip().endswith("|")]
    for match in [m for m in required if "- " not in m[0][: m.end(1) - m.start() + 2]][:2]:
        found, line = _new(n, match.start(), match.end(), "")
        assert [d.rule for d in found] == ["missing-key"], match[0]
        assert found[0].path == entry.name.path
        assert found[0].span.line <= line
