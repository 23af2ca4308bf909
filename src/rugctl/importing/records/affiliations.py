"""What people said of their organizations, meeting by meeting, as dated affiliations of the registry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rugctl.index.registry_facts import days_of, first_day, in_full
from rugctl.model import Affiliation


@dataclass(frozen=True, slots=True)
class Statement:
    """The organizations that somebody named on a day, as ids; none where they said that they have none."""

    day: str
    organizations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parents:
    """Which organization is part of which."""

    of: Mapping[str, str]

    def agree(self, one: str, other: str) -> bool:
        """Tell whether one organization is the other or a part of it, either way."""
        return other in self._line(one) or one in self._line(other)

    def _line(self, organization: str) -> list[str]:
        line = [organization]
        while (parent := self.of.get(line[-1])) is not None and parent not in line:
            line.append(parent)
        return line


def as_of(entries: Sequence[Any], day: str) -> list[str]:
    """Return the organizations that affiliations, as a registry has them, name on a day."""
    return list(dict.fromkeys(entry.organization for entry, (since, until) in _with_days(entries) if since <= day < until))


def _with_days(entries: Sequence[Any]) -> list[tuple[Affiliation, tuple[str, str]]]:
    """Return affiliations in full, each with the days from which to which it holds."""
    whole = in_full(entry if isinstance(entry, str) else Affiliation.model_validate(entry) for entry in entries)
    return [(entry, days_of(whole, n)) for n, entry in enumerate(whole)]


def by_day(statements: Sequence[Statement]) -> list[Statement]:
    """Put what was said on one day together, days in order."""
    days: dict[str, tuple[str, ...]] = {}
    for said in statements:
        days[said.day] = (*days.get(said.day, ()), *said.organizations)
    return [Statement(day, tuple(dict.fromkeys(days[day]))) for day in sorted(days)]


def affiliations(statements: Sequence[Statement]) -> list[Any]:
    """Return the affiliations of somebody new: one that never changes in its short form, else each since it was first said.

    One ends where something else is said that leaves it out and never comes back; what overlaps is `concurrent`.
    """
    said = by_day(statements)
    spans = list(_spans(said))
    if len(spans) == 1 and all(statement.organizations for statement in said):
        return [spans[0]["organization"]]
    main: dict[str, Any] | None = None
    for span in spans:
        if main is not None and main.get("until", "9999") > span["since"]:
            span["concurrent"] = True
            continue
        if main is not None and main["until"] == span["since"]:
            del main["until"]  # follows from the next one's `since`
        main = span
    return spans


def _spans(said: Sequence[Statement]) -> Iterator[dict[str, Any]]:
    for organization in dict.fromkeys(id for statement in said for id in statement.organizations):
        days = [statement.day for statement in said if organization in statement.organizations]
        after = [statement.day for statement in said if statement.day > days[-1]]
        until = {"until": after[0]} if after else {}
        yield {"organization": organization, "since": days[0], **until, "observed": True}


def extended(entries: Sequence[Any], statements: Sequence[Statement], last_seen: str | None, parents: Parents) -> list[Any]:
    """Return somebody's affiliations with what was said added to those that the registry has.

    What holds after `last_seen`, the last day on which a record has them present, may change; before it things are only
    added, so that no earlier record becomes wrong. Entries keep their places, new ones stand behind them.
    """
    if not entries and last_seen is None:
        return affiliations(statements)
    found = [dict(entry) if isinstance(entry, dict) else entry for entry in entries]
    said = by_day(statements)
    for n, statement in enumerate(said):
        _Extension(found, said[n:], last_seen is None or statement.day > last_seen, parents).take()
    return found


@dataclass(frozen=True, slots=True)
class _Extension:
    """One statement, the first of `said`, taken into `entries`; `fresh` where nothing later is recorded."""

    entries: list[Any]
    said: Sequence[Statement]
    fresh: bool
    parents: Parents

    def take(self) -> None:
        day, organizations = self.said[0].day, self.said[0].organizations
        if not organizations and self.fresh:
            self._end(day)
        for organization in organizations:
            held = as_of(self.entries, day)
            if not any(self.parents.agree(organization, own) for own in held) and not self._seen_earlier(organization, day):
                beside = any(self.parents.agree(other, own) for other in organizations for own in held)
                self.entries.append(self._entry(organization, day, beside=beside))

    def _seen_earlier(self, organization: str, day: str) -> bool:
        """Let an affiliation begin earlier that was observed later, where nothing else held between."""
        main = next((n for n, entry in enumerate(self.entries) if not _get(entry, "concurrent")), None)
        for n, entry in enumerate(self.entries):
            later = _get(entry, "observed") and first_day(str(_get(entry, "since") or "0000")) > day
            if later and entry["organization"] == organization and (n == main or entry.get("concurrent")):
                entry["since"] = day
                return True
        return False

    def _entry(self, organization: str, day: str, *, beside: bool) -> dict[str, Any]:
        entry = {"organization": organization, "since": day}
        mains = [(own, days) for own, days in _with_days(self.entries) if not own.concurrent]
        later = [days[0] for _, days in mains if days[0] > day]
        if not later and self.fresh:
            overlaps = beside or any(days[0] == day or (own.until and days[1] > day) for own, days in mains)
            return entry | {"observed": True} | ({"concurrent": True} if overlaps else {})
        return entry | {"until": min([self._left_out(organization), *later]), "observed": True, "concurrent": True}

    def _left_out(self, organization: str) -> str:
        """Return the day on which an organization is no longer said; where nothing is said after it, the next day."""
        last = self.said[0].day
        for statement in self.said:
            if organization not in statement.organizations:
                return statement.day
            last = statement.day
        return (date.fromisoformat(last) + timedelta(days=1)).isoformat()

    def _end(self, day: str) -> None:
        for n, (_, (since, until)) in enumerate(_with_days(self.entries)):
            if since < day < until:
                entry = self.entries[n]
                self.entries[n] = {"organization": entry, "until": day} if isinstance(entry, str) else entry | {"until": day}


def _get(entry: Any, key: str) -> Any:
    return entry.get(key) if isinstance(entry, dict) else None
