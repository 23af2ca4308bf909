"""`rugctl fmt`: records in their one canonical form."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rugctl.cli.book import remark, write_lock
from rugctl.cli.save import write_files
from rugctl.cli.settings import Settings
from rugctl.errors import RugctlError
from rugctl.render.text import clean
from rugctl.store import Entry, Store

if TYPE_CHECKING:
    from rugctl.formatting import Formatting, Left

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def fmt(
    ctx: typer.Context,
    paths: Annotated[list[str] | None, typer.Argument(metavar="[PATH]...", help="Only these files or folders.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; leave with 1 if a file would change.")] = False,
) -> None:
    """Bring records into the one canonical form, comments kept. Nothing is committed.

    Leaves with 0, with 1 where --check finds a file that would change, with 2 where one could not be read.
    """
    from rugctl.formatting import format_entries  # noqa: PLC0415  brings pydantic, which completing options does not need

    settings: Settings = ctx.obj
    store = Store.find(settings.directory)
    with (None if check else write_lock(store.root)) or nullcontext() as lock:
        entries = _chosen(store, settings, paths or [])
        outcome = format_entries(entries)
        if not check:
            write_files(store, {entry.name.path: entry.data for entry in entries}, outcome.changed, alone=lock is not None)
    _report(outcome, check=check)
    if outcome.left:
        raise typer.Exit(2)
    if check and outcome.changed:
        raise typer.Exit(1)


def _chosen(store: Store, settings: Settings, paths: list[str]) -> list[Entry]:
    """Return the records that paths and group name; raises RugctlError for a path or group that names none."""
    entries = [entry for entry in store.entries() if entry.name.is_record]
    if settings.group is not None:
        entries = [entry for entry in entries if entry.name.group == settings.group]
        if not entries:
            raise RugctlError(f"there is no group {settings.group}")
    if not paths:
        return entries
    chosen: set[str] = set()
    for path in paths:
        names = {_relative(store.root, base, path) for base in (settings.directory, store.root)}
        found = {entry.name.path for entry in entries if _is_in(entry.name.path, names)}
        if not found:
            raise RugctlError(f"{clean(path)} is no record, and has none below it", "Records stand in data/; `rugctl fmt` alone takes all.")
        chosen |= found
    return [entry for entry in entries if entry.name.path in chosen]


def _relative(root: Path, base: Path, path: str) -> str:
    """Return a path as the store names it; a path that leads out of the root comes out as none of its own."""
    return Path(os.path.relpath(base / path, root)).as_posix()


def _is_in(path: str, names: Iterable[str]) -> bool:
    return any(name in {".", path} or path.startswith(f"{name}/") for name in names)


def _report(outcome: Formatting, *, check: bool) -> None:
    for left in outcome.left:
        remark(_complaint(left))
    for path in sorted(outcome.changed):
        print(f"{'would format' if check else 'formatted'} {clean(path)}")
    remark(_summary(outcome, check=check))


def _complaint(left: Left) -> str:
    return f"error: {clean(left.path)}:{left.span.line}:{left.span.column}: {clean(left.message)}\nhelp: {clean(left.help)}"


def _summary(outcome: Formatting, *, check: bool) -> str:
    """Say how many files changed, were right and were left; and, after a change, that committing is the person's."""
    right = len(outcome.right)
    parts = [f"{_files(len(outcome.changed))} {'would change' if check else 'changed'}"] if outcome.changed else []
    parts += [f"{right if parts else _files(right)} in canonical form already"] if right or not parts else []
    parts += [f"{_files(len(outcome.left))} left alone"] if outcome.left else []
    said = ", ".join(parts) + "."
    return said if check or not outcome.changed else f"{said} Not committed: `git diff data` shows the changes."


def _files(count: int) -> str:
    return f"{count} file{'s' if count != 1 else ''}"
