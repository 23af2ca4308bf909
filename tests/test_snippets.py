"""Snippets: whatever a line holds, the marks stand exactly under what is meant, as a terminal counts cells."""

from __future__ import annotations

import html
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len

from rugctl.diagnostics import Diagnostic, Edit, Related, Span
from rugctl.render.diagnostics import closing_count, concise_line, render_diagnostics
from rugctl.render.snippets import Look, Mark, fit
from rugctl.render.text import markdown_text, one_line, uri_path, width

LETTERS = st.sampled_from(
    [*"ab #[:{\t-", "é", "e\u0301", "日", "本", "ﾊ", "Ω", "🎉", "\u200b", "\u202e", "\x1b", "\x85", "\u0fff", "가", "\u00ad"]
)
TEXTS = st.lists(st.one_of(LETTERS, st.characters(exclude_categories=["Cs", "Cn", "Co"])), max_size=60).map("".join)


def _cells(text: str) -> list[str]:
    """Return what stands in each cell of a row; accents stand with their letter."""
    cells: list[str] = []
    for character in text:
        taken = width(character)
        if not taken and cells:
            cells[-1] += character
        cells += [character] * taken
    return cells


@given(TEXTS, st.integers(0, 60), st.integers(1, 20), st.integers(40, 200))
def test_a_mark_stands_under_what_is_meant(line: str, start: int, length: int, room: int) -> None:
    past = min(start + length, len(line))
    assume(start < past)
    assume("##[" not in line)
    head, meant, tail = (fit(part, [], 10_000)[0] for part in (line[:start], line[start:past], line[past:]))
    assume(width(meant[0]) and (not tail or width(tail[0])))  # an accent by itself has no cell
    mark = Mark(Span(1, start + 1, past + 1), "^", "")
    shown, (placed,) = fit(line, [mark], 10_000)
    assert (shown, placed.before, placed.cells) == (head + meant + tail, width(head), width(meant))
    assert _cells(shown)[placed.before : placed.before + placed.cells] == _cells(meant)
    cut, (placed,) = fit(line, [mark], room)
    assert width(cut) <= room
    assert _cells(cut)[placed.before][:1] == meant[0]


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_marks_do_not_depend_on_each_other(line: str, one: int, other: int) -> None:
    marks = [Mark(Span(1, at + 1, at + 2), "^", "") for at in (one, other)]
    assert fit(line, marks, 10_000)[1] == [fit(line, [mark], 10_000)[1][0] for mark in marks]


def test_a_long_line_is_cut_around_its_mark() -> None:
    line = "x" * 100 + "日本" + "y" * 100
    shown, (placed,) = fit(line, [Mark(Span(1, 101, 103), "^", "")], 40)
    assert (shown, placed.before, placed.cells) == ("…" + "x" * 13 + "日本" + "y" * 21 + "…", 14, 4)


def test_a_mark_that_is_far_from_the_first_stands_at_the_edge() -> None:
    line = "a" + "x" * 100 + "b"
    shown, placed = fit(line, [Mark(Span(1, 102, 103), "^", ""), Mark(Span(1, 1, 2), "-", "")], 40)
    assert (shown, [one.before for one in placed]) == ("…" + "x" * 13 + "b", [14, 1])
    near = fit(line, [Mark(Span(1, 15, 16), "^", ""), Mark(Span(1, 1, 2), "-", "")], 40)
    assert (near[0][:3], [one.before for one in near[1]]) == ("axx", [14, 0])


def test_an_endless_line_is_not_read_to_its_end() -> None:
    line = "x" * 500_000 + "日本" + "y" * 500_000
    marks = [Mark(Span(1, 500_001, 500_003), "^", ""), Mark(Span(1, 9, 10), "-", ""), Mark(Span(1, 999_999, 1_000_000), "-", "")]
    shown, placed = fit(line, marks, 40)
    assert shown == "…" + "x" * 13 + "日本" + "y" * 21 + "…"
    assert [(one.before, one.cells) for one in placed] == [(14, 4), (1, 1), (39, 1)]
    assert fit(line, [], 40)[0] == "x" * 38 + "…"


def test_a_line_that_fits_is_whole() -> None:
    assert fit("日" * 20, [Mark(Span(1, 20, 21), "^", "")], 40)[0] == "日" * 20
    assert fit("日" * 21, [Mark(Span(1, 1, 2), "^", "")], 40)[0] == "日" * 19 + "…"


@pytest.mark.parametrize(
    "block",
    [
        (0x20, 0x7F),
        (0xA0, 0x250),
        (0x300, 0x370),
        (0x1100, 0x1200),
        (0x3000, 0x3100),
        (0x4E00, 0x9FFF),
        (0xAC00, 0xD7A4),
        (0x1F600, 0x1F650),
    ],
)
def test_widths_are_those_of_terminals(block: tuple[int, int]) -> None:
    """By the tables that rich draws with; what is not assigned yet may differ from one to another."""
    characters = [chr(n) for n in range(*block) if unicodedata.category(chr(n)) not in {"Cn", "Cc", "Cf"}]
    assert [c for c in characters if width(c) != cell_len(c)] == []


def _diagnostic(span: Span, *related: Related, path: str = "data/a.yaml", **more: object) -> Diagnostic:
    return Diagnostic("some-rule", "error", path, span, "A message", related=related, **more)  # type: ignore[arg-type]


def _rendered(diagnostic: Diagnostic, text: str, look: Look | None = None) -> str:
    return render_diagnostics([diagnostic], lambda path: text.split("\n") if path == "data/a.yaml" else [], look).split("\n   = note")[0]


def test_three_places_on_a_line() -> None:
    related = [Related("data/a.yaml", Span(1, 1, 4), "the first"), Related("data/a.yaml", Span(1, 9, 12), "the third")]
    assert (
        _rendered(_diagnostic(Span(1, 5, 8), *related), "one two six")
        == """\
error[some-rule]: A message
 --> data/a.yaml:1:5
  |
1 | one two six
  | --- ^^^ --- the third
  | |
  | the first
  = note: `rugctl explain some-rule` tells why

Found 1 error.
"""
    )


def test_labels_to_the_left_hang_one_below_the_other() -> None:
    related = [Related("data/a.yaml", Span(1, 1, 4), "the first"), Related("data/a.yaml", Span(1, 5, 8), "the second")]
    assert """\
1 | one two six
  | --- --- ^^^
  | |   |
  | |   the second
  | |
  | the first
""" in _rendered(_diagnostic(Span(1, 9, 12), *related), "one two six")


def test_places_that_overlap_show_what_is_meant_first() -> None:
    assert """\
1 | one two six
  | ----^^^---- all
""" in _rendered(_diagnostic(Span(1, 5, 8), Related("data/a.yaml", Span(1, 1, 12), "all")), "one two six")


@pytest.mark.parametrize(
    ("line", "between"),
    [
        (2, ["1 | a", "  | - other", "2 | b"]),
        (3, ["1 | a", "  | - other", "2 | b", "3 | c"]),
        (4, ["1 | a", "  | - other", "...", "4 | d"]),
    ],
)
def test_lines_between_are_shown_or_left_out(line: int, between: list[str]) -> None:
    rows = _rendered(_diagnostic(Span(line, 1, 2), Related("data/a.yaml", Span(1, 1, 2), "other")), "a\nb\nc\nd").splitlines()
    assert rows[3 : 3 + len(between)] == between


def test_far_and_foreign_places_have_snippets_of_their_own() -> None:
    related = [Related("data/a.yaml", Span(40, 1, 2), "far"), Related("data/b.yaml", Span(3, 1, 2), "elsewhere")]
    rows = _rendered(_diagnostic(Span(1, 1, 2), *related), "\n".join("abcdefghij" * 5)).splitlines()
    assert [row for row in rows if "-->" in row or ":::" in row] == [
        "  --> data/a.yaml:1:1",
        "  ::: data/a.yaml:40:1",
        "  ::: data/b.yaml:3:1",
    ]


def test_a_place_that_is_not_there_is_named_all_the_same() -> None:
    assert _rendered(_diagnostic(Span(9, 1, 2)), "a").splitlines()[:2] == ["error[some-rule]: A message", " --> data/a.yaml:9:1"]


def test_colours_and_links() -> None:
    look = Look(colour=True, link=lambda path: f"file:///x/{path}")
    text = _rendered(_diagnostic(Span(1, 1, 2)), "a", look)
    assert "\x1b]8;;file:///x/data/a.yaml\x1b\\data/a.yaml:1:1\x1b]8;;\x1b\\" in text
    assert "\x1b[1;31merror[some-rule]\x1b[0m" in text
    assert "\x1b[1;31m^\x1b[0m" in text


def test_counts() -> None:
    warning = Diagnostic("r", "warning", "p", Span(1, 1, 2), "m", fix=(Edit("delete", "p", ("x",)),))
    error = _diagnostic(Span(1, 1, 2))
    assert closing_count([]) == "No findings."
    assert closing_count([error, error]) == "Found 2 errors."
    assert closing_count([error, warning]) == "Found 1 error and 1 warning; 1 [*] fixable with `rugctl validate --fix`."


@given(st.text())
def test_a_concise_finding_is_one_line(message: str) -> None:
    line = concise_line(Diagnostic("r", "error", "data/a.yaml", Span(3, 4, 5), message))
    assert line.startswith("data/a.yaml:3:4: error[r] ")
    assert len(line.splitlines()) == 1
    assert "##[" not in line


@given(st.text(st.one_of(st.sampled_from("\\`*_{}[]()<>#+-.!|~&@:/ wh"), st.characters(exclude_categories=["Cs"]))))
def test_markdown_shows_a_text_as_it_is(text: str) -> None:
    shown = html.unescape(MarkdownIt("commonmark").renderInline(markdown_text(text)))
    assert shown == one_line(text).strip(" ") or shown.strip() == one_line(text).strip()


def test_addresses() -> None:
    assert uri_path("data/a-b_c.yaml") == "data/a-b_c.yaml"
    assert uri_path("data/é (1)?#%.yaml") == "data/%C3%A9%20%281%29%3F%23%25.yaml"
    assert Path("/x/é (1).yaml").as_uri() == f"file://{uri_path('/x/é (1).yaml')}"
