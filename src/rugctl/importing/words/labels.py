"""The labels that minutes put before their parts: which words name which part, in headings, lines and list entries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from rugctl.importing.words.dates import find_dates

Role: TypeAlias = Literal[
    "attendees",
    "regrets",
    "newcomers",
    "agenda",
    "group",
    "notes",
    "actions",
    "old-actions",
    "decisions",
    "recording",
    "chair",
    "scribe",
    "speakers",
    "logistics",
    "next",
    "backlog",
    "contents",
]
"""A part of minutes. `group` gathers agenda items (`Announcements`); `old-actions` repeats those of earlier meetings."""

_QUALIFIER = (
    r"(?:(?:the|all|our|other|others|voting|non-?voting|tsc|tac|toc|wg|sig|ctc|tc|committee|board|members?|member|maintainers?|meeting|call|(?:list|summary|recap) of|today'?s|main"
    r"|current|additional|guests?|company|companies|community|core|team|project|regular|proposed|draft|tentative|planned|expected|remote|in[- ]person|confirmed"
    r"|new|open|general|key|quick|brief|short|outstanding|review of|reviewing|pending|more|detailed|working group|steering|technical|public|post|discussion"
    r"|week'?s|weekly|monthly|live|raw|rough|view|also|organi[sz]ation(?:al)?)[\s-]+){0,4}"
)
_TAIL = (
    r"(?:\s+(?:list|lists?|names?|present|today|here|on the call|in attendance|roster|section|items?|and regrets|from (?:(?:the|this|today'?s) )?(?:meeting|chat|call|zoom)|taken"
    r"|of (?:the )?(?:meeting|call|day)|(?:for|on|of|about) (?:the )?agenda items?|for (?:today|this (?:meeting|week|call))|this week|(?:before|until|for) (?:the )?next (?:meeting|call|time)|summary|log|document|doc|notes|topics?|points?|ideas)){0,3}"
)


def _named(words: str) -> re.Pattern[str]:
    return re.compile(rf"{_QUALIFIER}(?:{words}){_TAIL}", re.IGNORECASE)


_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "regrets",
        _named(
            r"regrets?|apolog(?:y|ies)|absent(?:ees?)?|absences?|not (?:present|attending|in attendance|able to attend)|excused|missing|unable to (?:attend|join)|away|ooo|proxies|proxy|observers absent|did not attend"
        ),
    ),
    (
        "newcomers",
        _named(
            r"new (?:members?|comers?|attendees?|friends?|faces?|participants?|people|folks)(?: on (?:the|this) call)?(?: this week)?|newcomers?|welcome new (?:members?|friends?|folks|attendees|people|faces|participants)|first[- ]tim(?:e|ers?)(?: attendees)?"
        ),
    ),
    (
        "old-actions",
        re.compile(
            r"(?:(?:review|status|update|check|follow[- ]?up)s?(?: of| on)? )?(?:the )?(?:previous|last|old|prior|outstanding|carried[- ]over|past|earlier|open|existing|ongoing)\s+(?:meeting'?s?\s+|week'?s?\s+|call'?s?\s+)?(?:action items?|actions?|ais?|todos?|tasks?)(?: review| status| items)?|(?:action items?|actions|ais?) (?:from|of) (?:the )?(?:last|previous|prior|earlier).*|(?:review|status|update|check|follow[- ]?up)s?(?: of| on)? (?:the )?(?:action items?|actions|ais)|action items? (?:review|status|follow[- ]?up|updates?)",
            re.IGNORECASE,
        ),
    ),
    (
        "actions",
        _named(
            r"action(?: item)?s?(?: \(?ais?\)?)?|ais?|a\.i\.s?|to-?\s?dos?|tasks?|next steps?|follow[- ]?ups?|homework|assignments?|action points?|things to do|job ?lists?"
        ),
    ),
    ("decisions", _named(r"decisions?(?: made)?|resolutions?|resolved|agreements?|agreed|motions?|conclusions?|outcomes?")),
    (
        "recording",
        _named(
            r"recordings?|(?:zoom|bluejeans|webex|teams|meet|youtube) recordings?|video(?: recording)?s?|meeting recordings?|youtube(?: link)?|recording link|link to (?:the )?recording"
        ),
    ),
    (
        "scribe",
        _named(
            r"scribes?|note[- ]?takers?|minutes? (?:by|takers?)|notes by|minutes? secretary|secretary|recorder|scrib(?:e|ing) by|notetaking"
        ),
    ),
    (
        "chair",
        _named(
            r"leads?|chair(?:s|person|man|woman)?|co-?chairs?|mc|emcee|bosun|skipper|facilitators?|hosts?|moderators?|meeting leads?|presiding|led by|hosted by|chaired by|organi[sz]ers?|tech leads?"
        ),
    ),
    ("speakers", re.compile(r"speakers?|presenters?|presented by|presentation by|talk by", re.IGNORECASE)),
    (
        "attendees",
        _named(
            r"attend(?:ee|ie)s?|attendance|attending|attended(?: by)?|present|participants?|participation|roll[- ]?call|check[- ]?ins?|who'?s here|who is here|who (?:joined|attended|came|was (?:here|there|present))|on the call|who'?s (?:attending|present|on the call)|introductions?|intros?(?: ?(?:and|&|/) ?(?:roll ?call|check-?in))?|in attendance|people(?: present)?|members?|members present|sign[- ]?in|sign in sheet|attendee|joined|voting members?(?: present| attendance| attendees)?|guests?|observers?|welcome(?: and| &| ,)? (?:introductions|roll call)|(?:introductions|roll call) (?:and|&) welcome|contributors present|present/contributors|invited|invitees|invited guests"
        ),
    ),
    ("contents", re.compile(r"(?:table of )?contents|toc|index|on this page|navigation", re.IGNORECASE)),
    (
        "backlog",
        re.compile(
            r"(?:topics? )?backlog(?: items| of topics)?|parking lot|future topics?|(?:proposed |draft )?agenda (?:for|of) (?:the )?(?:next|upcoming) (?:meeting|call|time|week)|(?:agenda )?items for (?:future|next|upcoming|later) (?:meetings?|calls?)|(?:plans?|to discuss) (?:for|on|at|in) (?:the )?next meeting|topics? for (?:(?:the )?next|future|later|upcoming) (?:meetings?|discussion|calls?)|ideas for (?:future )?(?:topics?|meetings?)",
            re.IGNORECASE,
        ),
    ),
    (
        "next",
        re.compile(
            r"(?:last|previous|prior) (?:meeting|call|week)(?:'s)?(?: (?:points?|notes|minutes|agenda|recap|summary|items?|topics))?|(?:next|upcoming|future) (?:[\w-]+ )?(?:meetings?|calls?|sessions?|sync|dates?)(?: date| time)?|date of (?:the )?next meeting",
            re.IGNORECASE,
        ),
    ),
    (
        "logistics",
        re.compile(
            r"(?:meeting )?(?:time|date|start(?:ed|s)?|end(?:ed|s)?|when|where|place|location|venue|purpose(?: of (?:the )?(?:meeting|call))?|conference call (?:details|information|info)|zoom|dial[- ]?in|how to join|join|join us|connect|connection|connection (?:info|details)|meeting (?:id|link|info|information|details|url|room)|passcode|password|calendar|invite|webex|bluejeans|google meet|meet|hangouts?|jitsi|teams|bridge|irc|slack|mailing list|chat|logistics|links?(?: shared)?|shared links|roles|quick links|useful links|video ?conference(?: link)?|ical|time ?zones?|duration|date and time|date ?/ ?time|etherpad|hackmd|agenda link|registration|resources|references|presentation decks?|slide decks?|schedule constraints|dates?|times?|dates and locations?|contacts?|how to attend|antitrust(?: policy)?(?: notice| statement)?|code of conduct|housekeeping rules)",
            re.IGNORECASE,
        ),
    ),
    (
        "group",
        re.compile(
            r"(?:(?:new|old|other|any other|standing|general|misc(?:ellaneous)?|open|active|outstanding|regular|recurring|quick|pending|nominated|this week'?s?|weekly|previous|unfinished|continued|sub-?team|sub-?project|working group|wg|sig|committee|community|project|team|status|release|discussion|topics?|additional|further|remaining|planned|proposed|scheduled|unscheduled|deferred|urgent|must|nice)\s+){0,3}(?:announcements?|business|items?|(?:agenda )?items?(?: from (?:the )?(?:previous|last) meeting)?|agenda items|updates?|reports?|any other business|aob|a\.o\.b\.?|open (?:floor|mic|discussion|forum|agenda|topics?|issues|prs?|pull requests|questions)|votes|prs?(?: ?(?:and|/|&) ?issues)?|pull requests|topics?|misc(?:ellaneous)?|subjects?|news|shout-?outs|celebrations?|kudos|housekeeping|round ?table|round robin|standup|highlights|proposals?|decks?|slides|q ?& ?a|discussion(?: topics| items| points)?s?|to discuss|presentations?|demos?|fyis?)",
            re.IGNORECASE,
        ),
    ),
    (
        "agenda",
        _named(
            r"agenda(?: items?| topics?| issues)?|topics?(?: (?:of discussion|to discuss|discussed|covered))?|issues|items(?: for discussion)?|discussion (?:topics|items)|meeting plan|schedule|programme?"
        ),
    ),
    (
        "notes",
        _named(
            r"notes?|minutes|discussions?|meeting (?:notes|minutes)|summary|chat(?: log)?|transcript|details|notes from (?:the )?chat|discussion (?:notes|points)|highlights|log"
        ),
    ),
)
_ANYWHERE = re.compile(
    r"\bwho(?:'|’)?s here\b|\bwho is (?:here|on the call)\b|\bplease (?:add|sign|enter|put|write) your (?:name|self)|\badd your name|\bsign[- ]in below",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]*:")
_EDGES = " \t*_#:-–—.!?•|=~>"
_COLON = re.compile(r"\s*(?::|：|\s[-–—]\s|\s->\s)\s*")
_INLINE_ONLY = frozenset({"chair", "scribe", "speakers", "logistics", "next", "recording"})
_ENDING = re.compile(r"\b(agenda|topics|meeting notes|meeting minutes|minutes|attendees|participants|roll[- ]?call)$", re.IGNORECASE)
_PEOPLE = frozenset({"attendees", "participants", "roll call", "roll-call", "rollcall"})
_ABOUT_PEOPLE = re.compile(r"\b(?:of|for|to|by|from|with|no|not|welcome|number|more)\b", re.IGNORECASE)
"""Words of a sentence about attendees, which heads no list of them."""
_ROLE_OF_ENDING: dict[str, Role] = {"agenda": "agenda", "topics": "agenda", **dict.fromkeys(_PEOPLE, "attendees")}
_DONE_TO = re.compile(r"(?:approv|review|accept|adopt|amend|confirm|publish|read|post|sign)", re.IGNORECASE)
"""What is done to minutes or an agenda, not what they are: `Approve meeting minutes`."""
_LED = re.compile(
    r"(?:the |this )?(?:meeting|call|session) was (?:led|chaired|run|hosted|opened|facilitated|moderated) by ([^.;]{3,60}?)\.?$",
    re.IGNORECASE,
)
_THERE_WERE = re.compile(
    r"(?:there (?:were|are|was|is)|we (?:had|have|discussed|covered)|today (?:we )?(?:had|have|discussed))\s+(?:(?:the|these|following|\w+) ){0,3}"
    r"(?:agenda items?|topics?|items? on the agenda)(?: today| this week)?\W*",
    re.IGNORECASE,
)
_WERE = re.compile(
    r"[\w ’',-]{0,50}\b(?:in attendance|present|attend(?:ed|ing|ees)?|participat(?:ed|ing|ants)|regrets|absent)\b[\w ’',-]{0,30}\b(?:were|was|are|is|included?|by)\s*:?",
    re.IGNORECASE,
)
_DASHED = frozenset({"attendees", "regrets", "chair", "scribe", "speakers", "logistics", "recording", "newcomers"})
_LONGEST = 75


@dataclass(frozen=True, slots=True)
class Label:
    """A part's label: what follows is `role`; `rest` is what stands behind the label on its own line."""

    role: Role
    rest: str = ""
    words: str = ""


@lru_cache(maxsize=65536)
def read_label(text: str, *, heading: bool = False) -> Label | None:
    """Read a line as the label of a part; None where it is none.

    A line is one where all of it is a label's words, or what stands before its colon. `heading` lines need no colon.
    """
    text = SHORTCODE.sub("", text).strip()
    if _ANYWHERE.search(text) and len(text) < _LONGEST * 2:
        return Label("attendees", "", text)
    sentence = _sentence(text)
    if sentence is not None:
        return sentence
    colon = _COLON.search(text)
    head, rest = (text[: colon.start()], text[colon.end() :]) if colon and colon.start() <= _LONGEST else (text, "")
    words = _clean(_undated(head))
    if not words or len(words) > _LONGEST or head.count("[") > head.count("]"):
        return None
    role = _role(words)
    if role is None and colon is None and not heading:
        return None
    if role is None and heading:
        role, rest = _role(_clean(text)) or _ending(words), ""
    if rest and role == "attendees" and (inner := _role(_clean(rest))) in {"newcomers", "attendees"}:
        role, rest = inner, ""
    if role is None or (colon is not None and ":" not in colon[0] and "：" not in colon[0] and role not in _DASHED):
        return None
    if (
        rest
        and role == "attendees"
        and re.match(r"intro|check-?in|guest|member", words, re.IGNORECASE)
        and not re.search(r",|\band\b|[(\[]", rest)
    ):
        return None
    if colon is None and not heading and role in _INLINE_ONLY and " " not in words and role in {"logistics", "chair"}:
        return None
    return Label(role, rest.strip(), words)


def _sentence(text: str) -> Label | None:
    """Read a label that is a sentence: `The meeting was led by Ann Lee.`, `Also in attendance were:`."""
    if _THERE_WERE.fullmatch(text):
        return Label("agenda", "", text)
    led = _LED.match(text)
    if led:
        return Label("chair", led[1], "chair")
    if _WERE.fullmatch(text):
        absent = re.search(r"\bnot\b|absent|regret|apolog", text, re.IGNORECASE)
        return Label("regrets" if absent else "attendees", "", text)
    return None


def _ending(words: str) -> Role | None:
    """Return the part that a heading names at its end: `T-lang meeting agenda`, `OCIO TSC Meeting Notes`."""
    if re.match(r"agenda items?\b", words, re.IGNORECASE):
        return "agenda"
    match = None if _DONE_TO.match(words) else _ENDING.search(words)
    last = match[1].lower() if match and len(words.split()) <= 8 else ""
    if last in {"attendees", "participants"} and _ABOUT_PEOPLE.search(words):
        return None
    return _ROLE_OF_ENDING.get(last, "notes") if last else None


def _undated(text: str) -> str:
    """Return a label without the date behind it: `Present on 5 March 2031`."""
    if len(text) > _LONGEST or not text.rstrip(_EDGES)[-1:].isdigit():
        return text
    dates = [written for written in find_dates(text) if written.is_full and not text[written.end :].strip(_EDGES)]
    return re.sub(r"\s+(?:on|of|for|from|at)\s*$|\s+meeting\s*$", "", text[: dates[0].start]) if dates and dates[0].start else text


def _clean(text: str) -> str:
    """Bring a label's words to the form that is compared: no brackets, numbers, emoji or punctuation around them."""
    plain = _BRACKETS.sub(" ", text)
    plain = "".join(c for c in plain if c.isalnum() or c.isspace() or c in "'’/&.,-")
    plain = re.sub(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[ivxIVX]{1,4}[.)]|[a-z][.)])\s+", "", plain)
    plain = re.sub(r"\s*(?:/|&|,)\s*", lambda m: f" {m[0].strip()} " if m[0].strip() == "&" else m[0].strip(), plain)
    return " ".join(plain.replace("’", "'").strip(_EDGES + ",/&").split())


def _role(words: str) -> Role | None:
    for role, pattern in _ROLES:
        if pattern.fullmatch(words):
            return role
    parts = re.split(r"\s*(?:/|&|,|\band\b|\+)\s*", words)
    if 1 < len(parts) <= 4:
        roles = [next((role for role, pattern in _ROLES if pattern.fullmatch(part)), None) for part in parts if part]
        if roles and None not in roles:
            return roles[0]
    return None
