"""What many tests begin with."""

from __future__ import annotations

import sqlite3

import pytest

from tests.queries.small import make_index, small_files


@pytest.fixture(scope="session")
def index() -> sqlite3.Connection:
    """An index of a small group's records; nothing may write to it."""
    return make_index(small_files())
