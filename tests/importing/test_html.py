"""What HTML says: pages, fragments, and the exports of word processors."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugctl.importing.blocks import Anchor, Block
from rugctl.importing.readers.html import html_blocks, read_html


def blocks(text: str) -> tuple[Block, ...]:
    return html_blocks(text).blocks


def outline(text: str) -> list[str]:
    """Return the blocks as `kind depth marker | text`, the shortest form that shows what a test is about."""
    return [" ".join(f"{b.kind} {b.depth} {b.marker} | {b.text}".split()) for b in blocks(text)]


OUTLINES = {
    "headings": ("<h1>A</h1><h3>B <b>c</b></h3>", ["heading 1 | A", "heading 3 | B c"]),
    "paragraphs": ("<p>A\n  b<p>C<div>D</div>E", ["text 0 | A b", "text 0 | C", "text 0 | D", "text 0 | E"]),
    "line breaks": ("<p>A<br>B<br/>C</br>D</p>", ["text 0 | A", "text 0 | B", "text 0 | C", "text 0 | D"]),
    "a heading of two lines": ("<h2>5 June<br>Online</h2>", ["heading 2 | 5 June", "text 0 | Online"]),
    "nested lists": (
        "<ul><li>A<ol><li>B</li><li>C</li></ol>D</li><li><p>E</p><p>F</p></li></ul>G",
        ["item 0 - | A", "item 1 1. | B", "item 1 2. | C", "text 1 | D", "item 0 - | E", "text 1 | F", "text 0 | G"],
    ),
    "a list straight in a list": ("<ul><li>A</li><ul><li>B</li></ul><li>C</li></ul>", ["item 0 - | A", "item 1 - | B", "item 0 - | C"]),
    "an entry that holds only a list": ("<ul><li><ul><li>A</li></ul></li></ul>", ["item 1 - | A"]),
    "tags left open": (
        "<ul><li>A<li>B<ul><li>C</ul><li>D</ul>E",
        ["item 0 - | A", "item 0 - | B", "item 1 - | C", "item 0 - | D", "text 0 | E"],
    ),
    "tags crossed": ("<p><b>A<i>B</b>C</i></p>D</div>E</p>F", ["text 0 | ABC", "text 0 | D", "text 0 | E", "text 0 | F"]),
    "numbers": ('<ol start="3"><li>A<li value="7">B<li>C</ol>', ["item 0 3. | A", "item 0 7. | B", "item 0 8. | C"]),
    "a numbered heading": ('<ol start="4"><li><h2>A</h2></li></ol>B', ["heading 2 4. | A", "text 0 | B"]),
    "terms": ("<dl><dt>A<dd>B<dt>C<dd>D</dl>", ["item 0 | A", "text 1 | B", "item 0 | C", "text 1 | D"]),
    "bullets as text": (
        "<p>• A</p><p>- B<br>* C</p><p>-5 degrees</p>",
        ["item 0 - | A", "item 0 - | B", "item 0 - | C", "text 0 | -5 degrees"],
    ),
    "code": ("<pre><code>a\n\n  b\n</code></pre>", ["code 0 | a b"]),
    "text set in a fixed width": ("<pre>A  b\n\n- C</pre>", ["text 0 | A b", "item 0 - | C"]),
    "a title": ("<head><title>Our\nminutes</title></head>A", ["front 0 | title: Our minutes", "text 0 | A"]),
    "what nobody sees": ("<!-- A --><style>B{}</style><script>'<p>C'</script><template>D</template><p hidden>E</p>F", ["text 0 | F"]),
    "marks of site generators": ('<h2>A<a class="headerlink" href="#a">¶</a></h2>', ["heading 2 | A"]),
    "rules and blanks": ("<hr><p>&nbsp;</p><p></p>A", ["text 0 | A"]),
    "entities": ("A&nbsp;&amp;&#8203; B &lt;c> AT&T &unknown; &copy 2024", ["text 0 | A & B <c> AT&T &unknown; © 2024"]),
    "signs that begin no tag": ("1 < 2 > 1 <3", ["text 0 | 1 < 2 > 1 <3"]),
    "odd declarations": ("<![if !x]>A<![endif]><![CDATA[B]]><!x><?php C ?><![ D>E", ["text 0 | AE"]),
    "an emoji as an image": ('A <img alt="🎉" src="x"> <img alt="A photo" src="y">', ["text 0 | A 🎉"]),
}


@pytest.mark.parametrize(("text", "expected"), OUTLINES.values(), ids=OUTLINES)
def test_outline(text: str, expected: list[str]) -> None:
    assert outline(text) == expected


MARKDOWN = {
    "A <b>bold</b>, <em>it</em>, <del>gone</del>, <code>x`y</code>": "A **bold**, *it*, ~~gone~~, ``x`y``",
    "<b> A </b>b": "**A** b",
    "<b><i>A</i></b>": "***A***",
    '<a href="https://example.org/">The <b>site</b></a>.': "[The **site**](https://example.org/).",
    '<a href="https://example.org/">https://example.org</a>': "https://example.org/",
    '<a href="https://example.org/a)">b]</a>': r"[b\]](https://example.org/a%29)",
    '<a href="#june">June</a>, <a href="mailto:a@example.org">Ada</a>, <a href="javascript:x()">B</a>': "June, Ada, B",
    '<a href="notes/1.md">one</a>': "[one](notes/1.md)",
    "*a* _b_ snake_case `c` [d](e) \\ &lt;f> &amp;lt; 2 * 3": r"\*a\* \_b\_ snake_case \`c\` [d\](e) \\ \<f> \&lt; 2 \* 3",
    "see https://example.org/a_b_*c": "see https://example.org/a_b_*c",
    "# A": r"\# A",
    "2024. A": r"2024\. A",
    "> A": r"\> A",
    "+ A": r"\+ A",
}


@pytest.mark.parametrize(("text", "expected"), MARKDOWN.items())
def test_markdown(text: str, expected: str) -> None:
    assert [block.markdown for block in blocks(text)] == [expected]


def test_a_link_in_pieces_is_one() -> None:
    text = '<a href="https://www.google.com/url?q=https://example.org/%3Fa&amp;sa=D">The </a><a href="https://www.google.com/url?q=https://example.org/%3Fa&amp;sa=E">site</a>'
    assert blocks(text)[0].anchors == (Anchor("The site", "https://example.org/?a"),)


def test_a_link_within_the_document_is_told_of() -> None:
    assert blocks('<a href="#june">June</a>')[0].anchors == (Anchor("June", "#june"),)


STRONG = {
    "<b>Attendees</b>": True,
    "<b>Attendees</b>:": True,
    "<u>Attendees</u>": True,
    "<b>Att</b><strong>endees</strong>": True,
    '<span style="font-weight:700">Attendees</span>': True,
    '<p class="c1">Attendees</p>': True,
    '<b style="font-weight:normal">Attendees</b>': False,
    "<b>Attendees</b>: Ada": False,
    '<a href="https://example.org/"><u>Slides</u></a>': False,
    "<i>Aside</i>": False,
    "<b>-</b>": False,
}


@pytest.mark.parametrize(("text", "strong"), STRONG.items())
def test_a_line_is_strong(text: str, strong: bool) -> None:
    sheet = "<style>p.x, .c1 { color: red; font-weight: 700 } .c2{font-weight:400}</style>"
    assert [block.strong for block in blocks(sheet + text)] == [strong]


TICKS = {
    '<ul><li><input type="checkbox" checked disabled> A</li><li><input type=checkbox>A</ul>': [True, False],
    "<ul><li><label><input type=checkbox></label><div><p>A</p></div></li><li>A</li></ul>": [False, None],
    "<p>☑ A</p><p>☐ A</p><p>✓ A</p><p>☐️A</p><p>A ☑</p>": [True, False, True, False, None],
    "<ul><li>[x] A</li><li>[ ] A</li><li>[] A</li><li>[a] A</li></ul>": [True, False, False, None],
    '<ul><li data-checked="true">A</li><li data-checked="false">A</li><li class="checked">A</li></ul>': [True, False, True],
    '<ul><li><div class="checkbox checkbox-on"></div><span>A</span></li><li><div class="checkbox checkbox-off"></div>A</li></ul>': [
        True,
        False,
    ],
    "<ul><li><input type=checkbox> <s>A</s></li><li><s>A</s></li></ul>": [True, None],
}


@pytest.mark.parametrize(("text", "expected"), TICKS.items())
def test_check_boxes(text: str, expected: list[bool | None]) -> None:
    assert [block.ticked for block in blocks(text)] == expected
    assert not any(sign in block.text for block in blocks(text) for sign in "☐✓[") or "[a]" in text


def test_google_docs() -> None:
    text = """<style>.c1{font-weight:700}ul.lst-kix_t-0{list-style-type:none}.lst-kix_t-0 > li:before{content:"\\002610  "}</style>
<p class="c4 title"><span>Minutes</span></p>
<p class="c4"><span class="c1">Attendees</span></p>
<ul class="c3 lst-kix_ab1-0 start"><li><span>Ada</span></li></ul>
<ul class="c3 lst-kix_ab1-1 start"><li><span>her guest</span><sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup></li></ul>
<ol class="c3 lst-kix_ab1-0" start="2"><li><span>Bo</span></li></ol>
<ul class="lst-kix_t-0"><li><span>to do</span></li></ul>
<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Who was that?</span></p></div>"""
    found = [(b.kind, b.depth, b.marker, b.text, b.ticked, b.strong) for b in blocks(text)]
    assert found == [
        ("heading", 1, "", "Minutes", None, False),
        ("text", 0, "", "Attendees", None, True),
        ("item", 0, "-", "Ada", None, False),
        ("item", 1, "-", "her guest", None, False),
        ("item", 0, "2.", "Bo", None, False),
        ("item", 0, "-", "to do", False, False),
        ("front", 0, "", "note: Who was that?", None, False),
    ]


def test_word() -> None:
    entry = (
        "<p class=MsoListParagraphCxSpFirst style='margin-left:1.0in;mso-list:l0 level{} lfo1'><![if !supportLists]>"
        "<span style='mso-list:Ignore'>{}<span style='font:7.0pt Times'>&nbsp;&nbsp; </span></span><![endif]>{}<o:p></o:p></p>\n"
    ).format
    text = (
        "<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--><p class=MsoTitle>Minutes<o:p></o:p></p>"
        + entry(1, "·", "Ada")
        + entry(2, "o", "of Example Lab")
        + entry(1, "2.", "Bo")
        + "<p class=MsoListParagraph>more of Bo</p>"
        + "<p class=MsoListParagraphCxSpLast style='margin-left:1.0in;text-indent:-.25in'>§&nbsp; filtered</p><p class=MsoNormal>End</p>"
    )
    assert outline(text) == [
        "heading 1 | Minutes",
        "item 0 - | Ada",
        "item 1 - | of Example Lab",
        "item 0 2. | Bo",
        "text 1 | more of Bo",
        "item 1 - | filtered",
        "text 0 | End",
    ]


def test_a_summary_is_a_heading_below_the_one_before() -> None:
    text = "<details><summary>June</summary>A<details><summary>Agenda</summary>B</details></details><details>"
    levels = [(b.kind, b.depth, b.text) for b in html_blocks(text, heading_level=2).blocks]
    assert levels == [("heading", 3, "June"), ("text", 0, "A"), ("heading", 4, "Agenda"), ("text", 0, "B")]
    assert html_blocks(text).details == 1
    assert html_blocks("A</details>").details == -1


def test_a_table() -> None:
    head, ada, bo = blocks(
        "<table><thead><tr><td>Name<td>Org<tbody><tr><th>Ada<td><a href='https://example.org/'>Lab</a> | x<tr><td>Bo<td>Inst<br>B</table>"
    )
    assert (head.header, head.cells) == (True, ("Name", "Org"))
    assert (ada.header, ada.cells, ada.text) == (False, ("Ada", "Lab | x"), "Ada | Lab | x")
    assert ada.markdown == r"Ada | [Lab](https://example.org/) \| x"
    assert ada.anchors == (Anchor("Lab", "https://example.org/"),)
    assert (bo.cells, bo.markdown) == (("Bo", "Inst\nB"), "Bo | Inst<br>B")


HEADERS = {
    "<tr><th>A<th>B<tr><td>C<td>D": [True, False],
    "<tr><td><b>A</b><td><b>B</b><tr><td>C<td>D": [True, False],
    "<tr><td>A<td>B<tr><td>C<td>D": [False, False],
    "<tr><th>A<td>B<tr><th>C<td>D": [False, False],
    "<tr><td><b>A</b><td><b>B</b>": [False],
    "<tr><th>A<th><tr><td>C<td>D": [True, False],
}


@pytest.mark.parametrize(("rows", "expected"), HEADERS.items())
def test_headers_of_tables(rows: str, expected: list[bool]) -> None:
    assert [row.header for row in blocks(f"<table>{rows}</table>")] == expected


def test_lists_in_a_cell_are_kept() -> None:
    (row,) = blocks("<table><tr><td>Actions<td>Open:<ul><li>[ ] A<ul><li>B</ul><li><input type=checkbox checked>C</ul></table>")
    assert row.cells == ("Actions", "Open:\n- [ ] A\n  - B\n- [x] C")


def test_cells_of_several_columns_and_cells_with_only_a_box() -> None:
    rows = blocks("<table><tr><td colspan=2>June<td>x<tr><td><input type=checkbox checked><td>Ada<td></table>")
    assert [row.cells for row in rows] == [("June", "", "x"), ("[x]", "Ada", "")]


LAYOUTS = {
    "one column": ("<table><tr><td>A</td></tr><tr><td><ul><li>B</ul></td></tr></table>", ["text 0 | A", "item 0 - | B"]),
    "headings": ("<table><tr><td>A<td><h2>B</h2>C</table>", ["text 0 | A", "heading 2 | B", "text 0 | C"]),
    "a table in a table": ("<table><tr><td>A<td><table><tr><td>B<td>C</table></table>", ["text 0 | A", "row 0 | B | C"]),
    "rows without a table": ("<tr><td>A</td><td>B</td></tr>", ["row 0 | A | B"]),
    "cells without a row": ("<td>A</td><td>B</td>", ["text 0 | A", "text 0 | B"]),
    "text beside the cells": ("<table>A<caption>B</caption><tr><td>C<td>D</table>", ["text 0 | A", "text 0 | B", "row 0 | C | D"]),
}


@pytest.mark.parametrize(("text", "expected"), LAYOUTS.values(), ids=LAYOUTS)
def test_tables_that_lay_out(text: str, expected: list[str]) -> None:
    assert outline(text) == expected


PAGE = """<html>
<body>
<h2
 id="june">June</h2>

<ul>
  <li>Ada
      Example</li>
  <li><p>&#10;Bo</p></li>
</ul>
<table>
<tr>
 <td>A</td>
 <td>B</td>
</tr>
</table>
<!-- the end -->
</body>"""


def test_lines_are_those_of_the_source() -> None:
    document = read_html("minutes.html", PAGE)
    assert [(b.text, b.first, b.last) for b in document.blocks] == [("June", 4, 4), ("Ada Example", 7, 8), ("Bo", 9, 9), ("A | B", 13, 14)]
    assert document.structure == {1, 2, 3, 6, 10, 11, 12, 15, 16, 17, 18}
    assert document.lines == tuple(PAGE.split("\n"))


def test_lines_of_a_fragment_are_those_of_its_document() -> None:
    fragment = html_blocks("<ul>\n<li>Ada\n</ul>", first_line=40)
    assert [(b.first, b.last) for b in fragment.blocks] == [(41, 41)]
    assert fragment.structure == {40, 42}


def test_a_page_on_one_line_has_a_line_a_block() -> None:
    document = read_html("minutes.html", PAGE.replace("\n", ""))
    assert document.lines == ("June", "Ada Example", "Bo", "A | B")
    assert [(b.first, b.last) for b in document.blocks] == [(1, 1), (2, 2), (3, 3), (4, 4)]


TAGS = ["p", "div", "h2", "ul", "ol", "li", "table", "thead", "tr", "td", "th", "dl", "dt", "dd", "details", "summary", "blockquote", "pre"]
NAMES = st.sampled_from([*TAGS, "b", "i", "s", "u", "a", "code", "span", "sup", "section"])
WORDS = st.integers(0, 9999).map("w{}".format)
GAPS = st.sampled_from([" ", "\n", "\n\n  ", "<br>", "<hr/>", "<!-- no -->", "&nbsp;", "<input type=checkbox>", "<img alt=x>"])
TREES = st.recursive(
    WORDS,
    lambda inner: (
        st.builds("<{0}>{1}</{0}>".format, NAMES, st.lists(inner | GAPS, max_size=4).map(" ".join))
        | st.builds("<{0}>{1}".format, NAMES, st.lists(inner, max_size=3).map("\n".join))
    ),
    max_leaves=20,
)
SIGNS = [
    "<a href='",
    "<a ",
    "<!--",
    "-->",
    "<![",
    "]>",
    "<!",
    "<?",
    "</",
    "<",
    ">",
    "&",
    "&#x",
    ";",
    "'",
    '"',
    "=",
    "-",
    "[x]",
    "☐",
    "\n",
    " ",
]
OTHERS = ["<style>", "</style>", "<title>", "<li value=x>", "<td colspan='99'>", "<p style='mso-list:l0 level3'>", "<input type=checkbox>"]
SCRAPS = st.lists(
    st.sampled_from([*SIGNS, *OTHERS]) | st.builds("<{}>".format, NAMES) | st.builds("</{}>".format, NAMES) | st.text(max_size=3)
).map("".join)


@given(st.lists(TREES, max_size=4).map("\n".join))
def test_no_word_is_lost_and_lines_are_in_order(text: str) -> None:
    found = blocks(text)
    said = " ".join(block.text for block in found)
    assert sorted(re.findall(r"w\d+", said)) == sorted(re.findall(r"w\d+", text))
    _check_lines(found, text)


@given(SCRAPS)
def test_anything_gives_blocks_in_order(text: str) -> None:
    _check_lines(blocks(text), text)
    _check_lines(read_html("a", text).blocks, text + "\n" * len(text))


def _check_lines(found: tuple[Block, ...], text: str) -> None:
    assert [block.first for block in found] == sorted(block.first for block in found)
    assert all(1 <= block.first <= block.last <= text.count("\n") + 1 for block in found)
