"""What a group's series expect on the days of the meetings that were found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from rugctl.model import Series
from rugctl.recurrence import Occurrence, all_occurrences


@dataclass(frozen=True, slots=True)
class Calendar:
    """A group's series, and what they expect, by date."""

    series: tuple[Series, ...] = ()
    expected: Mapping[str, Sequence[Occurrence]] = field(default_factory=dict)

    @classmethod
    def of(cls, series: Iterable[Series], months: Iterable[str]) -> Calendar:
        """Return what the series expect from the first to the last of some months or days; empty ones do not count."""
        series, months = tuple(series), sorted(filter(None, months))
        if not series or not months:
            return cls(series)
        since = date.fromisoformat(f"{months[0][:7]}-01")
        until = date.fromisoformat(f"{months[-1][:7]}-01") + timedelta(days=32)
        expected: dict[str, list[Occurrence]] = {}
        for occurrence in all_occurrences(series, since, until):
            expected.setdefault(occurrence.date, []).append(occurrence)
        return cls(series, expected)

    def is_off(self, day: str, status: str) -> bool:
        """Tell whether the series expect no such meeting on a day, so that its record must say why it is there."""
        here = self.expected.get(day, ())
        return bool(self.series) and (not here or (status in {"held", "scheduled"} and any(o.absence for o in here)))

    def on(self, day: str) -> Occurrence | None:
        """Return what the series expect on a day, if anything."""
        return next(iter(self.expected.get(day, ())), None)

    def slots(self, day: str) -> set[str]:
        """Return the slots that there are on a day."""
        in_force = [s for s in self.series if s.since <= day and (s.until is None or day < s.until)]
        return {slot.id for series in in_force for slot in series.slots}

    def in_month(self, month: str) -> list[str]:
        """Return the days of a month on which a meeting is expected; none where no month is known."""
        if not month:
            return []
        return [day for day, here in self.expected.items() if day.startswith(month) and not any(o.absence for o in here)]
