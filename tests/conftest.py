"""Hypothesis profiles: `make test` takes the default; HYPOTHESIS_PROFILE=long looks harder, =quick stops at the first failure."""

from __future__ import annotations

import os

from hypothesis import Phase, settings

settings.register_profile("default", deadline=None)
settings.register_profile("long", deadline=None, max_examples=3000)
settings.register_profile("quick", deadline=None, phases=[Phase.generate])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
