"""The chair's screen as text and JSON: what is due, and beside each thing what to run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from rugctl.queries.clocks import weekday
from rugctl.queries.status import NextMeeting, Stale, Status
from rugctl.render.flow import wrap
from rugctl.render.phrases import action_marks, time_line
from rugctl.render.text import clean

JSON_VERSION = 1
"""The version of the JSON; it rises when a field changes its meaning or goes."""
MOST = 5
_BOLD, _OFF = "\x1b[1m", "\x1b[0m"


def status_json(status: Status) -> str:
    """Write a status as one JSON object."""
    return clean(json.dumps({"version": JSON_VERSION, **asdict(status)}, ensure_ascii=False, indent=2)) + "\n"


def status_text(status: Status, *, columns: int | None = None, colour: bool = False) -> str:
    """Write a status for people to read; what is in order is not mentioned. `columns` brings it to a terminal's width."""
    due = [*_stale(status), *_incomplete(status), *_actions(status), *_unresolved(status), *_findings(status), *_uncommitted(status)]
    blocks = [_Block(f"Today is {weekday(status.today)}, {status.today}.", ()), *(_next(found) for found in status.next), *due]
    text = "\n".join(_written(block, columns, colour=colour) for block in blocks)
    return text if due else f"{text}\nNothing else is due.\n"


@dataclass(frozen=True, slots=True)
class _Block:
    """One thing that is due: what, more about it a line each, and what to run."""

    title: str
    lines: tuple[str, ...] = ()
    run: str = ""
    aside: str = ""


def _written(block: _Block, columns: int | None, *, colour: bool) -> str:
    bold, off = (_BOLD, _OFF) if colour else ("", "")
    first, *rest = wrap(clean(block.title), "", columns)
    lines = [f"{bold}{first}{off}", *rest]
    lines += [line for text in block.lines for line in wrap(clean(text), "  ", columns)]
    if block.run:
        lines.append(clean(f"  $ {block.run}") + (f"    # {block.aside}" if block.aside else ""))
    return "\n".join(lines) + "\n"


def _next(found: NextMeeting) -> _Block:
    of = f" of {found.group}" if found.group else ""
    times = ", ".join(map(time_line, found.times[:1]))
    when = ", ".join(filter(None, (f"{found.weekday}, {found.date}" if found.date else "", times)))
    if found.meeting is None:
        free = f"; the next free date is {when}" if when else ", and the series expect none"
        return _Block(f"Next meeting{of}: none is scheduled{free}", (), found.run)
    agenda = found.agenda or (f"No agenda yet: it goes into {found.path}.",)
    return _Block(f"Next meeting{of}: {when}", tuple(f"- {line}" if found.agenda else line for line in agenda), found.run)


def _stale(status: Status) -> list[_Block]:
    scheduled = [stale for stale in status.stale if stale.why == "still scheduled"]
    bare = [stale for stale in status.stale if stale.why == "no record"]
    many = ("Where minutes are lost, say so once: an `unrecorded` stretch in the group's series.",) if len(bare) > MOST else ()
    blocks = []
    if scheduled:
        title = f"{_count(len(scheduled), 'past meeting')} still scheduled: {_days(scheduled)}"
        blocks.append(_Block(title, (), scheduled[0].run, "or held, cancel, postpone"))
    if bare:
        blocks.append(_Block(f"{_count(len(bare), 'past date')} without a record: {_days(bare)}", many, bare[0].run, "or cancel"))
    return blocks


def _days(found: Sequence[Stale]) -> str:
    return ", ".join(_some([f"{stale.group} {stale.date}".strip() for stale in found]))


def _incomplete(status: Status) -> list[_Block]:
    return [
        _Block(f"The minutes of {found.group} {found.meeting}".replace("  ", " ") + f" lack {' and '.join(found.lacks)}", (), found.run)
        for found in status.incomplete[:MOST]
    ]


def _actions(status: Status) -> list[_Block]:
    if not status.open_actions:
        return []
    late = f", {status.overdue_actions} overdue" if status.overdue_actions else ""
    more = "; the oldest" if status.open_actions > len(status.oldest_actions) else ""
    lines = [
        f"- {open.action.id}: {open.action.task}{action_marks(open.action)}{' OVERDUE' if open.overdue else ''}"
        for open in status.oldest_actions
    ]
    title = f"{_count(status.open_actions, 'open action item')}{late}{more}:"
    return [_Block(title, tuple(lines), status.oldest_actions[0].run, "`rugctl actions` lists them all")]


def _unresolved(status: Status) -> list[_Block]:
    if not status.unresolved:
        return []
    names = [name for found in status.unresolved for name in found.names]
    return [_Block(f"{_count(len(names), 'name')} not resolved: {', '.join(_some(names))}", (), status.unresolved[0].run)]


def _findings(status: Status) -> list[_Block]:
    said = [_count(n, word) for n, word in ((status.errors, "error"), (status.warnings, "warning")) if n]
    return [_Block(f"{' and '.join(said)} in the records", (), "rugctl validate")] if said else []


def _uncommitted(status: Status) -> list[_Block]:
    paths = status.uncommitted or ()
    if not paths:
        return []
    return [_Block(f"{_count(len(paths), 'file')} not committed: {', '.join(_some(paths))}", (), "git add data && git commit")]


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _some(texts: Sequence[str]) -> Iterable[str]:
    return [*texts[:MOST], *([f"and {len(texts) - MOST} more"] if len(texts) > MOST else [])]
