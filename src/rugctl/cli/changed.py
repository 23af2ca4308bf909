"""`--changed BASE`: a report on what the change since BASE is to blame for. Everything is checked all the same."""

from __future__ import annotations

from collections.abc import Sequence

from rugctl.cli.book import Book
from rugctl.cli.examining import rules_off
from rugctl.diagnostics import Diagnostic
from rugctl.errors import RugctlError
from rugctl.gitrepo import GitRepository
from rugctl.index.files import Held, entries_of
from rugctl.index.findings import read_diagnostics
from rugctl.index.opening import preview
from rugctl.revisions import entries_at, hidden_files
from rugctl.touched import of_change, touched_since


def limit_to_change(book: Book, found: Sequence[Diagnostic], rev: str) -> tuple[list[Diagnostic], frozenset[Diagnostic]]:
    """Return the findings that the change from where HEAD parted from a revision, up to the work tree, touches or causes.

    Beside them those on touched lines. Raises RugctlError outside of git, and where the revision is not here.
    """
    repository = GitRepository.find(book.store.root)
    if repository is None:
        raise RugctlError("--changed compares with a commit, and this is no git repository", "Leave it out to see all findings.")
    commit = repository.merge_base(rev)
    hidden = set(hidden_files(repository))
    head = entries_of(book.files)
    base = [entry for entry in entries_at(repository, commit, head) if entry.name.path not in hidden]
    touched = touched_since(repository, commit, base, head)
    with preview(book.index, Held(base), book.examiner) as index:
        before, off = list(read_diagnostics(index)), rules_off(index)
    return of_change(found, before, touched, off)
