"""A meeting as a pad: Markdown to take notes in during the call, which an importer can read back.

Its headings are fixed: `# DATE`, `## Attendees`, `## Agenda`, `### TITLE` for each item, `## Action items`. What stands in
`<!-- -->` is for the people who write. Titles and names stand as they are, so that they come back as they went.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rugctl.queries.minutes import ActionItem, Item, Minutes
from rugctl.queries.named import Named
from rugctl.render.flow import demoted
from rugctl.render.phrases import action_marks, link_line, person_line, times_line
from rugctl.render.text import clean

_ATTENDEES = "<!-- One a line: Name (Organization). Here for the first time? Name (Organization, first time) -->"
_NOTES = """<!-- Below an item:
- Q (who asks): a question
  - A (who answers): its answer
- DECISION: what was decided
- AI: what is to be done (who, due 2025-12-31)
-->"""
_REVIEW = "<!-- Open since earlier meetings; tick what is done. New ones: AI: what is to be done (who) -->"


def minutes_pad(minutes: Minutes, open_actions: Sequence[ActionItem]) -> str:
    """Write a meeting as a pad, with the action items that earlier meetings left open."""
    parts = [
        "\n".join([f"# {minutes.meeting}", "", *_top(minutes)]),
        "\n".join(["## Attendees", "", _ATTENDEES, *(f"- {_attendee(named)}" for named in minutes.attendees if named.listed), "-"]),
        f"## Agenda\n\n{_NOTES}",
        *(f"### {clean(item.title)}\n\n{_item(item)}" for item in minutes.agenda),
        *(["### Any other business\n\n-"] if minutes.status == "scheduled" else []),
        f"## Action items\n\n{_REVIEW}\n{_actions(minutes, open_actions)}",
    ]
    return "\n\n".join(parts) + "\n"


def _top(minutes: Minutes) -> Iterator[str]:
    yield clean(f"{minutes.group_name}, {minutes.weekday}")
    yield ""
    if minutes.local_times:
        yield f"- Time: {times_line(minutes)}"
    if minutes.join:
        yield f"- Join: {clean(minutes.join)}"
    yield f"- Chair: {person_line(minutes.chair)}".rstrip()
    yield f"- Scribe: {person_line(minutes.scribe)}".rstrip()


def _attendee(named: Named) -> str:
    marks = [*named.organizations, *(["first time"] if named.first_time else [])]
    return clean(f"{named.name} ({', '.join(marks)})" if marks else named.name)


def _item(item: Item) -> str:
    lines = [f"Speakers: {', '.join(_attendee(named) for named in item.speakers)}"] if item.speakers else []
    lines += [f"Link: {link_line(link)}" for link in item.links]
    lines += [""] if lines else []
    lines += [clean(demoted(item.notes, 3)).rstrip("\n")] if item.notes else []
    lines += [clean(f"- DECISION: {decision.text}") for decision in item.decisions]
    lines += [clean(f"- AI: {action.task}{action_marks(action)}") for action in item.actions]
    return "\n".join([*lines, "-"] if not item.notes else lines)


def _actions(minutes: Minutes, open_actions: Sequence[ActionItem]) -> str:
    lines = [f"- [ ] {action.id}: {action.task}{action_marks(action)}" for action in open_actions]
    lines += [f"- AI: {action.task}{action_marks(action)}" for action in minutes.actions]
    return clean("\n".join([*lines, "-"]))
