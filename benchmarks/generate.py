"""Make a repository of groups that might be: the same bytes for the same size, valid under our own schema.

    .venv/bin/python benchmarks/generate.py FOLDER MEETINGS

One group below 500 meetings, else one for each 250, all in one repository. People come and go, change employers, have
names with accents, ask and answer; agenda items have topics, notes, decisions and actions.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from rugctl.names import slugify

FIRST = date(2014, 1, 8)
FORTNIGHT = timedelta(days=14)
MEETINGS_OF_A_GROUP = 250
_WORDS_FILE = Path(__file__).with_name("words.txt")
_KINDS = ("university", "company", "institute")


@dataclass(frozen=True, slots=True)
class Words:
    """What names and sentences are made of."""

    given: Sequence[str]
    family: Sequence[str]
    places: Sequence[str]
    nouns: Sequence[str]
    verbs: Sequence[str]

    @classmethod
    def read(cls) -> Words:
        """Read the lists, one a line."""
        return cls(*(line.split() for line in _WORDS_FILE.read_text(encoding="utf-8").splitlines()))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the registry; `employers` are (organization, since), the first one from the beginning on."""

    id: str
    name: str
    employers: tuple[tuple[str, date | None], ...]

    def employer(self, day: date) -> str:
        """Return the organization as of a day."""
        return [organization for organization, since in self.employers if since is None or since <= day][-1]


@dataclass(slots=True)
class Writer:
    """Writes one repository; what the records name is kept for the registries."""

    data: Path
    chance: random.Random
    words: Words
    came: dict[str, Person] = field(default_factory=dict)
    discussed: set[str] = field(default_factory=set)

    def write(self, path: str, kind: str, lines: Sequence[str]) -> None:
        """Write one record, in canonical form."""
        file = self.data / path
        file.parent.mkdir(parents=True, exist_ok=True)
        modeline = f"# yaml-language-server: $schema={'../' * (path.count('/') + 1)}schemas/{kind}.schema.json"
        file.write_text("\n".join((modeline, *lines)) + "\n", encoding="utf-8")

    def sentence(self, length: int) -> str:
        """Return words that begin with a capital and say nothing."""
        return " ".join([self.chance.choice(self.words.verbs), "the", *self.chance.choices(self.words.nouns, k=length)]).capitalize()

    def meeting(self, day: date, regulars: Sequence[Person], topics: Sequence[str]) -> Iterator[str]:
        """Yield the lines of one record: of ten meetings one was not held."""
        yield f"date: {day}"
        if self.chance.random() < 0.1:
            yield "status: cancelled"
            yield f"reason: {self.chance.choice(('Holidays', 'A conference in the same week', 'No topics'))}"
            return
        people = self.chance.sample(regulars, min(len(regulars), self.chance.randint(12, 28)))
        self.came |= {person.id: person for person in people}
        yield "status: held"
        yield f"chair: {people[0].id}"
        yield "agenda:"
        for n in range(self.chance.randint(1, 4)):
            about = self.chance.sample(topics, self.chance.randint(1, 3))
            self.discussed.update(about)
            yield from self._item(about, people)
            yield from self._outcome(f"a{n + 1}", day + 2 * FORTNIGHT, people)
        yield "attendees:"
        for person in people:
            said = self.chance.random() < 0.4
            yield f"  - {{person: {person.id}, organization: {person.employer(day)}}}" if said else f"  - {person.id}"
        if self.chance.random() < 0.2:
            yield f"notes: {self.sentence(12)}"

    def _item(self, about: Sequence[str], people: Sequence[Person]) -> Iterator[str]:
        yield f"  - title: {self.sentence(5)}"
        yield f"    kind: {self.chance.choice(('talk', 'discussion', 'announcement'))}"
        yield f"    speakers: [{self.chance.choice(people).id}]"
        yield f"    topics: [{', '.join(about)}]"
        if self.chance.random() < 0.3:
            yield "    links:"
            yield f"      - {{url: https://example.org/{self.chance.randint(1, 10**6)}, title: Slides}}"
        yield "    notes: |"
        for _ in range(self.chance.randint(2, 6)):
            yield f"      - {self.sentence(12)}"
        if self.chance.random() < 0.5:
            yield f"      - Q ({self.chance.choice(people).id}): {self.sentence(7)}?"
            yield f"        - A: {self.sentence(7)}"

    def _outcome(self, id: str, closed: date, people: Sequence[Person]) -> Iterator[str]:
        if self.chance.random() < 0.2:
            yield "    decisions:"
            yield f"      - {{text: {self.sentence(6)}}}"
        if self.chance.random() < 0.3:
            task, owner = self.sentence(5), self.chance.choice(people).id
            yield "    actions:"
            if self.chance.random() < 0.4:
                yield f"      - {{id: {id}, task: {task}, owners: [{owner}]}}"
            else:
                yield from (f"      - id: {id}", f"        task: {task}", f"        owners: [{owner}]")
                yield from (f"        closed: {closed}", "        outcome: done")


def generate(root: Path, meetings: int) -> None:
    """Write `data/` of a repository with that many meetings into a folder that has none yet."""
    writer = Writer(root / "data", random.Random(meetings), Words.read())  # noqa: S311  the same bytes each time
    groups = meetings // MEETINGS_OF_A_GROUP if meetings >= 2 * MEETINGS_OF_A_GROUP else 1
    organizations = [f"org-{n}" for n in range(20 + 4 * groups)]
    people = [_person(writer, n, organizations) for n in range(50 * groups + 20)]
    nouns = writer.words.nouns
    topics = [f"{a}-{b}" for a in nouns[:20] for b in nouns[20:]][: 80 + groups]
    for n in range(groups):
        below = f"/group-{n:03}" if groups > 1 else ""
        writer.write(f"groups{below}.yaml" if below else "group.yaml", "group", _group(n))
        for k in range(meetings // groups + (n < meetings % groups)):
            day = FIRST + k * FORTNIGHT
            regulars = people[50 * n + k // 12 % 20 :][:50]
            writer.write(f"meetings{below}/{day}.yaml", "meeting", list(writer.meeting(day, regulars, topics)))
    _write_registries(writer, organizations)


def _person(writer: Writer, n: int, organizations: Sequence[str]) -> Person:
    words, chance = writer.words, writer.chance
    rest, given = divmod(n, len(words.given))
    more, family = divmod(rest, len(words.family))
    name = f"{words.given[given]} {words.family[family]}" + (f"-{words.places[more]}" if more else "")
    changes = sorted(chance.sample(range(40, 3000), chance.choice((0, 0, 0, 1, 1, 2))))
    since: list[date | None] = [None, *(FIRST + timedelta(days=day) for day in changes)]
    employers = [chance.choice(organizations) for _ in since]
    steps = [0, *(k for k, (a, b) in enumerate(pairwise(employers), 1) if a != b)]
    return Person(slugify(name), name, tuple((employers[k], since[k]) for k in steps))


def _group(n: int) -> list[str]:
    return [
        "format: 1",
        f"name: Working Group {n + 1}",
        "zones: [Europe/Zurich, America/New_York, UTC]",
        "series:",
        "  - id: fortnightly",
        f"    uid: g{n:031x}",
        f"    since: {FIRST}",
        "    rrule: FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
        '    start: "16:00"',
        "    timezone: Europe/Zurich",
        "    duration: 60",
    ]


def _write_registries(writer: Writer, organizations: Sequence[str]) -> None:
    used = {organization for person in writer.came.values() for organization, _ in person.employers}
    lines = ["organizations:"]
    for id in sorted(used):
        n = organizations.index(id)
        place = writer.words.places[n % len(writer.words.places)]
        lines += [f"  {id}:", f"    name: Institute of {place} {n}", f"    kind: {_KINDS[n % len(_KINDS)]}"]
    writer.write("organizations.yaml", "organizations", lines)
    lines = ["people:"]
    for person in sorted(writer.came.values(), key=lambda person: person.id):
        lines += [f"  {person.id}:", f"    name: {person.name}", *_affiliations(person)]
    writer.write("people.yaml", "people", lines)
    named = [line for id in sorted(writer.discussed) for line in (f"  {id}:", f"    name: {id.replace('-', ' ').title()}")]
    writer.write("topics.yaml", "topics", ["topics:", *named])


def _affiliations(person: Person) -> Iterator[str]:
    if len(person.employers) == 1:
        yield f"    affiliations: [{person.employers[0][0]}]"
        return
    yield "    affiliations:"
    for organization, since in person.employers:
        yield f"      - {{organization: {organization}, since: {since}}}" if since else f"      - {organization}"


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))
