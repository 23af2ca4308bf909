"""A meeting's agenda, and the actions and decisions that came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rugctl.comparison.alike import Pairs, matched
from rugctl.comparison.changes import Change
from rugctl.comparison.people import Who, people, topics
from rugctl.comparison.values import Special, Values, fields, is_reordered, keyed, listed, text_of
from rugctl.names import fold

_OUTCOMES = ("actions", "decisions")


links = listed("link", lambda link: str(link["url"]), lambda link: Change("", "", link["url"], link.get("title", "")))
"""Compares two lists of links, which are known by their address."""


def compare_agenda(before: Values, after: Values, who: Who) -> Iterator[Change]:
    """Yield what changed on the agenda, then in the actions and decisions of the whole meeting."""
    old, new = before.get("agenda", []), after.get("agenda", [])
    pairs = matched(old, new, key=lambda item: fold(item["title"]) or item["title"], text=lambda item: item["title"])
    yield from (_item("removed", old[place], who) for place in range(len(old)) if place not in pairs)
    for place, item in enumerate(new):
        former = next((old[one] for one, other in pairs.items() if other == place), None)
        if former is None:
            yield _item("added", item, who)
        elif _planned(former) != _planned(item):
            yield _changed(former, item, who)
    if _is_shuffled(pairs):
        yield Change("item", "reordered")
    titles = {one: new[other]["title"] for one, other in pairs.items()}
    yield from _actions(_pool("actions", before, titles), _pool("actions", after, {}), who)
    yield from _decisions(_pool("decisions", before, titles), _pool("decisions", after, {}), who)


def _is_shuffled(pairs: Pairs) -> bool:
    """Tell whether what both lists hold stands in another order."""
    places = [pairs[place] for place in sorted(pairs)]
    return places != sorted(places)


def _planned(item: Values) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key not in _OUTCOMES}


def _item(what: str, item: Values, who: Who) -> Change:
    speakers = ", ".join(who.called(named["person"]) for named in item.get("speakers", ())) or None
    return Change("item", what, "", item["title"], *((speakers, None) if what == "removed" else (None, speakers)))


def _changed(old: Values, new: Values, who: Who) -> Change:
    special: dict[str, Special] = {"speakers": people("speaker", who), "topics": topics(who), "links": links}
    told = tuple(fields({**_planned(old), "title": new["title"]}, _planned(new), special))
    before = old["title"] if old["title"] != new["title"] else None
    return Change("item", "renamed" if before and not told else "changed", "", new["title"], before, None, told)


def _pool(key: str, meeting: Values, titles: Mapping[int, str]) -> list[dict[str, Any]]:
    """Return the actions or decisions of a meeting, each with the title of the item that it stands under at the second end."""
    pool = [{**entry} for entry in meeting.get(key, ())]
    for place, item in enumerate(meeting.get("agenda", ())):
        pool += [{**entry, "under": titles.get(place, item["title"])} for entry in item.get(key, ())]
    return pool


def _actions(old: list[dict[str, Any]], new: list[dict[str, Any]], who: Who) -> Iterator[Change]:
    one, other = keyed(old, lambda action: action["id"]), keyed(new, lambda action: action["id"])
    yield from (_action("removed", value, who) for at, value in one.items() if at not in other)
    for at, action in other.items():
        if at not in one:
            yield _action("opened" if _is_open(action) else "added", action, who)
        elif one[at] != action:
            states = (_is_open(one[at]), _is_open(action))
            what = {(True, False): "closed", (False, True): "reopened"}.get(states, "changed")
            yield _action(what, action, who, tuple(fields(one[at], action, {"owners": people("owner", who)})))
    if is_reordered(one, other):
        yield Change("action", "reordered")


def _is_open(action: Values) -> bool:
    return "closed" not in action and "outcome" not in action


def _action(what: str, action: Values, who: Who, told: tuple[Change, ...] = ()) -> Change:
    owners = ", ".join(who.called(named["person"]) for named in action.get("owners", ()))
    due = f"due {action['due']}" if "due" in action else ""
    closed = " ".join(filter(None, (action.get("outcome"), action.get("closed"))))
    told = tuple(change for change in told if what != "closed" or change.id not in {"closed", "outcome"})
    return Change("action", what, action["id"], action["task"], None, ", ".join(filter(None, (owners, due, closed))) or None, told)


def _decisions(old: list[dict[str, Any]], new: list[dict[str, Any]], who: Who) -> Iterator[Change]:
    pairs = matched(old, new, key=lambda decision: decision.get("id") or decision["text"], text=lambda decision: decision["text"])
    yield from (_decision("removed", old[place]) for place in range(len(old)) if place not in pairs)
    for place, decision in enumerate(new):
        former = next((old[one] for one, other in pairs.items() if other == place), None)
        if former is None:
            yield _decision("added", decision)
        elif former != decision:
            yield _decision("changed", decision, tuple(fields(former, decision, {"topics": topics(who)})))
    if _is_shuffled(pairs):
        yield Change("decision", "reordered")


def _decision(what: str, decision: Values, told: tuple[Change, ...] = ()) -> Change:
    return Change("decision", what, decision.get("id", ""), decision["text"], None, text_of(decision.get("supersedes")), told)
