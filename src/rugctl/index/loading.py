"""One file's bytes to a record and what is wrong with its text or shape."""

from __future__ import annotations

from dataclasses import dataclass, field

from rugctl.index.slips import one_slip_each
from rugctl.model import Meeting, Record
from rugctl.model.check import check
from rugctl.model.faults import ShapeFault
from rugctl.store import Entry, FileName
from rugctl.yamlfile import Document, parse


@dataclass(slots=True)
class LoadedFile:
    """A file as the rules on single files see it. `record` is None where the text or the shape is wrong."""

    name: FileName
    document: Document
    record: Record | None = None
    shape_faults: list[ShapeFault] = field(default_factory=list)
    is_link: bool = False

    @property
    def path(self) -> str:
        """The file's path, relative to the root."""
        return self.name.path

    @property
    def is_misdated(self) -> bool:
        """Tell whether a meeting's record has another date than its file's name."""
        return isinstance(self.record, Meeting) and not self.name.stem.startswith(self.record.date)

    @property
    def state(self) -> str:
        """One word for how far the file could be read."""
        if self.name.kind is None:
            return "foreign"
        if self.document.broken:
            return "unreadable"
        return "invalid" if self.record is None or self.is_misdated else "ok"


def load_file(entry: Entry) -> LoadedFile:
    """Read one entry; never raises for what it holds."""
    if entry.data is None:
        return LoadedFile(entry.name, Document("", broken=True), is_link=True)
    if not entry.name.is_record:
        return LoadedFile(entry.name, Document("", broken=True))
    document = parse(entry.data)
    if document.broken:
        return LoadedFile(entry.name, document)
    record, faults = check(str(entry.name.kind), document.value)
    return LoadedFile(entry.name, document, None if document.faults else record, one_slip_each(document, faults))
