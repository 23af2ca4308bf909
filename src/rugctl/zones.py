"""Time zones by their IANA names."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from rugctl.errors import RugctlError


def zone(name: str) -> ZoneInfo:
    """Return an IANA zone; raises RugctlError for a name that is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise RugctlError(f"there is no time zone {name}", "Write the IANA name, such as Europe/Zurich.") from error


def zone_called(name: str) -> str | None:
    """Return the IANA zone that a name is in another case, None where there is none."""
    return next((known for known in sorted(available_timezones()) if known.casefold() == name.casefold()), None)
