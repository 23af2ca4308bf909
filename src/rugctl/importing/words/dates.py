"""Dates as people write them, found in a line: day, month and year as far as they stand there, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:\s?(?:st|nd|rd|th))?(?![\d:])"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_SHORT_YEAR = r"(?P<year>(?:19|20)\d\d|'?\d\d)(?!\d|:)"
_RANGE = r"(?:\s*(?:[-–—&/]|to|and)\s*(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s*)?\d{1,2}(?:st|nd|rd|th)?(?![\d:]|\s?[ap]m))?"
_START, _END = r"(?<![\w./-])", r"(?![\w])"


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written: parts that are missing are None; `numbers` are the two of which either may be the month."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    weekday: int | None = None
    numbers: tuple[int, int] | None = None

    @property
    def is_full(self) -> bool:
        """Tell whether nothing of it is missing or open."""
        return None not in {self.year, self.month, self.day}


def _named(match: re.Match[str]) -> tuple[int | None, int | None, int | None]:
    groups = match.groupdict()
    year = groups.get("year")
    day = groups.get("day")
    return _year(year), _month(match["month"]), int(day) if day else None


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    number = int(text.lstrip("'’"))
    return number if number > 99 else 2000 + number


def _month(text: str) -> int:
    return next(n for n, name in enumerate(MONTHS, 1) if name.startswith(text[:3].lower()))


def _numeric(match: re.Match[str]) -> tuple[int | None, int | None, int | None]:
    return int(match["year"]), int(match["month"]), int(match["day"])


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[int | None, int | None, int | None]]], ...] = (
    (
        _pattern(rf"{_START}(?P<year>(?:19|20)\d\d)\s?[-/._–]\s?(?P<month>0?[1-9]|1[0-2])\s?[-/._–]\s?(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)"),
        _numeric,
    ),
    (_pattern(r"(?<!\d)(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"), _numeric),
    (_pattern(rf"{_START}(?P<year>20\d\d) (?P<month>0[1-9]|1[0-2]) (?P<day>0[1-9]|[12]\d|3[01])(?!\d)"), _numeric),
    (_pattern(rf"{_START}(?P<year>20\d\d)[ ,./_-]*{_MONTH}[ ,./_-]*{_DAY}"), _named),
    (_pattern(rf"\b{_MONTH}[ ._-]*(?:the\s+)?{_DAY}{_RANGE}(?:\s*,\s*|\s*[-/.]\s*|\s+){_YEAR}"), _named),
    (_pattern(rf"\b{_MONTH}[ .-]*{_DAY}{_RANGE},?\s+(?P<year>['’]\d\d)\b"), _named),
    (_pattern(rf"(?<![\w./:]){_DAY}{_RANGE}[ ./_-]*(?:of\s+)?{_MONTH}(?:\s*,\s*|\s*[-/._]\s*|\s+){_SHORT_YEAR}"), _named),
    (_pattern(rf"\b{_MONTH}[ ._-]*(?:the\s+)?{_DAY}{_RANGE}"), _named),
    (_pattern(rf"(?<![\w./:-]){_DAY}[ ._-]*(?:of\s+)?{_MONTH}"), _named),
    (_pattern(rf"\b{_MONTH}[ ,._-]+{_YEAR}"), _named),
    (_pattern(r"(?<![\d./-])(?P<year>20\d\d)[-/_](?P<month>0[1-9]|1[0-2])(?![\d/-])"), lambda m: (int(m["year"]), int(m["month"]), None)),
)
_COUNTED = re.compile(r"\b(?:slot|part|session|week|day|rotation|call|meeting|no\.?|#)\s*\d{1,2}\s*[-–—:]", re.IGNORECASE)
_SLASHED = re.compile(r"(?<![\d./-])(\d{1,2})\s?([/.-])\s?(\d{1,2})(?:\s?\2\s?((?:19|20)\d\d|\d\d))?(?![\d/]|[.-]\d)")
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur|urs|r)?(?:day)?\b", re.IGNORECASE)


def find_dates(text: str) -> list[Written]:
    """Return the dates in a text, in their order, none inside another."""
    found: list[Written] = []
    text = _COUNTED.sub(lambda m: " " * len(m[0]), text)
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            if not any(match.start() < other.end and other.start < match.end() for other in found):
                year, month, day = read(match)
                if day is None or month is None or day <= _longest(month):
                    found.append(Written(match.start(), match.end(), year, month, day))
                elif day == _longest(month) + 1:  # `August 32nd` is none, `June 31st` is a slip
                    found.append(Written(match.start(), match.end(), year, month, day - 1))
    found += [slashed for slashed in _slashed(text) if not any(slashed.start < o.end and o.start < slashed.end for o in found)]
    return [_with_weekday(text, written) for written in sorted(found, key=lambda w: w.start)]


def _longest(month: int) -> int:
    return 29 if month == 2 else 30 if month in {4, 6, 9, 11} else 31


def _slashed(text: str) -> Iterator[Written]:
    """Yield dates such as `3/4/2021`, `14.8.2020` and `8/28`; which of two small numbers is the month is open."""
    for match in _SLASHED.finditer(text):
        first, second, separator = int(match[1]), int(match[3]), match[2]
        year = _year(match[4])
        if not (1 <= first <= 31 and 1 <= second <= 31) or (first > 12 and second > 12) or (year is None and separator != "/"):
            continue
        if separator == "." or first > 12:
            first, second = second, first
        elif second <= 12 and first != second:
            yield Written(match.start(), match.end(), year, None, None, numbers=(first, second))
            continue
        if first <= 12 and second <= _longest(first):
            yield Written(match.start(), match.end(), year, first, second)


def _with_weekday(text: str, written: Written) -> Written:
    """Add the weekday that stands directly beside a date, and let the date reach over it."""
    before = [m for m in _WEEKDAY.finditer(text[: written.start]) if re.fullmatch(r"\W{0,3}(?:the )?", text[m.end() : written.start])]
    after = _WEEKDAY.match(text, written.end + len(re.match(r"\W{0,3}", text[written.end :])[0]))  # type: ignore[index]
    match = before[-1] if before else after
    if match is None:
        return written
    weekday = next(n for n, name in enumerate(WEEKDAYS) if name.startswith(match[1].lower()))
    start, end = min(written.start, match.start()), max(written.end, match.end())
    return Written(start, end, written.year, written.month, written.day, weekday, written.numbers)


def as_date(year: int, month: int, day: int) -> date | None:
    """Return a date, None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
