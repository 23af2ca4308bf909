"""What a DOCX says, whichever program wrote it."""

from __future__ import annotations

import contextlib
import io
import sys
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugctl.errors import RugctlError
from rugctl.importing.blocks import Anchor, Document
from rugctl.importing.readers.docx import is_docx, read_docx
from tests.importing.wordfile import W, docx, link, paragraph, run, table


def read(body: str, links: dict[str, str] | None = None) -> Document:
    return read_docx("minutes.docx", docx(body, links))


def outline(document: Document) -> list[tuple[str, int, str, str]]:
    return [(block.kind, block.depth, block.marker, block.text) for block in document.blocks]


def test_headings_by_their_styles() -> None:
    body = (
        paragraph("Minutes", style="Title") + paragraph("June", style="heading 1") + paragraph("Agenda", style="heading 2") + paragraph("x")
    )
    assert outline(read(body)) == [
        ("heading", 1, "", "Minutes"),
        ("heading", 1, "", "June"),
        ("heading", 2, "", "Agenda"),
        ("text", 0, "", "x"),
    ]


def test_each_paragraph_and_each_row_is_a_line() -> None:
    document = read(paragraph("One") + paragraph("") + paragraph("Two") + table([paragraph("a"), paragraph("b")]))
    assert document.lines == ("One", "Two", "a | b")
    assert [(block.first, block.last) for block in document.blocks] == [(1, 1), (2, 2), (3, 3)]


def test_a_line_break_within_a_paragraph_ends_a_line() -> None:
    assert read(paragraph(run("Ada"), "<w:r><w:br/></w:r>", run("Bo"))).lines == ("Ada", "Bo")


def test_nested_lists() -> None:
    body = "".join(paragraph(f"at {level}", list=("1" if level % 2 else "2", level)) for level in range(9)) + paragraph(
        "again", list=("2", 0)
    )
    expected = [("item", level, "-" if level % 2 else "1.", f"at {level}") for level in range(9)]
    assert outline(read(body)) == [*expected, ("item", 0, "2.", "again")]


def test_lists_that_only_a_style_makes() -> None:
    body = paragraph("outer", style="List Bullet", list=("1", 0)) + paragraph("inner", style="List Bullet 2")
    assert outline(read(body)) == [("item", 0, "-", "outer"), ("item", 1, "-", "inner")]


def test_emphasis_and_links() -> None:
    body = paragraph(run("All ", "<w:b/>"), run("bold", "<w:b/>")) + paragraph(
        run("see "), link("rId7", run("the "), run("slides", "<w:i/>")), run(", "), run("gone", "<w:strike/>")
    )
    bold, linked = read(body, links={"rId7": "https://www.google.com/url?q=https://example.org/s&amp;sa=D"}).blocks
    assert (bold.strong, bold.markdown) == (True, "**All bold**")
    assert linked.text == "see the slides, gone"
    assert linked.markdown == "see [the *slides*](https://example.org/s), ~~gone~~"
    assert linked.anchors == (Anchor("the slides", "https://example.org/s"),)


def test_a_link_of_a_field() -> None:
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    code = '<w:r><w:instrText> HYPERLINK "https://example.org/" </w:instrText></w:r>'
    (block,) = read(paragraph(field("begin"), code, field("separate"), run("here"), field("end"))).blocks
    assert block.anchors == (Anchor("here", "https://example.org/"),)


def test_a_table_with_a_list_in_a_cell() -> None:
    todo = paragraph("Write it down", list=("1", 0)) + paragraph("at once", list=("1", 1))
    document = read(table([paragraph(run("Who", "<w:b/>")), paragraph(run("What", "<w:b/>"))], [paragraph("Ada"), todo]))
    head, row = document.blocks
    assert (head.header, head.cells) == (True, ("Who", "What"))
    assert (row.header, row.cells) == (False, ("Ada", "- Write it down\n  - at once"))


def test_check_boxes() -> None:
    control = (
        '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{}"/></w14:checkbox></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'.format
    )
    body = (
        paragraph("bullet", list=("3", 0))
        + paragraph("ticked bullet", list=("4", 0))
        + paragraph(run("struck", "<w:strike/>"), list=("3", 1))
        + paragraph(control(1, run("☒")), run("control"))
        + paragraph(control(0, run("☐")), run("open control"))
        + paragraph("plain", list=("1", 0))
    )
    assert [(b.text, b.ticked) for b in read(body).blocks] == [
        ("bullet", False),
        ("ticked bullet", True),
        ("struck", True),
        ("control", True),
        ("open control", False),
        ("plain", None),
    ]


def test_proposed_changes_count_as_accepted_and_remarks_are_left_out() -> None:
    changed = f"<w:ins>{run('new')}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
    remark = '<w:commentRangeStart w:id="0"/><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    assert read(paragraph(run("the "), changed, remark)).lines == ("the new",)


def test_footnotes_stand_apart_from_the_last_meeting() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    note = f'<w:footnote w:id="2">{paragraph("Said later.", style="footnote text")}</w:footnote>'
    document = read_docx("a", docx(paragraph(run("Said"), mark), footnotes=note))
    assert [(block.kind, block.text) for block in document.blocks] == [("text", "Said"), ("front", "note: Said later.")]


def test_a_table_of_contents_says_nothing() -> None:
    assert read(paragraph("5 June 2024 … 1", style="toc 1") + paragraph("5 June 2024", style="heading 1")).lines == ("5 June 2024",)


def test_without_the_extra_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mammoth", None)
    with pytest.raises(RugctlError) as caught:
        read(paragraph("x"))
    assert caught.value.help == "Run `pip install 'rugctl[docx]'`."


BOMB = b'<!DOCTYPE b [<!ENTITY a "aaaaaaaa"><!ENTITY c "&a;&a;&a;">]><b>&c;</b>'
DEEP = f"<w:document {W}><w:body>".encode() + b"<w:sdt>" * 5000 + b"</w:sdt>" * 5000 + b"</w:body></w:document>"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(docx("")[:500], id="cut off"),
        pytest.param(docx("", document=b"<w:document"), id="not XML"),
        pytest.param(docx("", document=BOMB), id="entities"),
        pytest.param(docx("", document=BOMB.decode().encode("utf-16")), id="entities in UTF-16"),
        pytest.param(docx("", document=DEEP), id="nested too deep"),
        pytest.param(docx("", document=b"<html/>"), id="another document"),
    ],
)
def test_what_is_broken_gives_one_message(data: bytes) -> None:
    assert is_docx(data)
    with pytest.raises(RugctlError) as caught:
        read_docx("minutes.docx", data)
    assert caught.value.message.startswith("minutes.docx ")
    assert caught.value.help


def test_an_archive_that_unfolds_without_end() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(101):
            part.write(b" " * 1_000_000)
    with pytest.raises(RugctlError, match="unfolds to more than 100 MB"):
        read_docx("a", target.getvalue())


@given(st.integers(0, 3000), st.binary(max_size=40))
def test_any_damage_gives_a_document_or_a_message(at: int, damage: bytes) -> None:
    whole = docx(paragraph("Ada", list=("3", 0)))
    data = whole[:at] + damage + whole[at + len(damage) :]
    with contextlib.suppress(RugctlError):
        assert read_docx("a", data).name == "a"


def test_other_archives_are_no_docx() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("Minutes.html", "<p>x</p>")
    assert not is_docx(target.getvalue())
    assert is_docx(docx(""))
