"""Which lines of a meeting's minutes are agenda items, and which belong to one of them as its notes."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from rugctl.importing.blocks import Block
from rugctl.importing.ledger import Ledger
from rugctl.importing.meetings.echoes import marked_otherwise, takes_up
from rugctl.importing.meetings.parts import Parts, Placed
from rugctl.importing.meetings.title_index import TitleIndex, same_title
from rugctl.importing.meetings.titled_lists import LONG, SENTENCE, is_short, titled_lists
from rugctl.importing.meetings.tree import Node
from rugctl.importing.meetings.voices import voices_of
from rugctl.importing.words.actions import Owners, is_marked, read_action
from rugctl.importing.words.dates import find_dates
from rugctl.importing.words.labels import read_label
from rugctl.importing.words.links import ADDRESS
from rugctl.importing.words.titles import TOPIC, read_title
from rugctl.names import fold

_BESIDE = frozenset({"backlog", "next", "old-actions", "logistics", "recording"})
"""Parts that are never about an agenda item."""
_ABOUT_ITEMS = frozenset({"actions", "decisions", "notes", "recording"})
"""Parts that an item may have below it."""
_BARE_LINK = re.compile(r"(?:[\w’' ]{0,60}:?\s*)?\(?https?://\S+\)?\s*$")
_FOOTNOTE = re.compile(r"\[\d+\]:?\s*https?://")
_NO_ITEM = re.compile(
    r"(?:\[[^\[\]]*\]|@[\w-]+|n/?a|none|tbd|tba|done|blocked|next|in progress|\W*|\.\.\.|your (?:item|topic) here.*|\[?(?:item|topic) ?\d*\]?|no (?:items?|topics?).*|name\s*: (?:item|topic)\b.*|see (?:the )?instructions\b.*"
    r"|(?:the )?(?:votes?|motion|result)(?:s|d)?\W*|(?:(?:the )?(?:motion|vote) )?(?:passe[sd]|carrie[sd]|fail(?:s|ed)|defeated)\b[\W\d]*(?:unanimously|by acclamation)?\W*"
    r"|(?:the |our )?next (?:[\w-]+ )?(?:meeting|call|session)\b(?: (?:is|will be|planned|scheduled|takes place|to be|on|at|in)\b.*|\s*[:–-].*)"
    r"|(?:the )?next (?:[\w-]+ )?week(?:'s|’s)? (?:meeting|call|session)? ?(?:is|will be) .*"
    r"|closed|\{[{%].*[}%]\}"
    r"|(?:please )?(?:suggest|add|propose|submit|sumbit|put|insert)\b.*\b(?:items?|topics?|announcements?|name)\b.*)",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"(?:Q|A|Question|Answer|Questions? (?:to|from)[^:]{1,30})\s*(?:\([^()]*\))?\s*:|\?\s+\S")
_MINOR = re.compile(
    r"(?:link to (?:the )?)?(?:presentation )?(?:slides?|slide ?decks?|deck|blog ?posts?|paper|recording|video|transcript|demo script|repository(?: mirror)?|source(?: code)?|code|docs?"
    r"|documentation|references?|relevant links|links?|presentation|q ?& ?a|questions?|notes?|results?|outcome|idea|website|prologue|charter)(?: (?:links?|url|here|from [^:]{1,40}|\([^()]*\)))?\s*(?::.*|\?)?",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"\W*(?P<who>[\w.'’ -]{1,30}?)\s*:\s+\S")
_REMARK = re.compile(r"\(.*\)\W*")
_IN_RECORDING = re.compile(r"\d{1,2}:\d\d (?:in|of|into) the (?:video|recording)\b", re.IGNORECASE)
_LONGEST_DATE = 60
_TIME = re.compile(r"(?:[\W\d]|\b(?:at|to|on|\w+day|noon)\b|[ap]\.?m?\.?\b|\b(?:utc|gmt|[a-z]{1,3}t)\b)*", re.IGNORECASE)
_TALKS = re.compile(r"\b(?:discussions?|presentations?|talks?|demos?)$", re.IGNORECASE)
_FOR_EACH = re.compile(r"\b(?:each|per (?:item|topic|person|project))\)?\W*$", re.IGNORECASE)
"""A heading whose time is that of each item below it, `Projects (2 min each)`, is none itself."""
_GOES_ON = re.compile(r"\W{0,3}(?:\.\.\.|…)")


@dataclass(slots=True)
class Draft:
    """An agenda item while it is put together: its own node, the nodes of its notes, and the words of the part above it.

    `part` is the same for the entries of one list, and for the headings of one part; `bare` is the title without its speakers.
    """

    title: str
    node: Node
    notes: list[Node] = field(default_factory=list)
    over: str = ""
    part: tuple[int, bool] = (0, False)
    bare: str = ""


def draft_items(parts: Parts, owners: Owners, ledger: Ledger) -> tuple[list[Draft], list[Node]]:
    """Return a meeting's agenda items in the document's order, and the nodes that belong to none of them."""
    drafting = _Drafting(parts, owners, ledger)
    drafting.run()
    return drafting.merged(), drafting.loose


@dataclass(slots=True)
class _Drafting:
    parts: Parts
    owners: Owners
    ledger: Ledger
    drafts: list[Draft] = field(default_factory=list)
    loose: list[Node] = field(default_factory=list)
    titles: TitleIndex[Draft] = field(default_factory=TitleIndex)
    voices: frozenset[str] = frozenset()

    def run(self) -> None:
        """Go through everything that is no list of people, tasks or decisions."""
        entries = [placed for placed in self.parts.placed if placed.role in {"agenda", "group", "notes", None} | _BESIDE]
        self.voices = voices_of(inner.block for placed in entries if placed.role != "agenda" for inner in placed.node.walk())
        noted = any(placed.role == "notes" and placed.node.block.kind == "item" for placed in entries)
        headed = any(placed.node.is_heading and placed.role is None and not placed.node.block.strong for placed in entries)
        planned = any(placed.role == "agenda" or (placed.role == "group" and not noted) for placed in entries) or _plans(entries)
        inlines = [inline for inline in self.parts.inlines("agenda", "group") if not inline.node.children and inline.text]
        behind = deque(Draft(inline.text, inline.node) for inline in sorted(inlines, key=lambda inline: inline.node.block.first))
        titled = titled_lists(entries)
        for placed in sorted(entries, key=lambda placed: placed.node.block.first):
            while behind and behind[0].node.block.first <= placed.node.block.first:
                self._add([behind.popleft()])
            has_agenda = planned or headed or (noted and placed.role is None)
            self._place(placed, titled.get(id(placed.node)), has_agenda=has_agenda)
        self._add(behind)
        for inline in self.parts.inlines("notes"):
            self._notes_of_only().insert(0, _as_text(inline.node, inline.text))

    def _add(self, drafts: Iterable[Draft]) -> None:
        for draft in drafts:
            draft.bare = read_title(draft.title, draft.node.block.first, self.owners).text
            self.drafts.append(draft)
            self.titles.add(draft.title, draft)

    def _notes_of_only(self) -> list[Node]:
        return self.drafts[0].notes if len(self.drafts) == 1 else self.loose

    def _place(self, placed: Placed, title: bool | None, *, has_agenda: bool) -> None:
        """Make an item of a node, or put it under the one that it belongs to; `title` where lines of text stand over lists."""
        node = placed.node
        before = next((draft for draft in reversed(self.drafts) if draft.node.block.first < node.block.first), None)
        if placed.role in _BESIDE:
            self.loose.append(node)
        elif before and (
            title is False or (placed.role in {"agenda", "group"} and _same_part(placed, before) and marked_otherwise(node, before.node))
        ):
            before.notes.append(node)
        elif before and node.label and node.label.role == "notes" and not node.label.rest and placed.role in {"agenda", "group"}:
            self.ledger.structure(node.block)
            before.notes += node.children
        elif before and placed.role != "notes" and (self._continues(node, before) or takes_up(node, before.node, before.title)):
            before.notes.append(node)
        elif title or self._is_item(node, placed.role, has_agenda=has_agenda):
            drafts = self._drafts_of(node, placed.over.block.text if placed.over else "")
            for draft in drafts:
                draft.part = (id(placed.over), draft.node.is_heading)
            self._add(drafts)
        elif placed.role == "group" and placed.over and self._is_said(node) and (before is None or before.over != placed.over.block.text):
            self._report(node, placed.over)
        else:
            self._attach(node, placed.role)

    def _is_said(self, node: Node) -> bool:
        """Tell whether an entry is what somebody of the meeting said."""
        said = _SPEAKER.match(node.block.text)
        return said is not None and node.block.kind == "item" and self.owners.attends(said["who"])

    def _report(self, node: Node, over: Node) -> None:
        """Put what somebody said in a round of reports under the label of the round."""
        draft = next((draft for draft in self.drafts if draft.node is over), None)
        if draft is None:
            draft = Draft(over.block.text.strip(" :"), over)
            self._add([draft])
        draft.notes.append(node)

    def _continues(self, node: Node, before: Draft) -> bool:
        """Tell whether an entry among an agenda's belongs to the one before: a question about it, its slides, its speaker."""
        text = node.block.text
        if node.label is not None and node.label.role == "speakers":
            return True
        if node.block.kind == "text" and _REMARK.fullmatch(text):
            return True
        if ADDRESS.fullmatch(text) and _is_told_of(node) and before.node.children:
            return False
        return not node.is_heading and bool(_QUESTION.match(text) or _MINOR.fullmatch(text) or ADDRESS.fullmatch(text))

    def _is_item(self, node: Node, role: str | None, *, has_agenda: bool) -> bool:
        block = node.block
        link = block.kind == "item" and _BARE_LINK.fullmatch(block.text) and role != "agenda" and not _is_told_of(node)
        if (
            block.kind in {"row", "code", "front"}
            or _is_only_date(block.text)
            or _NO_ITEM.fullmatch(block.text)
            or link
            or _FOOTNOTE.match(block.text)
        ):
            return False
        if node.is_heading or (node.label is not None and node.label.role == "speakers"):
            return node.is_heading
        said = _SPEAKER.match(block.text)
        if _GOES_ON.match(block.text) or self._only_names(block.text) or (said and not node.children and fold(said["who"]) in self.voices):
            return False
        if said and role != "agenda" and not node.children and self.owners.attends(said["who"]):
            return False
        task = read_action(block.text, 0, self.owners, listed=False)
        if task is not None and (is_marked(block.text) or len(task.text) >= len(block.text) * 0.6):
            return False
        if role in {"agenda", "group"}:
            title = role == "agenda" and block.kind == "text" and block.depth == 0 and len(block.text) < LONG
            return block.kind == "item" or (title and not SENTENCE.search(block.text))
        return not has_agenda and block.kind == "item" and len(block.text) < 400

    def _only_names(self, text: str) -> bool:
        """Tell whether an entry is nothing but people of the meeting, over what they told."""
        return bool(self.owners.attending(text)) and not self.owners.lexicon.is_common(text)

    def _drafts_of(self, node: Node, over: str) -> list[Draft]:
        """Return the item that a node is; a heading with headings below it is one for each of those."""
        heads = [child for child in node.children if child.is_heading and not self._is_about(child)]
        if not node.is_heading or not heads:
            talks = self._talks(node)
            notes = [child for child in node.children if all(child is not talk for talk in talks)]
            inner = [Draft(talk.block.text, talk, list(talk.children), node.block.text) for talk in talks]
            return [Draft(node.block.text, node, notes, over), *inner]
        own = [child for child in node.children if all(child is not head for head in heads)]
        inner = [draft for child in heads for draft in self._drafts_of(child, node.block.text)]
        if own or (node.label is None and not _FOR_EACH.search(node.block.text)):
            return [Draft(node.block.text, node, own, over), *inner]
        self.ledger.structure(node.block)
        return inner

    def _is_about(self, node: Node) -> bool:
        """Tell whether a heading below an item is no item of its own: its speaker, a remark, `Discussion:`, a marked task or decision."""
        label, text = node.label, node.block.text
        talk = label is not None and not label.rest and label.role == "group" and bool(_TALKS.fullmatch(label.words))
        beside = bool(_NO_ITEM.fullmatch(text) or _REMARK.fullmatch(text) or _IN_RECORDING.search(text))
        return talk or beside or (label is not None and label.role in _ABOUT_ITEMS) or bool(self.owners.attending(text))

    def _talks(self, node: Node) -> list[Node]:
        """Return the entries below a discussion, or presentations, that are items of their own: each has its speaker and title."""
        label = read_label(TOPIC.sub("", node.block.text), heading=True)
        gathers = label is not None and label.role == "group" and _TALKS.search(label.words)
        talks = [child for child in node.children if self._is_talk(child)] if gathers else []
        return talks if len(talks) > 1 else []

    def _is_talk(self, node: Node) -> bool:
        """Tell whether an entry is somebody's full name and a title, not what they said: `Ann Lee: Lamps on the coast`."""
        said = _SPEAKER.match(node.block.text)
        if said is None or " " not in said["who"].strip() or not self.owners.attends(said["who"]):
            return False
        title = node.block.text[said.end() - 1 :]
        return title[0].isupper() and is_short(node) and read_action(title, 0, self.owners, listed=False) is None

    def _attach(self, node: Node, role: str | None) -> None:
        """Put notes under the item that they are about: the only one, or the one whose title they repeat."""
        if len(self.drafts) == 1 and role in {"notes", None}:
            self.drafts[0].notes.append(node)
            return
        match = self.titles.find(node.block.text, lambda draft: same_title(draft.title, node.block.text))
        if match is None:
            self.loose.append(node)
            return
        if node.children:
            self.ledger.enter(node.block, "agenda")
        match.notes += node.children or [node]

    def merged(self) -> list[Draft]:
        """Make items that stand twice, in the agenda and again over their notes, one."""
        kept: list[Draft] = []
        titles: TitleIndex[Draft] = TitleIndex()
        for draft in sorted(self.drafts, key=lambda draft: draft.node.block.first):
            twin = titles.find(draft.title, partial(_is_twin, draft))
            if twin is None:
                kept.append(draft)
                titles.add(draft.title, draft)
            else:
                twin.notes += draft.notes
                self.ledger.enter(draft.node.block, "agenda")
        return kept


def _is_twin(draft: Draft, other: Draft) -> bool:
    """Tell whether two items are the same one: entries of one list only where they say the very same."""
    if draft.part == other.part:
        return fold(draft.title) == fold(other.title)
    return same_title(draft.title, other.title) or same_title(draft.bare or draft.title, other.bare or other.title)


def _same_part(placed: Placed, before: Draft) -> bool:
    return before.part[0] == id(placed.over)


def _is_told_of(node: Node) -> bool:
    """Tell whether words stand below an entry."""
    return any(re.search(r"\w\s+\w", child.block.text) for child in node.children)


def _is_only_date(text: str) -> bool:
    """Tell whether a line says a day, perhaps with a time, and nothing else."""
    dates = [written for written in find_dates(text) if written.is_full] if len(text) < _LONGEST_DATE else []
    return bool(dates) and _TIME.fullmatch(text[: dates[0].start] + text[dates[0].end :]) is not None


def _plans(entries: Sequence[Placed]) -> bool:
    """Tell whether a list within a list gathers items before any notes: `- Other business` among these is one of them."""
    planned = [placed.node.block.first for placed in entries if placed.role == "group" and _is_planned(placed)]
    noted = [placed.node.block.first for placed in entries if placed.role == "notes" and placed.node.block.kind == "item"]
    return bool(planned) and min(planned) < min(noted, default=min(planned) + 1)


def _is_planned(placed: Placed) -> bool:
    """Tell whether a part gathers items within a list, as only an agenda does: `- Discussion topics`, with the topics below."""
    over = placed.over
    return over is not None and over.block.kind == "item" and placed.node.block.kind == "item"


def _as_text(node: Node, text: str) -> Node:
    block = node.block
    return Node(Block("text", text, block.first, block.last, markdown=text))
