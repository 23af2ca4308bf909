"""Lists of people among a meeting's parts: those that lost their label are found, and what only stands under one is let go."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rugctl.importing.blocks import Block
from rugctl.importing.meetings.attendees import named_kind
from rugctl.importing.meetings.parts import LIKE_PEOPLE, Parts, Placed
from rugctl.importing.meetings.tables import is_of_people, tables_of
from rugctl.importing.meetings.tree import Node
from rugctl.importing.words.lexicon import Lexicon, is_nobody, looks_like_person
from rugctl.importing.words.people_lines import is_running, person_line_score, read_people

_UNLIKE_PEOPLE = 0.35
_LONGEST_OVER_PEOPLE = 5
_LONG_ENTRY = 160
"""No entry about one person is that long."""
_HERE = re.compile(r"(?:\[?\d{1,2}:\d\d(?::\d\d)?\]?\s*)?(?:<[^<>]{1,30}>\s*)?(present|regrets)\s*\+", re.IGNORECASE)


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
    _leave_regrets(parts, lexicon)
    runs = _runs([placed for placed in parts.placed if placed.role == "attendees"])
    while len(runs) > 1 and all(placed.node.block.kind == "text" and _score(placed.node, lexicon) < _UNLIKE_PEOPLE for placed in runs[0]):
        runs.pop(0)  # `in no particular order:`
    ended = False
    for n, run in enumerate(runs):
        ended = ended or (n == 0 and _lists_people(run[0].over, lexicon))
        ended = (ended and _mean(run, lexicon) < LIKE_PEOPLE) or (n > 0 and not _goes_on(run, runs[0], lexicon))
        for placed in [placed for placed in run if placed.node.block.ticked is None]:
            long = len(placed.node.block.text.split()) > 8 and placed.node.block.kind != "row"
            if (ended and not named_kind(placed.node.block.text)) or (long and _score(placed.node, lexicon) == 0):
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
        least = LIKE_PEOPLE
    return _mean(run, lexicon) >= least


def _leave_newcomers(parts: Parts, lexicon: Lexicon) -> None:
    """End a list of newcomers at the first gap: what comes behind it is the rest of the minutes."""
    runs = _runs([placed for placed in parts.placed if placed.role == "newcomers"])
    for n, run in enumerate(runs):
        if n or max(_mean(run, lexicon), *(_score_running(placed.node.block.text, lexicon) for placed in run)) < _UNLIKE_PEOPLE:
            for placed in run:
                placed.role = None


def _leave_regrets(parts: Parts, lexicon: Lexicon) -> None:
    """End a list of absent people where hardly anything that follows reads as one: `Apologies:` was left empty then."""
    ended = False
    planned = any(placed.role == "agenda" for placed in parts.placed)
    for run in _runs([placed for placed in parts.placed if placed.role == "regrets"]):
        ended = ended or sum(_score(placed.node, lexicon) >= _UNLIKE_PEOPLE for placed in run) * 3 < len(run)
        for placed in run:
            if ended and not is_nobody(placed.node.block.text):
                placed.role = None if planned or placed.node.block.kind != "item" else "agenda"


def _mean(run: list[Placed], lexicon: Lexicon) -> float:
    return sum(_score(placed.node, lexicon) for placed in run) / len(run)


def _score(node: Node, lexicon: Lexicon) -> float:
    """Say from 0 to 1 how much a node, with what is below it, reads as an entry of an attendee list."""
    block = node.block
    if block.kind == "row":
        return 1.0
    if _HERE.match(block.text):
        return 1.0
    if is_running(block.text, block.kind) or (len(block.text) > _LONG_ENTRY and is_running(block.text, "text")):
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
        if len(series) >= 4 and sum(score >= LIKE_PEOPLE for score in scores) >= 0.8 * len(series):
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
        sum(score >= LIKE_PEOPLE for score in scores) / len(scores) >= 0.7
        and bool(brackets or known)
        and (len(run) > 2 or (len(run) == 2 and brackets + known > 1))
    )
