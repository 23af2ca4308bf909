"""Tables: which of them only lay a page out, and a row as a block whose cells keep their lists and check boxes."""

from __future__ import annotations

import re
from dataclasses import replace

from rugctl.importing.blocks import Block
from rugctl.importing.readers.htmltree import HEADINGS, Node, Text

_SPAN = re.compile(r"\s*0*(\d{1,2})")


def is_layout(table: Node) -> bool:
    """Tell whether a table holds a document, not data: headings or tables in its cells, or one column only."""
    rows = _rows(table)
    inner = [cell for row in rows for cell in row.elements() if cell.tag == "td"]
    return all(len(row_cells(row)) < 2 for row in rows) or any(_holds_document(cell) for cell in inner)


def row_cells(row: Node) -> list[Node]:
    """Return the cells of a row; what stands between cells by mistake counts as one."""
    cells = []
    for child in row.children:
        if isinstance(child, Node):
            cells.append(child)
        elif not child.text.isspace():
            cells.append(Node("td", child.line, children=[child]))
    return cells


def is_header(row: Node) -> bool:
    """Tell whether all cells with something in them are header cells."""
    filled = [cell for cell in row.elements() if any(not isinstance(child, Text) or child.text.strip() for child in cell.children)]
    return bool(filled) and all(cell.tag == "th" for cell in filled)


def row_block(cells: list[tuple[Node, list[Block]]], depth: int, *, header: bool) -> Block | None:
    """Return a row, given what each cell holds; a cell of several columns is followed by empty ones. None for an empty row."""
    blocks = [block for _, inner in cells for block in inner]
    if not blocks:
        return None
    texts, shown = [], []
    for cell, inner in cells:
        empty = [""] * (_span(cell) - 1)
        texts += ["\n".join(_cell_line(block, block.text) for block in inner), *empty]
        shown += ["<br>".join(_cell_line(block, block.markdown).replace("|", "\\|") for block in inner), *empty]
    return Block(
        kind="row",
        text=" | ".join(" ".join(text.split()) for text in texts),
        first=min(block.first for block in blocks),
        last=max(block.last for block in blocks),
        depth=depth,
        strong=all(block.strong for block in blocks),
        markdown=" | ".join(shown),
        anchors=tuple(anchor for block in blocks for anchor in block.anchors),
        cells=tuple(texts),
        header=header,
    )


def mark_header(rows: list[Block]) -> list[Block]:
    """Let a first row in bold head a table that names no header."""
    if len(rows) < 2 or rows[0].kind != "row" or not rows[0].strong or any(row.header for row in rows):
        return rows
    return [replace(rows[0], header=True), *rows[1:]]


def _cell_line(block: Block, text: str) -> str:
    tick = "" if block.ticked is None else "[x] " if block.ticked else "[ ] "
    marker = f"{block.marker} " if block.marker else ""
    return f"{'  ' * block.depth}{marker}{tick}{text}".rstrip() if block.kind == "item" else f"{tick}{text}".rstrip()


def _span(cell: Node) -> int:
    match = _SPAN.match(cell.attributes.get("colspan", ""))
    return max(1, int(match[1])) if match else 1


def _rows(table: Node) -> list[Node]:
    """Return the rows of a table itself, not those of tables in it."""
    found = []
    for child in table.elements():
        if child.tag in {"thead", "tbody", "tfoot"}:
            found += _rows(child)
        elif child.tag == "tr":
            found.append(child)
    return found


def _holds_document(cell: Node) -> bool:
    waiting = cell.elements()
    while waiting:
        node = waiting.pop()
        if node.tag in HEADINGS or node.tag == "table":
            return True
        waiting += node.elements()
    return False
