"""Check lists in DOCX: their boxes are bullets of the list and no text, so that they are written into the text first."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree as ET

from rugctl.importing.readers.htmltext import TICKS

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WINGDINGS = {"\uf06f": "☐", "\uf0a8": "☐", "\uf0fe": "☑", "\uf0fd": "☒"}
_NUMBERING = re.compile(r"word/numbering\d*\.xml")
_TEXT = re.compile(r"word/document\d*\.xml")


def with_ticks(data: bytes) -> bytes:
    """Return a document whose entries of check lists begin with their box; the same bytes where it has no such list.

    Raises what a broken archive or broken XML makes the standard library raise.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    boxes: dict[tuple[str, str], str] = {}
    for name, part in parts.items():
        if _NUMBERING.fullmatch(name):
            boxes |= _boxes(part)
    if not boxes:
        return data
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, _written(part, boxes) if _TEXT.fullmatch(name) else part)
    return target.getvalue()


def _boxes(numbering: bytes) -> dict[tuple[str, str], str]:
    """Return the box that stands before the entries of a list on a level, where the list has boxes."""
    root = ET.fromstring(numbering)  # noqa: S314 (declarations are refused before)
    levels = {
        (abstract.get(f"{_W}abstractNumId", ""), level.get(f"{_W}ilvl", "0")): box
        for abstract in root.iter(f"{_W}abstractNum")
        for level in abstract.iter(f"{_W}lvl")
        if (box := _box(_value(level, "lvlText")))
    }
    return {
        (number.get(f"{_W}numId", ""), level): box
        for number in root.iter(f"{_W}num")
        for (abstract, level), box in levels.items()
        if abstract == _value(number, "abstractNumId")
    }


def _written(document: bytes, boxes: dict[tuple[str, str], str]) -> bytes:
    root = ET.fromstring(document)  # noqa: S314 (declarations are refused before)
    for paragraph in root.iter(f"{_W}p"):
        numbering = paragraph.find(f"{_W}pPr/{_W}numPr")
        if numbering is None:
            continue
        box = boxes.get((_value(numbering, "numId"), _value(numbering, "ilvl") or "0"))
        if box:
            run = ET.Element(f"{_W}r")
            ET.SubElement(run, f"{_W}t").text = f"{box} "
            paragraph.insert(1, run)
    return ET.tostring(root, encoding="unicode").encode()


def _box(bullet: str) -> str:
    box = _WINGDINGS.get(bullet, bullet)
    return box if box in TICKS else ""


def _value(element: ET.Element, child: str) -> str:
    found = element.find(f"{_W}{child}")
    return "" if found is None else found.get(f"{_W}val", "")
