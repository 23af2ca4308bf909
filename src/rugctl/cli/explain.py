"""`rugctl explain`: what a rule is for."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from typing import Annotated, Literal

import typer

from rugctl.cli.book import in_colour
from rugctl.errors import RugctlError

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def explain(
    rule: Annotated[
        str | None, typer.Argument(metavar="[RULE]", help="The rule's id, as findings show it; without it, all are listed.")
    ] = None,
    format: Annotated[Literal["text", "markdown", "json"], typer.Option("--format", help="How to write it.")] = "text",
) -> None:
    """Explain a rule of `validate`: what it looks for, why, how to mend it, and an example."""
    from rugctl.render import rules as render  # noqa: PLC0415
    from rugctl.rules import catalogue  # noqa: PLC0415  brings pydantic

    entries = {entry.rule: entry for entry in catalogue()}
    if rule is not None and rule not in entries:
        near = get_close_matches(rule, entries, n=1)
        raise RugctlError(f"there is no rule `{rule}`", f"Did you mean `{near[0]}`?" if near else "`rugctl explain` lists them all.")
    chosen = [entries[rule]] if rule else list(entries.values())
    if format == "json":
        sys.stdout.write(render.rules_json(chosen))
    elif format == "markdown":
        sys.stdout.write(render.rule_markdown(chosen[0]) if rule else render.rules_markdown(chosen))
    else:
        sys.stdout.write(render.rule_text(chosen[0], colour=in_colour()) if rule else render.rule_list(chosen))
