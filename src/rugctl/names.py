"""A name brought to the form in which names are compared, and to the id that it suggests."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TO_BASE = str.maketrans(
    {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "Oe", "ı": "i"}
)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return the form in which names are compared: no case, accents, punctuation or doubled spaces."""
    plain = unicodedata.normalize("NFKD", text.translate(_TO_BASE))
    plain = "".join(" " if not c.isalnum() else c for c in plain if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())


def slugify(text: str) -> str:
    """Return the id that a name suggests: `Rémi Voirin` gives `remi-voirin`; empty where nothing Latin is left."""
    plain = unicodedata.normalize("NFKD", text.translate(_TO_BASE))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("'", "").replace("’", "")
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
