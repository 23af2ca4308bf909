"""What people mean: a person, an organization, a topic, a meeting, a stretch of time, each as they would name it."""

from __future__ import annotations

import re
import sqlite3
from datetime import date, timedelta
from typing import Literal, NamedTuple, TypeAlias

from rugctl.days import is_day
from rugctl.errors import RugctlError
from rugctl.index.called import called, people_called
from rugctl.names import fold

Kind: TypeAlias = Literal["person", "organization", "topic"]
_LISTED = {"person": "people", "organization": "attendance --by organization", "topic": "topics"}
_STEM = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-[a-z])?"


class MeetingKey(NamedTuple):
    """A meeting's row in the index, its group, file stem and date."""

    id: int
    group: str
    stem: str
    date: str


def find_person(index: sqlite3.Connection, text: str) -> str:
    """Return a person's id for an id, former id, name, alias or handle; raises RugctlError with the nearest or the candidates."""
    return _find(index, "person", text)


def find_organization(index: sqlite3.Connection, text: str) -> str:
    """Return an organization's id, as `find_person` does a person's."""
    return _find(index, "organization", text)


def find_topic(index: sqlite3.Connection, text: str) -> str:
    """Return a topic's id, as `find_person` does a person's."""
    return _find(index, "topic", text)


def topic_called(index: sqlite3.Connection, text: str) -> str | None:
    """Return the id of the one topic that is called exactly so, if there is one."""
    found = _called(index, "topic", text)
    return found[0] if len(found) == 1 else None


def _find(index: sqlite3.Connection, kind: Kind, text: str) -> str:
    found = _called(index, kind, text)
    if not found:
        raise _unknown(index, kind, text)
    if len(found) > 1:
        raise RugctlError(f"`{text}` may be {' or '.join(found)}", "Give one of these ids.")
    return found[0]


def _called(index: sqlite3.Connection, kind: Kind, text: str) -> list[str]:
    """Return the ids of all that have this id, former id or handle; else of those that have this name or alias."""
    exact = called(index, kind, text.strip().removeprefix("@").casefold(), "id", "former", "handle")
    if exact:
        return exact
    return people_called(index, fold(text)) if kind == "person" else called(index, kind, fold(text), "name", "alias")


def _unknown(index: sqlite3.Connection, kind: Kind, text: str) -> RugctlError:
    """Say who has these words in a name, else what is near, whole or each word of it; a part of a name alone is nobody's."""
    from difflib import get_close_matches  # noqa: PLC0415  only where something is misspelt

    rows = index.execute(
        "SELECT n.text, s.text FROM name n JOIN symbol s ON s.id = n.symbol WHERE n.kind = ? AND n.how <> 'former'", (kind,)
    )
    names = [(fold(name), str(id)) for name, id in rows]
    words = fold(text).split()
    near = sorted({id for name, id in names if words and all(any(part.startswith(word) for part in name.split()) for word in words)})
    if not near:
        close = get_close_matches(" ".join(words), [name for name, _ in names], n=3, cutoff=0.7)
        near = list(dict.fromkeys(id for like in close for name, id in names if name == like))
    if not near and words:
        parts = {part for name, _ in names for part in name.split()}
        alike = [get_close_matches(word, parts, n=3, cutoff=0.75) for word in words]
        near = sorted({id for name, id in names if all(set(name.split()).intersection(like) for like in alike)})
    help = f"Did you mean {_some(near)}?" if near else f"`rugctl {_LISTED[kind]}` lists those that are known."
    return RugctlError(f"no {kind} is called `{text}`", help)


def _some(ids: list[str]) -> str:
    return " or ".join(ids) if len(ids) <= 6 else f"{', '.join(ids[:5])} or one of {len(ids) - 5} others"


def find_meeting(index: sqlite3.Connection, text: str, today: str, group: str | None) -> MeetingKey:
    """Return the meeting of a date, a file, with or without its folder and ending, `next`, `last` or `today`.

    `next` is the first one scheduled for today or later, `last` the latest one that was held. Raises RugctlError where
    there is none, or several groups have one.
    """
    text = text.rpartition("/")[2].removesuffix(".yaml") if text.endswith(".yaml") else text
    rows = [MeetingKey(*row) for row in index.execute(*_meeting_sql(text, today, group))]
    groups = {row.group for row in rows}
    if len(groups) > 1:
        raise RugctlError(f"several groups have a meeting for `{text}`: {', '.join(sorted(groups))}", "Choose one: `rugctl --group ID …`.")
    if rows:
        return rows[0]
    if text == "next":
        raise RugctlError("no meeting is scheduled", "`rugctl new-meeting` makes the next one.")
    if text in {"last", "today"}:
        raise RugctlError(
            "no meeting was held yet" if text == "last" else f"there is no meeting today, {today}", "`rugctl status` shows what is due."
        )
    raise RugctlError(f"there is no meeting of {text}", _nearest_meeting(index, text, group))


def _meeting_sql(text: str, today: str, group: str | None) -> tuple[str, tuple[str | None, ...]]:
    """Return the statement for a meeting of each group; `max` and `min` take the rest of their row along."""
    where = "FROM meeting WHERE (? IS NULL OR grp = ?) AND"
    if text == "next":
        sql = f"SELECT id, grp, min(stem), date {where} status = 'scheduled' AND date >= ? GROUP BY grp"
    elif text == "last":
        sql = f"SELECT id, grp, max(stem), date {where} status = 'held' AND date <= ? GROUP BY grp"
    else:
        sql = f"SELECT id, grp, stem, date {where} stem = ?"
    return sql, (group, group, today if text in {"next", "last", "today"} else text)


def _nearest_meeting(index: sqlite3.Connection, text: str, group: str | None) -> str:
    if not re.fullmatch(_STEM, text) or not is_day(text[:10]):
        return "Write a date as 2024-06-05, or next, last or today."
    sql = "SELECT stem FROM meeting WHERE (? IS NULL OR grp = ?) ORDER BY abs(julianday(date) - julianday(?)), stem LIMIT 2"
    near = sorted(stem for (stem,) in index.execute(sql, (group, group, text[:10])))
    return f"The nearest: {', '.join(near)}." if near else "`rugctl new-meeting` makes one."


class Period(NamedTuple):
    """Days, half-open `[since, until)`; None where unbounded."""

    since: str | None = None
    until: str | None = None


def parse_period(since: str | None, until: str | None, within: str | None) -> Period:
    """Read `--since`, `--until` (both days included, as people mean them) and `--in`: a year, month or day each.

    Raises RugctlError for what is none of these.
    """
    if within is not None:
        if since is not None or until is not None:
            raise RugctlError("--in goes without --since and --until")
        return Period(*_bounds(within, "--in"))
    first = _bounds(since, "--since")[0] if since is not None else None
    past = _bounds(until, "--until")[1] if until is not None else None
    if first is not None and past is not None and past <= first:
        raise RugctlError(f"--until {until} is before --since {since}")
    return Period(first, past)


def _bounds(text: str, option: str) -> tuple[str, str]:
    """Return the first day of a year, month or day, and the first day after it."""
    whole = text + {4: "-01-01", 7: "-01"}.get(len(text), "")
    if not is_day(whole):
        raise RugctlError(f"{option} {text} is no year, month or day", "Write 2021, 2021-03 or 2021-03-17.")
    first = date.fromisoformat(whole)
    if len(text) == 4:
        return whole, first.replace(year=first.year + 1).isoformat()
    if len(text) == 7:
        return whole, (first + timedelta(days=32)).replace(day=1).isoformat()
    return whole, (first + timedelta(days=1)).isoformat()
