from __future__ import annotations

from pathlib import Path

import pytest

from tests.writing.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.make(tmp_path / "repository")
