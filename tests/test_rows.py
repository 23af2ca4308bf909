"""Listings in every format; on a terminal too."""

from __future__ import annotations

import io
from typing import NamedTuple

import pytest
from rich.console import Console

from rugctl.render.rows import Format, Listing, render_listings
from rugctl.render.terminal import print_listings


class Row(NamedTuple):
    group: str
    name: str
    meetings: int
    of: int
    rate: float
    note: str | None


ROWS = [Row("a", "Zoë 李", 1, 4, 0.25, None), Row("a", "B", 40, 80, 0.5, None)]
LISTING = Listing("rows", Row, ROWS, ("A note.",), title="Title", bar=("meetings", "of"))


def test_a_table_shows_only_what_says_something() -> None:
    out = render_listings([LISTING], "table")
    assert out.splitlines() == [
        "Title",
        "name    meetings  of  rate",
        "Zoë 李         1   4   25%  ░",
        "B             40  80   50%  ████████████░░░░░░░░░░░░",
        "A note.",
    ]


def test_what_was_asked_for_is_shown_as_it_is() -> None:
    listing = Listing("rows", ("group", "rate", "nothing", "name"), [("", 1 / 3, None, "a"), ("", 2460466.5, None, "b")])
    assert render_listings([listing], "table").splitlines() == [
        "group          rate  nothing  name",
        "       0.3333333333           a",
        "          2460466.5           b",
    ]
    assert render_listings([listing], "csv").splitlines()[2] == ",2460466.5,,b"


def test_what_is_anything_has_a_bar() -> None:
    rows = [Row("a", "x", 0, 1000, 0.0, None), Row("a", "y", 1, 1, 1.0, None), Row("a", "z", 0, 0, 0.0, None)]
    lines = render_listings([Listing("r", Row, rows, bar=("meetings", "of"))], "table").splitlines()
    assert [line.split("%")[-1].strip() for line in lines[1:]] == ["░" * 24, "█", ""]


def test_programs_get_every_field_as_it_is() -> None:
    assert render_listings([LISTING], "csv").splitlines()[:2] == ["group,name,meetings,of,rate,note", "a,Zoë 李,1,4,0.25,"]
    assert render_listings([LISTING], "jsonl").startswith(
        '{"group": "a", "name": "Zoë 李", "meetings": 1, "of": 4, "rate": 0.25, "note": null}\n'
    )


def test_listings_of_one_name_are_one_list() -> None:
    both = [LISTING, Listing("others", Row, ROWS), Listing("rows", Row, ROWS[:1])]
    assert len(render_listings(both, "jsonl").splitlines()) == 3
    assert len(render_listings(both, "csv").splitlines()) == 4
    assert render_listings(both, "json").count('"rows"') == 1


@pytest.mark.parametrize("format", ["table", "markdown"])
def test_nothing_to_say_is_not_said(format: Format) -> None:
    assert render_listings([Listing("a", Row, [], empty="None."), Listing("b", Row, [], title="B", empty="")], format) == "None.\n"


def test_an_upright_listing_has_a_line_for_each_field() -> None:
    assert render_listings([Listing("a", Row, ROWS[:1], upright=True)], "table").splitlines() == [
        "name      Zoë 李",
        "meetings  1",
        "of        4",
        "rate      25%",
    ]
    assert "- rate: 25%\n" in render_listings([Listing("a", Row, ROWS[:1], upright=True)], "markdown")


@pytest.mark.parametrize("columns", [16, 40, 61, 80, 100])
def test_on_a_terminal_nothing_is_cut(columns: int) -> None:
    console = Console(file=io.StringIO(), width=columns, force_terminal=True, color_system=None)
    long = [Row("a", "word " * 30, 1, 2, 0.5, "x" * 150), ROWS[1]]
    print_listings([Listing("rows", Row, long)], console)
    out = console.file.getvalue()  # type: ignore[attr-defined]
    assert "…" not in out
    assert out.count("word") == 30
    assert out.count("x") == 150


class Wide(NamedTuple):
    person: str
    organization: str
    meetings: int
    first_recorded: str
    last: str


def _drawn(listing: Listing, columns: int) -> list[str]:
    console = Console(file=io.StringIO(), width=columns, force_terminal=True, color_system=None)
    print_listings([listing], console)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]  # type: ignore[attr-defined]


WIDE = Listing("rows", Wide, [Wide("Bo Berg", "university-of-somewhere", 3, "2024-01-03", "2024-02-07")])


def test_headings_give_way_then_the_widest_columns() -> None:
    whole = "Bo Berg  university-of-somewhere         3  2024-01-03      2024-02-07"
    assert _drawn(WIDE, len(whole)) == ["person   organization             meetings  first recorded  last", "─" * len(whole), whole]
    assert _drawn(WIDE, len(whole) - 1)[0].endswith("first")
    assert _drawn(WIDE, 60) == [
        "                                      first",
        "person   organization       meetings  recorded    last",
        "────────────────────────────────────────────────────────────",
        "Bo Berg  university-of-            3  2024-01-03  2024-02-07",
        "         somewhere",
    ]
    assert _drawn(WIDE, 40)[:2] == ["person          Bo Berg", "organization    university-of-somewhere"]


def test_a_bar_is_shorter_where_there_is_less_room() -> None:
    assert max(line.count("█") for line in _drawn(LISTING, 60)) == 12
    assert max(line.count("█") for line in _drawn(LISTING, 46)) == 6
    assert max(line.count("░") for line in _drawn(LISTING, 36)) == 3


class Address(NamedTuple):
    date: str
    title: str
    url: str


def test_an_address_is_never_broken_by_us() -> None:
    url = "https://example.org/" + "a" * 60
    listing = Listing("links", Address, [Address("2024-01-03", "Slides", url)])
    assert _drawn(listing, 60) == ["date        title   url", f"2024-01-03  Slides  {url}"]
    assert _drawn(listing, 20) == ["date   2024-01-03", "title  Slides", f"url    {url}"]
