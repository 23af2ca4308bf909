"""What a command imports is what it costs: on an unchanged repository no query may bring in the heavy libraries."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.writing.desk import Desk

HEAVY = ("pydantic", "pydantic_core", "ruamel", "yaml", "git", "dateutil", "mammoth")
QUERIES = [
    ["validate"],
    ["diff"],
    ["attendance"],
    ["attendance", "--person", "ana lima"],
    ["attendance", "--by", "organization"],
    ["topics"],
    ["topics", "queues"],
    ["questions", "scale"],
    ["decisions"],
    ["actions"],
    ["backlog"],
    ["people"],
    ["people", "show", "ana-lima"],
    ["search", "scale"],
    ["sql", "SELECT count(*) FROM meetings"],
    ["show", "2024-01-03"],
    ["announce", "2024-01-31"],
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk.make(tmp_path_factory.mktemp("imports") / "repository")
    assert desk.run("validate").code == 0
    return desk


@pytest.mark.parametrize("arguments", QUERIES, ids=" ".join)
def test_queries_on_an_unchanged_repository_import_nothing_heavy(desk: Desk, arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "rugctl", *arguments],
        cwd=desk.root,
        env=desk.environment_of_runs(),
        capture_output=True,
        text=True,
        check=False,
    )
    imported = {match[1].split(".")[0] for match in re.finditer(r"^import time:.*\|\s*(\S+)$", done.stderr, re.MULTILINE)}
    assert done.returncode == 0, done.stderr[-2000:]
    assert "sqlite3" in imported
    assert not imported.intersection({*HEAVY, "rich"})
