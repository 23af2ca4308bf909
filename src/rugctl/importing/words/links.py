"""Addresses in a document's text: found, mended where that is certain, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rugctl.importing.blocks import Block
from rugctl.importing.report import FoundLink
from rugctl.importing.words.addresses import unwrap

ADDRESS = re.compile(r"\(?https?://\S+")
"""An address as it stands in a line, perhaps behind a bracket; a line that is nothing else belongs to the one above."""
_URL = re.compile(r"https?://(?:(?!,https?://)[^\s<>\"|])+", re.IGNORECASE)
_SPLIT_SCHEME = re.compile(r"\b(https?)\s?:\s?/\s?/\s?(?=[\w-]+\.)", re.IGNORECASE)
_BARE_HOST = re.compile(
    r"(?<![\w./@:-])((?:www\.)?(?:github|gitlab|docs\.google|drive\.google|youtube|youtu|groups\.google|hackmd|twitter)\.(?:com|be|io)/[^\s<>\"|]+)"
)
_DOCUMENT = re.compile(r"docs\.google\.com/(?:document|presentation|spreadsheets)/d/([\w-]+)")
_KEY = 44
_TRAILING = ".,;:!?'\"*_`…”’»"
_NO_TITLE = re.compile(r"(?:here|link|links?|this|https?:.*|click here|url|see|source)", re.IGNORECASE)


def links_of(blocks: Iterable[Block]) -> list[FoundLink]:
    """Return the web addresses of blocks in their order, each once, with the words that carry or introduce them."""
    found: dict[str, FoundLink] = {}
    for block in blocks:
        for _, link in sorted(_of_block(block), key=lambda placed: placed[0]):
            known = found.get(link.url)
            if known is None or (known.title is None and link.title):
                found[link.url] = link
    mended = [link.url for link in found.values() if link.mended and "#" in link.url]
    return [link for link in found.values() if "#" not in link.url or not any(_is_beginning(link.url, other) for other in mended)]


def _is_beginning(url: str, mended: str) -> bool:
    """Tell whether an address is what a wrap left of another: it ends within a word of that one's fragment."""
    return mended.startswith(url) and url[-1].isalpha() and mended[len(url) :][:1].isalpha()


def _of_block(block: Block) -> Iterator[tuple[int, FoundLink]]:
    """Yield a block's addresses, each with its place in the text, those that words carry first."""
    text = _SPLIT_SCHEME.sub(lambda m: f"{m[1].lower()}://", block.text)
    text = _BARE_HOST.sub(r"https://\1", text)
    for anchor in block.anchors:
        url = clean_url(anchor.url)
        if url:
            title = None if _NO_TITLE.fullmatch(anchor.text) else anchor.text
            yield text.find(anchor.text), FoundLink(url, title or _introduced(block.text, anchor.text), block.first)
    if block.kind == "code":
        return
    for match in _URL.finditer(text):
        whole = _closed(match[0], text[match.end() :])
        url = clean_url(whole)
        if url and not _is_cut_off(url) and not text[match.end() :].startswith(("...", "…")) and not whole.endswith(("...", "…")):
            mended = block.last > block.first or whole != match[0]
            yield match.start(), FoundLink(url, _introduced(text, match[0]), block.first, mended=mended)


def _closed(url: str, behind: str) -> str:
    """Close the gap that a wrap left in the key of a document: only where both parts together have a key's length."""
    match = _DOCUMENT.search(url)
    rest = re.match(r"\s+([\w-]+)(/\S*)?", behind)
    if match and rest and match.end() == len(url) and len(match[1]) + len(rest[1]) == _KEY:
        return f"{url}{rest[1]}{rest[2] or ''}"
    piece = re.match(r"\s+([\w-]+\.(?:md|html?|pdf|txt|ya?ml|py|rst))\b", behind)
    if piece and re.search(r"/\w{1,3}$", url):
        return url + piece[1]  # `…/R EADME.md`
    extension = re.match(r"\s+(\.(?:md|html?|pdf|txt|ya?ml|py|rst))\b", behind)
    return url + extension[1] if extension and url[-1].isalnum() else url


def _is_cut_off(url: str) -> bool:
    """Tell whether the key of a document is shorter than such keys are: the rest of the address is lost."""
    match = _DOCUMENT.search(url)
    return match is not None and 10 < len(match[1]) < _KEY - 4


def clean_url(text: str) -> str | None:
    """Return an address without what punctuation and other programs put around it; None where it is no web address."""
    url = text.strip()
    if not re.match(r"https?://[^\s/]+", url, re.IGNORECASE):
        return None
    url = unwrap(url)
    while url:
        if url[-1] in _TRAILING or (url[-1] in ")]}" and url.count({")": "(", "]": "[", "}": "{"}[url[-1]]) < url.count(url[-1])):
            url = url[:-1]
        else:
            break
    url = re.sub(r"[)\]]+\(?(?=https?://).*$", "", url)
    host = re.match(r"https?://(?:[^/@?#]*@)?([^/:?#]+)", url, re.IGNORECASE)
    return url if host and ("." in host[1] or host[1] == "localhost") else None


def _introduced(text: str, url: str) -> str | None:
    """Return what introduces an address: `Slides: https://…` gives `Slides`."""
    before = text[: text.find(url)] if url in text else ""
    match = re.search(r"([A-Z0-9][\w’' /+&().,-]{1,60}?)\s*[:(–-]\s*$", before)
    title = match[1].strip(" (-") if match else ""
    return title if title and not _NO_TITLE.fullmatch(title) and len(title) > 2 else None
