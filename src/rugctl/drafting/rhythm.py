"""How often a group meets, as people say it, as a recurrence rule."""

from __future__ import annotations

import re
from datetime import date, timedelta

from rugctl.errors import RugctlError

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = "|".join(f"{day[:3]}(?:{day[3:]}|{day[3:4]}|{day[3:5]})?s?" for day in _DAYS)
_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "last": -1}
_WEEKLY = re.compile(rf"(?:every|each|weekly)(?: week)?(?: on)? (?P<day>{_DAY})")
_EVERY = re.compile(
    rf"(?:fortnightly|biweekly|every (?:(?P<number>[0-9]{{1,2}}) weeks|(?:other|second|2nd)(?: week)?))(?: on)? (?P<day>{_DAY})"
)
_ONE = "|".join(_NTH)
_MONTHLY = re.compile(
    rf"(?:monthly |every month )?(?:on )?(?:the |every )?(?P<nths>(?:{_ONE})(?:(?:,| and|, and) (?:{_ONE}))*) (?P<day>{_DAY})"
    "(?: of (?:the|each|every) month| monthly)?"
)
EXAMPLES = "every Wednesday, every 2 weeks on Wednesday, 1st and 3rd Wednesday, or a rule of RFC 5545"


def parse_rhythm(text: str) -> str:
    """Return the recurrence rule (RFC 5545, section 3.3.10) of words such as `1st and 3rd Wednesday`; a rule is taken as it is.

    Raises RugctlError for words that say no rhythm.
    """
    words = " ".join(text.casefold().split())
    if "freq=" in words:
        return text.strip().upper().removeprefix("RRULE:")
    if match := _EVERY.fullmatch(words):
        return f"FREQ=WEEKLY;INTERVAL={int(match['number'] or 2)};BYDAY={match['day'][:2].upper()}"
    if match := _WEEKLY.fullmatch(words):
        return f"FREQ=WEEKLY;BYDAY={match['day'][:2].upper()}"
    if match := _MONTHLY.fullmatch(words):
        day = match["day"][:2].upper()
        return "FREQ=MONTHLY;BYDAY=" + ",".join(f"{_NTH[nth]}{day}" for nth in re.findall("[a-z0-9]+", match["nths"]) if nth in _NTH)
    raise RugctlError(f"`{text}` says no rhythm", f"Write {EXAMPLES}.")


def first_day(rrule: str, today: str) -> str:
    """Return the first day from today on that is the weekday of a weekly rule, from which its weeks are counted; else today."""
    match = re.search(r"FREQ=WEEKLY.*BYDAY=([A-Z]{2})\b", rrule)
    day = date.fromisoformat(today)
    if match is None:
        return today
    wanted = [name[:2].upper() for name in _DAYS].index(match[1])
    return (day + timedelta(days=(wanted - day.weekday()) % 7)).isoformat()
