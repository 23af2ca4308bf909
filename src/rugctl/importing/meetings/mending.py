"""Addresses that a scanner misread: mended where the document itself, or a well-known host's name or form, makes it certain."""

from __future__ import annotations

import re
from dataclasses import replace

from rugctl.importing.blocks import Block, Document

_HOST = re.compile(r"\b(?:qithub|githuh|g1thub|githib)\.com(?=/)", re.IGNORECASE)
_PATH = re.compile(r"(?<=github\.com/)[\w./#-]+")
_COMMENT = re.compile(r"(?<=#)issuecom(?!ment-)[a-z]*(?=-\d)")
"""The one word that a comment's address has there."""
_WORD = re.compile(r"[a-z]{4,}")


def mend_addresses(document: Document) -> Document:
    """Return a document with what is certainly misread in its addresses put right: a host, g read as q, `#issuecomment-`."""
    suspects = [n for n, block in enumerate(document.blocks) if _HOST.search(block.text) or _COMMENT.search(block.text)]
    if not suspects:
        return document
    words = {word for line in document.lines for word in _WORD.findall(line.casefold())}
    blocks = list(document.blocks)
    for n in suspects:
        blocks[n] = _mended(blocks[n], words)
    return replace(document, blocks=tuple(blocks))


def _mended(block: Block, words: set[str]) -> Block:
    def mend(text: str) -> str:
        return _PATH.sub(lambda match: _mended_path(match[0], words), _HOST.sub("github.com", text))

    return replace(block, text=mend(block.text), markdown=mend(block.markdown))


def _mended_path(path: str, words: set[str]) -> str:
    return _COMMENT.sub("issuecomment", _WORD.sub(lambda word: _as_elsewhere(word[0], words), path))


def _as_elsewhere(word: str, words: set[str]) -> str:
    """Return a word as the document writes it elsewhere, where it differs only in a q for a g."""
    other = word.replace("q", "g")
    return other if other != word and other in words else word
