"""Three versions of a record into edits of one: what the source changed is taken, what a hand changed stays.

`base` is what an import made of the text as it was, `ours` the record as it stands, `theirs` what it makes of the text now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal, TypeAlias

from rugctl.diagnostics import Pointer
from rugctl.index.row_writer import is_id
from rugctl.names import fold

How: TypeAlias = Literal["set", "append", "delete"]
_PEOPLE = frozenset({"attendees", "regrets", "speakers", "owners"})
_NAMED_BY = {"agenda": "title", "links": "url", "decisions": "text", "actions": "task"}
_ABSENT: Any = object()


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a record at a pointer; to be made in the order given."""

    how: How
    pointer: Pointer
    value: Any = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that a hand changed and the source too; the hand's stays."""

    pointer: Pointer
    theirs: Any


@dataclass(slots=True)
class Merge:
    """What there is to edit, and what was left as it is by hand."""

    edits: list[Edit] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def merge(base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merge:
    """Return the edits that bring into `ours` what `theirs` has that `base` had not; an empty base only adds."""
    merging = _Merging(_action_ids(base) | _action_ids(ours))
    merging.mapping((), base, ours, theirs)
    deletions = [edit for edit in merging.result.edits if edit.how == "delete"]
    others = [edit for edit in merging.result.edits if edit.how != "delete"]
    return Merge([*others, *sorted(deletions, key=lambda edit: edit.pointer, reverse=True)], merging.result.conflicts)


def _action_ids(record: Mapping[str, Any]) -> set[str]:
    return {action["id"] for holder in (record, *(record.get("agenda") or ())) for action in holder.get("actions") or ()}


@dataclass(slots=True)
class _Merging:
    ids: set[str]
    result: Merge = field(default_factory=Merge)

    def mapping(self, pointer: Pointer, base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> None:
        for key in dict.fromkeys([*theirs, *base]):
            self.value((*pointer, key), base.get(key, _ABSENT), ours.get(key, _ABSENT), theirs.get(key, _ABSENT))

    def value(self, pointer: Pointer, base: Any, ours: Any, theirs: Any) -> None:
        if theirs in (base, ours):
            return
        if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
            self.mapping(pointer, base if isinstance(base, Mapping) else {}, ours, theirs)
        elif isinstance(ours, list) and isinstance(theirs, list) and theirs and pointer[-1] != "lines":
            self.list_(pointer, base if isinstance(base, list) else [], ours, theirs)
        elif ours != base:
            self.result.conflicts.append(Conflict(pointer, None if theirs is _ABSENT else theirs))
        elif theirs is _ABSENT:
            self.edit("delete", pointer)
        else:
            self.edit("set", pointer, self.fresh(theirs))

    def edit(self, how: How, pointer: Pointer, value: Any = None) -> None:
        self.result.edits.append(Edit(how, pointer, value))

    def list_(self, pointer: Pointer, base: list[Any], ours: list[Any], theirs: list[Any]) -> None:
        name = str(pointer[-1])
        here = {key: n for n, key in enumerate(_keys(name, ours))}
        before = dict(zip(_keys(name, base), base, strict=True))
        renamed = dict(_renamed(name, list(before), _keys(name, theirs)))
        kept = set()
        for key, item in zip(_keys(name, theirs), theirs, strict=True):
            old = key if key in before else renamed.get(key, key)
            kept.add(old)
            at = here.get(key, here.get(old))
            if at is not None:
                self.item(name, (*pointer, at), before.get(old, _ABSENT), ours[at], item)
            elif old not in before:
                self.edit("append", pointer, self.fresh(item))
            elif before[old] != item:
                self.result.conflicts.append(Conflict(pointer, item))
        for key, item in before.items():
            if key not in kept and key in here:
                self.removed((*pointer, here[key]), item, ours[here[key]])

    def item(self, name: str, pointer: Pointer, base: Any, ours: Any, theirs: Any) -> None:
        """Merge one item of a list with its like; an action keeps the id that it has, a person may be in short form."""
        if name == "actions":
            theirs = theirs | {"id": ours["id"]}
            base = base | {"id": ours["id"]} if base is not _ABSENT else base
        if name not in _PEOPLE:
            self.value(pointer, base, ours, theirs)
        elif theirs not in (base, ours):
            self.person(pointer, base, ours, theirs)

    def person(self, pointer: Pointer, base: Any, ours: Any, theirs: Any) -> None:
        merging = _Merging(set())
        merging.mapping(pointer, *({} if entry is _ABSENT else _long(entry) for entry in (base, ours, theirs)))
        self.result.conflicts += merging.result.conflicts
        merged = dict(_long(ours))
        for edit in merging.result.edits:
            merged.pop(str(edit.pointer[-1]), None)
            if edit.how == "set":
                merged[str(edit.pointer[-1])] = edit.value
        short = merged["person"] if len(merged) == 1 else merged
        if short != ours:
            self.edit("set", pointer, short)

    def removed(self, pointer: Pointer, base: Any, ours: Any) -> None:
        if ours == base:
            self.edit("delete", pointer)
        else:
            self.result.conflicts.append(Conflict(pointer, None))

    def fresh(self, value: Any) -> Any:
        """Give the actions in a new value ids that the record has not."""
        if isinstance(value, list):
            return [self.fresh(item) for item in value]
        if not isinstance(value, Mapping):
            return value
        value = {key: self.fresh(child) for key, child in value.items()}
        if "task" in value:
            number = 1
            while f"a{number}" in self.ids:
                number += 1
            value["id"] = f"a{number}"
            self.ids.add(value["id"])
        return value


def _long(entry: Any) -> Mapping[str, Any]:
    return entry if isinstance(entry, Mapping) else {"person": entry}


def _keys(name: str, items: Sequence[Any]) -> list[tuple[str, int]]:
    """Return what each item of a list is known by; of equal ones, the how many-th it is."""
    seen: Counter[str] = Counter()
    keys = []
    for item in items:
        by = "person" if name in _PEOPLE else _NAMED_BY.get(name, "")
        text = str(item.get(by, item)) if isinstance(item, Mapping) else str(item)
        text = fold(text) or text if name == "agenda" else text
        keys.append((text, seen[text]))
        seen[text] += 1
    return keys


def _renamed(name: str, base: list[tuple[str, int]], theirs: list[tuple[str, int]]) -> Iterator[tuple[tuple[str, int], tuple[str, int]]]:
    """Pair new items with those that went in the same place: they got another title or wording, or a name became an id."""
    if name not in _NAMED_BY and name not in _PEOPLE:
        return
    for what, a, b, c, d in SequenceMatcher(None, base, theirs, autojunk=False).get_opcodes():
        if what == "replace":
            gone = [key for key in base[a:b] if key not in theirs and (name in _NAMED_BY or not is_id(key[0]))]
            new = [key for key in theirs[c:d] if key not in base and (name in _NAMED_BY or is_id(key[0]))]
            yield from zip(new, gone, strict=False)
