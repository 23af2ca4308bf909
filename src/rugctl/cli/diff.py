"""`rugctl diff`: what changed between two revisions, in words."""

from __future__ import annotations

import re
import shutil
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

import typer

from rugctl.cli.book import in_colour, on_terminal, open_book, remark
from rugctl.cli.settings import Settings
from rugctl.comparison.changes import Comparison
from rugctl.comparison.standing import read_standing
from rugctl.errors import RugctlError
from rugctl.gitrepo import GitRepository
from rugctl.index.examiner import Examiner
from rugctl.index.files import Held, entries_of
from rugctl.index.opening import open_index, preview
from rugctl.index.refresh import refresh
from rugctl.render.comparison import Ends, comparison_json, comparison_markdown, comparison_text
from rugctl.revisions import differing, entries_at, hidden_files
from rugctl.store import THE_GROUP, Entry, Store

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_RANGE = re.compile(r"(?P<base>.*?)(?P<dots>\.{2,3})(?P<head>.*)")
_TWO = "Compare two revisions: `rugctl diff BASE HEAD`."
_UNJUDGED = Examiner("", lambda _: (), lambda *_: (), dict)
"""Records are compared here, not judged."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a comparison needs: git, and an index to look both ends up in; `entries` None where there is no work tree."""

    repository: GitRepository
    index: sqlite3.Connection
    entries: Sequence[Entry] | None


@app.command()
def diff(
    ctx: typer.Context,
    base: Annotated[str, typer.Argument(metavar="[BASE]", help="The revision before; also A..B or A...B, as git writes it.")] = "HEAD",
    head: Annotated[str | None, typer.Argument(metavar="[HEAD]", help="The revision after; left out, the files as they are now.")] = None,
    merge_base: Annotated[bool, typer.Option("--merge-base", help="Begin where HEAD parted from BASE, as A...B does.")] = False,
    format: Annotated[
        Literal["text", "markdown", "json"], typer.Option(help="How to write it; markdown is for a comment on a pull request.")
    ] = "text",
) -> None:
    """Say in words what changed: meetings, who came, agenda, people, affiliations and the figures that they make other ones.

    As with `git diff`: BASE alone is compared with the files as they are now, A...B begins where B parted from A, which is
    what a pull request shows. Neither the files nor git's index are touched.
    """
    desk = _open_desk(ctx)
    ends = _ends(desk.repository, *_revisions(base, head, merge_base))
    group = ctx.obj.group
    one, other = (_of_group(entries, group) for entries in _entries(desk, ends))
    comparison = compared(desk.index, one, other)
    if format == "json":
        sys.stdout.write(comparison_json(comparison, ends))
    elif format == "markdown":
        sys.stdout.write(comparison_markdown(comparison, ends))
    else:
        columns = shutil.get_terminal_size().columns if on_terminal() else None
        sys.stdout.write(comparison_text(comparison, ends, columns=columns, colour=in_colour()))


def _open_desk(ctx: typer.Context) -> _Desk:
    """Open the book, or, where no records are checked out, the repository alone."""
    settings: Settings = ctx.obj
    try:
        root = Store.find(settings.directory).root
    except RugctlError as error:
        repository = GitRepository.find(settings.directory, bare=True)
        if repository is None:
            raise error from None
        return _Desk(repository, open_index(None, Held(()), _UNJUDGED), None)
    repository = GitRepository.find(root)
    if repository is None:
        raise RugctlError("this folder is in no git repository, so there is nothing to compare", "`git init` begins one.")
    book = open_book(ctx, strict=False)
    return _Desk(repository, book.index, entries_of(book.files))


def _revisions(base: str, head: str | None, merge_base: bool) -> tuple[str, str | None, bool]:
    """Return base, head and whether to begin where they parted, of what was given as git understands it."""
    written = _RANGE.fullmatch(base)
    if written is None:
        return base, head, merge_base
    if head is not None:
        raise RugctlError(f"`{base}` names two revisions, and `{head}` would be a third one", "Leave one of them out.")
    return written["base"] or "HEAD", written["head"] or "HEAD", merge_base or written["dots"] == "..."


def _ends(repository: GitRepository, base: str, head: str | None, parted: bool) -> Ends:
    after = repository.require_commit(head) if head else None
    if parted:
        return Ends(base, repository.merge_base(base, head or "HEAD"), head, after)
    before = repository.require_commit(base)
    missing = repository.lacks(after or "HEAD", before)
    if missing:
        what = f"{base} has {missing} commit{'s' if missing != 1 else ''} that {head or 'HEAD'} lacks: what they changed is told as undone."
        remark(f"{what} --merge-base leaves them out.")
    return Ends(base, before, head, after)


def _entries(desk: _Desk, ends: Ends) -> tuple[Sequence[Entry], Sequence[Entry]]:
    known = desk.entries or ()
    if ends.head_commit:
        after: Sequence[Entry] = entries_at(desk.repository, ends.head_commit, known)
    elif desk.entries is None:
        raise RugctlError("no records are checked out here", _TWO)
    else:
        hidden = hidden_files(desk.repository)
        if hidden:
            raise RugctlError(f"git has {hidden[0]}, but it is not checked out: this is a sparse checkout", _TWO)
        after = known
    return entries_at(desk.repository, ends.base_commit, [*known, *after]), after


def _of_group(entries: Sequence[Entry], group: str | None) -> Sequence[Entry]:
    return [entry for entry in entries if group is None or entry.name.group in {THE_GROUP, group}]


def compared(index: sqlite3.Connection, base: Sequence[Entry], head: Sequence[Entry]) -> Comparison:
    """Compare the records of two ends; what equals those in the index is not read again."""
    one, other = differing(base, head)
    if not one and not other:
        return Comparison()
    from rugctl.comparison.comparing import compare  # noqa: PLC0415  brings pydantic

    with preview(index, Held(head), _UNJUDGED) as looked_at:
        now = read_standing(looked_at)
        refresh(looked_at, Held(base), _UNJUDGED)
        then = read_standing(looked_at)
    return compare(one, other, then, now)
