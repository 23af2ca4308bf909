"""The program git: run free of what a hook's environment says of another repository, and heard to its end."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from rugctl.errors import RugctlError

_OF_ANOTHER_REPOSITORY = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_CONFIG", "GIT_DIR", "GIT_GRAFT_FILE", "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_NO_REPLACE_OBJECTS", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE", "GIT_WORK_TREE", "GIT_QUARANTINE_PATH",
    }
)  # fmt: skip
"""What git sets for the repository that a hook runs in; `git rev-parse --local-env-vars` lists them."""
IDENTIFY = 'git config --global user.name "Your Name" && git config --global user.email you@example.org'
LOCKED = "RUGCTL_LOCKED"
"""Tells a `rugctl` that a hook runs that the repository's lock is held by the one that runs git."""


def run_git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run git in a folder; what it wrote is read as UTF-8."""
    code, out, err = heard_from_git(folder, arguments)
    return subprocess.CompletedProcess(["git", *arguments], code, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"))


def heard_from_git(folder: Path, arguments: Sequence[str], input: bytes | None = None) -> tuple[int, bytes, bytes]:
    """Run git; return its exit code and what it wrote to either stream."""
    environment = {key: value for key, value in os.environ.items() if key not in _OF_ANOTHER_REPOSITORY} | {
        "LC_ALL": "C",
        LOCKED: str(folder),
    }
    command = ["git", "-C", str(folder), *arguments]
    with _handed(input) as stdin:
        try:
            process = subprocess.Popen(command, env=environment, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603
        except FileNotFoundError as error:
            raise RugctlError("git is not installed", "Install it, or use --no-commit.") from error
        with process:
            out, err = _heard(process)
    return process.returncode, out, err


@contextlib.contextmanager
def _handed(input: bytes | None) -> Iterator[IO[bytes] | int]:
    """Give what git reads from: a file, because a pipe that is full would have to be filled on while git is heard."""
    if input is None:
        yield subprocess.DEVNULL
        return
    import tempfile  # noqa: PLC0415  brings random numbers, which no query needs

    with tempfile.TemporaryFile() as stream:
        stream.write(input)
        stream.seek(0)
        yield stream


def _heard(process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    """Return what git wrote, once it has ended; what a hook left running may hold the other end for as long as it likes.

    Whoever interrupts this interrupts git, which takes its locks away and ends; killed, it would leave them.
    """
    while True:
        try:
            return process.communicate(timeout=0.2)
        except subprocess.TimeoutExpired as so_far:
            if process.poll() is not None:
                return so_far.stdout or b"", so_far.stderr or b""
        except BaseException:
            process.terminate()
            process.wait()
            raise


def git_version() -> tuple[int, ...] | None:
    """Return the version of the git that is installed, None where none is."""
    try:
        said = run_git(Path("/"), "--version").stdout
    except RugctlError:
        return None
    match = re.search(r"[0-9]+(?:\.[0-9]+)*", said)
    return tuple(map(int, match[0].split("."))) if match else None


def knows_committer(folder: Path) -> bool:
    """Tell whether git knows in whose name to commit."""
    return run_git(folder, "var", "GIT_COMMITTER_IDENT").returncode == 0


def check_committer(folder: Path) -> None:
    """Raise RugctlError where git does not know in whose name to commit."""
    if not knows_committer(folder):
        raise RugctlError("git does not know who you are", IDENTIFY)


def last_lines(text: str) -> str:
    """Return the end of what git said, indented."""
    return "\n".join(f"  {line}" for line in text.strip().splitlines()[-12:]) or "  it did not say why"


def last_line(text: str) -> str:
    """Return the last line of what git said."""
    return text.strip().splitlines()[-1] if text.strip() else "it did not say why"
