"""`rugctl import --meeting DATE`: the notes of one meeting, as a pad has them, into its record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rugctl.changes import ChangeSet
from rugctl.cli.action_changes import find_open_action
from rugctl.cli.book import Book, remark
from rugctl.cli.documents import Shelf, called
from rugctl.cli.import_job import understood
from rugctl.cli.life import ensure_record
from rugctl.cli.save import Saving, begin, save
from rugctl.drafting.agenda import end_action
from rugctl.drafting.filled import Filled, fill_record, without_pad
from rugctl.drafting.imported import draft_lessons, registries_of
from rugctl.errors import RugctlError
from rugctl.importing.identity.resolve import identify
from rugctl.importing.readers.documents import read_document
from rugctl.importing.records.known import known_organizations, known_people, last_seen
from rugctl.importing.records.landing import Ground, land
from rugctl.importing.report import Findings

if TYPE_CHECKING:
    from rugctl.importing.blocks import Document
    from rugctl.importing.report import FoundMeeting


def import_meeting(book: Book, shelf: Shelf, day: str, saving: Saving) -> None:
    """Take the notes of a meeting into its record, which becomes held; what the record has already stays."""
    shelf.settle()
    if len(shelf.documents) != 1:
        raise RugctlError("--meeting takes the notes of one meeting from one document", "Name one file, or `-` for pasted notes.")
    changes = begin(book)
    path = ensure_record(book, changes, day)
    record = changes.value(path)
    if record["status"] not in {"scheduled", "held", "unrecorded"}:
        raise RugctlError(f"the meeting of {record['date']} is {record['status']}", "If it did take place: `rugctl held DATE` first.")
    found, ticked = without_pad(_noted(book, shelf.documents[0], record["date"]))
    filled = _fill(book, changes, path, found)
    _hold(book, changes, path)
    _close(book, changes, ticked)
    _tell(filled)
    save(book, changes, f"meeting: minutes of {record['date']}", saving)


def _noted(book: Book, document: Document, day: str) -> FoundMeeting:
    """Return what a document has of a meeting; notes without a date are taken for its."""
    meetings = understood(book, [document]).meetings
    found = [meeting for meeting in meetings if meeting.date == day]
    if not found and not any(meeting.date for meeting in meetings):
        text = "\n".join([f"# {day}", "", *document.lines])
        headed = read_document("notes.md", text.encode("utf-8", "surrogatepass"))
        found = [meeting for meeting in understood(book, [headed]).meetings if meeting.date == day]
    if len(found) != 1:
        dates = ", ".join(meeting.date for meeting in meetings[:3] if meeting.date)
        what = f"has {len(found)} meetings" if found else f"has no meeting of {day}"
        raise RugctlError(
            f"{called(document.name)} {what}", f"It has {dates}." if dates and not found else "Give the notes of one meeting."
        )
    return found[0]


def _fill(book: Book, changes: ChangeSet, path: str, found: FoundMeeting) -> Filled:
    known = registries_of(changes, last_seen(book.index))
    ground = Ground(
        {found.document: "pad"}, registries=known, people=known_people(book.index), organizations=known_organizations(book.index)
    )
    noted = replace(found, status="held")
    landing = land(Findings((noted,)), ground, identify, {}, lambda _: True)
    filled = fill_record(changes, path, landing.records[noted.date])
    draft_lessons(changes, landing.lessons)
    new = [str(entry["name"]) for entry in landing.lessons.people.values()]
    if new:
        remark(f"New in the registry: {', '.join(new)}")
    return filled


def _hold(book: Book, changes: ChangeSet, path: str) -> None:
    record = changes.value(path)
    if record["status"] == "held":
        return
    if record["date"] > book.today:
        raise RugctlError(f"{record['date']} is still to come", "Wait for it, or say another day with --today.")
    changes.set(path, ("status",), "held")


def _close(book: Book, changes: ChangeSet, ticked: list[str]) -> None:
    """Close the earlier action items that were ticked; one that is none, or closed, is left alone and told."""
    for address in ticked:
        try:
            path, pointer = find_open_action(book, address)
        except RugctlError as error:
            remark(f"Not closed: {error.message}")
            continue
        end_action(changes, path, pointer, {"closed": book.today, "outcome": "done"}, None)
        remark(f"Closed: {address}")


def _tell(filled: Filled) -> None:
    for conflict in filled.conflicts:
        remark(f"Kept as the record has it: {'/'.join(map(str, conflict.pointer))}")
    if filled.not_noted:
        remark(f"In the record and not in the notes, kept: {', '.join(filled.not_noted)}")
