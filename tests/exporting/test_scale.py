"""What docs/scale.md tells people to run does run, but for Spark."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.cli.small_book import SmallBook

PAGE = (Path(__file__).parents[2] / "docs" / "scale.md").read_text(encoding="utf-8")


def test_the_questions_for_duckdb_are_answered(tmp_path: Path) -> None:
    book = SmallBook(tmp_path / "book")
    book.meeting("2024-02-07", "status: held\nattendees: [ada, {person: bob, organization: [cern, psi]}]\n")
    for name in ("one", "two"):
        assert book.run("export", "parquet", "--output", f"{tmp_path}/exports/{name}", "--repository", name).code == 0
    program = next(text for text in re.findall(r"<<'END'\n(.*?)END\n", PAGE, re.DOTALL) if "import duckdb" in text)
    done = subprocess.run([sys.executable, "-"], input=program, cwd=tmp_path, capture_output=True, text=True, check=True)
    rows = [re.findall(r"[\w-]+", line) for line in done.stdout.splitlines()]
    assert ["ada", "2", "2", "2024-02-07", "2024-02-07"] in rows
    assert ["cern", "2024", "4", "4"] in rows
    assert ["psi", "2024", "2", "2"] in rows


def test_every_export_on_the_page_is_a_command(tmp_path: Path) -> None:
    book = SmallBook(tmp_path / "book")
    for format in {"parquet", "csv", "sqlite", "json"} & set(re.findall(r"rugctl export (\w+)", PAGE)):
        assert book.run("export", format, "--output", format).code == 0
    assert len(list(book.root.iterdir())) == 5
