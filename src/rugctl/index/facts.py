"""Records to rows, by kind. Nothing is judged here; what cannot be resolved is kept as written."""

from __future__ import annotations

from rugctl.index.meeting_facts import write_meeting
from rugctl.index.registry_facts import RegistryFacts
from rugctl.index.row_writer import RowWriter
from rugctl.model import Backlog, Group, Meeting, Organizations, People, Record, Topics


def write_facts(rows: RowWriter, grp: str, stem: str, record: Record) -> None:
    """Write all rows of a record under the file that the writer stands at."""
    registry = RegistryFacts(rows)
    match record:
        case Meeting():
            write_meeting(rows, grp, stem, record)
        case Group():
            registry.group(grp, record)
        case People():
            registry.people(record)
        case Organizations():
            registry.organizations(record)
        case Topics():
            registry.topics(record)
        case Backlog():
            registry.backlog(record)
        case _:
            raise TypeError(type(record))
