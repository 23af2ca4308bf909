"""Meetings: which of both ends are one and the same, and what changed in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from rugctl.comparison.agenda import compare_agenda, links
from rugctl.comparison.changes import Change
from rugctl.comparison.people import Who, attendees, people
from rugctl.comparison.standing import Identity, Standing
from rugctl.comparison.values import Named, Special, Values, fields

Key: TypeAlias = tuple[str, str]
"""A meeting's group and the stem of its file."""
Meetings: TypeAlias = Mapping[Key, Values]
_OWN = frozenset({"date", "status", "agenda", "actions", "decisions"})
"""What is not compared as a field like others."""
_TOLD_OF_NEW = frozenset({"attendee", "sign-up", "item", "action", "decision", "regret"})
_ENOUGH = 0.5
_MOST = 2500


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which meeting became which: `dates` holds those with another key now, `moved` those of them whose record says so itself."""

    dates: Mapping[Key, Key] = field(default_factory=dict)
    moved: frozenset[Key] = frozenset()


def pair_meetings(base: Meetings, head: Meetings) -> Pairing:
    """Find the meetings that have another date now: moved, where the records say so, else those that are alike but for the date."""
    new = [key for key in head if key not in base]
    dates: dict[Key, Key] = {}
    for key in new:
        origin = (key[0], head[key].get("moved_from", ""))
        stays = head.get(origin, {}).get("status") == "postponed" and base.get(origin, {}).get("status") != "postponed"
        if origin in base and (origin not in head or stays) and origin not in dates:
            dates[origin] = key
    moved = frozenset(dates)
    gone = [key for key in base if key not in head and key not in dates]
    free = [key for key in new if key not in dates.values()]
    if len(gone) * len(free) <= _MOST:
        scored = sorted(((_likeness(base[one], head[other]), one, other) for one in gone for other in free), key=lambda s: (-s[0], *s[1:]))
    else:
        scored = [(1.0, one, other) for one, other in _same_day(gone, free)]
    for score, one, other in scored:
        if score >= _ENOUGH and one not in dates and other not in dates.values():
            dates[one] = other
    return Pairing(dates, moved)


def _same_day(gone: Sequence[Key], free: Sequence[Key]) -> Iterator[tuple[Key, Key]]:
    """Pair by date where so many meetings moved that it is the folders that were arranged anew."""
    by_stem: dict[str, list[Key]] = defaultdict(list)
    for key in free:
        by_stem[key[1]].append(key)
    return ((key, by_stem[key[1]].pop(0)) for key in gone if by_stem[key[1]])


def _likeness(one: Values, other: Values) -> float:
    """Return which part of what either record holds both of them hold: people, titles, and texts of their own."""
    parts = [set(_parts(values)) for values in (one, other)]
    return len(parts[0] & parts[1]) / max(1, len(parts[0] | parts[1]))


def _parts(values: Values) -> Iterator[str]:
    yield from (f"person {named['person']}" for named in values.get("attendees", ()))
    yield from (f"item {item['title']}" for item in values.get("agenda", ()))
    yield from (f"{key} {values[key]}" for key in ("notes", "recording", "source", "reason") if key in values)


@dataclass(frozen=True, slots=True)
class Room:
    """Where meetings are compared: who is who, and what the indexes know of these meetings, by key and person."""

    identity: Identity
    pairing: Pairing
    then: Mapping[Key, Mapping[str, list[str]]]
    now: Mapping[Key, Mapping[str, list[str]]]
    newcomers: Mapping[Key, frozenset[str]]

    def who(self, before: Key, after: Key) -> Who:
        """Return what is known of the people of one meeting."""
        fresh = self.newcomers.get(after, frozenset())
        return Who(self.identity, self.then.get(before, {}), self.now.get(after, {}), fresh)


def open_room(identity: Identity, base: Meetings, head: Meetings) -> Room:
    """Look up all that comparing these meetings needs."""
    then = _belongings(identity.base, base, identity.then)
    now = _belongings(identity.head, head, identity.now)
    fresh: dict[Key, set[str]] = defaultdict(set)
    for (group, person), stem in identity.head.firsts.items():
        if (group, stem) in head:
            fresh[group, stem].add(person)
    return Room(identity, pair_meetings(base, head), then, now, {key: frozenset(people) for key, people in fresh.items()})


def _belongings(end: Standing, meetings: Meetings, named: Named) -> dict[Key, dict[str, list[str]]]:
    found: dict[Key, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for group, stem, person, organization in sorted(row for row in end.presences if row[:2] in meetings and row[3]):
        found[group, stem][named("person", person)].append(named("organization", str(organization)))
    return found


def compare_meetings(base: Meetings, head: Meetings, room: Room) -> Iterator[Change]:
    """Yield what became of each meeting whose record says something else, in the order of their dates."""
    origins = {other: one for one, other in room.pairing.dates.items()}
    keys = {*head, *(key for key in base if key not in head and key not in room.pairing.dates)}
    for key in sorted(keys, key=lambda key: (key[1], key[0])):
        origin = origins.get(key, key)
        if origin != key:
            yield _elsewhere(origin, key, base, head, room)
        elif key in room.pairing.moved:
            continue
        elif key not in base:
            told = _told(key, {}, head[key], key, room)
            yield Change("meeting", "added", _id(key), after=head[key]["status"], changes=_of_new(told))
        elif key not in head:
            yield Change("meeting", "removed", _id(key), before=base[key]["status"])
        elif base[key] != head[key]:
            yield _changed(key, base[key], head[key], room)


def _id(key: Key) -> str:
    return "/".join(filter(None, key))


def _of_new(told: tuple[Change, ...]) -> tuple[Change, ...]:
    return tuple(change for change in told if change.kind in _TOLD_OF_NEW or change.id == "reason")


def _changed(key: Key, old: Values, new: Values, room: Room) -> Change:
    told = _told(key, old, new, key, room)
    if old["status"] == new["status"]:
        return Change("meeting", "changed", _id(key), changes=told)
    return Change("meeting", new["status"], _id(key), before=old["status"], after=new["status"], changes=told)


def _elsewhere(origin: Key, key: Key, base: Meetings, head: Meetings, room: Room) -> Change:
    """Tell of a meeting that has another date: what changed on the way, and what its old record says beside that."""
    old, new = dict(base[origin]), dict(head[key])
    moved = origin in room.pairing.moved
    if moved:
        new.pop("moved_from")
        if new.get("reason") == f"Moved from {origin[1]}":
            new.pop("reason")
    told = list(_told(origin, old, new, key, room))
    if old["status"] != new["status"]:
        told.insert(0, Change("field", "changed", "status", before=old["status"], after=new["status"]))
    if origin in head:
        told += _of_the_old_record(origin, key, base[origin], head, room)
    return Change("meeting", "moved" if moved else "redated", _id(key), before=_id(origin), after=_id(key), changes=tuple(told))


def _of_the_old_record(origin: Key, key: Key, old: Values, head: Meetings, room: Room) -> tuple[Change, ...]:
    """Return what changed in the record that stays, but for what goes without saying: what went along, and where to."""
    gone = {"outcome": "postponed", "moved_to": key[1]}
    agenda = [{part: value for part, value in item.items() if gone.get(part) != value} for item in head[origin].get("agenda", ())]
    stays = {part: value for part, value in head[origin].items() if part != "agenda" and (part, value) != ("moved_to", key[1])}
    stays |= {"agenda": agenda} if agenda else {}
    went = {part for part in old if part not in stays and head[key].get(part) == old[part]}
    return _told(origin, {part: value for part, value in old.items() if part not in went}, stays, origin, room)


def _told(before: Key, old: Values, new: Values, after: Key, room: Room) -> tuple[Change, ...]:
    who = room.who(before, after)
    was, is_now = (values.get("status", "held") in {"held", "unrecorded"} for values in (old, new))
    kind = "attendee" if is_now else "sign-up"
    special: dict[str, Special] = {
        "attendees": attendees(kind, who, planned=is_now and not was), "regrets": people("regret", who), "links": links,
        "chair": people("chair", who), "scribe": people("scribe", who),
    }  # fmt: skip
    plain = [{key: value for key, value in values.items() if key not in _OWN} for values in (old, new)]
    others = list(fields(plain[0], plain[1], special))
    first = [change for change in others if change.id == "reason" or change.kind in {"attendee", "sign-up", "regret", "list"}]
    return (*first, *compare_agenda(old, new, who), *(change for change in others if change not in first))
