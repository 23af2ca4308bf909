"""The hooks for pre-commit, run by the real pre-commit in a repository that `init` made."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.outfit.test_init import begin
from tests.writing.desk import Desk, Ran

ROOT = Path(__file__).parents[2]
HOOKS = ROOT / ".pre-commit-hooks.yaml"
PRE_COMMIT = Path(sys.executable).parent / "pre-commit"

pytestmark = pytest.mark.skipif(not PRE_COMMIT.exists(), reason="pre-commit is not installed beside this Python: `make test` does it")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A repository as `init` makes it; the hooks are those of this repository, with the program that is under test."""
    desk = begin(tmp_path)
    desk.environment = {"PRE_COMMIT_HOME": str(tmp_path / "pre-commit"), "GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig")}
    hooks = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    for hook in hooks:
        hook |= {"language": "system", "entry": hook["entry"].replace("rugctl", f"{sys.executable} -m rugctl", 1)}
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (desk.root / ".pre-commit-config.yaml").write_text(json.dumps(config), encoding="utf-8")
    desk.git("commit", "--quiet", "--all", "-m", "Hooks of this program")
    return desk


def pre_commit(desk: Desk, *arguments: str) -> Ran:
    done = subprocess.run(
        [str(PRE_COMMIT), *arguments], cwd=desk.root, env=desk.environment_of_runs(), capture_output=True, text=True, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def test_what_is_written_is_what_pre_commit_reads(tmp_path: Path) -> None:
    desk = begin(tmp_path)
    desk.environment = {"PRE_COMMIT_HOME": str(tmp_path / "pre-commit")}
    assert pre_commit(desk, "validate-manifest", str(HOOKS)).code == 0
    assert pre_commit(desk, "validate-config").code == 0
    told = yaml.safe_load((desk.root / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    ids = {hook["id"] for hook in yaml.safe_load(HOOKS.read_text(encoding="utf-8"))}
    assert {hook["id"] for repository in told["repos"] for hook in repository["hooks"]} == ids


def test_what_is_right_passes(desk: Desk) -> None:
    ran = pre_commit(desk, "run", "--all-files")
    assert (ran.code, ran.out.count("Passed")) == (0, 2), ran.out


def test_what_is_wrong_is_shown(desk: Desk) -> None:
    desk.write(
        "meetings/2024-01-03.yaml", "# yaml-language-server: $schema=../../schemas/meeting.schema.json\ndate: 2024-01-03\nstatus: hold\n"
    )
    desk.git("add", "-A")
    ran = pre_commit(desk, "run")
    assert ran.code == 1
    assert "data/meetings/2024-01-03.yaml:3:9" in ran.out


def test_a_commit_by_the_program_is_checked_too(desk: Desk) -> None:
    assert pre_commit(desk, "install").code == 0
    assert desk.run("new-meeting").code == 0
    before = desk.commits()
    desk.write("topics.yaml", "topics:   {}\n")
    with pytest.raises(subprocess.CalledProcessError):
        desk.git("commit", "--all", "-m", "Not as it should be")
    assert desk.commits() == before
    assert desk.read("topics.yaml") == "# yaml-language-server: $schema=../schemas/topics.schema.json\ntopics: {}\n"


def test_other_files_are_none_of_its_business(desk: Desk) -> None:
    (desk.root / "notes.md").write_text("x", encoding="utf-8")
    desk.git("add", "-A")
    assert pre_commit(desk, "run").out.count("Skipped") == 2
