"""Programs that run on Node, where `make test` has installed them; a test that needs one is skipped where it is not there."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

MODULES = Path(sys.prefix) / "node_modules"


def needs(package: str) -> pytest.MarkDecorator:
    """Skip a test where there is no Node, or the package is not installed beside this Python."""
    there = shutil.which("node") is not None and (MODULES / package).is_dir()
    return pytest.mark.skipif(not there, reason=f"{package} is not installed in {MODULES}: `make test` does it where npm is")
