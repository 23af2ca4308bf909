"""Which meetings of the documents have records already: known again by their text, else by their date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rugctl.errors import RugctlError
from rugctl.importing.report import FoundMeeting

State: TypeAlias = Literal["new", "known", "changed", "by-hand", "taken", "repeated"]
"""No record yet; a record of this very text; of another text of this document; of this document, transcribed by hand; of
another origin; or the same text stands twice in the documents."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A meeting that has a record, and what that was made from."""

    stem: str
    date: str
    status: str
    occurrence: str | None = None
    document: str | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A meeting that was found, and the file stem that its record has or is to get."""

    found: FoundMeeting
    stem: str
    state: State
    record: Recorded | None = None


@dataclass(slots=True)
class _Shelf:
    """The records of a group that are not matched yet, and all stems that are taken."""

    left: dict[str, Recorded]
    stems: set[str]

    def take(self, record: Recorded) -> Recorded:
        return self.left.pop(record.stem)

    def with_text(self, found: FoundMeeting, *, alone: bool) -> Recorded | None:
        """Return the record made of a meeting's text: that of its date, else, if the text is there once only, the one there is."""
        here = [record for record in self.left.values() if record.digest == found.digest]
        same_day = [record for record in here if record.date == found.date]
        return next(iter(same_day or (here if alone else ())), None)

    def on(self, day: str) -> list[Recorded]:
        """Return the records of a day, those that stand for another day's meeting last."""
        here = [record for record in self.left.values() if day in {record.date, record.occurrence}]
        return sorted(here, key=lambda record: (record.date != day, record.stem))


def place(meetings: Sequence[FoundMeeting], recorded: Sequence[Recorded], slugs: Mapping[str, str]) -> list[Placed]:
    """Find each meeting's record, or the stem for a new one; `slugs` are the documents' ids by their names.

    Meetings keep their order. The text decides before the date does, so a record that got another date by hand is known.
    """
    shelf = _Shelf({record.stem: record for record in recorded}, {record.stem for record in recorded})
    texts = Counter(found.digest for found in meetings)
    placed: dict[int, Placed] = {}
    seen: dict[tuple[str, str], str] = {}
    for n, found in enumerate(meetings):
        key = (found.digest, found.date)
        record = shelf.with_text(found, alone=texts[found.digest] == 1)
        if key in seen:
            placed[n] = Placed(found, seen[key], "repeated")
        elif record is not None:
            placed[n] = Placed(found, record.stem, "known", shelf.take(record))
        seen.setdefault(key, record.stem if record else "")
    for n, found in enumerate(meetings):
        if n not in placed:
            placed[n] = _by_date(found, shelf, slugs[found.document])
    return [placed[n] for n in range(len(meetings))]


def _by_date(found: FoundMeeting, shelf: _Shelf, document: str) -> Placed:
    here = shelf.on(found.date)
    ours = [record for record in here if record.document == document and record.date == found.date]
    if ours:
        record = shelf.take(ours[0])
        return Placed(found, record.stem, "changed" if record.digest else "by-hand", record)
    if here:
        record = shelf.take(here[0])
        return Placed(found, record.stem, "taken", record)
    stem = _free_stem(found.date, shelf.stems)
    shelf.stems.add(stem)
    return Placed(found, stem, "new")


def _free_stem(day: str, stems: set[str]) -> str:
    for stem in (day, *(f"{day}-{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")):
        if stem not in stems:
            return stem
    raise RugctlError(f"there are more meetings of {day} than a day has room for")


def gone(placed: Sequence[Placed], recorded: Sequence[Recorded], slugs: Mapping[str, str]) -> list[Recorded]:
    """Return the records made from these documents whose text they have no more."""
    kept = {each.stem for each in placed}
    return [record for record in recorded if record.digest and record.document in slugs.values() and record.stem not in kept]
