"""What `doctor` found, as text: a line a check, and below it the command that mends it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rugctl.render.text import clean

if TYPE_CHECKING:
    from rugctl.doctor import Check


def render_checks(checks: Sequence[Check]) -> str:
    """Write checks one below the other."""
    longest = max((len(check.check) for check in checks), default=0)
    return "".join(_lines(check, longest) for check in checks)


def _lines(check: Check, longest: int) -> str:
    command = f"{' ' * (longest + 9)}{clean(check.command)}\n" if check.command else ""
    return f"{check.state:<5}  {check.check:<{longest}}  {clean(check.text)}\n{command}"


def render_count(checks: Sequence[Check]) -> str:
    """Say how many errors and warnings there are."""
    counts = {word: sum(check.state == state for check in checks) for state, word in (("error", "error"), ("warn", "warning"))}
    said = [f"{count} {word}{'' if count == 1 else 's'}" for word, count in counts.items() if count]
    return f"{' and '.join(said)}, each with the command that mends it." if said else "Nothing is wrong here."
