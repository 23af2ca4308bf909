"""`rugctl resolve`: names into ids."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from rugctl.cli.book import Book, open_book, remark
from rugctl.cli.life import THE_MEETING, meeting_meant
from rugctl.cli.save import Branch, DryRun, NoCommit, Saving, begin, save
from rugctl.cli.telling import is_asked, tell_registered
from rugctl.errors import RugctlError

if TYPE_CHECKING:
    from rugctl.drafting.registrar import CheckIn

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def resolve(
    ctx: typer.Context,
    day: Annotated[str | None, typer.Argument(metavar="[DATE]", help=f"{THE_MEETING} Without it, all meetings.")] = None,
    answers: Annotated[
        list[str] | None, typer.Option("--as", metavar="NAME=ID", help="Whom a name means, where it is in doubt; may be given again.")
    ] = None,
    new: Annotated[
        list[str] | None, typer.Option("--new", metavar="NAME", help="This name is a newcomer's after all; may be given again.")
    ] = None,
    no_commit: NoCommit = False,
    branch: Branch = None,
    dry_run: DryRun = False,
) -> None:
    """Turn names into ids, and register newcomers; where a name is in doubt, you are asked.

    Without a terminal nothing is asked: what is in doubt stays a name, and is listed.
    """
    from rugctl.drafting.people import resolve_names  # noqa: PLC0415

    book = open_book(ctx, writing=True)
    meeting = meeting_meant(book, day) if day else None
    group, stem = (meeting.group, meeting.stem) if meeting else (book.group, None)
    decided = _decided(book, answers or (), new or ())
    changes = begin(book)
    outcome = resolve_names(book.index, changes, group, stem, decided)
    if outcome.doubtful and is_asked():
        decided |= _ask(book, outcome)
        changes = begin(book)
        outcome = resolve_names(book.index, changes, group, stem, decided)
    tell_registered(outcome)
    count = len(outcome.present)
    where = f" at {stem}" if stem else ""
    save(book, changes, f"people: resolve {count} name{'s' if count != 1 else ''}{where}", Saving(no_commit, branch, dry_run))


def _decided(book: Book, answers: list[str] | tuple[str, ...], new: list[str] | tuple[str, ...]) -> dict[str, str | None]:
    from rugctl.queries.lookup import find_person  # noqa: PLC0415

    decided: dict[str, str | None] = dict.fromkeys(new)
    for answer in answers:
        name, equals, id = answer.rpartition("=")
        if not equals or not name or not id:
            raise RugctlError(f"`--as {answer}` is not NAME=ID", 'For example: --as "A. Lovelace=ada-lovelace"')
        decided[name.strip()] = find_person(book.index, id.strip())
    return decided


def _ask(book: Book, outcome: CheckIn) -> dict[str, str | None]:
    """Ask about each name in doubt: one of the candidates, a newcomer, or later."""
    decided: dict[str, str | None] = {}
    for name, candidates in dict(outcome.doubtful).items():
        remark(f"\nWho is `{name}`?")
        for n, candidate in enumerate(candidates, 1):
            remark(f"  {n}  {_described(book, candidate)}")
        remark("  n  somebody new\n  Enter  leave it for later")
        known = {str(n): candidate for n, candidate in enumerate(candidates, 1)}
        answer = _answer({"n", "", *known})
        if answer:
            decided[name] = known.get(answer)
    return decided


def _described(book: Book, person: str) -> str:
    """Return an id with what tells one person of a name from another."""
    organization = book.index.execute("SELECT organization FROM people WHERE person = ?", (person,)).fetchone()[0]
    return f"{person} ({organization})" if organization else person


def _answer(allowed: set[str]) -> str:
    """Read one of the answers from the terminal; where it ends, everything is left for later."""
    while True:
        print("Answer: ", end="", file=sys.stderr, flush=True)
        answer = sys.stdin.readline().strip().lower()
        if answer in allowed:
            return answer
