"""The order in which a record's keys are written: the order of the model's fields; registries by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from rugctl.diagnostics import Pointer
from rugctl.model import KINDS, Record


def arranged(kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same values with keys in canonical order; keys that the model does not know come last."""
    return _arranged(KINDS[kind], value)  # type: ignore[no-any-return]


def field_order(kind: str, pointer: Pointer) -> tuple[str, ...]:
    """Return the keys, in order, of the mapping at a pointer of a record; empty for a registry's ids."""
    model = record_at(kind, pointer)
    return tuple(model.model_fields) if model is not None else ()


def record_at(kind: str, pointer: Pointer) -> type[Record] | None:
    """Return the model of the mapping at a pointer of a record; None where there is none, as for a registry's ids."""
    at: Any = KINDS[kind]
    for part in pointer:
        at = _child(at, str(part)) if isinstance(part, str) else at
    return at if _is_record(at) else None


def _is_record(shape: Any) -> bool:
    return isinstance(shape, type) and issubclass(shape, Record)


def _child(shape: Any, key: str) -> Any:
    """Return the shape under a key: a Record, `dict[…, Record]`, or None for anything plain."""
    if get_origin(shape) is dict:
        return get_args(shape)[1]
    if _is_record(shape) and key in shape.model_fields:
        return _shape_of(shape, key)
    return None


@cache
def _shape_of(model: type[Record], key: str) -> Any:
    annotation = model.model_fields[key].annotation
    return next(_inner(annotation), None)


def _inner(annotation: Any) -> Iterator[Any]:
    origin = get_origin(annotation)
    if _is_record(annotation):
        yield annotation
    elif origin is dict:
        if next(_inner(get_args(annotation)[1]), None) is not None:
            yield annotation
    elif origin in {Annotated, tuple, Union, UnionType}:
        args = get_args(annotation)
        for part in args[:1] if origin is Annotated else args:
            yield from _inner(part)


def _arranged(shape: Any, value: Any) -> Any:
    if isinstance(value, list):
        return [_arranged(shape, item) for item in value]
    if not isinstance(value, Mapping):
        return value
    keys = sorted(value)
    if _is_record(shape):
        known = [key for key in shape.model_fields if key in value]
        keys = [*known, *(key for key in value if key not in shape.model_fields)]
    return {key: _arranged(_child(shape, key), value[key]) for key in keys}
