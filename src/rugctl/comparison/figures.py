"""Figures that other records make other ones of: attendance a year, by organization, for the meetings that both ends count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from rugctl.comparison.changes import Count, FirstRecorded, Restated
from rugctl.comparison.meetings import Key
from rugctl.comparison.standing import Identity, Presence

_Cell: TypeAlias = tuple[str, str, str, bool]
"""Group, year, and organization, "" for everybody; with True it counts for all that is part of that organization, too."""
_Wholes: TypeAlias = Mapping[str, tuple[str, ...]]
"""By organization, those that it is part of; itself among them where it has parts."""


def restated_figures(identity: Identity, dates: Mapping[Key, Key]) -> tuple[Restated, ...]:
    """Return the figures that are others now, by group, year and organization; `dates` gives the meetings that have another key now."""
    base, head = _of_both(identity, dates)
    then, now = _both_wholes(identity)
    elsewhere = {organization for organization in {*then, *now} if then.get(organization) != now.get(organization)}
    before, after = ({row for row in one if row not in other or row[3] in elsewhere} for one, other in ((base, head), (head, base)))
    because: dict[_Cell, set[str]] = defaultdict(set)
    for cell, _, person in set(_counting(before, then)) ^ set(_counting(after, now)):
        because[cell].add(person)
    one, other = _counted(base, then, because.keys()), _counted(head, now, because.keys())
    figures = {cell: (one[cell], other[cell]) for cell in sorted(because)}
    return tuple(_restated(identity, cell, figures[cell], because[cell]) for cell in figures if _is_told(figures, cell))


def _is_told(figures: Mapping[_Cell, tuple[Count, Count]], cell: _Cell) -> bool:
    """Tell whether a figure is another one now, and not that of an organization without parts that came, once more."""
    before, after = figures[cell]
    group, year, organization, parts = cell
    return before != after and not (parts and figures.get((group, year, organization, False)) == (before, after))


def _restated(identity: Identity, cell: _Cell, figure: tuple[Count, Count], persons: Iterable[str]) -> Restated:
    group, year, organization, parts = cell
    people = tuple(sorted(identity.called("person", person) for person in persons))
    name = identity.called("organization", organization) if organization else ""
    return Restated(group, year, organization or None, name, *figure, people, parts)


def _of_both(identity: Identity, dates: Mapping[Key, Key]) -> tuple[AbstractSet[Presence], AbstractSet[Presence]]:
    """Return who came to the meetings that both ends count, under one id where somebody was renamed, not where two became one."""
    people, organizations = identity.renamed("person"), identity.renamed("organization")
    base, head = identity.base, identity.head
    there = {dates.get(key, key) for key in base.counted} & head.counted
    before: Iterable[Presence] = base.presences
    if people or organizations or dates:
        before = (
            (*dates.get((group, stem), (group, stem)), people.get(person, person), organizations.get(organization or "", organization))
            for group, stem, person, organization in base.presences
        )
    return {row for row in before if row[:2] in there}, {row for row in head.presences if row[:2] in there}


def _both_wholes(identity: Identity) -> tuple[_Wholes, _Wholes]:
    renamed = identity.renamed("organization")
    before = {renamed.get(id, id): renamed.get(parent, parent) for id, parent in identity.base.parents.items()}
    after = identity.head.parents
    with_parts = {*before.values(), *after.values()}
    return _wholes(before, with_parts), _wholes(after, with_parts)


def _wholes(parents: Mapping[str, str], with_parts: AbstractSet[str]) -> _Wholes:
    found = {}
    for organization in {*parents, *with_parts}:
        chain = [organization]
        while (above := parents.get(chain[-1])) and above not in chain:
            chain.append(above)
        found[organization] = tuple(one for one in chain if one in with_parts)
    return found


def _counting(presences: Iterable[Presence], wholes: _Wholes) -> Iterator[tuple[_Cell, str, str]]:
    """Yield each figure that somebody's presence counts for, with the meeting and the person."""
    for group, stem, person, organization in presences:
        yield (group, stem[:4], "", False), stem, person
        if organization:
            yield (group, stem[:4], organization, False), stem, person
            for whole in wholes.get(organization, ()):
                yield (group, stem[:4], whole, True), stem, person


def _counted(presences: Iterable[Presence], wholes: _Wholes, wanted: Iterable[_Cell]) -> dict[_Cell, Count]:
    """Count those cells that are wanted; somebody from two organizations is one person in a sum."""
    cells: dict[_Cell, set[tuple[str, str]]] = {cell: set() for cell in wanted}
    if not cells:
        return {}
    for cell, stem, person in _counting(presences, wholes):
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
