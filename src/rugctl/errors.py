"""The one exception of the program: we cannot go on. What is wrong with the data is a Diagnostic, never an exception."""

from __future__ import annotations


class RugctlError(Exception):
    """The program cannot go on; shown as one line, with what to do beside it, and exit code 2.

    `message` says what is the matter, `help` what the user can do about it.
    """

    def __init__(self, message: str, help: str | None = None, *, code: int = 2) -> None:
        super().__init__(message)
        self.message = message
        self.help = help
        self.code = code
