"""A series as the recurrence rules that a calendar can hold: one strand for its time, or one for each slot.

An RFC 5545 rule has one wall time, so slots that take turns are strands of their own. Where no rule gives a slot's dates, they
are listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rugctl.model import Series
from rugctl.recurrence import Occurrence, occurrences
from rugctl.zones import zone

_PROOF = timedelta(days=366 * 29)
"""Over so long a rule must give a slot's dates: the calendar repeats its weekdays every 28 years."""
_FOR_EVER = date(3000, 1, 1)
_ENDS = re.compile(r";?(?:COUNT|UNTIL)=[^;]*")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Strand:
    """Dates of a series with one wall time, from the first one on: those that `rule` gives, or where that is None the `dates`.

    `rule` has neither COUNT nor UNTIL; `last` is the last date of a strand that ends. `dates` go as far as was asked for.
    """

    uid: str
    slot: str | None
    rule: str | None
    first: Occurrence
    dates: tuple[Occurrence, ...]
    last: Occurrence | None


def strands(series: Series, until: date) -> list[Strand]:
    """Return the strands of a series, with their dates before a day."""
    since = date.fromisoformat(series.since)
    ends = series.until is not None or _ENDS.search(series.rrule) is not None
    whole = [*occurrences(series, since, _FOR_EVER if ends else max(since, until) + _PROOF)]
    rule = _ENDS.sub("", series.rrule.removeprefix("RRULE:")).lstrip(";")
    found = []
    slots: list[str | None] = [slot.id for slot in series.slots]
    for slot in slots or [None]:
        own = [o for o in whole if o.slot == slot]
        near = tuple(o for o in own if o.date < until.isoformat())
        if own:
            uid, own_rule = (f"{series.uid}-{slot}", _rule_of(series, rule, own)) if slot else (series.uid, rule)
            found.append(Strand(uid, slot, own_rule, own[0], near, own[-1] if ends else None))
    return found


def exists(occurrence: Occurrence) -> bool:
    """Tell whether the clocks show the wall time of an occurrence on that day, rather than leave it out as they go forward.

    RFC 5545, section 3.3.10, has rules skip such a time, and section 3.3.5 take it for the hour after; people are asked to come then.
    """
    wall = datetime.combine(date.fromisoformat(occurrence.date), time.fromisoformat(occurrence.start))
    return occurrence.begins.astimezone(zone(occurrence.timezone)).replace(tzinfo=None) == wall


def _rule_of(series: Series, rule: str, own: Sequence[Occurrence]) -> str | None:
    """Return a rule that gives exactly the dates of a slot, the simplest that does."""
    days = [o.date for o in own]
    past = date.fromisoformat(days[-1]) + timedelta(1)
    for candidate in _candidates(series, rule, days):
        plain = series.model_copy(
            update={"rrule": candidate, "slots": (), "since": days[0], "until": None, "start": "00:00", "timezone": "UTC"}
        )
        if [o.date for o in occurrences(plain, date.fromisoformat(days[0]), past)] == days:
            return candidate
    return None


def _candidates(series: Series, rule: str, days: Sequence[str]) -> Iterator[str]:
    """Yield rules that may give a slot's dates: fewer days of each week or month, every second or third of those, or both."""
    parts = dict(part.split("=") for part in rule.split(";"))
    interval = int(parts.get("INTERVAL", "1"))
    for times in range(1, len(series.slots) + 1):
        changed = parts | ({"INTERVAL": str(interval * times)} if interval * times > 1 else {})
        for by_day in _fewer(parts.get("BYDAY", ""), days):
            yield ";".join(f"{key}={value}" for key, value in (changed | ({"BYDAY": by_day} if by_day else {})).items())
    if parts.keys() <= {"FREQ", "BYDAY", "WKST"} and parts["FREQ"] in {"WEEKLY", "MONTHLY"}:
        yield f"FREQ=MONTHLY;BYDAY={','.join(sorted({_nth(day) for day in days}))}"


def _fewer(by_day: str, days: Sequence[str]) -> Iterator[str]:
    """Yield all of BYDAY, and only those parts of it that some of the dates are."""
    yield by_day
    held = {form for day in days for form in _forms(day)}
    kept = [part for part in by_day.split(",") if part.lstrip("+") in held]
    if kept and len(kept) < by_day.count(",") + 1:
        yield ",".join(kept)


def _nth(day: str) -> str:
    value = date.fromisoformat(day)
    return f"{(value.day - 1) // 7 + 1}{_DAYS[value.weekday()]}"


def _forms(day: str) -> tuple[str, str, str]:
    """Return what BYDAY may call a date of a month: WE, 3WE, -2WE."""
    value = date.fromisoformat(day)
    name = _DAYS[value.weekday()]
    following = (value.replace(day=28) + timedelta(days=4)).replace(day=1)
    return name, _nth(day), f"-{((following - value).days - 1) // 7 + 1}{name}"
