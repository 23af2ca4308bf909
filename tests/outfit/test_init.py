"""`rugctl init`: a repository that is right at once, and nothing of anybody's lost."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.writing.desk import Desk

SOURCE = f"example/rugctl@{'0123456789' * 4}"
NAMED = ("--no-input", "--name", "Group: of batch", "--source", SOURCE)
MEETS = ("--series", "1st and 3rd Wednesday", "--start", "16:00", "--zone", "Europe/Zurich")
AROUND = {".gitattributes", ".github/workflows/comment.yml", ".github/workflows/records.yml", ".pre-commit-config.yaml", "README.md"}


def begin(tmp_path: Path, *arguments: str) -> Desk:
    desk = Desk(tmp_path / "group")
    ran = Desk(tmp_path).run("init", "group", *(arguments or (*NAMED, *MEETS)))
    assert ran.code == 0, ran.err
    return desk


def tracked(desk: Desk) -> set[str]:
    return set(desk.git("ls-files").splitlines())


def test_everything_works_at_once(tmp_path: Path) -> None:
    desk = begin(tmp_path)
    assert desk.commits() == ["Begin the records"]
    assert desk.git("status", "--porcelain") == ""
    assert desk.git("branch", "--show-current") == "main\n"
    assert tracked(desk) >= AROUND | {"data/group.yaml", "data/people.yaml", "data/backlog.yaml", "data/meetings/.gitkeep"}
    assert desk.run("validate", "--strict").code == 0
    assert desk.run("fmt", "--check").code == 0
    assert "Nothing is wrong here." in desk.run("doctor").err
    assert desk.run("new-meeting", "--title", "A", "--speaker", "Ada Example (Lab)").code == 0
    assert desk.run("backlog", "add", "Something").code == 0
    assert desk.run("validate", "--strict").code == 0
    assert 'start: "16:00"\n    timezone: Europe/Zurich\n' in desk.read("group.yaml")


def test_what_is_filled_in(tmp_path: Path) -> None:
    desk = begin(tmp_path)
    workflow = (desk.root / ".github/workflows/records.yml").read_text(encoding="utf-8")
    assert "branches: [main]" in workflow
    assert f"uses: {SOURCE} # v" in workflow
    hooks = (desk.root / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert "repo: https://github.com/example/rugctl\n" in hooks
    assert not [path for path in AROUND if "@NAME@" in (desk.root / path).read_text(encoding="utf-8")]


def test_again_changes_nothing(tmp_path: Path) -> None:
    desk = begin(tmp_path)
    ran = desk.run("init")
    assert (ran.code, ran.out, ran.err) == (0, "", "Nothing is missing.\n")
    assert desk.commits() == ["Begin the records"]


def test_what_is_there_is_left_and_what_is_lacking_added(tmp_path: Path) -> None:
    desk = Desk.make(tmp_path / "repository")
    (desk.root / "README.md").write_text("mine", encoding="utf-8")
    before = desk.files()
    ran = desk.run("init", "--source", SOURCE)
    assert ran.code == 0
    assert "Left as it is: README.md" in ran.err
    assert desk.files() == before
    assert (desk.root / "README.md").read_text(encoding="utf-8") == "mine"
    assert desk.commits() == ["Add what is around the records", "Begin"]
    assert tracked(desk) >= AROUND - {"README.md"}


def test_in_a_repository_with_work_of_others(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.git("init", "-q", "-b", "trunk")
    (tmp_path / "staged").write_text("mine", encoding="utf-8")
    desk.git("add", "staged")
    assert desk.run("init", *NAMED).code == 0
    assert desk.git("status", "--porcelain") == "A  staged\n"
    assert "branches: [trunk]" in (tmp_path / ".github/workflows/records.yml").read_text(encoding="utf-8")


def test_below_the_top_of_a_repository_git_looks_for_no_hooks(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.git("init", "-q")
    minutes = begin(tmp_path)
    assert tracked(minutes) & AROUND == {"README.md", ".gitattributes"}
    assert not (minutes.root / ".git").exists()
    assert minutes.run("new-meeting").code == 0


def test_without_a_known_source_there_is_nothing_to_run(tmp_path: Path) -> None:
    info = tmp_path / "site/rugctl-0.1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: rugctl\nVersion: 0.1.0\n", encoding="utf-8")
    desk = Desk(tmp_path, environment={"PYTHONPATH": f"{tmp_path}/site:{Path(__file__).parents[2] / 'src'}"})
    ran = desk.run("init", "a", "--no-input", "--name", "A")
    assert ran.code == 0
    assert "`rugctl init --source OWNER/REPO@COMMIT` adds them" in ran.err
    assert not (tmp_path / "a/.github").exists()
    told = json.dumps({"url": "https://x:y@github.com/example/rugctl.git", "vcs_info": {"vcs": "git", "commit_id": "0123456789" * 4}})
    (info / "direct_url.json").write_text(told, encoding="utf-8")
    assert desk.run("init", "b", "--no-input", "--name", "B").code == 0
    assert f"uses: {SOURCE} # v0.1.0" in (tmp_path / "b/.github/workflows/records.yml").read_text(encoding="utf-8")


def test_an_editable_installation_names_its_clone(tmp_path: Path) -> None:
    clone = Desk.make(tmp_path / "clone")
    clone.git("remote", "add", "origin", "git@github.com:example/rugctl.git")
    info = tmp_path / "site/rugctl-0.1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: rugctl\nVersion: 0.1.0\n", encoding="utf-8")
    told = json.dumps({"url": clone.root.as_uri(), "dir_info": {"editable": True}})
    (info / "direct_url.json").write_text(told, encoding="utf-8")
    desk = Desk(tmp_path, environment={"PYTHONPATH": f"{tmp_path}/site:{Path(__file__).parents[2] / 'src'}"})
    assert desk.run("init", "a", "--no-input", "--name", "A").code == 0
    workflow = (tmp_path / "a/.github/workflows/records.yml").read_text(encoding="utf-8")
    assert f"uses: example/rugctl@{clone.git('rev-parse', 'HEAD').strip()} #" in workflow


def test_several_groups(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert desk.run("--group", "one", "init", *NAMED, *MEETS).code == 0
    assert desk.run("--group", "two", "init", *NAMED, *MEETS).code == 0
    assert desk.run("--group", "two", "new-meeting").code == 0
    assert desk.run("validate").code == 0
    assert {path.name for path in (tmp_path / "data/groups").iterdir()} == {"one.yaml", "two.yaml"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--no-input",), "a group has a name"),
        ((*NAMED, "--zone", "Zurich"), "there is no time zone Zurich"),
        ((*NAMED, "--series", "often"), "`often` says no rhythm"),
        ((*NAMED, "--series", "every Monday"), "a series has a time"),
        ((*NAMED, "--series", "every Monday", "--start", "4pm"), "`4pm` is no time"),
        ((*NAMED, *MEETS, "--since", "soon"), "--since"),
        ((*NAMED, "--series", "FREQ=SOMETIMES", "--start", "16:00"), "this change would make the records wrong"),
        ((*NAMED, "--source", "example/rugctl@main"), "names no commit"),
    ],
)
def test_what_is_refused_leaves_nothing(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    ran = Desk(tmp_path).run("init", "group", *arguments)
    assert ran.code in {1, 2}
    assert message in ran.err
    assert list(tmp_path.iterdir()) == []


def test_groups_that_do_not_go_together(tmp_path: Path) -> None:
    desk = begin(tmp_path)
    assert "so there can be no second one" in desk.run("--group", "two", "init", *NAMED).err
    assert "there are records in" in desk.run("init", "data/other", *NAMED).err
    assert "is no id for a group" in Desk(tmp_path).run("--group", "No Id", "init", "new", *NAMED).err


def test_without_an_identity_nothing_is_begun(tmp_path: Path) -> None:
    desk = Desk(tmp_path, environment={"GIT_COMMITTER_NAME": "", "GIT_AUTHOR_NAME": ""})
    assert "git does not know who you are" in desk.run("init", *NAMED).err
    assert list(tmp_path.iterdir()) == []
    assert desk.run("init", *NAMED, "--no-commit").code == 0
    assert not (tmp_path / ".git").exists()
    assert desk.run("validate").code == 0


def test_a_commit_that_a_hook_refuses_leaves_no_file(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.git("init", "-q")
    hook = tmp_path / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    assert desk.run("init", *NAMED).code == 2
    assert [path for path in tmp_path.rglob("*") if path.is_file() and ".git" not in path.relative_to(tmp_path).parts] == []


def test_the_questions(tmp_path: Path) -> None:
    """At a terminal it asks, and asks again where an answer cannot be read."""
    environment = {key: value for key, value in Desk(tmp_path).environment_of_runs().items() if key != "CI"}
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "rugctl", "--today", "2024-06-06", "init", "group", "--source", SOURCE]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as asked:
        os.close(theirs)
        os.write(ours, b"\nBatch\nZurich\nEurope/Zurich\nnow and then\nevery other Wednesday\n4\n16:00\nlong\n45\n\n")
        _, err = asked.communicate(timeout=60)
    os.close(ours)
    assert asked.returncode == 0, err
    assert "From which day on [2024-06-12]: " in err
    assert "`now and then` says no rhythm" in err
    group = (tmp_path / "group/data/group.yaml").read_text(encoding="utf-8")
    assert "since: 2024-06-12\n    rrule: FREQ=WEEKLY;INTERVAL=2;BYDAY=WE\n" in group
    assert "duration: 45\n" in group


def test_answers_that_end_leave_nothing(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    environment = {key: value for key, value in Desk(tmp_path).environment_of_runs().items() if key != "CI"}
    command = [sys.executable, "-m", "rugctl", "init", "group"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as asked:
        os.close(theirs)
        os.write(ours, b"Batch\n\x04")
        _, err = asked.communicate(timeout=60)
    os.close(ours)
    assert asked.returncode == 2
    assert "the answers end here" in err
    assert list(tmp_path.iterdir()) == []
