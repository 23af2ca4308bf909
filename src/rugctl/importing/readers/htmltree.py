"""HTML as a tree with line numbers, as forgiving as browsers are: tags may be left open, crossed or unbalanced."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"))
LISTS = frozenset(("ul", "ol", "menu", "dir"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SECTIONS = frozenset(
    (
        "article",
        "aside",
        "body",
        "center",
        "details",
        "dialog",
        "div",
        "figure",
        "footer",
        "form",
        "header",
        "html",
        "main",
        "nav",
        "section",
    )
)
BLOCKS = (
    LISTS
    | HEADINGS
    | _SECTIONS
    | frozenset(
        (
            "address",
            "blockquote",
            "caption",
            "dd",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "hr",
            "legend",
            "li",
            "option",
            "p",
            "pre",
            "summary",
            "title",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
        )
    )
)
_CELLS = frozenset(("td", "th"))
_ROWS = frozenset(("thead", "tbody", "tfoot", "tr", "caption")) | _CELLS
_DEEPEST = 100  # elements within one another; what is nested deeper is read as if it stood beside

_CLOSED_BY: dict[str, tuple[frozenset[str], frozenset[str]]] = {  # tag: which open elements end before it, and where to stop looking
    **dict.fromkeys(BLOCKS - _ROWS, (frozenset(("p",)), _CELLS | {"table"})),
    **dict.fromkeys(HEADINGS, (HEADINGS | {"p"}, _CELLS | {"table", "li", "div"})),
    "li": (frozenset(("li", "p")), LISTS | _CELLS),
    **dict.fromkeys(("dt", "dd"), (frozenset(("dt", "dd", "p")), _CELLS | {"dl"})),
    **dict.fromkeys(_CELLS, (_CELLS, frozenset(("table", "tr")))),
    "tr": (frozenset(("tr", "caption")), frozenset(("table",))),
    **dict.fromkeys(("thead", "tbody", "tfoot"), (frozenset(("thead", "tbody", "tfoot", "caption", "tr")), frozenset(("table",)))),
    "a": (frozenset(("a",)), BLOCKS),
    "option": (frozenset(("option",)), frozenset(("select",))),
    "body": (frozenset(("head",)), frozenset()),
}


@dataclass(slots=True)
class Text:
    """Characters as they stand in the source, entities resolved; `line` is that of the first."""

    text: str
    line: int


@dataclass(slots=True)
class Node:
    """An element; attributes without a value have an empty one."""

    tag: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | Text] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """The names in its `class`."""
        return self.attributes.get("class", "").split()

    def elements(self) -> list[Node]:
        """Return the children but for text."""
        return [child for child in self.children if isinstance(child, Node)]


def parse_html(text: str, first_line: int = 1) -> Node:
    """Return the root, a node without a tag, of a document or a fragment whose first line has the number given. Never raises."""
    tree = _Tree(first_line)
    tree.feed(_ENCODED_LINE_ENDS.sub(" ", text))
    tree.close()
    return tree.root


_ENCODED_LINE_ENDS = re.compile(r"&(?:#0*1[03](?!\d)|#[xX]0*[aAdD](?![0-9a-fA-F])|NewLine(?=;));?")


def _ends_within(tag: str) -> frozenset[str]:
    """Return the elements out of which an end tag does not reach."""
    if tag == "table" or tag in ("html", "body"):
        return frozenset()
    if tag in _ROWS:
        return frozenset(("table",))
    return _CELLS | {"table"} | (LISTS if tag == "li" else frozenset())


class _Tree(HTMLParser):
    """Builds the tree from what the parser reports."""

    def __init__(self, first_line: int) -> None:
        super().__init__()
        self.root = Node("", first_line)
        self._before = first_line - 1
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element, and end those that it ends."""
        if tag in _CLOSED_BY:
            self._close(*_CLOSED_BY[tag], outermost=tag == "li" or tag in _ROWS)
        node = Node(tag, self._line(), {name: value or "" for name, value in reversed(attrs)})
        self._open[-1].children.append(node)
        if tag not in _VOID and len(self._open) < _DEEPEST:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<td/>` is an empty cell; `<a href=…/>` is a link whose address ends with a slash."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID and not (tag == "a" and dict(attrs).get("href")):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """End an element and what was left open in it; an end without a beginning separates all the same."""
        if tag == "br":
            self.handle_starttag(tag, [])
        elif not self._close(frozenset((tag,)), _ends_within(tag)) and tag in BLOCKS:
            self._open[-1].children.append(Node("div", self._line()))

    def handle_data(self, data: str) -> None:
        """Add text, which comes in one piece between two tags."""
        self._open[-1].children.append(Text(data, self._line()))

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: ARG002
        """`<![if …]>` and the like are comments; the standard library stumbles over some of them."""
        return self.parse_bogus_comment(i)

    def _line(self) -> int:
        return self.getpos()[0] + self._before

    def _close(self, tags: frozenset[str], stops: frozenset[str], *, outermost: bool = False) -> bool:
        """End the innermost (or the outermost) open element of these tags, short of the innermost one to stop at."""
        found = 0
        for depth in range(len(self._open) - 1, 0, -1):
            tag = self._open[depth].tag
            if tag in tags:
                found = depth
            if tag in stops or (found and not outermost):
                break
        if found:
            del self._open[found:]
        return bool(found)
