"""Who was there: lists, rosters with boxes, tables and running lines of one meeting, each person once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rugctl.importing.blocks import Block
from rugctl.importing.ledger import Ledger
from rugctl.importing.meetings.parts import Inline, Parts, Placed
from rugctl.importing.meetings.roster import Roster, is_same, is_short
from rugctl.importing.meetings.tables import read_table, tables_of
from rugctl.importing.meetings.tree import Node
from rugctl.importing.report import FoundPerson
from rugctl.importing.words.lexicon import Lexicon, is_nobody, looks_like_person
from rugctl.importing.words.people_lines import is_running, person_line_score, read_people, without_suffixes

_PRESENT_COMMAND = re.compile(r"(?:^|\s)present\s*\+\s*:?\s*(?P<who>[^<>]*)$", re.IGNORECASE)
_IRC_NICK = re.compile(r"^(?:\[?\d{1,2}:\d\d(?::\d\d)?\]?\s*)?<\s*[@+]?(?P<nick>[\w\\^`{}|\[\]-]+)>\s*(?P<text>.*)$")
_INITIALS = re.compile(r"(?P<initials>[A-Z][A-Z0-9]{1,3})\s*[:=]\s+(?P<name>\S.*)")
_TO_COME = re.compile(r"\bto join\b|\bfuture meetings\b|\bnext (?:time|meeting)\b|\bcan(?:no|')t (?:make|join|attend)", re.IGNORECASE)
_NOT_IN_LIST = re.compile(
    r"\b(?:people|attendees|participants|members) (?:in )?(?:total|present)\b|\bquorum\b|\bwelcomed\b|\bintroduc\w+\b", re.IGNORECASE
)
_REGRETS_COMMAND = re.compile(r"^(?:<[^<>]{1,30}>\s*)?regrets\s*\+\s*:?", re.IGNORECASE)
_NO_NAME = re.compile(r"\bhttps?\b|[?!]{2}|\bwas all\b")
_KIND_OF_PEOPLE = re.compile(
    r"\W*(?:\w+\s+)?(?:members?|attendees?|guests?|observers?|others?|in[- ]person|on[- ]?site|remote|on-?line|virtual|present|participants?|maintainers?"
    r"|contributors?|voting|non-?voting|team|everyone|people|names?|presenters?|speakers?|panel+ists?|hosts?)(?:\s+members?)?\W*",
    re.IGNORECASE,
)
_NAMED_KIND = re.compile(r"(?P<kind>[\w -]{3,30}):\s+(?=\S)")
_LIKELY = 0.6
_STORY = re.compile(r"(?P<who>.*?[)\]])\s*[-–—:]\s+(?P<story>.*)")


def read_roster(parts: Parts, lexicon: Lexicon, ledger: Ledger) -> Roster:
    """Return who was there and who was not, from the parts that say so; lines that name nobody become notes."""
    nodes = parts.of("attendees")
    texts = [node.block.text for node in nodes]
    behind = [names_behind(text, lexicon)[1] for text in texts]
    several = sum(n > 1 for n in behind)
    kinds = several > 1 or (several == 1 and len(behind) > 1 and all(behind))
    call = RollCall(lexicon, ledger, pairs=writes_pairs(texts, lexicon), kinds=kinds)
    if (
        nodes
        or any(inline.role == "attendees" for inline in parts.inline)
        or any(n.label and n.label.role == "attendees" for n in parts.labels)
    ):
        call.roster.present = []
    for table in tables_of(nodes):
        call.left += read_table(table, call.roster, lexicon, ledger)
    for node in nodes:
        if node.block.kind != "row":
            call.read(node, ())
    for inline in parts.inlines("attendees"):
        call.read_inline(inline)
    if call.roster.present:
        call.roster.present.sort(key=lambda person: person.line)
    _take_initials(call.roster)
    call.newcomers(parts)
    call.regrets(parts)
    parts.placed += [Placed("logistics", node) for node in call.left]
    return call.roster


def _take_initials(roster: Roster) -> None:
    """Read brackets as initials where everybody has one of two or three capitals of their own: `Ann (AL), Bo (BE)`."""
    present = roster.present or []
    short = [person.affiliation or "" for person in present]
    if len(present) < 3 or len(set(short)) < len(short) or not all(re.fullmatch(r"[A-Z]{2,3}", text) for text in short):
        return
    roster.initials |= {text: person.name for text, person in zip(short, present, strict=True)}
    roster.present = [replace(person, affiliation=None, organizations=()) for person in present]


def writes_pairs(texts: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether a list writes `Name, Org`: most of its lines have one comma outside of brackets, or none."""
    plain = [without_suffixes(re.sub(r"[(\[][^()\[\]]*[)\]]", "", text)) for text in texts if text.strip()]
    with_comma = [text for text in plain if text.count(",") == 1]
    if not with_comma:
        return False
    people = sum(looks_like_person(text.split(",")[1], lexicon) == 1.0 for text in with_comma)
    return people * 2 <= len(with_comma)


def named_kind(text: str) -> int:
    """Return where the names begin on a line that names a kind of people first, `Remote: Ann Lee, Bo Ek`; 0 on any other."""
    kind = _NAMED_KIND.match(text)
    return kind.end() if kind and _KIND_OF_PEOPLE.fullmatch(kind["kind"]) else 0


def names_behind(text: str, lexicon: Lexicon) -> tuple[int, int]:
    """Return where names begin behind a colon and how many there are, where nothing else stands there: `Lamp makers: Ann Lee, Bo Ek`."""
    colon = _NAMED_KIND.match(text)
    people = read_people(text[colon.end() :], 1, lexicon, inline=True) if colon else []
    names = bool(people) and all(" " in person.name and looks_like_person(person.name, lexicon) >= _LIKELY for person in people)
    return (colon.end(), len(people)) if colon and names else (0, 0)


@dataclass(slots=True)
class RollCall:
    """Reads the lines of a roll call into a roster; `left` are those that name nobody."""

    lexicon: Lexicon
    ledger: Ledger
    pairs: bool
    kinds: bool = False
    roster: Roster = field(default_factory=Roster)
    left: list[Node] = field(default_factory=list)

    def read(self, node: Node, over: tuple[str, ...]) -> None:
        """Read an entry and what is below it: people under an organization (`over`), or remarks under a person."""
        block = node.block
        if block.ticked is False:
            self._absent(block)
            self.left += node.children
            return
        text, running = self._bare(block)
        if node.children and self._stands_over_people(node):
            self.ledger.enter(block, "attendees")
            said = () if _KIND_OF_PEOPLE.fullmatch(text) else (text.strip(" :*"),)
            for child in node.children:
                self.read(child, said)
            return
        people = self._people(text, block, running=running)
        remarks = [child for child in node.children if not people or person_line_score(child.block.text, self.lexicon) < 0.75]
        self._enter(block, text, people, remarks, over)
        for child in node.children:
            if child not in remarks:
                self.read(child, over)

    def _enter(self, block: Block, text: str, people: list[FoundPerson], remarks: list[Node], over: tuple[str, ...]) -> None:
        """Enter the people of a line, remarks with the last of them; a line that names nobody is left."""
        if not people:
            if is_nobody(text):
                self.ledger.structure(block)
                self.left += remarks
            else:
                self.left.append(Node(block, children=remarks))
            return
        self.ledger.enter(block, "attendees")
        said = [inner.block.text for node in remarks for inner in node.walk()]
        for node in (inner for remark in remarks for inner in remark.walk()):
            self.ledger.enter(node.block, "attendees")
        people[-1] = replace(people[-1], note="; ".join(filter(None, [people[-1].note, *said])) or None)
        if over:
            people = [replace(p, affiliation=p.affiliation or over[0], organizations=p.organizations or over) for p in people]
        self.roster.add(people)

    def _bare(self, block: Block) -> tuple[str, bool]:
        """Return a line without what chats, initials and kinds of people put before names; and whether it lists several."""
        text = block.text
        irc = _IRC_NICK.match(text)
        text = irc["text"] if irc else text
        short = _INITIALS.fullmatch(text)
        if short and looks_like_person(short["name"].split("(")[0], self.lexicon) >= 0.4:
            text = short["name"]
            self.roster.initials[short["initials"]] = text.split("(")[0].strip()
        kind = named_kind(text) or (names_behind(text, self.lexicon)[0] if self.kinds else 0)
        if kind:
            return text[kind:], True
        command = _PRESENT_COMMAND.search(text)
        if command:
            return command["who"] or (irc["nick"] if irc else ""), True
        return text, is_running(text, block.kind)

    def _people(self, text: str, block: Block, *, running: bool) -> list[FoundPerson]:
        """Return the people that a line of the list names: no remark about them, nobody who is only to come."""
        if _NOT_IN_LIST.search(text) and person_line_score(text, self.lexicon) <= 0.6:
            return []
        people = read_people(text, block.first, self.lexicon, anchors=block.anchors, pairs=self.pairs, inline=running)
        return [person for person in people if not (person.note and _TO_COME.search(person.note)) and self._is_name(person.name)]

    def _is_name(self, name: str) -> bool:
        words = name.split()
        like = looks_like_person(name, self.lexicon) > 0 or len(words) < 3
        return like and len(words) <= 5 and not _NO_NAME.search(name)

    def _absent(self, block: Block) -> None:
        """Enter somebody whose box is not ticked."""
        self.ledger.enter(block, "regrets")
        self.roster.regrets += read_people(block.text, block.first, self.lexicon, anchors=block.anchors, role="regrets", pairs=True)

    def _stands_over_people(self, node: Node) -> bool:
        """Tell whether an entry is an organization or a kind of people with its people below it."""
        text = node.block.text
        below = [person_line_score(child.block.text, self.lexicon) for child in node.children if child.block.kind in {"item", "text"}]
        kind = text.rstrip().endswith(":") or bool(_KIND_OF_PEOPLE.fullmatch(text))
        return sum(score >= 0.5 for score in below) * 2 > len(below) and (kind or person_line_score(text, self.lexicon) < 0.75)

    def read_inline(self, inline: Inline) -> None:
        """Read people listed behind a label on its line."""
        block = inline.node.block
        people = read_people(inline.text, block.first, self.lexicon, anchors=block.anchors, inline=True)
        if sum(looks_like_person(person.name, self.lexicon) >= 0.4 for person in people) * 2 > len(people):
            self.roster.add(people)
            self.ledger.enter(block, "attendees")
        elif not is_nobody(inline.text):
            self.left.append(Node(block))

    def newcomers(self, parts: Parts) -> None:
        """Mark those who are named as newcomers; they were there, whether or not the list has them."""
        for node in parts.of("newcomers"):
            self._newcomer(node)
        for inline in parts.inlines("newcomers"):
            block = inline.node.block
            people = read_people(inline.text, block.first, self.lexicon, anchors=block.anchors, inline=True)
            known = [person for person in people if looks_like_person(person.name, self.lexicon) >= 0.4]
            for person in known:
                self._mark(person)
            if known:
                self.ledger.enter(block, "attendees")
            elif not is_nobody(inline.text):
                self.left.append(Node(block))

    def _newcomer(self, node: Node) -> None:
        """Read an entry of a list of newcomers; what they told of themselves is a remark."""
        block = node.block
        match = _STORY.fullmatch(block.text)
        text = match["who"] if match else block.text
        running = is_running(text, "text")
        if not running and person_line_score(re.split(r"\s[-–—]\s", text)[0], self.lexicon) < 0.4:
            if is_nobody(text):
                self.ledger.structure(block)
                self.left += node.children
            else:
                self.left.append(node)
            return
        people = read_people(text, block.first, self.lexicon, anchors=block.anchors, inline=running)
        told = [match["story"]] if match else []
        told += [inner.block.text for child in node.children for inner in child.walk()]
        for inner in node.walk():
            self.ledger.enter(inner.block, "attendees")
        for person in people:
            self._mark(replace(person, note="; ".join(filter(None, [person.note, *told])) or None))

    def _mark(self, person: FoundPerson) -> None:
        self.roster.present = present = self.roster.present or []
        at = next((n for n, other in enumerate(present) if is_same(other, person) or is_short(person, other)), None)
        if at is None:
            self.roster.add([replace(person, first_time=True)])
        else:
            note = "; ".join(filter(None, [present[at].note, person.note])) or None
            present[at] = replace(present[at], first_time=True, note=note)

    def regrets(self, parts: Parts) -> None:
        """Enter those who are named as absent."""
        for node in (inner for outer in parts.of("regrets") for inner in outer.walk()):
            found = read_people(
                _REGRETS_COMMAND.sub("", node.block.text),
                node.block.first,
                self.lexicon,
                anchors=node.block.anchors,
                role="regrets",
                pairs=True,
            )
            self._regret(node.block, node.block.text, found)
        for inline in parts.inlines("regrets"):
            block = inline.node.block
            self._regret(block, inline.text, read_people(inline.text, block.first, self.lexicon, role="regrets", inline=True))

    def _regret(self, block: Block, text: str, found: list[FoundPerson]) -> None:
        if found:
            self.roster.regrets += found
            self.ledger.enter(block, "regrets")
        elif is_nobody(text):
            self.ledger.structure(block)
        else:
            self.left.append(Node(block))
