"""Records brought to one form, and the comparison of plain values and lists that all kinds share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from rugctl.comparison.changes import Change
from rugctl.model import Record

Values: TypeAlias = Mapping[str, Any]
Special: TypeAlias = Callable[[Any, Any], Iterable[Change]]
Named: TypeAlias = Callable[[str, str], str]
"""Gives by kind and id the id by which both ends are compared."""

_KINDS = {
    **dict.fromkeys(("person", "chair", "scribe", "speakers", "attendees", "regrets", "owners", "proposed_by", "not_same_as"), "person"),
    **dict.fromkeys(("organization", "parent", "affiliations"), "organization"),
    "topics": "topic",
}
_PEOPLE = frozenset({"chair", "scribe", "speakers", "attendees", "regrets", "owners", "proposed_by"})
_TEXTS = frozenset({"notes", "charter"})


def normal(record: Record, named: Named) -> dict[str, Any]:
    """Return a record's values with every short form written in full, and ids as both ends are compared by."""
    values = record.model_dump(mode="json", exclude_defaults=True)
    return {key: _normal(value, key, named) for key, value in values.items()}


def _normal(value: Any, key: str, named: Named) -> Any:
    if isinstance(value, dict):
        found = {part: _normal(child, part, named) for part, child in value.items()}
        if "person" in found and isinstance(found.get("organization"), str):
            found["organization"] = [found["organization"]]
        return found
    if isinstance(value, list):
        return [_normal(child, key, named) for child in value]
    if isinstance(value, str) and key in _KINDS:
        id = named(_KINDS[key], value)
        return {"person": id} if key in _PEOPLE else {"organization": id} if key == "affiliations" else id
    return value


def fields(before: Values, after: Values, special: Mapping[str, Special] | None = None) -> Iterator[Change]:
    """Yield what changed between two mappings, key by key: by the key's own comparison, else as one change of a field.

    No value that differs is passed over: where the own comparison finds nothing, the field is said to have changed.
    """
    for key in [*after, *(key for key in before if key not in after)]:
        old, new = before.get(key), after.get(key)
        if old == new and (key in before) == (key in after):
            continue
        found = list(special[key](old, new)) if special and key in special else list(_field(key, old, new))
        yield from found or [Change("field", "changed", key)]


def _field(key: str, old: Any, new: Any) -> Iterator[Change]:
    if isinstance(old, dict) and isinstance(new, dict) and "person" not in old:
        for change in fields(old, new):
            yield Change(change.kind, change.what, f"{key}/{change.id}", change.name, change.before, change.after)
        return
    what = "added" if old is None else "removed" if new is None else "changed"
    if key in _TEXTS:
        yield Change("text", what, key, "", *_lines(str(old or ""), str(new or "")))
    else:
        yield Change("field", what, key, "", text_of(old), text_of(new))


def _lines(old: str, new: str) -> tuple[str, str]:
    """Count the lines of a text that are gone, and those that are new."""
    one, other = Counter(old.splitlines()), Counter(new.splitlines())
    return str((one - other).total()), str((other - one).total())


def text_of(value: Any) -> str | None:
    """Return a value as one text; None for none."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(text_of(one)) for one in value)
    if isinstance(value, dict):
        return str(value["person"]) if set(value) == {"person"} else ", ".join(f"{key} {text_of(child)}" for key, child in value.items())
    return str(value)


def listed(kind: str, key: Callable[[Any], str], said: Callable[[Any], Change], special: Mapping[str, Special] | None = None) -> Special:
    """Return the comparison of two lists of mappings that are known by a key: who is gone, new, or changed, and that the order is another.

    `said` says of one who it is; of one that changed it is the one of the second end.
    """

    def compare(before: Any, after: Any) -> Iterator[Change]:
        old, new = keyed(before or [], key), keyed(after or [], key)
        for at, value in old.items():
            if at not in new:
                yield _become(said(value), kind, "removed")
        for at, value in new.items():
            if at not in old:
                yield _become(said(value), kind, "added")
            elif old[at] != value:
                yield _become(said(value), kind, "changed", tuple(fields(old[at], value, special)))
        if is_reordered(old, new):
            yield Change(kind, "reordered")

    return compare


def is_reordered(old: Iterable[Any], new: Iterable[Any]) -> bool:
    """Tell whether what both hold stands in another order."""
    one, other = dict.fromkeys(old), dict.fromkeys(new)
    return [at for at in one if at in other] != [at for at in other if at in one]


def _become(one: Change, kind: str, what: str, changes: tuple[Change, ...] = ()) -> Change:
    before, after = (one.after, None) if what == "removed" else (None, one.after)
    return Change(kind, what, one.id, one.name, before, after, changes)


def keyed(values: Sequence[Any], key: Callable[[Any], str]) -> dict[tuple[str, int], Any]:
    """Return values by their keys; of those that share one, each has its number, too."""
    seen: Counter[str] = Counter()
    found = {}
    for value in values:
        text = key(value)
        found[text, seen[text]] = value
        seen[text] += 1
    return found


def words(kind: str) -> Special:
    """Return the comparison of two lists of plain texts."""

    def compare(old: Any, new: Any) -> Iterator[Change]:
        one, other = Counter(old or []), Counter(new or [])
        yield from (Change(kind, "removed", name=text) for text in (one - other).elements())
        yield from (Change(kind, "added", name=text) for text in (other - one).elements())

    return compare
