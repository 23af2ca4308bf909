"""Ctrl-C at a moment when something must not be left half done."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_HELD = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def held_back() -> Iterator[None]:
    """Let what is inside come to its end before an interruption counts; a second one stops git, and no more than that."""
    caught: list[int] = []

    def hold(number: int, frame: FrameType | None) -> None:
        del frame
        caught.append(number)
        if len(caught) == 1:
            os.write(sys.stderr.fileno(), b"Finishing first, so that nothing is half done; once more to stop git.\n")
        elif len(caught) == 2:
            raise KeyboardInterrupt

    former = {number: signal.signal(number, hold) for number in _HELD if signal.getsignal(number) is not signal.SIG_IGN}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
        if caught:
            signal.raise_signal(caught[0])
