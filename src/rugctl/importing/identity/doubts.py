"""Who may be who, as questions with a proposal and the lines for and against; and what answers make of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rugctl.importing.identity.known_people import Likely, Open, People
from rugctl.importing.identity.organizations import Organizations
from rugctl.importing.report import Evidence, OpenQuestion
from rugctl.names import fold, slugify

NEW = "new"
"""The answer that somebody, or an organization, is none of those proposed."""
_LINES = 3


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question about `number`, a person or an organization: who it may be, by number with a confidence, the likeliest first.

    `certain` tells that `number` is somebody of their own as long as nobody answers; else its mentions stay open till then.
    """

    id: str
    name: str
    number: int
    mentions: tuple[int, ...]
    candidates: tuple[tuple[int, float], ...]
    certain: bool = True


def doubts_about_people(people: People, likely: Sequence[Likely], opened: Mapping[int, Open]) -> list[Doubt]:
    """Return a doubt for each person who may be one of those before them, and for each name left open, by its number."""
    ids = _QuestionIds("person")
    doubts: list[Doubt] = []
    for number, candidates in sorted(_by_later(people.find, likely).items()):
        mentions = tuple(sorted(people[number].mentions))
        name = people.readings[mentions[0]].mention.person.name
        doubts.append(Doubt(ids.give(name), name, number, mentions, candidates))
    for number, left in opened.items():
        name = people.readings[left.mentions[0]].mention.person.name
        candidates = tuple((people.find(candidate), confidence) for candidate, confidence in left.candidates)
        doubts.append(Doubt(ids.give(name, left.told_by), name, number, left.mentions, candidates, certain=False))
    return doubts


def doubts_about_organizations(organizations: Organizations, mentions: Mapping[int, Sequence[int]]) -> list[Doubt]:
    """Return a doubt for each organization that may be one of those before it; `mentions` are those that name each."""
    ids = _QuestionIds("organization")
    likely = [Likely(a, b, confidence) for a, b, confidence in organizations.likely()]
    doubts: list[Doubt] = []
    for number, candidates in sorted(_by_later(organizations.find, likely).items()):
        name = next(iter(organizations.spellings[number]))
        doubts.append(Doubt(ids.give(name), name, number, tuple(mentions.get(number, ())), candidates))
    return doubts


def answered(doubts: Sequence[Doubt], answers: Mapping[str, str], numbers: Mapping[str, int]) -> dict[int, int | None]:
    """Return what the answers say of the numbers in doubt: whom they are, None for somebody of their own.

    An answer that is neither `new` nor an id among `numbers` says nothing: the question is asked again.
    """
    said = {doubt.number: answers[doubt.id] for doubt in doubts if doubt.id in answers}
    return {number: None if answer == NEW else numbers[answer] for number, answer in said.items() if answer == NEW or answer in numbers}


def question(doubt: Doubt, kind: str, ids: Mapping[int, str], evidence: Sequence[Evidence]) -> OpenQuestion:
    """Return a doubt as the question that is asked."""
    candidates = [ids[number] for number, _ in doubt.candidates]
    confidence = doubt.candidates[0][1] if doubt.candidates else 0.0
    text = f"Is `{doubt.name}` {' or '.join(candidates)}?" if candidates else f"Who is `{doubt.name}`?"
    answer = _proposed([confidence for _, confidence in doubt.candidates], candidates)
    choices = tuple(choice for choice in (*candidates, NEW) if choice != answer)
    return OpenQuestion(doubt.id, kind, text, answer, choices, confidence, tuple(evidence))


def evidence_about_person(people: People, doubt: Doubt) -> Iterator[Evidence]:
    """Return the first lines about somebody, and those of the likeliest candidate: against where it is another beside them."""
    for mention in doubt.mentions[:_LINES]:
        yield _evidence(people, mention)
    if not doubt.candidates:
        return
    own = [people.readings[mention] for mention in doubt.mentions]
    lists = {reading.listing for reading in own if reading.listed}
    organizations = {number for reading in own for number in reading.organizations}
    theirs = sorted(people[doubt.candidates[0][0]].mentions)
    beside = [m for m in theirs if people.readings[m].listed and people.readings[m].listing in lists]
    told = [m for m in theirs if people.readings[m].organizations]
    for mention in list(dict.fromkeys([*beside, *told, *theirs]))[:_LINES]:
        apart = people.agree(organizations, people.readings[mention].organizations) == "apart"
        yield _evidence(people, mention, speaks_for=mention not in beside and not apart)


def evidence_about_organization(people: People, doubt: Doubt, mentions: Mapping[int, Sequence[int]]) -> Iterator[Evidence]:
    """Return the first lines that name an organization, and those that name the likeliest candidate."""
    for mention in (*doubt.mentions[:_LINES], *mentions.get(doubt.candidates[0][0], ())[:_LINES]):
        yield _evidence(people, mention)


def _proposed(confidences: Sequence[float], candidates: Sequence[str]) -> str | None:
    """Return the likeliest candidate, or that it is somebody new where that is likelier still; None where two are as likely."""
    if not candidates or confidences[0] in confidences[1:]:
        return None
    return candidates[0] if confidences[0] >= 1 - sum(confidences) else NEW


class _QuestionIds:
    """Ids of questions, made of what the document says and not of how many questions there are."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._given: dict[str, int] = defaultdict(int)

    def give(self, *said: str) -> str:
        id = "/".join([self._kind, *(slugify(text) or fold(text).replace(" ", "-") for text in said if text)])
        self._given[id] += 1
        return id if self._given[id] == 1 else f"{id}/{self._given[id]}"


def _by_later(find: Callable[[int], int], likely: Iterable[Likely]) -> dict[int, tuple[tuple[int, float], ...]]:
    """Return, for each that may be another, those before it, the likeliest first."""
    found: dict[int, dict[int, float]] = defaultdict(dict)
    for pair in likely:
        first, later = sorted((find(pair.a), find(pair.b)))
        if first != later:
            found[later][first] = max(pair.confidence, found[later].get(first, 0))
    return {later: tuple(sorted(firsts.items(), key=lambda each: (-each[1], each[0]))) for later, firsts in found.items()}


def _evidence(people: People, mention: int, *, speaks_for: bool = True) -> Evidence:
    said = people.readings[mention].mention
    person = said.person
    affiliation = person.affiliation or ", ".join(person.organizations)
    text = person.name + (f" ({affiliation})" if affiliation else "") + (f" @{person.handle}" if person.handle else "")
    return Evidence(said.document, person.line, text, speaks_for)
