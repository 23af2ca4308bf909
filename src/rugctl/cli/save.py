"""Writing: the change is checked first, then written whole, then committed by the real git; or nothing has happened."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from rugctl import writing
from rugctl.cli.book import Book, remark
from rugctl.cli.interruptions import held_back
from rugctl.cli.reporting import lines_of, look_at
from rugctl.errors import RugctlError
from rugctl.gitrepo import GitRepository
from rugctl.index.files import Ahead
from rugctl.index.findings import read_diagnostics
from rugctl.index.opening import index_folder, preview
from rugctl.store import THE_GROUP, Store, classify
from rugctl.touched import fresh

if TYPE_CHECKING:
    from rugctl.changes import ChangeSet

FORGOTTEN = "missing-occurrence"
"""The rule on earlier meetings without a record, which a later one brings to light: worth a word, no reason to refuse."""

NoCommit: TypeAlias = Annotated[bool, typer.Option("--no-commit", help="Write the files, and leave the commit to you.")]
Branch: TypeAlias = Annotated[str | None, typer.Option(metavar="NAME", help="Commit on this branch, which is made where there is none.")]
DryRun: TypeAlias = Annotated[bool, typer.Option("--dry-run", help="Show the change and the commit's subject; write nothing.")]


@dataclass(frozen=True, slots=True)
class Saving:
    """How a change is to be saved."""

    no_commit: bool = False
    branch: str | None = None
    dry_run: bool = False


def begin(book: Book) -> ChangeSet:
    """Begin a change of the book's records; raises RugctlError where they are reached through links."""
    refuse_links(book)
    from rugctl.changes import ChangeSet  # noqa: PLC0415  brings pydantic, which completing a command's options does not need

    return ChangeSet(lambda path: book.store.read(path) if book.store.exists(path) else None)


def refuse_links(book: Book) -> None:
    """Raise RugctlError where the book's records are reached through links."""
    links = [folder for folder in ("data", "data/meetings", "data/groups") if (book.store.root / folder).is_symlink()]
    if links:
        raise RugctlError(f"{links[0]} is a link, and nothing is written through links", "Put the folder itself there.")


def save(book: Book, changes: ChangeSet, subject: str, saving: Saving) -> None:
    """Check, write and commit a change; say what was done and what to do next.

    Raises RugctlError, with nothing changed, where the change would add errors, or git cannot or will not commit.
    """
    files = changes.files()
    if not files:
        remark("Nothing to change.")
        return
    subject += _of_groups(files)
    if saving.branch is not None and saving.no_commit:
        raise RugctlError("--branch says where to commit, and --no-commit not to")
    check_change(book, changes)
    for comment in changes.comments_gone():
        remark(f"This comment went with what it stood beside: {comment}")
    if saving.dry_run:
        _show(book, files, subject)
        return
    repository = None if saving.no_commit else _repository(book.store, saving.branch)
    with held_back():
        _refuse_changed(book.store, changes)
        refuse_read_only(book.store, files)
        if book.lock is not None:
            _sweep(book.store)
        if repository is None:
            writing.write(book.store.root, files)
            remark(f"Wrote {_list(files)}. Not committed.")
        else:
            _write_and_commit(book.store, repository, changes, subject, saving.branch)


def _of_groups(files: Iterable[str]) -> str:
    """Return what a subject says of the groups whose records change, where a repository has several."""
    groups = sorted({classify(path).group for path in files} - {THE_GROUP})
    return f" ({', '.join(groups)})" if groups else ""


def check_change(book: Book, changes: ChangeSet) -> None:
    """Refuse a change that adds errors; those that were there before are not its fault."""
    before = list(read_diagnostics(book.index))
    after = Ahead(book.files, {entry.name.path: entry for entry in changes.entries()})
    with preview(book.index, after, book.examiner) as index:
        new = fresh(before, list(read_diagnostics(index)))
    for forgotten in (d for d in new if d.rule == FORGOTTEN):
        remark(f"Note: {forgotten.message}.")
    added = [d for d in new if d.severity == "error" and d.rule != FORGOTTEN]
    if added:
        from rugctl.render.diagnostics import render_diagnostics  # noqa: PLC0415

        sys.stderr.write(render_diagnostics(added, lines_of(after), look_at(book.store.root)))
        raise RugctlError("this change would make the records wrong, so nothing was written", "Correct what is named above.", code=1)


def _sweep(store: Store) -> None:
    """Delete what a write that was killed left and nobody needs; whoever has the lock is the only one who writes."""
    from rugctl.doctor.writes import leftovers  # noqa: PLC0415

    for left in leftovers(store.root, index_folder(store.root)):
        if left.is_undone(store.root):
            left.file.unlink(missing_ok=True)


def _refuse_changed(store: Store, changes: ChangeSet) -> None:
    """Refuse to write over what is not what this command read."""
    for path in changes.files():
        now = store.read(path) if store.exists(path) else None
        if now != changes.before(path):
            raise RugctlError(f"{path} has changed while this command was at work, so nothing was written", "Run it again.")


def refuse_read_only(store: Store, files: Iterable[str]) -> None:
    """Refuse to replace files that somebody made read-only, as the folder would allow."""
    for path in files:
        if store.exists(path) and not (store.root / path).stat().st_mode & stat.S_IWUSR:
            raise RugctlError(f"{path} is read-only, so nothing was written", f"`chmod u+w {path}` changes that.")


def write_files(store: Store, before: Mapping[str, bytes | None], files: Mapping[str, bytes], *, alone: bool) -> None:
    """Write without a commit, all or nothing; raises RugctlError where a file is no longer what it was before, or is read-only.

    `alone` says that the lock is held, so that leftovers of killed writes can go.
    """
    with held_back():
        refuse_read_only(store, files)
        for path in files:
            if store.read(path) != before[path]:
                raise RugctlError(f"{path} has changed while this command was at work, so nothing was written", "Run it again.")
        if alone:
            _sweep(store)
        writing.write(store.root, files)


def _show(book: Book, files: Mapping[str, bytes], subject: str) -> None:
    from difflib import unified_diff  # noqa: PLC0415

    for path, data in files.items():
        after = data.decode("utf-8")
        if not book.store.exists(path):
            sys.stdout.write(f"# {path} (new)\n{after}")
            continue
        before = book.store.read(path).decode("utf-8")
        sys.stdout.writelines(unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), path, path, n=2))
    sys.stdout.write(f"\ncommit: {subject}\n")
    remark("Dry run: nothing was written.")


def _repository(store: Store, branch: str | None) -> GitRepository:
    repository = GitRepository.find(store.root)
    if repository is None:
        raise RugctlError(
            "this folder is in no git repository, so nothing can be committed", "`git init` makes one; --no-commit only writes the files."
        )
    repository.check_can_commit(branch)
    return repository


def _write_and_commit(store: Store, repository: GitRepository, changes: ChangeSet, subject: str, branch: str | None) -> None:
    files = changes.files()
    _refuse_strange(store, repository, list(files))
    dirty = repository.dirty(list(files))
    if dirty:
        if branch is not None:
            raise RugctlError(
                f"{_list(dirty)} had changes of yours already, so nothing was written", "Commit them first, or leave out --branch."
            )
        writing.write(store.root, files)
        remark(f"Wrote {_list(files)}. Not committed, because {_list(dirty)} had changes of yours already; commit them together.")
        return
    home = repository.branch()
    if branch is None or branch == home:
        commit = write_and_commit(store, repository, files, subject)
    else:
        commit = _on_branch(store, repository, changes, subject, branch)
    remark(f"Committed {commit}: {subject}")
    if branch is not None and branch != home:
        remark(f"You are on the branch {branch} now.")
    if repository.remotes():
        remark(f"To publish it: {_push_command(repository)}")


def _refuse_strange(store: Store, repository: GitRepository, paths: list[str]) -> None:
    """Refuse paths that git ignores or that another repository has, and records that git has and the disk lacks."""
    folders = {f"{folder}" for path in paths for folder in PurePosixPath(path).parents[:-1]}
    others = sorted(folder for folder in folders if (store.root / folder / ".git").exists())
    if others:
        raise RugctlError(f"{others[0]} is a git repository of its own", "--no-commit only writes the files; commit them there.")
    ignored = repository.ignored(paths)
    if ignored:
        raise RugctlError(f"git ignores {_list(ignored)}, so it cannot be committed", "Correct .gitignore, or use --no-commit.")
    missing = [path for path in paths if not store.exists(path)]
    lacking = repository.committed(missing) if missing else []
    if lacking:
        back = f"`git restore --staged --worktree {lacking[0]}` brings it back."
        help = "`git sparse-checkout add data` brings it in." if repository.is_sparse() else back
        raise RugctlError(f"git has {_list(lacking)}, and the folder lacks it", help)


def _on_branch(store: Store, repository: GitRepository, changes: ChangeSet, subject: str, branch: str) -> str:
    """Commit on another branch; where that fails, everything is where it was, and a new branch is gone."""
    home, new = repository.whereabouts(), not repository.has_branch(branch)
    if not new and repository.differs(branch, "data"):
        raise RugctlError(
            f"the records are others on the branch {branch}, so nothing was written", f"Go there first: `git switch {branch}`."
        )
    repository.switch(branch, create=new)
    try:
        return write_and_commit(store, repository, changes.files(), subject)
    except BaseException:
        repository.go_back(home)
        if new:
            repository.delete_branch(branch)
        raise


def write_and_commit(store: Store, repository: GitRepository, files: Mapping[str, bytes], subject: str) -> str:
    """Write and commit, and return the commit's short id.

    Where git does not commit, the files are put back, but for those that somebody else changed meanwhile.
    """
    with writing.written(store.root, files, _aside(store)) as written:
        try:
            return repository.commit(list(files), subject)
        except BaseException:
            if repository.dirty(list(files)):
                for path in written.put_back():
                    remark(f"{path} keeps this change, because it was edited meanwhile, perhaps by a hook.")
                repository.unstage(list(files))
            raise


def _aside(store: Store) -> Path | None:
    """Return a folder in which git does not look, on the same disk where git's own is."""
    folder = index_folder(store.root)
    if folder is None:
        return None
    try:
        (folder / "former").mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder / "former"


def _push_command(repository: GitRepository) -> str:
    if repository.upstream():
        return "git push"
    remotes = repository.remotes()
    return f"git push --set-upstream {'origin' if 'origin' in remotes else remotes[0]} {repository.branch()}"


def _list(paths: Mapping[str, bytes] | list[str]) -> str:
    names = list(paths)
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
