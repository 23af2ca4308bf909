"""The agenda of one meeting: which nodes are its items, and what each says of speakers, links, notes, actions and decisions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from rugctl.importing.actions import Owners, read_action
from rugctl.importing.blocks import Block
from rugctl.importing.ledger import Ledger
from rugctl.importing.links import links_of
from rugctl.importing.notes import write_notes
from rugctl.importing.parts import Parts, Placed
from rugctl.importing.people_lines import read_people
from rugctl.importing.report import FoundAction, FoundDecision, FoundItem, FoundPerson
from rugctl.importing.tasks import Tasks
from rugctl.importing.titles import kind_of, read_title
from rugctl.importing.tree import Node
from rugctl.names import fold

_BARE_LINK = re.compile(r"(?:[\w’' ]{0,60}:?\s*)?\(?https?://\S+\)?\s*$")
_SPEAKER = re.compile(r"(?:speakers?|presenters?|presented by|presentation by|talk by)\s*[:–-]?\s+(?=\S)", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\[\d+\]:?\s*https?://")
_OPEN_END = re.compile(r"\b(?:on|of|for|at|in|see|to|the|and|with|from|e\.g|i\.e|re|using|via)\.?\s*$", re.IGNORECASE)
_SENTENCE = re.compile(r"[a-z]{2}[.!]\W*$")
_NO_ITEM = re.compile(
    r"(?:\[[^\[\]]*\]|@[\w-]+|n/?a|none|tbd|tba|done|blocked|next|in progress|\W*|\.\.\.|(?:please )?(?:suggest|add|propose|submit|sumbit|put|insert)\b.*\b(?:items?|topics?|announcements?|name)\b.*|your (?:item|topic) here.*|\[?(?:item|topic) ?\d*\]?|no (?:items?|topics?).*)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Draft:
    """An agenda item while it is put together: its own node, and the nodes of its notes."""

    title: str
    node: Node | None
    notes: list[Node] = field(default_factory=list)
    over: str = ""


@dataclass(slots=True)
class Minutes:
    """What the agenda and the notes of a meeting come to."""

    items: list[FoundItem] = field(default_factory=list)
    notes: str = ""
    actions: list[FoundAction] = field(default_factory=list)
    decisions: list[FoundDecision] = field(default_factory=list)


@dataclass(slots=True)
class Secretary:
    """Writes the minutes of one meeting from its parts; every node that is used goes into the ledger."""

    parts: Parts
    owners: Owners
    ledger: Ledger
    tasks: Tasks

    def write(self) -> Minutes:
        """Return the meeting's agenda, notes, actions and decisions."""
        minutes = Minutes(actions=self.tasks.listed(), decisions=self.tasks.decisions())
        drafts, loose = self._drafts()
        for draft in drafts:
            minutes.items.append(self._item(draft))
        found_actions, found_decisions = self.tasks.within(loose)
        minutes.actions += found_actions
        minutes.decisions += found_decisions
        minutes.notes = write_notes(loose, self._keeps)
        for node in loose:
            self._enter(node, "notes")
        self._drop_repeated(minutes)
        return minutes

    def _drafts(self) -> tuple[list[Draft], list[Node]]:
        """Return the agenda's items, and the nodes that belong to none of them."""
        drafts: list[Draft] = []
        loose: list[Node] = []
        entries = [
            placed
            for placed in self.parts.placed
            if placed.role in {"agenda", "group", "notes", None, "backlog", "next", "old-actions", "logistics", "recording"}
        ]
        noted = any(placed.role == "notes" and placed.node.block.kind == "item" for placed in entries)
        has_agenda = any(placed.role == "agenda" or (placed.role == "group" and not noted) for placed in entries) or any(
            placed.node.block.kind == "heading" and placed.role is None for placed in entries
        )
        for inline in self.parts.inlines("agenda", "group"):
            if not inline.node.children and inline.text:
                drafts += [Draft(inline.text, inline.node)]
        titled = _titled_lists(entries)
        for placed in entries:
            node = placed.node
            if id(node) in titled and node.block.kind != "text" and drafts:
                drafts[-1].notes.append(node)
                continue
            over = placed.over.block.text if placed.over else ""
            if placed.role in {"backlog", "next", "old-actions", "logistics", "recording"}:
                loose.append(node)
            elif self._is_item(node, placed.role, has_agenda=has_agenda or (noted and placed.role is None)):
                drafts += self._drafts_of(node, over)
            else:
                self._attach(node, drafts, loose, placed.role)
        for inline in self.parts.inlines("notes"):
            (drafts[0].notes if len(drafts) == 1 else loose).insert(0, _as_text(inline.node, inline.text))
        drafts.sort(key=lambda draft: draft.node.block.first if draft.node else 0)
        return self._merged(drafts), loose

    def _is_item(self, node: Node, role: str | None, *, has_agenda: bool) -> bool:
        block = node.block
        if (
            block.kind in {"row", "code", "front"}
            or _NO_ITEM.fullmatch(block.text)
            or (block.kind == "item" and _BARE_LINK.fullmatch(block.text) and role != "agenda")
            or _FOOTNOTE.match(block.text)
        ):
            return False
        if node.is_heading:
            return True
        if role in {"agenda", "group"}:
            title = role == "agenda" and block.kind == "text" and block.depth == 0 and len(block.text) < 140
            return block.kind == "item" or (title and not _SENTENCE.search(block.text))
        return (
            not has_agenda
            and block.kind == "item"
            and len(block.text) < 400
            and read_action(block.text, 0, self.owners, listed=False) is None
        )

    def _drafts_of(self, node: Node, over: str) -> list[Draft]:
        """Return the item that a node is; a heading with headings below it is one for each of those."""
        heads = [child for child in node.children if child.is_heading]
        if not node.is_heading or not heads:
            return [Draft(node.block.text, node, list(node.children), over)]
        own = [child for child in node.children if not child.is_heading]
        inner = [draft for child in heads for draft in self._drafts_of(child, node.block.text)]
        if own:
            return [Draft(node.block.text, node, own, over), *inner]
        self.ledger.structure(node.block)
        return inner

    def _attach(self, node: Node, drafts: list[Draft], loose: list[Node], role: str | None) -> None:
        """Put notes under the item that they are about: the only one, or the one whose title they repeat."""
        if len(drafts) == 1 and role in {"notes", None}:
            drafts[0].notes.append(node)
            return
        match = next((draft for draft in drafts if _same(draft.title, node.block.text)), None)
        if match is not None:
            match.notes += node.children or [node]
        else:
            loose.append(node)

    def _merged(self, drafts: list[Draft]) -> list[Draft]:
        """Make items that stand twice, in the agenda and again over their notes, one."""
        kept: list[Draft] = []
        for draft in drafts:
            twin = next((other for other in kept if _same(other.title, draft.title)), None)
            if twin is None:
                kept.append(draft)
            else:
                twin.notes += draft.notes
                if draft.node:
                    self.ledger.enter(draft.node.block, "agenda")
        return kept

    def _item(self, draft: Draft) -> FoundItem:
        node = draft.node
        line = node.block.first if node else 0
        title = read_title(_without_anchors(draft), line, self.owners)
        speakers = [*title.speakers, *self._speakers(draft.notes)]
        actions, decisions = self.tasks.within(draft.notes)
        if node and (own := read_action(node.block.text, line, self.owners, listed=False)):
            actions.insert(0, own)
        notes = write_notes(draft.notes, self._keeps)
        blocks = [*([node.block] if node else []), *(n.block for note in draft.notes for n in note.walk())]
        for note in draft.notes:
            self._enter(note, "agenda")
        if node:
            self.ledger.enter(node.block, "agenda")
        kind = kind_of(title.text, notes, has_speakers=bool(speakers), over=draft.over)
        links = tuple(links_of(blocks))
        return FoundItem(title.text, line, kind, tuple(_once(speakers)), links, title.outcome, notes, tuple(decisions), tuple(actions))

    def _speakers(self, notes: Iterable[Node]) -> list[FoundPerson]:
        """Return those whom a line below an item names as its speakers."""
        found: list[FoundPerson] = []
        for node in (n for note in notes for n in note.walk()):
            label = node.label
            match = _SPEAKER.match(node.block.text)
            rest = label.rest if label and label.role == "speakers" else node.block.text[match.end() :] if match else ""
            people = read_people(rest, node.block.first, self.owners.lexicon, role="speaker", inline=True) if rest else []
            if people and len(rest) < 160:
                found += people
                self.tasks.taken.add(id(node))
        return found

    def _keeps(self, node: Node) -> bool:
        return id(node) not in self.tasks.taken

    def _enter(self, node: Node, name: str) -> None:
        for inner in node.walk():
            self.ledger.enter(inner.block, name)

    def _drop_repeated(self, minutes: Minutes) -> None:
        """Let a closing list that repeats the actions of the items count once."""
        own = [action for item in minutes.items for action in item.actions]
        kept: list[FoundAction] = []
        for action in minutes.actions:
            if not any(_alike(action.text, other.text) for other in [*own, *kept]):
                kept.append(action)
        minutes.actions = kept


def _titled_lists(entries: Sequence[Placed]) -> set[int]:
    """Return the nodes of agendas in which lines of text are the titles, each over a list of notes."""
    titled: set[int] = set()
    for over in {id(placed.over): placed.over for placed in entries if placed.role == "agenda"}.values():
        own = [placed.node for placed in entries if placed.over is over and placed.role == "agenda"]
        heads = [n for n, node in enumerate(own[:-1]) if node.block.kind == "text" and own[n + 1].block.kind == "item"]
        if len(heads) >= 2 and heads[0] == 0:
            titled.update(id(node) for node in own)
    return titled


def _without_anchors(draft: Draft) -> str:
    """Return an item's title without the addresses at its end that the document wrote as links."""
    text = draft.title
    for anchor in reversed(draft.node.block.anchors if draft.node else ()):
        if anchor.text.startswith("http") and text.rstrip(" .)").endswith(anchor.text) and len(text) - len(anchor.text) > 12:
            shorter = text.rstrip(" .)").removesuffix(anchor.text).rstrip(" (:–-")
            bare = re.sub(r"[(\[][^()\[\]]*[)\]]", "", shorter)
            text = text if _OPEN_END.search(shorter) or not re.search(r"\w{3}", bare) else shorter
    return text


def _as_text(node: Node, text: str) -> Node:
    block = node.block
    return Node(Block("text", text, block.first, block.last, markdown=text))


def _once(people: Iterable[FoundPerson]) -> list[FoundPerson]:
    found: dict[str, FoundPerson] = {}
    for person in people:
        found.setdefault(fold(person.name), person)
    return list(found.values())


def _same(a: str, b: str) -> bool:
    """Tell whether two texts are the same title."""
    first, second = fold(a), fold(b)
    return (
        bool(first)
        and bool(second)
        and (first == second or (len(first) > 8 and len(second) > 8 and SequenceMatcher(None, first, second).ratio() > 0.85))
    )


def _alike(a: str, b: str) -> bool:
    first, second = fold(a), fold(b)
    return first == second or (min(len(first), len(second)) > 12 and SequenceMatcher(None, first, second).ratio() > 0.85)
