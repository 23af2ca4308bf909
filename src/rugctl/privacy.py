"""What does not belong in a public record: people's e-mail addresses, and the passcodes of calls."""

from __future__ import annotations

import re
from dataclasses import dataclass

EMAIL = re.compile(r"(?<![\w.+/@-])[A-Za-z0-9][\w.+-]*@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b")
SECRET = re.compile(r"(?i)(?:[?&]pwd=[\w.%-]+|\b(?:pass\s?code|meeting password|passwort)\b\s*[:=][^\S\n]*\S+)")
SECRET_WORDS = ("pass", "pwd=")
"""One of these stands, in any case, in whatever `SECRET` finds."""
_MAILTO = re.compile(r"\[([^\]\n]*)\]\(<?mailto:[^)\s]*\)|<?mailto:(?=[\w.+-]+@)", re.IGNORECASE)
_ADDRESS = re.compile(rf"<?{EMAIL.pattern}>?")
_CODE_IN_ADDRESS = re.compile(r"(?i)([?&])pwd=[\w.%-]*(&?)")
_CODE = re.compile(r"(?i)\b(pass\s?code|meeting password|passwort)\b\s*[:=]\s*\S*")


@dataclass(frozen=True, slots=True)
class Cleared:
    """A text without what is private, and how much of it there was."""

    text: str
    addresses: int = 0
    secrets: int = 0


def cleared(text: str) -> Cleared:
    """Put `[e-mail address]` and `[left out]` where private things stood; a join link loses only its passcode."""
    text = _MAILTO.sub(lambda match: match[1] or "", text)
    text, addresses = _ADDRESS.subn("[e-mail address]", text)
    secrets = 0
    for pattern, replacement in ((_CODE_IN_ADDRESS, _without_code), (_CODE, lambda match: f"{match[1]} [left out]")):
        while pattern.search(text):
            text, count = pattern.subn(replacement, text)
            secrets += count
    return Cleared(text, addresses, secrets)


def _without_code(match: re.Match[str]) -> str:
    return match[1] if match[2] else ""
