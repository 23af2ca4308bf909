"""What the shell offers when somebody presses Tab: commands and options by name, values by what their metavar asks for.

The index is read as the last command left it, never made current. Help texts are left out: to show them, Typer needs rich.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from typer.core import TyperCommand, TyperGroup

from rugctl.errors import RugctlError

_ID = "SELECT id FROM names WHERE kind = '{}' AND how = 'id'"
_VALUES = {
    "PERSON": _ID.format("person"),
    "ORGANIZATION": _ID.format("organization"),
    "TOPIC": _ID.format("topic"),
    "DATE": "SELECT meeting FROM meetings",
    "PERIOD": "SELECT DISTINCT substr(date, 1, 4) FROM meetings UNION SELECT DISTINCT substr(date, 1, 7) FROM meetings",
    "ACTION": "SELECT action FROM actions WHERE open",
    "ITEM": "SELECT id FROM backlog_items",
    "RULE": "SELECT DISTINCT rule FROM findings",
    "GROUP": 'SELECT "group" FROM groups',
}
"""What is asked of the index, by the word that stands for a value in the help."""
_WORDS = {"DATE": ("last", "next", "today")}


def is_completing() -> bool:
    """Tell whether the shell asks what there is to choose from."""
    return os.environ.get("_RUGCTL_COMPLETE", "").startswith("complete_")


def be_quiet() -> None:
    """Say nothing more on standard error, which would stand in the middle of what somebody types."""
    sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  until the program ends


class NamingGroup(TyperGroup):
    """A group that offers the names of its commands without importing them."""

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Return the commands, or options, that begin so."""
        if not incomplete.startswith("-"):
            return _items(self.list_commands(ctx), incomplete)
        return _items([item.value for item in TyperCommand.shell_complete(self, ctx, incomplete)], incomplete)


def offering(command: Any) -> Any:
    """Return a command that offers its options without help, and for their values what the index knows."""
    options: Callable[[Any, str], list[Any]] = command.shell_complete
    if not isinstance(command, TyperGroup):
        command.shell_complete = lambda ctx, incomplete: _items([item.value for item in options(ctx, incomplete)], incomplete)
    for parameter in command.params:
        word = re.search("[A-Z]+", parameter.metavar or "")
        if word is not None and word[0] in _VALUES:
            parameter.shell_complete = _offer(word[0])
    return command


def _offer(word: str) -> Callable[[Any, str], list[Any]]:
    def offer(ctx: Any, incomplete: str) -> list[Any]:
        return _items([*_known(ctx, _VALUES[word]), *_WORDS.get(word, ())], incomplete)

    return offer


def _known(ctx: Any, sql: str) -> list[str]:
    """Ask the index of the repository that the call is about; there is nothing to offer where there is none."""
    from rugctl.index.opening import index_folder, kept_index  # noqa: PLC0415  every command imports this module
    from rugctl.store import Store  # noqa: PLC0415

    try:
        start = Path(ctx.find_root().params["directory"]).expanduser().resolve(strict=True)
        folder = index_folder(Store.find(start).root)
    except (RugctlError, OSError):
        return []
    index = kept_index(folder) if folder is not None else None
    return [str(value) for (value,) in index.execute(sql)] if index is not None else []


def _items(values: list[str], incomplete: str) -> list[Any]:
    """Return those that begin so, as Typer's shells write them."""
    return [SimpleNamespace(value=value, help=None) for value in values if value.startswith(incomplete)]
