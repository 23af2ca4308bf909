"""What word processors write into the HTML they export: how deep a list is, which paragraphs are notes at the end."""

from __future__ import annotations

import re

from rugctl.importing.readers.htmltree import Node

WORD_MARKER = re.compile(r"(?:[•·◦▪‣●○■➢§Øüo*–-]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxIVX]{2,5})[.)])\s+")
"""The bullets and numbers that Word writes as text before the entries of its lists."""
_GOOGLE_LEVEL = re.compile(r"lst-kix_\S+-(\d)(?!\S)")
_WORD_LEVEL = re.compile(r"mso-list:[^;]*level(\d)")
_MARGIN = re.compile(r"margin-left:\s*(\d{1,4}(?:\.\d{1,4})?|\.\d{1,4})(in|pt|cm|px)")
_PER_LEVEL = {"in": 0.5, "pt": 36.0, "cm": 1.27, "px": 48.0}
_NOTE = re.compile(
    r"#?(?:cmnt|ftnt|_?ftn|_?edn|_msocom|_com|(?:foot|end)note|fn)[-_:]*(ref)?[-_:]*\d+|#?sd(?:foot|end)note\d+(?:(anc)|sym)"
)
_NOTES = frozenset(("footnotes", "endnotes", "msocomtxt", "MsoCommentText"))


def google_level(node: Node, default: int) -> int:
    """Return how deep Google Docs has a list, which it writes beside the others and not in them."""
    level = _GOOGLE_LEVEL.search(node.attributes.get("class", ""))
    return int(level[1]) if level else default


def word_level(paragraph: Node) -> int | None:
    """Return how deep Word has a paragraph in lists, from 0; None where it is in none."""
    style = paragraph.attributes.get("style", "").lower()
    level = _WORD_LEVEL.search(style)
    if level:
        return max(0, int(level[1]) - 1)
    if not any(name.startswith("MsoListParagraph") for name in paragraph.classes):
        return None
    margin = _MARGIN.search(style)
    return max(0, round(float(margin[1]) / _PER_LEVEL[margin[2]]) - 1) if margin else 0


def is_note_mark(link: Node) -> bool:
    """Tell whether a link is the mark of a footnote or a remark, or leads from there back to the text."""
    return bool(_NOTE.fullmatch(link.attributes.get("href", "")))


def is_note(node: Node) -> bool:
    """Tell whether an element holds footnotes or the remarks of reviewers, which exports put at the end."""
    if _NOTES.intersection(node.classes) or _NOTE.fullmatch(node.attributes.get("id", "")):
        return True
    inner: Node | None = node
    while inner and inner.tag != "a":
        inner = next((child for child in inner.children if isinstance(child, Node)), None)
    back = _NOTE.fullmatch(inner.attributes.get("href", "")) if inner else None
    return bool(back and (back[1] or back[2]))
