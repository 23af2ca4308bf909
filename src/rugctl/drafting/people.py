"""Changes of who is who: names in records to ids, two entries made one, a person renamed."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from rugctl.changes import REGISTRIES, ChangeSet
from rugctl.diagnostics import Pointer, parse_pointer
from rugctl.drafting.registrar import CheckIn, Registrar, person_of
from rugctl.errors import RugctlError
from rugctl.written_names import as_written, parse_person_line


def resolve_names(
    index: sqlite3.Connection, changes: ChangeSet, group: str | None, stem: str | None, answers: Mapping[str, str | None]
) -> CheckIn:
    """Turn the names in meetings into ids where they are certain or answered; `answers` gives an id, or None for a newcomer.

    Raises nothing for names in doubt: they are in the result. Names that a comment says to leave are left, unless answered.
    """
    total = CheckIn()
    sql = """SELECT f.path, m.date, u.role, u.text, u.pointer,
  EXISTS (SELECT 1 FROM finding x WHERE x.path = f.path AND x.rule = 'unresolved-name' AND x.pointer = u.pointer AND x.ignored)
FROM unresolved u JOIN meeting m ON m.id = u.meeting JOIN file f ON f.id = u.file
WHERE (? IS NULL OR m.stem = ?) AND (? IS NULL OR m.grp = ?) ORDER BY m.date, u.rowid"""
    registrars: dict[str, Registrar] = {}
    for path, day, role, text, pointer, is_left in index.execute(sql, (stem, stem, group, group)).fetchall():
        if is_left and not any(name in text for name in answers):
            continue
        registrar = registrars.setdefault(path, Registrar(index, changes, day, answers=answers, outcome=total))
        _resolve_one(registrar, path, role, text, parse_pointer(pointer))
    return total


def _resolve_one(registrar: Registrar, path: str, role: str, text: str, pointer: Pointer) -> None:
    if role == "attendee" and pointer[-1] != "person":
        found = parse_person_line(text)
        if len(found) != 1:
            registrar.outcome.doubtful.append((text, ()))
            return
        entry = registrar.attendee(found[0])
        if entry != as_written(found[0]):
            _take(registrar, path, pointer, entry)
        return
    person = registrar.person(text)
    if person != text:
        _take(registrar, path, pointer, person)


def _take(registrar: Registrar, path: str, pointer: Pointer, entry: Any) -> None:
    registrar.changes.set(path, pointer, entry)
    registrar.outcome.present.append(person_of(entry))


def merge_people(index: sqlite3.Connection, changes: ChangeSet, one: str, into: str) -> int:
    """Make two entries of the registry one: names and handles go over, every reference is rewritten; return how many.

    Where both stand in one list, the entry of the one that stays takes what the other says. Affiliations go over only
    where the other entry has none: which of two histories is right is a person's decision.
    """
    path = REGISTRIES["people"]
    people = changes.value(path)["people"]
    gone, kept = people[one], people[into]
    _refuse_merge(path, one, into, gone, kept)
    aliases = [name for name in (gone["name"], *(gone.get("aliases") or [])) if name != kept["name"]]
    references = _references(index, one)
    doubles = [reference for reference in references if _stands_beside(changes, *reference, into)]
    for where in references:
        if where not in doubles:
            changes.set(*where, into)
    handles = [*(gone.get("handles") or []), *([gone["github"]] if gone.get("github") and kept.get("github") else [])]
    lists = {
        "aliases": aliases,
        "handles": [handle for handle in handles if handle != kept.get("github")],
        "formerly": [one, *(gone.get("formerly") or [])],
        "not_same_as": gone.get("not_same_as") or [],
    }
    for key, texts in lists.items():
        for text in dict.fromkeys(texts):
            if text not in (kept.get(key) or []):
                changes.append(path, ("people", into, key), text)
    for key in ("github", "affiliations", "note"):
        if gone.get(key) and not kept.get(key):
            changes.set(path, ("people", into, key), gone[key])
    changes.delete(path, ("people", one))
    changes.comment(path, ("people", into), changes.comments_gone())
    for where in reversed(doubles):
        _fold_in(changes, *where, one, into)
    return len(references)


def _stands_beside(changes: ChangeSet, path: str, pointer: Pointer, person: str) -> bool:
    """Tell whether a reference is an entry of a list, not of terms, in which another person has an entry too."""
    *of, _ = _entry(pointer)
    entries = _at(changes, path, of)
    return isinstance(entries, list) and of[-1] != "leads" and person in map(person_of, entries)


def _entry(pointer: Pointer) -> Pointer:
    """Return the pointer of the entry in whose long form a reference stands."""
    return pointer[:-1] if pointer[-1] == "person" else pointer


def _at(changes: ChangeSet, path: str, pointer: Sequence[str | int]) -> Any:
    value = changes.value(path)
    for part in pointer:
        value = value[part]
    return value


def _fold_in(changes: ChangeSet, path: str, pointer: Pointer, one: str, into: str) -> None:
    """Give what the entry of one person says to that of another in the same list, and delete it; its comments go over."""
    *of, n = _entry(pointer)
    entries = _at(changes, path, of)
    k = list(map(person_of, entries)).index(into)
    said, there = ({"person": person_of(entry)} | (entry if isinstance(entry, dict) else {}) for entry in (entries[n], entries[k]))
    for key in said.keys() & there.keys() - {"person"}:
        if said[key] != there[key]:
            help = f"Make them agree first: `{key}` of {one} and of {into} there."
            raise RugctlError(f"{path} says two things of {one} and {into}: `{key}` is {said[key]} and {there[key]}", help)
    if said.keys() - there.keys():
        changes.set(path, (*of, k), said | there)
    changes.delete(path, (*of, n))
    k = list(map(person_of, _at(changes, path, of))).index(into)
    changes.comment(path, (*of, k), changes.comments_gone())


def _refuse_merge(path: str, one: str, into: str, gone: Mapping[str, Any], kept: Mapping[str, Any]) -> None:
    """Refuse to make one of two entries whose contents only a person can put together."""
    if one == into:
        raise RugctlError(f"{one} is the same entry")
    if into in (gone.get("not_same_as") or []) or one in (kept.get("not_same_as") or []):
        raise RugctlError(f"the registry says that {one} is not {into}", f"If it is after all, delete `not_same_as` in {path}.")
    if gone.get("note") and kept.get("note") and gone["note"] != kept["note"]:
        raise RugctlError(f"{one} and {into} have different notes", f"Put them together in {path} first.")
    if gone.get("affiliations") and kept.get("affiliations") and gone["affiliations"] != kept["affiliations"]:
        help = f"Put the affiliations of {one} and {into} together in {path} first, then delete those of {one}."
        raise RugctlError(f"{one} and {into} have different affiliations", help)


def rename_person(index: sqlite3.Connection, changes: ChangeSet, old: str, new: str, name: str | None) -> int:
    """Give a person another id, and another name where one is given; the old ones still resolve. Return references rewritten."""
    path = REGISTRIES["people"]
    people = changes.value(path)["people"]
    entry = people[old]
    if new != old and new in people:
        raise RugctlError(f"{new} is another person's id", "`rugctl people merge` makes two entries one.")
    rewritten = 0
    if new != old:
        rewritten = _rewrite(index, changes, old, new)
        changes.rename_key(path, ("people", old), new)
        _exchange(changes, path, ("people", new, "formerly"), old, new)
    if name and name != entry["name"]:
        changes.set(path, ("people", new, "name"), name)
        _exchange(changes, path, ("people", new, "aliases"), entry["name"], name)
    return rewritten


def _exchange(changes: ChangeSet, path: str, pointer: tuple[str, str, str], added: str, removed: str) -> None:
    """Add a text to a list of an entry and take another out, the rest left as it is written."""
    registry, id, key = pointer
    if added not in (changes.value(path)[registry][id].get(key) or []):
        changes.append(path, pointer, added)
    texts = changes.value(path)[registry][id][key]
    if removed in texts:
        changes.delete(path, (*pointer, texts.index(removed)))


def _rewrite(index: sqlite3.Connection, changes: ChangeSet, old: str, new: str) -> int:
    references = _references(index, old)
    for path, pointer in references:
        changes.set(path, pointer, new)
    return len(references)


def _references(index: sqlite3.Connection, person: str) -> list[tuple[str, Pointer]]:
    """Return wherever a file refers to a person, but for those inside notes: these stay, because former ids resolve."""
    sql = """SELECT f.path, u.pointer FROM use u JOIN symbol s ON s.id = u.symbol JOIN file f ON f.id = u.file
WHERE s.kind = 'person' AND s.text = ? AND u.role NOT IN ('asker', 'answerer') ORDER BY f.path, u.rowid"""
    return [(path, parse_pointer(pointer)) for path, pointer in index.execute(sql, (person,))]
