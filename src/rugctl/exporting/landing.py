"""Where an export lands: a file or folder that is new, or that a former export of this kind made; whole, or as it was before."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rugctl.errors import RugctlError
from rugctl.exporting.contents import APPLICATION, SCHEMA_FILE
from rugctl.writing import keep, sync

_STAGE, _FORMER = ".rugctl-", "former"


@contextmanager
def new_file(path: Path, is_export: Callable[[Path], bool]) -> Iterator[Path]:
    """Give the path to write to; what is there is put in place at the end. A file that is no export is never replaced."""
    target = path.resolve()
    if target.exists() and not (target.is_file() and is_export(target)):
        raise RugctlError(f"{target.name} is there, and is no such export", "Name another file, or move that one away.")
    with _folder(target.parent), _stage(target.parent, target.name) as stage:
        yield stage / target.name
        sync(stage / target.name)
        (stage / target.name).replace(target)


@contextmanager
def new_folder(path: Path, ending: str) -> Iterator[Path]:
    """Give a folder to write files with an ending and their schema into; they take the place of a former export's at the end.

    Raises RugctlError for a folder that holds anything else.
    """
    target = path.resolve()
    former = _former(target, ending)
    with _folder(target), _stage(target) as stage:
        yield stage
        names = sorted((file.name for file in stage.iterdir()), key=lambda name: (name != SCHEMA_FILE, name))
        for name in names:
            sync(stage / name)
        _put_in_place(stage, target, names, former)


def _former(target: Path, ending: str) -> set[str]:
    """Return the names of the files that a former export left in a folder."""
    if not target.exists():
        return set()
    if not target.is_dir():
        raise RugctlError(f"{target.name} is a file", "Name a folder that is new, empty, or a former export's.")
    there = {entry.name: entry for entry in os.scandir(target) if not entry.name.startswith(_STAGE)}
    wanted = {SCHEMA_FILE, *(f"{name}{ending}" for name in _tables(target / SCHEMA_FILE))}
    if not there or (wanted >= there.keys() and len(wanted) > 1 and all(entry.is_file(follow_symlinks=False) for entry in there.values())):
        return set(there)
    others = sorted(there.keys() - wanted) or sorted(there)
    more = f" and {len(others) - 3} more" if len(others) > 3 else ""
    raise RugctlError(
        f"{target.name} holds other files: {', '.join(others[:3])}{more}", "Name a folder that is new, empty, or a former export's."
    )


def _tables(schema: Path) -> set[str]:
    """Return the tables that an export's schema names; none where it is none."""
    try:
        said = json.loads(schema.read_bytes())
        return set(said["tables"]) if said["application"] == APPLICATION else set()
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return set()


@contextmanager
def _folder(path: Path) -> Iterator[None]:
    """Make a folder and those above it where they are missing, and take away those of them that stay empty."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(parents=True, exist_ok=True)
    try:
        yield
    finally:
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()


@contextmanager
def _stage(folder: Path, name: str = "") -> Iterator[Path]:
    """Give a new folder in one, nobody else's, and take it away at the end, and with it what killed exports left."""
    stage = Path(tempfile.mkdtemp(prefix=f"{_STAGE}{name}-", dir=folder))
    try:
        yield stage
    finally:
        for left in folder.glob(f"{_STAGE}{name}-*"):
            shutil.rmtree(left, ignore_errors=True)


def _put_in_place(stage: Path, target: Path, names: list[str], former: set[str]) -> None:
    """Move the new files in, the schema first, by which the folder is known, and away those that are no more; all or none."""
    aside = stage / _FORMER
    aside.mkdir()
    try:
        for name in former:
            keep(target / name, aside / name)
        for name in names:
            (stage / name).replace(target / name)
        for name in former.difference(names):
            (target / name).unlink()
    except BaseException:
        for name in names:
            if not (stage / name).exists() and name not in former:
                (target / name).unlink()
        for file in aside.iterdir():
            file.replace(target / file.name)
        raise
