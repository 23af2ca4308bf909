"""The parts of one meeting's minutes: each node of the tree under the role that labels, place and looks give it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rugctl.importing.blocks import Block
from rugctl.importing.labels import Role, read_label
from rugctl.importing.lexicon import Lexicon, looks_like_person
from rugctl.importing.people_lines import is_running, person_line_score, read_people
from rugctl.importing.status import body_status
from rugctl.importing.tables import is_of_people, tables_of
from rugctl.importing.tree import Node

_LIKE_PEOPLE = 0.75
_UNLIKE_PEOPLE = 0.35
_LONGEST_OVER_PEOPLE = 5
_GATHERS = re.compile(
    r"(?:general |project |team |status |new |old |other |any other |main |regular |standing |open )*"
    r"(?:announcements|updates|business|proposals(?: (?:and|&) discussions?)?|discussion topics|(?:agenda )?items|presentations|topics|reports)",
    re.IGNORECASE,
)
_HERE = re.compile(r"(?:\[?\d{1,2}:\d\d(?::\d\d)?\]?\s*)?(?:<[^<>]{1,30}>\s*)?(present|regrets)\s*\+", re.IGNORECASE)
_PRESENT = re.compile(r"(?:attend|present|participa|in attendance|roll)", re.IGNORECASE)
_NOTED = frozenset({"logistics", "next", "backlog", "old-actions", "contents"})
_OWN_PARTS = frozenset({"actions", "decisions", "attendees", "regrets", "newcomers", "old-actions", "next"})
_SIGNS = frozenset({"attendees", "agenda", "newcomers", "regrets"})
_SAID = re.compile(r"\w{2}[.!?]$")
_ISSUE = re.compile(r"#\d+\b")
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
_OVER_ITEMS = frozenset({"agenda", "group", "notes"})


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
        and any(child.is_heading for child in nodes[-1].children)
    ):
        parts.labels.append(nodes[-1])  # the title of the document
        nodes = [*nodes[:-1], *nodes[-1].children]
    _sort(nodes, role, None, parts)
    return parts


def _sort(nodes: Sequence[Node], role: Role | None, over: Node | None, parts: Parts) -> None:
    current, label_over = role, over
    for n, node in enumerate(nodes):
        if node.label is None and node.children and node.block.kind == "item" and len(node.block.text) < 30:
            node.label = read_label(node.block.text, heading=True)
        label = node.label
        if node.is_heading:
            _sort_heading(node, role, parts)
            current, label_over = role, over
        elif label is not None and not _is_talk(node, current):
            _label(node, parts)
            if node.children:
                _sort(node.children, label.role, node, parts)
            elif not label.rest and label.role not in {"recording", "group"} and (current is None or _begins(label.role, nodes[n + 1 :])):
                current, label_over = label.role, node
        else:
            if label is not None and label.role in {"agenda", "group", "notes"} and current in {"attendees", "newcomers", "regrets"}:
                current, label_over = None, None  # `Topic: …` ends a list of people
            parts.placed.append(Placed(current, node, label_over))


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
    if label.role == "old-actions" and role in _OVER_ITEMS:
        return True
    if node.block.kind == "item" and label.role in {"group", "notes", "agenda", "next", "backlog"}:
        return role in _OVER_ITEMS or bool(label.rest) or not node.children
    if label.role == "attendees" and role in _OVER_ITEMS and label.rest:
        return not _PRESENT.match(label.words)
    return label.role == "attendees" and bool(label.rest) and role in {"attendees", "actions"}


def _sort_heading(node: Node, role: Role | None, parts: Parts) -> None:
    label = node.label
    if label is None:
        role = None if role in {"attendees", "regrets"} and not _stands_over_people(node) else role
        if role in {"attendees", "regrets", "actions", "old-actions", "next", "backlog", "decisions"}:
            parts.labels.append(node)
            _sort(node.children, role, node, parts)
        elif gathers_issues(node) or _wraps(node):
            parts.labels.append(node)
            _sort(node.children, "group" if gathers_issues(node) else role, node, parts)
        else:
            own = [child for child in node.children if child.is_heading and child.label is not None and child.label.role in _OWN_PARTS]
            node.children = [child for child in node.children if child not in own]
            parts.placed.append(Placed(role if role in _OVER_ITEMS else None, node))
            for child in own:
                _sort_heading(child, role, parts)
        return
    if label.role == "group" and not label.rest and not node.children and node.block.kind == "text":
        parts.placed.append(Placed("group", node))  # `Open discussion`, all that there is of it
        return
    if label.role == "speakers":
        parts.placed.append(Placed("logistics", node))
        return
    _label(node, parts)
    _sort(node.children, label.role, node, parts)


def _stands_over_people(node: Node) -> bool:
    """Tell whether a heading within a list of people belongs to it: it says a word on them, names one, or people stand below it."""
    below = [child.block.kind == "row" or _may_be_person(child.block.text) for child in node.children]
    if below and sum(below) * 2 > len(below):
        return True
    said = bool(_SAID.search(node.block.text)) and not node.children
    return said or person_line_score(node.block.text, Lexicon()) >= _LIKE_PEOPLE


def _may_be_person(text: str) -> bool:
    return person_line_score(text, Lexicon()) >= 0.4 and not _SAID.search(text)


def _wraps(node: Node) -> bool:
    """Tell whether a heading stands over a meeting's parts: a title, `Meeting information`."""
    return any(inner.is_heading and inner.label is not None and inner.label.role in _SIGNS for inner in node.walk() if inner is not node)


def gathers_issues(node: Node) -> bool:
    """Tell whether a heading only gathers agenda items: it is a repository's name, or most entries below are numbered issues."""
    items = [child for child in node.children if child.block.kind == "item"]
    issues = sum(bool(_ISSUE.search(child.block.text)) for child in items)
    plain = not any(child.is_heading for child in node.children)
    return bool(items) and (bool(_REPOSITORY.fullmatch(node.block.text)) or (issues * 5 >= len(items) * 3 and plain))


def settle_people(parts: Parts, lexicon: Lexicon) -> None:
    """Move what only stands under a label of attendees, and find lists of attendees that have lost theirs."""
    _commands(parts)
    _leave(parts, lexicon)
    if not any(placed.role == "attendees" and person_line_score(placed.node.block.text, lexicon) > 0.3 for placed in parts.placed):
        _find(parts, lexicon)
        _find_below(parts, lexicon)
    if not any(placed.role == "attendees" for placed in parts.placed):
        _find_paragraphs(parts, lexicon)


def _commands(parts: Parts) -> None:
    """Take the commands of a chat by which people say that they are there, `present+ Ann`, wherever they stand."""
    for placed in parts.placed:
        match = _HERE.match(placed.node.block.text)
        if match and not placed.node.children:
            placed.role = "attendees" if match[1].lower().startswith("present") else "regrets"


def _leave(parts: Parts, lexicon: Lexicon) -> None:
    """Take runs of lines out of attendee lists that are no people: notes that begin after the list, without a label."""
    _leave_newcomers(parts, lexicon)
    runs = _runs([placed for placed in parts.placed if placed.role == "attendees"])
    while len(runs) > 1 and all(placed.node.block.kind == "text" and _score(placed.node, lexicon) < _UNLIKE_PEOPLE for placed in runs[0]):
        runs.pop(0)  # `in no particular order:`
    ended = False
    for n, run in enumerate(runs):
        ended = ended or (n == 0 and _lists_people(run[0].over, lexicon))
        ended = (ended and _mean(run, lexicon) < _LIKE_PEOPLE) or (n > 0 and not _goes_on(run, runs[0], lexicon))
        for placed in run:
            long = len(placed.node.block.text.split()) > 8 and placed.node.block.kind != "row"
            if ended or (long and _score(placed.node, lexicon) == 0):
                placed.role = None


def _lists_people(over: Node | None, lexicon: Lexicon) -> bool:
    """Tell whether a label of attendees names them all on its own line, so that what is below need not be people."""
    rest = over.label.rest if over and over.label else ""
    people = read_people(rest, 1, lexicon, inline=True) if rest and not rest.endswith(",") else []
    return bool(people) and all(looks_like_person(person.name, lexicon) >= 0.4 for person in people)


def _goes_on(run: list[Placed], first: list[Placed], lexicon: Lexicon) -> bool:
    """Tell whether lines behind a gap still belong to a list of people."""
    head = run[0].node.block
    if head.text.rstrip().endswith(":") and not run[0].node.children:
        return False
    least = _UNLIKE_PEOPLE if _score(run[0].node, lexicon) else 0.5
    if head.kind != first[0].node.block.kind and head.kind != "row" and first[0].node.block.kind != "row":
        least = _LIKE_PEOPLE
    return _mean(run, lexicon) >= least


def _leave_newcomers(parts: Parts, lexicon: Lexicon) -> None:
    """End a list of newcomers at the first gap: what comes behind it is the rest of the minutes."""
    runs = _runs([placed for placed in parts.placed if placed.role == "newcomers"])
    for n, run in enumerate(runs):
        if n or max(_mean(run, lexicon), *(_score_running(placed.node.block.text, lexicon) for placed in run)) < _UNLIKE_PEOPLE:
            for placed in run:
                placed.role = None


def _mean(run: list[Placed], lexicon: Lexicon) -> float:
    return sum(_score(placed.node, lexicon) for placed in run) / len(run)


def _score(node: Node, lexicon: Lexicon) -> float:
    """Say from 0 to 1 how much a node, with what is below it, reads as an entry of an attendee list."""
    block = node.block
    if block.kind == "row":
        return 1.0
    if _HERE.match(block.text):
        return 1.0
    if is_running(block.text, block.kind):
        return _score_running(block.text, lexicon)
    below = [person_line_score(child.block.text, lexicon) > _UNLIKE_PEOPLE for child in node.children]
    if below and block.kind == "item" and len(block.text.split()) <= _LONGEST_OVER_PEOPLE and all(below):
        return 1.0
    score = person_line_score(block.text, lexicon)
    return score * 0.5 if below and not any(below) else score


def _score_running(text: str, lexicon: Lexicon) -> float:
    """Say from 0 to 1 how much a line reads as people listed one after another."""
    people = read_people(text, 1, lexicon, inline=True) if is_running(text, "text") else []
    return sum(looks_like_person(person.name, lexicon) for person in people) / len(people) if people else 0.0


def first_run(parts: Parts) -> list[Node]:
    """Return the entries that stand directly under a label of attendees, up to the first gap."""
    runs = _runs([placed for placed in parts.placed if placed.role == "attendees"])
    return [placed.node for placed in runs[0]] if runs else []


def _runs(placed: list[Placed]) -> list[list[Placed]]:
    """Group nodes that follow one another without a gap or a change of their kind."""
    runs: list[list[Placed]] = []
    for one in placed:
        before = runs[-1][-1] if runs else None
        if before and one.node.block.kind == before.node.block.kind and not one.node.block.gap and one.over is before.over:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _find(parts: Parts, lexicon: Lexicon) -> None:
    """Find lists of people among what has no label or the agenda's."""
    candidates = [
        placed
        for placed in parts.placed
        if placed.role in {None, "agenda", "group", "notes"} and not placed.node.is_heading and not placed.node.children
    ]
    _find_tables(candidates, lexicon)
    before: Placed | None = None
    for run in _runs(candidates):
        if len(run) == 1 and run[0].node.block.kind == "text" and before is None and _names_many(run[0].node.block.text, lexicon):
            run[0].role = "attendees"
            before = run[0]
        elif run[0].node.block.kind != "row" and _is_list_of_people(
            run, lexicon, goes_on=before is not None and _follows(before, run[0], parts)
        ):
            for placed in run:
                placed.role = "attendees"
            before = run[-1]


def _find_tables(candidates: Sequence[Placed], lexicon: Lexicon) -> None:
    """Find tables of people without a label."""
    for table in tables_of([placed.node for placed in candidates]):
        if is_of_people(table, lexicon):
            rows = {id(node) for node in table}
            for placed in candidates:
                placed.role = "attendees" if id(placed.node) in rows else placed.role


def _names_many(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a paragraph is nothing but a list of at least four people."""
    people = read_people(text, 1, lexicon, inline=True)
    return len(people) >= 4 and sum(looks_like_person(person.name, lexicon) >= 0.6 for person in people) >= len(people) * 0.8


def _find_paragraphs(parts: Parts, lexicon: Lexicon) -> None:
    """Find a roll call of one paragraph a person, without a label."""
    series: list[Placed] = []
    for placed in [*parts.placed, Placed("logistics", Node(Block("code", "", 0, 0)))]:
        if placed.role in {None, "agenda"} and placed.node.block.kind == "text" and not placed.node.is_heading and not placed.node.children:
            series.append(placed)
            continue
        scores = [_score(one.node, lexicon) for one in series]
        if len(series) >= 4 and sum(score >= _LIKE_PEOPLE for score in scores) >= 0.8 * len(series):
            for one in series:
                one.role = "attendees"
        series = []


def _find_below(parts: Parts, lexicon: Lexicon) -> None:
    """Find lists of people below lines that only serve as headings: `Topic: …`, then names."""
    for placed in [one for one in parts.placed if one.node.is_heading and one.node.block.kind != "heading"]:
        below = [Placed(None, child, placed.node) for child in placed.node.children if not child.children]
        for run in _runs(below):
            if run[0].node.block.kind != "row" and _is_list_of_people(run, lexicon, goes_on=False):
                for one in run:
                    one.role = "attendees"
                    placed.node.children.remove(one.node)
                parts.placed += run


def _follows(before: Placed, placed: Placed, parts: Parts) -> bool:
    """Tell whether nothing stands between two nodes."""
    return parts.placed.index(placed) == parts.placed.index(before) + 1


def _is_list_of_people(run: list[Placed], lexicon: Lexicon, *, goes_on: bool) -> bool:
    scores = [_score(placed.node, lexicon) for placed in run]
    brackets = sum("(" in placed.node.block.text or "[" in placed.node.block.text for placed in run)
    known = sum(score == 1.0 for score in scores)
    if goes_on and min(scores) >= 0.4 and _mean(run, lexicon) >= 0.5:
        return True
    return (
        sum(score >= _LIKE_PEOPLE for score in scores) / len(scores) >= 0.7
        and bool(brackets or known)
        and (len(run) > 2 or (len(run) == 2 and brackets + known > 1))
    )


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
