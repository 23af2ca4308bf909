"""`rugctl explain`: what a rule is for."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from typing import Annotated

import typer

from rugctl.errors import RugctlError

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def explain(
    rule: Annotated[
        str | None, typer.Argument(metavar="[RULE]", help="The rule's id, as findings show it; without it, all are listed.")
    ] = None,
) -> None:
    """Explain a rule of `validate`: what it looks for, why, and how to mend it."""
    from rugctl.rules import explanations  # noqa: PLC0415  brings pydantic

    rules = explanations()
    if rule is None:
        longest = max(map(len, rules))
        for id, (severity, text) in rules.items():
            print(f"{id.ljust(longest)}  {severity.ljust(7)}  {text.splitlines()[0]}")
        return
    if rule not in rules:
        near = get_close_matches(rule, rules, n=1)
        help = f"Did you mean `{near[0]}`?" if near else "`rugctl explain` lists them all."
        raise RugctlError(f"there is no rule `{rule}`", help)
    severity, text = rules[rule]
    sys.stdout.write(f"{rule} ({severity})\n\n{text}\n")
