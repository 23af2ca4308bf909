"""Text of documents made fit for records: lines that are lines, addresses that are addresses, nothing private.

What had to be left out or changed is kept in a `Margin`, which a record's `source.note` tells.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field

from rugctl.privacy import EMAIL, cleared

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")
_URL = re.compile(r"https?://[^\s<>\"]+")
_UNSAFE = {" ": "%20", "<": "%3C", ">": "%3E", '"': "%22"}


@dataclass(slots=True)
class Margin:
    """Makes texts fit for one record, and remembers what to say of that."""

    said: list[str] = field(default_factory=list)
    addresses: int = 0
    secrets: int = 0

    def say(self, sentence: str) -> None:
        """Note a sentence for `source.note`, each one once."""
        line = self.line(sentence)
        if line and line not in self.said:
            self.said.append(line)

    def line(self, text: str | None) -> str | None:
        """Return a text as one line, None where nothing is left of it."""
        plain = " ".join(_CONTROL.sub(" ", _BREAK.sub(" ", text or "")).split())
        return self._cleared(plain).strip() or None

    def name(self, text: str | None) -> str | None:
        """Return a name as one line; of an e-mail address only what stands before the @."""
        address = EMAIL.fullmatch((text or "").strip())
        self.addresses += address is not None
        return self.line(address[0].partition("@")[0] if address else text)

    def text(self, text: str | None) -> str | None:
        """Return Markdown as a record holds it: no odd characters, several lines with a line end at the last one."""
        plain = _CONTROL.sub("", _BREAK.sub("\n", text or ""))
        lines = [line if line.strip() else "" for line in plain.split("\n")]
        whole = self._cleared(textwrap.dedent("\n".join(lines).strip("\n"))).strip()
        return f"{whole}\n" if "\n" in whole else whole or None

    def url(self, text: str) -> str | None:
        """Return a web address without a passcode in it, None for what is none."""
        plain = "".join(_UNSAFE.get(c, c) for c in _CONTROL.sub("", _BREAK.sub("", text)).replace("\t", "").replace("\n", "").strip())
        found = self._cleared(plain).replace("[e-mail address]", "").replace(" [left out]", "")
        found = re.sub(r"^https?:", lambda match: match[0].lower(), found, flags=re.IGNORECASE)
        return found if _URL.fullmatch(found) else None

    def note(self) -> str | None:
        """Return what there is to say, as one line."""
        said = list(self.said)
        if self.addresses:
            said.append("An e-mail address is left out" if self.addresses == 1 else f"{self.addresses} e-mail addresses are left out")
        if self.secrets:
            said.append("A passcode is left out" if self.secrets == 1 else f"{self.secrets} passcodes are left out")
        return ". ".join(sentence.rstrip(".") for sentence in said) or None

    def _cleared(self, text: str) -> str:
        clear = cleared(text)
        self.addresses += clear.addresses
        self.secrets += clear.secrets
        return clear.text
