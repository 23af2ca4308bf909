"""A text in the person's own editor."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rugctl.cli.book import remark
from rugctl.errors import RugctlError


@contextmanager
def edited(text: str, name: str) -> Iterator[str]:
    """Open a text in $VISUAL or $EDITOR and give what was saved.

    Where the editor, or what is then done with the text, fails, what somebody typed is kept, and it is said where.
    """
    folder = Path(tempfile.mkdtemp(prefix="rugctl-"))
    path = folder / Path(name).name
    try:
        path.write_text(text, encoding="utf-8")
        yield _saved(path)
    except BaseException:
        if path.exists() and path.read_bytes() != text.encode():
            remark(f"What you typed is kept in {path}")
        else:
            shutil.rmtree(folder)
        raise
    shutil.rmtree(folder)


def _saved(path: Path) -> str:
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    former = signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is the editor's while it is open
    try:
        result = subprocess.run([*shlex.split(command), str(path)], check=False)  # noqa: S603  the person's own choice
    except (OSError, ValueError) as error:
        raise RugctlError(f"the editor `{command}` does not start: {error}", "Set $EDITOR to one that does.") from error
    finally:
        signal.signal(signal.SIGINT, former)
    if result.returncode != 0:
        raise RugctlError(f"the editor left with {result.returncode}, so nothing was written")
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RugctlError("what the editor saved cannot be read as UTF-8, so nothing was written") from error
