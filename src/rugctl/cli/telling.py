"""What a writing command says of the people it met."""

from __future__ import annotations

import sys
from shlex import quote
from typing import TYPE_CHECKING

from rugctl.cli.book import remark

if TYPE_CHECKING:
    from rugctl.drafting.registrar import CheckIn


def tell_registered(outcome: CheckIn) -> None:
    """Say whom a change registers, whose affiliation it notes, and what stays in doubt."""
    if outcome.already:
        remark(f"There already: {', '.join(dict.fromkeys(outcome.already))}")
    if outcome.after_all:
        remark(f"Came after all, and taken off the regrets: {', '.join(outcome.after_all)}")
    if outcome.newcomers:
        remark(f"New in the registry: {', '.join(outcome.newcomers)}")
    if outcome.new_organizations:
        remark(f"New organizations: {', '.join(outcome.new_organizations)}")
    for line in outcome.moved:
        remark(f"New affiliation: {line}")
    for line in outcome.unnoted:
        remark(f"Not noted, because later records say otherwise: {line}")
    doubtful = dict(outcome.doubtful)
    for name, candidates in doubtful.items():
        who = f"may be {' or '.join(candidates)}; it" if candidates else "is nobody known, and"
        remark(f"In doubt: `{name}` {who} stays a name.")
    if doubtful:
        remark(_way_out(*next(iter(doubtful.items()))))


def is_asked() -> bool:
    """Tell whether somebody sits at a terminal who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _way_out(name: str, candidates: tuple[str, ...]) -> str:
    """Say how a name in doubt is settled, here or where nobody is asked."""
    if is_asked():
        return "`rugctl resolve` asks who is meant."
    meant = quote(f"{name}={candidates[0] if candidates else 'ID'}")
    return f"`rugctl resolve --as {meant}` says who is meant, `--new {quote(name)}` registers a newcomer; at a terminal it asks."
