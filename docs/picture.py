"""Draws docs/rugctl.svg: real commands, run on the shipped records in a terminal of 100 columns, exported by rich.

Run it as `python docs/picture.py`; `--check` leaves with 1 where the picture is out of date.
"""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs/rugctl.svg"
COLUMNS = 100
_CHANGES_OUTPUT = {"CI", "NO_COLOR", "TERM_PROGRAM", "VTE_VERSION", "KONSOLE_VERSION", "WT_SESSION", "DOMTERM"}
COMMANDS = (
    ["attendance", "--by", "year"],
    ["attendance", "--in", "2024", "--organization", "SchedMD"],
    ["search", "checkpoint"],
    ["validate", "data/meetings/2021-02-17.yaml"],
)


def run_in_terminal(arguments: list[str]) -> str:
    """Return what `rugctl` writes when its output is a terminal."""
    ours, theirs = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key not in _CHANGES_OUTPUT}
    environment |= {"COLUMNS": str(COLUMNS), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    process = subprocess.Popen(
        [sys.executable, "-m", "rugctl", "--today", "2025-02-20", *arguments],
        cwd=ROOT,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    written = io.BytesIO()
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        written.write(part)
    process.wait()
    os.close(ours)
    return written.getvalue().decode("utf-8").replace("\r\n", "\n")


def draw() -> str:
    """Return the picture as SVG."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for arguments in COMMANDS:
        line = " ".join(f'"{word}"' if " " in word else word for word in arguments)
        console.print(Text.assemble(("$ ", "bold green"), f"rugctl {line}"))
        console.print(Text.from_ansi(run_in_terminal(arguments)))
    return console.export_svg(title="rugctl", unique_id="rugctl")


def main() -> int:
    """Write the picture, or check it."""
    drawn = draw()
    if "--check" in sys.argv:
        return int(PICTURE.read_text(encoding="utf-8") != drawn)
    PICTURE.write_text(drawn, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
