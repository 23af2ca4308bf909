"""DOCX files in memory, of as few parts as Word accepts."""

from __future__ import annotations

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STYLES = ("Title", "heading 1", "heading 2", "List Paragraph", "List Bullet", "List Bullet 2", "List Number", "toc 1", "footnote text")
_LEVELS = {"1": ("bullet", "•"), "2": ("decimal", "%1."), "3": ("bullet", "☐"), "4": ("bullet", "\uf0fe")}


def docx(body: str, links: dict[str, str] | None = None, footnotes: str = "", **parts: bytes) -> bytes:
    """Return a file whose body is the XML given; `links` are addresses by the ids of relationships, `parts` replace parts."""
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": _relationships({"rId1": (f"{_OFFICE}/officeDocument", "word/document.xml", "Internal")}),
        "word/_rels/document.xml.rels": _relationships(
            {id: (f"{_OFFICE}/hyperlink", url, "External") for id, url in (links or {}).items()}
        ),
        "word/document.xml": f"<w:document {W} {R} {W14}><w:body>{body}</w:body></w:document>",
        "word/numbering.xml": _numbering(),
        "word/styles.xml": _styles(),
    }
    if footnotes:
        files["word/footnotes.xml"] = f"<w:footnotes {W}>{footnotes}</w:footnotes>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, parts.get(name.removeprefix("word/").removesuffix(".xml"), text))
    return target.getvalue()


def run(text: str, looks: str = "") -> str:
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", list: tuple[str, int] | None = None) -> str:
    """Return a paragraph of runs (or of plain words); `list` is the number of a list and the level."""
    named = f'<w:pStyle w:val="{style.replace(" ", "")}"/>' if style else ""
    listed = f'<w:numPr><w:ilvl w:val="{list[1]}"/><w:numId w:val="{list[0]}"/></w:numPr>' if list else ""
    inside = "".join(part if part.startswith("<") else run(part) for part in runs)
    return f"<w:p><w:pPr>{named}{listed}</w:pPr>{inside}</w:p>"


def link(id: str, *runs: str) -> str:
    return f'<w:hyperlink r:id="{id}">{"".join(runs)}</w:hyperlink>'


def table(*rows: list[str]) -> str:
    """Return a table; a cell is the XML of its paragraphs."""
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def _relationships(targets: dict[str, tuple[str, str, str]]) -> str:
    entries = (f'<Relationship Id="{id}" Type="{type}" Target="{url}" TargetMode="{mode}"/>' for id, (type, url, mode) in targets.items())
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(entries)}</Relationships>'


def _numbering() -> str:
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{id}">'
        + "".join(f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/></w:lvl>' for n in range(9))
        + "</w:abstractNum>"
        for id, (format, text) in _LEVELS.items()
    )
    numbers = "".join(f'<w:num w:numId="{id}"><w:abstractNumId w:val="{id}"/></w:num>' for id in _LEVELS)
    return f"<w:numbering {W}>{lists}{numbers}</w:numbering>"


def _styles() -> str:
    styles = (f'<w:style w:type="paragraph" w:styleId="{s.replace(" ", "")}"><w:name w:val="{s}"/></w:style>' for s in _STYLES)
    return f"<w:styles {W}>{''.join(styles)}</w:styles>"
