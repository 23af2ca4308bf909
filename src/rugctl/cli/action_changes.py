"""`rugctl actions add`, `close` and `drop`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from rugctl.cli.book import Book, open_book
from rugctl.cli.life import RecordedDay, meeting_meant
from rugctl.cli.save import Branch, DryRun, NoCommit, Saving, begin, save
from rugctl.cli.telling import tell_registered
from rugctl.days import parse_day
from rugctl.diagnostics import Pointer, parse_pointer
from rugctl.errors import RugctlError
from rugctl.store import meeting_path

Address = Annotated[str, typer.Argument(metavar="ACTION", help="The action item's address, such as 2021-12-01/a1.")]
Note = Annotated[str | None, typer.Option(help="How it ended, in a few words.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day it was closed; today, if left out.")]


def add(
    ctx: typer.Context,
    day: RecordedDay,
    task: Annotated[str, typer.Argument(metavar="TASK", help="What is to be done.")],
    owners: Annotated[list[str] | None, typer.Option("--owner", "-o", metavar="PERSON", help="Who does it; may be given again.")] = None,
    due: Annotated[str | None, typer.Option(metavar="DATE", help="By when.")] = None,
    item: Annotated[int | None, typer.Option(metavar="N", min=1, help="The number of the agenda item it belongs to.")] = None,
    no_commit: NoCommit = False,
    branch: Branch = None,
    dry_run: DryRun = False,
) -> None:
    """Add an action item to a meeting."""
    from rugctl.drafting.agenda import next_action_id  # noqa: PLC0415
    from rugctl.drafting.registrar import Registrar  # noqa: PLC0415

    book = open_book(ctx, writing=True)
    meeting = meeting_meant(book, day)
    changes = begin(book)
    path = meeting_path(meeting.stem, meeting.group)
    record = changes.value(path)
    registrar = Registrar(book.index, changes, meeting.date)
    id = next_action_id(record)
    action: dict[str, Any] = {"id": id, "task": task}
    if owners:
        action["owners"] = [registrar.person(owner) for owner in owners]
    if due:
        action["due"] = parse_day(due)
    changes.append(path, _holder(record, item, meeting.stem), action)
    tell_registered(registrar.outcome)
    save(book, changes, f"action: add {meeting.stem}/{id}", Saving(no_commit, branch, dry_run))


def close(
    ctx: typer.Context,
    address: Address,
    on: On = None,
    note: Note = None,
    no_commit: NoCommit = False,
    branch: Branch = None,
    dry_run: DryRun = False,
) -> None:
    """Close an action item as done."""
    _end(ctx, address, "done", on, note, Saving(no_commit, branch, dry_run))


def drop(
    ctx: typer.Context,
    address: Address,
    on: On = None,
    note: Note = None,
    no_commit: NoCommit = False,
    branch: Branch = None,
    dry_run: DryRun = False,
) -> None:
    """Close an action item as dropped: it will not be done."""
    _end(ctx, address, "dropped", on, note, Saving(no_commit, branch, dry_run))


def _end(ctx: typer.Context, address: str, outcome: str, on: str | None, note: str | None, saving: Saving) -> None:
    from rugctl.drafting.agenda import end_action  # noqa: PLC0415

    book = open_book(ctx, writing=True)
    path, pointer = find_open_action(book, address)
    changes = begin(book)
    end_action(changes, path, pointer, {"closed": parse_day(on) if on else book.today, "outcome": outcome}, note)
    save(book, changes, f"action: {'close' if outcome == 'done' else 'drop'} {address}", saving)


def find_open_action(book: Book, address: str) -> tuple[str, Pointer]:
    """Return the file and pointer of an open action item."""
    stem, _, key = address.partition("/")
    sql = """SELECT f.path, a.pointer, a.outcome, a.closed FROM action a JOIN meeting m ON m.id = a.meeting JOIN file f ON f.id = m.file
WHERE m.grp = ? AND m.stem = ? AND a.key = ?"""
    row = book.index.execute(sql, (book.one_group(), stem, key)).fetchone()
    if row is None:
        raise RugctlError(f"there is no action item {address}", "`rugctl actions` lists them with their addresses.")
    path, pointer, outcome, closed = row
    if outcome is not None:
        raise RugctlError(f"{address} was closed on {closed} as {outcome}", "`rugctl actions --all` shows it.")
    return path, parse_pointer(pointer)


def _holder(record: dict[str, Any], item: int | None, stem: str) -> Pointer:
    if item is None:
        return ("actions",)
    count = len(record.get("agenda") or [])
    if item > count:
        raise RugctlError(f"the agenda of {stem} has no item {item}", f"`rugctl show {stem}` numbers them.")
    return ("agenda", item - 1, "actions")
