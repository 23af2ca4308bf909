"""What `doctor` says of clones that something is the matter with; the command that it names is run, and mends it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rugctl.model.schema import write_schemas
from tests.writing.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A repository that nothing is the matter with."""
    desk = Desk.make(tmp_path / "repository")
    write_schemas(desk.root / "schemas")
    desk.run("fmt")
    desk.git("add", "-A")
    desk.git("commit", "-q", "-m", "In order")
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").touch()
    desk.environment = {
        "HOME": str(home),
        "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
    }
    return desk


def checks(desk: Desk) -> dict[str, dict[str, str]]:
    """Return what is not ok, by the name of the check."""
    ran = desk.run("doctor", "--format", "json")
    found = json.loads(ran.out)["checks"]
    assert ran.code == any(check["state"] == "error" for check in found), ran.err
    assert ran.err == ""
    return {check["check"]: check for check in found if check["state"] != "ok"}


def mend(desk: Desk, command: str) -> None:
    """Run what is to mend it, as somebody would who pastes it."""
    done = subprocess.run(
        ["bash", "-c", command], cwd=desk.root, env=desk.environment_of_runs(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_nothing_is_wrong(desk: Desk) -> None:
    ran = desk.run("doctor")
    assert ran.code == 0
    assert ran.err == "Nothing is wrong here.\n"
    assert "repository  on the branch main, ready for commits\n" in ran.out


def detach(desk: Desk) -> None:
    desk.git("switch", "--quiet", "--detach")


def merge(desk: Desk) -> None:
    desk.git("switch", "--quiet", "--create", "other")
    desk.write("topics.yaml", desk.read("topics.yaml") + "  a:\n    name: A\n")
    desk.git("commit", "--quiet", "--all", "-m", "a")
    desk.git("switch", "--quiet", "main")
    desk.write("topics.yaml", desk.read("topics.yaml") + "  b:\n    name: B\n")
    desk.git("commit", "--quiet", "--all", "-m", "b")
    with pytest.raises(subprocess.CalledProcessError):
        desk.git("merge", "other")


def lock(desk: Desk) -> None:
    (desk.root / ".git/index.lock").touch()


def break_index(desk: Desk) -> None:
    (desk.root / ".git/index").write_bytes(b"nonsense")


def assume(desk: Desk) -> None:
    desk.git("update-index", "--assume-unchanged", "data/people.yaml")
    desk.git("update-index", "--skip-worktree", "data/topics.yaml")


def ignore(desk: Desk) -> None:
    (desk.root / ".git/info/exclude").write_text("*-14.yaml\n", encoding="utf-8")
    desk.run("new-meeting", "--no-commit")


def bend(desk: Desk) -> None:
    desk.git("config", "core.autocrlf", "true")
    desk.write("topics.yaml", desk.read("topics.yaml").replace("\n", "\r\n"))


def mix(desk: Desk) -> None:
    desk.write("topics.yaml", desk.read("topics.yaml").replace("\n", "\r\n", 2))


def forget_modeline(desk: Desk) -> None:
    desk.write("topics.yaml", desk.read("topics.yaml").partition("\n")[2])


def misplace_modeline(desk: Desk) -> None:
    desk.write("topics.yaml", desk.read("topics.yaml").replace("../schemas", "../../schemas"))


def lose_schemas(desk: Desk) -> None:
    shutil.rmtree(desk.root / "schemas")


def age_schema(desk: Desk) -> None:
    (desk.root / "schemas/topics.schema.json").write_text("{}", encoding="utf-8")


def block_index(desk: Desk) -> None:
    shutil.rmtree(desk.root / ".git/rugctl")
    (desk.root / ".git/rugctl/index").mkdir(parents=True)


def lose_git(desk: Desk) -> None:
    shutil.rmtree(desk.root / ".git")


def link(desk: Desk) -> None:
    (desk.root / "data/meetings/2024-02-14.yaml").symlink_to("2024-01-03.yaml")


TROUBLES: list[tuple[Callable[[Desk], None], str, str, str]] = [
    (detach, "head", "warn", "HEAD is detached"),
    (merge, "progress", "warn", "a merge is in progress"),
    (lock, "lock", "error", "git's index is locked"),
    (break_index, "repository", "error", "git's index cannot be read"),
    (assume, "flags", "warn", "git is told not to look at data/people.yaml, data/topics.yaml"),
    (bend, "line-ends", "warn", "git writes CRLF at the ends of lines here: data/topics.yaml"),
    (mix, "line-ends", "warn", "lines end with CRLF in data/topics.yaml"),
    (forget_modeline, "modelines", "warn", "editors are told no schema in data/topics.yaml"),
    (misplace_modeline, "modelines", "warn", "a schema is looked for in the wrong place in data/topics.yaml"),
    (lose_schemas, "schemas", "warn", "editors check nothing without"),
    (age_schema, "schemas", "warn", "are of another version of rugctl: topics.schema.json"),
    (block_index, "index", "warn", "something else stands where the index is kept"),
    (lose_git, "repository", "warn", "this is no git repository"),
]


@pytest.mark.parametrize(("spoil", "check", "state", "text"), TROUBLES, ids=[spoil.__name__ for spoil, *_ in TROUBLES])
def test_it_is_named_and_its_command_mends_it(desk: Desk, spoil: Callable[[Desk], None], check: str, state: str, text: str) -> None:
    spoil(desk)
    found = checks(desk)
    assert (found[check]["state"], len(found)) == (state, 1)
    assert found[check]["text"].startswith(text)
    mend(desk, found[check]["command"])
    assert checks(desk) == {}


@pytest.mark.parametrize("spoil", [ignore, link])
def test_what_only_a_person_can_mend_is_shown(desk: Desk, spoil: Callable[[Desk], None]) -> None:
    spoil(desk)
    ((name, found),) = checks(desk).items()
    assert name == {"ignore": "ignored", "link": "records"}[spoil.__name__]
    assert "data/meetings/2024-02-14.yaml" in found["text"]
    mend(desk, found["command"])


def leave_out(desk: Desk) -> None:
    desk.git("sparse-checkout", "set", "--no-cone", "/*", "!/data/meetings/2024-01-03.yaml")


def leave_out_folders(desk: Desk) -> None:
    desk.git("sparse-checkout", "set", "--cone", "schemas")
    (desk.root / "data").mkdir(exist_ok=True)
    desk.write("group.yaml", desk.git("show", "HEAD:data/group.yaml"))


def skip(desk: Desk) -> None:
    (desk.root / "data/meetings/2024-01-03.yaml").unlink()
    desk.git("update-index", "--skip-worktree", "data/meetings/2024-01-03.yaml")


@pytest.mark.parametrize("spoil", [leave_out, leave_out_folders, skip])
def test_records_that_are_not_checked_out(desk: Desk, spoil: Callable[[Desk], None]) -> None:
    spoil(desk)
    found = checks(desk)["sparse"]
    assert found["state"] == "error"
    assert "data/meetings/2024-01-03.yaml" in found["text"]
    mend(desk, found["command"])
    assert (desk.root / "data/meetings/2024-01-03.yaml").is_file()
    assert "sparse" not in checks(desk)


class NobodysDesk(Desk):
    """A desk at which nothing but git's configuration says who sits there."""

    def environment_of_runs(self) -> dict[str, str]:
        kept = super().environment_of_runs().items()
        return {key: value for key, value in kept if not key.startswith(("GIT_AUTHOR", "GIT_COMMITTER"))}


def test_nobody_whom_git_knows(desk: Desk) -> None:
    desk.git("config", "user.useConfigOnly", "true")
    nobody = NobodysDesk(desk.root, environment=desk.environment)
    found = checks(nobody)
    assert (found["identity"]["state"], len(found)) == ("error", 1)
    mend(nobody, found["identity"]["command"])
    assert checks(nobody) == {}


def test_a_shallow_clone(desk: Desk, tmp_path: Path) -> None:
    desk.git("clone", "--quiet", "--depth", "1", desk.root.as_uri(), str(tmp_path / "clone"))
    clone = Desk(tmp_path / "clone", environment=desk.environment)
    found = checks(clone)["history"]
    assert found["state"] == "warn"
    mend(clone, found["command"])
    assert checks(clone) == {}


def test_a_repository_of_somebody_else(desk: Desk) -> None:
    (desk.root / "data/meetings").mkdir(exist_ok=True)
    desk.environment |= {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
    found = checks(Desk(desk.root, environment=desk.environment))["repository"]
    assert found["state"] == "error"
    assert found["command"] == f"git config --global --add safe.directory {desk.root}"
    mend(desk, found["command"])
    assert checks(desk) == {}


@pytest.mark.parametrize(("version", "text"), [(None, "git is not installed"), ("2.20.1", "git 2.20.1 is older than 2.25")])
def test_git_that_is_missing_or_old(desk: Desk, tmp_path: Path, version: str | None, text: str) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    if version:
        (programs / "git").write_text(f"#!/bin/sh\necho git version {version}\n", encoding="utf-8")
        (programs / "git").chmod(0o755)
    desk.environment |= {"PATH": str(programs)}
    assert checks(desk)["git"]["text"] == text


def test_nothing_can_be_said_of_a_folder_without_records(tmp_path: Path) -> None:
    ran = Desk(tmp_path).run("doctor")
    assert ran.code == 1
    assert "error  records     no records in" in ran.out
    assert ran.err == "1 error and 1 warning, each with the command that mends it.\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_files_that_cannot_be_read_or_written(desk: Desk) -> None:
    (desk.root / "data/people.yaml").chmod(0o400)
    found = checks(desk)["records"]
    assert found["text"] == "cannot be written: data/people.yaml"
    (desk.root / "data/people.yaml").chmod(0o000)
    found = checks(desk)["records"]
    assert found["state"] == "error"
    mend(desk, found["command"])
    assert checks(desk) == {}
