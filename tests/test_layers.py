"""The layers of ARCHITECTURE.md hold: the contracts in pyproject.toml, as `lint-imports` checks them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


def test_imports_keep_to_the_layers() -> None:
    result = subprocess.run([LINT_IMPORTS, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_a_query_loads_nothing_heavy() -> None:
    """What an unchanged repository is asked is answered without the libraries that only writing and reading YAML need."""
    code = (
        "import sys, rugctl.cli.app, rugctl.cli.attendance; print(*{'pydantic', 'ruamel', 'yaml', 'git', 'dateutil'} & sys.modules.keys())"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.split() == []
