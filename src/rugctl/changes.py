"""A change in the making: several files edited or made, to be written and committed as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from rugctl.diagnostics import Edit, Pointer, Splice
from rugctl.errors import RugctlError
from rugctl.model.arrange import arranged, field_order
from rugctl.store import Entry, classify, schema_line
from rugctl.yamlfile import parse, parse_text
from rugctl.yamlfile.canonical import comment_marks
from rugctl.yamlfile.edit import Editor
from rugctl.yamlfile.emit import emit_record

REGISTRIES = {
    "people": "data/people.yaml",
    "organizations": "data/organizations.yaml",
    "topics": "data/topics.yaml",
    "backlog": "data/backlog.yaml",
}


class ChangeSet:
    """Edits by path and pointer; nothing is written before somebody takes `files`.

    `read` gives a file's bytes, or None where there is no such file.
    """

    def __init__(self, read: Callable[[str], bytes | None]) -> None:
        self._read = read
        self._editors: dict[str, Editor] = {}
        self._made: dict[str, str] = {}
        self._before: dict[str, bytes | None] = {}

    def has(self, path: str) -> bool:
        """Tell whether a file is there, on disk or made in this change."""
        return self.is_open(path) or self._read(path) is not None

    def is_open(self, path: str) -> bool:
        """Tell whether this change has looked into a file, so that what the index says of it may be out of date."""
        return path in self._editors or path in self._made

    def value(self, path: str) -> Any:
        """Return the values of a file as they now stand."""
        return self._editor(path).value

    def text(self, path: str) -> str:
        """Return the text of a file as it now stands."""
        return self._made[path] if path in self._made else self._editor(path).text

    def create(self, path: str, values: Mapping[str, Any]) -> None:
        """Make a new record; raises RugctlError where there is one."""
        name = classify(path)
        kind = str(name.kind)
        if not name.is_record:
            raise RugctlError(f"no record can be called {path}")
        if self.has(path):
            raise RugctlError(f"{path} exists already")
        document = parse_text(f"{schema_line(kind, path)}\n{emit_record(arranged(kind, values))}")
        if document.faults:
            fault = document.faults[0]
            raise RugctlError(f"{path} cannot be written: {fault.message}", fault.help)
        self._before[path] = None
        self._made[path] = document.text  # an import makes thousands, and edits few of them

    def replace_text(self, path: str, text: str) -> None:
        """Take a whole file as somebody edited it."""
        document = parse_text(text)
        if document.broken or document.faults:
            fault = document.faults[0]
            raise RugctlError(f"{path}:{fault.span.line}:{fault.span.column}: {fault.message}", fault.help)
        self._editors[path] = Editor(document)
        self._made.pop(path, None)

    def set(self, path: str, pointer: Pointer, value: Any) -> None:
        """Give a key a value, in its canonical place where it is new."""
        self._editor(path).set(pointer, value, self._order(path, pointer))

    def append(self, path: str, pointer: Pointer, value: Any) -> None:
        """Add an item to a list, which is made where there is none."""
        self._editor(path).append(pointer, value, self._order(path, pointer))

    def rename_key(self, path: str, pointer: Pointer, new: str) -> None:
        """Give a key another name, in its place."""
        self._editor(path).rename_key(pointer, new)

    def delete(self, path: str, pointer: Pointer, *, keep_empty: bool = False) -> None:
        """Remove a key or an item; a list left empty goes with it unless it is to be kept."""
        self._editor(path).delete(pointer, keep_empty=keep_empty)

    def make(self, edit: Edit) -> None:
        """Make the edit that mends a finding."""
        if edit.how == "comment":
            self._editor(edit.path).rewrite_comment(edit.line, edit.value)
            return
        pointer = self._resolved(edit.path, edit.pointer)
        if edit.how == "set":
            self.set(edit.path, pointer, edit.value)
        elif edit.how == "rename":
            self.rename_key(edit.path, pointer, edit.value)
        else:
            self.delete(edit.path, pointer, keep_empty=True)

    def splice(self, edit: Edit) -> Splice:
        """Make the edit that mends a finding, and return what it does to the text as it stood."""
        editor = self._editor(edit.path)
        before = editor.text
        self.make(edit)
        start, end, text = editor.last
        places = [(before.count("\n", 0, at) + 1, at - before.rfind("\n", 0, at)) for at in (start, end)]
        return Splice(edit.path, *places[0], *places[1], text.replace("\n", "\r\n") if editor.crlf else text)

    def comment(self, path: str, pointer: Pointer, comments: Sequence[str]) -> None:
        """Write comments above a key or an item."""
        self._editor(path).comment(pointer, comments)

    def comments_gone(self) -> list[str]:
        """Return the comments that stood in the files before and stand in none now."""
        gone: Counter[str] = Counter()
        for before in self._before.values():
            if before is not None:
                gone.update(text for _, text in comment_marks(parse(before)))
        for path in self._before:
            if not gone.total():
                break
            gone -= Counter(text for _, text in comment_marks(parse_text(self.text(path))))
        return list(gone.elements())

    def register(self, kind: str, id: str, entry: Mapping[str, Any]) -> None:
        """Add an entry to the registry of a kind, in the order of ids; the registry is made where there is none."""
        path = REGISTRIES[kind]
        if not self.has(path):
            self.create(path, {kind: {id: dict(entry)}})
        elif id in (self.value(path)[kind] or {}):
            raise RugctlError(f"{path} has an entry `{id}` already")
        else:
            self.set(path, (kind, id), dict(entry))

    def register_all(self, kind: str, entries: Mapping[str, Mapping[str, Any]]) -> None:
        """Add many entries to a registry that are not in it yet, in one go; where that cannot be, one after another."""
        path = REGISTRIES[kind]
        if not entries:
            return
        if not self.has(path):
            self.create(path, {kind: {id: dict(entries[id]) for id in sorted(entries)}})
            return
        try:
            self._editor(path).add_all((kind,), entries)
        except RugctlError:
            for id, entry in entries.items():
                self.register(kind, id, entry)

    def files(self) -> dict[str, bytes]:
        """Return the files that differ from what is there, with the line ends that they had."""
        changed = {}
        for path, before in self._before.items():
            crlf = path in self._editors and self._editors[path].crlf
            data = (self.text(path).replace("\n", "\r\n") if crlf else self.text(path)).encode("utf-8")
            if data != before:
                changed[path] = data
        return changed

    def before(self, path: str) -> bytes | None:
        """Return the bytes that a file had when this change read it; None where there was none."""
        return self._before[path]

    def entries(self) -> list[Entry]:
        """Return the changed files as a store would give them."""
        return [Entry(classify(path), data) for path, data in self.files().items()]

    def _editor(self, path: str) -> Editor:
        if path in self._made:
            self._editors[path] = Editor(parse_text(self._made.pop(path)))
        if path not in self._editors:
            data = self._read(path)
            if data is None:
                raise RugctlError(f"there is no {path}")
            if data.count(b"\r\n") not in {0, data.count(b"\n")}:
                raise RugctlError(f"{path} has line ends of two kinds", f"`rugctl fmt {path}` makes them one.")
            self._before[path] = data
            self._editors[path] = Editor(parse(data))
        return self._editors[path]

    def _resolved(self, path: str, pointer: Pointer) -> Pointer:
        """Return a pointer that was written as text with what it means in a file: a number is a key where a mapping is."""
        value: Any = self.value(path)
        found: list[str | int] = []
        for part in pointer:
            found.append(str(part) if isinstance(value, dict) else part)
            with suppress(LookupError, TypeError):  # what leads nowhere is told of when it is used
                value = value[found[-1]]
        return tuple(found)

    def _order(self, path: str, pointer: Pointer) -> tuple[str, ...]:
        kind = classify(path).kind or ""
        order = field_order(kind, pointer[:-1])
        if order or not isinstance(pointer[-1], str):
            return order
        parent = self.value(path)
        for part in pointer[:-1]:
            parent = parent[part]
        return tuple(sorted([*parent, pointer[-1]]))
