"""Rules on the text of one file: what YAML makes of it, and what does not belong in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rugctl.diagnostics import Finding, Pointer, Span, Target
from rugctl.index.loading import LoadedFile
from rugctl.privacy import EMAIL, SECRET
from rugctl.rules.catalogue import Report
from rugctl.store import FileName, classify, meeting_path
from rugctl.yamlfile import swallowed_comments

_NAMED_ONCE = frozenset({"attendees", "speakers", "regrets", "affiliations", "leads"})
"""The lists in which somebody may stand again, or other rules look for that."""


def syntax(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """The file is not YAML, or not in the dialect of records.

    Records are plain YAML 1.2: one document, no directives, anchors, aliases or tags, no tabs for indentation, and keys
    are texts. So every tool reads the same values from them, and no file can surprise or overload a reader.

    Fix: go to the place shown; most often a text with a colon, a bracket or an @ in it needs quotes.
    """
    yield from _faults(report, file)


def duplicate_key(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A key stands twice in one mapping.

    YAML readers keep one of the two and drop the other, not all of them the same one.

    Fix: keep one key and put the contents together.
    """
    yield from _faults(report, file)


def _faults(report: Report, file: LoadedFile) -> Iterator[Finding]:
    for fault in file.document.faults:
        if fault.rule == report.rule:
            related = [Target(file.path, span=fault.related, label=fault.related_label)] if fault.related else []
            yield report.at(Target(file.path, span=fault.span), fault.message, fault.help, *related)


def unknown_key(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A key that records of this kind do not have.

    What stands under it would never be read: mostly a typing mistake, or a text whose colon made it a key.

    Fix: use the key that the message proposes, or put the text in quotes.
    """
    yield from _shape(report, file)


def missing_key(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A key that records of this kind must have.

    Fix: add it.
    """
    yield from _shape(report, file)


def wrong_type(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A value of another type than its key holds: a list where a text belongs, a number where a date belongs.

    Fix: write it as the message says; a text that looks like a number or begins with a bracket needs quotes.
    """
    yield from _shape(report, file)


def bad_value(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A value that its key cannot have: an unknown status, an id with capitals, a web address without https://.

    Fix: write it in the form that the message shows.
    """
    yield from _shape(report, file)


def impossible_date(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A date that the calendar does not have, such as 30 February.

    Fix: correct the day or the month.
    """
    yield from _shape(report, file)


def _shape(report: Report, file: LoadedFile) -> Iterator[Finding]:
    for fault in file.shape_faults:
        if fault.rule == report.rule:
            yield report.at(Target(file.path, fault.pointer, fault.part), fault.message, fault.help)


def swallowed_comment(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A word that begins with # after a text is a comment to YAML, and lost to the record.

    `title: Join us in #ug-research` has the title `Join us in`.

    Fix: put the text in quotes; if a comment was meant, write a space after the #.
    """
    for fault in swallowed_comments(file.document):
        yield report.at(Target(file.path, span=fault.span), fault.message, fault.help)


def empty_key(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A key without a value says nothing, and is read as if it were not there.

    Fix: give it a value, or delete the line.
    """
    if file.record is None:
        return
    for pointer in _empty(file.document.value, ()):
        yield report.at(
            Target(file.path, pointer, "key"),
            f"`{pointer[-1]}` has no value",
            "Give it one, or delete the line; a text that begins with # needs quotes.",
            fixable=True,
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


def stray_file(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A YAML file, or a link, under data/ that is no record: its name says nothing that this program knows.

    Meetings are data/meetings/2024-06-05.yaml (2024-06-05-b.yaml for a second one on that day); the registries are
    data/people.yaml, organizations.yaml, topics.yaml, backlog.yaml and group.yaml. Links are never followed. While a file
    stands where meetings do, or is named almost as a record, no figure is given: it may be one that would be left out.

    Fix: rename or move the file; replace a link by the file itself.
    """
    if file.is_link:
        yield report.at(Target(file.path, span=Span(1, 1, 2)), "this is a link, and links are not followed", "Put the file itself here.")
    elif not file.name.is_record:
        help = f"{_meant(file.name)}; move what is no record out of data/."
        yield report.at(Target(file.path, span=Span(1, 1, 2)), "no record has this name", help)


def _meant(name: FileName) -> str:
    """Say what a file ought to be called that is named almost as a record."""
    if name.kind == "meeting" and name.stem and classify(meeting_path(name.stem, name.group)).is_record:
        return f"Rename it to {meeting_path(name.stem, name.group)}"
    if name.kind in {None, "meeting"}:
        return "Meetings are named data/meetings/2024-06-05.yaml"
    return "Groups are named data/groups/ID.yaml" if "/groups/" in name.path else f"Rename it to data/{name.kind}.yaml"


def email_address(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """An e-mail address stands in a record.

    Records are public and copied; people's addresses do not belong in them.

    Fix: delete it; name the person by id.
    """
    yield from _matches(report, file, EMAIL, "an e-mail address in a public record", "Delete it; name the person by id.")


def meeting_secret(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A passcode of a call stands in a record, by itself or inside a join link.

    Fix: delete it, and give the call a new one.
    """
    yield from _matches(report, file, SECRET, "a call's passcode in a public record", "Delete it, and give the call a new one.")


def bad_ignore(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A comment `# rugctl: ignore[rule] reason` names no rule, silences nothing, or does not say why.

    Such a comment outlives what it was written for, and would hide the next mistake.

    Fix: correct the rule's id, give the reason, or delete the comment.
    """
    del report, file  # what a comment silences is known once all findings have their places: rugctl.index.placing
    yield from ()


def _matches(report: Report, file: LoadedFile, pattern: re.Pattern[str], message: str, help: str) -> Iterator[Finding]:
    for match in pattern.finditer(file.document.text):
        yield report.at(Target(file.path, span=file.document.span(*match.span())), message, help)
