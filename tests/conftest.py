"""What all tests share: an index of small records, and Hypothesis profiles.

`make test` takes the default profile, and in CI the same examples each time, so that a red run is the change's own
doing. HYPOTHESIS_PROFILE=long looks harder, =quick stops at the first failure.
"""

from __future__ import annotations

import os
import signal
import sqlite3

import pytest
from hypothesis import Phase, settings

from tests.queries.small import make_index, small_files

settings.register_profile("default", deadline=None)
settings.register_profile("long", deadline=None, max_examples=3000)
settings.register_profile("quick", deadline=None, phases=[Phase.generate])
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "default"))

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # where the tests run in the background, and Ctrl-C is to be heard all the same
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def index() -> sqlite3.Connection:
    """An index of a small group's records; nothing may write to it."""
    return make_index(small_files())
