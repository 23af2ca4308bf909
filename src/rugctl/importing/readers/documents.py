"""A document of any format into blocks: which reader is the right one, by its name and by what is in it."""

from __future__ import annotations

import re
from collections.abc import Callable

from rugctl.errors import RugctlError
from rugctl.importing.blocks import Document
from rugctl.importing.readers.decoding import called, decode
from rugctl.importing.readers.docx import is_docx, read_docx
from rugctl.importing.readers.html import read_html
from rugctl.importing.readers.markdown import read_markdown
from rugctl.importing.readers.text import read_text

_READERS = {
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd"), read_markdown),
    **dict.fromkeys((".html", ".htm", ".xhtml"), read_html),
    **dict.fromkeys((".txt", ".text"), read_text),
}
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta)\b", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?(?:p|div|h[1-6]|ul|ol|li|table|tr|td|span|br)\b[^<>]*>", re.IGNORECASE)
_MARKDOWN = re.compile(
    r"^(?:#{1,6}[ \t]+\S|```|~~~|\|?[ \t]*:?-{3,}:?[ \t]*\||[ \t]*[-*+][ \t]+\[[ xX]\][ \t])"
    r"|\]\(\S+\)|\*\*[^\s*][^*\n]*\*\*|\A---\n(?:.*\n){0,80}?---\n",
    re.MULTILINE,
)


def read_document(name: str, data: bytes) -> Document:
    """Read a document, `-` for standard input. Raises RugctlError where it is of no format that can be read."""
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    if is_docx(data):
        return read_docx(name, data)
    text = decode(name, data)
    if ending == ".docx" and not _PAGE.match(text):
        raise RugctlError(f"{called(name)} is no DOCX", "Name it after what it is: `.md`, `.html` or `.txt`.")
    if _PAGE.match(text):
        return read_html(name, text)
    return (_READERS.get(ending) or _reader_of(text))(name, text)


def _reader_of(text: str) -> Callable[[str, str], Document]:
    """Choose by what is in a text: tags on most lines, marks of Markdown, or neither."""
    start = text[:100_000]
    if len(_TAG.findall(start)) > start.count("\n") + 1:
        return read_html
    return read_markdown if _MARKDOWN.search(start) else read_text
