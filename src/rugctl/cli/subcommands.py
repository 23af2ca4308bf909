"""Commands below a command that lists when called alone; those that write are imported only when called."""

from __future__ import annotations

import importlib
from typing import Any, ClassVar

import typer

from rugctl.cli.completing import NamingGroup, offering


class LaterCommands(NamingGroup):
    """A group some of whose commands are functions of the module `source`, imported when called; `later` has their help."""

    source: ClassVar[str]
    later: ClassVar[dict[str, str]]

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands that are here, then of those that come when called."""
        return [*super().list_commands(ctx), *self.later]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, importing its module where it is not here."""
        command = super().get_command(ctx, cmd_name) if cmd_name not in self.later else self._later(cmd_name)
        return offering(command) if command is not None and ctx.resilient_parsing else command

    def _later(self, cmd_name: str) -> Any:
        single = typer.Typer(rich_markup_mode=None, add_completion=False)
        single.command(cmd_name)(getattr(importlib.import_module(self.source), cmd_name))
        return typer.main.get_command(single)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands without importing any."""
        here = [(name, self.commands[name].get_short_help_str()) for name in super().list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([*here, *self.later.items()])
