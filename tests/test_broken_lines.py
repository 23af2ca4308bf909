"""Break any one line of any shipped record as people do when they type: one finding says so, at that line or showing it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rugctl.store import Store
from rugctl.yamlfile import parse_text

ROOT = Path(__file__).parents[1]
TEXTS = [(entry.data or b"").decode() for entry in Store(ROOT).entries()]
KEY = re.compile(r"(\s*(?:- )*[a-z_]+):( ?)(.*)")
PLAIN = re.compile(r"(\s*(?:- )*[a-z_]+: )([^\[{\"'|>].*)")
ITEM = re.compile(r"(\s*)- (.*)")


def _put(pattern: re.Pattern[str], new: str) -> Callable[[str], str]:
    return lambda line: pattern.sub(new, line) if pattern.fullmatch(line) else line


def _drop(sign: str) -> Callable[[str], str]:
    return lambda line: line.replace(sign, "", 1)


WAYS: dict[str, Callable[[str], str]] = {
    "a text begins with a sign": _put(PLAIN, r"\1@\2"),
    "a text begins with a backtick": _put(PLAIN, r"\1`\2"),
    "a text begins with a star": _put(PLAIN, r"\1*\2"),
    "a text begins with an exclamation mark": _put(PLAIN, r"\1!\2"),
    "a text begins with a bracket": _put(PLAIN, r"\1[\2"),
    "a text begins with a brace": _put(PLAIN, r"\1{\2"),
    "a text begins with a quote": _put(PLAIN, r'\1"\2'),
    "a text has a quote at its beginning": _put(PLAIN, r'\1"x" \2'),
    "a text has brackets at its beginning": _put(PLAIN, r"\1[x] \2"),
    "a text has a colon": _put(PLAIN, r"\1Talk: \2"),
    "an item begins with a sign": _put(ITEM, r"\1- @\2"),
    "an item begins with a bracket": _put(ITEM, r"\1- [\2"),
    "no colon": _put(KEY, r"\1\2\3"),
    "no space after the colon": _put(KEY, r"\1:\3"),
    "no space after the dash": _put(ITEM, r"\1-\2"),
    "no dash": _put(ITEM, r"\1\2"),
    "a tab": lambda line: "\t" + line.lstrip() if line[:1] == " " else line,
    "one space too many": lambda line: f" {line}",
    "one space too few": lambda line: line[1:] if line[:1] == " " else line,
    "no bracket at the end": lambda line: line.removesuffix("]").removesuffix("}"),
    "a bracket too many": lambda line: line.replace("[", "[[", 1),
    "no brace": _drop("{"),
    "no quote": _drop('"'),
}


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_broken_line_is_told_where_it_is(way: str, data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(TEXTS)).split("\n")
    at = data.draw(st.sampled_from([n for n, line in enumerate(lines) if n and line.strip() and not _in_a_block(lines, n)]))
    lines[at] = WAYS[way](lines[at])
    document = parse_text("\n".join(lines))
    if not document.broken:
        return  # it may be YAML all the same
    (fault,) = document.faults
    assert at + 1 in {fault.span.line, fault.related.line if fault.related else 0}, fault


def _in_a_block(lines: list[str], n: int) -> bool:
    """Tell whether a line is of a block of text, whose lines may be anything."""
    headers = [m for m in range(n) if re.search(r": [|>]-?$", lines[m])]
    if not headers:
        return False
    indent = len(lines[headers[-1]]) - len(lines[headers[-1]].lstrip(" -"))
    return all(not line.strip() or len(line) - len(line.lstrip()) > indent for line in lines[headers[-1] + 1 : n + 1])
