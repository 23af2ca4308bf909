"""Which lines of a document begin a meeting: those with a date that look as meetings' headings look in this document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rugctl.importing.blocks import Block, Document
from rugctl.importing.words.dates import MONTHS, Written, find_dates
from rugctl.importing.words.labels import read_label
from rugctl.importing.words.status import heading_status

_NOT_THIS = re.compile(
    r"\b(?:next|previous|prior|last|upcoming|future|following|since|until|till|due|deadline|by|from|after|before|updated?|created|posted|published"
    r"|approved?|approval of|carried over|review of|recap|retro|follow[- ]?ups?|milestones?|release[ds]?|version|target|eta|starting|effective|as of|through)\b"
    r"(?!\s+(?:call|meeting) (?:is )?cancel)",
    re.IGNORECASE,
)
_EXPECTED = re.compile(
    r"\b(?:meetings?|minutes|notes?|agendas?|calls?|sync(?:-up)?|sessions?|regular|special|weekly|bi-?weekly|monthly|fortnightly|wg|sig|tsc|tac|toc|tag"
    r"|working|group|committee|technical|steering|community|board|triage|office|hours|recording|recorded|video|rotation|kick-?off|ad-?hoc|extra|on|of|the"
    r"|for|and|at|in|to|date|day|zoom|slides|transcript|am|pm|utc|gmt|[ecmp]s?[dt]|cest?|bst|aoe|est|edt|pst|pdt|time|apac|emea|us|eu|\d{1,2}(?::?\d\d)?"
    r"|meetup|gathering|telecon|teleconference|conference|videoconference|virtual|online|public|open|general|annual|quarterly|cancell?ed|skipped|postponed|holidays?|no|show)\b",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"\d{1,2}(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?|h\b|utc|[ecmp]s?t\b)(?:\s*[-–/]\s*\d{1,2}(?:[:.]\d\d)?)?|\d{1,2}:\d\d(?:Z\b)?", re.IGNORECASE
)
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_STATUS_TAIL = re.compile(
    r"\W*\b(?:cancel+(?:ed|ing)|skipp(?:ed|ing)|postponed|rescheduled|no (?:meeting|call|session)|no-show)\b.*", re.IGNORECASE
)
_PATH = re.compile(r"\.(?:md|txt|html?|docx?|pdf|ya?ml)\b|https?:|^/")
_LONGEST_LINE = 90
_MANY = 10
_MOST = 0.7
_ROLE_WORD = re.compile(
    r"\b(?:attendees|attending|present|participants|action items?|decisions?|regrets|todo|topics? for)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that begins a meeting: its block's number, its date as written, and the words around it."""

    at: int
    block: Block
    written: Written
    rest: str
    strange: int

    @property
    def status(self) -> str | None:
        """What the heading says of the meeting, apart from its date."""
        return heading_status(self.rest)


def find_headings(document: Document) -> list[Heading]:
    """Return the headings of a document's meetings, in its order."""
    blocks = document.blocks
    candidates = [heading for at, block in enumerate(blocks) if (heading := _candidate(at, block, blocks))]
    chosen = _chosen(candidates)
    return _without_lists(chosen, candidates, blocks)


def _candidate(at: int, block: Block, blocks: Sequence[Block]) -> Heading | None:
    """Return a block as a possible heading."""
    if block.kind not in {"heading", "text", "item"} or (block.kind == "item" and block.depth > 0):
        return None
    if block.kind != "heading" and len(block.text) > _LONGEST_LINE and not block.strong:
        return None
    dates = [written for written in find_dates(block.text) if written.day or written.numbers or block.kind == "heading"]
    if not dates or len(dates) > 2:
        return None
    written = max(dates, key=lambda w: (w.is_full or (w.numbers is not None and w.year is not None), w.day is not None, -w.start))
    rest = f"{block.text[: written.start]} {block.text[written.end :]}".strip()
    words = _BRACKETED.sub(" ", _STATUS_TAIL.sub(" ", rest))
    if _NOT_THIS.search(words) and not _says_cancelled(at, blocks):
        return None
    strange = _strange(words)
    if written.month is not None and written.day is None and strange:
        return None
    if block.kind == "heading":
        return Heading(at, block, written, rest, strange) if strange <= 12 and not _ROLE_WORD.search(rest) else None
    if block.text.endswith((".", ",", ";")) or _PATH.search(block.text) or strange > (4 if block.strong else 1) or _ROLE_WORD.search(rest):
        return None
    label = read_label(blocks[at - 1].text, heading=True) if at else None
    if label is not None and label.role == "next" and not label.rest:
        return None
    if any(anchor.url.startswith("#") for anchor in block.anchors) or (written.year is None and written.numbers and block.kind == "item"):
        return None
    return Heading(at, block, written, rest, strange)


def _says_cancelled(at: int, blocks: Sequence[Block]) -> bool:
    """Tell whether the next line says that a call is cancelled: `Next call: May 20th` has an entry of its own then."""
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    return following is not None and following.kind == "text" and len(following.text) < 40 and heading_status(following.text) is not None


def _strange(rest: str) -> int:
    """Count the words beside a date that a heading of a meeting does not usually have."""
    plain = _EXPECTED.sub(" ", _TIMES.sub(" ", _BRACKETED.sub(" ", rest)))
    return len(re.findall(r"[^\W\d_][\w'’-]*", plain))


def _style(heading: Heading) -> tuple[str, int]:
    """Return what kind of line a heading is; one style is one kind of section."""
    block = heading.block
    if block.kind == "heading":
        return "heading", block.depth
    return ("strong" if block.strong else block.kind), block.depth


def _chosen(candidates: list[Heading]) -> list[Heading]:
    """Choose the styles in which this document writes the headings of its meetings."""
    clean = Counter(_style(heading) for heading in candidates if heading.strange <= 2 and heading.written.day != 0)
    full = [heading for heading in candidates if heading.written.month is None or heading.written.day is not None]
    counts = Counter(_style(heading) for heading in full)
    if not counts:
        return [heading for heading in candidates if heading.block.kind == "heading"]
    rank = {"heading": 3, "strong": 2, "text": 1, "item": 0}
    main = max(counts, key=lambda style: (clean[style] * (1.0 if style[0] != "item" else 0.34), rank[style[0]], -style[1]))
    first = next(heading.at for heading in full if _style(heading) == main)
    kept = [heading for heading in full if _style(heading) == main or _also(heading, main, counts, clean) or _before(heading, first)]
    kept = _in_the_usual_form(kept) if main[0] == "text" else kept
    kept += [heading for heading in candidates if heading.written.day is None and heading.written.month and _style(heading) == main]
    kept += [
        heading
        for heading in candidates
        if heading.written.day is None and heading.written.month and not any(o.at > heading.at for o in kept)
    ]
    return _outermost(sorted(set(kept), key=lambda heading: heading.at), main)


def _also(heading: Heading, main: tuple[str, int], counts: Counter[tuple[str, int]], clean: Counter[tuple[str, int]]) -> bool:
    """Tell whether a heading in another style than the main one begins a meeting too."""
    style = _style(heading)
    if style[0] == "item":
        return False
    if style[0] == "heading" and (main[0] != "heading" or style[1] <= main[1]):
        return heading.strange <= 2 or counts[style] == clean[style]
    return heading.strange == 0 and (heading.written.is_full or style[0] == main[0] == "text")


def _before(heading: Heading, first: int) -> bool:
    """Tell whether a heading says a day and little else above the first of the main style, so that it is no part of any meeting."""
    return heading.at < first and heading.block.kind == "heading" and heading.strange == 0


def _in_the_usual_form(headings: list[Heading]) -> list[Heading]:
    """Drop lines of text with a date in them where most others are nothing but a date with its year."""
    lines = [heading for heading in headings if heading.block.kind == "text"]
    plain = [heading for heading in lines if heading.written.is_full and _begins_with_date(heading) and not heading.strange]
    if len(plain) < _MANY or len(plain) < len(lines) * _MOST:
        return headings
    usual = {heading.at for heading in plain}
    return [heading for heading in headings if heading.block.kind != "text" or heading.at in usual or _varies_the_form(heading)]


def _varies_the_form(heading: Heading) -> bool:
    """Tell whether a heading lacks no more than its year, or says that there was no meeting."""
    return _begins_with_date(heading) and (heading.status is not None or not re.search(r"\w", heading.rest))


def _begins_with_date(heading: Heading) -> bool:
    return re.fullmatch(r"\W*(?:\w+day\W*)?", heading.block.text[: heading.written.start]) is not None


def _outermost(headings: list[Heading], main: tuple[str, int]) -> list[Heading]:
    """Drop headings below a meeting's own heading that say a date again or another one: sections of that meeting."""
    kept: list[Heading] = []
    level: int | None = None
    for heading in headings:
        depth = heading.block.depth if heading.block.kind == "heading" else None
        if main[0] == "heading" and level is not None and depth is not None and depth > level >= main[1] and _style(heading) != main:
            continue
        if kept and depth is not None and level is not None and depth > level and _same_day(kept[-1].written, heading.written):
            continue
        if kept and heading.at - kept[-1].at <= 3 and heading.block.kind != "heading" and _same_day(kept[-1].written, heading.written):
            continue  # `Date: …` below a heading
        kept.append(heading)
        level = depth if depth is not None else level
    return kept


def _same_day(a: Written, b: Written) -> bool:
    return (a.month, a.day, a.numbers) == (b.month, b.day, b.numbers)


def _without_lists(chosen: list[Heading], candidates: list[Heading], blocks: Sequence[Block]) -> list[Heading]:
    """Drop tables of contents, lists of dates to come, and headings that only gather others (`# January 2020`)."""
    following = {heading.at: chosen[n + 1].at if n + 1 < len(chosen) else len(blocks) for n, heading in enumerate(chosen)}
    empty = {heading.at for heading in chosen if following[heading.at] == heading.at + 1}
    days = Counter((heading.written.year, heading.written.month, heading.written.day, heading.written.numbers) for heading in candidates)
    result = []
    for n, heading in enumerate(chosen):
        key = (heading.written.year, heading.written.month, heading.written.day, heading.written.numbers)
        alone = heading.at not in empty
        in_run = heading.at in empty and _run(chosen, n, empty) >= 3
        repeated = (
            heading.at in empty
            and days[key] > 1
            and any(
                o.written == heading.written or key == (o.written.year, o.written.month, o.written.day, o.written.numbers)
                for o in chosen[n + 1 :]
            )
        )
        gathers = heading.written.day is None and heading.written.month is not None and heading.at in empty
        if alone or not (repeated or gathers or (in_run and heading.block.kind != "heading" and heading.status is None)):
            result.append(heading)
    return result


def _run(chosen: list[Heading], n: int, empty: set[int]) -> int:
    """Return how many headings without anything below stand in a row around one."""
    first = n
    while first > 0 and chosen[first - 1].at in empty:
        first -= 1
    last = n
    while last + 1 < len(chosen) and chosen[last + 1].at in empty:
        last += 1
    return last - first + 1


def year_of(text: str) -> int | None:
    """Return the year that a heading is about, where it names only that: `2021`, `# Meetings in 2021`."""
    found = re.findall(r"(?<![\d/.-])(20\d\d|19[89]\d)(?![\d/.-]\d)", text)
    named = any(re.search(rf"\b{name[:3]}", text, re.IGNORECASE) for name in MONTHS)
    return int(found[0]) if len(set(found)) == 1 and not named and len(text) < 60 else None
