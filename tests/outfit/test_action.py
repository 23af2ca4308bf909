"""The action's own steps, run by a shell as GitHub does, on a repository that is right and on one that is not."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from rugctl.cli.app import COMMANDS
from tests.writing.desk import Desk

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: dict[str, dict[str, Any]] = {step["name"]: step for step in ACTION["runs"]["steps"]}
FORMATS = subprocess.run([sys.executable, "-m", "rugctl", "validate", "--help"], capture_output=True, text=True, check=True).stdout


@dataclass(frozen=True)
class Ran:
    """What a step came to, with what it gave to the steps after it."""

    code: int
    said: str
    outputs: dict[str, str]


def run_step(desk: Desk, name: str, **context: str) -> Ran:
    """Run a step's script as a runner would: expressions of its `env` filled in, bash as `shell: bash` has it."""
    temporary = desk.root.parent / "runner"
    programs = temporary / "rugctl/bin"
    if not programs.exists():
        programs.mkdir(parents=True)
        (programs / "rugctl").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m rugctl "$@"\n', encoding="utf-8")
        (programs / "rugctl").chmod(0o755)
    outputs = temporary / "outputs"
    outputs.write_text("", encoding="utf-8")
    inputs = {f"inputs.{input}": told["default"] for input, told in ACTION["inputs"].items()}
    known = inputs | {"github.action_path": str(ROOT)} | {f"github.event.{key.replace('__', '.')}": value for key, value in context.items()}
    known |= {f"inputs.{key}": value for key, value in context.items()}
    step = STEPS[name]
    own = {key: re.sub(r"\$\{\{ (.+?) \}\}", lambda match: known[match[1]], value) for key, value in step["env"].items()}
    script = temporary / "step.sh"
    script.write_text(step["run"], encoding="utf-8")
    given = {"RUNNER_TEMP": str(temporary), "GITHUB_OUTPUT": str(outputs), "GITHUB_REPOSITORY": "example/minutes", "CI": "true"}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
        cwd=desk.root,
        env=desk.environment_of_runs() | given | own | {"PATH": f"{temporary}:{os.environ['PATH']}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    told = dict(line.split("=", 1) for line in outputs.read_text(encoding="utf-8").splitlines())
    return Ran(done.returncode, done.stdout, told)


def spoil(desk: Desk) -> None:
    desk.write("meetings/2024-01-03.yaml", desk.read("meetings/2024-01-03.yaml").replace("- ana-lima\n- {", "- ana-lama\n- {"))


def format_of(name: str) -> Any:
    return pytest.param(name, marks=pytest.mark.skipif(name not in FORMATS, reason=f"`validate` has no format {name}"))


@pytest.mark.parametrize("format", [format_of(name) for name in ("text", "concise", "github", "sarif", "json")])
def test_the_check_passes_what_is_right_and_fails_what_is_not(desk: Desk, format: str) -> None:
    right = run_step(desk, "Check the records", format=format)
    assert right.code == 0, right.said
    assert right.outputs["errors"] == right.outputs["warnings"] == "0"
    spoil(desk)
    wrong = run_step(desk, "Check the records", format=format)
    assert wrong.code == 1
    assert wrong.outputs["errors"] == "1"
    assert "unknown-person" in wrong.said
    report = json.loads(Path(wrong.outputs["report"]).read_text(encoding="utf-8"))
    assert [found["rule"] for found in report["diagnostics"] if found["severity"] == "error"] == ["unknown-person"]


def test_arguments_are_words_and_nothing_a_shell_would_run(desk: Desk) -> None:
    spoil(desk)
    one = run_step(desk, "Check the records", format="text", args="data/people.yaml data/topics.yaml")
    assert (one.code, one.outputs["errors"]) == (0, "0")
    evil = run_step(desk, "Check the records", format="text", args="$(touch evil) ; touch evil")
    assert evil.code == 2
    assert not (desk.root / "evil").exists()


def test_what_cannot_run_fails(desk: Desk) -> None:
    shutil.rmtree(desk.root / "data")
    ran = run_step(desk, "Check the records", format="text")
    assert ran.code == 2
    assert "no records" in ran.said


def test_the_matcher_reads_what_concise_writes() -> None:
    (matcher,) = json.loads((ROOT / "problem-matcher.json").read_text(encoding="utf-8"))["problemMatcher"]
    (pattern,) = matcher["pattern"]
    match = re.fullmatch(pattern["regexp"], "data/meetings/2024-01-03.yaml:12:3: error[unknown-person] no person has the id `x: y`")
    assert match is not None, pattern["regexp"]
    parts = {key: match[place] for key, place in pattern.items() if key != "regexp"}
    assert parts == {
        "file": "data/meetings/2024-01-03.yaml",
        "line": "12",
        "column": "3",
        "severity": "error",
        "code": "unknown-person",
        "message": "no person has the id `x: y`",
    }


@pytest.mark.skipif("concise" not in FORMATS, reason="`validate` has no format concise")
def test_the_matcher_reads_every_line_of_the_check(desk: Desk) -> None:
    (matcher,) = json.loads((ROOT / "problem-matcher.json").read_text(encoding="utf-8"))["problemMatcher"]
    spoil(desk)
    lines = desk.run("validate", "--format", "concise").out.splitlines()
    assert lines
    assert all(re.fullmatch(matcher["pattern"][0]["regexp"], line) for line in lines)
    assert f"::add-matcher::{ROOT}/problem-matcher.json" in run_step(desk, "Check the records", format="concise").said


GH = """\
#!/bin/sh
# Stands for GitHub, which a test does not write to: says which pull request it is, and keeps the comment.
case "$*" in
  *pulls*) echo "$PULL" ;;
  *"--paginate"*) echo "$FORMER" ;;
  *) echo "$@" > "$RUNNER_TEMP/posted"; for word; do case "$word" in body=@*) cp "${word#body=@}" "$RUNNER_TEMP/body" ;; esac; done ;;
esac
"""


@pytest.mark.skipif("diff" not in COMMANDS, reason="there is no `rugctl diff`")
@pytest.mark.parametrize(("former", "posted"), [("", "POST"), ("77", "PATCH")])
def test_the_comment(desk: Desk, former: str, posted: str) -> None:
    origin = Desk.make(desk.root.parent / "origin")
    desk.git("remote", "add", "origin", str(origin.root))
    origin.git("pull", "-q", str(desk.root), "main", "--allow-unrelated-histories", "-X", "theirs")
    origin.git("switch", "-q", "-c", "change")
    origin.write("meetings/2024-02-14.yaml", "date: 2024-02-14\nstatus: cancelled\nreason: Snow\n")
    origin.git("add", "-A")
    origin.git("commit", "-q", "-m", "Snow")
    origin.git("update-ref", "refs/pull/7/head", "HEAD")
    runner = desk.root.parent / "runner"
    runner.mkdir()
    (runner / "gh").write_text(GH, encoding="utf-8")
    (runner / "gh").chmod(0o755)
    desk.environment = {"PULL": "7", "FORMER": former}
    event = {"conclusion": "failure", "head_sha": origin.git("rev-parse", "HEAD").strip(), "head_branch": "change"}
    event |= {"head_repository__owner__login": "somebody", "html_url": "https://example.org/run"}
    ran = run_step(desk, "Say in a comment what changes", **{f"workflow_run__{key}": value for key, value in event.items()})
    assert ran.code == 0, ran.said
    body = (runner / "body").read_text(encoding="utf-8")
    assert body.startswith("<!-- rugctl -->\n")
    assert "2024-02-14" in body
    assert "[see what](https://example.org/run)" in body
    assert posted in (runner / "posted").read_text(encoding="utf-8")
