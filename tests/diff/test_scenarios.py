"""What people do to records is told in the words of `expected/`, in each format; UPDATE_EXPECTED=1 writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rugctl.cli.diff import compared
from rugctl.index.files import Held
from rugctl.index.opening import open_index
from tests.books import EXAMINER
from tests.diff.ends import edited, ends_of, repository_of, written
from tests.diff.scenarios import SCENARIOS
from tests.queries.small import small_files

EXPECTED = Path(__file__).parent / "expected"


@pytest.mark.parametrize("name", SCENARIOS)
def test_told_in_all_formats(name: str, tmp_path: Path) -> None:
    base, head = ends_of(repository_of(tmp_path / "repository", small_files(), edited(*SCENARIOS[name])))
    found = written(compared(open_index(None, Held(head), EXAMINER), base, head))
    if os.environ.get("UPDATE_EXPECTED"):
        for ending, text in found.items():
            (EXPECTED / f"{name}.{ending}").write_text(text, encoding="utf-8")
    assert found == {ending: (EXPECTED / f"{name}.{ending}").read_text(encoding="utf-8") for ending in found}


def test_no_golden_words_are_left_over() -> None:
    assert {path.stem for path in EXPECTED.iterdir()} == set(SCENARIOS)
