"""A meeting whose file is not named by its date is never left out in silence: the figures are refused until it is mended."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.small_book import SmallBook

HELD = "status: held\nattendees: [ada]\n"


@pytest.fixture
def book(tmp_path: Path) -> SmallBook:
    """A group with one meeting that is well."""
    book = SmallBook(tmp_path / "book")
    book.meeting("2024-06-05", HELD)
    return book


@pytest.mark.parametrize(
    ("path", "date", "rule"),
    [
        ("data/meetings/2024-06-19.yaml", "2024-07-03", "date-matches-name"),
        ("data/meetings/2024-6-19.yaml", "2024-06-19", "stray-file"),
        ("data/meetings/2024-06-19.yml", "2024-06-19", "stray-file"),
        ("data/meetings/2024-06-19.YAML", "2024-06-19", "stray-file"),
        ("data/meetings/summer/june/2024-06-19.yaml", "2024-06-19", "stray-file"),
        ("data/meetings/june.yaml", "2024-06-19", "stray-file"),
    ],
)
def test_no_figure_while_a_meeting_is_misnamed(book: SmallBook, path: str, date: str, rule: str) -> None:
    assert book.run("attendance").code == 0
    book.write(path, f"date: {date}\n{HELD}")
    ran = book.run("attendance")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {path} cannot be read as it stands, so no figure would be right\n")
    assert f"error[{rule}]" in book.run("validate").out


def test_a_hidden_file_and_one_elsewhere_refuse_nothing(book: SmallBook) -> None:
    book.write("data/meetings/.2024-06-19.yaml", "x: 1\n")
    book.write("data/notes.yaml", "x: 1\n")
    assert book.run("attendance").code == 0
    assert book.run("validate").out.count("error[stray-file]") == 2


def test_a_name_that_is_not_utf_8_is_a_finding(book: SmallBook) -> None:
    (book.root / "data" / os.fsdecode(b"notes\xff.yaml")).write_bytes(b"x: 1\n")
    assert book.run("attendance").code == 0
    assert book.run("fmt").code == 0
    assert "--> data/notes\\xff.yaml:1:1\n" in book.run("validate").out
    (book.root / "data/meetings" / os.fsdecode(b"2024-06-19\xff.yaml")).write_bytes(b"x: 1\n")
    ran = book.run("attendance")
    assert (ran.code, "data/meetings/2024-06-19\\xff.yaml" in ran.err) == (2, True)


def test_fmt_leaves_what_is_misnamed(book: SmallBook) -> None:
    book.write("data/meetings/2024-6-19.yaml", "status:   held\n")
    assert book.run("fmt").code == 0
    assert book.read("data/meetings/2024-6-19.yaml") == "status:   held\n"
