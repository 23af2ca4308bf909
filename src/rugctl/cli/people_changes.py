"""`rugctl people merge` and `rename`."""

from __future__ import annotations

from typing import Annotated

import typer

from rugctl.cli.book import open_book, remark
from rugctl.cli.save import Branch, DryRun, NoCommit, Saving, begin, save
from rugctl.errors import RugctlError


def merge(
    ctx: typer.Context,
    one: Annotated[str, typer.Argument(metavar="PERSON", help="The entry that goes.")],
    into: Annotated[str, typer.Option("--into", metavar="PERSON", help="The entry that stays.")],
    no_commit: NoCommit = False,
    branch: Branch = None,
    dry_run: DryRun = False,
) -> None:
    """Make two entries of one person one; the old id and names still resolve."""
    from rugctl.drafting.people import merge_people  # noqa: PLC0415
    from rugctl.queries.lookup import find_person  # noqa: PLC0415

    book = open_book(ctx, writing=True)
    gone, kept = find_person(book.index, one), find_person(book.index, into)
    changes = begin(book)
    count = merge_people(book.index, changes, gone, kept)
    remark(f"{gone} is now {kept}: {_references(count)} rewritten.")
    save(book, changes, f"people: merge {gone} into {kept}", Saving(no_commit, branch, dry_run))


def rename(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Whom to rename.")],
    new: Annotated[str, typer.Argument(metavar="NAME", help="The new name; the id follows from it unless --id is given.")],
    id: Annotated[str | None, typer.Option("--id", help="The new id.")] = None,
    no_commit: NoCommit = False,
    branch: Branch = None,
    dry_run: DryRun = False,
) -> None:
    """Give a person a new name and id; the old ones still resolve."""
    from rugctl.drafting.people import rename_person  # noqa: PLC0415
    from rugctl.names import slugify  # noqa: PLC0415
    from rugctl.queries.lookup import find_person  # noqa: PLC0415

    book = open_book(ctx, writing=True)
    old = find_person(book.index, person)
    new_id = id or slugify(new)
    if not new_id:
        raise RugctlError(f"`{new}` suggests no id", "Give one with --id.")
    changes = begin(book)
    count = rename_person(book.index, changes, old, new_id, new)
    if new_id != old:
        remark(f"{old} is now {new_id}: {_references(count)} rewritten.")
    save(book, changes, f"people: rename {old} to {new_id if new_id != old else new}", Saving(no_commit, branch, dry_run))


def _references(count: int) -> str:
    return f"{count} reference{'s' if count != 1 else ''}"
