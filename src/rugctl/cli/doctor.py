"""`rugctl doctor`: what is wrong with this clone or installation."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from rugctl.cli.book import remark
from rugctl.cli.settings import Settings
from rugctl.doctor import Check, Installation, examine
from rugctl.render.checks import render_checks, render_count
from rugctl.render.rows import Listing, render_listings

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def doctor(
    ctx: typer.Context,
    format: Annotated[Literal["text", "json"], typer.Option(help="How to write what was found.")] = "text",
) -> None:
    """Look what is wrong with this clone or installation, and name the command that mends it. Changes nothing.

    Leaves with 0 where nothing keeps the program from its work, with 1 where something does.
    """
    settings: Settings = ctx.obj
    search = tuple(Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder)
    found = examine(settings.directory, Installation(Path(sys.executable), search))
    if format == "json":
        sys.stdout.write(render_listings([Listing("checks", Check, found)], "json"))
    else:
        sys.stdout.write(render_checks(found))
        remark(render_count(found))
    if any(check.state == "error" for check in found):
        raise typer.Exit(1)
