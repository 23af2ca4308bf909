"""Names for documents: the ids by which records refer to them, their titles, and the name of a group that has none yet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rugctl.importing.records.legal import Margin
from rugctl.importing.report import FoundHead
from rugctl.names import slugify

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def document_ids(short_names: Mapping[str, str]) -> dict[str, str]:
    """Return an id for each document, by its name; `short_names` are file names, or ways within a folder."""
    ids: dict[str, str] = {}
    for name, short in short_names.items():
        base = slugify(_ENDING.sub("", short)) or "document"
        candidates = [base, slugify(short) or base, *(f"{base}-{number}" for number in range(2, len(short_names) + 2))]
        ids[name] = next(id for id in candidates if id not in ids.values())
    return ids


def document_title(name: str, short: str, heads: Sequence[FoundHead]) -> str:
    """Return what a document calls itself above its first meeting, else its file name without the ending."""
    title = next((head.title for head in heads if head.document == name), None)
    return Margin().line(title) or Margin().line(_ENDING.sub("", short)) or "Document"
