"""A small repository of records under real git, and the program run on it as its user would."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

GROUP = """\
format: 1
name: Example group
zones: [Europe/Zurich, America/New_York]
series:
  - id: fortnightly
    uid: 5b1d3c0a9f
    since: 2024-01-03
    rrule: FREQ=WEEKLY;INTERVAL=2;BYDAY=WE
    start: "16:00"
    timezone: Europe/Zurich
    duration: 60
"""
PEOPLE = """\
people:
  ana-lima:
    name: Ana Lima
    aliases: [A. Lima]
    affiliations: [cern]
  bo-berg:
    name: Bo Berg  # he prefers Bo
    github: bober
    affiliations:
      - {organization: cern, since: 2024-01-03, observed: true}
      - {organization: psi, since: 2024-02-14, observed: true}
"""
ORGANIZATIONS = """\
organizations:
  cern:
    name: CERN
  psi:
    name: Paul Scherrer Institute
    aliases: [PSI]
"""
TOPICS = """\
topics:
  queues:
    name: Queues
"""
MEETINGS = {
    "2024-01-03": """\
date:   2024-01-03   # the first one
status: held
agenda:
- title: 'On queues'
  kind: talk
  speakers: [ana-lima]
  topics: [ queues ]
  notes: |
    - Q (bo-berg): Does it scale? # no comment
      - A (ana-lima): It does.
attendees:
# those in the room
- ana-lima
- {person: bo-berg,   organization: cern} # remote
""",
    "2024-01-17": "date: 2024-01-17\nstatus: cancelled\nreason: Nobody could come\n",
    "2024-01-31": "# still to come\ndate: 2024-01-31\nstatus: scheduled\nagenda:\n  - title: More on queues\n    topics: [queues]\n",
}
TODAY = "2024-02-01"


@dataclass(frozen=True)
class Ran:
    """What a run of the program came to."""

    code: int
    out: str
    err: str


@dataclass
class Desk:
    """A repository at a path; `today` is the day that the program takes for today."""

    root: Path
    today: str = TODAY
    environment: dict[str, str] = field(default_factory=dict)

    @classmethod
    def make(cls, root: Path, *, git: bool = True) -> Desk:
        (root / "data/meetings").mkdir(parents=True)
        for name, text in (("group", GROUP), ("people", PEOPLE), ("organizations", ORGANIZATIONS), ("topics", TOPICS)):
            (root / f"data/{name}.yaml").write_text(text, encoding="utf-8")
        for stem, text in MEETINGS.items():
            (root / f"data/meetings/{stem}.yaml").write_text(text, encoding="utf-8")
        desk = cls(root)
        if git:
            desk.git("init", "-q", "-b", "main")
            desk.git("add", "-A")
            desk.git("commit", "-q", "-m", "Begin")
        return desk

    def environment_of_runs(self) -> dict[str, str]:
        person = {
            f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "T"), ("EMAIL", "t@example.org"))
        }
        kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        return kept | person | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"} | self.environment

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, env=self.environment_of_runs(), capture_output=True, text=True, check=True
        )
        return done.stdout

    def run(self, *arguments: str, stdin: str | None = None) -> Ran:
        command = [sys.executable, "-m", "rugctl", "--today", self.today, *arguments]
        done = subprocess.run(
            command, cwd=self.root, env=self.environment_of_runs(), input=stdin or "", capture_output=True, text=True, check=False
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def read(self, path: str) -> str:
        return (self.root / "data" / path).read_bytes().decode("utf-8")

    def write(self, path: str, text: str) -> None:
        (self.root / "data" / path).write_bytes(text.encode("utf-8"))

    def files(self) -> dict[str, bytes]:
        return {str(p.relative_to(self.root)): p.read_bytes() for p in sorted((self.root / "data").rglob("*")) if p.is_file()}

    def commits(self) -> list[str]:
        return self.git("log", "--format=%s").splitlines()
