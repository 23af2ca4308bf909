"""Names that are not whole to people: by handle and organization, and in the notes by the list of the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rugctl.importing.identity.clusters import by_tokens
from rugctl.importing.identity.known_people import Listing, Open, People, Reading
from rugctl.importing.identity.lookup import Fit, Lookup, best, fit_on_a_list
from rugctl.importing.identity.person_names import PersonName

_CONFIDENCE = {Fit.REGISTERED: 0.8, Fit.WORD: 0.7, Fit.SHORT: 0.6, Fit.LOGIN: 0.6, Fit.START: 0.5, Fit.SLIP: 0.4}
_MOST = 9
"""How many are proposed at most."""
_LISTED_TOO = 0.4
_LONG = 8
"""Letters that are no other name by chance."""
_NEGLIGIBLE = 0.2
_ELSEWHERE = 0.3


@dataclass(frozen=True, slots=True)
class _Group:
    """The mentions of one short name with organizations or handles that tie them together, or without any.

    `alone`: there are no others of that name with other organizations or handles.
    """

    name: PersonName
    mentions: tuple[int, ...]
    organizations: frozenset[int]
    handles: frozenset[str]
    listings: frozenset[Listing]
    alone: bool


def place_short_names(people: People, full: Sequence[Open]) -> list[Open]:
    """Say whom the names mean that are not whole, on the lists first; return what is not certain, with the `full` names that are not."""
    lookup = Lookup(people)
    rest = [mention for mention, reading in enumerate(people.readings) if reading.name.kind not in {"full", "nobody"}]
    listed = [mention for mention in rest if people.readings[mention].listed]
    opened = [left for group in _groups(people, listed) if (left := _place(people, lookup, group))]
    others = [mention for mention in rest if not people.readings[mention].listed]
    opened += _place_on_lists(people, others, [*full, *opened])
    placed = {mention for left in opened for mention in left.mentions}
    others = [mention for mention in others if people.whom(mention) is None and mention not in placed]
    opened += [left for group in _groups(people, others) if (left := _place(people, lookup, group))]
    return _joined([*full, *(part for left in opened for part in _by_day(people, left))])


def _groups(people: People, mentions: Iterable[int]) -> list[_Group]:
    """Return mentions by their names, those with organizations or handles before those without any."""
    by_name: dict[PersonName, list[int]] = defaultdict(list)
    for mention in mentions:
        by_name[people.readings[mention].name].append(mention)
    with_tokens, without = [], []
    for name, named in by_name.items():
        parts, rest = by_tokens({mention: _tokens(people, mention) for mention in named})
        with_tokens += [_group(people, name, part, alone=len(parts) == 1) for part in parts]
        without += [_group(people, name, rest, alone=True)] if rest else []
    return [*with_tokens, *without]


def _tokens(people: People, mention: int) -> set[str | int]:
    reading = people.readings[mention]
    return {*map(people.organizations.find, reading.organizations), *([reading.handle] if reading.handle else ())}


def _group(people: People, name: PersonName, mentions: Sequence[int], *, alone: bool) -> _Group:
    readings = [people.readings[mention] for mention in mentions]
    organizations = frozenset(number for reading in readings for number in reading.organizations)
    handles = frozenset(reading.handle for reading in readings if reading.handle)
    listings = frozenset(reading.listing for reading in readings if reading.listed)
    return _Group(name, tuple(mentions), organizations, handles, listings, alone)


def _place(people: People, lookup: Lookup, group: _Group) -> Open | None:
    """Give a group to the person whom it certainly names, or to a new one whom nobody else can be; else leave it open."""
    fits = lookup.fits(group.name)
    certain = _certain(people, lookup, group, fits)
    if certain is None:
        candidates = _candidates(people, group, fits)
        if candidates or not group.listings or group.name.kind in {"initials", "doubtful"}:
            return Open(group.name.text, group.mentions, candidates, _told_by(people, group))
        certain = people.add(())
    for mention in group.mentions:
        people.assign(mention, certain)
    lookup.add(certain)
    return None


def _runs_together(text: str, names: Iterable[tuple[str, ...]]) -> bool:
    """Tell whether a name is another without its blanks: `AnnaLindberg`."""
    return len(text) >= _LONG and any(len(words) > 1 and "".join(words) == text for words in names)


def _told_by(people: People, group: _Group) -> str:
    organizations = people.organizations
    names = [min(organizations.spellings[organizations.find(number)]) for number in sorted(group.organizations)]
    return min([*group.handles, *names], default="")


def _certain(people: People, lookup: Lookup, group: _Group, fits: dict[int, Fit]) -> int | None:
    """Return whom a group names without a doubt: by a handle, by the organization, as the only one of whom it is a word."""
    free = {number: how for number, how in fits.items() if people[number].listings.isdisjoint(group.listings)}
    owners = {owner for handle in group.handles if (owner := lookup.owner(handle)) is not None}
    if not owners:
        owners = set(fits) if lookup.owner(group.name.text) in free else set()
    if len(owners) == 1:
        return owners.pop()
    agreements = {number: people.agree(group.organizations, people[number].organizations) for number in free}
    together = [number for number in free if agreements[number] != "apart" and _runs_together(group.name.text, people[number].names)]
    if len(together) == 1:
        return together[0]
    if group.name.kind == "doubtful":
        return None
    agreeing = best({number: how for number, how in free.items() if agreements[number] == "shared"})
    if len(agreeing) == 1 and min(agreeing.values()) <= Fit.LOGIN:
        return next(iter(agreeing))
    if not group.alone:
        return None
    words = best({number: how for number, how in free.items() if how <= Fit.WORD and agreements[number] != "apart"})
    if len(words) == 1 and all(group.name.text in people[number].aliases for number in words):
        return next(iter(words))
    by_login = lookup.login_owner(group.name)
    return by_login if by_login is not None and agreements.get(by_login, "apart") != "apart" else None


def _candidates(people: People, group: _Group, fits: dict[int, Fit]) -> tuple[tuple[int, float], ...]:
    """Return whom a group may name; somebody of another organization only if the registry has that very name for them."""
    agreements = {number: people.agree(group.organizations, people[number].organizations) for number in fits}
    beside = {n: _LISTED_TOO for n in fits if agreements[n] != "apart" and not people[n].listings.isdisjoint(group.listings)}
    elsewhere = {n: _ELSEWHERE for n, how in fits.items() if agreements[n] == "apart" and how == Fit.REGISTERED}
    free = {n: how for n, how in fits.items() if agreements[n] != "apart" and n not in beside}
    return _ranked(beside | elsewhere | _shared_out(people, free))


def _shared_out(people: People, fits: dict[int, Fit]) -> dict[int, float]:
    """Return confidences for those whom a name may mean: the better it fits and the more often they are named, the likelier."""
    weights = {number: _CONFIDENCE[how] ** 3 * (1 + len(people[number].mentions)) for number, how in fits.items()}
    return {number: round(_CONFIDENCE[how] * weights[number] / sum(weights.values()), 2) for number, how in fits.items()}


def _ranked(confidences: dict[int, float]) -> tuple[tuple[int, float], ...]:
    return tuple(sorted(confidences.items(), key=lambda each: (-each[1], each[0]))[:_MOST])


def _place_on_lists(people: People, mentions: Sequence[int], opened: Sequence[Open]) -> list[Open]:
    """Give names in the notes to those on the list of that day, else to those named in full beside them.

    Returned is what may be of several of them, or of somebody on the list who is left open.
    """
    listed, named = _present(people)
    perhaps: dict[Listing, set[int]] = defaultdict(set)
    for left in opened:
        for mention in left.mentions:
            perhaps[people.readings[mention].listing].update(people.find(number) for number, _ in left.candidates)
    left_open = {(people.readings[m].listing, left.name): left for left in opened for m in left.mentions}
    certain: dict[int, int] = {}
    found: list[Open] = []
    for mention in mentions:
        reading = people.readings[mention]
        namesake = left_open.get((reading.listing, reading.name.text))
        if namesake:
            found.append(replace(namesake, mentions=(mention,)))
            continue
        fits = _fits_there(people, reading, listed[reading.listing] | perhaps[reading.listing])
        fits = fits or _fits_there(people, reading, named[reading.listing])
        only = next(iter(fits)) if len(fits) == 1 else None
        if only in listed[reading.listing] | named[reading.listing] and reading.name.kind != "doubtful":
            certain[mention] = only
        elif fits:
            found.append(Open(reading.name.text, (mention,), _ranked(_shared_out(people, fits))))
    for mention, number in certain.items():
        people.assign(mention, number)
    return found


def _present(people: People) -> tuple[dict[Listing, set[int]], dict[Listing, set[int]]]:
    """Return who is on the list of each meeting, and who is named in full in its notes."""
    listed: dict[Listing, set[int]] = defaultdict(set)
    named: dict[Listing, set[int]] = defaultdict(set)
    for mention, reading in enumerate(people.readings):
        number = people.whom(mention)
        if number is not None:
            (listed if reading.listed else named)[reading.listing].add(number)
    return listed, named


def _fits_there(people: People, reading: Reading, there: set[int]) -> dict[int, Fit]:
    fits = {number: fit_on_a_list(reading.name, number, people) for number in sorted(there)}
    agreeing = {n: how for n, how in fits.items() if people.agree(reading.organizations, people[n].organizations) != "apart"}
    return best({number: how for number, how in agreeing.items() if how is not None})


def _by_day(people: People, left: Open) -> Iterator[Open]:
    """Ask by the day where a name may well be of several people, since it need not be the same one each time."""
    if len(left.candidates) < 2 or left.told_by or left.candidates[1][1] < left.candidates[0][1] * _NEGLIGIBLE:
        yield left
        return
    days: dict[str, list[int]] = defaultdict(list)
    for mention in left.mentions:
        days[people.readings[mention].mention.day].append(mention)
    for day, mentions in days.items():
        yield replace(left, mentions=tuple(mentions), told_by=day)


def _joined(opened: Iterable[Open]) -> list[Open]:
    """Leave that open once which is open for one and the same name."""
    found: dict[tuple[str, str], Open] = {}
    for left in opened:
        key = (left.name, left.told_by)
        if key in found:
            both = _ranked(dict(left.candidates) | dict(found[key].candidates))
            found[key] = replace(left, mentions=(*found[key].mentions, *left.mentions), candidates=both)
        else:
            found[key] = left
    return list(found.values())
