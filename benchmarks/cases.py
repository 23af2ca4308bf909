"""What is timed in a repository of made-up groups: floors, questions, checks, writes, and what others do on the same records."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from timing import Case

HERE = Path(__file__).parent
WORK = HERE.parent / ".bench"
PEERS = WORK / "peers" / "bin"
OURS = [sys.executable, "-m", "rugctl", "--today", "2024-06-10"]
WORDS = '"budget archive"'
PEERS_UP_TO = 10_000
"""More files than that are too many for one call of the others, or would take them hours."""
MANY = 1000
"""So many findings are made, in as many files, where there are so many."""
T = "T: a bare Typer application"
_MAIN = "import sys; sys.argv[0] = 'rugctl'; from rugctl.__main__ import main; main()"
_DUCKDB = "import duckdb; print(duckdb.sql(\"SELECT * FROM '{}/attendances.parquet' WHERE person = '{}' ORDER BY date DESC\").fetchall())"
_TRACED = """\
import sqlite3, sys
out, connect = open(sys.argv.pop(1), "w", buffering=1, encoding="utf-8"), sqlite3.connect
def traced(*given, **more):
    connection = connect(*given, **more)
    connection.set_trace_callback(lambda sql: out.write(sql.strip().rstrip(";") + ";\\n"))
    return connection
sqlite3.connect = traced
from rugctl.__main__ import main
main()
"""
"""Runs the program, and writes down what it asks SQLite."""
_SHELL = """\
import sqlite3, sys
connection, asked = sqlite3.connect(sys.argv[1], isolation_level=None), ""
for line in open(sys.argv[2], encoding="utf-8"):
    asked += line
    if sqlite3.complete_statement(asked):
        for row in connection.execute(asked):
            print(*row, sep="|")
        asked = ""
"""
"""Stands for SQLite's shell where there is none."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A repository, how many meetings it has, and a person and a topic that it knows."""

    size: int
    root: Path
    person: str
    topic: str

    @classmethod
    def of(cls, size: int, root: Path) -> Ground:
        """Look for the names in the registries."""
        return cls(size, root, _first(root, "people"), _first(root, "topics"))

    @property
    def slow(self) -> int:
        """How often what takes long is run."""
        return 1 if self.size > PEERS_UP_TO else 3


def _first(root: Path, registry: str) -> str:
    """Return the first name of a registry."""
    lines = (root / "data" / f"{registry}.yaml").read_text(encoding="utf-8").splitlines()
    return next(line.removeprefix("    name: ") for line in lines if line.startswith("    name: "))


def cases_of(ground: Ground) -> dict[str, list[Case]]:
    """Return what is timed, by kinds; what leaves findings comes last, for it is settled after each round."""
    return {
        "Floors": _floors(ground),
        "Questions": _questions(ground),
        "Listings, and their SQL in SQLite's shell": _listings(ground),
        "Others": _others(ground),
        "Checks": [*_checks(ground), *_findings(ground)],
        "Writes": _writes(ground),
    }


def _floors(ground: Ground) -> list[Case]:
    bare = [sys.executable, str(HERE / "bare.py")]
    return [
        Case("`python -c pass`", [sys.executable, "-c", "pass"], ground.root),
        Case(T, [*bare, "one"], ground.root),
        Case("`git status -uall`", ["git", "status", "--porcelain", "-uall"], ground.root),
        Case("read, compose, make models", [*bare, "loop", "data/meetings"], ground.root, rounds=ground.slow),
    ]


def _questions(ground: Ground) -> list[Case]:
    once = "1.15 of T or git status" if ground.size > PEERS_UP_TO else "1.25"
    person = [*OURS, "attendance", "--person", ground.person]
    complete = {"_RUGCTL_COMPLETE": "complete_bash", "COMP_WORDS": "rugctl attendance --person aar", "COMP_CWORD": "3"}
    return [
        Case("`attendance --person NAME`", person, ground.root, once),
        Case("the same, on a terminal", person, ground.root, "2", terminal=True),
        Case("`topics NAME`", [*OURS, "topics", ground.topic], ground.root, once),
        Case("completion of a person", [sys.executable, "-c", _MAIN], ground.root, "1.2", environment=complete),
        Case("`status`", [*OURS, "status"], ground.root),
    ]


def _listings(ground: Ground) -> list[Case]:
    goal = "3 T, or 1.3 of its SQL" if ground.size >= PEERS_UP_TO else ""
    found = []
    for name, *arguments in (["attendance"], ["topics"], ["people"], ["actions"], ["search", WORDS]):
        found.append(Case(f"`{' '.join([name, *('WORDS' for _ in arguments)])}`", [*OURS, name, *arguments], ground.root, goal))
        found.append(_bare_sql(ground, name, arguments))
    return found


def _bare_sql(ground: Ground, name: str, arguments: list[str]) -> Case:
    """Return the case of what a listing asks SQLite, asked by SQLite's own shell of the same index."""
    asked, index = WORK / f"{name}-{ground.size}.sql", WORK / f"index-{ground.size}"
    subprocess.run(
        [sys.executable, "-c", _TRACED, str(asked), *OURS[3:], name, *arguments], cwd=ground.root, check=True, capture_output=True
    )

    def link() -> None:
        index.unlink(missing_ok=True)
        index.symlink_to(next((ground.root / ".git" / "rugctl").glob("index-*")))

    shell = shutil.which("sqlite3")
    command = [shell, "-readonly", str(index), f".read '{asked}'"] if shell else [sys.executable, "-ISc", _SHELL, str(index), str(asked)]
    return Case(f"SQL of `{name}`{'' if shell else ', asked by Python'}", command, ground.root, ready=link)


def _others(ground: Ground) -> list[Case]:
    person = ground.person.lower().replace(" ", "-")
    exports, python = WORK / f"exports-{ground.size}", str(PEERS / "python")
    export = [*OURS, "export", "parquet", "--output", str(exports)]
    found = [
        Case("`git grep NAME`", ["git", "grep", person], ground.root),
        Case("`rg NAME`", [str(PEERS / "rg"), person, "data"], ground.root),
        Case("`export parquet`", export, ground.root, rounds=ground.slow),
        Case("DuckDB on that, a person's attendances", [python, "-c", _DUCKDB.format(exports, person)], ground.root),
    ]
    if ground.size > PEERS_UP_TO:
        return found
    files = [str(path.relative_to(ground.root)) for path in sorted((ground.root / "data" / "meetings").rglob("*.yaml"))]
    yamale = [python, "-c", "from yamale.command_line import main; main()", "--schema", str(HERE / "meeting.yamale.yaml"), "data/meetings"]
    schema = ["--schemafile", "schemas/meeting.schema.json"]
    return [
        *found,
        Case("yamale", yamale, ground.root, rounds=1),
        Case("check-jsonschema", [python, "-m", "check_jsonschema", *schema, *files], ground.root, rounds=1),
        Case("yamllint", [python, "-m", "yamllint", "-d", "relaxed", "data"], ground.root, rounds=1),
    ]


def _checks(ground: Ground) -> list[Case]:
    root = ground.root
    record = next((root / "data" / "meetings").rglob("2014-0*.yaml"))

    def toggle() -> None:
        text = record.read_text(encoding="utf-8")
        record.write_text(text[:-1] if text.endswith("\n\n") else f"{text}\n", encoding="utf-8")

    def lose() -> None:
        shutil.rmtree(root / ".git" / "rugctl", ignore_errors=True)

    return [
        Case("`validate`, no index", [*OURS, "validate"], root, "80: 3.5 T; 10k: 2 of the bare loop", lose, ground.slow),
        Case("`validate`, nothing changed", [*OURS, "validate"], root, "1.4"),
        Case("`validate`, one record changed", [*OURS, "validate"], root, "3.5", toggle),
    ]


def _findings(ground: Ground) -> list[Case]:
    """Return the cases with findings: one that is known, many that are known, and many that were made just now."""
    held = [path for path in sorted((ground.root / "data" / "meetings").rglob("*.yaml")) if "\nstatus: held\n" in path.read_text("utf-8")]
    check = [*OURS, "validate"]

    def make(count: int, *, known: bool) -> None:
        settle(ground.root)
        for n, path in enumerate(held[:count]):  # an id that several files name is one finding
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("status: held\n", f"status: held\nscribe: nobody-{n}\n", 1), encoding="utf-8")
        if known:
            time.sleep(3)
            subprocess.run(check, cwd=ground.root, check=False, capture_output=True)

    many, one, goal = min(MANY, len(held)), partial(make, 1, known=True), "3 s"
    return [
        Case("`validate`, one finding", check, ground.root, "50 ms more than none", one, ground.slow),
        Case("`validate`, up to 1,000 findings", check, ground.root, goal, partial(make, many, known=True), ground.slow),
        Case("`validate`, the same made just now", check, ground.root, goal, partial(make, many, known=False), ground.slow),
    ]


def settle(root: Path) -> None:
    """Let the records be as committed, and no file so young that it must be read, and bring the index up."""
    _git(root, "checkout", "--quiet", "--", "data")
    time.sleep(3)
    subprocess.run([*OURS, "validate"], cwd=root, check=True, capture_output=True)


def _writes(ground: Ground) -> list[Case]:
    group = ["--group", "group-001"] if (ground.root / "data" / "groups").is_dir() else []

    def undo() -> None:
        _git(ground.root, "reset", "--quiet", "--hard", "HEAD~1" if _commits(ground.root) > 1 else "HEAD")
        settle(ground.root)

    return [Case("`new-meeting`, with commit", [*OURS, *group, "new-meeting"], ground.root, "5", undo, 5)]


def _git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True)


def _commits(root: Path) -> int:
    counted = subprocess.run(["git", "rev-list", "--count", "HEAD"], cwd=root, check=True, capture_output=True, text=True)
    return int(counted.stdout)
