"""The registries, the backlog and the group as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rugctl.diagnostics import Pointer
from rugctl.index.row_writer import FIRST_DAY, LAST_DAY, RowWriter
from rugctl.model import Backlog, Group, OrganizationEntry, Organizations, People, PersonEntry, TopicEntry, Topics
from rugctl.model.people import Affiliation


def first_day(partial: str) -> str:
    """Return the first day of a year, month or day."""
    return partial + {4: "-01-01", 7: "-01"}.get(len(partial), "")


def days_of(entries: Sequence[Affiliation], n: int) -> tuple[str, str]:
    """Return from which day to which, half-open, one of a person's affiliations holds: to where the next begins, unless it says otherwise."""
    entry = entries[n]
    following = next((e.since for e in entries[n + 1 :] if not e.concurrent and e.since), None)
    until = entry.until or (None if entry.concurrent else following)
    return first_day(entry.since) if entry.since else FIRST_DAY, first_day(until) if until else LAST_DAY


def in_full(entries: Iterable[str | Affiliation]) -> list[Affiliation]:
    """Return affiliations with those in short form in the long one."""
    return [entry if isinstance(entry, Affiliation) else Affiliation(organization=entry) for entry in entries]


@dataclass(frozen=True, slots=True)
class RegistryFacts:
    """Writes the rows of what is not a meeting."""

    rows: RowWriter

    def _entry_names(self, kind: str, symbol: int, pointer: Pointer, entry: PersonEntry | OrganizationEntry | TopicEntry) -> None:
        self.rows.name(kind, symbol, str(pointer[-1]), "id", pointer)
        self.rows.name(kind, symbol, entry.name, "name", (*pointer, "name"))
        for n, alias in enumerate(entry.aliases):
            self.rows.name(kind, symbol, alias, "alias", (*pointer, "aliases", n))
        for n, old in enumerate(entry.formerly):
            self.rows.name(kind, symbol, old, "former", (*pointer, "formerly", n))

    def people(self, record: People) -> None:
        """Write people with their names and affiliations."""
        for id, person in record.people.items():
            pointer: Pointer = ("people", id)
            symbol = self.rows.symbol("person", id)
            self.rows.add("person", symbol, person.name, person.github, person.note, self.rows.file)
            self._entry_names("person", symbol, pointer, person)
            if person.github:
                self.rows.name("person", symbol, person.github, "handle", (*pointer, "github"))
            for n, handle in enumerate(person.handles):
                self.rows.name("person", symbol, handle, "handle", (*pointer, "handles", n))
            for n, other in enumerate(person.not_same_as):
                self.rows.use("person", other, "not-same-as", (*pointer, "not_same_as", n))
            self._affiliations(symbol, pointer, person.affiliations)

    def _affiliations(self, person: int, pointer: Pointer, written: Sequence[str | Affiliation]) -> None:
        entries = in_full(written)
        for n, entry in enumerate(entries):
            where = (*pointer, "affiliations", n, *(("organization",) if isinstance(written[n], Affiliation) else ()))
            organization = self.rows.use("organization", entry.organization, "affiliation", where)
            values = (
                person,
                n,
                organization,
                *days_of(entries, n),
                bool(entry.observed),
                bool(entry.concurrent),
                entry.until is None,
                self.rows.file,
            )
            self.rows.add("affiliation", *values)

    def organizations(self, record: Organizations) -> None:
        """Write organizations with their names and parents."""
        for id, entry in record.organizations.items():
            pointer: Pointer = ("organizations", id)
            symbol = self.rows.symbol("organization", id)
            parent = self.rows.use("organization", entry.parent, "parent", (*pointer, "parent")) if entry.parent else None
            self.rows.add(
                "organization",
                symbol,
                entry.name,
                entry.kind,
                parent,
                entry.url,
                self.rows.file,
            )
            self._entry_names("organization", symbol, pointer, entry)

    def topics(self, record: Topics) -> None:
        """Write topics with their names."""
        for id, entry in record.topics.items():
            symbol = self.rows.symbol("topic", id)
            self.rows.add("topic", symbol, entry.name, self.rows.file)
            self._entry_names("topic", symbol, ("topics", id), entry)

    def backlog(self, record: Backlog) -> None:
        """Write proposed agenda items."""
        for n, item in enumerate(record.backlog):
            pointer: Pointer = ("backlog", n)
            for i, topic in enumerate(item.topics):
                self.rows.use("topic", topic, "backlog-topic", (*pointer, "topics", i))
            speakers = [self.rows.person(s, "backlog-speaker", (*pointer, "speakers", i))[1] for i, s in enumerate(item.speakers)]
            proposer = self.rows.person(item.proposed_by, "proposer", (*pointer, "proposed_by"))[0] if item.proposed_by else None
            values = (n, item.id, item.group, item.title, item.proposed, proposer, item.interest, item.notes)
            lists = (", ".join(item.topics), ", ".join(speakers))
            self.rows.add("backlog", *values, *lists, self.rows.file)

    def group(self, grp: str, record: Group) -> None:
        """Write a group with its leads, documents and series."""
        zones = ", ".join(record.zones)
        self.rows.add("grp", grp, record.name, record.zones[0], zones, record.charter, self.rows.file)
        for n, lead in enumerate(record.leads):
            person, written = self.rows.person(lead.person, "lead", ("leads", n, "person"))
            term = (grp, n, person, written, lead.role, lead.since, lead.until or LAST_DAY, self.rows.file)
            self.rows.add("lead", *term)
        for id, document in record.documents.items():
            self.rows.add("document", grp, id, document.title, document.url, self.rows.file)
        for n, series in enumerate(record.series):
            values = (grp, n, series.id, series.uid, series.since, series.until or LAST_DAY, series.rrule, series.join)
            self.rows.add(
                "series",
                *values,
                series.model_dump_json(exclude_defaults=True),
                self.rows.file,
            )
