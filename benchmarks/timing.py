"""Whole processes, timed in alternating rounds: what one round finds quiet, so does the next for all of them."""

from __future__ import annotations

import fcntl
import os
import statistics
import struct
import sys
import termios
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Case:
    """A program to time in a folder; `ready` is done before each run, untimed, and `rounds` is how often it runs at most.

    `goal` is what was aimed at, in words; on a `terminal` it is shown as to a person. A run that fails is no figure.
    """

    name: str
    command: Sequence[str]
    folder: Path
    goal: str = ""
    ready: Callable[[], object] | None = None
    rounds: int = 7
    terminal: bool = False
    fails: bool = False
    environment: dict[str, str] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)

    @property
    def wall(self) -> float:
        """The median of the seconds that passed."""
        return statistics.median(run.wall for run in self.runs)

    @property
    def cpu(self) -> float:
        """The median of the seconds that processors worked, those of other programs that it started among them."""
        return statistics.median(run.cpu for run in self.runs)

    @property
    def memory(self) -> int:
        """The most memory of one process, in MB."""
        return max(run.memory for run in self.runs) >> 20


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took: seconds passed, seconds worked, bytes of memory."""

    wall: float
    cpu: float
    memory: int


def time_all(cases: Sequence[Case], rounds: int, settle: Callable[[], object]) -> None:
    """Run all cases, one after the other, round after round; before each round all that the last one changed is settled."""
    for n in range(rounds):
        settle()
        for case in cases:
            if n < case.rounds and not case.fails:
                _time(case)
        print(f"  round {n + 1} of {rounds}", file=sys.stderr)


def _time(case: Case) -> None:
    if case.ready is not None:
        case.ready()
    ours, its = os.openpty() if case.terminal else (-1, os.open(os.devnull, os.O_RDWR))
    began = time.perf_counter()
    child = os.fork()
    if child == 0:
        _become(case, its)
    os.close(its)
    if case.terminal:
        _read_all(ours)
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - began
    if os.waitstatus_to_exitcode(status) not in {0, 1}:
        print(f"  {case.name} fails: {' '.join(case.command)[:200]}", file=sys.stderr)
        case.fails = True
        return
    unit = 1 if sys.platform == "darwin" else 1024
    case.runs.append(Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit))


def _become(case: Case, stream: int) -> None:
    """Be the program, in the child that was forked, with one stream for its input and all output."""
    os.chdir(case.folder)
    environment = os.environ | case.environment
    if case.terminal:
        fcntl.ioctl(stream, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 120, 0, 0))
        environment = {key: value for key, value in environment.items() if key not in {"CI", "NO_COLOR"}} | {"TERM": "xterm-256color"}
    for number in range(3):
        os.dup2(stream, number)
    try:
        os.execvpe(case.command[0], list(case.command), environment)
    except OSError:
        os._exit(127)


def _read_all(terminal: int) -> None:
    """Read what a program shows until it ends; then reading fails on Linux, and gives nothing elsewhere."""
    with suppress(OSError):
        while os.read(terminal, 1 << 16):
            pass
    os.close(terminal)


def table(cases: Sequence[Case], unit: Case) -> str:
    """Return a table of what was measured, beside the time of one case as the unit."""
    lines = ["| what | passed, ms | worked, ms | passed / T | worked / T | aimed at | MB |", "| --- | --: | --: | --: | --: | --- | --: |"]
    for case in cases:
        if case.runs:
            ratios = f"{case.wall / unit.wall:.2f} | {case.cpu / unit.cpu:.2f}"
            lines.append(f"| {case.name} | {case.wall * 1000:.0f} | {case.cpu * 1000:.0f} | {ratios} | {case.goal} | {case.memory} |")
        else:
            lines.append(f"| {case.name} | – | – | – | – | {case.goal} | – |")
    return "\n".join(lines)
