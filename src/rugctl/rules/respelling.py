"""What a value or a key that is not as records have it certainly means: another spelling of what they have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from rugctl.days import is_day
from rugctl.diagnostics import Edit, Pointer
from rugctl.index.loading import LoadedFile
from rugctl.index.row_writer import is_id
from rugctl.model.arrange import field_order
from rugctl.model.faults import ShapeFault
from rugctl.model.fitting import can_lack, takes, takes_key
from rugctl.names import fold, slugify
from rugctl.yamlfile import written_at

_ALIKE = 0.8
"""How alike a misspelt word must be to what it is certainly meant for: a letter or two of difference."""
_MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
_YEAR_FIRST = re.compile(r"([12][0-9]{3})([-/. ])([0-9]{1,2})(?:\2([0-9]{1,2}))?|([12][0-9]{3})([0-9]{2})([0-9]{2})")
_NTH = r"(?:st|nd|rd|th)?"
_NAMED_MONTH = re.compile(
    rf"(?:(?P<day>[0-9]{{1,2}}){_NTH}\.? +)?(?P<month>[a-z]{{3,9}})\.?(?: +(?P<after>[0-9]{{1,2}}){_NTH})?,? +(?P<year>[12][0-9]{{3}})"
)
_TIME = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2})(?::00)?|(?<=[0-9]{2})([0-9]{2}))?(?: ?([ap])\.?m\.?)?")
_WORD = re.compile(r"[\w.-]+")
_YES_OR_NO = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


def mended(file: LoadedFile, fault: ShapeFault) -> Edit | None:
    """Return the edit that certainly mends a fault of a file's shape, None where a person must say what is meant."""
    if file.document.faults:
        return None
    if fault.rule == "unknown-key":
        return _key_meant(file, fault)
    if fault.rule == "missing-key":
        return _date_of_name(file, fault)
    if fault.rule not in {"wrong-type", "bad-value"} or not fault.pointer:
        return None
    return _id_meant(file, fault) if fault.part == "key" else _value_meant(file, fault)


def _key_meant(file: LoadedFile, fault: ShapeFault) -> Edit | None:
    """Rename a key that is like exactly one which its mapping lacks, and whose value that one takes."""
    kind, pointer = str(file.name.kind), fault.pointer
    siblings = _at(file.document.value, pointer[:-1])
    known = [key for key in field_order(kind, pointer[:-1]) if key not in siblings]
    near = get_close_matches(re.sub(r"[- ]", "_", str(pointer[-1]).strip().casefold()), known, n=2, cutoff=_ALIKE)
    rivals = [key for key in siblings if key != pointer[-1] and get_close_matches(str(key).casefold(), near, n=1, cutoff=_ALIKE)]
    if len(near) == 1 and not rivals and takes_key(kind, file.document.value, pointer, near[0]):
        return Edit("rename", file.path, pointer, near[0])
    return None


def _date_of_name(file: LoadedFile, fault: ShapeFault) -> Edit | None:
    """Write the date, where nothing else is missing, as the file's name has it."""
    if file.name.kind == "meeting" and fault.pointer == ("date",) and "status" in file.document.value:
        return Edit("set", file.path, ("date",), file.name.stem[:10])
    return None


def _id_meant(file: LoadedFile, fault: ShapeFault) -> Edit | None:
    """Write an entry's id as ids are written."""
    id = slugify(str(fault.pointer[-1]))
    return Edit("rename", file.path, fault.pointer, id) if id and id not in _at(file.document.value, fault.pointer[:-1]) else None


def _value_meant(file: LoadedFile, fault: ShapeFault) -> Edit | None:
    kind, value, pointer = str(file.name.kind), file.document.value, fault.pointer
    found = _at(value, pointer)
    if found is None:
        return Edit("delete", file.path, pointer) if can_lack(kind, value, pointer) else None
    for other in _spellings(found, written_at(file.document, pointer), fault.choices):
        if takes(kind, value, pointer, other):
            return Edit("set", file.path, pointer, other)
    return None


def _spellings(found: Any, written: str, choices: tuple[str, ...]) -> Iterator[Any]:
    """Yield what a value may be another spelling of; the first that its key takes is meant."""
    if isinstance(found, list):
        yield from (item for item in found if len(found) == 1 and isinstance(item, str) and is_id(item))
    if isinstance(found, bool | dict | list):
        return
    text = str(found).strip() if isinstance(found, str) else written
    if choices:
        same = [choice for choice in choices if fold(choice) == fold(text)]
        yield from same or _only(get_close_matches(text.casefold(), choices, n=2, cutoff=_ALIKE))
        return
    yield from (text, text.strip("<>"), text.removeprefix("@"))
    yield from _days(text)
    yield from _times(text)
    yield from (text.removesuffix(".yaml"), text.casefold())
    if _WORD.fullmatch(text):  # of several words only a person knows whether they are one id
        yield slugify(text)
    if re.fullmatch(r"[0-9]{1,9}", text):
        yield int(text)
    if text.casefold() in _YES_OR_NO:
        yield _YES_OR_NO[text.casefold()]
    if is_id(text):
        yield [text]


def _only(found: list[str]) -> list[str]:
    return found if len(found) == 1 else []


def _days(text: str) -> Iterator[str]:
    """Yield the day, or the month of a year, that a text names: with the year first, or the month in letters."""
    match = _YEAR_FIRST.fullmatch(text)
    if match:
        year, month, day = (match[1], match[3], match[4]) if match[1] else (match[5], match[6], match[7])
        if day or match[2] != ".":
            yield from _day(year, int(month), day)
    named = _NAMED_MONTH.fullmatch(text.casefold())
    months = [n for n, name in enumerate(_MONTHS, 1) if named and name.startswith(named["month"])]
    if named and len(months) == 1 and not (named["day"] and named["after"]):
        yield from _day(named["year"], months[0], named["day"] or named["after"])


def _day(year: str, month: int, day: str | None) -> Iterator[str]:
    written = f"{year}-{month:02d}"
    if is_day(f"{written}-{int(day or 1):02d}"):
        yield f"{written}-{int(day):02d}" if day else written


def _times(text: str) -> Iterator[str]:
    """Yield the time of day that a text names: `9:00`, `17h30`, `1700`, `5 pm`."""
    match = _TIME.fullmatch(text.casefold())
    if match is None or not (match[2] or match[3] or match[4]):
        return
    hour, minute = int(match[1]), match[2] or match[3] or "00"
    if match[4]:
        if not 1 <= hour <= 12:
            return
        hour = hour % 12 + (12 if match[4] == "p" else 0)
    yield f"{hour:02d}:{minute}"


def _at(value: Any, pointer: Pointer) -> Any:
    for part in pointer:
        value = value[part]
    return value
