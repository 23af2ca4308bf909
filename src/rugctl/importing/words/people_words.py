"""What stands beside a person's name and is neither part of it nor an organization: titles, offices, places, remarks."""

from __future__ import annotations

import re

from rugctl.names import fold

_TITLE = re.compile(
    r"(?:(?:acting|chief|interim|vice|deputy|assistant|lead|head|senior|voting|non-?voting|current|past|former|new|outgoing|incoming|today'?s|meeting|tsc|tac|toc|ctc|tc|wg|sig|gb|board"
    r"|governing board|strategic|initiative|committee|technical|program(?:me)?|project|community|msc|bsc|phd|master'?s?|doctoral|graduate|undergraduate|software|security|release|student|open source|ex-?officio"
    r"|group|team|of|the|and|&|steering|budget|alternate|primary|backup)[\s-]+)*"
    r"(?:chair(?:person|man|woman)?|co-?chair(?:person)?s?|vice-?chair|tsc|tac|toc|ctc|tc|gb|ciso|cto|ceo|cfo|vp|moderator|facilitator|host|co-?host|scribe|secretary|note-?taker|notes|minutes|recorder"
    r"|presenter|speaker|guest|observer|member|maintainer|committer|contributor|collaborator|emeritus|alternate|delegate|proxy|rep(?:resentative)?|liaison|staff|student|intern|ambassador"
    r"|lead|leader|tech lead|organi[sz]er|chairperson|director|manager|engineer|developer|architect|researcher|professor|prof|dr|executive director|champion|president|treasurer|quorum|voting|non-?voting"
    r"|joining|volunteer|coordinator|program manager|pm|devrel|advocate|evangelist|owner|sponsor|mentor|mentee|supervisor|editor|co-?editor|author|shepherd|wrangler)s?"
    r"(?:\s+(?:of|for|at|emeritus|to)\b.*)?",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"(?:(?:will\s+)?(?:be\s+)?(?:joined|joining|joins|arrived?|arriving|arrives|came|left|leaving|leaves|drop(?:ped|ping)?|running)\b.*|late|early|delayed|(?:\w+ )?candidate|remote(?:ly)?|in[- ]person|on ?site|online|virtual(?:ly)?|by phone|phone"
    r"|partial(?:ly)?|part(?: of the)? (?:time|meeting)|first (?:half|part|hour|\d+ min).*|second (?:half|part).*|(?:until|till|can only|from)\b.*|[-–~]?\s*\d{1,2}:\d\d.*|after .*|\d+ ?min.*|async|irc|zoom|webex|mute|listening(?: only)?|lurking|camera off"
    r"|(?:he|she|they|him|her|them|his|hers|theirs|any|all)(?:/(?:he|she|they|him|her|them|his|hers|theirs|any|all))*|he/him|they/them|she/her|delegate for .*|proxy for .*|for .*|on behalf of .*|representing .*|sub(?:stitute)? for .*"
    r"|to join .*|please add .*|here for .*|hi+!?|hello|:\)|observing|absent|excused|welcome.*|thanks.*|present|yes|y|x|✓|✔|\?+|tbc|tentative|maybe|new|back|me|host|notes|note taker|retired|vacation|away|slides?|recording|video|link|demo|presentation|talk)",
    re.IGNORECASE,
)
_SEAT = re.compile(
    r"(?:.*\b)?(?:WGs?|SIGs?|TAC|TOC|TSC|GC|GB|[Ww]orking [Gg]roup)(?:\s*&.*|\s+(?:[Cc]o-?)?(?:[Ll]ead|[Cc]hair|[Ff]acilitator)s?)*"
    r"|.+\s(?:[Cc]o-?)?(?:[Ll]ead|[Cc]hair|[Ff]acilitator)s?"
)
_COUNTRIES = frozenset(
    [
        "uk",
        "gb",
        "usa",
        "us",
        "eu",
        "de",
        "ch",
        "fr",
        "it",
        "es",
        "pt",
        "nl",
        "be",
        "at",
        "se",
        "no",
        "fi",
        "dk",
        "pl",
        "cz",
        "ie",
        "jp",
        "cn",
        "in",
        "au",
        "nz",
        "ca",
        "br",
        "mx",
        "za",
        "kr",
        "sg",
        "tw",
        "il",
        "ro",
        "hu",
        "gr",
        "tr",
        "ua",
        "germany",
        "switzerland",
        "france",
        "italy",
        "spain",
        "portugal",
        "netherlands",
        "belgium",
        "austria",
        "sweden",
        "norway",
        "finland",
        "denmark",
        "poland",
        "ireland",
        "japan",
        "china",
        "india",
        "australia",
        "canada",
        "brazil",
        "mexico",
        "korea",
        "singapore",
        "taiwan",
        "israel",
        "romania",
        "hungary",
        "greece",
        "turkey",
        "ukraine",
        "england",
        "scotland",
        "wales",
        "europe",
        "tunisia",
    ]
) | {
    "united kingdom",
    "united states",
    "new zealand",
    "south africa",
    "czech republic",
    "the netherlands",
    "hong kong",
    "south korea",
    "u s",
    "u k",
    "u s a",
}
_ORGANIZATION_WORD = re.compile(
    r"\b(?:inc|ltd|llc|gmbh|ag|s\.?r\.?l|s\.?p\.?a|b\.?v|pty|corp(?:oration)?|co|company|limited|plc|foundation|universit\w*|uni|college|institut\w*|school|labs?|laborator\w+|research|technolog\w+|systems?|software"
    r"|studios?|group|consulting|solutions?|services|networks?|cloud|project|community|wg|sig|tsc|working group|center|centre|consortium|alliance|association|society|agency|ministry|department|dept|bank|media|entertainment"
    r"|animation|games|pictures|events?|engineering|computing|digital|security|data|team|initiative|collaborat\w+|observatory|telescope|national|federal|council|committee|press|industries|international|global|europe|america"
    r"|organi[sz]ation|org|enterprises?|holdings?|ventures|partners|hospital|museum|library|office|observator\w+|supercomput\w+)\b|\.(?:com|org|io|ai|net|dev|eu|de|ch|co)\b",
    re.IGNORECASE,
)
_ORGANIZATION_SHAPE = re.compile(r"(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bLe)(?<!\bLa)(?<!\bVan)[a-z][A-Z]|\d")
_SUFFIX = re.compile(r"(?:inc|ltd|llc|gmbh|ag|s\.?r\.?l|s\.?p\.?a|b\.?v|pty|corp|co|plc|limited|pty ltd|co\.? ltd)\.?", re.IGNORECASE)


def is_title(text: str) -> bool:
    """Tell whether a text is an office or a job: `Chairperson`, `TSC`, `msc student`."""
    return bool(_TITLE.fullmatch(text.strip(" .")) or re.fullmatch(r"(?:[\w.-]+\s+){0,3}ambassador", text.strip(" ."), re.IGNORECASE))


def is_remark(text: str) -> bool:
    """Tell whether a text says how somebody took part: `joined late`, `she/her`, `delegate for …`."""
    return bool(_REMARK.fullmatch(text.strip(" .!,")))


def is_seat(text: str) -> bool:
    """Tell whether a text behind an organization is a body of the project that somebody sits in or leads: `Docs WG Co-Lead`."""
    return bool(_SEAT.fullmatch(text.strip(" .")))


def is_place(text: str) -> bool:
    """Tell whether a text is a country."""
    return fold(text) in _COUNTRIES


def is_company_suffix(text: str) -> bool:
    """Tell whether a text is the legal form that goes with the name before it: `Inc.`."""
    return bool(_SUFFIX.fullmatch(text.strip()))


def sounds_like_organization(text: str) -> bool:
    """Tell whether a text has a word or the writing of an organization's name."""
    letters = [c for c in text if c.isalpha()]
    shouted = (
        len(letters) > 1
        and text.replace(" ", "").replace("-", "").isalnum()
        and text.upper() == text
        and not re.fullmatch(r"[A-Z]{2}", text)
    )
    return shouted or bool(_ORGANIZATION_WORD.search(text)) or bool(_ORGANIZATION_SHAPE.search(text))


def organization_of(text: str) -> tuple[str, str | None]:
    """Return an organization without the office that somebody holds for it, and the office: `X Representative` gives `X`."""
    match = re.fullmatch(
        r"(.+?)(?:'s)?\s+(?:tsc\s+|tac\s+)?(rep(?:resentative)?|liaison|delegate|maintainer|presenter|speaker|lead|chair|student|intern|(?:msc|phd|master'?s|doctoral) student)\.?",
        text.strip(),
        re.IGNORECASE,
    )
    if match:
        stands_for = match[2].lower().startswith("rep")
        return re.sub(r"\s+(?:&|and)\s+.*$", "", match[1]) if stands_for else match[1], match[2]
    return text.strip(), None
