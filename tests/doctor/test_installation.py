"""What `doctor` says of the installation: libraries, zone data, other programs of the same name."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from rugctl.doctor.installation import Installation, Requirement, check_installation, parse_requirement
from tests.writing.desk import Desk


def path_of(*folders: Path, python: Path = Path(sys.executable)) -> tuple[str, str, str]:
    found = next(check for check in check_installation(Installation(python, folders)) if check.check == "path")
    return found.state, found.text, found.command


def program(folder: Path, python: str) -> Path:
    folder.mkdir(parents=True)
    script = folder / "rugctl"
    script.write_text(f"#!{python}\nprint('hello')\n", encoding="utf-8")
    script.chmod(0o755)
    return script


def test_the_one_that_the_shell_starts(tmp_path: Path) -> None:
    own, other = program(tmp_path / "own", sys.executable), program(tmp_path / "other", "/opt/other/bin/python3")
    linked = tmp_path / "bin/rugctl"
    linked.parent.mkdir()
    linked.symlink_to(own)
    uninstall = "/opt/other/bin/python3 -m pip uninstall rugctl"
    assert path_of()[:2] == ("ok", "the shell finds no rugctl")
    assert path_of(linked.parent, own.parent) == ("ok", f"the shell starts {linked}", "")
    assert path_of(own.parent, other.parent) == ("warn", f"the shell starts {own}; there is also {other}", uninstall)
    assert path_of(other.parent, own.parent) == ("warn", f"the shell starts {other}; there is also {own}", uninstall)
    assert path_of(other.parent) == ("warn", f"the shell starts {other}; this is that of {Path(sys.executable).parent}", uninstall)


@pytest.mark.parametrize(
    ("line", "requirement", "trouble"),
    [
        ("pytest>=8", Requirement("pytest>=8", "pytest", ((">=", "8"),), None), ""),
        ("pytest<1.2,>=1", Requirement("pytest<1.2,>=1", "pytest", (("<", "1.2"), (">=", "1")), None), "is not <1.2"),
        ("pytest>=1000", Requirement("pytest>=1000", "pytest", ((">=", "1000"),), None), "is not >=1000"),
        (
            'no-such-thing>=1.11; extra == "docx"',
            Requirement("no-such-thing>=1.11", "no-such-thing", ((">=", "1.11"),), "docx"),
            "is missing",
        ),
        ("pytest", Requirement("pytest", "pytest", (), None), ""),
    ],
)
def test_requirements(line: str, requirement: Requirement, trouble: str) -> None:
    assert parse_requirement(line) == requirement
    assert requirement.trouble.endswith(trouble)
    assert bool(requirement.trouble) == bool(trouble)


def libraries(tmp_path: Path, *requires: str) -> list[dict[str, str]]:
    """Return what is said where the program is installed with these requirements."""
    info = tmp_path / "site/rugctl-0.1.0.dist-info"
    info.mkdir(parents=True)
    lines = ["Metadata-Version: 2.1", "Name: rugctl", "Version: 0.1.0", *(f"Requires-Dist: {line}" for line in requires)]
    (info / "METADATA").write_text("\n".join(lines) + "\n", encoding="utf-8")
    source = Path(__file__).parents[2] / "src"
    ran = Desk(tmp_path, environment={"PYTHONPATH": f"{tmp_path}/site:{source}"}).run("doctor", "--format", "json")
    checks: list[dict[str, str]] = json.loads(ran.out)["checks"]
    return [check for check in checks if check["check"] in {"rugctl", "libraries", "docx"}]


def test_libraries_that_are_missing_or_of_a_wrong_version(tmp_path: Path) -> None:
    (found,) = libraries(tmp_path, "pyyaml<5", "no-such-thing>=2")
    assert found["state"] == "error"
    assert "pyyaml 6" in found["text"]
    assert "no-such-thing is missing" in found["text"]
    assert found["command"].endswith("install 'pyyaml<5' 'no-such-thing>=2'")


def test_an_extra_that_is_not_there_is_nothing_wrong(tmp_path: Path) -> None:
    own, extra = libraries(tmp_path, "pyyaml>=6", 'no-such-thing>=2; extra == "docx"')
    assert own["state"] == extra["state"] == "ok"
    assert extra["text"] == "Word documents cannot be imported: no-such-thing is missing"
    assert extra["command"].endswith("install 'no-such-thing>=2'")


def test_zone_data_that_is_missing(tmp_path: Path) -> None:
    desk = Desk.make(tmp_path / "repository")
    shadow = tmp_path / "shadow/tzdata"
    shadow.mkdir(parents=True)
    (shadow / "__init__.py").touch()
    source = Path(__file__).parents[2] / "src"
    desk.environment = {"PYTHONTZPATH": "", "PYTHONPATH": f"{shadow.parent}:{source}"}
    found = next(check for check in json.loads(desk.run("doctor", "--format", "json").out)["checks"] if check["check"] == "zones")
    assert found["state"] == "error"
    assert found["command"].endswith("install tzdata")
