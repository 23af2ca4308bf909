"""The people of one meeting, each once: present, absent, new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from rugctl.importing.report import FoundPerson
from rugctl.names import fold


@dataclass(slots=True)
class Roster:
    """The people of a meeting: present (None: no list), absent, new; and the initials that a table spells out."""

    present: list[FoundPerson] | None = None
    regrets: list[FoundPerson] = field(default_factory=list)
    initials: dict[str, str] = field(default_factory=dict)
    _places: dict[tuple[str, ...], int] = field(default_factory=dict)

    def add(self, people: Iterable[FoundPerson]) -> None:
        """Add people who are present, each once; a second mention adds what the first lacks."""
        self.present = self.present or []
        for person in people:
            at = min((self._places[key] for key in _known_by(person) if key in self._places), default=None)
            if at is None:
                at = len(self.present)
                self.present.append(person)
            else:
                self.present[at] = _together(self.present[at], person)
            for key in _names_of(self.present[at]):
                self._places.setdefault(key, at)


def _known_by(person: FoundPerson) -> list[tuple[str, ...]]:
    """Return what somebody is known again by: name, handle, and a given name alone with the organization."""
    names = _names_of(person)
    return names if len(fold(person.name).split()) == 1 else [key for key in names if key[0] != "given"]


def _names_of(person: FoundPerson) -> list[tuple[str, ...]]:
    folded = fold(person.name)
    names: list[tuple[str, ...]] = [("name", folded)]
    names += [("handle", person.handle.lower())] if person.handle is not None else []
    return names + ([("given", *folded.split()[:1], *person.organizations)] if person.organizations else [])


def _together(first: FoundPerson, again: FoundPerson) -> FoundPerson:
    """Return what two mentions on one list say; who names two organizations is with both."""
    return replace(
        first,
        affiliation=", ".join(dict.fromkeys(filter(None, (first.affiliation, again.affiliation)))) or None,
        organizations=tuple(dict.fromkeys([*first.organizations, *again.organizations])),
        handle=first.handle or again.handle,
        first_time=first.first_time or again.first_time,
        note="; ".join(dict.fromkeys(filter(None, (first.note, again.note)))) or None,
    )


def is_same(a: FoundPerson, b: FoundPerson) -> bool:
    """Tell whether two entries of one list are one person: the same name, or the same handle."""
    return fold(a.name) == fold(b.name) or (a.handle is not None and b.handle is not None and a.handle.lower() == b.handle.lower())


def is_short(short: FoundPerson, whole: FoundPerson) -> bool:
    """Tell whether one name is the other's short form: `Josh M` for `Joshua Mulliken`."""
    a, b = fold(short.name).split(), fold(whole.name).split()
    if not a or len(b) < 2 or not (b[0].startswith(a[0][:3]) or a[0].startswith(b[0][:3])):
        return False
    return len(a) == 1 or b[-1].startswith(a[-1])
