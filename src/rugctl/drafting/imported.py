"""An import as a change: new records, what the registries learn, the group's documents; and records brought up to date."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from rugctl.changes import REGISTRIES, ChangeSet
from rugctl.importing.records.group import GroupText
from rugctl.importing.records.landing import Landing
from rugctl.importing.records.lessons import Lessons, Registries
from rugctl.importing.records.lineage import as_imported
from rugctl.importing.records.matching import Placed
from rugctl.importing.records.merge import Conflict, Edit, merge
from rugctl.store import group_path, meeting_path
from rugctl.yamlfile import parse_text

VersionsOf: TypeAlias = Callable[[str], Sequence[str]]
"""Gives a file's texts as they were committed, the oldest first."""


@dataclass(frozen=True, slots=True)
class Past:
    """What imports alone made of records, by their stems, as far as the commits show it."""

    group: str
    versions_of: VersionsOf
    found: dict[str, Mapping[str, Any] | None] = field(default_factory=dict)

    def made(self, placed: Placed) -> Mapping[str, Any] | None:
        """Return the record of a meeting as imports alone would have it now, None where that cannot be told."""
        if placed.record is None:
            return None
        if placed.stem not in self.found:
            texts = self.versions_of(meeting_path(placed.stem, self.group))
            versions = [value for text in texts if isinstance(value := parse_text(text).value, dict)]
            self.found[placed.stem] = as_imported(versions, placed.record.digest or "")
        return self.found[placed.stem]


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of a record whose text changed: whether it did too, and what a hand's work kept out."""

    stem: str
    changed: bool
    conflicts: Sequence[Conflict] = ()


def registries_of(changes: ChangeSet, last_seen: Mapping[str, str]) -> Registries:
    """Return the entries of people and organizations as their files have them."""
    found = {kind: (changes.value(REGISTRIES[kind]) or {}).get(kind) if changes.has(REGISTRIES[kind]) else None for kind in REGISTRIES}
    return Registries(found["people"] or {}, found["organizations"] or {}, last_seen)


def draft_records(changes: ChangeSet, landing: Landing, group: str) -> int:
    """Make the records of new meetings; return how many."""
    new = [placed.stem for placed in landing.placed if placed.state == "new" and placed.stem in landing.records]
    for stem in sorted(new):
        changes.create(meeting_path(stem, group), landing.records[stem])
    return len(new)


def draft_group(changes: ChangeSet, group: str, name: str, documents: Mapping[str, str], text: GroupText) -> None:
    """List documents, titles by ids, in the group's record; where there is none it is made, of what the documents say."""
    path = group_path(group)
    entries = {id: {"title": documents[id]} for id in sorted(documents)}
    if not changes.has(path):
        changes.create(path, {"format": 1, "name": name, "zones": ["UTC"], **text.values, "documents": entries})
        if text.backlog and not changes.has(REGISTRIES["backlog"]):
            items = [{**item, **({"group": group} if group else {})} for item in text.backlog]
            changes.create(REGISTRIES["backlog"], {"backlog": items})
        return
    known = changes.value(path).get("documents")
    if not known:
        changes.set(path, ("documents",), entries)
        return
    for id in sorted(entries.keys() - known.keys()):
        changes.set(path, ("documents", id), entries[id])


def draft_lessons(changes: ChangeSet, lessons: Lessons) -> None:
    """Teach the registries what they lack."""
    changes.register_all("organizations", lessons.organizations)
    changes.register_all("people", lessons.people)
    people, organizations = REGISTRIES["people"], REGISTRIES["organizations"]
    for id, entries in lessons.affiliations.items():
        _affiliate(changes, people, id, entries)
    for id, alias in lessons.aliases:
        changes.append(people, ("people", id, "aliases"), alias)
    for id, handle in lessons.handles:
        if changes.value(people)["people"][id].get("github"):
            changes.append(people, ("people", id, "handles"), handle)
        else:
            changes.set(people, ("people", id, "github"), handle)
    for id, alias in lessons.organization_aliases:
        changes.append(organizations, ("organizations", id, "aliases"), alias)


def _affiliate(changes: ChangeSet, path: str, id: str, entries: Sequence[Any]) -> None:
    """Bring somebody's affiliations up to date by the smallest edits; entries keep their places, new ones stand behind them."""
    pointer = ("people", id, "affiliations")
    before = changes.value(path)["people"][id].get("affiliations") or []
    if not any(isinstance(entry, dict) for entry in before):
        changes.set(path, pointer, list(entries))
        return
    for n, (old, new) in enumerate(zip(before, entries, strict=False)):
        if isinstance(old, dict) and isinstance(new, dict):
            for key in (key for key in new if new[key] != old.get(key)):
                changes.set(path, (*pointer, n, key), new[key])
        elif old != new:
            changes.set(path, (*pointer, n), new)
    for entry in entries[len(before) :]:
        changes.append(path, pointer, entry)


def update_records(changes: ChangeSet, landing: Landing, past: Past) -> list[Updated]:
    """Bring records up to what the documents say now, hand edits kept; return what became of each."""
    known = [placed for placed in landing.placed if placed.record is not None and placed.stem in landing.records]
    return [_update(changes, placed.stem, past, landing.records[placed.stem], past.made(placed) or {}) for placed in known]


def _update(changes: ChangeSet, stem: str, past: Past, theirs: Mapping[str, Any], made: Mapping[str, Any]) -> Updated:
    path = meeting_path(stem, past.group)
    found = merge(made, changes.value(path), theirs)
    make_edits(changes, path, found.edits)
    return Updated(stem, bool(found.edits), found.conflicts)


def make_edits(changes: ChangeSet, path: str, edits: Sequence[Edit]) -> None:
    """Make the edits of a merge in a record."""
    for edit in edits:
        if edit.how == "delete":
            changes.delete(path, edit.pointer)
        elif edit.how == "append":
            changes.append(path, edit.pointer, edit.value)
        else:
            changes.set(path, edit.pointer, edit.value)
