"""What stands below figures: what they rest on and what they leave out, as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rugctl.queries.coverage import Coverage, Stretch
from rugctl.queries.history import Claim


def render_coverage(rests_on: Coverage) -> tuple[str, ...]:
    """Say how many meetings count, and what was left out and why."""
    if not rests_on.counted:
        counted = "No meeting counts: none was held with a list of attendees."
    else:
        days = f"{rests_on.first} to {rests_on.last}" if rests_on.first != rests_on.last else f"{rests_on.first}"
        counted = f"{_number(rests_on.counted, 'counted meeting')}, {days}: held, with a list of attendees."
    left_out = [
        *([f"{rests_on.without_list} held without a list"] if rests_on.without_list else []),
        *(f"{other.meetings} {other.status}" for other in rests_on.not_held),
        *([_number(rests_on.unresolved, "unresolved name")] if rests_on.unresolved else []),
    ]
    return (
        counted,
        *([f"Left out: {', '.join(left_out)}."] if left_out else []),
        *([f"Nothing is recorded of {_stretches(rests_on.unrecorded)}."] if rests_on.unrecorded else []),
    )


def _stretches(stretches: Sequence[Stretch]) -> str:
    dates = sum(stretch.dates for stretch in stretches)
    told = ", ".join(
        f"{stretch.first} to {stretch.last} ({stretch.dates})" if stretch.dates > 1 else stretch.first for stretch in stretches
    )
    return f"{_number(dates, 'expected date')}: {told}"


def render_without_organization(count: int) -> tuple[str, ...]:
    """Say how many attendances are in no row of an organization."""
    return (f"In no row: {_number(count, 'attendance')} without a known organization.",) if count else ()


def render_claims(claims: Iterable[Claim], name: str) -> tuple[str, ...]:
    """Say which first times history contradicts."""
    return tuple(f"The minutes of {c.date} say that it was {name}'s first time, but {name} was there on {c.earlier}." for c in claims)


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
