"""A document cut into its meetings: each heading with what stands below it, and its date settled."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rugctl.importing.blocks import Block, Document
from rugctl.importing.meetings.headings import Heading, find_headings, year_of
from rugctl.importing.meetings.years import Settled, settle
from rugctl.importing.words.dates import Written, find_dates
from rugctl.importing.words.labels import read_label

_DATE_LINE = re.compile(
    r"\W*(?:meeting\s+)?(?:date|when|day|title|date (?:and|&|/) ?time|date of (?:the )?meeting|meeting date|held(?: on)?)\b", re.IGNORECASE
)
_LATEST_POST = 3
"""So many days after a meeting its minutes may be posted, under the name of that day."""
_MOVED = re.compile(r"\b(?:moved|migrated|relocated|superseded|now (?:live|kept|found|at|in))\b", re.IGNORECASE)
_GATHERING = re.compile(r"\b(?:meeting|call|session)s?\b(?! (?:notes|minutes|records?|documents?)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Section:
    """One meeting's part of a document: its heading's block (None where the date stands in the file's name), and what is below.

    `above` are the headings over several meetings that stand directly before it: a year, a month.
    """

    document: str
    date: Settled
    heading: Block | None
    rest: str
    status: str | None
    blocks: tuple[Block, ...]
    first: int
    last: int
    digest: str
    above: tuple[Block, ...] = ()


def cut(document: Document, today: date | None = None) -> tuple[tuple[Block, ...], list[Section]]:
    """Return what stands before the first meeting, and the sections of the meetings, in the document's order."""
    headings = find_headings(document)
    named = date_of_name(document.name)
    if _points_elsewhere(document):
        return document.blocks, []
    if _is_single(headings, named):
        start = _end_of_foreword(document, headings, named)
        return document.blocks[:start], _single(document, headings, named, today, start)
    years = _years(document, headings, named)
    settled = settle([heading.written for heading in headings], years, today)
    starts = [headings[0].at, *(_start(document.blocks, heading) for heading in headings[1:]), len(document.blocks)]
    sections = []
    for heading, when, start, end in zip(headings, settled, starts, starts[1:], strict=False):
        blocks, above = document.blocks[heading.at + 1 : end], document.blocks[start : heading.at]
        first, last = heading.block.first, _last_line(document, heading, end)
        digest = digest_of(document, first, last)
        sections.append(Section(document.name, when, heading.block, heading.rest, heading.status, blocks, first, last, digest, above))
    return document.blocks[: starts[0]], sections


def _points_elsewhere(document: Document) -> bool:
    """Tell whether a document only says where its text has gone."""
    blocks = [block for block in document.blocks if block.kind not in {"front", "heading"}]
    if not 0 < len(blocks) <= 2 or not _MOVED.search(blocks[0].text) or _GATHERING.search(blocks[0].text):
        return False
    return not find_dates(blocks[0].text) and any(block.anchors or "http" in block.text for block in blocks)


def _start(blocks: Sequence[Block], heading: Heading) -> int:
    """Return where a meeting's section begins: at the headings over several meetings directly before its own."""
    at, depth = heading.at, heading.block.depth if heading.block.kind == "heading" else 99
    while at and blocks[at - 1].kind == "heading" and blocks[at - 1].depth < depth and _is_over_several(blocks[at - 1]):
        at -= 1
    return at


def _is_over_several(block: Block) -> bool:
    return year_of(block.text) is not None or any(written.month and written.day is None for written in find_dates(block.text))


def _end_of_foreword(document: Document, headings: Sequence[Heading], named: Written | None) -> int:
    """Return where a document's only meeting begins that other headings of the same rank, of no part of it, stand before."""
    if not headings or headings[0].block.kind != "heading":
        return 0
    if named is not None and _is_day(named) and not _agrees(headings[0].written, named):
        return 0
    own = headings[0].block
    before = [block for block in document.blocks[: headings[0].at] if block.kind == "heading" and block.depth <= own.depth]
    alike = any(block.depth == own.depth for block in before)
    return headings[0].at if alike and all(read_label(block.text, heading=True) is None for block in before) else 0


def date_of_name(name: str) -> Written | None:
    """Return the date that a file's path says, as far as it does: `2021/notes-03-04.md` has all of it."""
    stem = re.sub(r"\.[A-Za-z]{2,8}$", "", name.replace("\\", "/"))
    parts = [re.sub(r"[_ ]+", " ", part) for part in stem.split("/") if part]
    if not parts:
        return None
    text, best = _spaced(parts[-1]), _best_date(parts[-1])
    if best is None or (best.day is None and best.numbers is None):
        best = next((found for part in reversed(parts[:-1]) if (found := _best_date(part)) and found.is_full), best)
    years = [int(y) for part in reversed(parts) for y in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", part)]
    if best is None:
        match = re.search(r"(?<!\d)(0[1-9]|1[0-2])[-_ ]?(0[1-9]|[12]\d|3[01])(?!\d)", text)
        folders = re.fullmatch(r"(?:.*/)?((?:19|20)\d\d)/(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])(?:/.*)?", stem)
        if folders:
            return Written(0, 0, int(folders[1]), int(folders[2]), int(folders[3]))
        short = re.match(r"(\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)", text)
        if short and not years:
            return Written(0, 0, 2000 + int(short[1]), int(short[2]), int(short[3]))
        if match and years:
            return Written(0, 0, years[0], int(match[1]), int(match[2]))
        return Written(0, 0, years[0], None, None) if years else None
    if best.year is None and years:
        return Written(best.start, best.end, years[0], best.month, best.day, best.weekday, best.numbers)
    return best


def _spaced(part: str) -> str:
    """Return a part of a path with its date set apart: `notes-2021_03 04` has one then."""
    return re.sub(r"(?<=[A-Za-z])[-.](?=\d)", " ", re.sub(r"(?<=\d) (?=\d)", "-", part))


def _best_date(part: str) -> Written | None:
    """Return the date that a part of a path says the most of."""
    found = [written for written in find_dates(_spaced(part)) if written.month or written.numbers]
    return max(found, key=lambda w: (w.is_full, w.day is not None), default=None)


def digest_of(document: Document, first: int, last: int) -> str:
    """Return the digest of a section's text, blind to white space around and between its lines."""
    lines = (" ".join(line.split()) for line in document.lines[first - 1 : last])
    return hashlib.sha256("\n".join(line for line in lines if line).encode()).hexdigest()[:16]


def _is_single(headings: Sequence[Heading], named: Written | None) -> bool:
    """Tell whether a document holds one meeting: its name has the day, or no more than one heading has one."""
    if named is not None and _is_day(named):
        own = next((heading.block for heading in headings if _agrees(heading.written, named)), None)
        alike = [heading for heading in headings if heading.strange <= 3 and own and heading.block.kind == own.kind]
        return len({(heading.written.year, heading.written.month, heading.written.day) for heading in alike}) < 3
    return len(headings) <= 1


def _is_day(written: Written) -> bool:
    """Tell whether a date names a day, if perhaps `3/4` of a year."""
    return written.is_full or (written.numbers is not None and written.year is not None)


def _agrees(a: Written, b: Written) -> bool:
    numbers = a.numbers or b.numbers
    if a.year and b.year and a.year != b.year:
        return False
    if numbers is None:
        return (a.month, a.day) == (b.month, b.day)
    other = b if a.numbers else a
    return other.numbers == numbers if other.numbers else set(numbers) == {other.month, other.day}


def _single(document: Document, headings: Sequence[Heading], named: Written | None, today: date | None, start: int) -> list[Section]:
    """Return the one section of a document that holds one meeting, from block `start` on; none where no date is to be found."""
    heading = _own_heading(document, headings, named)
    written, block = _date_of_single(document, heading, named)
    if written is None:
        return []
    when = settle([written], [named.year if named else None], today)[0]
    if named is not None and _is_day(named) and (heading is None or not _agrees(heading.written, named)):
        doubt = f"the text says {document.lines[heading.block.first - 1].strip()}" if heading else None
        when = Settled(when.day, "the file's name says the date", doubt)
    if named is not None and named.is_full:
        when = _told_before_posting(document, when) or when
    if when.day is None:
        return []
    title = _heading_of_day(document, written) or _title_above(document) if heading is None else None
    begin = document.blocks[start].first if start else 1
    first = block.first if block is not None and _is_title(document, block) else begin
    top = heading.block if heading else title
    above = tuple(b for b in document.blocks[start : heading.at] if _only_names(b, document)) if heading else ()
    blocks = tuple(b for b in document.blocks[start:] if b is not top and b not in above)
    return [
        Section(
            document.name, when, top, heading.rest if heading else top.text if top else "", heading.status if heading else None, blocks,
            first, len(document.lines), digest_of(document, begin, len(document.lines)), above,
        )
    ]  # fmt: skip


def _only_names(block: Block, document: Document) -> bool:
    """Tell whether a block is a heading without a text of its own: another one of at least its rank follows it at once."""
    after = next((other for other in document.blocks if other.first > block.last), None)
    own = block.kind == "heading" and read_label(block.text, heading=True) is None
    return own and after is not None and after.kind == "heading" and after.depth <= block.depth


def _heading_of_day(document: Document, written: Written) -> Block | None:
    """Return a heading that names the meeting's day among many other words: `Agenda for the April 15th video call of …`."""
    headings = (block for block in document.blocks if block.kind == "heading")
    return next((block for block in headings if any(_agrees(found, written) and found.day for found in find_dates(block.text))), None)


def _title_above(document: Document) -> Block | None:
    """Return the heading that a document without a dated one begins with, unless it already names a part."""
    top = next((block for block in document.blocks if block.kind != "front"), None)
    return top if top is not None and top.kind == "heading" and read_label(top.text, heading=True) is None else None


def _is_title(document: Document, block: Block) -> bool:
    return all(other.first >= block.first or other.kind == "front" for other in document.blocks)


def _own_heading(document: Document, headings: Sequence[Heading], named: Written | None) -> Heading | None:
    """Return the heading that is the document's own, among those that may name other meetings."""
    if named is not None and named.month is not None:
        agreeing = [heading for heading in headings if _agrees(heading.written, named)]
        if agreeing:
            return agreeing[0]
    if named is not None and _is_day(named) and headings and _is_below_another(document, headings[0].block):
        return None
    return headings[0] if headings and (headings[0].at <= 6 or headings[0].block.kind == "heading") else None


def _told_before_posting(document: Document, named: Settled) -> Settled | None:
    """Return the day that the title of a post's front matter says, where the file is named by a day directly after it."""
    titles = [block.text for block in document.blocks if block.kind == "front" and block.text.lower().startswith("title:")]
    full = [written for text in titles for written in find_dates(text) if written.is_full]
    told = settle(full, [None])[0].day if len(full) == 1 else None
    if named.day is None or told is None or not 0 < (date.fromisoformat(named.day) - date.fromisoformat(told)).days <= _LATEST_POST:
        return None
    return Settled(told, "the title says the date", f"the file's name says {named.day}, perhaps when it was posted")


def _is_below_another(document: Document, block: Block) -> bool:
    """Tell whether a heading stands below one of a higher rank and what that one gathers: it is a part's, whatever its date."""
    before = [other for other in document.blocks if other.first < block.first and other.kind != "front"]
    above = any(other.kind == "heading" and other.depth < block.depth for other in before)
    return block.kind == "heading" and above and any(other.kind == "item" for other in before)


def _date_of_single(document: Document, heading: Heading | None, named: Written | None) -> tuple[Written | None, Block | None]:
    """Return the date of a document with one meeting: by its name, its heading, its front matter, or a line `Date: …`."""
    block = heading.block if heading else None
    if named is not None and _is_day(named):
        agrees = heading is not None and heading.written.is_full and _agrees(heading.written, named)
        return (heading.written if agrees and heading else named), block
    if heading is not None and heading.written.is_full:
        return heading.written, block
    for candidate in document.blocks[:40]:
        if candidate.kind == "front" or _DATE_LINE.match(candidate.text):
            full = [written for written in find_dates(candidate.text) if written.is_full or (written.numbers and written.year)]
            if full and not (candidate.kind == "front" and not _DATE_LINE.match(candidate.text)):
                return full[0], candidate
    if heading is not None:
        return heading.written, block
    if named is not None and (day := _date_in_address(document, named) or (named if named.month else None)):
        return day, None
    for candidate in document.blocks[:12]:
        full = [written for written in find_dates(candidate.text) if written.is_full or (written.numbers and written.year)]
        if full and len(candidate.text) < 120:
            return full[0], candidate
    return None, None


def _date_in_address(document: Document, named: Written) -> Written | None:
    """Return the day of the name's year or month that an address at the document's head ends with: `…/meeting-2031-03-05/`."""
    urls = (anchor.url for block in document.blocks[:12] for anchor in block.anchors)
    found = (_best_date(url.rstrip("/").rsplit("/", 1)[-1]) for url in urls)
    return next((w for w in found if w and w.is_full and w.year == named.year and named.month in {None, w.month}), None)


def _years(document: Document, headings: Sequence[Heading], named: Written | None) -> list[int | None]:
    """Return the year that stands above each heading: in a heading over several meetings, else in the file's name."""
    starts = {heading.at: n for n, heading in enumerate(headings)}
    years: list[int | None] = []
    year: int | None = None
    level = 0
    for at, block in enumerate(document.blocks):
        if at in starts:
            depth = block.depth if block.kind == "heading" else 99
            years.append(year if depth > level else None)
        elif block.kind == "heading" and (found := year_of(block.text)):
            year, level = found, block.depth
    return [y if y is not None else (named.year if named and named.month is None else None) for y in years]


def _last_line(document: Document, heading: Heading, end: int) -> int:
    """Return the last line of a meeting's section: the one before the next section's block, without what opens that one."""
    if end == len(document.blocks):
        return len(document.lines)
    last = document.blocks[end].first - 1
    while last > heading.block.last and (
        not document.lines[last - 1].strip() or re.fullmatch(r"\s*<details[^>]*>\s*", document.lines[last - 1])
    ):
        last -= 1
    return max(last, heading.block.last)
