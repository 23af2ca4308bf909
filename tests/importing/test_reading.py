"""Which reader a document gets, by its name and by what is in it."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugctl.errors import RugctlError
from rugctl.importing.readers import markdown
from rugctl.importing.readers.documents import read_document
from rugctl.importing.understand import understand
from tests.importing.wordfile import docx, paragraph

WORD = docx(paragraph("June", style="heading 1"))
PAGE = b"<!DOCTYPE html>\n<html><body><h1>June</h1></body></html>"
HEADED = {
    "Markdown by its name": ("minutes.MD", b"June\n====\n"),
    "Markdown with another name": ("minutes.markdown", b"# June"),
    "HTML by its name": ("minutes.htm", b"<h1>June</h1>"),
    "HTML under another name": ("minutes.txt", PAGE),
    "HTML saved as a DOCX": ("minutes.docx", PAGE),
    "HTML with a comment before": ("-", b"<!-- saved -->\n" + PAGE),
    "HTML after an XML declaration": ("-", b'<?xml version="1.0" encoding="UTF-8"?>\n' + PAGE),
    "a piece of HTML": ("-", b"<h1>June</h1><p>x</p>\n<p>y</p>"),
    "DOCX by its name": ("minutes.docx", WORD),
    "DOCX under another name": ("minutes", WORD),
    "DOCX on standard input": ("-", WORD),
    "Markdown on standard input": ("-", b"# June\n\n- Ada\n"),
    "Markdown without an ending": ("notes/minutes", b"# June\n[a](https://example.org/)\n"),
}


@pytest.mark.parametrize(("name", "data"), HEADED.values(), ids=HEADED)
def test_the_reader_that_finds_the_heading(name: str, data: bytes) -> None:
    document = read_document(name, data)
    assert document.name == name
    assert (document.blocks[0].kind, document.blocks[0].text) == ("heading", "June")


PLAIN = {
    "text by its name": ("minutes.txt", b"a *b* [c](d)"),
    "text on standard input": ("-", b"5 June 2024\n\nAttendees: Ada\n- a point"),
    "text with signs of comparison": ("-", b"1 < 2, <p> is a tag\nand more\nand more"),
    "an unknown ending": ("minutes.2024", b"5 June 2024"),
}


@pytest.mark.parametrize(("name", "data"), PLAIN.values(), ids=PLAIN)
def test_plain_text_stays_as_it_is(name: str, data: bytes) -> None:
    document = read_document(name, data)
    assert document.lines == tuple(data.decode().split("\n"))
    assert not [block for block in document.blocks if block.kind == "heading"]


def test_nothing_is_a_document_without_blocks() -> None:
    assert read_document("-", b"").blocks == ()


@pytest.mark.parametrize(("name", "data", "message"), [("m.docx", b"text", "m.docx is no DOCX"), ("m.md", b"%PDF-1.4", "m.md is a PDF")])
def test_what_is_not_what_its_name_says(name: str, data: bytes, message: str) -> None:
    with pytest.raises(RugctlError, match=message):
        read_document(name, data)


@given(st.sampled_from(["-", "a.md", "a.html", "a.txt", "a.docx", "a"]), st.binary() | st.text().map(str.encode) | st.sampled_from([WORD]))
def test_any_bytes_give_a_document_or_a_message(name: str, data: bytes) -> None:
    with contextlib.suppress(RugctlError):
        assert read_document(name, data).name == name


@pytest.mark.parametrize("ending", [".md", ".txt"])
@pytest.mark.parametrize("step", [2, 4])
@pytest.mark.parametrize("levels", [12, 40, 1500])
def test_a_list_of_any_depth_loses_no_entry(ending: str, step: int, levels: int) -> None:
    text = "# June\n\n" + "".join(f"{' ' * step * level}- level {level}\n" for level in range(levels))
    document = read_document(f"minutes{ending}", text.encode())
    assert [block.text for block in document.blocks[1:]] == [f"level {level}" for level in range(levels)]
    understand([document])


def test_what_lies_too_deep_for_the_parser_is_said_to_be_lost() -> None:
    document = read_document("minutes.md", b"## 2024-06-05\n\nPresent: Ada Byron\n\n" + b"> " * 500 + b"quoted\n")
    assert {line.line for line in understand([document]).lines if line.use == "unparsed"} == {5}


_PARTS = st.sampled_from(
    [
        "# 2031-03-19",
        "## Agenda",
        "- [Paint][1] for the tower\n  - grey",
        "```\n\n# no heading\n\n```",
        "<!--\n\n## left out\n\n-->",
        "<pre>\n\n# no heading\n\n</pre>",
        "| a | b |\n| - | - |\n| 1 | 2 |",
        "Some words\nthat go on",
        "[1]: https://lamps.example/paint",
        "~~~\n\n## nor here",
    ]
)


@given(st.lists(_PARTS, max_size=12).map("\n\n".join), st.integers(0, 60))
def test_a_document_read_in_pieces_is_the_same(text: str, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "_PIECE", size)
        pieces = markdown.read_markdown("x.md", text)
    assert pieces == markdown.read_markdown("x.md", text)


def test_a_long_document_keeps_its_lines() -> None:
    text = "".join(f"## Meeting {n}\n\n- [Paint][{n}] the wall\n\n[{n}]: https://lamps.example/{n}\n\n" for n in range(3000))
    blocks = markdown.read_markdown("x.md", text).blocks
    assert len(text) > markdown._PIECE * 1.5
    assert [block.first for block in blocks if block.kind == "heading"] == list(range(1, 18000, 6))
    assert [block.anchors[0].url for block in blocks if block.kind == "item"] == [f"https://lamps.example/{n}" for n in range(3000)]
