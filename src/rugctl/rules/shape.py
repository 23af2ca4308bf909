"""Rules on the shape of one file: keys and values that records of its kind have."""

from __future__ import annotations

from collections.abc import Iterator

from rugctl.diagnostics import Edit, Finding, Pointer, Target
from rugctl.index.loading import LoadedFile
from rugctl.rules.catalogue import Report
from rugctl.rules.meeting import asks_for

_NAMED_ONCE = frozenset({"attendees", "speakers", "regrets", "affiliations", "leads"})
"""The lists in which somebody may stand again, or other rules look for that."""


def unknown_key(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A key that records of this kind do not have.

    What stands under it would never be read: mostly a typing mistake, or a text whose colon made it a key.

    Fix: use the key that the message proposes, or put the text in quotes; `--fix` writes the key where it is like only one
    that is not there yet, and its value fits.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
        - atendees: []
        + attendees: []
    """
    yield from _shape(report, file)


def missing_key(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A key that records of this kind must have.

    Without it the record says too little to be used: an agenda item without a title, a meeting without a status.

    Fix: add it; `--fix` writes the date of a meeting as the file is named, if nothing else is missing.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          agenda:
        -   - kind: talk
        +   - title: Queues
        +     kind: talk
    """
    yield from _shape(report, file)


def wrong_type(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A value of another type than its key holds: a list where a text belongs, a number where a date belongs.

    Every tool that reads the records counts on one shape for each key; YAML makes another of what looks like a number or a list.

    Fix: write it as the message says; a text that looks like a number or begins with a bracket needs quotes. `--fix` does
    that for a text of digits, a number in quotes, one id where a list belongs, and takes out an empty key.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          agenda:
        -   - title: [WIP]
        +   - title: "[WIP]"
    """
    yield from _shape(report, file)


def bad_value(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A value that its key cannot have: an unknown status, an id with capitals, a web address without https://.

    Words and ids are what figures are counted by: `Held` and `held` would be two.

    Fix: write it in the form that the message shows; `--fix` does that for other spellings of a word, of an id that is one
    word, of a day that begins with the year or has its month in letters, and of a time.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
        - status: Held
        + status: held
          agenda:
            - title: Queues
        -     kind: lecture
        +     kind: talk
    """
    yield from _shape(report, file)


def impossible_date(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A date that the calendar does not have, such as 30 February.

    Nothing happened on such a day, so one of its parts is wrong, and nobody but a person knows which.

    Fix: correct the day or the month.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          actions:
        -   - {id: a1, task: Send the slides, due: 2024-06-31}
        +   - {id: a1, task: Send the slides, due: 2024-06-30}
    """
    yield from _shape(report, file)


def _shape(report: Report, file: LoadedFile) -> Iterator[Finding]:
    for fault in file.shape_faults:
        if fault.rule == report.rule:
            from rugctl.rules.respelling import mended  # noqa: PLC0415  only where there is something to mend

            yield report.at(Target(file.path, fault.pointer, fault.part), fault.message, fault.help, fix=mended(file, fault))


def empty_key(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A key has no value.

    It is read as if it were not there; what was to stand there may be forgotten.

    Fix: give it a value, or delete the line; `--fix` deletes it, unless a comment stands there or the record needs the key.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
        - scribe:
    """
    if file.record is None or not file.document.has_nulls:
        return
    for pointer in _empty(file.document.value, ()):
        yield report.at(
            Target(file.path, pointer, "key"),
            f"`{pointer[-1]}` has no value",
            "Give it one, or delete the line; a text that begins with # needs quotes.",
            fix=None if asks_for(file, pointer) else Edit("delete", file.path, pointer),
        )


def _empty(value: object, pointer: Pointer) -> Iterator[Pointer]:
    if isinstance(value, dict):
        for key, child in value.items():
            if child is None:
                yield (*pointer, key)
            else:
                yield from _empty(child, (*pointer, key))
    elif isinstance(value, list):
        for n, child in enumerate(value):
            yield from _empty(child, (*pointer, n))


def repeated_entry(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """An entry stands twice in one list: a topic, an owner, a link with the same address, an agenda item with the same title.

    Mostly a line that was pasted twice; figures count it twice. People at a meeting, affiliations, and entries that have
    ids have rules of their own.

    Fix: delete one of the two, or write how they differ.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          links:
            - {title: Slides, url: "https://slides.example/1"}
        -   - {title: The slides, url: "https://slides.example/1"}
        +   - {title: The exercises, url: "https://slides.example/2"}
    """
    if file.record is not None:
        for what, first, second in _repeated(file.document.value, ()):
            related = Target(file.path, first, label="here first")
            yield report.at(
                Target(file.path, second),
                f"`{what}` stands twice in {second[-2]}",
                "Delete one of the two, or say how they differ.",
                related,
            )


def _repeated(value: object, pointer: Pointer) -> Iterator[tuple[str, Pointer, Pointer]]:
    """Yield what stands twice in a list, where it stands first, and where again."""
    if isinstance(value, dict):
        for key, child in value.items():
            if key not in _NAMED_ONCE:
                yield from _repeated(child, (*pointer, key))
    elif isinstance(value, list):
        seen: dict[str, tuple[Pointer, object]] = {}
        for n, child in enumerate(value):
            what = _told_apart_by(child)
            first, other = seen.setdefault(what, ((*pointer, n), child)) if what else ((*pointer, n), child)
            if first == (*pointer, n):
                yield from _repeated(child, first)
            elif not (_has_ids(child) and _has_ids(other)):
                yield what, first, (*pointer, n)


def _told_apart_by(entry: object) -> str:
    """Return what two entries of a list must not both have; nothing for those with ids, and for numbers."""
    if isinstance(entry, dict):
        return "" if "id" in entry else str(entry.get("url") or entry.get("title") or entry.get("text") or entry.get("person") or "")
    return entry if isinstance(entry, str) else ""


def _has_ids(entry: object) -> bool:
    return "'id': " in repr(entry)
