"""The shipped minutes: whole, right, and in canonical form."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}")


def rugctl(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rugctl", "-C", str(ROOT), "--today", "2025-02-20", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def rows(query: str) -> list[dict[str, Any]]:
    done = rugctl("sql", "--format", "jsonl", query)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_check_passes_with_the_documents_own_contradictions_only() -> None:
    done = rugctl("validate", "--format", "json")
    assert done.returncode == 0
    assert [d["rule"] for d in json.loads(done.stdout)["diagnostics"]] == ["first-time", "first-time"]


def test_every_record_is_in_canonical_form() -> None:
    done = rugctl("fmt", "--check")
    assert done.returncode == 0, done.stderr


def test_every_entry_of_the_document_is_a_record() -> None:
    counts = {row["status"]: row["n"] for row in rows("SELECT status, count(*) AS n FROM meetings GROUP BY status")}
    assert counts == {"held": 62, "cancelled": 9, "skipped": 5, "unrecorded": 3, "no-show": 2}
    first, last = (rows(f"SELECT {end}(date) AS d FROM meetings")[0]["d"] for end in ("min", "max"))
    assert (first, last) == ("2019-08-14", "2025-02-19")


def test_every_date_is_a_wednesday_or_says_what_it_stands_for() -> None:
    odd = [row for row in rows("SELECT date, occurrence FROM meetings") if date.fromisoformat(row["date"]).weekday() != 2]
    assert odd == [{"date": "2019-12-26", "occurrence": "2019-12-25"}]


def test_every_expected_date_is_recorded_or_in_a_stretch_that_says_why_not() -> None:
    done = rugctl("schedule", "--since", "2019", "--until", "2025-02-19", "--format", "jsonl")
    dates = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(dates) == len(rows("SELECT 1 FROM occurrences")) == 134
    assert {row["status"] for row in dates if row["meeting"] is None} == {"paused", "unrecorded"}
    assert all(row["meeting"] or row["reason"] for row in dates)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        ("2019-10-23", ["17:00", "08:00", "11:00", "15:00"]),
        ("2019-11-13", ["11:00", "02:00", "05:00", "10:00"]),  # the minutes say 9AM UTC, as in summer
        ("2020-02-05", ["03:00", "18:00", "21:00", "02:00"]),  # the next day in Europe, and in UTC
        ("2021-03-03", ["17:00", "08:00", "11:00", "16:00"]),
        ("2021-03-17", ["16:00", "08:00", "11:00", "15:00"]),  # America has changed its clocks, Europe has not
        ("2021-04-07", ["17:00", "08:00", "11:00", "15:00"]),
        ("2021-11-03", ["16:00", "08:00", "11:00", "15:00"]),  # Europe has, America has not
        ("2021-11-17", ["17:00", "08:00", "11:00", "16:00"]),
    ],
)
def test_local_times_on_both_sides_of_changes_of_the_clocks(day: str, hours: list[str]) -> None:
    (row,) = map(json.loads, rugctl("schedule", "--in", day, "--format", "jsonl").stdout.splitlines())
    zones = ("Europe/Zurich", "America/Los_Angeles", "America/New_York", "UTC")
    assert [row[zone][-5:] for zone in zones] == hours


def test_later_entries_stand_above_earlier_ones_in_the_document() -> None:
    lines = [row["source_line"] for row in rows("SELECT source_line FROM meetings ORDER BY date")]
    assert None not in lines
    assert lines == sorted(lines, reverse=True)


def test_topics_are_useful() -> None:
    topics = rows("SELECT topic, count(*) AS n FROM agenda_topics GROUP BY topic")
    items = rows("SELECT count(*) AS n FROM agenda_items")[0]["n"]
    assert 60 <= len(topics) <= 120
    assert max(row["n"] for row in topics) < items / 4


def test_no_e_mail_address_stands_in_the_data() -> None:
    for path in (ROOT / "data").rglob("*"):
        if path.is_file():
            assert not EMAIL.search(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("path", ["people.yaml", "organizations.yaml", "topics.yaml", "group.yaml", "backlog.yaml"])
def test_registries_read_alike_by_another_yaml_1_2_reader(path: str) -> None:
    from ruamel.yaml import YAML

    from rugctl.yamlfile import parse

    data = (ROOT / "data" / path).read_bytes()
    other = json.loads(json.dumps(YAML(typ="safe", pure=True).load(data), default=str))
    assert parse(data).value == other


def test_an_index_in_the_way_is_built_anew(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    kept = tmp_path / ".git/rugctl/index"
    kept.parent.mkdir(parents=True)
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    kept.write_bytes(b"not a database at all")
    for _ in range(2):
        command = [sys.executable, "-m", "rugctl", "-C", str(tmp_path), "sql", "SELECT count(*) FROM meetings"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout.split()[-1], done.stderr) == (0, "81", "")
        damaged = bytearray(kept.read_bytes())
        damaged[300_000:310_000] = bytes(10_000)
        kept.write_bytes(damaged)
