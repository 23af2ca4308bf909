"""Values against the models: pydantic's complaints, freed of its inner words, one fault one complaint in ours."""

from __future__ import annotations

import re
from collections.abc import Container
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from rugctl.diagnostics import Pointer
from rugctl.model import KINDS, Record, fields
from rugctl.model.arrange import field_order
from rugctl.model.faults import ShapeFault, one_each, quoted
from rugctl.model.meeting import STATUSES


def check(kind: str, value: Any) -> tuple[Record | None, list[ShapeFault]]:
    """Return the record, or what keeps the value from being one."""
    try:
        return KINDS[kind].model_validate(value), []
    except ValidationError as error:
        faults = [_fault(kind, value, dict(details)) for details in error.errors(include_url=False, include_context=True)]
        return None, one_each(value, faults)


_PATTERNS: dict[str, tuple[str, str]] = {}


def _learn(alias: Any, what: str, example: str) -> None:
    _PATTERNS[alias.__metadata__[0].pattern] = (what, example)


_OF_DAYS = frozenset(alias.__metadata__[0].pattern for alias in (fields.Date, fields.PartialDate, fields.Stem))  # type: ignore[attr-defined]
_learn(fields.Date, "a date", "Write year, month, day: 2024-06-05.")
_learn(fields.PartialDate, "a year, month or day", 'Write 2024, 2024-06 or 2024-06-05; quote a bare year: "2024".')
_learn(fields.Time, "a time", 'Write hours and minutes in quotes: "17:00".')
_learn(fields.Slug, "an id", "Ids are lower-case letters, digits and single hyphens: ada-lovelace.")
_learn(fields.Line, "one line of text", "Write it on one line, without spaces around it, tabs or control characters.")
_learn(fields.Url, "a web address", "Write the whole address, beginning with https://, without spaces.")
_learn(fields.Stem, "a meeting", "Name the meeting by its file name without .yaml: 2024-06-05.")
_learn(fields.Reference, "an action or decision of a meeting", "Write meeting and id: 2021-12-01/a1.")
_learn(fields.ItemId, "an id within the meeting", "Write a letter, then letters, digits or hyphens: a1.")
_learn(fields.Handle, "a login", "Write it without the @.")
_learn(fields.Zone, "a time zone", "Write the IANA name: Europe/Zurich.")

_TYPES = {
    "string_type": "a text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}


_REGISTRIES = frozenset({"people", "organizations", "topics", "documents"})
"""The mappings of records whose keys are ids, so may be anything before they are checked."""


def _fault(kind: str, value: Any, details: dict[str, Any]) -> ShapeFault:
    type_ = details["type"]
    pointer, tail, found = freed(value, details["loc"], type_)
    if type_ == "extra_forbidden":
        return _unknown_key(kind, pointer, str(tail), _siblings(value, pointer))
    if type_ == "missing" and isinstance(tail, int):
        return ShapeFault("bad-value", pointer, "value", f"`{pointer[-1]}` has too few items", "Write first and last: [241, 271].")
    if type_ == "missing":
        where = f"`{pointer[-1]}`" if pointer and isinstance(pointer[-1], str) else "this entry"
        place = "the record" if not pointer else where
        return ShapeFault("missing-key", (*pointer, str(tail)), "key", f"{place} lacks `{tail}`", f"Add `{tail}:`.")
    if tail == "[key]":
        help = "Ids are lower-case letters, digits and single hyphens: ada-lovelace."
        return ShapeFault("bad-value", pointer, "key", f"{quoted(str(pointer[-1]))} is not an id", help)
    name = next((part for part in reversed(pointer) if isinstance(part, str)), "the record")
    if type_ == "string_pattern_mismatch":
        return _mismatch(pointer, name, found, details["ctx"]["pattern"])
    if type_ == "literal_error":
        return _not_one_of(pointer, name, found, details["ctx"]["expected"])
    if type_ in _TYPES:
        subject = "the record" if not pointer else f"an item of `{name}`" if isinstance(pointer[-1], int) else f"`{name}`"
        text = "the text " if isinstance(found, str) and type_ in {"int_type", "bool_type"} else ""
        message = f"{subject} must be {_TYPES[type_]}, not {text}{_describe(found)}"
        whole = bool(pointer) and isinstance(pointer[-1], int) and _TYPES[type_] == "a mapping"
        return ShapeFault("wrong-type", pointer, "value", message, _type_help(type_, found), whole=whole)
    return ShapeFault("bad-value", pointer, "value", f"`{name}` {_limit(type_, details.get('ctx', {}))}", "Correct the value.")


def _limit(type_: str, context: dict[str, Any]) -> str:
    """Say a limit of numbers and lengths in words."""
    least, most = context.get("min_length", context.get("ge")), context.get("max_length", context.get("le"))
    if type_ == "string_too_short":
        return "is an empty text"
    if type_ in {"too_short", "too_long"}:
        return f"needs at least {_counted(least)}" if type_ == "too_short" else f"has room for {_counted(most)} only"
    return f"must be {least} or more" if type_ == "greater_than_equal" else f"must be {most} or less"


def _counted(number: Any) -> str:
    return f"{number} item{'s' if number != 1 else ''}"


def _siblings(value: Any, pointer: Pointer) -> Container[str]:
    """Return the keys of the mapping that a pointer's last part stands in."""
    for part in pointer[:-1]:
        value = value[part]
    return value  # type: ignore[no-any-return]


def freed(value: Any, loc: tuple[str | int, ...], type_: str) -> tuple[Pointer, str | int | None, Any]:
    """Follow pydantic's location through the value, leaving out union tags; return pointer, what is left, value there."""
    pointer: list[str | int] = []
    for n, part in enumerate(loc):
        is_key = (n == len(loc) - 1 and type_ == "extra_forbidden") or (n == 1 and loc[0] in _REGISTRIES)
        if part in fields.ARMS and not is_key:
            continue
        if not (isinstance(value, dict) and part in value) and not (
            isinstance(value, list) and isinstance(part, int) and part < len(value)
        ):
            return tuple(pointer), part, value
        value = value[part]  # type: ignore[index]  # an int for a list, as just seen
        pointer.append(part)
    return tuple(pointer), pointer[-1] if pointer else None, value


def _unknown_key(kind: str, pointer: Pointer, key: str, present: Container[str]) -> ShapeFault:
    known = field_order(kind, pointer[:-1])
    near = get_close_matches(key.lower().replace("-", "_"), [name for name in known if name not in present], n=1, cutoff=0.6)
    if near:
        help = f"Did you mean `{near[0]}`?"
    elif " " in key or key[:1].isupper():
        help = "If this is a text with a colon in it, put the text in quotes."
    else:
        help = f"Known here: {', '.join(known)}."
    return ShapeFault("unknown-key", pointer, "key", f"unknown key {quoted(key)}", help, near[0] if near else "")


def _mismatch(pointer: Pointer, name: str, found: Any, pattern: str) -> ShapeFault:
    what, help = _PATTERNS.get(pattern, ("of the right form", "Correct the value."))
    if pattern in _OF_DAYS and isinstance(found, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", found):
        if "1000" <= found < "3000":
            return ShapeFault("impossible-date", pointer, "value", f"there is no day {found}", "Correct the day or the month.")
        return ShapeFault("bad-value", pointer, "value", f"`{name}` is too far from our time: {found}", "Correct the year.")
    return ShapeFault("bad-value", pointer, "value", f"`{name}` is not {what}: {_describe(found)}", help)


def _not_one_of(pointer: Pointer, name: str, found: Any, expected: str) -> ShapeFault:
    choices = (
        STATUSES
        if name == "status"
        else tuple(word.strip(" '") for word in expected.replace(" or ", ", ").replace("True", "true").split(","))
    )
    near = get_close_matches(str(found), choices, n=1, cutoff=0.5)
    help = f"Did you mean `{near[0]}`?" if near else f"One of: {', '.join(choices)}."
    return ShapeFault("bad-value", pointer, "value", f"`{name}` cannot be {_describe(found)}", help, choices=choices)


def _describe(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return "a list"
    return "a mapping" if isinstance(value, dict) else f"the number {str(value)[:60]}"


def _type_help(type_: str, found: Any) -> str:
    if found is None:
        return "Give it a value, or delete the key; a text that begins with # needs quotes."
    if type_ == "string_type":
        if isinstance(found, dict):
            return "If this is a text with a colon in it, put the text in quotes."
        if isinstance(found, list):
            return "If this is a text that begins with a bracket, put it in quotes; else name one only."
        return "Put it in quotes."
    if type_ == "tuple_type":
        if isinstance(found, str) and found.startswith("-"):
            return "Write a space after each dash: `- …`."
        return "Write a list: one `- …` a line, or [a, b]."
    if type_ == "int_type" and isinstance(found, str):
        return f"Write it without quotes: {found}." if found.isdecimal() else "Write it in digits, without quotes."
    if type_ == "bool_type":
        return "Write true or false, without quotes."
    return "Correct the value."
