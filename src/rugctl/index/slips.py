"""What follows from a slip in a file's text is not told a second time as a fault of its values."""

from __future__ import annotations

from dataclasses import replace

from rugctl.model.faults import ShapeFault
from rugctl.yamlfile import Document
from rugctl.yamlfile.places import is_empty, locate, runs_on


def one_slip_each(document: Document, faults: list[ShapeFault]) -> list[ShapeFault]:
    """Leave out of the faults of the values what another fault explains: a line that lost its key, or two lines swapped."""
    torn = {fault.pointer for fault in faults if fault.rule == "bad-value" and fault.part == "value" and runs_on(document, fault.pointer)}
    beside = {pointer[:-1] for pointer in torn}
    kept = []
    for fault in faults:
        if fault.pointer in torn:
            kept.append(replace(fault, help="The line below was read with it: begin that one with its key, or write both as one."))
        elif not (fault.rule == "missing-key" and fault.pointer[:-1] in beside) and not _is_of_two_entries(document, fault):
            kept.append(fault)
    return kept


def _is_of_two_entries(document: Document, fault: ShapeFault) -> bool:
    """Tell whether what is lacking, or empty, is the other side of a key that stands twice, in the entry beside."""
    if fault.rule != "missing-key" and not is_empty(document, fault.pointer):
        return False
    line = locate(document, fault.pointer, "key").line
    return any(text.related.line - 2 <= line <= text.span.line + 1 for text in document.faults if text.related)
