"""The program as it is installed: its libraries, SQLite, zone data, and whether the shell starts another one."""

from __future__ import annotations

import os
import re
import shlex
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution, version
from importlib.util import find_spec
from pathlib import Path

from rugctl.doctor.checks import Check, listed
from rugctl.errors import RugctlError

_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)\s*(?P<range>[^;]*)(?:;\s*extra\s*==\s*['\"](?P<extra>[^'\"]+)['\"])?")
_BOUND = re.compile(r"(>=|<)\s*([0-9.]+)")
_EXTRAS = {"docx": "Word documents cannot be imported"}


@dataclass(frozen=True, slots=True)
class Installation:
    """The Python that runs, as a path, and the folders that the shell looks for programs in."""

    python: Path
    search: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Requirement:
    """A library that the program asks for; `extra` names what it is for where the program goes without."""

    text: str
    name: str
    bounds: tuple[tuple[str, str], ...]
    extra: str | None

    @property
    def trouble(self) -> str:
        """Say what is wrong with what is installed, nothing where all is well."""
        try:
            found = version(self.name)
        except PackageNotFoundError:
            return f"{self.name} is missing"
        wrong = [f"{sign}{bound}" for sign, bound in self.bounds if (_numbers(found) >= _numbers(bound)) != (sign == ">=")]
        return f"{self.name} {found} is not {wrong[0]}" if wrong else ""


def check_installation(installation: Installation) -> Iterator[Check]:
    """Look at the libraries, at SQLite and the zone data, and for other installations."""
    yield from _check_libraries(installation)
    yield _check_sqlite()
    yield _check_zones(installation)
    yield _check_path(installation)


def parse_requirement(line: str) -> Requirement:
    """Read a requirement as a distribution's metadata has it, of which the bounds >= and < are understood."""
    match = _REQUIREMENT.match(line)
    assert match is not None
    bounds = tuple((sign, bound) for sign, bound in _BOUND.findall(match["range"]))
    return Requirement(f"{match['name']}{match['range'].strip()}", match["name"], bounds, match["extra"])


def _check_libraries(installation: Installation) -> Iterator[Check]:
    try:
        own = distribution("rugctl")
    except PackageNotFoundError:
        yield Check("warn", "rugctl", "is not installed, but run from its source", _install(installation, ["rugctl"]))
        return
    wanted = [parse_requirement(line) for line in own.requires or ()]
    bad = [one for one in wanted if one.extra is None and one.trouble]
    if bad:
        command = _install(installation, [one.text for one in bad])
        yield Check("error", "libraries", listed([one.trouble for one in bad]), command)
    elif find_spec("yaml._yaml") is None:
        command = f"{_install(installation, ['pyyaml'])} --force-reinstall --only-binary pyyaml"
        yield Check("error", "libraries", "PyYAML is there without libyaml, its parser in C", command)
    else:
        yield Check("ok", "rugctl", f"version {own.version} in {installation.python.parent}, with its libraries")
    for one in (one for one in wanted if one.extra is not None and one.trouble):
        yield Check(
            "ok", str(one.extra), f"{_EXTRAS.get(str(one.extra), 'is left out')}: {one.trouble}", _install(installation, [one.text])
        )


def _check_sqlite() -> Check:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5 (body)")
    except sqlite3.Error:
        return Check(
            "error",
            "sqlite",
            f"SQLite {sqlite3.sqlite_version} searches no text (FTS5)",
            "sudo apt install libsqlite3-0  # or another Python",
        )
    finally:
        connection.close()
    return Check("ok", "sqlite", f"version {sqlite3.sqlite_version}, with text search")


def _check_zones(installation: Installation) -> Check:
    from rugctl.zones import zone  # noqa: PLC0415  with the clock's own library

    try:
        zone("Europe/Zurich")
    except RugctlError:
        return Check("error", "zones", "there is no zone data, so no meeting has a time", _install(installation, ["tzdata"]))
    return Check("ok", "zones", "zone data is there")


def _check_path(installation: Installation) -> Check:
    own, found = installation.python.parent, _programs(installation.search)
    if not found:
        return Check("ok", "path", "the shell finds no rugctl", f'export PATH={shlex.quote(str(own))}:"$PATH"')
    first, more = found[0], found[1:]
    others = [python for path in found if (python := _python_of(path)) is not None and python.parent != own]
    if not others:
        return Check("ok", "path", f"the shell starts {first}")
    rest = f"there is also {listed([str(path) for path in more])}" if more else f"this is that of {own}"
    command = " && ".join(f"{shlex.quote(str(python))} -m pip uninstall rugctl" for python in others)
    return Check("warn", "path", f"the shell starts {first}; {rest}", command)


def _programs(search: tuple[Path, ...]) -> list[Path]:
    """Return each program of our name that the shell could start, under the name by which it would."""
    found: dict[Path, Path] = {}
    for path in (folder / "rugctl" for folder in search):
        if os.access(path, os.X_OK):
            found.setdefault(path.resolve(), path)
    return list(found.values())


def _python_of(script: Path) -> Path | None:
    """Return the Python that a script names in its first line."""
    try:
        with script.open("rb") as stream:
            line = stream.readline(1024).decode("utf-8", "replace").strip()
    except OSError:
        return None
    return Path(line[2:].strip()) if line.startswith("#!/") else None


def _install(installation: Installation, requirements: list[str]) -> str:
    python = shlex.quote(str(installation.python))
    program = f"{python} -m pip install" if find_spec("pip") else f"uv pip install --python {python}"
    return " ".join([program, *map(shlex.quote, requirements)])


def _numbers(version: str) -> tuple[int, ...]:
    match = re.match(r"[0-9]+(?:\.[0-9]+)*", version)
    return tuple(map(int, match[0].split("."))) if match else ()
