"""What concerns a group as such: its leads, documents, links and series; and the backlog."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rugctl.comparison.agenda import links
from rugctl.comparison.changes import Change
from rugctl.comparison.people import Who, people, topics
from rugctl.comparison.values import Special, Values, fields, listed


def compare_groups(base: Mapping[str, Values], head: Mapping[str, Values], who: Who) -> Iterator[Change]:
    """Yield what became of each group, by id; that of a repository with one group only is empty."""
    for id in sorted({*base, *head}):
        if id not in base:
            yield Change("group", "added", id, head[id]["name"])
        elif id not in head:
            yield Change("group", "removed", id, base[id]["name"])
        elif base[id] != head[id]:
            yield Change("group", "changed", id, head[id]["name"], changes=tuple(fields(base[id], head[id], _of_a_group(who))))


def _of_a_group(who: Who) -> dict[str, Special]:
    return {"leads": _leads(who), "links": links, "series": _SERIES, "documents": _documents}


def _leads(who: Who) -> Special:
    def said(lead: Values) -> Change:
        until = f" until {lead['until']}" if "until" in lead else ""
        return Change("", "", _person(lead), who.called(_person(lead)), after=f"{lead['role']} since {lead['since']}{until}")

    return listed("lead", lambda lead: f"{_person(lead)} {lead['role']}", said)


def _person(lead: Values) -> str:
    return str(lead["person"]["person"] if isinstance(lead["person"], dict) else lead["person"])


def _id(value: Values) -> str:
    return str(value["id"])


def _stretches(kind: str) -> Special:
    def said(stretch: Values) -> Change:
        return Change("", "", stretch["since"], after=f"{stretch['since']} to {stretch['until']}: {stretch['reason']}")

    return listed(kind, lambda stretch: str(stretch["since"]), said)


_SLOTS = listed("slot", _id, lambda slot: Change("", "", slot["id"], slot.get("title", ""), after=f"{slot['start']} {slot['timezone']}"))
_SERIES = listed(
    "series",
    _id,
    lambda series: Change("", "", series["id"], series.get("title", ""), after=f"since {series['since']}, {series['rrule']}"),
    {"pauses": _stretches("pause"), "unrecorded": _stretches("unrecorded-stretch"), "slots": _SLOTS},
)
_DOCUMENTS = listed("document", _id, lambda document: Change("", "", document["id"], document["title"], after=document.get("url")))


def _documents(old: Any, new: Any) -> Iterable[Change]:
    one, other = ([{"id": id, **document} for id, document in (documents or {}).items()] for documents in (old, new))
    return _DOCUMENTS(one, other)


def compare_backlog(base: Any, head: Any, who: Who) -> Iterable[Change]:
    """Return what became of each proposed item."""
    special: dict[str, Special] = {
        "speakers": people("speaker", who), "proposed_by": people("proposer", who), "topics": topics(who), "links": links,
    }  # fmt: skip
    return listed("proposal", _id, lambda item: Change("", "", item["id"], item["title"], after=item.get("group")), special)(base, head)
