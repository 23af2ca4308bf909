"""A meeting, whole, as Markdown: titles and names are made free of markup, notes are Markdown already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rugctl.queries.minutes import Item, Minutes
from rugctl.render.flow import demoted
from rugctl.render.phrases import (
    action_line,
    attendee_heading,
    commit_lines,
    decision_line,
    escape,
    item_title,
    markdown_link,
    moves_line,
    people_line,
    person_line,
    source_line,
    times_line,
)
from rugctl.render.text import clean

if TYPE_CHECKING:
    from rugctl.gitrepo import Commit


def minutes_markdown(minutes: Minutes, commits: Sequence[Commit] | None = None) -> str:
    """Write a meeting as Markdown."""
    parts = [f"# {minutes.date}\n", escape(f"{minutes.group_name}: {minutes.weekday}, {minutes.status}") + "\n"]
    parts += _bullets(_facts(minutes)) + [f"\n## {title}\n{body}" for title, body in _sections(minutes, commits) if body]
    return "\n".join(parts) + "\n"


def _bullets(lines: Iterable[str]) -> list[str]:
    return [f"- {line}" for line in lines]


def _facts(minutes: Minutes) -> Iterator[str]:
    rows = {
        "Reason": escape(minutes.reason or ""),
        "Moves": moves_line(minutes),
        "Time": escape(times_line(minutes)),
        "Slot": escape(minutes.slot or ""),
        "Join": f"<{clean(minutes.join)}>" if minutes.join and minutes.status == "scheduled" else "",
        "Chair": escape(person_line(minutes.chair)),
        "Scribe": escape(person_line(minutes.scribe)),
        "Recording": f"<{clean(minutes.recording)}>" if minutes.recording else "address lost" if minutes.recorded else "",
        "Source": escape(source_line(minutes.source)),
    }
    yield from (f"{label}: {text}" for label, text in rows.items() if text)
    yield from (f"Link: {markdown_link(link)}" for link in minutes.links)


def _sections(minutes: Minutes, commits: Sequence[Commit] | None) -> Iterator[tuple[str, str]]:
    yield "Agenda", "\n" + "\n\n".join(map(_item, minutes.agenda)) if minutes.agenda else ""
    yield "Notes", f"\n{clean(demoted(minutes.notes, 2)).rstrip()}" if minutes.notes else ""
    yield "Decisions", "".join(f"\n- {escape(decision_line(d))}" for d in minutes.decisions)
    yield "Action items", "".join(f"\n- {escape(action_line(a))}" for a in minutes.actions)
    yield attendee_heading(minutes), "".join(f"\n- {escape(person_line(named))}" for named in minutes.attendees)
    yield "Regrets", "".join(f"\n- {escape(person_line(named))}" for named in minutes.regrets)
    yield "History", "".join(f"\n- {escape(line)}" for line in commit_lines(commits))


def _item(item: Item) -> str:
    facts = [f"Speakers: {escape(people_line(item.speakers))}"] if item.speakers else []
    facts += [f"Topics: {escape(', '.join(item.topics))}"] if item.topics else []
    facts += [markdown_link(link) for link in item.links]
    outcomes = [f"Decision: {escape(decision_line(d))}" for d in item.decisions]
    outcomes += [f"Action {escape(action_line(a))}" for a in item.actions]
    notes = [clean(demoted(item.notes, 3)).rstrip()] if item.notes else []
    bullets = ["\n".join(f"* {line}" for line in lines) for lines in (facts, outcomes)]
    blocks = [bullets[0], *notes, bullets[1]]  # another bullet than notes have, so that the lists stay apart
    return "\n\n".join([f"### {escape(item_title(item))}", *filter(None, blocks)])
