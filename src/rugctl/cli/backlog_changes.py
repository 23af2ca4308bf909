"""`rugctl backlog add` and `drop`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from rugctl.cli.book import open_book
from rugctl.cli.options import topics_of
from rugctl.cli.save import Branch, DryRun, NoCommit, Saving, begin, save
from rugctl.cli.telling import tell_registered


def add(
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What to talk about.")],
    topics: Annotated[list[str] | None, typer.Option("--topic", metavar="TOPIC", help="A topic of it; may be given again.")] = None,
    speakers: Annotated[
        list[str] | None, typer.Option("--speaker", "-s", metavar="PERSON", help="Who could speak; may be given again.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="PERSON", help="Who proposes it.")] = None,
    no_commit: NoCommit = False,
    branch: Branch = None,
    dry_run: DryRun = False,
) -> None:
    """Propose an agenda item."""
    from rugctl.drafting.agenda import add_to_backlog  # noqa: PLC0415
    from rugctl.drafting.registrar import Registrar  # noqa: PLC0415

    book = open_book(ctx, writing=True)
    changes = begin(book)
    registrar = Registrar(book.index, changes, book.today)
    item: dict[str, Any] = {
        "title": title,
        "group": book.group,
        "topics": list(topics_of(book, topics)),
        "proposed_by": registrar.person(by) if by else None,
        "proposed": book.today,
        "speakers": [registrar.person(speaker) for speaker in speakers or ()],
    }
    id = add_to_backlog(changes, item)
    tell_registered(registrar.outcome)
    save(book, changes, f"backlog: add {id}", Saving(no_commit, branch, dry_run))


def drop(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ITEM", help="The item's id; `rugctl backlog` lists them.")],
    no_commit: NoCommit = False,
    branch: Branch = None,
    dry_run: DryRun = False,
) -> None:
    """Take a proposed agenda item out of the backlog."""
    from rugctl.drafting.agenda import take_from_backlog  # noqa: PLC0415

    book = open_book(ctx, writing=True)
    changes = begin(book)
    take_from_backlog(changes, id, book.group)
    save(book, changes, f"backlog: drop {id}", Saving(no_commit, branch, dry_run))
