"""A meeting, whole, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, TypeAlias

from rugctl.queries.minutes import Item, Minutes
from rugctl.render.flow import flow, wrap
from rugctl.render.phrases import (
    action_line,
    attendee_heading,
    commit_lines,
    decision_line,
    item_title,
    link_line,
    moves_line,
    people_line,
    person_line,
    source_line,
    times_line,
)
from rugctl.render.text import clean

if TYPE_CHECKING:
    from rugctl.gitrepo import Commit

JSON_VERSION = 1
"""The version of the JSON; it rises when a field changes its meaning or goes."""
_BOLD, _OFF = "\x1b[1m", "\x1b[0m"


def minutes_json(minutes: Minutes, commits: Sequence[Commit] | None = None) -> str:
    """Write a meeting as one JSON object; `history` is there where it was asked for."""
    body: dict[str, object] = {"version": JSON_VERSION, "meeting": asdict(minutes)}
    if commits is not None:
        body["history"] = [asdict(commit) for commit in commits]
    return clean(json.dumps(body, ensure_ascii=False, indent=2)) + "\n"


def minutes_text(minutes: Minutes, commits: Sequence[Commit] | None = None, *, columns: int | None = None, colour: bool = False) -> str:
    """Write a meeting for people to read; `columns` brings it to a terminal's width."""
    parts = [
        _Heading(f"{minutes.weekday}, {minutes.date}: {minutes.status}"),
        *_header(minutes, columns),
        *_agenda(minutes.agenda, columns),
    ]
    parts += _section("Notes", flow(minutes.notes, "", columns) if minutes.notes else [])
    parts += _section("Decisions", [line for d in minutes.decisions for line in wrap(f"- {decision_line(d)}", "", columns)])
    parts += _section("Action items", [line for a in minutes.actions for line in wrap(f"- {action_line(a)}", "", columns)])
    parts += _section(attendee_heading(minutes), [person_line(named) for named in minutes.attendees])
    parts += _section("Regrets", [person_line(named) for named in minutes.regrets])
    parts += _section("History", commit_lines(commits))
    bold, off = (_BOLD, _OFF) if colour else ("", "")
    return "".join(f"{bold}{line.text}{off}\n" if isinstance(line, _Heading) else f"{line}\n" for line in parts)


@dataclass(frozen=True, slots=True)
class _Heading:
    """A line that is bold where there are colours."""

    text: str


_Line: TypeAlias = str | _Heading


def _header(minutes: Minutes, columns: int | None) -> Iterator[str]:
    rows = {
        "Group": clean(minutes.group_name),
        "Reason": clean(minutes.reason or ""),
        "Moves": moves_line(minutes),
        "Time": times_line(minutes),
        "Slot": clean(minutes.slot or ""),
        "Join": clean(minutes.join or "") if minutes.status == "scheduled" else "",
        "Chair": person_line(minutes.chair),
        "Scribe": person_line(minutes.scribe),
        "Recording": clean(minutes.recording or ("there is one; its address is lost" if minutes.recorded else "")),
        "Source": source_line(minutes.source),
    }
    for label, text in rows.items():
        if text:
            yield from _labelled(label, text, columns)
    for link in minutes.links:
        yield from _labelled("Link", link_line(link), columns)


def _labelled(label: str, text: str, columns: int | None) -> list[str]:
    first, *rest = wrap(text, " " * 11, columns)
    return [label.ljust(11) + first[11:], *rest]


def _section(title: str, lines: Sequence[_Line]) -> list[_Line]:
    return ["", _Heading(title), *lines] if lines else []


def _agenda(items: Iterable[Item], columns: int | None) -> list[_Line]:
    lines: list[_Line] = []
    for number, item in enumerate(items, 1):
        lines += [""] if lines else []
        lines += _item(f"{number}. ", item, columns)
    return _section("Agenda", lines)


def _item(number: str, item: Item, columns: int | None) -> Iterator[_Line]:
    indent = " " * len(number)
    title, *more = wrap(number + item_title(item), "", columns)
    yield _Heading(title)
    yield from more
    if item.speakers:
        yield from wrap(f"Speakers: {people_line(item.speakers)}", indent, columns)
    if item.topics:
        yield from wrap(f"Topics: {clean(', '.join(item.topics))}", indent, columns)
    for link in item.links:
        yield f"{indent}{link_line(link)}"
    if item.notes:
        yield from ("", *flow(item.notes, indent, columns))
    outcomes = [*(f"- Decision: {decision_line(d)}" for d in item.decisions), *(f"- Action {action_line(a)}" for a in item.actions)]
    if outcomes:
        yield from ("", *(line for outcome in outcomes for line in wrap(outcome, indent, columns)))
