"""Reports of the check written where they belong: findings to standard output, notes beside them, GitHub's summary to its file."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from rugctl.cli.book import Book, in_colour, on_terminal, remark
from rugctl.index.files import Files, bytes_of
from rugctl.render.report import Report

if TYPE_CHECKING:
    from rugctl.render.snippets import Lines, Look

ReportFormat: TypeAlias = Literal["text", "concise", "json", "jsonl", "sarif", "github"]
_SUMMARY_LIMIT = 1024 * 1024
"""More GitHub does not take of a step."""
_LINKING = ("alacritty", "contour", "foot", "ghostty", "hyper", "iterm", "kitty", "konsole", "rio", "tabby", "vscode", "wezterm")


def write_report(report: Report, format: ReportFormat, book: Book) -> None:
    """Write a report in a format; what that has no room for is said on standard error."""
    _WRITERS[format](report, book)
    sys.stdout.flush()  # or in a log of both streams the notes would stand above the findings
    if format not in {"json", "sarif", "github"}:
        for note in report.notes:
            remark(f"note: {note}")


def _write_text(report: Report, book: Book) -> None:
    if not report.diagnostics:
        _say_fine(report)
        return
    from rugctl.render.diagnostics import render_diagnostics  # noqa: PLC0415  only where there is something to show

    sys.stdout.write(render_diagnostics(report.diagnostics, lines_of(book.files), look_at(book.store.root)))


def _write_concise(report: Report, book: Book) -> None:
    del book
    if not report.diagnostics:
        _say_fine(report)
        return
    from rugctl.render.diagnostics import closing_count, concise_line  # noqa: PLC0415

    sys.stdout.write("".join(f"{concise_line(diagnostic)}\n" for diagnostic in report.diagnostics))
    remark(closing_count(report.diagnostics))


def _write_json(report: Report, book: Book) -> None:
    del book
    from rugctl.render.findings import render_json  # noqa: PLC0415

    sys.stdout.write(render_json(report))


def _write_jsonl(report: Report, book: Book) -> None:
    del book
    from rugctl.render.findings import render_jsonl  # noqa: PLC0415

    sys.stdout.write(render_jsonl(report))


def _write_sarif(report: Report, book: Book) -> None:
    from importlib.metadata import version  # noqa: PLC0415

    from rugctl.render.sarif import Sarif  # noqa: PLC0415
    from rugctl.rules import explanations  # noqa: PLC0415

    sarif = Sarif(version("rugctl"), explanations(), lines_of(book.files), _from_top(book.store.root))
    sys.stdout.write(sarif.render(report))


def _write_github(report: Report, book: Book) -> None:
    import secrets  # noqa: PLC0415  brings much

    from rugctl.render.annotations import render_annotations  # noqa: PLC0415

    place = _from_top(book.store.root)
    if report.diagnostics or report.notes:
        sys.stdout.write(render_annotations(report, lines_of(book.files), secrets.token_hex(16), place))
        _write_summary(report, place)
    if not report.diagnostics:
        _say_fine(report)


_WRITERS: dict[ReportFormat, Callable[[Report, Book], None]] = {
    "text": _write_text,
    "concise": _write_concise,
    "json": _write_json,
    "jsonl": _write_jsonl,
    "sarif": _write_sarif,
    "github": _write_github,
}


def _say_fine(report: Report) -> None:
    remark(f"{report.checked} record{'' if report.checked == 1 else 's'} checked, no findings.")


def _write_summary(report: Report, place: Callable[[str], str]) -> None:
    """Append to the summary of the step that runs, which other commands may have written to."""
    name = os.environ.get("GITHUB_STEP_SUMMARY")
    if not name:
        return
    from rugctl.render.annotations import render_summary  # noqa: PLC0415
    from rugctl.render.text import uri_path  # noqa: PLC0415

    at = [os.environ.get(f"GITHUB_{word}", "") for word in ("SERVER_URL", "REPOSITORY", "SHA")]
    blob = "/".join([*at[:2], "blob", at[2]]) if all(at) else ""
    try:
        with Path(name).open("a", encoding="utf-8", errors="replace") as stream:
            room = _SUMMARY_LIMIT - stream.tell() - 1
            stream.write(render_summary(report, room, (lambda path, line: f"{blob}/{uri_path(place(path))}#L{line}") if blob else None))
    except OSError as error:
        remark(f"note: the summary cannot be written to {name}: {error.strerror}")


def _from_top(root: Path) -> Callable[[str], str]:
    """Return what makes paths from the root of the records into paths from the top of the git repository."""
    from rugctl.gitrepo import GitRepository  # noqa: PLC0415

    repository = GitRepository.find(root)
    prefix = repository.prefix() if repository else ""
    return lambda path: f"{prefix}{path}"


def look_at(root: Path) -> Look:
    """Return how to draw findings on what standard output is."""
    from rugctl.render.snippets import Look  # noqa: PLC0415

    columns = shutil.get_terminal_size().columns if on_terminal() else Look().columns
    return Look(in_colour(), columns, (lambda path: (root / path).as_uri()) if _has_links() else None)


def _has_links() -> bool:
    """Tell whether a terminal is known to show links; others may show their letters."""
    if not in_colour():
        return False
    program = f"{os.environ.get('TERM_PROGRAM', '')} {os.environ.get('TERM', '')}".casefold()
    version = os.environ.get("VTE_VERSION", "")  # of GNOME's terminal and its relatives
    named = any(os.environ.get(name) for name in ("KONSOLE_VERSION", "WT_SESSION", "DOMTERM"))
    return named or any(word in program for word in _LINKING) or (version.isdecimal() and int(version) >= 5000)


def lines_of(files: Files) -> Lines:
    """Return what gives the lines of files, as their places count them."""
    known: dict[str, list[str]] = {}

    def lines(path: str) -> list[str]:
        if path not in known:
            known[path] = bytes_of(files, path).decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
        return known[path]

    return lines
