"""Who came and who did not, who speaks, owns or chairs: lists of people in a meeting's record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rugctl.comparison.changes import Change
from rugctl.comparison.standing import Identity
from rugctl.comparison.values import Special, fields, is_reordered, keyed, listed, words
from rugctl.index.row_writer import is_id
from rugctl.names import fold
from rugctl.written_names import parse_person_line


@dataclass(frozen=True, slots=True)
class Who:
    """Who is who, and what the indexes know of one meeting: organizations as of its day, and who came for the first time."""

    identity: Identity
    then: Mapping[str, Sequence[str]] = field(default_factory=dict)
    now: Mapping[str, Sequence[str]] = field(default_factory=dict)
    newcomers: frozenset[str] = frozenset()

    def called(self, person: str) -> str:
        """Return somebody's name."""
        return self.identity.called("person", person)

    def organizations(self, ids: Sequence[str]) -> str:
        """Return the names of organizations as one text."""
        return ", ".join(self.identity.called("organization", id) for id in ids)


def people(kind: str, who: Who) -> Special:
    """Return the comparison of two lists of people, or of two people, of whom nothing more than the name is known."""
    compare = listed(kind, _person, lambda value: _said(value, who), {"organization": organizations(who)})
    return lambda old, new: compare([old] if isinstance(old, dict) else old, [new] if isinstance(new, dict) else new)


def organizations(who: Who) -> Special:
    """Return the comparison of organizations that were said."""

    def compare(old: Any, new: Any) -> Iterator[Change]:
        what = "added" if old is None else "removed" if new is None else "changed"
        before, after = (None if value is None else who.organizations(value) for value in (old, new))
        yield Change("field", what, "organization", "", before, after)

    return compare


def topics(who: Who) -> Special:
    """Return the comparison of two lists of topics."""

    def compare(old: Any, new: Any) -> Iterator[Change]:
        for change in words("topic")(old, new):
            yield Change(change.kind, change.what, change.name, who.identity.called("topic", change.name))

    return compare


def attendees(kind: str, who: Who, *, planned: bool = False) -> Special:
    """Return the comparison of two lists of attendees; None: nobody took one. `planned`: those of the first one had only signed up."""

    def compare(old: Any, new: Any) -> Iterator[Change]:
        if planned and new:
            yield Change("list", "counted", "attendees", after=str(len(new)))
        if old is None and new == []:
            yield Change("list", "empty", "attendees")
        if new is None:
            yield Change("list", "gone", "attendees")
        one, other = keyed(old or [], _person), keyed(new or [], _person)
        left = {at: value for at, value in one.items() if at not in other}
        came = {at: value for at, value in other.items() if at not in one}
        for at, value in _resolved(left, came, one, other, who).items():
            gone = left.pop(at)
            here = came.pop(_at(value, came))
            yield Change(kind, "resolved", here["person"], who.called(here["person"]), gone["person"], _marks(here, who))
        for at, value in left.items():
            change = _gone(at, value, kind, who)
            yield replace(change, what="absent") if planned and change.what == "removed" else change
        yield from (_come(at, value, kind, who) for at, value in came.items())
        for at in one.keys() & other.keys():
            if one[at] != other[at]:
                inner = tuple(fields(one[at], other[at], {"organization": organizations(who)}))
                yield Change(kind, "changed", at[0], who.called(at[0]), changes=inner)
        if is_reordered(one, other):
            yield Change(kind, "reordered")

    return compare


def _gone(at: tuple[str, int], value: Mapping[str, Any], kind: str, who: Who) -> Change:
    person = value["person"]
    if at[1]:
        return Change(kind, "once", person, who.called(person))
    from_where = value.get("organization") or who.then.get(person, ())
    return Change(kind, "removed", person, who.called(person), who.organizations(from_where) or None)


def _come(at: tuple[str, int], value: Mapping[str, Any], kind: str, who: Who) -> Change:
    person = value["person"]
    if at[1]:
        return Change(kind, "twice", person, who.called(person))
    what = "newcomer" if person in who.newcomers else "added"
    return Change(kind, what, person, who.called(person), None, _marks(value, who))


def _marks(value: Mapping[str, Any], who: Who) -> str | None:
    said = [who.organizations(value.get("organization") or who.now.get(value["person"], ())), value.get("note") or ""]
    return ", ".join(filter(None, said)) or None


def _resolved(
    left: Mapping[tuple[str, int], Any], came: Mapping[tuple[str, int], Any], one: Mapping[Any, Any], other: Mapping[Any, Any], who: Who
) -> dict[tuple[str, int], Any]:
    """Find of the names that are gone those that became an id: of somebody who is called so, or who stands in their place."""
    found: dict[tuple[str, int], Any] = {}
    after = list(other)
    for place, at in enumerate(one):
        if at not in left or is_id(at[0]):
            continue
        name = fold(next((written.name for written in parse_person_line(at[0])), at[0]))
        heirs = [key for key in came if is_id(key[0]) and came[key] not in found.values()]
        same = [key for key in heirs if fold(who.called(key[0])) == name or after[place : place + 1] == [key]]
        if same:
            found[at] = came[same[0]]
    return found


def _at(value: Any, among: Mapping[tuple[str, int], Any]) -> tuple[str, int]:
    return next(at for at, other in among.items() if other is value)


def _person(value: Mapping[str, Any]) -> str:
    return str(value["person"])


def _said(value: Mapping[str, Any], who: Who) -> Change:
    return Change("", "", value["person"], who.called(value["person"]), after=who.organizations(value.get("organization") or ()) or None)
