"""The whole comparison: files that differ, each record of them against the other end's, and what follows for figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rugctl.comparison.changes import Comparison, Unread
from rugctl.comparison.figures import first_recorded, restated_figures
from rugctl.comparison.groups import compare_backlog, compare_groups
from rugctl.comparison.meetings import compare_meetings, open_room
from rugctl.comparison.people import Who
from rugctl.comparison.registries import compare_registry
from rugctl.comparison.standing import Identity, Standing
from rugctl.comparison.travels import with_travels
from rugctl.comparison.values import Named, normal
from rugctl.index.loading import LoadedFile, load_file
from rugctl.store import Entry, FileName

_REGISTRIES = {"people": "person", "organizations": "organization", "topics": "topic"}


@dataclass(slots=True)
class _End:
    """The records that differ, as one end has them, by path; and why files that are none cannot be read."""

    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: dict[str, FileName] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)

    def of(self, kind: str) -> dict[tuple[str, str], dict[str, Any]]:
        """Return the records of a kind by group and stem, which are empty for registries."""
        return {(name.group, name.stem): self.values[path] for path, name in self.names.items() if name.kind == kind}

    def entries(self, registry: str) -> Any:
        """Return what a registry or the backlog holds."""
        return next(iter(self.of(registry).values()), {}).get(registry)


def compare(base: Sequence[Entry], head: Sequence[Entry], then: Standing, now: Standing) -> Comparison:
    """Compare the files that differ, those of either end; `then` and `now` say what holds for all records at either end."""
    unread = then.unread | now.unread
    if unread:  # nobody can tell who came
        then, now = (replace(end, counted=frozenset(), presences=frozenset(), firsts={}) for end in (then, now))
    identity = Identity(then, now)
    one, other = _read(base, identity.then), _read(head, identity.now)
    notes = _unread(one, other, unread)
    for path in {note.path for note in notes}:
        for end in (one, other):
            end.values.pop(path, None)
            end.names.pop(path, None)
    return replace(_compared(one, other, identity), unread=notes, unaltered=tuple(_unaltered(one, other)))


def _compared(one: _End, other: _End, identity: Identity) -> Comparison:
    who = Who(identity)
    meetings = one.of("meeting"), other.of("meeting")
    people, organizations, topics = (
        tuple(compare_registry(kind, one.entries(registry) or {}, other.entries(registry) or {}, identity))
        for registry, kind in _REGISTRIES.items()
    )
    before, after = ({group: record for (group, _), record in end.of("group").items()} for end in (one, other))
    room = open_room(identity, *meetings)
    is_whole = not (identity.base.unread or identity.head.unread)
    told = with_travels(
        tuple(compare_meetings(*meetings, room)), tuple(compare_backlog(one.entries("backlog"), other.entries("backlog"), who))
    )
    return Comparison(
        meetings=told[0],
        backlog=told[1],
        groups=tuple(compare_groups(before, after, who)),
        figures=restated_figures(identity, room.pairing.dates) if is_whole else None,
        firsts=first_recorded(identity, room.pairing.dates) if is_whole else None,
        people=people,
        organizations=organizations,
        topics=topics,
    )


def _read(entries: Sequence[Entry], named: Named) -> _End:
    end = _End()
    for file in map(load_file, entries):
        if file.state == "ok" and file.record is not None:
            end.names[file.path] = file.name
            end.values[file.path] = normal(file.record, named)
        else:
            end.unread[file.path] = _reason(file)
    return end


def _reason(file: LoadedFile) -> str:
    """Say in a few words why a file is no record that can be read."""
    if file.is_link:
        return "it is a link"
    if not file.name.is_record:
        return "no record has such a name"
    if file.document.faults:
        fault = file.document.faults[0]
        return f"line {fault.span.line}: {fault.message}"
    if file.shape_faults:
        return file.shape_faults[0].message
    return "its date is not the one in its name"


def _unread(one: _End, other: _End, known: frozenset[str]) -> tuple[Unread, ...]:
    """Tell of the files that cannot be read at an end where they are, the unchanged ones of which the index knows, too."""
    found = []
    for path in sorted({*one.unread, *other.unread, *known}):
        ends = [end for end, read in (("base", one), ("head", other)) if path in read.unread]
        changed = bool(ends) or path in one.values or path in other.values
        end = ends[0] if len(ends) == 1 else "both"
        found.append(Unread(path, end, other.unread.get(path) or one.unread.get(path) or "", changed))
    return tuple(found)


def _unaltered(one: _End, other: _End) -> Iterator[str]:
    """Yield the files that differ and say the same, or are new or gone and say nothing."""
    for path in sorted({*one.values, *other.values}):
        name = one.names.get(path) or other.names[path]
        nothing: dict[str, Any] = {str(name.kind): [] if name.kind == "backlog" else {}}
        if one.values.get(path, nothing) == other.values.get(path, nothing):
            yield path
