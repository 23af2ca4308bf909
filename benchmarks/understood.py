"""A document on disk, read and understood without knowing of anybody."""

from __future__ import annotations

from pathlib import Path

from rugctl.importing.blocks import Document
from rugctl.importing.readers.documents import read_document
from rugctl.importing.report import Findings, FoundAction, FoundMeeting
from rugctl.importing.understand import Hints, understand


def understood(path: Path) -> tuple[Document, Findings]:
    """Return a document, and what is understood of it."""
    document = read_document(path.name, path.read_bytes())
    return document, understand([document], Hints())


def actions_of(meeting: FoundMeeting) -> list[FoundAction]:
    """Return a meeting's tasks, those of its agenda items among them, in the order of the document."""
    return sorted([*meeting.actions, *(action for item in meeting.agenda for action in item.actions)], key=lambda action: action.line)
