"""Whether a meeting took place: what headings and first lines say of it, and what only seems to."""

from __future__ import annotations

import re

from rugctl.importing.words.dates import MONTHS, find_dates

_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (status, re.compile(words, re.IGNORECASE))
    for status, words in (
        (
            "no-show",
            r"\bno[- ]?shows?\b|\bnobody (?:came|showed|joined|attended)\b|\bno one (?:came|showed|joined|attended)\b|\bno attendees\b",
        ),
        (
            "postponed",
            r"\b(?:meeting|call|session)?\s*(?:is|was|has been|been)?\s*(?:postponed|rescheduled|re-scheduled|deferred)\b|\bmoved to\b(?! \w+ (?:repo|folder|doc))",
        ),
        (
            "cancelled",
            r"\bcancell?(?:ed|ing|ation)\b|\bcancel+ed\b|\bcalled off\b|\bdid not (?:meet|take place)\b|\bwas not held\b|\bnot held\b|\bno (?:meeting|session|sync|wg meeting)\b|\bdidn'?t meet\b",
        ),
        (
            "skipped",
            r"\bskipp(?:ed|ing)\b|\bskip\b|\bno call\b|\bmeeting[- ]free\b|\b(?:on|took a|had a) (?:break|hiatus)\b|\boff week\b",
        ),
    )
)
_ABOUT_THIS = re.compile(
    r"(?:\W*(?:note|status|update|fyi|agenda|n/?a)?\W*)?"
    r"(?:no (?:agenda(?: items?| topics?)?|items?|topics?|quorum)\b[^.]{0,40}?,?\s*(?:so )?(?:meeting |call )?)?"
    r"(?:(?:this|the|today'?s|our|weekly|monthly|regular|week'?s|bi-?weekly|working|group|wg|sig|tsc|tac|community|event)\s+){0,4}"
    r"(?:meeting|call|sync|session|event|minutes|week)?\s*"
    r"(?:(?:is|was|has been|were|will be|been|got|-|–|:)\s*)*"
    r"(?:cancel|skip|postpone|resched|re-sched|defer|no[- ]?show|no (?:meeting|call|session|sync)|not held|did not|didn'?t|called off|moved to|nobody|no one|no attendees"
    r"|meeting[- ]free|on (?:break|hiatus))",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"\b(?:this|today'?s?|this week'?s|the|our) (?:\w+ )?(?:meeting|call|session) (?:has been|is|was|will be|got|had to be) (?:cancel|postpone|skip|called off|resched)"
    r"|^\W*(?:we|the group) (?:did not|didn'?t) meet(?=\W*$| (?:today|this|on|due|because|as)\b)|^\W*(?:we|the group) (?:took|had) a break\b"
    r"|^\W*(?:we|the group) (?:cancell?ed|skipped|postponed) (?:today'?s|this|the) (?:week'?s )?(?:meeting|call|session|week)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:next|upcoming|previous|last|future|following|other|another)\s+(?:\w+\s+){0,2}(?:meetings?|calls?|sessions?|weeks?|months?)"
    r"|\b(?:should|shall|could|can|may|might|would|do) we\b|\bwe (?:should|could|may|might|will|would)\b|\bpropos|\bif\b|\?|\bbudget\b|\bproject\b|\bPRs?\b|\bskip to\b"
    r"|\b(?:cancell?ed|skipped|postponed|deferred)\s+(?:the|our|an?|all|his|her|their)\s+(?!(?:\w+\s+)?(?:meetings?|calls?|sessions?|syncs?|week)\b)"
    r"|\b(?:notes|minutes|documents?|docs?|pages?)\b[^.]{0,20}\bmoved\b",
    re.IGNORECASE,
)
_OF_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})(?:'s|’s)? (?:meeting|call|session|sync)", re.IGNORECASE)
_REASON = re.compile(r"(?:due to|because of|because|for|as|owing to|on account of|given)\s+(.+)", re.IGNORECASE)


def heading_status(rest: str) -> str | None:
    """Return what a meeting's heading says of it, apart from its date."""
    return next((status for status, words in _WORDS if words.search(rest)), None)


def body_status(text: str, *, month: int | None, day: int | None) -> str | None:
    """Return what a line in a meeting's section says of that meeting itself; None for talk of other dates and things."""
    if len(text) > 160 or not (_ABOUT_THIS.match(text) or _SENTENCE.search(text)) or _OTHER.search(text):
        return None
    named = _OF_MONTH.search(text)
    if named and MONTHS.index(named[1].lower()) + 1 != month:
        return None
    for written in find_dates(text):
        if written.day is not None and (written.month, written.day) != (month, day) and not _moved(text, written.start):
            return None
    return next((status for status, words in _WORDS if words.search(text)), None)


def _moved(text: str, at: int) -> bool:
    return bool(
        re.search(r"(?:moved|postponed|rescheduled|deferred|re-scheduled)\s+(?:to|until|till)\W+(?:\w+\W+){0,2}$", text[:at], re.IGNORECASE)
    )


def reason_of(text: str) -> str | None:
    """Return the reason that a line gives for a meeting not held: `Cancelled due to the holidays` gives `the holidays`."""
    match = _REASON.search(text)
    if match is not None:
        return match[1].strip(" .()[]") or None
    parts = re.split(r"\s[-–—:]\s|:\s", text, maxsplit=1)
    others = [part.strip(" .()[]") for part in parts if heading_status(part) is None]
    return others[0] or None if len(parts) == 2 and len(others) == 1 and not find_dates(others[0]) else None
