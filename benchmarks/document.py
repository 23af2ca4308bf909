"""Make a running document such as groups keep their minutes in, the newest meeting first: the same text for the same length.

.venv/bin/python benchmarks/document.py FILE MEGABYTES
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from generate import Words, Writer

LAST = date(2024, 6, 5)
EVERY = timedelta(days=2)


def write_document(file: Path, megabytes: float) -> None:
    """Write a document in Markdown of about that length."""
    words = Words.read()
    writer = Writer(Path(), random.Random(megabytes), words)  # noqa: S311  the same text each time
    names = [f"{given} {family}" for given in words.given for family in words.family]
    parts, length, day = ["# Minutes of the working group\n"], 0.0, LAST
    while length < megabytes * 1e6:
        parts.append("\n".join(_meeting(writer, day, names)) + "\n")
        length += len(parts[-1].encode())
        day -= EVERY
    file.write_text("\n".join(parts), encoding="utf-8")


def _meeting(writer: Writer, day: date, names: Sequence[str]) -> Iterator[str]:
    """Yield the lines of one meeting, some 4 KB; people mostly come again, and some change."""
    chance = writer.chance
    first = (LAST - day).days // 90 % (len(names) - 60)
    people = chance.sample(names[first : first + 60], chance.randint(12, 28))
    yield from (f"## {day}", "", "Attendees:")
    yield from (f"- {name} ({writer.words.places[hash_of(name) % len(writer.words.places)]} Labs)" for name in people)
    yield from ("", "Agenda:")
    for _ in range(chance.randint(3, 6)):
        yield f"- {writer.sentence(5)} ({chance.choice(people)})"
        yield from (f"  - {writer.sentence(14)}." for _ in range(chance.randint(3, 7)))
        if chance.random() < 0.5:
            yield f"  - Q ({chance.choice(people)}): {writer.sentence(8)}?"
            yield f"    - A: {writer.sentence(10)}."
        if chance.random() < 0.3:
            yield f"  - https://example.org/{chance.randint(1, 10**6)}"
    yield from ("", "Action items:")
    yield from (f"- AI: {chance.choice(people)}: {writer.sentence(6)}" for _ in range(chance.randint(1, 3)))


def hash_of(text: str) -> int:
    """Return a number that depends on the text only, as Python's own hash does not."""
    return sum(n * ord(c) for n, c in enumerate(text, 1))


if __name__ == "__main__":
    write_document(Path(sys.argv[1]), float(sys.argv[2]))
