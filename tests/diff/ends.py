"""Two states of a small group's records in a real repository, and what `rugctl diff` makes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from rugctl.cli.diff import compared
from rugctl.comparison.changes import Comparison
from rugctl.gitrepo import GitRepository
from rugctl.index.files import Held
from rugctl.index.opening import open_index
from rugctl.render.comparison import Ends, comparison_json, comparison_markdown, comparison_text
from rugctl.revisions import entries_at
from rugctl.store import Entry, Store
from tests.books import EXAMINER, entry
from tests.cli.small_book import SmallBook
from tests.queries.small import small_files

Edit = Callable[[dict[str, str]], None]


def change(path: str, *pairs: tuple[str, str]) -> Edit:
    """Return an edit that puts other words in the place of some in a file of `data/`; all of them must be there."""

    def edit(files: dict[str, str]) -> None:
        for old, new in pairs:
            assert old in files[f"data/{path}"], (path, old)
            files[f"data/{path}"] = files[f"data/{path}"].replace(old, new)

    return edit


def put(path: str, text: str) -> Edit:
    """Return an edit that writes a whole file of `data/`."""

    def edit(files: dict[str, str]) -> None:
        files[f"data/{path}"] = text

    return edit


def drop(path: str) -> Edit:
    """Return an edit that deletes a file of `data/`."""

    def edit(files: dict[str, str]) -> None:
        del files[f"data/{path}"]

    return edit


def move(path: str, to: str, *pairs: tuple[str, str]) -> Edit:
    """Return an edit that gives a file of `data/` another name, and changes words in it."""

    def edit(files: dict[str, str]) -> None:
        files[f"data/{to}"] = files.pop(f"data/{path}")
        change(to, *pairs)(files)

    return edit


def edited(*edits: Edit) -> dict[str, str]:
    """Return the small group's records as edited."""
    files = small_files()
    for edit in edits:
        edit(files)
    return files


def comparison_of(base: Mapping[str, str], head: Mapping[str, str]) -> Comparison:
    """Compare two states in memory."""
    one, other = ([entry(path, text) for path, text in sorted(files.items())] for files in (base, head))
    return compared(open_index(None, Held(other), EXAMINER), one, other)


def repository_of(folder: Path, base: Mapping[str, str], head: Mapping[str, str]) -> SmallBook:
    """Make a repository whose last commit holds the one state, and its work tree the other one."""
    book = SmallBook(folder, registries=False)
    _lay(book, base)
    book.commit_all("Begin")
    for path in set(base) - set(head):
        (book.root / path).unlink()
    _lay(book, head)
    return book


def _lay(book: SmallBook, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        full = book.root / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_text(text, encoding="utf-8", newline="")


def ends_of(book: SmallBook) -> tuple[list[Entry], list[Entry]]:
    """Return the records of the last commit and those of the work tree."""
    head = list(Store(book.root).entries())
    return entries_at(GitRepository(book.root), "HEAD", head), head


ENDS = Ends("main", "1a2b3c4d5e6f708090a0b0c0d0e0f00112233445", None, None)


def written(comparison: Comparison) -> dict[str, str]:
    """Return a comparison in all formats, by the ending of the files that hold them."""
    return {
        "txt": comparison_text(comparison, ENDS),
        "md": comparison_markdown(comparison, ENDS),
        "json": comparison_json(comparison, ENDS),
    }
