"""The transcripts in the README are what the program really prints; UPDATE_TRANSCRIPTS=1 writes them anew.

A block of `console` holds commands after `$ `, each followed by its whole output; a lone `...` stands for any lines.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"(?<=```console\n)(.*?)(?=```)", re.DOTALL)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh repository with the shipped records; the transcripts change it one after another."""
    root = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "data", root / "data")
    _run("git init -q -b main && git add -A && git commit -q -m Begin", root)
    return root


def _run(command: str, root: Path) -> str:
    person = {
        f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "T"), ("EMAIL", "t@example.org"))
    }
    environment = (
        os.environ
        | person
        | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_AUTHOR_DATE": "2025-02-20T12:00Z", "GIT_COMMITTER_DATE": "2025-02-20T12:00Z"}
    )
    shell = f'rugctl() {{ {shlex.quote(sys.executable)} -m rugctl --today 2025-02-20 "$@"; }}\n{command}'
    done = subprocess.run(["bash", "-c", shell], cwd=root, env=environment, capture_output=True, text=True, check=False)
    return re.sub(r"Committed [0-9a-f]+:", "Committed 1a2b3c4:", done.stdout + done.stderr)


def _matches(shown: str, real: str) -> bool:
    pattern = re.escape(shown).replace(re.escape("...\n"), "(?:.*\\n)*")
    return re.fullmatch(pattern, real) is not None


def test_transcripts(repository: Path) -> None:
    text = README.read_text(encoding="utf-8")
    wrong = []

    def rerun(block: re.Match[str]) -> str:
        def one(match: re.Match[str]) -> str:
            real = _run(match[1], repository)
            if not _matches(match[2], real):
                wrong.append(f"$ {match[1]}\n{real}")
            kept = match[2] if _matches(match[2], real) else real
            return f"$ {match[1]}\n{kept}"

        return COMMAND.sub(one, block[0])

    again = BLOCK.sub(rerun, text)
    if os.environ.get("UPDATE_TRANSCRIPTS"):
        README.write_text(again, encoding="utf-8")
        return
    assert BLOCK.search(text), "the README has no transcript"
    assert not wrong, "\n".join(wrong)


def test_the_picture_is_what_the_program_shows() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "docs/picture.py"), "--check"], check=False)
    assert done.returncode == 0, "run `python docs/picture.py`"
