"""What holds for every command of one call: where, which group, which day is today."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """The options before the command's name, as given."""

    directory: Path
    group: str | None = None
    today: str | None = None
