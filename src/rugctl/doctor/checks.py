"""What one look came to, and how paths and words are written in the commands that mend."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

State: TypeAlias = Literal["ok", "warn", "error"]


class Check(NamedTuple):
    """One look: what it came to, what was looked at, what is the matter, and the command that mends it.

    An error keeps the program from its work, or makes its answers wrong; a warning is about to.
    """

    state: State
    check: str
    text: str
    command: str = ""


def quoted(words: Iterable[str | Path]) -> str:
    """Return words as a shell takes them; paths relative to where one stands."""
    return " ".join(shlex.quote(os.path.relpath(word) if isinstance(word, Path) else word) for word in words)


def listed(names: Sequence[str]) -> str:
    """Return the first few of many names, and how many more there are."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
