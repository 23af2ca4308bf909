"""Many pieces of work, done by processes beside this one, each on a core of its own.

A process is a copy of this one, so that it has all that was read and imported; it touches no database, answers in plain values, and
ends when nobody listens. What it does not answer, for it was killed or could not, is done here: then its trouble shows here, too.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any, TypeVar

MOST = 4
"""More than that would wait for the one who writes."""
_LENGTH = 8
Piece = TypeVar("Piece")
Answer = TypeVar("Answer")


def spread(work: Callable[[Piece], Answer], pieces: Sequence[Piece]) -> Iterator[Answer]:
    """Yield what `work` makes of each piece, in their order: values that marshal knows, made wherever there is a core."""
    workers: list[_Worker] = []
    count = min(_cores(), MOST, len(pieces))
    try:
        if count > 1:
            with contextlib.suppress(OSError):  # no more processes are to be had
                for n in range(count):
                    workers.append(_begin(work, pieces[n::count], workers))
        for n, piece in enumerate(pieces):
            answer = workers[n % count].answer() if n % count < len(workers) else None
            yield work(piece) if answer is None else marshal.loads(answer)  # noqa: S302  it is from a copy of this process
    finally:
        for worker in workers:
            worker.end()


def _cores() -> int:
    """Return how many cores there are to work on: one where a process that is copied could hang, as with several threads."""
    if not hasattr(os, "sched_getaffinity") or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


@dataclass(frozen=True, slots=True)
class _Worker:
    """A process, and what it answers."""

    process: int
    output: IO[bytes]

    def answer(self) -> bytes | None:
        """Wait for its next answer; None where it gives no more."""
        length = int.from_bytes(self.output.read(_LENGTH), "big")
        found = self.output.read(length)
        return found if length and len(found) == length else None

    def end(self) -> None:
        """Let it end, whatever it is at."""
        self.output.close()
        with contextlib.suppress(ProcessLookupError, ChildProcessError):  # where nobody waits for processes, they just go
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)


def _begin(work: Callable[[Piece], Any], pieces: Sequence[Piece], others: Sequence[_Worker]) -> _Worker:
    """Start a process for some pieces."""
    reading, writing = os.pipe()
    here = os.getpid()
    try:
        process = os.fork()
        if not process:
            for descriptor in (reading, *(other.output.fileno() for other in others)):
                os.close(descriptor)  # or nobody would notice that this process has gone
            with os.fdopen(writing, "wb") as output:
                for piece in pieces:
                    answer = marshal.dumps(work(piece))
                    output.write(len(answer).to_bytes(_LENGTH, "big") + answer)
                    output.flush()
            os._exit(0)
    except BaseException:
        if os.getpid() != here:
            os._exit(1)  # what follows from an exception is for the one who was copied
        os.close(reading)
        os.close(writing)
        raise
    os.close(writing)
    return _Worker(process, os.fdopen(reading, "rb"))
