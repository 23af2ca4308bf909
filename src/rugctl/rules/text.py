"""Rules on the text of one file: what YAML makes of it, and what does not belong in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rugctl.diagnostics import Finding, Span, Target
from rugctl.index.loading import LoadedFile
from rugctl.privacy import EMAIL, SECRET, SECRET_WORDS
from rugctl.rules.catalogue import Report
from rugctl.store import FileName, classify, meeting_path
from rugctl.yamlfile import swallowed_comments


def syntax(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """The file is not YAML, or not in the dialect of records.

    Records are plain YAML 1.2: one document, no directives, anchors, aliases or tags, no tabs for indentation, and keys
    are texts. So every tool reads the same values from them, and no file can surprise or overload a reader.

    Fix: go to the place shown; most often a text with a colon, a bracket or an @ in it needs quotes.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          agenda:
        -   - title: Talk: an update
        +   - title: "Talk: an update"
    """
    yield from _faults(report, file)


def duplicate_key(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A key stands twice in one mapping.

    YAML readers keep one of the two and drop the other, not all of them the same one.

    Fix: keep one key and put the contents together.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: cancelled
        - reason: Holiday
        - reason: Nobody could come
        + reason: Holiday, nobody could come
    """
    yield from _faults(report, file)


def _faults(report: Report, file: LoadedFile) -> Iterator[Finding]:
    for fault in file.document.faults:
        if fault.rule == report.rule:
            related = [Target(file.path, span=fault.related, label=fault.related_label)] if fault.related else []
            yield report.at(Target(file.path, span=fault.span), fault.message, fault.help, *related)


def swallowed_comment(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A word that begins with # after a text is a comment to YAML, and lost to the record.

    `title: Join us in #ug-research` has the title `Join us in`.

    Fix: put the text in quotes; if a comment was meant, write a space after the #.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          agenda:
        -   - title: Join us in #ug-research
        +   - title: "Join us in #ug-research"
    """
    for fault in swallowed_comments(file.document):
        yield report.at(Target(file.path, span=fault.span), fault.message, fault.help)


def stray_file(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A YAML file, or a link, under data/ that is no record: its name says nothing that this program knows.

    Meetings are data/meetings/2024-06-05.yaml (2024-06-05-b.yaml for a second one on that day); the registries are
    data/people.yaml, organizations.yaml, topics.yaml, backlog.yaml and group.yaml. Links are never followed. While a file
    stands where meetings do, or is named almost as a record, no figure is given: it may be one that would be left out.

    Fix: rename or move the file; replace a link by the file itself.

    Example::

        - # data/meetings/5-june-2024.yaml
        + # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
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

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          notes: |
        -   Slides from jane@example.org.
        +   Slides from Jane Doe.
    """
    if "@" in file.document.text:
        yield from _matches(report, file, EMAIL, "an e-mail address in a public record", "Delete it; name the person by id.")


def meeting_secret(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A passcode of a call stands in a record, by itself or inside a join link.

    Records are public and copied; whoever reads them could join, and disturb.

    Fix: delete it, and give the call a new one.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          links:
        -   - {url: "https://zoom.example/j/1?pwd=abc"}
        +   - {url: "https://zoom.example/j/1"}
    """
    folded = file.document.text.casefold()
    if any(word in folded for word in SECRET_WORDS):
        yield from _matches(report, file, SECRET, "a call's passcode in a public record", "Delete it, and give the call a new one.")


def bad_ignore(report: Report, file: LoadedFile) -> Iterator[Finding]:
    """A comment `# rugctl: ignore[rule] reason` names no rule, silences nothing, or does not say why.

    Such a comment outlives what it was written for, and would hide the next mistake.

    Fix: correct the rule's id, give the reason, or delete the comment; `--fix` deletes it where it silences nothing.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: cancelled  # rugctl: ignore[reason-missing] nobody remembers
        - chair: Ana L.  # rugctl: ignore[unresolved-name]
        + chair: Ana L.  # rugctl: ignore[unresolved-name] the notes have no more of the name
    """
    del report, file  # what a comment silences is known once all findings have their places: rugctl.index.placing
    yield from ()


def _matches(report: Report, file: LoadedFile, pattern: re.Pattern[str], message: str, help: str) -> Iterator[Finding]:
    for match in pattern.finditer(file.document.text):
        yield report.at(Target(file.path, span=file.document.span(*match.span())), message, help)
