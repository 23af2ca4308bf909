"""What imports made of a record, told from what hands did to it, by the versions that git has of it."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from rugctl.diagnostics import Pointer
from rugctl.importing.records.merge import Merge, merge


def as_imported(versions: Sequence[Mapping[str, Any]], digest: str) -> Mapping[str, Any] | None:
    """Return the record as imports alone would have it, up to a digest; None where no version begins with an import of it.

    `versions` are the record's, oldest first. A digest that changes from one to the next is an import that took a newer
    text: what it edited is done again on what imports alone had made before.
    """
    began = next((n for n, version in enumerate(versions) if _digest(version)), None)
    if began is None or not digest or _digest(versions[-1]) != digest:
        return None
    made = versions[began]
    for before, after in pairwise(versions[began:]):
        if _digest(before) != _digest(after):
            made = applied(made, merge(before, made, after))
    return made


def _digest(record: Mapping[str, Any]) -> str | None:
    source = record.get("source")
    digest = source.get("digest") if isinstance(source, Mapping) else None
    return digest if isinstance(digest, str) else None


def applied(record: Mapping[str, Any], found: Merge) -> dict[str, Any]:
    """Return a record with the edits of a merge made."""
    result = copy.deepcopy(dict(record))
    for edit in found.edits:
        parent, last = _parent(result, edit.pointer)
        if edit.how == "append":
            if last not in parent:
                parent[last] = []
            parent[last].append(edit.value)
        elif edit.how == "delete":
            del parent[last]
        else:
            parent[last] = edit.value
    return result


def _parent(record: Any, pointer: Pointer) -> tuple[Any, Any]:
    for part in pointer[:-1]:
        record = record[part]
    return record, pointer[-1]
