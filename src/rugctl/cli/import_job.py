"""The work of one `rugctl import`: from the documents that were read to the change that is to be saved."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rugctl.changes import ChangeSet
from rugctl.cli.book import Book, remark
from rugctl.cli.documents import Shelf
from rugctl.cli.save import begin
from rugctl.drafting.imported import Past, Updated, draft_group, draft_lessons, draft_records, registries_of, update_records
from rugctl.gitrepo import GitRepository
from rugctl.importing.identity.resolve import identify
from rugctl.importing.records.known import known_organizations, known_people, last_seen, recorded_meetings
from rugctl.importing.records.landing import Ground, Landing, land
from rugctl.importing.records.naming import document_ids, document_title
from rugctl.importing.understand import Hints, understand
from rugctl.index.series import group_series
from rugctl.store import group_path

if TYPE_CHECKING:
    from rugctl.importing.blocks import Document
    from rugctl.importing.records.matching import Placed
    from rugctl.importing.report import Findings

LONG = 5000
"""From how many lines on a person who waits is told what is going on."""


@dataclass(frozen=True, slots=True)
class Job:
    """An import on its way, with all that it builds on."""

    book: Book
    changes: ChangeSet
    shelf: Shelf
    findings: Findings
    ground: Ground
    past: Past

    def land(self, answers: Mapping[str, str], *, update: bool) -> Landing:
        """Work out the records: of new meetings, and with `update` of those that would be others now."""
        again = {"changed", *(["known"] if answers else [])} if update else set()

        def is_wanted(placed: Placed) -> bool:
            return placed.state == "new" or (placed.state in again and self.past.made(placed) is not None)

        _progress(self.shelf.documents, "Telling people apart")
        return land(self.findings, self.ground, identify, answers, is_wanted)

    def draft(self, landing: Landing) -> list[Updated]:
        """Put records, registries and the group's documents into the change; return what became of records that were there."""
        if not landing.records:
            return []
        group = self.past.group
        draft_records(self.changes, landing, group)
        draft_lessons(self.changes, landing.lessons)
        updated = update_records(self.changes, landing, self.past)
        used = {placed.found.document for placed in landing.placed if placed.stem in landing.records}
        titles = {
            self.ground.slugs[document.name]: document_title(document.name, self.shelf.short_names[document.name], self.findings.heads)
            for document in self.shelf.documents
            if document.name in used
        }
        draft_group(self.changes, group, next(iter(titles.values())), titles, landing.group)
        return updated


def begin_job(book: Book, shelf: Shelf) -> Job:
    """Read what the documents say; raises RugctlError, naming all of them, for documents in which there is nothing."""
    findings = understood(book, shelf.documents)
    found = {meeting.document for meeting in findings.meetings}
    shelf.leave_without([document.name for document in shelf.documents if document.name not in found])
    shelf.settle()
    changes, group = begin(book), book.one_group()
    ground = Ground(
        document_ids({document.name: shelf.short_names[document.name] for document in shelf.documents}),
        recorded_meetings(book.index, group),
        registries_of(changes, last_seen(book.index)),
        known_people(book.index),
        known_organizations(book.index),
        group_series(book.index, group),
        new_group=not changes.has(group_path(group)),
    )
    return Job(book, changes, shelf, findings, ground, Past(group, lambda path: _versions(book, path)))


def understood(book: Book, documents: Sequence[Document]) -> Findings:
    """Return what documents say, read by somebody who knows the names of the registries."""
    people = tuple(name for person in known_people(book.index) for name in (person.name, *person.aliases))
    organizations = tuple(name for known in known_organizations(book.index) for name in (known.name, *known.aliases))
    _progress(documents, "Reading")
    return understand(documents, Hints(people, organizations, date.fromisoformat(book.today)))


def _versions(book: Book, path: str) -> list[str]:
    repository = GitRepository.find(book.store.root)
    return repository.versions(path) if repository else []


def _progress(documents: Sequence[Document], what: str) -> None:
    """Tell a person who waits what is going on."""
    lines = sum(len(document.lines) for document in documents)
    if lines >= LONG and sys.stderr.isatty():
        remark(f"{what} … ({lines:,} lines)")
