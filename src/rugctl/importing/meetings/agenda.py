"""The agenda of one meeting: which nodes are its items, and what each says of speakers, links, notes, actions and decisions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial

from rugctl.importing.ledger import Ledger
from rugctl.importing.meetings.entries import Draft, draft_items
from rugctl.importing.meetings.notes import write_notes
from rugctl.importing.meetings.parts import Parts
from rugctl.importing.meetings.tasks import Tasks
from rugctl.importing.meetings.title_index import TitleIndex
from rugctl.importing.meetings.tree import Node
from rugctl.importing.report import FoundAction, FoundDecision, FoundItem, FoundPerson
from rugctl.importing.words.actions import Owners, read_action
from rugctl.importing.words.labels import SHORTCODE
from rugctl.importing.words.links import links_of
from rugctl.importing.words.people_lines import read_people
from rugctl.importing.words.phrases import alike
from rugctl.importing.words.titles import as_written, kind_of, read_title, unnumbered
from rugctl.names import fold

_SPEAKER = re.compile(r"(?:speakers?|presenters?|presented by|presentation by|talk by)\s*[:–-]?\s+(?=\S)", re.IGNORECASE)
_FORM = frozenset({"topic", "topics", "main", "item", "presentation", "speaker", "speakers", "with", "and", "the", "from"})
_OPEN_END = re.compile(r"\b(?:on|of|for|at|in|see|to|the|and|with|from|e\.g|i\.e|re|using|via)\.?\s*$", re.IGNORECASE)


@dataclass(slots=True)
class Minutes:
    """What the agenda and the notes of a meeting come to."""

    items: list[FoundItem] = field(default_factory=list)
    notes: str = ""
    noted: bool = False
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
        drafts, loose = draft_items(self.parts, self.owners, self.ledger)
        minutes.noted = any(draft.notes for draft in drafts)
        minutes.items = [self._item(draft) for draft in drafts]
        found_actions, found_decisions = self.tasks.within(loose)
        minutes.actions += found_actions
        minutes.decisions += found_decisions
        minutes.notes = write_notes(loose, self._keeps)
        for node in loose:
            self._enter(node, "notes")
        self._drop_repeated(minutes)
        return minutes

    def _item(self, draft: Draft) -> FoundItem:
        node, line = draft.node, draft.node.block.first
        title = read_title(_without_anchors(draft), line, self.owners)
        speakers = _once([*title.speakers, *self._speakers(draft.notes)])
        actions, decisions = self.tasks.within(draft.notes)
        if own := read_action(node.block.text, line, self.owners, listed=False):
            actions.insert(0, own)
        notes = write_notes(draft.notes, self._keeps)
        if _leaves_out(
            SHORTCODE.sub("", unnumbered(draft.title)), title.text, [*speakers, *(owner for action in actions for owner in action.owners)]
        ):
            notes = f"{node.block.markdown or draft.title}\n\n{notes}".strip()
        for note in draft.notes:
            self._enter(note, "agenda")
        self.ledger.enter(node.block, "agenda")
        kind = kind_of(title.text, notes, has_speakers=bool(speakers), over=draft.over)
        links = tuple(links_of([node.block, *(inner.block for note in draft.notes for inner in note.walk())]))
        written = as_written(title.text, unnumbered(draft.title))
        return FoundItem(title.text, line, written, kind, tuple(speakers), links, title.outcome, notes, tuple(decisions), tuple(actions))

    def _speakers(self, notes: Iterable[Node]) -> list[FoundPerson]:
        """Return those whom a line below an item names as its speakers."""
        found: list[FoundPerson] = []
        for node in (n for note in notes for n in note.walk()):
            label = node.label
            match = _SPEAKER.match(node.block.text)
            rest = label.rest if label and label.role == "speakers" else node.block.text[match.end() :] if match else ""
            people = read_people(rest, node.block.first, self.owners.lexicon, role="speaker", inline=True) if rest else []
            if label and label.role == "speakers" and not rest:
                texts = ((child.block.text, child.block.first) for child in node.children)
                people = [p for text, line in texts for p in read_people(text, line, self.owners.lexicon, role="speaker", pairs=True)]
                self.tasks.taken.update(id(child) for child in node.children if people)
            if node.is_heading and not people:
                found += [FoundPerson(name, node.block.first, role="speaker") for name in self.owners.attending(node.block.text)]
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
        _count_once(minutes.items)
        told: TitleIndex[str] = TitleIndex()
        for action in (action for item in minutes.items for action in item.actions):
            told.add(action.text, action.text)
        kept: list[FoundAction] = []
        for action in minutes.actions:
            if told.find(action.text, partial(_alike, action.text)) is None:
                kept.append(action)
                told.add(action.text, action.text)
        minutes.actions = kept


def _count_once(items: list[FoundItem]) -> None:
    """Let an action count once that stands in the agenda and again, word for word, in the notes on it."""
    told: set[tuple[str, ...]] = set()
    for n, item in enumerate(items):
        kept: list[FoundAction] = []
        for action in item.actions:
            key = (fold(action.text), str(action.done), *(fold(owner.name) for owner in action.owners))
            if key not in told:
                kept.append(action)
            told.add(key)
        items[n] = replace(item, actions=tuple(kept)) if len(kept) < len(item.actions) else item


def _leaves_out(whole: str, title: str, people: Iterable[FoundPerson]) -> bool:
    """Tell whether a line says more than its title and the people that it names; addresses stand among the links."""
    said = " ".join([title, *(f"{person.name} {person.affiliation or ''} {person.handle or ''}" for person in people)])
    words = set(fold(re.sub(r"https?://\S+", " ", whole)).split()) - set(fold(said).split()) - _FORM
    return any(len(word) > 2 or word.isdigit() for word in words)


def _without_anchors(draft: Draft) -> str:
    """Return an item's title without the addresses at its end that the document wrote as links."""
    text = draft.title
    for anchor in reversed(draft.node.block.anchors if draft.node else ()):
        if anchor.text.startswith("http") and text.rstrip(" .)").endswith(anchor.text) and len(text) - len(anchor.text) > 12:
            shorter = text.rstrip(" .)").removesuffix(anchor.text).rstrip(" (:–-")
            bare = re.sub(r"[(\[][^()\[\]]*[)\]]", "", shorter)
            text = text if _OPEN_END.search(shorter) or not re.search(r"\w{3}", bare) else shorter
    return text


def _once(people: Iterable[FoundPerson]) -> list[FoundPerson]:
    found: dict[str, FoundPerson] = {}
    for person in people:
        found.setdefault(fold(person.name), person)
    return list(found.values())


def _alike(a: str, b: str) -> bool:
    first, second = fold(a), fold(b)
    return first == second or (min(len(first), len(second)) > 12 and alike(first, second, 0.85))
