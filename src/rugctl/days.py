"""Days as people write them: one form, and near enough to our time that days may be added to them."""

from __future__ import annotations

import re
from datetime import date

from rugctl.errors import RugctlError

_DAY = r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}"


def parse_day(text: str, what: str = "") -> str:
    """Return a day of the years 1000 to 2999, as records have them; raises RugctlError for any other text.

    `what` is the option that it was given with.
    """
    if not is_day(text):
        raise RugctlError(f"{what} {text} is no date" if what else f"`{text}` is no date", "Write it as 2025-03-05.")
    return text


def is_day(text: str) -> bool:
    """Tell whether a text is a day of those years, in the one form that records have."""
    try:
        return re.fullmatch(_DAY, text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        return False
