"""Changes in words: a tree of changes as lines of plain text with their depth, free of any format's markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rugctl.comparison.changes import Change, Comparison, Count, FirstRecorded, Restated, Unread
from rugctl.render.headlines import ALONE, LISTS, headline, named


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an account; `depth` 0 is a heading's own, deeper ones say more about it."""

    text: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a title."""

    title: str
    lines: tuple[Line, ...]


def sections(comparison: Comparison, names: tuple[str, str]) -> list[Section]:
    """Return all that a comparison says, by what it is about; `names` say where the two ends are."""
    parts = {
        "Not readable": [Line(_unread(one, names)) for one in comparison.unread],
        "Meetings": _accounts(comparison.meetings),
        "Backlog": _accounts(comparison.backlog),
        "People": _accounts(comparison.people),
        "Organizations": _accounts(comparison.organizations),
        "Topics": _accounts(comparison.topics),
        "Group": _accounts(comparison.groups),
        "Earlier figures that change": _figures(comparison),
        "Only comments, formatting or the spelling of ids changed": [Line(path) for path in comparison.unaltered],
    }
    return [Section(title, tuple(lines)) for title, lines in parts.items() if lines]


def summary(comparison: Comparison) -> str:
    """Say in one line how much changed."""
    counts = (
        (len(comparison.meetings), "meeting", "meetings"),
        (len(comparison.backlog), "proposal", "proposals"),
        (len(comparison.people), "person", "people"),
        (len(comparison.organizations), "organization", "organizations"),
        (len(comparison.topics), "topic", "topics"),
        (len(comparison.groups), "group", "groups"),
    )
    said = [f"{n} {one if n == 1 else many}" for n, one, many in counts if n]
    figures = len(comparison.figures or ()) + len(comparison.firsts or ())
    told = [f"Changed: {', '.join(said)}." if said else "" if comparison.unread else "Nothing changed in what the records say."]
    told += [f"{figures} earlier figure{' is' if figures == 1 else 's are'} restated."] if figures else []
    told += ["Figures are not compared while a record cannot be read."] if comparison.figures is None else []
    return " ".join(filter(None, told))


def _unread(one: Unread, names: tuple[str, str]) -> str:
    where = {"base": f" {names[0]}", "head": f" {names[1]}"}.get(one.end, "")
    changed = "; what changed in it is not told" if one.changed else ", as before"
    return f"{one.path} cannot be read{where}{changed}{f': {one.reason}' if one.reason else ''}"


def _accounts(changes: Sequence[Change]) -> list[Line]:
    return [line for change in changes for line in _account(change, 0)]


def _account(change: Change, depth: int) -> Iterator[Line]:
    """Yield a change's line, and below it what changed about it; one thing alone stands on the same line."""
    inner = list(_inner(change.changes, depth + 1))
    head = headline(change)
    if len(inner) == 1 and (depth or ": " not in head):
        yield Line(f"{head}: {inner[0].text}", depth)
        return
    yield Line(f"{head}:" if inner and depth else head, depth)
    yield from inner


def _inner(changes: Sequence[Change], depth: int) -> Iterator[Line]:
    for (kind, what, bare), group in groupby(changes, key=lambda change: (change.kind, change.what, not change.changes)):
        together = list(group)
        title = LISTS.get((kind, what))
        if title and bare and kind not in ALONE:
            yield Line(f"{title}: {', '.join(map(named, together))}", depth)
        else:
            yield from (line for change in together for line in _account(change, depth))


def _figures(comparison: Comparison) -> list[Line]:
    lines = [Line(_restated(one)) for one in comparison.figures or ()]
    return lines + [Line(_first(one)) for one in comparison.firsts or ()]


def _restated(one: Restated) -> str:
    what = f"{one.name}{' with its parts' if one.parts else ''}" if one.organization else "All"
    group = f"{one.group}, " if one.group else ""
    said = _movements(one.before, one.after)
    people = ", ".join(one.people[:3]) + (f" and {len(one.people) - 3} more" if len(one.people) > 3 else "")
    return f"{group}{what}, {one.year}: {', '.join(said)} (because of {people})"


def _movements(before: Count, after: Count) -> list[str]:
    """Say how each number moves; one that moves the same way as the one before it needs no verb of its own."""
    said, way = [], ""
    for what in Count.__slots__:
        one, other = getattr(before, what), getattr(after, what)
        if one != other:
            last, way = way, "rise" if other > one else "fall"
            said.append(f"{what} {'' if way == last else f'{way} from '}{one} to {other}")
    return said


def _first(one: FirstRecorded) -> str:
    group = f"{one.group}, " if one.group else ""
    return f"{group}{one.name}: first recorded {one.after} (was {one.before})"
