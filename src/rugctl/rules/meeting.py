"""Rules on one meeting's record alone."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import replace

from rugctl.diagnostics import Finding, Pointer, Target
from rugctl.index.loading import LoadedFile
from rugctl.model import Action, AgendaItem, Meeting
from rugctl.rules.catalogue import Report


def _meeting(file: LoadedFile) -> Meeting | None:
    return file.record if isinstance(file.record, Meeting) else None


def _day(file: LoadedFile) -> str:
    """Return a meeting's day as its file is named; that the record says another one is told once."""
    return file.name.stem[:10]


def _says(file: LoadedFile, pointer: Pointer) -> bool:
    """Tell whether a key is written, also without a value: that is a finding of its own."""
    value = file.document.value
    for part in pointer[:-1]:
        value = value[part]
    return pointer[-1] in value


def asks_for(file: LoadedFile, pointer: Pointer) -> bool:
    """Tell whether a rule here would ask for an empty key if it were not there at all."""
    value = copy.deepcopy(file.document.value)
    parent = value
    for part in pointer[:-1]:
        parent = parent[part]
    del parent[pointer[-1]]
    without = replace(file, document=replace(file.document, value=value))
    report = Report("", "error")
    rules = (status_coherent, reason_missing, outcome_moved, action_coherent)
    return any(len(list(rule(report, without))) > len(list(rule(report, file))) for rule in rules)


def date_matches_name(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A meeting's date is the date in its file's name.

    Meetings are found by file name; two different dates make one of them a lie, so that no figure is given until it is mended.

    Fix: correct the date, or rename the file with `git mv`.

    Example::

          # data/meetings/2024-06-05.yaml
        - date: 2024-06-15
        + date: 2024-06-05
          status: held
    """
    meeting = _meeting(file)
    if meeting is not None and file.is_misdated:
        help = f"Write `date: {file.name.stem[:10]}`, or rename the file to {meeting.date}.yaml."
        yield report.at(Target(file.path, ("date",)), f"the file's name says {file.name.stem[:10]}, the record {meeting.date}", help)


def status_coherent(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """What a meeting's record says must fit its status.

    A postponed meeting names the date it moved to; only a meeting that was held has a recording, decisions or outcomes
    `done`; a scheduled one has nothing behind it yet.

    Fix: correct the status, or delete what does not fit.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
        - status: cancelled
        - reason: The room was taken
        + status: held
          recording: https://video.example.org/1
    """
    meeting = _meeting(file)
    if meeting is None:
        return
    if meeting.status == "postponed" and not _says(file, ("moved_to",)):
        help = "Add `moved_to:`; if no new date was set, the status is cancelled."
        yield report.at(Target(file.path, ("status",)), "a postponed meeting names the date that it moved to", help)
    if meeting.status != "postponed" and meeting.moved_to is not None:
        help = "Write `status: postponed`, or delete `moved_to`."
        yield report.at(Target(file.path, ("moved_to",), "key"), f"a meeting that is {meeting.status} moved nowhere", help)
    if meeting.status == "held":
        return
    for key in ("recording", "scribe"):
        if getattr(meeting, key) is not None and (key, meeting.status) != ("scribe", "scheduled"):
            yield report.at(
                Target(file.path, (key,), "key"), f"a meeting that is {meeting.status} has no {key}", "Correct the status, or delete it."
            )
    for n, item in enumerate(meeting.agenda):
        if item.outcome == "done":
            help = "Correct the status, or write postponed or dropped."
            yield report.at(Target(file.path, ("agenda", n, "outcome")), f"nothing was done at a meeting that is {meeting.status}", help)


def reason_missing(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A meeting that did not take place should say why, where that is known.

    People who look for a meeting want to know why it is not there. Old minutes often do not say; records with a `source`
    are left alone.

    Fix: add `reason: …`.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: cancelled
        + reason: Holiday
    """
    meeting = _meeting(file)
    if meeting is None or _says(file, ("reason",)) or _says(file, ("source",)):
        return
    if meeting.status in {"cancelled", "skipped", "postponed"}:
        yield report.at(Target(file.path, ("status",)), f"it does not say why it was {meeting.status}", "Add `reason: …`.")


def outcome_moved(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """Only an agenda item that was postponed has a date that it moved to, and that date is a later one.

    An item that was dropped, or done, does not come again; whoever reads `moved_to` would wait for it.

    Fix: write `outcome: postponed`, or delete `moved_to`.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          agenda:
            - title: Queues
        -     outcome: dropped
        +     outcome: postponed
              moved_to: 2024-06-12
          # data/meetings/2024-06-12.yaml
          date: 2024-06-12
          status: held
          agenda:
            - title: Queues
    """
    meeting = _meeting(file)
    for n, item in enumerate(meeting.agenda if meeting else ()):
        if meeting is None or item.moved_to is None:
            continue
        if item.outcome is None and _says(file, ("agenda", n, "outcome")):
            continue
        if item.outcome != "postponed":
            help = "Write `outcome: postponed`, or delete `moved_to`."
            yield report.at(Target(file.path, ("agenda", n, "moved_to"), "key"), "an item that was not postponed moved nowhere", help)
        elif item.moved_to[:10] <= _day(file):
            target = Target(file.path, ("agenda", n, "moved_to"))
            yield report.at(target, f"{item.moved_to} is not after {_day(file)}", "Name the later meeting.")


def action_coherent(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """An action item is open, or it says both when it was closed and with what outcome; not before its meeting.

    What is closed without an outcome, or has one and is open, is counted as both.

    Fix: give both `closed` and `outcome`, or neither.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          actions:
        -   - {id: a1, task: Send the slides, closed: 2024-06-12}
        +   - {id: a1, task: Send the slides, closed: 2024-06-12, outcome: done}
    """
    meeting = _meeting(file)
    if meeting is None:
        return
    for pointer, action in _actions(meeting):
        if (action.closed is None) != (action.outcome is None):
            present, missing = ("closed", "outcome") if action.closed else ("outcome", "closed")
            if not _says(file, (*pointer, missing)):
                target = Target(file.path, (*pointer, present), "key")
                yield report.at(target, f"`{present}` without `{missing}`", f"Add `{missing}:`, or delete it.")
        for key in ("closed", "due"):
            day = getattr(action, key)
            if day is not None and day < _day(file):
                yield report.at(Target(file.path, (*pointer, key)), f"{day} is before the meeting of {_day(file)}", "Correct the date.")


def duplicate_id(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """Two action items, or two decisions, of one meeting have the same id.

    They are addressed by it: `2021-12-01/a1`.

    Fix: give one of them the next free id.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          actions:
            - {id: a1, task: Send the slides}
        -   - {id: a1, task: Ask the next speaker}
        +   - {id: a2, task: Ask the next speaker}
    """
    meeting = _meeting(file)
    if meeting is None:
        return
    seen: dict[str, Pointer] = {}
    for pointer, id in [*((p, a.id) for p, a in _actions(meeting)), *_decision_ids(meeting)]:
        if id in seen:
            first = Target(file.path, (*seen[id], "id"), label="it is here first")
            yield report.at(
                Target(file.path, (*pointer, "id")), f"the id `{id}` stands twice in this meeting", "Give one the next free id.", first
            )
        seen.setdefault(id, pointer)


def unsorted_source(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """The lines that a record was transcribed from are first and last, in this order.

    Whoever looks up where a record comes from goes by these lines.

    Fix: swap them.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
        - source: {document: running-notes, lines: [30, 12]}
        + source: {document: running-notes, lines: [12, 30]}
    """
    meeting = _meeting(file)
    if meeting is not None and meeting.source is not None and meeting.source.lines is not None:
        first, last = meeting.source.lines
        if first > last:
            yield report.at(Target(file.path, ("source", "lines")), f"line {first} is after line {last}", "Write the first line first.")


def _actions(meeting: Meeting) -> Iterator[tuple[Pointer, Action]]:
    for where, holder in _holders(meeting):
        for n, action in enumerate(holder.actions):
            yield (*where, "actions", n), action


def _decision_ids(meeting: Meeting) -> Iterator[tuple[Pointer, str]]:
    for where, holder in _holders(meeting):
        for n, decision in enumerate(holder.decisions):
            if decision.id:
                yield (*where, "decisions", n), decision.id


def _holders(meeting: Meeting) -> Iterator[tuple[Pointer, AgendaItem | Meeting]]:
    for n, item in enumerate(meeting.agenda):
        yield ("agenda", n), item
    yield (), meeting
