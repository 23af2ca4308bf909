"""The table of commands, loaded by name when called; and the one place where trouble becomes an exit code."""

from __future__ import annotations

import importlib
import sys
from keyword import iskeyword
from pathlib import Path
from typing import Annotated, Any

import typer

from rugctl.cli.completing import NamingGroup, be_quiet, is_completing, offering
from rugctl.cli.settings import Settings
from rugctl.cli.streams import READER_GONE, complain, drop_output, prepare_streams
from rugctl.errors import RugctlError

COMMANDS: dict[str, str] = {
    "status": "What is due: the next meeting, minutes missing, open actions, unresolved names.",
    "validate": "Check every record, and show all findings in one run.",
    "explain": "Explain a rule of `validate`.",
    "fmt": "Bring records into the one canonical form, comments kept.",
    "schedule": "When the group meets, on everybody's clock.",
    "new-meeting": "Schedule the next free date of the series, or a date given.",
    "announce": "Print an announcement of a meeting, to paste.",
    "show": "Show a meeting, also as a pad to take notes in.",
    "check-in": "Add attendees, as ids, names, or lines pasted as people write them.",
    "cancel": "Cancel a meeting; its agenda goes to the next one, to the backlog, or is dropped.",
    "postpone": "Move a meeting to another date.",
    "held": "Mark a meeting as held.",
    "resolve": "Turn names into ids, and register newcomers.",
    "import": "Make records of the minutes in documents, or of one meeting's pad.",
    "attendance": "Who came, when, and from where.",
    "topics": "What was talked about: all topics, or the history of some.",
    "questions": "Questions that were asked, by topic or by words.",
    "decisions": "What was decided.",
    "actions": "Action items: list, add, close, drop.",
    "backlog": "Proposed agenda items: list, add, drop.",
    "people": "The people of the registry: list, show, merge, rename.",
    "export": "Write the records for other programs: a calendar, or all tables.",
    "search": "Find words in titles, notes, questions, decisions and actions.",
    "diff": "What changed between two revisions, in words.",
    "init": "Begin a new group's repository, or add what one lacks.",
    "doctor": "What is wrong with this clone or installation, and what mends it.",
    "sql": "Ask the index in SQL, read-only; `--schema` documents the views.",
}


class LazyGroup(NamingGroup):
    """A group that imports a command's file only when that command is called, or when help lists them all."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import `rugctl.cli.NAME` and return its command; a name that is a word of Python's has a `_` behind it there."""
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name.replace('-', '_')}{'_' if iskeyword(cmd_name) else ''}"
        module = importlib.import_module(f"rugctl.cli.{name}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return offering(command) if ctx.resilient_parsing else command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is called; raises RugctlError for one that there is not, with the nearest."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            from difflib import get_close_matches  # noqa: PLC0415

            near = get_close_matches(name, COMMANDS, n=1)
            raise RugctlError(f"there is no command `{name}`", f"Did you mean {near[0]}?" if near else "`rugctl --help` lists them.")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands from the table, without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


app = typer.Typer(
    name="rugctl",
    cls=LazyGroup,
    help="Minutes as data: a group's meetings, people and topics as YAML in git.",
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(ctx: typer.Context, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version  # noqa: PLC0415  only here

        print(f"rugctl {version('rugctl')}")
        raise typer.Exit


@app.callback()
def main_options(
    ctx: typer.Context,
    directory: Annotated[
        Path, typer.Option("--directory", "-C", metavar="FOLDER", help="Work in this folder instead of the current one.")
    ] = Path(),
    group: Annotated[str | None, typer.Option(metavar="GROUP", help="Of several groups in a repository, only this one.")] = None,
    today: Annotated[str | None, typer.Option(metavar="DATE", help="Take this date for today.")] = None,
    version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Keep what holds for every command."""
    del version
    ctx.obj = Settings(_folder(directory), group, today)


def _folder(directory: Path) -> Path:
    try:
        folder = directory.resolve()
    except OSError as error:
        raise RugctlError("the current folder is there no more", "Go to another one, or name one with --directory.") from error
    if not folder.is_dir():
        raise RugctlError(f"there is no folder {directory}", "Correct what --directory names.")
    return folder


def run() -> None:
    """Run the program, and leave with its exit code.

    0 fine, 1 errors found, 2 could not run, 3 a bug, 130 interrupted, 141 where nobody reads the output any more.
    """
    if is_completing():
        be_quiet()
    prepare_streams()
    code = _exit_code()
    drop_output()
    sys.exit(code)


def _exit_code() -> int:
    try:
        code = _run_app()
        sys.stdout.flush()  # or its trouble would come too late
    except RugctlError as error:
        complain(f"error: {error.message}")
        if error.help:
            complain(f"help: {error.help}")
        return error.code
    except KeyboardInterrupt:
        complain("interrupted")
        return 130
    except BrokenPipeError:
        return READER_GONE
    except OSError as error:
        what = str(error.filename) if error.filename else "the answer cannot be written"
        complain(f"error: {what}: {error.strerror}")
        return 2
    except UnicodeEncodeError as error:
        complain(f"error: {error.object!r} is no text")
        return 2
    except Exception:  # noqa: BLE001  the last resort: a bug is told as one
        import traceback  # noqa: PLC0415

        complain(traceback.format_exc())
        complain("error: this is a bug in rugctl. Please report the lines above.")
        return 3
    return code


def _run_app() -> int:
    """Call Typer, which ends by SystemExit: by that of a pipe whose reader is gone, too."""
    try:
        app()
    except SystemExit as leaving:
        if isinstance(leaving.__context__, BrokenPipeError):
            raise leaving.__context__ from None
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    return 0
