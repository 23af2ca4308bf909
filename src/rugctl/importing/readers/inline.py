"""The inside of a line: Markdown and HTML that people write in running text, taken to plain text, links and emphasis."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from rugctl.importing.blocks import Anchor

_TARGET = r"<?([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?"
_LABEL = r"((?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])*)"
_LINK = re.compile(rf"(!?)\[{_LABEL}\]\(\s*{_TARGET}\s*\)")
_REFERENCE = re.compile(rf"\[{_LABEL}\]\[([^\[\]]*)\]")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^\s<>]+)>")
_TAG_LINK = re.compile(r"<a\b[^>]*\bhref\s*=\s*[\"']?([^\"'\s>]+)[^>]*>(.*?)</a\s*>", re.IGNORECASE)
_ELEMENTS = (
    "a|abbr|article|aside|b|big|blockquote|body|br|center|cite|code|dd|del|details|dfn|div|dl|dt|em|figure|font|footer|form|h[1-6]|head|header|hr|html|i|img|input|ins|kbd|label|li|main|mark"
    "|meta|nav|o:p|ol|p|pre|q|s|samp|section|small|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|time|title|tr|tt|u|ul|var|wbr|video|iframe|button|link|script|style|svg|path"
)
_TAG = re.compile(rf"</?(?:{_ELEMENTS})(?:\s[^<>]*)?/?>|<!--.*?-->", re.IGNORECASE)
_INLINE_TAG = re.compile(r"</?(?:a|abbr|b|code|del|em|font|i|ins|kbd|mark|s|small|span|strike|strong|sub|sup|tt|u)\b[^<>]*>", re.IGNORECASE)
_CODE = re.compile(r"(`+)(.+?)\1(?!`)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*]*[^\s*])\*(?!\w)|(?<![\w\\])_(?=[^\s_])([^_]*[^\s_])_(?!\w)")
_STRIKE = re.compile(r"~~(?=\S)(.+?)(?<=\S)~~")
_ALL_STRONG = re.compile(
    r"(?:<(?:b|strong|u)>\s*)*(\*\*|__)(?P<inside>(?:(?!\1).)+)\1\s*:?|<(b|strong|u)>(?:(?!</\3>).)+</\3>\s*:?", re.IGNORECASE
)
_HELD = re.compile("\ue000(\\d+)\ue001")


@dataclass(frozen=True, slots=True)
class Inline:
    """A line's text without markup, the same with its own markup, its links, and whether all of it is emphasised."""

    text: str
    markdown: str
    anchors: tuple[Anchor, ...]
    strong: bool


def read_inline(source: str, references: Mapping[str, str] | None = None) -> Inline:
    """Take a line of Markdown or of plain text apart; `references` are addresses by their folded labels."""
    source = source.strip()
    if not any(c in source for c in "[<*_`\\&~"):
        return Inline(source, source, (), strong=False)
    anchors: list[Anchor] = []
    held: list[str] = []

    def hold(text: str) -> str:
        held.append(text)
        return f"\ue000{len(held) - 1}\ue001"

    def link(words: str, url: str) -> str:
        plain = _plain(words) or url
        anchors.append(Anchor(plain, html.unescape(url)))
        return hold(plain)

    text = _CODE.sub(lambda m: hold(m[2].strip() if len(m[1]) > 1 else m[2]), source)
    text = _LINK.sub(lambda m: link(m[2], m[3]) if m[3] else hold(_plain(m[2])), text)
    if references:
        text = _REFERENCE.sub(lambda m: _referred(m, references, link), text)
    text = _TAG_LINK.sub(lambda m: link(m[2], m[1]), text)
    text = _AUTOLINK.sub(lambda m: link(m[1].removeprefix("mailto:"), m[1]), text)
    text = _restore(_plain(text), held)
    return Inline(" ".join(text.split()), source, tuple(anchors), strong=bool(_ALL_STRONG.fullmatch(source)))


def _referred(match: re.Match[str], references: Mapping[str, str], link: object) -> str:
    label = " ".join((match[2] or match[1]).split()).upper()
    url = references.get(label)
    return link(match[1], url) if url and callable(link) else match[0]


def _plain(text: str) -> str:
    """Drop emphasis, tags and escapes."""
    if "<" in text:
        text = _TAG.sub(" ", _INLINE_TAG.sub("", text))
    if "&" in text:
        text = html.unescape(text)
    for pattern in (_STRONG, _STRIKE):
        text = pattern.sub(lambda m: m[m.lastindex or 0], text)
    text = _EMPHASIS.sub(lambda m: m[1] or m[2], text)
    return _ESCAPE.sub(r"\1", text)


def _restore(text: str, held: list[str]) -> str:
    while _HELD.search(text):
        text = _HELD.sub(lambda m: held[int(m[1])], text)
    return text
