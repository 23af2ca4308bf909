"""Pointers as text: whatever the keys of a record are, what was written is read again, and leads to the same place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugctl.diagnostics import Pointer, format_pointer, parse_pointer
from rugctl.yamlfile import locate, parse_text
from rugctl.yamlfile.emit import emit_record

KEYS = st.text(max_size=6) | st.sampled_from(["", "~", "~2", "/", "a/b", "0", "007", "²", "٣", "1" * 30, "-1"])


@given(st.lists(KEYS | st.integers(0, 10**8), max_size=5).map(tuple))
def test_what_was_written_is_read_again(pointer: Pointer) -> None:
    again = parse_pointer(format_pointer(pointer))
    assert [str(part) for part in again] == [str(part) for part in pointer]
    assert all(isinstance(part, int) for part, was in zip(again, pointer, strict=True) if isinstance(was, int))


@pytest.mark.parametrize("key", ["", "~", "a/b", "0", "007", "²", "٣", "9" * 500])
def test_it_leads_to_the_same_place(key: str) -> None:
    value: dict[str, Any] = {"agenda": [{"a": "x", key: "y"}]}
    pointer: Pointer = ("agenda", 0, key)
    assert locate(parse_text(emit_record(value)), parse_pointer(format_pointer(pointer)), "key").line == 3
