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


def test_an_id_that_leads_nowhere_is_told_once_and_shown_at_a_few_places(book: SmallBook) -> None:
    days = ["2024-02-07", "2024-03-06", "2024-04-03", "2024-05-01", "2024-06-05", "2024-06-19"]
    for day in days:
        book.meeting(day, "status: held\nattendees: [eve]\n")
    out = book.run("validate", f"data/meetings/{days[-1]}.yaml").out
    assert out.count("error[unknown-person]: no person has the id `eve`") == 1
    assert "--> data/meetings/2024-02-07.yaml:3:13" in out
    assert out.count("- named here too") == 3
    assert "note: and 2 more places, the last in data/meetings/2024-06-19.yaml" in out
