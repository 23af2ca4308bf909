"""What keeps values from being a record, as complaints: one a fault, however many things a fault makes wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from rugctl.diagnostics import Pointer

_BEGINS = "Correct it; if another list begins here, add the line that is missing above it."


@dataclass(frozen=True, slots=True)
class ShapeFault:
    """A value that is not of its model: which rule, where, what, what to do.

    `meant` is the key that a misspelt one stands for, `choices` are the words that a value can be; `whole` says that an
    item of a list is of another kind altogether.
    """

    rule: str
    pointer: Pointer
    part: Literal["key", "value"]
    message: str
    help: str
    meant: str = ""
    whole: bool = False
    choices: tuple[str, ...] = ()


def quoted(text: str) -> str:
    """Quote what stands in a record, on one line, and not without end."""
    text = text.replace("\n", "⏎")
    return f"`{text}`" if len(text) <= 60 else f"`{text[:57]}…`"


def one_each(value: Any, faults: list[ShapeFault]) -> list[ShapeFault]:
    """Leave one complaint a fault.

    Told once are a key that is there misspelt, all that a mapping lacks, a list that is short only of its bad items, a
    mapping that is of another kind altogether, and a run of such mappings in a list.
    """
    faults = _strange(value, _paired([replace(fault, message=re.sub(r"[\r\n]", "⏎", fault.message)) for fault in faults]))
    misspelt = {(*fault.pointer[:-1], fault.meant) for fault in faults if fault.meant}
    kept = [fault for fault in _unbroken(faults) if not (fault.rule == "missing-key" and fault.pointer in misspelt)]
    kept = _together(kept)
    inner = {fault.pointer[:n] for fault in kept for n in range(len(fault.pointer))}
    kept = [fault for fault in kept if not (fault.rule == "bad-value" and fault.part == "value" and fault.pointer in inner)]
    return _one_a_run({(fault.pointer, fault.rule): fault for fault in kept}.values())


def _unbroken(faults: list[ShapeFault]) -> list[ShapeFault]:
    """Leave the first of the pieces into which a comma breaks a key."""
    kept: list[ShapeFault] = []
    for fault in faults:
        before = kept[-1] if kept else fault
        pieces = f"{before.pointer[-1]}{fault.pointer[-1]}" if before.meant and fault.rule == before.rule == "unknown-key" else ""
        if not (pieces and pieces == before.meant and fault.pointer[:-1] == before.pointer[:-1]):
            kept.append(fault)
    return kept


def _by_mapping(faults: Iterable[ShapeFault]) -> dict[Pointer, tuple[list[ShapeFault], list[ShapeFault]]]:
    """Return the unknown and the missing keys of each mapping that has some."""
    found: dict[Pointer, tuple[list[ShapeFault], list[ShapeFault]]] = {}
    for fault in faults:
        if fault.rule in {"unknown-key", "missing-key"}:
            found.setdefault(fault.pointer[:-1], ([], []))[fault.rule == "missing-key"].append(fault)
    return found


def _paired(faults: list[ShapeFault]) -> list[ShapeFault]:
    """Take the only unknown key of a mapping for the only one that it lacks, however little they resemble each other."""
    meant: dict[Pointer, ShapeFault] = {}
    for unknown, lacking in _by_mapping(faults).values():
        if len(unknown) == len(lacking) == 1 and not unknown[0].meant:
            key = str(lacking[0].pointer[-1])
            meant[unknown[0].pointer] = replace(unknown[0], help=f"Did you mean `{key}`?", meant=key)
    return [meant.get(fault.pointer, fault) if fault.rule == "unknown-key" else fault for fault in faults]


def _strange(value: Any, faults: list[ShapeFault]) -> list[ShapeFault]:
    """Tell of a mapping of another kind, whose keys do not belong to it, by the first of them alone, not by what it lacks."""
    first: dict[Pointer, ShapeFault] = {}
    for pointer, (unknown, lacking) in _by_mapping(faults).items():
        strangers = [fault for fault in unknown if not fault.meant]
        lacks = {str(fault.pointer[-1]) for fault in lacking} - {fault.meant for fault in unknown}
        none_known = len(unknown) == len(_at(value, pointer)) > 0
        if (lacks and none_known) or (len(strangers) > 1 and (lacks or (lacking and none_known))):
            first[pointer] = replace(
                (strangers or unknown)[0], message=_unknown_keys(unknown), whole=isinstance(next(reversed(pointer), ""), int)
            )
    kept = []
    for fault in faults:
        strange = first.get(fault.pointer[:-1]) if fault.rule in {"unknown-key", "missing-key"} else None
        if strange is None or strange.pointer == fault.pointer:
            kept.append(strange or fault)
    return kept


def _unknown_keys(unknown: list[ShapeFault]) -> str:
    keys = ", ".join(quoted(str(fault.pointer[-1])) for fault in unknown[:3])
    more = f" and {len(unknown) - 3} more" if len(unknown) > 3 else ""
    return f"unknown key{'s' if len(unknown) > 1 else ''} {keys}{more}"


def _together(faults: list[ShapeFault]) -> list[ShapeFault]:
    """Tell in one of all that a mapping lacks."""
    lacks = {pointer: lacking for pointer, (_, lacking) in _by_mapping(faults).items() if len(lacking) > 1}
    kept = []
    for fault in faults:
        lacking = lacks.get(fault.pointer[:-1], []) if fault.rule == "missing-key" else []
        if not lacking:
            kept.append(fault)
        elif fault is lacking[0]:
            keys = [str(other.pointer[-1]) for other in lacking]
            more = "".join(f", `{key}`" for key in keys[1:])
            kept.append(replace(fault, message=fault.message + more, help=f"Add {', '.join(f'`{key}:`' for key in keys)}."))
    return kept


def _one_a_run(faults: Iterable[ShapeFault]) -> list[ShapeFault]:
    """Tell of items of a list that follow each other and are all of another kind by the first of them."""
    kept: list[ShapeFault] = []
    run = 0
    for fault in faults:
        if kept and _goes_on(kept[-1], fault, run):
            run += 1
            continue
        if run:
            kept[-1] = _with_more(kept[-1], run)
        kept.append(fault)
        run = 0
    if run:
        kept[-1] = _with_more(kept[-1], run)
    return kept


def _goes_on(first: ShapeFault, fault: ShapeFault, run: int) -> bool:
    """Tell whether a fault is that of the item after the last one of a run."""
    if not (first.whole and fault.whole):
        return False
    *of, at = _item(first)
    return _item(fault) == (*of, int(at) + run + 1)


def _item(fault: ShapeFault) -> Pointer:
    return fault.pointer[:-1] if fault.part == "key" else fault.pointer


def _with_more(fault: ShapeFault, run: int) -> ShapeFault:
    more = "; likewise the item after it" if run == 1 else f"; likewise the {run} items after it"
    return replace(fault, message=f"{fault.message}{more}", help=_BEGINS)


def _at(value: Any, pointer: Pointer) -> Any:
    for part in pointer:
        value = value[part]
    return value
