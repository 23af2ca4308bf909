"""What stands before the first meeting of a document: the group's name, links, leads and backlog, and its own text."""

from __future__ import annotations

from collections.abc import Sequence

from rugctl.importing.blocks import Block, Document
from rugctl.importing.ledger import Ledger
from rugctl.importing.meetings.notes import write_notes
from rugctl.importing.meetings.tree import Node, build_tree
from rugctl.importing.report import FoundHead, FoundPerson
from rugctl.importing.words.dates import find_dates
from rugctl.importing.words.lexicon import Lexicon
from rugctl.importing.words.links import links_of
from rugctl.importing.words.people_lines import read_people

_LONGEST_TITLE = 90


def read_head(document: Document, blocks: Sequence[Block], ledger: Ledger) -> FoundHead | None:
    """Return what the head of a document says; contents of the document only give form. None where it says nothing."""
    told = [block for block in blocks if not _is_contents(block)]
    for block in blocks:
        if block not in told:
            ledger.structure(block)
    told = [block for block in told if block.kind != "front" or not block.text.startswith(("layout:", "tags:", "id:"))]
    if not told:
        return None
    title = _title(told)
    tree = build_tree([block for block in told if block is not title])
    backlog, leads = _backlog(tree), _leads(tree)
    taken = {id(node) for node in [*backlog, *leads]}
    labels = {id(node) for node in tree if node.label is not None and node.label.role == "backlog" and node.children}
    rest = write_notes(tree, lambda node: id(node) not in taken | labels)
    for block in told:
        ledger.enter(block, "group")
    people = tuple(person for node in leads for person in _people(node))
    items = tuple(node.block.text for node in backlog)
    return FoundHead(document.name, title.text if title else None, rest, tuple(links_of(told)), people, items)


def _is_contents(block: Block) -> bool:
    """Tell whether a line belongs to a table of contents: a link within the document, or a date alone in a list."""
    within = bool(block.anchors) and all(anchor.url.startswith("#") for anchor in block.anchors)
    dated = block.kind == "item" and len(block.text) < 40 and any(written.day for written in find_dates(block.text))
    return within or dated


def _title(blocks: Sequence[Block]) -> Block | None:
    first = next((block for block in blocks if block.kind != "front"), None)
    short = (
        first is not None
        and first.kind in {"heading", "text"}
        and len(first.text) <= _LONGEST_TITLE
        and not first.text.endswith((".", ":"))
    )
    return first if short else None


def _backlog(tree: Sequence[Node]) -> list[Node]:
    """Return the entries of lists of proposed topics."""
    lists = [node for node in tree if node.label is not None and node.label.role == "backlog"]
    return [child for node in lists for child in node.children if child.block.kind == "item" and child.label is None]


def _leads(tree: Sequence[Node]) -> list[Node]:
    """Return the lines that name the group's leads, also where a list above has drawn them in."""
    return [node for root in tree for node in root.walk() if node.label is not None and node.label.role == "chair"]


def _people(node: Node) -> list[FoundPerson]:
    rest = node.label.rest if node.label else ""
    if rest:
        return read_people(rest, node.block.first, Lexicon(), role="lead", inline=True)
    return [p for child in node.children for p in read_people(child.block.text, child.block.first, Lexicon(), role="lead", pairs=True)]
