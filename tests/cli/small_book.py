"""A small repository of records in a temporary folder, and the program run in it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

IDENTITY = {
    "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org", "GIT_AUTHOR_DATE": "2024-06-06T10:00:00Z",
    "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org", "GIT_COMMITTER_DATE": "2024-06-06T10:00:00Z",
    "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
}  # fmt: skip

GROUP = """
format: 1
name: Science Users
zones: [Europe/Zurich, America/Los_Angeles, UTC]
documents:
  notes: {title: Running notes, url: https://example.org/notes}
leads:
  - {person: ada, role: lead, since: 2023-01-04}
series:
  - id: wednesdays
    uid: 1f0c
    since: 2024-01-03
    rrule: FREQ=MONTHLY;BYDAY=1WE,3WE
    start: "08:00"
    timezone: America/Los_Angeles
    duration: 60
    join: https://example.org/join
"""
PEOPLE = """
people:
  ada:
    name: Ada Ünal
    affiliations:
      - {organization: cern}
      - {organization: psi, since: 2024-07-01}
  bob:
    name: Bob Li
    affiliations: [psi]
  cyd:
    name: Cyd Roe
"""
ORGANIZATIONS = "organizations:\n  cern: {name: CERN}\n  psi: {name: PSI}\n"
TOPICS = "topics:\n  kueue: {name: Kueue}\n  gpus: {name: GPUs}\n"


@dataclass(frozen=True)
class Ran:
    """What a run left: its exit code and what it wrote."""

    code: int
    out: str
    err: str


class SmallBook:
    """A repository with one group; more is written as the test needs it."""

    def __init__(self, root: Path, *, registries: bool = True) -> None:
        self.root = root
        self.home = root.parent / f"{root.name}-home"
        self.home.mkdir()
        (root / "data" / "meetings").mkdir(parents=True)
        if registries:
            self.write("data/people.yaml", PEOPLE)
            self.write("data/organizations.yaml", ORGANIZATIONS)
            self.write("data/topics.yaml", TOPICS)
            self.write("data/group.yaml", GROUP)

    def write(self, path: str, text: str) -> None:
        """Write a file, its text's indentation removed."""
        full = self.root / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_text(dedent(text).lstrip("\n"), encoding="utf-8", newline="")

    def meeting(self, stem: str, text: str) -> None:
        """Write a meeting; its date is the stem's."""
        self.write(f"data/meetings/{stem}.yaml", f"date: {stem[:10]}\n{dedent(text).lstrip(chr(10))}")

    def read(self, path: str) -> str:
        """Return a file's text, its line ends as they are."""
        return (self.root / path).read_bytes().decode("utf-8")

    def git(self, *arguments: str) -> str:
        """Run git there."""
        done = subprocess.run(["git", "-C", str(self.root), *arguments], env=self.environment(), capture_output=True, text=True, check=True)
        return done.stdout

    def commit_all(self, subject: str) -> None:
        """Make a repository of it where there is none, and commit everything."""
        if not (self.root / ".git").exists():
            self.git("init", "--quiet", "--initial-branch=main")
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", subject)

    def run(self, *arguments: str, today: str = "2024-06-10", folder: str = ".") -> Ran:
        """Run rugctl in a folder of the repository."""
        command = [sys.executable, "-m", "rugctl", "--today", today, *arguments]
        done = subprocess.run(
            command, cwd=self.root / folder, env=self.environment(), capture_output=True, encoding="utf-8", check=False, timeout=60
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def environment(self) -> dict[str, str]:
        """Return the environment that programs run in: pinned, and cut off from the one of whoever tests."""
        passed = ("PATH", "SYSTEMROOT", "TZDIR", "PYTHONPATH", "COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START")
        kept = {key: os.environ[key] for key in passed if key in os.environ}
        return {**kept, **IDENTITY, "HOME": str(self.home), "XDG_CACHE_HOME": str(self.home), "LC_ALL": "C.UTF-8", "COLUMNS": "100"}
