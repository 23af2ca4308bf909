"""`rugctl import`: minutes from the documents in which a group has kept them."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rugctl.cli.book import Book, emit, open_book, remark
from rugctl.cli.documents import PASTED, called, read_documents
from rugctl.cli.save import Branch, NoCommit, Saving, check_change, save
from rugctl.errors import RugctlError

if TYPE_CHECKING:
    from pathlib import Path

    from rugctl.cli.import_job import Job
    from rugctl.drafting.imported import Updated
    from rugctl.importing.records.landing import Landing
    from rugctl.importing.records.worksheet import Worksheet

app = typer.Typer(rich_markup_mode=None, add_completion=False)
_LEFT = {
    "changed": "The document has another text for {} now; --update takes it, and keeps what was changed by hand.",
    "by-hand": "Transcribed by hand, and left alone: {}.",
    "taken": "Left alone, because these days have a record that is not from this document: {}.",
}


@app.command()
def import_(
    ctx: typer.Context,
    documents: Annotated[list[str], typer.Argument(metavar="DOC...", help="Files, or folders of files; `-` reads standard input.")],
    meeting: Annotated[
        str | None,
        typer.Option("--meeting", metavar="DATE", help="Take the notes of this one meeting, a pad for example, into its record."),
    ] = None,
    review: Annotated[
        str | None, typer.Option("--review", metavar="FILE", help="Write the open questions there; answers in it are taken.")
    ] = None,
    update: Annotated[bool, typer.Option("--update", help="Take meetings whose text has changed; what a hand changed stays.")] = False,
    format: Annotated[Literal["text", "json"], typer.Option(help="How to write the report.")] = "text",
    no_commit: NoCommit = False,
    branch: Branch = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would come of it; write no record.")] = False,
) -> None:
    """Make records of the minutes in documents: meetings, people and organizations, in one commit.

    Run again when a document has grown: meetings are known by their text, and only what is new is added.
    """
    from rugctl.cli.import_job import begin_job  # noqa: PLC0415  brings pydantic, which completing options does not need

    shelf = read_documents(documents, ctx.obj.directory)
    book = open_book(ctx, writing=True, anew=True)
    without_git = branch is None and _is_without_git(book)
    saving = Saving(no_commit or without_git, branch, dry_run)
    if meeting is not None:
        from rugctl.cli.import_meeting import import_meeting  # noqa: PLC0415

        if review is not None or update or format != "text":
            raise RugctlError("--meeting goes without --review, --update and --format")
        import_meeting(book, shelf, meeting, saving)
        return
    sheet, path = _sheet(review, ctx.obj.directory)
    job = begin_job(book, shelf)
    updated, landing = _land(job, sheet, format, update=update, dry_run=dry_run)
    if path is not None:
        _write_sheet(path, sheet, landing)
    if dry_run:
        remark("Dry run: no record was written.")
        return
    save(book, job.changes, _subject(job, landing, updated), saving)
    if without_git and not no_commit and job.changes.files():
        remark("This folder is in no git repository; `git init` makes one.")


def _land(job: Job, sheet: Worksheet, format: str, *, update: bool, dry_run: bool) -> tuple[list[Updated], Landing]:
    """Put what the documents say into the change, and report on it; a dry run, which saves nothing, looks at it here."""
    landing = job.land(sheet.answers(), update=update)
    updated = job.draft(landing)
    _report(job, landing, format, dry_run=dry_run)
    _tell(landing, updated, update=update)
    _tell_answers(landing, sheet.answers(), update=update)
    if dry_run:
        check_change(job.book, job.changes)
    return updated, landing


def _is_without_git(book: Book) -> bool:
    """Tell whether no repository is there to commit in, so that the files are all there is to make."""
    from rugctl.gitrepo import GitRepository  # noqa: PLC0415

    return GitRepository.find(book.store.root) is None


def _sheet(review: str | None, folder: Path) -> tuple[Worksheet, Path | None]:
    from rugctl.importing.records.worksheet import Worksheet  # noqa: PLC0415

    if review is None:
        return Worksheet(), None
    path = folder / review
    try:
        return Worksheet.read(review, path.read_bytes() if path.exists() else None), path
    except OSError as error:
        raise RugctlError(f"{review} cannot be read: {error.strerror}") from error


def _write_sheet(path: Path, sheet: Worksheet, landing: Landing) -> None:
    count = len(landing.questions)
    try:
        path.write_bytes(sheet.with_questions(landing.questions))
    except OSError as error:
        raise RugctlError(f"cannot write {path.name}: {error.strerror}", "Nothing was changed.") from error
    remark(f"{count} open question{'s' if count != 1 else ''} in {path.name}.")


def _report(job: Job, landing: Landing, format: str, *, dry_run: bool) -> None:
    """Write the report: whole as JSON, as a summary where nothing is written, else as remarks beside the commit."""
    from rugctl.importing.records.account import account_of  # noqa: PLC0415
    from rugctl.render.importing import import_json, summary  # noqa: PLC0415

    account = account_of(job.shelf.documents, job.findings, landing, job.ground.registries)
    if format == "json":
        sys.stdout.write(import_json(account, landing.questions))
    elif dry_run:
        emit(summary(account, landing.questions), "table")
    else:
        for note in (note for listing in summary(account, landing.questions) for note in listing.notes):
            remark(note)


def _tell(landing: Landing, updated: Sequence[Updated], *, update: bool) -> None:
    """Say which meetings are left alone and why, and where a hand's work was kept against the document."""
    done = {each.stem for each in updated}
    scheduled = [placed.stem for placed in landing.placed if placed.record and placed.record.status == "scheduled"]
    for state, text in _LEFT.items():
        stems = [placed.stem for placed in landing.placed if placed.state == state and placed.stem not in {*done, *scheduled}]
        if stems and not (update and state == "changed"):
            remark(text.format(_days(stems)))
        elif stems:
            remark(f"Left alone, because no commit shows what the import made of them: {_days(stems)}.")
    if scheduled:
        remark(f"Scheduled, and in the document: {_days(scheduled)}; `rugctl import --meeting DATE` fills such a record.")
    if landing.gone:
        remark(f"No longer in the document, and kept: {_days([record.stem for record in landing.gone])}.")
    for each in updated:
        for conflict in each.conflicts:
            where = "/".join(map(str, conflict.pointer))
            remark(f"{each.stem}: {where} was changed by hand and in the document; the hand's stays.")


def _tell_answers(landing: Landing, answers: Mapping[str, str], *, update: bool) -> None:
    """Say which answers could not be taken, and how those on records that are there already are."""
    for question in landing.questions:
        if question.id in answers:
            remark(f"The answer `{answers[question.id]}` is none to: {question.text}")
    if answers and not update and any(placed.state == "known" for placed in landing.placed):
        remark("Answers on meetings that have records already are taken with --update.")


def _days(stems: Sequence[str]) -> str:
    return ", ".join(stems[:8]) + (f" and {len(stems) - 8} more" if len(stems) > 8 else "")


def _subject(job: Job, landing: Landing, updated: Sequence[Updated]) -> str:
    new = sum(placed.state == "new" for placed in landing.placed)
    changed = sum(each.changed for each in updated)
    parts = [f"{new} meeting{'s' if new != 1 else ''}"] if new or not changed else []
    parts += [f"{changed} updated"] if changed else []
    return f"import: {', '.join(parts)} from {_origin(job.shelf.short_names)}"


def _origin(short_names: Mapping[str, str]) -> str:
    if len(short_names) > 1:
        return f"{len(short_names)} documents"
    name = next(iter(short_names))
    return called(name) if name == PASTED else PurePath(name).name
