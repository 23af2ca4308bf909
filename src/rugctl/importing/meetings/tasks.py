"""Action items and decisions of one meeting: those in lists of their own, and those marked within notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from rugctl.importing.ledger import Ledger
from rugctl.importing.meetings.notes import write_notes
from rugctl.importing.meetings.parts import Inline, Parts
from rugctl.importing.meetings.tree import Node
from rugctl.importing.report import FoundAction, FoundDecision, FoundPerson
from rugctl.importing.words.actions import Owners, read_action, read_decision

_OPEN = re.compile(r"\W*(?:open|new|pending|ongoing|in progress|not (?:yet )?(?:started|done)|to ?do|wip|no|tbd)?\W*", re.IGNORECASE)
_COLUMN = re.compile(r"person|who|owners?|assignees?|names?|items?|tasks?|jobs?|actions?|what|status|due|when|deadline", re.IGNORECASE)
_LONGEST_TASK = 300
_ASKS = re.compile(r"(?:how|what|why|where|when|who|which)\b(?!.*:)", re.IGNORECASE)


@dataclass(slots=True)
class Tasks:
    """Reads the action items and decisions of a meeting; `taken` are the nodes all of which went into one."""

    parts: Parts
    owners: Owners
    ledger: Ledger
    taken: set[int] = field(default_factory=set)

    def listed(self) -> list[FoundAction]:
        """Return the action items that stand in a list of their own; a line that only names somebody owns those below it.

        What stands among them and is none, a long paragraph or a question, is left to the notes.
        """
        found: list[FoundAction] = []
        people: tuple[FoundPerson, ...] = ()
        for placed in [placed for placed in self.parts.placed if placed.role == "actions"]:
            node = placed.node
            if placed.over is not None and self._is_task(placed.over):
                continue  # what explains `Action: …` above it
            if self._is_talk(node):
                placed.role = "logistics"
                continue
            if node.block.kind != "item":
                people = self._owners_of_following(node)
            found += self._tree(node, people)
        return found + [action for inline in self.parts.inlines("actions") for action in self._inline(inline)]

    def _is_talk(self, node: Node) -> bool:
        """Tell whether what stands in a list of tasks is none of them."""
        block = node.block
        if block.kind == "text" and not node.children and len(block.text) > _LONGEST_TASK:
            return True
        action = read_action(block.text, block.first, self.owners, listed=True) if _ASKS.match(block.text.lstrip(" *_")) else None
        return action is not None and not action.owners

    def _is_task(self, node: Node) -> bool:
        """Tell whether an entry of a list is a whole task behind its mark, so that what is indented below explains it."""
        label = node.label
        own = label is not None and label.role == "actions" and len(label.rest.split()) > 3 and node.block.kind == "item"
        return own and label is not None and self._names_only(label.rest) is None

    def _owners_of_following(self, node: Node) -> tuple[FoundPerson, ...]:
        """Return those whom a line of their own names before a list of tasks: `Ann Lee:`."""
        named = self._names_only(node.block.text) if not node.children else None
        return tuple(FoundPerson(name, node.block.first, role="owner") for name in named or ())

    def _inline(self, inline: Inline) -> list[FoundAction]:
        block = inline.node.block
        action = read_action(block.text, block.first, self.owners, listed=False)
        action = action or read_action(inline.text, block.first, self.owners, listed=True)
        if action is None or (inline.node.children and self._names_only(inline.text) is not None):
            return []
        self.ledger.enter(block, "actions")
        if not self._is_task(inline.node):
            return [action]
        marked, rest = self._below(Node(block, children=[child for child in inline.node.children if child.label is None]))
        return [replace(action, note="; ".join(text for text in (action.note, *rest) if text) or None), *marked]

    def _tree(self, node: Node, inherited: tuple[FoundPerson, ...]) -> list[FoundAction]:
        """Return the task that an entry of a list is, with what explains it, and the tasks marked below it."""
        block = node.block
        self.ledger.enter(block, "actions")
        if block.header or (len(block.cells) > 1 and all(map(_COLUMN.fullmatch, filter(None, block.cells)))):
            return []
        alone = self._names_only(block.text)
        if alone is not None:
            people = tuple(FoundPerson(name, block.first, role="owner") for name in alone)
            return [action for child in node.children for action in self._tree(child, people)]
        action = read_action(_task_text(node), block.first, self.owners, listed=True, ticked=block.ticked)
        below, rest = self._below(node)
        if action is None:
            return below
        note = "; ".join(text for text in (action.note, *rest) if text) or None
        return [replace(action, owners=action.owners or inherited, note=note), *below]

    def _below(self, node: Node) -> tuple[list[FoundAction], list[str]]:
        """Return the actions marked so, or with a box, below a task, and the lines that only explain it."""
        found: list[FoundAction] = []
        rest: list[str] = []
        for child in node.children:
            block = child.block
            self.ledger.enter(block, "actions")
            action = read_action(block.text, block.first, self.owners, listed=block.ticked is not None, ticked=block.ticked)
            inner, more = self._below(child)
            found += [*([action] if action else []), *inner]
            rest += [*([] if action else [block.text]), *more]
        return found, rest

    def _names_only(self, text: str) -> tuple[str, ...] | None:
        """Return the owners that a line names where it says nothing else: `AI: Ann Lee:`."""
        bare = text.strip(" :*_")
        short = len(text.split()) <= 3
        named = self.owners.read(bare, loose=text.rstrip(" *_").endswith(":") or len(text.split()) == 2)
        return named if named and (short or self.owners.read(bare)) else None

    def decisions(self) -> list[FoundDecision]:
        """Return the decisions that stand in a list of their own."""
        found = []
        for node in self.parts.of("decisions"):
            decision = read_decision(node.block.text, node.block.first, listed=True)
            for inner in node.walk():
                self.ledger.enter(inner.block, "decisions")
            if decision:
                below = " ".join(write_notes(node.children, lambda _: True).split())
                found.append(replace(decision, text=f"{decision.text} {below}".strip()))
        for inline in self.parts.inlines("decisions"):
            decision = read_decision(inline.text, inline.node.block.first, listed=True)
            if decision:
                found.append(decision)
                self.ledger.enter(inline.node.block, "decisions")
        return found

    def within(self, nodes: Iterable[Node]) -> tuple[list[FoundAction], list[FoundDecision]]:
        """Return the actions and decisions marked within notes; a mark that stands alone makes the lines below it actions."""
        actions: list[FoundAction] = []
        decisions: list[FoundDecision] = []
        for node in nodes:
            owned = self._owned_list(node)
            if owned is not None:
                actions += self._list_below(node, owned)
                continue
            action, decision = self._marked(node)
            if action:
                actions.append(action)
                self._take(node, action.text)
            if decision:
                decisions.append(decision)
                self._take(node, decision.text)
            inner = self.within(node.children)
            actions += inner[0]
            decisions += inner[1]
        return actions, decisions

    def _marked(self, node: Node) -> tuple[FoundAction | None, FoundDecision | None]:
        """Read a line of notes as an action or a decision, where it is marked as one."""
        block = node.block
        if block.kind in {"code", "row"}:
            return None, None
        box = block.ticked is not None and block.kind == "item" and self._boxed(node)
        action = read_action(block.text, block.first, self.owners, listed=box, ticked=block.ticked)
        if action and self._names_only(action.text) is not None:
            return None, None
        return action, None if action else read_decision(block.text, block.first, listed=False)

    def _owned_list(self, node: Node) -> tuple[str, ...] | None:
        """Return whose tasks the lines below a node are, where it is nothing but a mark: `AI: Ann`, `Action items`."""
        if not node.children or node.block.kind in {"code", "row"}:
            return None
        label = node.label
        if label and label.role == "actions" and not label.rest and not label.words.lower().startswith("next"):
            return ()
        action = read_action(node.block.text, node.block.first, self.owners, listed=False)
        return self._names_only(action.text) if action else None

    def _list_below(self, node: Node, names: Sequence[str]) -> list[FoundAction]:
        people = tuple(FoundPerson(name, node.block.first, role="owner") for name in names)
        found = [action for child in node.children for action in self._tree(child, people)]
        self.taken.update(id(inner) for inner in node.walk())
        return found

    def _boxed(self, node: Node) -> bool:
        """Tell whether a box in notes is a task's: it names somebody of the meeting, and boxes are no state of agenda items here."""
        if any(placed.node.block.ticked is not None for placed in self.parts.placed if placed.role in {"agenda", "group"}):
            return False
        action = read_action(node.block.text, 0, self.owners, listed=True)
        return action is not None and bool(action.owners)

    def _take(self, node: Node, text: str) -> None:
        """Leave a line out of the notes where all of it went into a field."""
        if len(text) >= len(node.block.text) * 0.5 and not node.children:
            self.taken.add(id(node))


def _task_text(node: Node) -> str:
    """Return the text of a task: a row's cells in one line but for `open`, and what is struck through with its marks."""
    block = node.block
    if block.kind == "row":
        return " – ".join(cell for cell in block.cells if cell and not _OPEN.fullmatch(cell))
    return block.markdown if "~~" in block.markdown else block.text
