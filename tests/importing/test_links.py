"""Addresses: found, freed of what stands around them, mended where that is certain."""

from __future__ import annotations

import pytest

from rugctl.importing.blocks import Anchor, Block
from rugctl.importing.meetings.mending import mend_addresses
from rugctl.importing.readers.text import read_text
from rugctl.importing.words.links import clean_url, links_of

LONG = "https://example.org/minutes/of/the/group/2031/march"
KEY = "1aB2cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV2wX3yZ4a5B6"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://example.org", "https://example.org"),
        ("https://example.org/a.", "https://example.org/a"),
        ("https://example.org/a),", "https://example.org/a"),
        ("https://example.org/a_(b)", "https://example.org/a_(b)"),
        ("https://example.org/a#b", "https://example.org/a#b"),
        ("https://example.org/a?b=c&d=e", "https://example.org/a?b=c&d=e"),
        ("https://example.org/a**", "https://example.org/a"),
        ("https://example.org/a](https://example.org/b)", "https://example.org/a"),
        ("http://localhost:8080/a", "http://localhost:8080/a"),
        ("https://www.google.com/url?q=https://example.org/a&sa=D", "https://example.org/a"),
        ("https://www.google.com/url?sa=D&q=https%3A%2F%2Fexample.org%2Fa", "https://example.org/a"),
        ("mailto:ann@example.org", None),
        ("#here", None),
        ("../notes.md", None),
        ("https://", None),
        ("https://nowhere", None),
        ("ftp://example.org", None),
        ("", None),
    ],
)
def test_an_address_is_freed_of_what_is_around_it(text: str, url: str | None) -> None:
    assert clean_url(text) == url


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("see https://example.org/a and https://example.org/b.", ["https://example.org/a", "https://example.org/b"]),
        ("(https://example.org/a)", ["https://example.org/a"]),
        ("https: //example.org/a", ["https://example.org/a"]),
        ("https ://example.org/a", ["https://example.org/a"]),
        ("HTTPS://example.org/a", ["https://example.org/a"]),
        ("github.com/acme/lamp/issues/1 is open", ["https://github.com/acme/lamp/issues/1"]),
        ("https://github.com/acme/lamp", ["https://github.com/acme/lamp"]),
        ("ann@example.org, example.org", []),
        ("https://example.org/cut-off...", []),
        ("https://example.org/a,https://example.org/b", ["https://example.org/a", "https://example.org/b"]),
        (f"https://docs.google.com/document/d/{KEY[:20]} {KEY[20:]}/edit", [f"https://docs.google.com/document/d/{KEY}/edit"]),
        (f"https://docs.google.com/document/d/{KEY[:20]}", []),
        (f"https://docs.google.com/document/d/{KEY} next", [f"https://docs.google.com/document/d/{KEY}"]),
    ],
)
def test_addresses_of_a_line_are_found(text: str, urls: list[str]) -> None:
    assert [link.url for link in links_of([Block("text", text, 1, 1)])] == urls


@pytest.mark.parametrize(
    ("lines", "urls"),
    [
        ("- see https://example.org/minutes/lamps-that-\nturn.html", ["https://example.org/minutes/lamps-that-turn.html"]),
        ("- see https://example.org/a?b=1&\nc=2", ["https://example.org/a?b=1&c=2"]),
        ("- see https://example.org/minutes/\n2031/lamps", ["https://example.org/minutes/2031/lamps"]),
        ("- see https://example.org/plan\n.md", ["https://example.org/plan.md"]),
        ("- see https://example.org/plan\nand think", ["https://example.org/plan"]),
        ("- see https://example.org/plan\n- 2031/lamps", ["https://example.org/plan"]),
        ("- https://example.org/a\nhttps://example.org/b", ["https://example.org/a", "https://example.org/b"]),
        (f"- {LONG}#pa\n\n{LONG}#pa\nint-2", [f"{LONG}#paint-2"]),
        ("- https://example.org/a#pa\n\nhttps://example.org/a#paint", ["https://example.org/a#pa", "https://example.org/a#paint"]),
        (f"- {LONG}/pa\n\n{LONG}/pa\nint-2", [f"{LONG}/pa", f"{LONG}/paint-2"]),
    ],
)
def test_an_address_that_a_wrap_broke_is_mended(lines: str, urls: list[str]) -> None:
    assert [link.url for link in links_of(read_text("minutes.txt", lines).blocks)] == urls


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("https://qithub.com/acme/lamp", "https://github.com/acme/lamp"),
        ("https://qithub.com/acme/liqht and a light", "https://github.com/acme/light and a light"),
        ("https://qithub.com/acme/liqht", "https://github.com/acme/liqht"),
        ("https://github.com/acme/lamp/issues/7#issuecommon-12", "https://github.com/acme/lamp/issues/7#issuecomment-12"),
        ("https://github.com/acme/lamp/issues/7#issuecomment-12", "https://github.com/acme/lamp/issues/7#issuecomment-12"),
        ("https://example.org/acme/lamp/issues/7#issuecommon-12", "https://example.org/acme/lamp/issues/7#issuecommon-12"),
    ],
)
def test_an_address_that_a_scanner_misread_is_mended(text: str, mended: str) -> None:
    (block,) = mend_addresses(read_text("minutes.txt", text)).blocks
    assert (block.text, block.markdown) == (mended, mended)


def test_an_address_counts_once_and_keeps_the_words_that_carry_it() -> None:
    bare = Block("text", "https://example.org/a", 1, 1)
    carried = Block(
        "text", "the plan, here", 2, 2, anchors=(Anchor("the plan", "https://example.org/a"), Anchor("here", "https://example.org/b"))
    )
    assert [(link.url, link.title) for link in links_of([bare, carried])] == [
        ("https://example.org/a", "the plan"),
        ("https://example.org/b", None),
    ]


def test_what_introduces_an_address_is_its_title() -> None:
    (link,) = links_of([Block("text", "Slides: https://example.org/a", 1, 1)])
    assert link.title == "Slides"


def test_code_has_no_addresses_but_those_of_links() -> None:
    assert links_of([Block("code", "curl https://example.org/a", 1, 1)]) == []
