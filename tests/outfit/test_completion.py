"""What the shells offer when Tab is pressed: asked of the program as they ask, and of the shells themselves."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.test_imports import HEAVY
from tests.writing.desk import Desk

PROGRAMS = Path(sys.executable).parent
TELLING = """\
import atexit, pathlib, sys
sys.argv = ["rugctl"]
atexit.register(lambda: pathlib.Path("imported").write_text(" ".join(sys.modules)))
from rugctl.cli.app import run
run()
"""
OUR_COMMANDS = ["people", "postpone"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk.make(tmp_path_factory.mktemp("completion") / "repository")
    desk.environment = {"PATH": f"{PROGRAMS}:{os.environ['PATH']}", "HOME": str(desk.root.parent), "TERM": "dumb", "PS1": "$ "}
    desk.run("actions", "add", "2024-01-03", "Write it down")
    desk.run("backlog", "add", "Nodes")
    desk.write("meetings/2024-01-31.yaml", desk.read("meetings/2024-01-31.yaml") + "chair: Somebody Else\n")
    assert desk.run("validate").code == 0
    return desk


def asked(desk: Desk, line: str, *flags: str) -> subprocess.CompletedProcess[str]:
    """Ask as bash does, with the cursor at the end of the line."""
    words = line.split(" ")
    environment = {"_RUGCTL_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    command = [sys.executable, *flags, str(PROGRAMS / "rugctl")]
    return subprocess.run(command, cwd=desk.root, env=desk.environment_of_runs() | environment, capture_output=True, text=True, check=False)


def offers(desk: Desk, line: str) -> list[str]:
    done = asked(desk, line)
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1] if done.stdout != "\n" else []


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("rugctl p", ["postpone", "people"]),
        ("rugctl people ", ["show", "merge", "rename"]),
        ("rugctl held --n", ["--no-commit"]),
        ("rugctl people show a", ["ana-lima"]),
        ("rugctl people merge ana-lima --into b", ["bo-berg"]),
        ("rugctl attendance --person a", ["ana-lima"]),
        ("rugctl attendance --organization ", ["cern", "psi"]),
        ("rugctl attendance --by m", ["month", "meeting"]),
        ("rugctl attendance --in 2024", ["2024", "2024-01"]),
        ("rugctl check-in last bo", ["bo-berg"]),
        ("rugctl new-meeting --speaker a", ["ana-lima"]),
        ("rugctl topics ", ["queues"]),
        ("rugctl show 2024-01-1", ["2024-01-17"]),
        ("rugctl show n", ["next"]),
        ("rugctl cancel next --status ", ["cancelled", "skipped", "no-show"]),
        ("rugctl actions close ", ["2024-01-03/a1"]),
        ("rugctl new-meeting --from-backlog ", ["nodes"]),
        ("rugctl --version to", ["topics"]),
        ("rugctl nonsense x", []),
        ("rugctl topics 'q", ["queues"]),
        ("rugctl -C nowhere topics ", []),
        ("rugctl -C data/meetings topics q", ["queues"]),
        ("rugctl validate ", []),
        ("rugctl explain ", ["unresolved-name"]),
    ],
)
def test_what_is_offered(desk: Desk, line: str, offered: list[str]) -> None:
    assert offers(desk, line) == offered


def test_outside_a_repository_and_without_an_index_nothing_is_known(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert offers(desk, "rugctl topics ") == []
    assert offers(desk, "rugctl top") == ["topics"]
    fresh = Desk.make(tmp_path / "repository")
    assert offers(fresh, "rugctl topics ") == []
    (fresh.root / ".git/rugctl").mkdir()
    (fresh.root / ".git/rugctl/index").write_bytes(b"nonsense")
    assert offers(fresh, "rugctl topics ") == []
    assert not [path for path in (fresh.root / ".git/rugctl").iterdir() if path.name != "index"]


@pytest.mark.parametrize(
    "line",
    [
        "rugctl ",
        "rugctl topics ",
        "rugctl people merge ",
        "rugctl people show --",
        "rugctl actions close ",
        "rugctl check-in ",
        "rugctl explain ",
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_it_costs_no_more_than_the_program(desk: Desk, line: str, shell: str) -> None:
    environment = {"_RUGCTL_COMPLETE": f"complete_{shell}", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    environment |= {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    done = subprocess.run(
        [sys.executable, "-c", TELLING],
        cwd=desk.root,
        env=desk.environment_of_runs() | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {name.split(".")[0] for name in (desk.root / "imported").read_text(encoding="utf-8").split()}
    assert done.stdout
    assert "typer" in imported
    assert not imported.intersection({*HEAVY, "rich"})


def script(desk: Desk, shell: str) -> Path:
    """Return the file that a shell reads to know of the completion."""
    done = subprocess.run(
        ["rugctl"],
        cwd=desk.root,
        env=desk.environment_of_runs() | {"_RUGCTL_COMPLETE": f"source_{shell}"},
        capture_output=True,
        text=True,
        check=True,
    )
    path = desk.root.parent / f"completion.{shell}"
    path.write_text(done.stdout, encoding="utf-8")
    return path


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"{shell} is not installed")


@needs("bash")
@pytest.mark.parametrize(
    ("line", "offered"), [("rugctl p", "postpone people"), ("rugctl show 2024-01-1", "2024-01-17"), ("rugctl topics x", "")]
)
def test_bash(desk: Desk, line: str, offered: str) -> None:
    words = f"COMP_WORDS=({line}); COMP_CWORD={line.count(' ')}"
    drive = f'source {script(desk, "bash")}; {words}; _rugctl_completion rugctl; echo "${{COMPREPLY[@]}}"'
    done = subprocess.run(
        ["bash", "--norc", "-c", drive], cwd=desk.root, env=desk.environment_of_runs(), capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == (f"{offered}\n", "")


@needs("fish")
@pytest.mark.parametrize(
    ("line", "offered"), [("rugctl p", OUR_COMMANDS), ("rugctl show 2024-01-1", ["2024-01-17"]), ("rugctl topics x", [])]
)
def test_fish(desk: Desk, line: str, offered: list[str]) -> None:
    drive = f"source {script(desk, 'fish')}; complete --do-complete '{line}'"
    done = subprocess.run(
        ["fish", "--no-config", "-c", drive], cwd=desk.root, env=desk.environment_of_runs(), capture_output=True, text=True, check=True
    )
    assert (sorted(done.stdout.split()), done.stderr) == (offered, "")


@needs("zsh")
@pytest.mark.parametrize(
    ("typed", "shown"), [("rugctl show 2024-01-1", "2024-01-17"), ("rugctl p", "people"), ("rugctl people show an", "ana-lima")]
)
def test_zsh(desk: Desk, typed: str, shown: str) -> None:
    """Zsh completes only where somebody types."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        ["zsh", "-f", "-i"],
        cwd=desk.root,
        env=desk.environment_of_runs(),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as shell:
        os.close(theirs)
        os.write(ours, f"autoload -Uz compinit; compinit -u -D; source {script(desk, 'zsh')}; echo re''ady\n".encode())
        _read_until(ours, "ready")
        os.write(ours, f"{typed}\t".encode())
        said = _read_until(ours, shown)
        shell.kill()
    os.close(ours)
    assert shown in said


def _read_until(terminal: int, word: str) -> str:
    said, end = "", time.monotonic() + 30
    while word not in said and time.monotonic() < end:
        if select.select([terminal], [], [], 1)[0]:
            said += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", os.read(terminal, 4096).decode("utf-8", "replace"))
    return said
