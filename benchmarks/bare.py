"""Floors: the least that a program with subcommands does, and the least that checks records.

bare.py one                 a Typer application's subcommand that asks SQLite
bare.py loop FILE…          read, compose by libyaml, and make models, in one process
"""

from __future__ import annotations

import sys
from pathlib import Path

import typer

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def one() -> None:
    """Ask SQLite."""
    import sqlite3  # noqa: PLC0415  as the commands do

    print(sqlite3.connect(":memory:").execute("SELECT 1").fetchone()[0])


@app.command()
def loop(folder: Path) -> None:
    """Read all meetings of a folder; values as libyaml's loader makes them, but that everything plain is a text."""
    import yaml  # noqa: PLC0415

    from rugctl.model import Meeting  # noqa: PLC0415

    count = 0
    for path in folder.rglob("*.yaml"):
        node = yaml.CBaseLoader(path.read_bytes()).get_single_node()
        Meeting.model_validate(_value(node))
        count += 1
    print(count)


def _value(node: object) -> object:
    import yaml  # noqa: PLC0415

    if isinstance(node, yaml.MappingNode):
        return {key.value: _value(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(value) for value in node.value]
    text = str(getattr(node, "value", ""))
    return {"true": True, "false": False}.get(text, int(text) if text.isdecimal() else text)


if __name__ == "__main__":
    sys.exit(app())
