"""`rugctl validate`: every finding in one run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from rugctl.cli.book import Book, open_book
from rugctl.cli.examining import rules_off
from rugctl.cli.paths import named_paths
from rugctl.cli.reporting import ReportFormat, write_report
from rugctl.cli.settings import Settings
from rugctl.errors import RugctlError
from rugctl.index.findings import read_diagnostics
from rugctl.render.report import Report
from rugctl.store import THE_GROUP

if TYPE_CHECKING:
    from rugctl.diagnostics import Diagnostic

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def validate(
    ctx: typer.Context,
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH]...", help="Report on what concerns these files or folders only; all are checked.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings count as errors.")] = False,
    changed: Annotated[
        str | None, typer.Option("--changed", metavar="BASE", help="Report on what the change since this revision touches or causes only.")
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what is certain first; nothing is committed.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what --fix would change; leave with 1 if anything.")] = False,
    format: Annotated[ReportFormat, typer.Option(help="How to write the findings.")] = "text",
) -> None:
    """Check every record, and show all findings in one run.

    Leaves with 0 where there are no errors, 1 where there are some, 2 where it could not run.
    """
    settings: Settings = ctx.obj
    book = open_book(ctx, strict=False, writing=fix and not diff)
    wanted = _wanted(book, settings, paths or [])
    if fix or diff:
        from rugctl.cli.fixing import fix_records, show_fixes  # noqa: PLC0415

        if changed is not None:
            raise RugctlError("--fix and --diff go by files, not by what changed", "Leave out --changed, and name the files to mend.")
        if diff:
            show_fixes(book, wanted.__contains__)
            return
        book = fix_records(ctx, book, wanted.__contains__)
    report = _report(book, wanted, changed, spliced=format in {"json", "jsonl", "sarif"})
    write_report(report, format, book)
    if report.number_of("error") or ((strict or book.strict) and report.diagnostics):
        raise typer.Exit(1)


def _report(book: Book, wanted: Mapping[str, bool], changed: str | None, *, spliced: bool) -> Report:
    """Return the findings that are in the wanted files, or speak of them; with `changed` those of the change since that revision."""
    found: Sequence[Diagnostic] = [
        d for d in read_diagnostics(book.index) if not wanted.keys().isdisjoint([d.path, *(other.path for other in d.related)])
    ]
    if any(diagnostic.fix for diagnostic in found):
        from rugctl.cli.fixing import certain  # noqa: PLC0415

        all_are = len(wanted) == book.index.execute("SELECT count(*) FROM file").fetchone()[0]
        found = certain(book, found, wanted.__contains__, all_are=all_are, spliced=spliced)
    checked, notes = sum(wanted.values()), _notes(book)
    if changed is None:
        return Report(found, notes, checked)
    from rugctl.cli.changed import limit_to_change  # noqa: PLC0415

    own, touched = limit_to_change(book, found, changed)
    if left := len(found) - len(own):
        there = "1 finding that is" if left == 1 else f"{left} findings that are"
        notes.append(f"{there} not of the change since {changed} {'is' if left == 1 else 'are'} left out")
    return Report(own, notes, checked, touched)


def _wanted(book: Book, settings: Settings, paths: list[str]) -> Mapping[str, bool]:
    """Return the files to report on, and which are records: those named, but for those of other groups where one is chosen."""
    sql = "SELECT path, kind IS NOT NULL FROM file WHERE ? IS NULL OR grp IN (?, ?)"
    known = dict(book.index.execute(sql, (book.group, THE_GROUP, book.group)))
    return {path: known[path] for path in named_paths(book.store.root, settings.directory, paths, known.keys())} if paths else known


def _notes(book: Book) -> list[str]:
    off = rules_off(book.index)
    return [f"not checked while a record that they need cannot be read: {', '.join(off)}"] if off else []
