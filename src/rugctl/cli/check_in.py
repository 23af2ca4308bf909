"""`rugctl check-in`: who is there."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from rugctl.cli.book import open_book, remark
from rugctl.cli.life import Day, ensure_record
from rugctl.cli.save import Branch, DryRun, NoCommit, Saving, begin, save
from rugctl.cli.telling import tell_registered
from rugctl.errors import RugctlError
from rugctl.written_names import WrittenName, parse_people

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def check_in(
    ctx: typer.Context,
    day: Day,
    people: Annotated[
        list[str], typer.Argument(metavar="PERSON... | -", help="Ids or names, `Name (Org, first time)`; `-` reads pasted lines.")
    ],
    no_commit: NoCommit = False,
    branch: Branch = None,
    dry_run: DryRun = False,
) -> None:
    """Add attendees to a meeting, register newcomers, and commit it all at once; the meeting becomes held.

    Lines may be pasted as people write them: `Name (Org, first time)`, `Name, Org`, `A, B (Org)`, `Name | Org`, with bullets,
    numbers or `Attendees:` before them. What can be read in two ways, and nobody's name for certain, stays as it is written.
    """
    from rugctl.drafting.registrar import Registrar, add_attendees  # noqa: PLC0415

    written = _written(people)
    book = open_book(ctx, writing=True)
    changes = begin(book)
    path = ensure_record(book, changes, day)
    record = changes.value(path)
    if record["status"] not in {"scheduled", "held", "unrecorded"}:
        raise RugctlError(f"the meeting of {record['date']} is {record['status']}", "If it did take place: `rugctl held DATE` first.")
    outcome = add_attendees(changes, path, written, Registrar(book.index, changes, record["date"]))
    if record["status"] != "held":
        if record["date"] <= book.today:
            changes.set(path, ("status",), "held")
        else:
            remark(f"{record['date']} is still to come: noted as signed up, and not counted before it is held.")
    tell_registered(outcome)
    save(book, changes, _subject(record["date"], len(outcome.present)), Saving(no_commit, branch, dry_run))


def _written(people: list[str]) -> list[WrittenName]:
    if "-" in people and sys.stdin.isatty():
        remark("Paste the lines, and end them with Ctrl-D on a line of its own.")
    try:
        text = "\n".join(sys.stdin.buffer.read().decode("utf-8-sig") if line == "-" else line for line in people)
    except UnicodeDecodeError as error:
        raise RugctlError("the pasted text is not UTF-8", "Save it as UTF-8 and paste it again.") from error
    written = parse_people(text)
    if not written:
        raise RugctlError("there is no name in what was given", "Give ids or names, or `-` and lines on standard input.")
    return written


def _subject(day: str, count: int) -> str:
    return f"meeting: check in {count} {'person' if count == 1 else 'people'} at {day}" if count else f"meeting: check in again at {day}"
