"""`make bench`: our commands, what others would reach for, and what the machine allows, timed on the same records.

    .venv/bin/python benchmarks/bench.py [--rounds N] SIZE…

Everything that it makes stands in `.bench/`; what was measured is written to `benchmarks/RESULTS.md`.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from generate import generate
from timing import Case, table, time_all

HERE = Path(__file__).parent
WORK = HERE.parent / ".bench"
PEERS = WORK / "peers" / "bin"
OURS = [sys.executable, "-m", "rugctl", "--today", "2024-06-10"]
WORDS = '"budget archive"'
_MAIN = "import sys; sys.argv[0] = 'rugctl'; from rugctl.__main__ import main; main()"
PEERS_UP_TO = 10_000
"""More files than that are too many for one call of the others, or would take them hours."""
_QUERY = "import duckdb; print(duckdb.sql(\"SELECT * FROM '{}' WHERE person = '{}' ORDER BY date DESC\").fetchall())"
_CONVERT = "import duckdb; duckdb.sql(\"COPY (SELECT * FROM read_csv('{}')) TO '{}'\")"


def main() -> None:
    """Measure what was asked for, and write the results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=[80, 1000, 10_000], metavar="SIZE")
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    WORK.mkdir(exist_ok=True)
    missing = install_peers()
    parts, costs = [], {}
    for size in given.sizes:
        print(f"{size} meetings", file=sys.stderr)
        root = repository(size)
        cases = cases_of(size, root)
        time_all(cases, given.rounds, partial(_settle, root))
        unit = next(case for case in cases if case.name.startswith("T:"))
        parts.append(f"## {size:,} meetings\n\n{table(cases, unit)}\n\n{_sizes(size)}\n")
        costs[size] = {case.name: case.cpu for case in cases if case.runs}
    text = "\n".join([_heading(missing, given.rounds), *parts, _growth(costs)])
    (HERE / "RESULTS.md").write_text(text, encoding="utf-8")


def install_peers() -> list[str]:
    """Install what others use, each at its version; return what cannot be installed here."""
    missing = []
    if not PEERS.exists():
        subprocess.run([sys.executable, "-m", "venv", WORK / "peers"], check=True)
    for requirement in (HERE / "peers.txt").read_text(encoding="ascii").split():
        pip = [str(PEERS / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--only-binary=:all:", requirement]
        if subprocess.run(pip, check=False, capture_output=True).returncode:
            missing.append(requirement)
    return missing


def repository(size: int) -> Path:
    """Return a repository of so many meetings, with its index; it is made where there is none yet."""
    root = WORK / f"groups-{size}"
    if not (root / ".git").exists():
        shutil.rmtree(root, ignore_errors=True)
        generate(root, size)
        shutil.copytree(HERE.parent / "schemas", root / "schemas")
        _git(root, "init", "--quiet")
        _git(root, "config", "user.name", "Bench")
        _git(root, "config", "user.email", "bench@example.org")
        _git(root, "config", "gc.auto", "0")
        _git(root, "add", "--all")
        _git(root, "commit", "--quiet", "--message", "Begin")
        _git(root, "gc", "--quiet")
    return root


def _settle(root: Path) -> None:
    """Let no file be so young that it must be read, and bring the index up."""
    _git(root, "checkout", "--quiet", "--", "data")
    time.sleep(3)
    subprocess.run([*OURS, "validate"], cwd=root, check=True, capture_output=True)


def _git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True)


def cases_of(size: int, root: Path) -> list[Case]:
    """Return what is timed in a repository."""
    slow = 1 if size > PEERS_UP_TO else 3
    return [*_floors(root, slow), *_queries(root, size), *_peers(size, root), *_checks(root, slow), *_writes(root)]


def _floors(root: Path, slow: int) -> list[Case]:
    bare = [sys.executable, str(HERE / "bare.py")]
    return [
        Case("`python -c pass`", [sys.executable, "-c", "pass"], root),
        Case("T: a bare Typer application", [*bare, "one"], root),
        Case("`git status -uall`", ["git", "status", "--porcelain", "-uall"], root),
        Case("read, compose, make models", [*bare, "loop", "data/meetings"], root, rounds=slow),
    ]


def _queries(root: Path, size: int) -> list[Case]:
    once = "1.15 of T or git status" if size > PEERS_UP_TO else "1.25"
    listing = "3 T" if size >= PEERS_UP_TO else ""
    return [
        Case("`attendance --person NAME`", [*OURS, "attendance", "--person", _first(root, "people")], root, once),
        Case("`topics NAME`", [*OURS, "topics", _first(root, "topics")], root, once),
        Case("`attendance`", [*OURS, "attendance"], root, listing),
        Case("`topics`", [*OURS, "topics"], root, listing),
        Case("`people`", [*OURS, "people"], root, listing),
        Case("`actions`", [*OURS, "actions"], root, listing),
        Case("`search WORDS`", [*OURS, "search", WORDS], root, listing),
        Case("`status`", [*OURS, "status"], root),
    ]


def _first(root: Path, registry: str) -> str:
    """Return the first name of a registry."""
    lines = (root / "data" / f"{registry}.yaml").read_text(encoding="utf-8").splitlines()
    return next(line.removeprefix("    name: ") for line in lines if line.startswith("    name: "))


def _checks(root: Path, slow: int) -> list[Case]:
    record = next((root / "data" / "meetings").rglob("2014-0*.yaml"))

    def toggle() -> None:
        text = record.read_text(encoding="utf-8")
        record.write_text(text[:-1] if text.endswith("\n\n") else f"{text}\n", encoding="utf-8")

    def lose() -> None:
        shutil.rmtree(root / ".git" / "rugctl", ignore_errors=True)

    return [
        Case("`validate`, no index", [*OURS, "validate"], root, "80: 3.5 T; 10k: 2 of the bare loop", lose, slow),
        Case("`validate`, nothing changed", [*OURS, "validate"], root, "1.4"),
        Case("`validate`, one record changed", [*OURS, "validate"], root, "3.5", toggle),
    ]


def _writes(root: Path) -> list[Case]:
    group = ["--group", "group-001"] if (root / "data" / "groups").is_dir() else []

    def undo() -> None:
        _git(root, "reset", "--quiet", "--hard", "HEAD~1" if _commits(root) > 1 else "HEAD")
        subprocess.run([*OURS, "validate"], cwd=root, check=True, capture_output=True)

    complete = {"_RUGCTL_COMPLETE": "complete_bash", "COMP_WORDS": "rugctl attendance --person aar", "COMP_CWORD": "3"}
    return [
        Case("completion of a person", [sys.executable, "-c", _MAIN], root, "1.2", environment=complete),
        Case("`new-meeting`, with commit", [*OURS, *group, "new-meeting"], root, "5", undo, 5),
    ]


def _commits(root: Path) -> int:
    counted = subprocess.run(["git", "rev-list", "--count", "HEAD"], cwd=root, check=True, capture_output=True, text=True)
    return int(counted.stdout)


def _peers(size: int, root: Path) -> list[Case]:
    person = _first(root, "people").lower().replace(" ", "-")
    found = [Case("`git grep NAME`", ["git", "grep", person], root), Case("`rg NAME`", [str(PEERS / "rg"), person, "data"], root)]
    parquet = WORK / f"attendances-{size}.parquet"
    if _export(root, parquet):
        found.append(Case("DuckDB, a person's attendances", [str(PEERS / "python"), "-c", _QUERY.format(parquet, person)], root))
    if size > PEERS_UP_TO:
        return found
    files = [str(path.relative_to(root)) for path in sorted((root / "data" / "meetings").rglob("*.yaml"))]
    schema, python = "schemas/meeting.schema.json", [str(PEERS / "python"), "-m"]
    yamale = [
        python[0],
        "-c",
        "from yamale.command_line import main; main()",
        "--schema",
        str(HERE / "meeting.yamale.yaml"),
        "data/meetings",
    ]
    return [
        *found,
        Case("yamale", yamale, root, rounds=1),
        Case("check-jsonschema", [*python, "check_jsonschema", "--schemafile", schema, *files], root, rounds=1),
        Case("yamllint", [*python, "yamllint", "-d", "relaxed", "data"], root, rounds=1),
    ]


def _export(root: Path, parquet: Path) -> bool:
    table = parquet.with_suffix(".csv")
    with table.open("w", encoding="utf-8") as stream:
        subprocess.run([*OURS, "sql", "SELECT * FROM attendances", "--format", "csv"], cwd=root, check=True, stdout=stream)
    convert = [str(PEERS / "python"), "-c", _CONVERT.format(table, parquet)]
    return not subprocess.run(convert, check=False, capture_output=True).returncode


def _sizes(size: int) -> str:
    root = WORK / f"groups-{size}"
    index = sum(path.stat().st_size for path in (root / ".git" / "rugctl").glob("index-*"))
    records = sum(path.stat().st_size for path in (root / "data").rglob("*.yaml"))
    return f"The index takes {index / 1e6:.1f} MB, the records {records / 1e6:.1f} MB."


def _heading(missing: Sequence[str], rounds: int) -> str:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()}"
    lines = [
        "# What things cost",
        "",
        f"`make bench` on {datetime.now(UTC):%Y-%m-%d}: {machine}. Whole processes, medians of up to {rounds} alternating rounds,",
        "one for the slowest. *Passed* is by the clock on the wall, *worked* the time of all processors, with that of `find` and",
        "`git` which work beside. Ratios are of what was worked, which other load on the machine changes less. MB is the most of",
        "one process.",
    ]
    if missing:
        lines.append(f"Not to be had here, so left out: {', '.join(missing)}.")
    return "\n".join([*lines, ""])


def _growth(costs: dict[int, dict[str, float]]) -> str:
    lines = ["## How it grows", "", f"| worked, ms | {' | '.join(f'{size:,}' for size in costs)} |", f"| --- |{' --: |' * len(costs)}"]
    for name in next(iter(costs.values())):
        values = [f"{cost[name] * 1000:.0f}" if name in cost else "–" for cost in costs.values()]
        lines.append(f"| {name} | {' | '.join(values)} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
