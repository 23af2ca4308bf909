"""A text in the person's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rugctl.cli.book import remark
from rugctl.errors import RugctlError


def edit_text(text: str, name: str) -> str:
    """Open a text in $VISUAL or $EDITOR and return what was saved; raises RugctlError where the editor gives up."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_text(text, encoding="utf-8")
        try:
            result = subprocess.run([*shlex.split(command), str(path)], check=False)  # noqa: S603  the person's own choice
        except (OSError, ValueError) as error:
            raise RugctlError(f"the editor `{command}` does not start: {error}", "Set $EDITOR to one that does.") from error
        if result.returncode != 0:
            raise RugctlError(f"the editor left with {result.returncode}, so nothing was written")
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise RugctlError("what the editor saved cannot be read as UTF-8, so nothing was written") from error


@contextmanager
def kept_on_failure(text: str, name: str) -> Iterator[None]:
    """Keep what somebody typed in a file of its own where what follows fails, and say where."""
    try:
        yield
    except RugctlError:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="rugctl-", suffix=f"-{Path(name).name}", delete=False) as stream:
            stream.write(text)
        remark(f"What you typed is kept in {stream.name}")
        raise
