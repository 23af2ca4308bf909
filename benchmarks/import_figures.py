"""How well old minutes are understood, in figures: those of the group and those of four others.

Run it as `python benchmarks/import_figures.py FOLDER [--verbose]`. FOLDER has the group's running notes in `seeds/`, labelled
minutes of others in `corpora/`, and what scores these in `tools/`. A star marks a figure that is below its goal.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping
from pathlib import Path

import labelled
import running_notes
from figures import Figure

WIDTH = 14


def main() -> None:
    """Print a table of the notes' figures and one of the corpora's, and with `--verbose` all that is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--verbose", action="store_true", help="list what is missed and what is spurious")
    arguments = parser.parse_args()
    tables = (
        (running_notes.GOALS, {"running notes": running_notes.notes_figures(arguments.folder)}),
        (labelled.GOALS, labelled.corpora_figures(arguments.folder)),
    )
    for goals, columns in tables:
        print(render_table(goals, columns), end="\n\n")
    if arguments.verbose:
        for _, columns in tables:
            print(*render_misses(columns), sep="\n")


def render_table(goals: Mapping[str, float], columns: Mapping[str, Mapping[str, Figure]]) -> str:
    """Return a table, a figure a line; figures are cut off after three digits, not rounded up."""
    lines = [f"{'':20}{'goal':>6}" + "".join(f"{title[:WIDTH]:>{WIDTH + 2}}" for title in columns)]
    for name, goal in goals.items():
        values = [column[name].value for column in columns.values()]
        cells = "".join(f"{math.floor(value * 1000) / 1000:>{WIDTH + 1}.3f}{'*' if value < goal else ' '}" for value in values)
        lines.append(f"{name:20}{goal:>6.2f}{cells}".rstrip())
    return "\n".join(lines)


def render_misses(columns: Mapping[str, Mapping[str, Figure]]) -> list[str]:
    """Return what each figure lacks, a line each."""
    return [f"{title}: {name}: {miss}" for title, column in columns.items() for name, figure in column.items() for miss in figure.misses]


if __name__ == "__main__":
    main()
