"""Questions at the prompt, each asked again until its answer can be read; nobody is asked where nobody sits there."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from rugctl.cli.book import remark
from rugctl.errors import RugctlError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks for what was not given as an option, or takes the usual for it."""

    asking: bool

    @classmethod
    def of(cls, *, no_input: bool) -> Asker:
        """Return one that asks if somebody sits at a terminal, and may be asked."""
        return cls(not no_input and sys.stdin.isatty() and not os.environ.get("CI"))

    def ask(self, given: str | None, question: str, usual: str, read: Callable[[str], T]) -> T:
        """Return what was given, the answer, or the usual, as `read` reads it; raises what that raises where nobody is asked."""
        if given is not None or not self.asking:
            return read(usual if given is None else given)
        while True:
            print(f"{question} [{usual}]: " if usual else f"{question}: ", end="", file=sys.stderr, flush=True)
            line = sys.stdin.readline()
            if not line:
                raise RugctlError("the answers end here, so nothing was written")
            try:
                return read(line.strip() or usual)
            except RugctlError as error:
                remark(f"{error.message}. {error.help or ''}".rstrip())
