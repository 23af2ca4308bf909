"""What documents say of the group itself, above their first meetings: its name, charter, links, leads and backlog."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rugctl.importing.identity.terms import Mention
from rugctl.importing.records.legal import Margin
from rugctl.importing.records.presence import plain_name
from rugctl.importing.records.roll import Roll
from rugctl.importing.report import FoundHead, FoundMeeting
from rugctl.names import slugify


@dataclass(frozen=True, slots=True)
class GroupText:
    """A group's record as far as documents give it, and the items of its backlog."""

    values: Mapping[str, Any] = field(default_factory=dict)
    backlog: Sequence[Mapping[str, Any]] = ()


def lead_mentions(heads: Sequence[FoundHead], meetings: Sequence[FoundMeeting]) -> list[Mention]:
    """List those whom the documents' heads name as leads, as of the latest meeting that was held."""
    days = {head.document: _latest(meetings, head.document) for head in heads}
    return [Mention(lead, days[head.document], head.document) for head in heads for lead in head.leads if days[head.document]]


def _latest(meetings: Sequence[FoundMeeting], document: str) -> str:
    ours = [meeting for meeting in meetings if meeting.document == document]
    held = [meeting.date for meeting in ours if meeting.status == "held"]
    return max(held or [meeting.date for meeting in ours], default="")


def group_text(heads: Sequence[FoundHead], leads: Sequence[Mention], roll: Roll) -> GroupText:
    """Return what a new record of the group takes from the documents' heads."""
    margin = Margin()
    charter = margin.text("\n\n".join(head.text.strip() for head in heads if head.text.strip()))
    links: dict[str, dict[str, str]] = {}
    for link in (link for head in heads for link in head.links):
        url, title = margin.url(link.url), margin.line(link.title)
        if url is not None:
            links.setdefault(url, {"url": url} | ({"title": title} if title and title != url else {}))
    named = {_lead(lead, roll): lead for lead in reversed(leads)}
    entries = [_term(person, named[person]) for person in reversed(named)]
    values = {"charter": charter, "links": list(links.values()), "leads": entries}
    titles = filter(None, (margin.line(title) for head in heads for title in head.backlog))
    return GroupText({key: value for key, value in values.items() if value}, list(_items(dict.fromkeys(titles))))


def _lead(mention: Mention, roll: Roll) -> str:
    return roll.of(mention.document, mention.person).id or plain_name(mention.person, Margin())


def _term(person: str, mention: Mention) -> dict[str, str]:
    note = "Named at the head of the document; when the term began is not recorded"
    return {"person": person, "role": "lead", "since": mention.day, "note": note}


def _items(titles: Mapping[str, None]) -> list[dict[str, str]]:
    items: list[dict[str, str]] = []
    for title in titles:
        base = slugify(title)[:48].strip("-") or "item"
        used = {item["id"] for item in items}
        id = next(id for id in (base, *(f"{base}-{n}" for n in range(2, len(titles) + 2))) if id not in used)
        items.append({"id": id, "title": title})
    return items
