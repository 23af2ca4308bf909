"""Figures that other records make other ones of: attendance a year, by organization, for the meetings that both ends count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from rugctl.comparison.changes import Count, FirstRecorded, Restated
from rugctl.comparison.meetings import Key
from rugctl.comparison.standing import Identity, Presence

_Cell: TypeAlias = tuple[str, str, str | None]
"""Group, year, and organization; None for everybody."""


def restated_figures(identity: Identity, dates: Mapping[Key, Key]) -> tuple[Restated, ...]:
    """Return the figures that are others now, by group, year and organization; `dates` gives the meetings that have another key now."""
    base, head = (set(presences) for presences in _of_both(identity, dates))
    because: dict[_Cell, set[str]] = defaultdict(set)
    for group, stem, person, organization in base ^ head:
        for which in {None, organization}:
            because[group, stem[:4], which].add(person)
    counts = [_counted(presences, because.keys()) for presences in (base, head)]
    found = []
    for cell, persons in sorted(because.items(), key=lambda pair: (pair[0][0], pair[0][1], pair[0][2] or "")):
        before, after = (count[cell] for count in counts)
        if before != after:
            group, year, organization = cell
            name = identity.called("organization", organization) if organization else ""
            people = tuple(sorted(identity.called("person", person) for person in persons))
            found.append(Restated(group, year, organization, name, before, after, people))
    return tuple(found)


def _of_both(identity: Identity, dates: Mapping[Key, Key]) -> tuple[Iterable[Presence], Iterable[Presence]]:
    """Return who came to the meetings that both ends count, under one id where somebody was renamed, not where two became one."""
    people, organizations = identity.renamed("person"), identity.renamed("organization")
    base, head = identity.base, identity.head
    there = {dates.get(key, key) for key in base.counted} & head.counted
    after = (row for row in head.presences if row[:2] in there)
    if not (people or organizations or dates):
        return (row for row in base.presences if row[:2] in there), after
    before = (
        (*dates.get((group, stem), (group, stem)), people.get(person, person), organizations.get(organization or "", organization))
        for group, stem, person, organization in base.presences
    )
    return (row for row in before if row[:2] in there), after


def _counted(presences: Iterable[Presence], wanted: Iterable[_Cell]) -> dict[_Cell, Count]:
    """Count those cells that are wanted; somebody from two organizations is one person in the sum of all."""
    cells: dict[_Cell, set[tuple[str, str]]] = {cell: set() for cell in wanted}
    for group, stem, person, organization in presences:
        for cell in ((group, stem[:4], None), (group, stem[:4], organization)):
            if cell in cells:
                cells[cell].add((stem, person))
    return {cell: Count(len(came), len({stem for stem, _ in came}), len({person for _, person in came})) for cell, came in cells.items()}


def first_recorded(identity: Identity, dates: Mapping[Key, Key]) -> tuple[FirstRecorded, ...]:
    """Return those who came at both ends, and whose first recorded meeting is another one now, not the same on another date."""
    before: dict[tuple[str, str], str] = {}
    for (group, person), stem in identity.base.firsts.items():
        key = (group, identity.then("person", person))
        before[key] = min(stem, before.get(key, stem))
    return tuple(
        FirstRecorded(group, person, identity.called("person", person), before[group, person], stem)
        for (group, person), stem in sorted(identity.head.firsts.items())
        if stem not in {(former := before.get((group, person), stem)), dates.get((group, former), (group, former))[1]}
    )
