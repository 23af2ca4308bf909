"""The registries of people, organizations and topics: who is new, gone, renamed or merged, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rugctl.comparison.changes import Change
from rugctl.comparison.standing import Identity
from rugctl.comparison.values import Special, Values, fields, listed, words

Registry = Mapping[str, Values]


def compare_registry(kind: str, base: Registry, head: Registry, identity: Identity) -> Iterator[Change]:
    """Yield what became of each entry of a registry, in the order of ids; `base` goes by the ids that it has itself."""
    renamed = identity.renamed(kind)
    origins = {new: old for old, new in renamed.items() if old in base and new in head}
    for id in sorted({*base, *head} - origins.keys()):
        now = renamed.get(id, id)
        if id not in base:
            yield Change(kind, "added", id, head[id]["name"], after=_standing(head[id], identity))
        elif now in head and now != id:
            told = _told(base[id], head[now], kind, identity)
            yield Change(kind, "renamed", now, head[now]["name"], id, now, told)
        elif id in head:
            told = _told(base[id], head[id], kind, identity)
            if told:
                yield Change(kind, "changed", id, head[id]["name"], changes=told)
        else:
            into = identity.now(kind, id)
            merged = into != id and into in head
            yield Change(kind, "merged" if merged else "removed", id, base[id]["name"], before=id, after=into if merged else None)


def _told(one: Values, other: Values, kind: str, identity: Identity) -> tuple[Change, ...]:
    """Return what changed in an entry, but for the former ids that a renaming or a merger brings, which is told itself."""
    before, known = one.get("formerly", []), (identity.base.names, identity.head.names)
    left = [id for id in other.get("formerly", ()) if id in before or (kind, id) not in known[0] or (kind, id) in known[1]]
    return tuple(fields({**one, "formerly": before}, {**other, "formerly": left}, _special(identity)))


def _special(identity: Identity) -> dict[str, Special]:
    return {
        "aliases": words("alias"),
        "handles": words("handle"),
        "formerly": words("former-id"),
        "affiliations": _affiliations(identity),
        "parent": lambda old, new: _parent(old, new, identity),
    }


def _parent(old: str | None, new: str | None, identity: Identity) -> Iterator[Change]:
    what = "added" if old is None else "removed" if new is None else "changed"
    before, after = (None if id is None else identity.called("organization", id) for id in (old, new))
    yield Change("parent", what, new or old or "", "", before, after)


def _affiliations(identity: Identity) -> Special:
    def said(value: Values) -> Change:
        id = value["organization"]
        return Change("", "", id, identity.called("organization", id), after=term(value))

    return listed("affiliation", lambda value: str(value["organization"]), said)


def term(value: Values) -> str | None:
    """Say in words for how long an affiliation holds, and what else is known of it."""
    said = [f"{word} {value[key]}" for key, word in (("since", "since"), ("until", "until")) if key in value]
    said += ["first seen then"] if value.get("observed") else []
    said += ["beside the others"] if value.get("concurrent") else []
    said += [value["note"]] if "note" in value else []
    return ", ".join(said) or None


def _standing(entry: Values, identity: Identity) -> str | None:
    """Return the organizations of a new person, or what a new organization belongs to."""
    ids = [affiliation["organization"] for affiliation in entry.get("affiliations", ())]
    ids += [entry["parent"]] if "parent" in entry else []
    return ", ".join(identity.called("organization", id) for id in ids) or None
