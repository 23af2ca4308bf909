"""Whether a record would take another value, or another key, than the one that is wrong."""

from __future__ import annotations

import copy
from typing import Any

from pydantic import ValidationError

from rugctl.diagnostics import Pointer
from rugctl.model import Record
from rugctl.model.arrange import record_at
from rugctl.model.check import freed


def takes(kind: str, value: Any, pointer: Pointer, new: Any) -> bool:
    """Tell whether a record has nothing against a new value at a pointer, whatever else is wrong with it."""
    inner = _innermost(kind, value, pointer)
    if inner is None:
        return False
    model, mapping, way = inner
    mapping = copy.deepcopy(mapping)
    _parent(mapping, way)[way[-1]] = new
    return not any(found[: len(way)] == way for found in _complaints(model, mapping))


def takes_key(kind: str, value: Any, pointer: Pointer, key: str) -> bool:
    """Tell whether a record takes a key, and what stands under it, in the place of the one at a pointer."""
    inner = _innermost(kind, value, pointer)
    if inner is None or len(inner[2]) > 1 or key in inner[1]:
        return False
    model, mapping, way = inner
    return not any(found[:1] == (key,) for found in _complaints(model, {key: mapping[str(way[0])]}))


def can_lack(kind: str, value: Any, pointer: Pointer) -> bool:
    """Tell whether a record may be without the key at a pointer."""
    inner = _innermost(kind, value, pointer)
    if inner is None or len(inner[2]) > 1:
        return False
    fields = inner[0].model_fields
    return inner[2][0] in fields and not fields[str(inner[2][0])].is_required()


def _innermost(kind: str, value: Any, pointer: Pointer) -> tuple[type[Record], dict[str, Any], Pointer] | None:
    """Return the smallest record that a pointer leads through, with its model, and the way on from there."""
    values = [value]
    for part in pointer[:-1]:
        values.append(values[-1][part])
    for depth in range(len(pointer) - 1, -1, -1):
        model = record_at(kind, pointer[:depth])
        if model is not None and isinstance(values[depth], dict):
            return model, values[depth], pointer[depth:]
    return None


def _parent(mapping: Any, way: Pointer) -> Any:
    for part in way[:-1]:
        mapping = mapping[part]
    return mapping


def _complaints(model: type[Record], mapping: dict[str, Any]) -> list[Pointer]:
    """Return the places that a model complains of, but for what is missing."""
    try:
        model.model_validate(mapping)
    except ValidationError as error:
        return [freed(mapping, details["loc"], details["type"])[0] for details in error.errors(include_url=False)]
    return []
