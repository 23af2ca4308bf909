"""The parts of one meeting's minutes: each node of the tree under the role that labels, place and looks give it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rugctl.importing.blocks import Block, Kind
from rugctl.importing.meetings.tree import Node
from rugctl.importing.words.labels import Role, read_label
from rugctl.importing.words.lexicon import Lexicon
from rugctl.importing.words.people_lines import person_line_score
from rugctl.importing.words.status import body_status
from rugctl.names import fold

LIKE_PEOPLE = 0.75
_GATHERS = re.compile(
    r"(?:general |project |team |status |new |old |other |any other |main |regular |standing |open )*"
    r"(?:announcements|updates|business|proposals(?: (?:and|&) discussions?)?|discussion topics|(?:agenda )?items|presentations|topics|reports)",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"(?:live |video )?(?:demo|presentation|talk|slides?)", re.IGNORECASE)
"""One thing that is shown, no part of the minutes."""
_PRESENT = re.compile(r"(?:attend|present|participa|in attendance|roll)", re.IGNORECASE)
_NOTED = frozenset({"logistics", "next", "backlog", "old-actions", "contents"})
_OWN_PARTS = frozenset({"actions", "decisions", "attendees", "regrets", "newcomers", "old-actions", "next"})
_SIGNS = frozenset({"attendees", "agenda", "newcomers", "regrets"})
_SAID = re.compile(r"\w{2}[.!?]$")
_ISSUE = re.compile(r"#\d+\b")
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
_OVER_ITEMS = frozenset({"agenda", "group", "notes"})
_TAKEN_UP = frozenset({"agenda", "group", "notes", "next", "backlog", "old-actions"})
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?![\d:.])")


@dataclass(slots=True)
class Inline:
    """What stands behind a label on its own line."""

    role: Role
    node: Node
    text: str


@dataclass(slots=True)
class Placed:
    """A node with the role of the part that it stands in; `over` is the part's own label or heading."""

    role: Role | None
    node: Node
    over: Node | None = None


@dataclass(slots=True)
class Parts:
    """A meeting's nodes by role, in the document's order; `labels` only give form."""

    placed: list[Placed] = field(default_factory=list)
    inline: list[Inline] = field(default_factory=list)
    labels: list[Node] = field(default_factory=list)

    def of(self, *roles: Role | None) -> list[Node]:
        """Return the nodes that stand in parts of these roles."""
        return [placed.node for placed in self.placed if placed.role in roles]

    def inlines(self, *roles: Role) -> list[Inline]:
        """Return what stands behind labels of these roles."""
        return [inline for inline in self.inline if inline.role in roles]


def sort_parts(nodes: Sequence[Node], role: Role | None = None) -> Parts:
    """Put each node under the role that the labels above it give; `role` is what the meeting's own heading makes of it."""
    parts = Parts()
    if (
        len([node for node in nodes if node.is_heading]) == 1
        and nodes[-1].label is None
        and not any(node.block.kind == "item" for node in nodes)
        and any(child.is_heading for child in nodes[-1].children)
    ):
        parts.labels.append(nodes[-1])  # the title of the document
        nodes = [*nodes[:-1], *nodes[-1].children]
    if len(nodes) > 1 and nodes[0].label is None and len(_bare(nodes[0].children)) == len(nodes[0].children) > 1 and _has_parts(nodes[1:]):
        parts.labels.append(nodes[0])  # the title, over nothing but data
        nodes = [*nodes[0].children, *nodes[1:]]
    data = {id(node) for node in _bare(nodes) if node.label is None and _has_parts(nodes)}
    parts.placed += [Placed("logistics", node) for node in nodes if id(node) in data]
    _sort([node for node in nodes if id(node) not in data], role, None, parts)
    parts.placed = [one for placed in parts.placed for one in _unfenced(placed)]
    return parts


def _unfenced(placed: Placed) -> Sequence[Placed]:
    """Return the lines of a list of people that was kept as code, as a table or one by one; anything else as it is."""
    block = placed.node.block
    if placed.role != "attendees" or block.kind != "code":
        return [placed]
    lines = [(number, line.strip()) for number, line in enumerate(block.text.split("\n"), block.first + 1) if re.search(r"\w", line)]
    ends = [number - 1 for number, _ in lines[1:]] + [block.last]
    found: list[Placed] = []
    for (number, line), last in zip(lines, ends, strict=True):
        cells = tuple(cell.strip() for cell in line.strip("|").split("|")) if line.startswith("|") else ()
        kind: Kind = "row" if cells else "item"
        text, first = " ".join(cells) or line.strip("\t *-"), number if found else block.first
        one = Block(kind, text, first, last, markdown=text, cells=cells, header=bool(cells) and not found)
        found.append(Placed(placed.role, Node(one), placed.over))
    return found


def _bare(nodes: Sequence[Node]) -> Sequence[Node]:
    """Return the headings that minutes begin with to say when, where and by whom, each with nothing below: two at least."""
    bare = next((n for n, node in enumerate(nodes) if not node.is_heading or node.children or node.block.kind != "heading"), len(nodes))
    return nodes[:bare] if bare > 1 else []


def _has_parts(nodes: Sequence[Node]) -> bool:
    """Tell whether headings name the agenda or the people: bare ones above are no items then."""
    return any(node.is_heading and node.label is not None and node.label.role in _SIGNS for node in nodes)


def _sort(nodes: Sequence[Node], role: Role | None, over: Node | None, parts: Parts) -> None:
    current, label_over = role, over
    for n, node in enumerate(nodes):
        if node.label is None and node.children and node.block.kind == "item" and len(node.block.text) < 30:
            node.label = read_label(node.block.text, heading=True)
        label = node.label
        if node.is_heading:
            _sort_heading(node, role, parts)
            current, label_over = role, over
        elif label is not None and not _is_talk(node, current) and not (current == "notes" and _takes_up(node, parts)):
            _label(node, parts)
            if node.children:
                _sort(node.children, label.role, node, parts)
            elif not label.rest and label.role not in {"recording", "group"} and (current is None or _begins(label.role, nodes[n + 1 :])):
                current, label_over = label.role, node
        else:
            if label is not None and label.role in {"agenda", "group", "notes"} and current in {"attendees", "newcomers", "regrets"}:
                current, label_over = None, None  # `Topic: …` ends a list of people
            parts.placed.append(Placed(current, node, label_over))


def _takes_up(node: Node, parts: Parts) -> bool:
    """Tell whether an entry of the notes takes up an item of the agenda whose title only sounds like a label: `Announcements`."""
    title = fold(node.block.text)
    listed = (placed.node for placed in parts.placed if placed.role == "agenda")
    return node.label is not None and node.label.role in _TAKEN_UP and any(fold(item.block.text) == title for item in listed)


def _label(node: Node, parts: Parts) -> None:
    """Note a label; what stands behind it is read later by its role, or stays a note where no field takes it."""
    label = node.label
    parts.labels.append(node)
    if label is not None and label.rest:
        parts.inline.append(Inline(label.role, node, label.rest))
        if label.role in _NOTED:
            parts.placed.append(Placed("logistics", Node(node.block)))


def _begins(role: Role, following: Sequence[Node]) -> bool:
    """Tell whether an entry that is a label begins a part among its siblings: what follows it looks so."""
    if role in {"attendees", "newcomers", "regrets"}:
        return bool(following) and person_line_score(following[0].block.text, Lexicon()) >= 0.4
    return role == "actions"


def _is_talk(node: Node, role: Role | None) -> bool:
    """Tell whether an entry of a list only sounds like a label: `Discussion` with notes below it, among an agenda's items."""
    label = node.label
    if label is None or label.role == "speakers":
        return True
    if node.block.kind == "item" and label.role == "group" and node.children and not label.rest and _GATHERS.fullmatch(label.words):
        return False
    if node.block.kind == "item" and _SHOWN.fullmatch(label.words):
        return True
    if label.role == "old-actions" and role in _OVER_ITEMS:
        return True
    if node.block.kind == "item" and label.role in {"group", "notes", "agenda", "next", "backlog"}:
        return role in _OVER_ITEMS or bool(label.rest) or not node.children
    if label.role == "attendees" and role in _OVER_ITEMS and label.rest:
        return not _PRESENT.match(label.words)
    return label.role == "attendees" and bool(label.rest) and role in {"attendees", "actions"}


def _sort_heading(node: Node, role: Role | None, parts: Parts) -> None:
    label = node.label
    if _is_schedule(node):
        parts.labels.append(node)
        _sort(node.children, "group", node, parts)
        return
    if label is None:
        role = None if role in {"attendees", "regrets"} and not _stands_over_people(node) else role
        role = None if role == "actions" and _tells(node) else role
        if role in {"attendees", "regrets", "actions", "old-actions", "next", "backlog", "decisions"}:
            parts.labels.append(node)
            _sort(node.children, role, node, parts)
        elif gathers_issues(node) or _wraps(node):
            parts.labels.append(node)
            _sort(node.children, "group" if gathers_issues(node) else role, node, parts)
        else:
            _sort_title(node, role if role in _OVER_ITEMS else None, parts)
        return
    if label.role == "group" and not label.rest and not node.children and node.block.kind == "text":
        parts.placed.append(Placed("group", node))  # `Open discussion`, all that there is of it
        return
    if label.role == "group" and label.rest and node.block.kind == "heading":
        _sort_title(node, "group", parts)  # `## Proposal: a new lamp`
        return
    if label.role == "speakers":
        parts.placed.append(Placed("logistics", node))
        return
    _label(node, parts)
    _sort(node.children, label.role, node, parts)


def _sort_title(node: Node, role: Role | None, parts: Parts) -> None:
    """Place a heading that is an item's title; tasks, decisions and lists of people below it are parts of their own."""
    own = [child for child in node.children if child.is_heading and child.label is not None and child.label.role in _OWN_PARTS]
    node.children = [child for child in node.children if all(child is not one for one in own)]
    parts.placed.append(Placed(role, node))
    for child in own:
        _sort_heading(child, role, parts)


def _tells(node: Node) -> bool:
    """Tell whether nothing but running text stands below a heading: no tasks then."""
    return bool(node.children) and all(child.block.kind in {"text", "code"} and not child.children for child in node.children)


def _stands_over_people(node: Node) -> bool:
    """Tell whether a heading within a list of people belongs to it: it says a word on them, names one, or people stand below it."""
    below = [child.block.kind == "row" or child.block.ticked is not None or _may_be_person(child.block.text) for child in node.children]
    if below and sum(below) * 2 > len(below):
        return True
    said = bool(_SAID.search(node.block.text)) and not node.children
    return said or person_line_score(node.block.text, Lexicon()) >= LIKE_PEOPLE


def _may_be_person(text: str) -> bool:
    return person_line_score(text, Lexicon()) >= 0.4 and not _SAID.search(text)


def _wraps(node: Node) -> bool:
    """Tell whether a heading stands over a meeting's parts: a title, `Meeting information`."""
    if any(child.block.kind == "item" and child.children and _PRESENT.match(child.block.text) and child.label for child in node.children):
        return True
    return any(inner.is_heading and inner.label is not None and inner.label.role in _SIGNS for inner in node.walk() if inner is not node)


def gathers_issues(node: Node) -> bool:
    """Tell whether a heading only gathers agenda items: it is a repository's name, or most entries below are numbered issues."""
    items = [child for child in node.children if child.block.kind == "item"]
    issues = sum(bool(_ISSUE.search(child.block.text)) for child in items)
    plain = not any(child.is_heading for child in node.children)
    return bool(items) and (bool(_REPOSITORY.fullmatch(node.block.text)) or (issues * 5 >= len(items) * 3 and plain))


def _is_schedule(node: Node) -> bool:
    """Tell whether most entries below a heading begin with a time of day: it gathers agenda items, whatever it is called."""
    items = [child for child in node.children if child.block.kind == "item"]
    return len(items) > 1 and sum(bool(_CLOCK.match(item.block.text)) for item in items) * 5 >= len(items) * 3


def status_of(parts: Parts, month: int | None, day: int | None) -> tuple[str | None, Node | None]:
    """Return what the section's first lines, or its only ones, say of the meeting itself."""
    nodes = [placed.node for placed in parts.placed]
    firsts = {id(placed.node) for placed in _firsts(parts.placed)}
    lines = [n for n in nodes if n.block.kind != "code"] + [i.node for i in parts.inlines("agenda", "notes", "attendees", "logistics")]
    few = sum(1 for node in nodes for _ in node.walk()) <= 12
    for n, node in enumerate(sorted(lines, key=lambda node: node.block.first)):
        near = n < 3 or few or node.block.strong or id(node) in firsts
        status = body_status(node.block.text, month=month, day=day) if near else None
        if status is None and node.label and node.label.rest and n < 3:
            status = body_status(node.label.rest, month=month, day=day)
        if status:
            return status, node
    return None, None


def _firsts(placed: Sequence[Placed]) -> list[Placed]:
    """Return the first node of each part, and the last of all."""
    found = [one for n, one in enumerate(placed) if n == 0 or one.over is not placed[n - 1].over]
    return [*found, *placed[-1:]]
