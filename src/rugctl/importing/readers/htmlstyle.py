"""How HTML looks: what tags, classes and style attributes say of weight, slant and lines, and what a list's entries bear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rugctl.importing.readers.htmltree import Node, Text
from rugctl.importing.words.addresses import unwrap

_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_CLASS = re.compile(r"[a-z]*\.([\w-]+)", re.IGNORECASE)
_BEFORE = re.compile(r"\.([\w-]+)\s*>?\s*(?:li)?\s*::?before", re.IGNORECASE)
_CONTENT = re.compile(r"(?:^|;)\s*content\s*:\s*[\"']\s*([^\"']*)")
_CODE_POINT = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_ORNAMENTS = frozenset(("anchor-link", "headerlink", "mw-editsection"))  # what site generators put beside headings
_UNSAFE = re.compile(r"\s*(?:javascript|data|mailto|tel|vbscript|about):|\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """How characters are shown, and where they lead."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    code: bool = False
    hidden: bool = False
    url: str = ""


_TAGS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strike"),
    **dict.fromkeys(("code", "tt", "kbd", "samp"), "code"),
}
_LOOKS = (  # what a style says of which property of ours, and what makes it true
    ("font-weight", "bold", re.compile(r"bold|[6-9]00")),
    ("font-style", "italic", re.compile(r"italic|oblique")),
    ("text-decoration", "underline", re.compile(r"underline")),
    ("text-decoration", "strike", re.compile(r"line-through")),
    ("text-decoration-line", "underline", re.compile(r"underline")),
    ("text-decoration-line", "strike", re.compile(r"line-through")),
    ("mso-hide", "hidden", re.compile(r"all")),  # but not `display:none`: a page may hold sections that open on a click
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a document's style sheets say of classes: the changes of style, and what stands before the entries of a list."""

    looks: dict[str, dict[str, bool]] = field(default_factory=dict)
    bullets: dict[str, str] = field(default_factory=dict)

    def styled(self, node: Node, style: Style) -> Style:
        """Return the style within an element, where that around it is given."""
        changes = {_TAGS[node.tag]: True} if node.tag in _TAGS else {}
        for name in node.classes:
            changes.update(self.looks.get(name, {}))
        if "style" in node.attributes:
            changes.update(_changes(node.attributes["style"]))
        if "hidden" in node.attributes or _ORNAMENTS.intersection(node.classes):
            changes["hidden"] = True
        url = _address(node) if node.tag == "a" else ""
        return replace(style, **changes, url=url or style.url) if changes or url else style

    def bullet(self, node: Node) -> str:
        """Return the character before the entries of a list, where a style sheet puts one there."""
        return next((self.bullets[name] for name in node.classes if name in self.bullets), "")


def read_sheet(root: Node) -> Sheet:
    """Return what the style sheets in a document say."""
    sheet = Sheet()
    for css in _sheets(root):
        for selectors, declarations in _RULE.findall(css):
            _add_rule(sheet, selectors, declarations)
    return sheet


def _add_rule(sheet: Sheet, selectors: str, declarations: str) -> None:
    before = _BEFORE.search(selectors)
    content = _CONTENT.search(declarations)
    if before and content:
        sheet.bullets[before[1]] = _CODE_POINT.sub(_character, content[1]).strip()
    changes = _changes(declarations)
    if changes:
        for selector in selectors.split(","):
            name = _CLASS.fullmatch(selector.strip())
            if name:
                sheet.looks.setdefault(name[1], {}).update(changes)


def _sheets(root: Node) -> Iterator[str]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.tag == "style":
            yield "".join(child.text for child in node.children if isinstance(child, Text))
        waiting += reversed(node.elements())


def _changes(declarations: str) -> dict[str, bool]:
    """Return what declarations (`font-weight:700;color:red`) change of a style."""
    changes = {}
    for declaration in declarations.lower().split(";"):
        name, _, value = declaration.partition(":")
        for property_, ours, true in _LOOKS:
            if name.strip() == property_:
                changes[ours] = bool(true.search(value))
    return changes


def _address(node: Node) -> str:
    """Return where a link leads; mail and scripts are none."""
    href = node.attributes.get("href", "").strip()
    return "" if _UNSAFE.match(href) else re.sub(r"\s+", "%20", unwrap(href))


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
