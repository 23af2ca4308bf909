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

    def add(self, people: Iterable[FoundPerson]) -> None:
        """Add people who are present, each once; a second mention adds what the first lacks."""
        self.present = self.present or []
        for person in people:
            at = next((n for n, other in enumerate(self.present) if is_same(other, person) or _is_again(person, other)), None)
            if at is None:
                self.present.append(person)
            else:
                other = self.present[at]
                self.present[at] = replace(
                    other,
                    affiliation=other.affiliation or person.affiliation,
                    organizations=other.organizations or person.organizations,
                    handle=other.handle or person.handle,
                    first_time=other.first_time or person.first_time,
                )


def is_same(a: FoundPerson, b: FoundPerson) -> bool:
    """Tell whether two entries of one list are one person: the same name, or the same handle."""
    return fold(a.name) == fold(b.name) or (a.handle is not None and b.handle is not None and a.handle.lower() == b.handle.lower())


def _is_again(short: FoundPerson, whole: FoundPerson) -> bool:
    """Tell whether a given name alone is somebody of the same list again: with the same organization."""
    words = fold(short.name).split()
    return (
        len(words) == 1
        and fold(whole.name).split()[:1] == words
        and bool(short.organizations)
        and short.organizations == whole.organizations
    )


def is_short(short: FoundPerson, whole: FoundPerson) -> bool:
    """Tell whether one name is the other's short form: `Josh M` for `Joshua Mulliken`."""
    a, b = fold(short.name).split(), fold(whole.name).split()
    if not a or len(b) < 2 or not (b[0].startswith(a[0][:3]) or a[0].startswith(b[0][:3])):
        return False
    return len(a) == 1 or b[-1].startswith(a[-1])
