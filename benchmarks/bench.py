"""`make bench`: our commands, what others would reach for, and what the machine allows, timed on the same records.

    .venv/bin/python benchmarks/bench.py [--rounds N] SIZE…

Everything that it makes stands in `.bench/`; what was measured is written to `benchmarks/RESULTS.md` and `growth.svg` after each size.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from cases import HERE, OURS, PEERS, PEERS_UP_TO, WORK, Ground, T, cases_of, settle
from document import write_document
from generate import generate
from growth import growth_drawing, growth_table
from timing import Case, table, time_all

SIZES = [80, 1000, 10_000]
LONG = 10
"""Megabytes of a document that is imported only beside large repositories, as it takes half a minute; else a tenth of it."""


@dataclass(slots=True)
class Results:
    """What was measured so far: a part of the page for each size, and what each case cost, by kinds and sizes."""

    rounds: int
    missing: Sequence[str]
    parts: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    costs: dict[str, dict[str, dict[int, float]]] = field(default_factory=dict)

    def add(self, size: int, kinds: Mapping[str, Sequence[Case]]) -> None:
        """Take the cases of a size that were run."""
        cases = [case for kind in kinds.values() for case in kind]
        unit = next(case for case in cases if case.name == T)
        self.sizes.append(size)
        self.parts.append(f"## {size:,} meetings\n\n{table(cases, unit)}\n\n{_sizes(size)}\n")
        for kind, those in kinds.items():
            for case in those:
                if case.runs:
                    self.costs.setdefault(kind, {}).setdefault(case.name, {})[size] = case.cpu

    def write(self) -> None:
        """Write the page and the drawing."""
        costs = {name: cost for kind in self.costs.values() for name, cost in kind.items()}
        growth = f"## How it grows\n\n![A line for each, both scales logarithmic](growth.svg)\n\n{growth_table(costs, self.sizes)}\n"
        (HERE / "RESULTS.md").write_text("\n".join([_heading(self.missing, self.rounds), *self.parts, growth]), encoding="utf-8")
        (HERE / "growth.svg").write_text(growth_drawing(self.costs, self.sizes), encoding="utf-8")


def main() -> None:
    """Measure what was asked for, and write the results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="SIZE")
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    WORK.mkdir(exist_ok=True)
    results = Results(given.rounds, install_peers())
    for size in given.sizes:
        print(f"{size} meetings", file=sys.stderr)
        root = repository(size)
        settle(root)
        kinds = cases_of(Ground.of(size, root))
        time_all([case for kind in kinds.values() for case in kind], given.rounds, partial(settle, root))
        settle(root)  # what is told of the index's size is that of one without findings
        results.add(size, kinds)
        results.write()
    results.parts.append(imports([LONG / 10, LONG] if max(given.sizes) >= PEERS_UP_TO else [LONG / 10]))
    results.write()


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
    """Return a repository of so many meetings, with its index; it is made where there is none yet, or a whole one is not."""
    root = WORK / f"groups-{size}"
    if not (root / ".git" / "made").exists():
        shutil.rmtree(root, ignore_errors=True)
        generate(root, size)
        shutil.copytree(HERE.parent / "schemas", root / "schemas")
        for arguments in (
            ["init", "--quiet"],
            ["config", "user.name", "Bench"],
            ["config", "user.email", "bench@example.org"],
            ["config", "gc.auto", "0"],
            ["add", "--all"],
            ["commit", "--quiet", "--message", "Begin"],
            ["gc", "--quiet"],
        ):
            subprocess.run(["git", *arguments], cwd=root, check=True)
        (root / ".git" / "made").touch()
    return root


def imports(lengths: Sequence[float]) -> str:
    """Import running documents into nothing, and return what that took as a part of the page."""
    empty = WORK / "empty"
    empty.mkdir(exist_ok=True)
    lines = ["## Import of a running document", "", "| Markdown, MB | passed, s | worked, s / MB | MB | MB / document |"]
    lines += ["| --: | --: | --: | --: | --: |"]
    for length in lengths:
        file = WORK / f"minutes-{length:g}.md"
        write_document(file, length)
        size = file.stat().st_size / 1e6
        case = Case(f"import of {length:g} MB", [*OURS, "import", str(file), "--dry-run"], empty, rounds=3 if length < LONG else 1)
        time_all([case], case.rounds, lambda: None)
        if case.runs:
            lines.append(f"| {size:.1f} | {case.wall:.1f} | {case.cpu / size:.1f} | {case.memory} | {case.memory / size:.0f} |")
    return "\n".join([*lines, "", "`import --dry-run` in an empty folder. Aimed at: 5 s and 40 MB a megabyte, at 10 MB.", ""])


def _sizes(size: int) -> str:
    root = WORK / f"groups-{size}"
    index = sum(path.stat().st_size for path in (root / ".git" / "rugctl").glob("index-*"))
    records = sum(path.stat().st_size for path in (root / "data").rglob("*.yaml"))
    exports = sum(path.stat().st_size for path in (WORK / f"exports-{size}").glob("*.parquet"))
    return f"The index takes {index / 1e6:.1f} MB, the records {records / 1e6:.1f} MB, their export as Parquet {exports / 1e6:.1f} MB."


def _heading(missing: Sequence[str], rounds: int) -> str:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()}"
    lines = [
        "# What things cost",
        "",
        f"`make bench` on {datetime.now(UTC):%Y-%m-%d}: {machine}. Whole processes, medians of up to {rounds} alternating rounds,",
        "one for the slowest. *Passed* is by the clock on the wall, *worked* the time of all processors, with that of `find` and",
        "`git` which work beside. The aims are of what passed; what was worked changes less with other load. MB is the most of",
        "one process. *SQL of …* are the statements that the listing above it asks, asked by SQLite's own shell of the same index.",
    ]
    if missing:
        lines.append(f"Not to be had here, so left out: {', '.join(missing)}.")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
