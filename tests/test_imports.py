"""What a command imports is what it costs: on an unchanged repository no query may bring in the heavy libraries."""

from __future__ import annotations

import re
import subprocess
import sys
import time

import pytest

from rugctl.scan import YOUNG
from tests.writing.desk import Desk

HEAVY = ("pydantic", "pydantic_core", "ruamel", "yaml", "git", "dateutil", "mammoth", "pyarrow")
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

HOT = [
    ["validate"],
    ["attendance", "--person", "ana lima"],
    ["topics", "queues"],
    ["actions"],
    ["people"],
]
COLD = {
    "rugctl.changes", "rugctl.diagnostics", "rugctl.gitrepo", "rugctl.index.filling", "rugctl.index.placing", "rugctl.index.refresh",
    "rugctl.likeness", "rugctl.queries.tallies", "rugctl.recurrence", "rugctl.render.snippets", "rugctl.resolving", "rugctl.writing",
    "rugctl.written_names", "_hashlib", "csv", "dataclasses", "json",
}  # fmt: skip
"""What costs a millisecond or more together with its like, and is for writing, for other formats, and where something changed."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk.make(tmp_path_factory.mktemp("imports") / "repository")
    time.sleep(YOUNG)  # records younger than that are read each time
    assert desk.run("validate").code == 0
    return desk


def test_settings_are_read_with_nothing_heavy_and_only_where_there_are_some(desk: Desk) -> None:
    assert "tomllib" not in _imported(desk, "validate")
    (desk.root / "rugctl.toml").write_text('rules.orphan = "off"\n', encoding="utf-8")
    try:
        assert desk.run("validate").code == 0
        imported = _imported(desk, "validate")
    finally:
        (desk.root / "rugctl.toml").unlink()
        desk.run("validate")  # as it was for the others
    assert "tomllib" in imported
    assert not imported.intersection(HEAVY)


@pytest.mark.parametrize("arguments", QUERIES, ids=" ".join)
def test_queries_on_an_unchanged_repository_import_nothing_heavy(desk: Desk, arguments: list[str]) -> None:
    imported = _imported(desk, *arguments)
    assert "sqlite3" in imported
    assert not imported.intersection({*HEAVY, "rich"})


@pytest.mark.parametrize("arguments", HOT, ids=" ".join)
def test_what_is_asked_most_imports_only_what_answers(desk: Desk, arguments: list[str]) -> None:
    assert _modules(desk, *arguments) & COLD == set()


def test_the_listing_begins_before_anything_else_is_imported() -> None:
    code = "import sys; before = set(sys.modules); import rugctl.__main__; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= {"__future__", "gc", "rugctl", "rugctl.__main__", "rugctl.scan"}


def _imported(desk: Desk, *arguments: str) -> set[str]:
    """Run the program, and return the packages that it imported."""
    return {name.split(".")[0] for name in _modules(desk, *arguments)}


def _modules(desk: Desk, *arguments: str) -> set[str]:
    """Run the program, and return the modules that it imported, not those of what measures the tests."""
    environment = {key: value for key, value in desk.environment_of_runs().items() if not key.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "rugctl", *arguments],
        cwd=desk.root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return {match[1] for match in re.finditer(r"^import time:.*\|\s*(\S+)$", done.stderr, re.MULTILINE)}


ALL_COMMANDS = """\
import sys, typer
from rugctl.cli.app import COMMANDS, app
group = typer.main.get_command(app)
for name in COMMANDS:
    command = group.get_command(typer.Context(group), name)
    for later in getattr(command, "later", ()):
        command.get_command(typer.Context(command), later)
print(*sys.modules)
"""


def test_no_command_brings_in_what_is_heavy_before_it_runs() -> None:
    """Its options are completed and its help is shown without."""
    done = subprocess.run([sys.executable, "-c", ALL_COMMANDS], capture_output=True, text=True, check=True)
    imported = {name.split(".")[0] for name in done.stdout.split()}
    assert "typer" in imported
    assert not imported.intersection({*HEAVY, "rich"})
