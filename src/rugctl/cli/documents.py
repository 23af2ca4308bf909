"""Documents to import: files, folders of them, or standard input, read and told apart from what is none."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rugctl.cli.book import remark
from rugctl.errors import RugctlError
from rugctl.render.text import clean

if TYPE_CHECKING:
    from rugctl.importing.blocks import Document

PASTED = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was named, or is in a folder that was; `short` is its name without the folders that were named."""

    name: str
    short: str
    data: bytes
    in_folder: bool = False


@dataclass(slots=True)
class Shelf:
    """The documents that could be read, and what is wrong with the other files; those of folders are only skipped."""

    documents: list[Document] = field(default_factory=list)
    short_names: dict[str, str] = field(default_factory=dict)
    in_folders: set[str] = field(default_factory=set)
    errors: list[RugctlError] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def leave_without(self, names: Sequence[str]) -> None:
        """Leave out the documents of these names, in which there is no meeting."""
        self.documents = [document for document in self.documents if document.name not in names]
        for name in names:
            if name in self.in_folders:
                self.skipped.append(name)
            else:
                help = "A meeting begins with its date, best as a heading. Notes of one day go in with `--meeting DATE`."
                self.errors.append(RugctlError(f"no meeting was found in {called(name)}", help))

    def settle(self) -> None:
        """Say what was skipped; raise RugctlError, naming each bad file, where there is one, or nothing is left."""
        if self.skipped:
            names = [clean(name) for name in self.skipped]
            more = f" and {len(names) - 5} more" if len(names) > 5 else ""
            remark(f"Skipped, hidden or without minutes: {', '.join(names[:5])}{more}")
        if len(self.errors) == 1:
            raise self.errors[0]
        if self.errors:
            lines = "\n".join(f"  {clean(error.message)}" for error in self.errors)
            raise RugctlError(f"{len(self.errors)} documents cannot be imported, so nothing was:\n{lines}", self.errors[0].help)
        if not self.documents:
            raise RugctlError("no document with a meeting in it was found", "Name files, or folders with files in them.")


def called(name: str) -> str:
    """Return a document's name as people call it."""
    return "standard input" if name == PASTED else clean(name)


def read_documents(given: Sequence[str], folder: Path) -> Shelf:
    """Read what is named, `-` for standard input; ways are taken from `folder`, else from where one stands."""
    from rugctl.importing.readers.documents import read_document  # noqa: PLC0415  brings the formats

    shelf = Shelf()
    for source in _sources(given, folder, shelf):
        try:
            document = read_document(source.name, source.data)
        except RugctlError as error:
            if source.in_folder:
                shelf.skipped.append(source.name)
            else:
                shelf.errors.append(error)
            continue
        if source.name not in shelf.short_names:
            shelf.documents.append(document)
            shelf.short_names[source.name] = source.short
            shelf.in_folders |= {source.name} if source.in_folder else set()
    return shelf


def _sources(given: Sequence[str], folder: Path, shelf: Shelf) -> Iterator[Source]:
    for name in given:
        if name == PASTED:
            yield Source(name, "pasted", sys.stdin.buffer.read())
            continue
        path = next((base for base in (folder / name, Path(name)) if base.exists()), Path(name))
        try:
            if path.is_dir():
                yield from _in_folder(name, path, shelf)
            else:
                yield Source(name, path.name, path.read_bytes())
        except OSError as error:
            shelf.errors.append(RugctlError(f"{clean(name)} cannot be read: {error.strerror}"))


def _in_folder(name: str, folder: Path, shelf: Shelf) -> Iterator[Source]:
    """Yield the files of a folder and those below it, in order; hidden ones are skipped."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if any(part.startswith(".") for part in inside.parts):
            shelf.skipped += [f"{name.rstrip('/')}/{inside.as_posix()}"] if len(inside.parts) == 1 else []
        elif path.is_file():
            yield Source(f"{name.rstrip('/')}/{inside.as_posix()}", inside.as_posix(), path.read_bytes(), in_folder=True)
