"""DOCX into blocks, by way of the HTML that mammoth makes of it; the only user of mammoth."""

from __future__ import annotations

import io
import re
import zipfile

from rugctl.errors import RugctlError
from rugctl.importing.blocks import Document
from rugctl.importing.readers.decoding import called
from rugctl.importing.readers.docxticks import with_ticks
from rugctl.importing.readers.html import html_blocks, without_lines

_LARGEST = 100_000_000  # bytes of XML; minutes of decades have a few million
_DEEPEST = 9
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Heading 7'] => h6:fresh
p[style-name='heading 7'] => h6:fresh
u => u
strike => s
"""
_BROKEN = "Open it in a word processor and save it anew as DOCX, or export it as HTML."


def read_docx(name: str, data: bytes) -> Document:
    """Read a document of Word; each paragraph and each row of a table is a line.

    Changes that reviewers proposed count as accepted, their remarks are left out. Raises RugctlError where the file is
    broken or larger than any minutes, or where the library that reads it is not installed.
    """
    try:
        import mammoth  # noqa: PLC0415  an extra, and slow to load
    except ImportError:
        raise RugctlError(f"{called(name)} is a DOCX, and what reads these is not installed", "Run `pip install 'rugctl[docx]'`.") from None
    _check_parts(name, data)
    try:
        html = mammoth.convert_to_html(
            io.BytesIO(with_ticks(data)),
            style_map=_style_map(),
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(lambda _: {}),
        ).value
    except Exception as error:
        raise RugctlError(f"{called(name)} is no DOCX that can be read ({type(error).__name__})", _BROKEN) from error
    return without_lines(name, html_blocks(html).blocks)


def is_docx(data: bytes) -> bool:
    """Tell whether bytes are a document of Word, by what is in the archive; also where it is cut off."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(member.startswith("word/") for member in archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        return b"word/" in data[:100_000]


def _check_parts(name: str, data: bytes) -> None:
    """Refuse what would fill the memory: archives that unfold without end, and XML that does."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [part for part in archive.infolist() if part.filename.endswith((".xml", ".rels"))]
            large = sum(part.file_size for part in parts) > _LARGEST
            declaring = not large and any(_DECLARATION.search(archive.read(part).replace(b"\0", b"")) for part in parts)
    except Exception as error:
        raise RugctlError(f"{called(name)} is a broken DOCX ({type(error).__name__})", _BROKEN) from error
    if large:
        raise RugctlError(f"{called(name)} unfolds to more than {_LARGEST // 1_000_000} MB of text", _BROKEN)
    if declaring:
        raise RugctlError(f"{called(name)} declares XML entities, which no DOCX may do", _BROKEN)


def _style_map() -> str:
    """Return how paragraphs become HTML where mammoth does not say: all levels of lists, also those that only a style tells."""
    lines = _STYLES.splitlines()
    for level in range(2, 6):
        lines += [
            f"p[style-name='List Bullet {level}'] => {_path('ul', level)}",
            f"p[style-name='List Number {level}'] => {_path('ol', level)}",
        ]
    lines += [f"p[style-name='toc {level}'] => !" for level in range(1, _DEEPEST + 1)]
    for level in range(6, _DEEPEST + 1):
        lines += [f"p:unordered-list({level}) => {_path('ul', level)}", f"p:ordered-list({level}) => {_path('ol', level)}"]
    return "\n".join(lines)


def _path(tag: str, level: int) -> str:
    return "ul|ol > li > " * (level - 1) + f"{tag} > li:fresh"
