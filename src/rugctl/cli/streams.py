"""The standard streams: open though the caller closed them, able to write any text, and quiet where nobody takes it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TextIO, cast

from rugctl.render.text import clean

READER_GONE = 141
"""The exit code where nobody reads any more, as of programs that SIGPIPE ends: 128 and its number."""


def prepare_streams() -> None:
    """Open the streams that the caller closed, and let output be UTF-8, but on a terminal what that writes.

    Writing to an output that was closed fails, as it does for any program; what is said beside it is said to nobody.
    """
    sys.stdin = sys.stdin or _nothing(os.O_RDONLY, "r")
    output = sys.stdout or _nothing(os.O_RDONLY, "w")
    sys.stderr = sys.stderr or _nothing(os.O_WRONLY, "w")
    encoding, errors = (output.encoding, "replace") if output.isatty() else ("utf-8", "backslashreplace")
    # Python's own is without a buffer under PYTHONUNBUFFERED, and then loses what a write does not take at once
    sys.stdout = os.fdopen(output.fileno(), "w", encoding=encoding, errors=errors, closefd=False)


def _nothing(flags: int, mode: str) -> TextIO:
    return cast("TextIO", os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8"))


def complain(text: str) -> None:
    """Say something on standard error; that nobody can hear it is no trouble."""
    with suppress(OSError):
        print(clean(text), file=sys.stderr)


def drop_output() -> None:
    """Throw away what cannot be written, so that the end of the program does not try again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(nowhere, stream.fileno())
