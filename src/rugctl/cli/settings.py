"""What holds for every command of one call: where, which group, which day is today."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Settings(NamedTuple):
    """The options before the command's name, as given."""

    directory: Path
    group: str | None = None
    today: str | None = None
