"""A text in the person's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from rugctl.errors import RugctlError


def edit_text(text: str, name: str) -> str:
    """Open a text in $VISUAL or $EDITOR and return what was saved; raises RugctlError where the editor gives up."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_text(text, encoding="utf-8")
        try:
            result = subprocess.run([*shlex.split(command), str(path)], check=False)  # noqa: S603  the person's own choice
        except OSError as error:
            raise RugctlError(f"the editor `{command}` does not start: {error.strerror}", "Set $EDITOR to one that does.") from error
        if result.returncode != 0:
            raise RugctlError(f"the editor left with {result.returncode}, so nothing was written")
        return path.read_text(encoding="utf-8")
