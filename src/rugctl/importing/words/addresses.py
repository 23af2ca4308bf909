"""Addresses freed of what carried them: the redirects that word processors and mail programs wrap around links."""

from __future__ import annotations

import re

_WRAPPED = re.compile(
    r"https?://(?:www\.google\.[a-z.]+/url\?(?:[^#]*?&)?(?:q|url)=|[\w.-]*safelinks\.protection\.outlook\.com/\S*?[?&]url=)([^&#\s]+)",
    re.IGNORECASE,
)
_ESCAPED = re.compile(rb"%([0-9a-fA-F]{2})")


def unwrap(url: str) -> str:
    """Return where a link leads: `https://www.google.com/url?q=https://example.org/&sa=D` gives `https://example.org/`."""
    match = _WRAPPED.match(url)
    target = _unescaped(match[1]) if match else ""
    return target if re.match(r"https?://", target) else url


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), text.encode()).decode(errors="replace")
