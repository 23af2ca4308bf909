"""The one definition of a record. Shape only: what must hold between fields and between files is in `rugctl.rules`."""

from __future__ import annotations

from rugctl.model.fields import Attendee, Link, Named, Record
from rugctl.model.group import Group, Lead, Series, Slot, Stretch
from rugctl.model.meeting import STATUSES, Action, AgendaItem, Decision, Meeting, Source
from rugctl.model.people import Affiliation, OrganizationEntry, Organizations, People, PersonEntry
from rugctl.model.topics import Backlog, BacklogItem, TopicEntry, Topics

KINDS: dict[str, type[Record]] = {
    "meeting": Meeting,
    "people": People,
    "organizations": Organizations,
    "topics": Topics,
    "backlog": Backlog,
    "group": Group,
}
"""The kinds of record, by the name that their schema file carries."""

__all__ = [
    "KINDS",
    "STATUSES",
    "Action",
    "Affiliation",
    "AgendaItem",
    "Attendee",
    "Backlog",
    "BacklogItem",
    "Decision",
    "Group",
    "Lead",
    "Link",
    "Meeting",
    "Named",
    "OrganizationEntry",
    "Organizations",
    "People",
    "PersonEntry",
    "Record",
    "Series",
    "Slot",
    "Source",
    "Stretch",
    "TopicEntry",
    "Topics",
]
