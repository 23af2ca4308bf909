"""`rugctl init`: a new group's repository, or what an older one lacks."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rugctl import writing
from rugctl.cli.asking import Asker
from rugctl.cli.book import Book, remark
from rugctl.cli.examining import examiner_of, rule_set_of
from rugctl.cli.interruptions import held_back
from rugctl.cli.origin import Origin, own_origin, parse_origin
from rugctl.cli.save import begin, check_change, write_and_commit
from rugctl.cli.settings import Settings
from rugctl.errors import RugctlError
from rugctl.gitprogram import check_committer
from rugctl.gitrepo import GitRepository, init_repository
from rugctl.index.opening import open_index
from rugctl.store import THE_GROUP, Store, classify, group_path

if TYPE_CHECKING:
    from rugctl.changes import ChangeSet

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def init(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="Where; it is made where there is none.")] = Path(),
    name: Annotated[str | None, typer.Option(help="The group's name.")] = None,
    zone: Annotated[str | None, typer.Option(help="Its time zone, such as Europe/Zurich.")] = None,
    series: Annotated[
        str | None, typer.Option(metavar="RHYTHM", help="How often it meets: `1st and 3rd Wednesday`, or a rule of RFC 5545.")
    ] = None,
    start: Annotated[str | None, typer.Option(metavar="TIME", help="When its meetings begin, such as 16:00.")] = None,
    duration: Annotated[int | None, typer.Option(metavar="MINUTES", min=1, help="How long they take.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="From which day on it meets so.")] = None,
    source: Annotated[
        str | None,
        typer.Option(metavar="OWNER/REPO@COMMIT", help="Where hooks and workflows take rugctl from; else where this one is from."),
    ] = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing.")] = False,
    no_commit: Annotated[bool, typer.Option("--no-commit", help="Write the files; make no repository and no commit.")] = False,
) -> None:
    """Begin a new group's repository: records, schemas, hooks and workflows, in one commit. No file is ever overwritten.

    Where there is a group already, what its repository lacks is added.
    """
    settings: Settings = ctx.obj
    root = (settings.directory / folder).resolve()
    _refuse_inside(root)
    origin = parse_origin(source) if source else own_origin()
    repository = None if no_commit else _repository(root)
    book = _open(root, settings)
    changes, group = begin(book), settings.group or THE_GROUP
    if _is_new(book, changes, settings.group):
        from rugctl.cli.beginnings import Given, draft_group  # noqa: PLC0415  brings pydantic, which completing options does not need

        given = Given(name, zone, series, start, duration, since, settings.today)
        draft_group(changes, group, given, Asker.of(no_input=no_input))
        check_change(book, changes)
    files = _missing(root, _wanted(book, changes, origin, repository))
    if files:
        _write(book.store, files, repository, no_commit=no_commit)
    else:
        remark("Nothing is missing.")
    if origin is None and not (root / ".pre-commit-config.yaml").exists():
        remark("No hooks and workflows, as nothing says where this rugctl is from: `rugctl init --source OWNER/REPO@COMMIT` adds them.")


def _refuse_inside(root: Path) -> None:
    """Refuse to begin records below others, where no command would find the way to these."""
    for folder in root.parents:
        if (folder / "data/meetings").is_dir() or (folder / "data/group.yaml").is_file():
            raise RugctlError(
                f"there are records in {folder}, above {root.name}", "Begin new ones elsewhere; `--group ID` adds a group there."
            )


def _repository(root: Path) -> GitRepository | None:
    """Return the repository that the folder is in, or will be, ready for a commit; None where there is none yet."""
    there = next(folder for folder in (root, *root.parents) if folder.is_dir())
    repository = GitRepository.find(there)
    if repository is None:
        check_committer(there)
        return None
    repository.check_can_commit(None)
    return repository


def _open(root: Path, settings: Settings) -> Book:
    """Return the records that are there; their index is kept nowhere, as the folder may not be there yet."""
    store, examiner = Store(root), examiner_of(rule_set_of(root))
    files = store.look()
    return Book(store, open_index(None, files, examiner), examiner, files, settings)


def _is_new(book: Book, changes: ChangeSet, group: str | None) -> bool:
    """Tell whether the group is yet to be made; raises RugctlError for a second one beside one that has no id."""
    alone = changes.has(group_path())
    if group is not None and alone:
        raise RugctlError("the group here has no id, so there can be no second one", f"Move {group_path()} to data/groups/ID.yaml first.")
    if group is not None:
        return not changes.has(group_path(group))
    return not alone and not _has(book, "group")


def _has(book: Book, kind: str) -> bool:
    """Tell whether there is a file of a kind of record, whether it can be read or not."""
    return book.index.execute("SELECT 1 FROM file WHERE kind = ?", (kind,)).fetchone() is not None


def _wanted(book: Book, changes: ChangeSet, origin: Origin | None, repository: GitRepository | None) -> dict[str, bytes]:
    from rugctl.cli.beginnings import around  # noqa: PLC0415

    names = [str(name) for (name,) in book.index.execute("SELECT name FROM grp ORDER BY id")]
    made = [changes.value(path).get("name") for path in changes.files() if classify(path).kind == "group"]
    branch = repository.branch() if repository else None
    at_top = repository is None or repository.top() == book.store.root
    files = around(", ".join([*names, *made]) or book.store.root.name, origin, branch or "main", at_top=at_top)
    if not _has(book, "meeting"):
        files[f"data/meetings/{f'{book.group}/' if book.group else ''}.gitkeep"] = b""
    return files | changes.files()


def _missing(root: Path, wanted: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what is not there yet, and say which files are there and others."""
    for path, data in wanted.items():
        if os.path.lexists(root / path) and not ((root / path).is_file() and (root / path).read_bytes() == data):
            remark(f"Left as it is: {path}")
    return {path: data for path, data in wanted.items() if not os.path.lexists(root / path)}


def _write(store: Store, files: Mapping[str, bytes], repository: GitRepository | None, *, no_commit: bool) -> None:
    with held_back():
        store.root.mkdir(parents=True, exist_ok=True)
        if no_commit:
            writing.write(store.root, files)
            remark(f"Wrote {len(files)} files in {store.root}. Not committed.")
            return
        subject = "Begin the records" if any(path.startswith("data/") for path in files) else "Add what is around the records"
        commit = write_and_commit(store, GitRepository(store.root) if repository else init_repository(store.root), files, subject)
    for path in sorted(files):
        print(path)
    remark(f"Committed {commit}: {subject}")
