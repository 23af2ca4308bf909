"""`rugctl validate` as it is run: what a finding shows of its file, and that no file brings it down."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.small_book import SmallBook


@pytest.fixture
def book(tmp_path: Path) -> SmallBook:
    """A group without a meeting."""
    return SmallBook(tmp_path / "book")


def test_the_line_is_shown_that_is_meant(book: SmallBook) -> None:
    """Lines end at line feeds alone, whatever else Python takes for the end of one."""
    book.meeting("2024-06-05", "status: held\nreason: a\x0cb\u2028c\x85d\nnotes: \u2029\n")
    out = book.run("validate").out
    assert out.count("3 | reason: a") == 3
    assert out.count("4 | notes: ") == 1


@pytest.mark.parametrize(
    "text",
    [
        "- " * 20_000 + "x",
        "? " * 20_000 + "x",
        "[{" * 20_000,
        "- ? " * 20_000,
        "".join(" " * n + "-\n" for n in range(2000)),
        f"duration: {'9' * 10_000}",
        "duration: 1e999",
        "1: x",
        "? |\n  x\n: y",
        "{a: b}: c",
        "²: x",
        "a/b: x",
        '"": x',
        "occurrence: 9999-12-31",
    ],
    ids=lambda text: text[:12],
)
def test_no_text_is_a_bug(book: SmallBook, text: str) -> None:
    book.write("data/meetings/2024-06-05.yaml", f"date: 2024-06-05\nstatus: held\n{text}\n")
    ran = book.run("validate")
    assert (ran.code, "--> data/meetings/2024-06-05.yaml:" in ran.out) == (1, True), ran.err
    assert book.run("attendance").code == 2
    assert book.run("fmt").code in {0, 2}
