"""A write that is killed: every file is whole, and what `doctor` names puts back what was there before."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.writing.desk import Desk

KILLED_BY_ITS_HOOK = "#!/bin/sh\nkill -9 $(ps -o ppid= -p $PPID)\nexit 1\n"
"""The hook's parent is git, and that of git is the program."""
KILLED = """\
import os, pathlib, signal
from rugctl import writing
def kill(*_): os.kill(os.getpid(), signal.SIGKILL)
{preparation}
files = {{"data/people.yaml": b"people: {{}}\\n", "data/meetings/2024-02-14.yaml": b"date: 2024-02-14\\n"}}
with writing.written(pathlib.Path(), files):
    kill()
"""


def writes(desk: Desk) -> dict[str, str]:
    found = json.loads(desk.run("doctor", "--format", "json").out)["checks"]
    return next(check for check in found if check["check"] == "writes")


def mend(desk: Desk) -> None:
    subprocess.run(["bash", "-c", writes(desk)["command"]], cwd=desk.root, env=desk.environment_of_runs(), check=True)
    assert writes(desk)["state"] == "ok"


def all_files(desk: Desk) -> list[Path]:
    folders = [desk.root / "data", desk.root / ".git/rugctl/former"]
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def test_killed_before_the_commit(desk: Desk) -> None:
    before = desk.files()
    hook = desk.root / ".git/hooks/pre-commit"
    hook.write_text(KILLED_BY_ITS_HOOK, encoding="utf-8")
    hook.chmod(0o755)
    ran = desk.run("new-meeting", "--title", "A", "--speaker", "New Comer (CERN)")
    assert ran.code == -9
    assert desk.files() != before
    found = writes(desk)
    assert found["state"] == "error"
    assert "data/people.yaml, data/meetings/2024-02-14.yaml" in found["text"]
    mend(desk)
    assert desk.files() == before
    assert desk.git("status", "--porcelain") == ""
    assert all_files(desk) == [desk.root / path for path in before]


def test_killed_after_the_commit(desk: Desk) -> None:
    hook = desk.root / ".git/hooks/post-commit"
    hook.write_text(KILLED_BY_ITS_HOOK, encoding="utf-8")
    hook.chmod(0o755)
    assert desk.run("new-meeting").code == -9
    after = desk.files()
    found = writes(desk)
    assert (found["state"], found["text"]) == ("warn", "a write was killed; the records are whole, and its leftovers can go")
    mend(desk)
    assert desk.files() == after
    assert desk.git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("preparation", "state"),
    [
        ("writing._write_whole = kill", "warn"),
        ("writing._Write.carry_out = kill", "warn"),
        ("first = writing._Write.carry_out; writing._Write.carry_out = lambda w: first(w) if 'people' in w.path else kill()", "error"),
        ("", "error"),
    ],
    ids=["while preparing", "before the first", "between two", "after the last"],
)
@pytest.mark.parametrize("git", [True, False])
def test_killed_while_writing(tmp_path: Path, preparation: str, state: str, git: bool) -> None:
    desk = Desk.make(tmp_path / "repository", git=git)
    desk.environment = {"XDG_CACHE_HOME": str(tmp_path)}
    before = desk.files()
    code = textwrap.dedent(KILLED).format(preparation=preparation)
    done = subprocess.run([sys.executable, "-c", code], cwd=desk.root, env=desk.environment_of_runs(), check=False)
    assert done.returncode == -9
    assert writes(desk)["state"] == state
    mend(desk)
    assert desk.files() == before


def test_the_next_write_sweeps_up_and_leaves_what_puts_things_back(desk: Desk) -> None:
    between = "first = writing._Write.carry_out; writing._Write.carry_out = lambda w: first(w) if 'people' in w.path else kill()"
    for preparation in ("writing._write_whole = kill", "writing._Write.carry_out = kill", between):
        code = textwrap.dedent(KILLED).format(preparation=preparation)
        subprocess.run([sys.executable, "-c", code], cwd=desk.root, env=desk.environment_of_runs(), check=False)
    assert any(path.suffix == ".tmp" for path in all_files(desk))
    desk.git("checkout", "--", "data/people.yaml")  # as somebody did who knew nothing of `doctor`
    assert desk.run("new-meeting").code == 0
    assert not any(path.suffix == ".tmp" for path in all_files(desk))
    assert desk.git("status", "--porcelain") == ""
    assert writes(desk)["state"] == "ok"


@pytest.mark.parametrize(("command", "status"), [(("fmt",), "scheduled"), (("validate", "--fix"), "Scheduled")], ids=str)
def test_what_writes_without_a_commit_sweeps_up_too(desk: Desk, command: tuple[str, ...], status: str) -> None:
    code = textwrap.dedent(KILLED).format(preparation="writing._Write.carry_out = kill")
    subprocess.run([sys.executable, "-c", code], cwd=desk.root, env=desk.environment_of_runs(), check=False)
    assert any(path.suffix == ".tmp" for path in all_files(desk))
    meeting = max((desk.root / "data/meetings").glob("*.yaml"))
    meeting.write_text(meeting.read_text("utf-8").replace("status: scheduled", f"status:   {status}"), "utf-8")
    assert desk.run(*command).code == 0
    assert "scheduled" in meeting.read_text("utf-8")
    assert not any(path.suffix in {".tmp", ".old"} for path in all_files(desk))


def test_leftovers_of_one_who_still_writes_are_left_alone(desk: Desk) -> None:
    code = textwrap.dedent("""\
        import fcntl, pathlib, sys
        from rugctl.cli.book import write_lock
        lock = write_lock(pathlib.Path().resolve())
        print("locked", flush=True)
        sys.stdin.read()
    """)
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=desk.root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=desk.environment_of_runs(),
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "locked\n"
        assert writes(desk)["text"] == "another rugctl is writing here; look again when it has ended"
        writer.communicate("")
    assert writes(desk)["state"] == "ok"
