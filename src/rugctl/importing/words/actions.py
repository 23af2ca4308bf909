"""Action items and decisions: the marks that minutes put before or behind them, and who owns them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rugctl.importing.report import FoundAction, FoundDecision, FoundPerson
from rugctl.importing.words.lexicon import Lexicon, is_nobody, looks_like_person
from rugctl.importing.words.phrases import shorten
from rugctl.names import fold

_MARK = re.compile(
    r"(?P<mark>\[(?:AI|ACTION(?: ITEM)?|TO-?DO)(?:\s*[:–-]\s*(?P<inside>[^\[\]]{1,60}))?\]|#action\b|(?:\bA\.?[Il1]\.?|\bACTIONS?(?: ITEMS?| POINTS?| REQUIRED)?|\bTO-?\s?DO)(?![\w/]))"
    r"(?P<who>\s*(?:\((?P<round>[^()]{1,60})\)|\[(?P<square>[^\[\]]{1,60})\]|(?P<at>@[\w-]+)))?\s*(?P<sign>:|\s[-–—]{1,2}\s|--|\]|=>|->)?\s*",
)
_LOWER = re.compile(
    r"(?:action(?: item)?s?|to-?do|ai)\s*(?:\((?P<round>[^()]{1,60})\)|\[(?P<square>[^\[\]]{1,60})\])?\s*(?::|\s[-–—]{1,2}\s)\s*",
    re.IGNORECASE,
)
_OF = re.compile(
    r"(?:actions?(?: items?)?|ai|to-?do)\s+(?:(?:for|on)\s+)?(?:(?P<who>[@\w][\w@.,&/ -]{0,50}?)\s*:\s+(?=\S)|(?=@\w))", re.IGNORECASE
)
"""A mark with the owner between it and the colon: `action AL: …`, `AI Ann and Bo: …`."""
_INITIALS = re.compile(r"[A-Z]{2,3}(?:\s*(?:[,/&+-]|and)\s*[A-Z]{2,3}){0,3}")
_SAYS = re.compile(r"(?P<who>[\w.'’ -]{2,30}?):\s+(?=action items?\s*:)", re.IGNORECASE)
_DECISION = re.compile(
    r"(?:\[?(?:DECISIONS?|DECIDED|RESOLUTIONS?|RESOLVED|AGREED|AGREEMENT|CONSENSUS|MOTION CARRIED|APPROVED|PASSED)\]?|[Dd]ecisions?|[Rr]esolutions?|[Rr]esolved|[Aa]greed|#agreed|#decision)\s*(?::|\s[-–—]\s|(?<=d)\s+(?=[A-Z]))\s*"
)
_DONE = re.compile(
    r"\s*(?:[\[(](?:done|completed?|closed|finished|resolved|x)[\])]|✅|☑|✔️?|(?:--?|–|—|:)\s*(?:done|completed?|closed)\b[.!]*$|\b(?:DONE|COMPLETED?|CLOSED)\b[.!]*$)",
    re.IGNORECASE,
)
_STATE = re.compile(r"\[?(?P<state>DONE|COMPLETED?|CLOSED|TO-?\s?DO|OPEN|ONGOING|WIP|PENDING|NEW)\]?(?:\s*[:–—-]\s+|\s+(?=[A-Z@(\[]))")
_STRUCK = re.compile(r"^(?:\s*~~.+~~\s*)+$")
_BRACKETED_DUE = re.compile(r"[,;]?\s*\b(?:due|by|before|until)\b.*", re.IGNORECASE)
_DUE = re.compile(r"\b(?:due|by|before|until)\s+(?:on\s+)?(\d{4}-\d{2}-\d{2})\b", re.IGNORECASE)
_WILL = re.compile(
    r"^(?P<who>@?[\w.'’/-]+(?:\s+(?:[A-Z][\w.'’-]*|and|&)){0,5}?)\s+(?:to|will|should|shall|can|is (?:going )?to|needs? to|has to|agreed to|volunteered to|offered to|took)\s+(?=\w)"
)
_COLON = re.compile(r"^(?P<who>@?[^:\s][^:]{0,60}?)\s*(?::|\s[-–—]{1,2})\s+(?=\S)")
_GLUED = re.compile(r"^(?P<who>[A-Z][\w.'’/& ]{0,40}?)[-–—]\s+(?=\S)")
_TOOK = re.compile(
    r"^(?P<who>[\w.'’, &-]{2,60}?)\s+(?:took|takes|has|have|accepted|got)\s+(?:an|the)\s+(?:action(?: item)?|AI)\s+to\s+(?=\w)",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"(?:\s+[-–—~]{1,2}\s*|\s->\s*|=>\s*)(?:_|\*)*(?P<who>@?[^\s-][^-–—~]{0,60}?)(?:_|\*)*\s*$")
_IN_BRACKETS = re.compile(r"\s*[(\[](?P<who>[^()\[\]]{1,60})[)\]]\s*[.]?$")
_TEAM = re.compile(r"@[\w-]+/[\w-]+")
"""A team of an organization on GitHub: nobody in particular."""
_GENERIC = frozenset(
    {
        "all",
        "everyone",
        "everybody",
        "group",
        "team",
        "tbd",
        "chairs",
        "chair",
        "leads",
        "wg",
        "any",
        "anyone",
        "someone",
        "volunteer",
        "volunteers",
        "none",
        "nobody",
        "staff",
        "editors",
        "maintainers",
    }
)
_NO_TASK = re.compile(r"\W*(?:none|n/?a|tbd|nothing|no action items?.*|no actions?.*|-)?\W*", re.IGNORECASE)


@dataclass(slots=True)
class Owners:
    """Who may own a task: the people of the meeting by name, given name, initials and handle; and the lexicon.

    `spelt` are the initials that the meeting itself spells out, which nobody could guess later.
    """

    lexicon: Lexicon
    by_key: dict[str, str] = field(default_factory=dict)
    spelt: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, people: list[FoundPerson], lexicon: Lexicon, initials: dict[str, str]) -> Owners:
        """Return the owners that a meeting's people make; `initials` are those that its table spells out."""
        owners = cls(lexicon, {fold(short): name for short, name in initials.items()}, initials)
        for person in people:
            words = fold(person.name).split()
            keys = [" ".join(words), words[0] if words else "", "".join(word[0] for word in words) if len(words) > 1 else ""]
            keys += (
                [f"{words[0]} {words[-1][0]}", f"{words[0][0]} {words[-1]}", words[-1], words[0] + words[-1][0]] if len(words) > 1 else []
            )
            if person.handle:
                keys.append(fold(person.handle))
            for key in keys:
                if key:
                    owners.by_key.setdefault(key, person.name)
        return owners

    def knows(self, text: str) -> bool:
        """Tell whether a text names somebody of the meeting or the document, or everybody."""
        key = fold(text.lstrip("@"))
        return bool(key) and (key in self.by_key or key in _GENERIC or key in self.lexicon.people or key in self.lexicon.given)

    def attends(self, text: str) -> bool:
        """Tell whether a text names somebody of the meeting."""
        return fold(text) in self.by_key

    def read(self, text: str, *, loose: bool = False) -> tuple[str, ...] | None:
        """Return the names in a text that names owners and nothing else, None for any other; `loose` takes unknown names too."""
        if _TEAM.search(text):
            return None
        parts = [part.strip(" *_.,:") for part in re.split(r"\s*(?:,|/|&|\+|\band\b|;)\s*", text) if part.strip(" *_.,:")]
        if not parts or len(parts) > 6:
            return None
        for part in parts:
            handle = part.startswith("@") and len(part.split()) == 1
            if not (self.knows(part) or handle or (loose and self._may_be(part))):
                return None
        return tuple(self.spelt.get(part, part) for part in parts)

    def attending(self, text: str) -> tuple[str, ...]:
        """Return the names in a text that is nothing but people of the meeting."""
        named = self.read(text) or ()
        return named if all(map(self.attends, named)) else ()

    def _may_be(self, name: str) -> bool:
        return looks_like_person(name, self.lexicon) >= 0.4 and not self.lexicon.is_common(name)


def is_group(name: str) -> bool:
    """Tell whether an owner is nobody in particular: `Everyone`, `TBD`."""
    return fold(name) in _GENERIC


def is_marked(text: str) -> bool:
    """Tell whether a line begins with an action's mark."""
    return bool(_LOWER.match(text) or _MARK.match(text))


def read_action(text: str, line: int, owners: Owners, *, listed: bool, ticked: bool | None = None) -> FoundAction | None:
    """Read a line as an action item: one that is marked so, or that stands in a list of them (`listed`)."""
    struck = bool(_STRUCK.match(text))
    plain = text.replace("~~", "")
    done = bool(ticked) or struck or bool(_DONE.search(plain))
    plain = _DONE.sub("", plain).strip()
    named: tuple[str, ...] = ()
    mark = _marked(plain, owners)
    if mark is not None:
        plain, who = mark
        named = owners.read(who, loose=True) or () if who else ()
    elif not listed:
        return None
    state = _STATE.match(plain) if listed or mark is not None else None
    if state is not None:
        done, plain = done or state["state"].startswith(("DONE", "C")), plain[state.end() :]
    due = _DUE.search(plain)
    if not named:
        plain, named = _owner(plain, owners, listed=listed or mark is not None)
    plain = re.sub(r"^\?+\s*:\s*", "", plain.strip(" -–—:*_")).strip()
    if _NO_TASK.fullmatch(plain) or not re.search(r"\w{2}", plain):
        return None
    whole, plain = plain, shorten(plain, 150)
    note = whole[len(plain) :].strip(" .;:-–—") or None
    people = tuple(FoundPerson(name.lstrip("@"), line, handle=name[1:] if name.startswith("@") else None, role="owner") for name in named)
    return FoundAction(plain, line, people, done, due[1] if due else None, note)


def _marked(text: str, owners: Owners) -> tuple[str, str] | None:
    """Return what stands behind an action's mark, and the owner that the mark names; None without a mark."""
    if (of := _owned(text, owners)) is not None:
        return of
    if (says := _SAYS.match(text)) and owners.knows(says["who"]):
        text = text[says.end() :]
    match = _LOWER.match(text) or _MARK.match(text)
    inner = None if match else _MARK.search(text)
    if (
        match is None
        and inner is not None
        and (inner["sign"] or "").strip() in {":", "--"}
        and not text[: inner.start()].rstrip().endswith(("an", "the", "no", "any"))
    ):
        behind = text[inner.end() :]
        if text[: inner.start()].count("(") > text[: inner.start()].count(")"):
            behind = behind.rsplit(")", 1)[0]
        return behind, _named_by(inner)
    if match is None:
        took = _TOOK.match(text)
        return (text, took["who"]) if took and owners.read(took["who"]) else None
    groups = match.groupdict()
    mark = groups.get("mark") or ""
    bare = mark and not groups.get("sign") and not groups.get("who") and not mark.startswith(("[", "#"))
    if bare and not _begins_with_owner(text[match.end() :], owners):
        return None  # `AI models are …`, `ACTION` within a sentence
    return text[match.end() :], _named_by(match)


def _owned(text: str, owners: Owners) -> tuple[str, str] | None:
    """Return what stands behind a mark that names its owner before the colon, and the owner; None for any other line."""
    of = _OF.match(text)
    if of is None or (of["who"] and not (owners.read(of["who"]) or _INITIALS.fullmatch(of["who"]))):
        return None
    return text[of.end() :], of["who"] or ""


def _named_by(match: re.Match[str]) -> str:
    """Return the owner that stands within or directly behind a mark."""
    groups = match.groupdict()
    return next((groups[name] for name in ("inside", "round", "square", "at") if groups.get(name)), "")


def _begins_with_owner(text: str, owners: Owners) -> bool:
    """Tell whether a text says at once who is to do something: `Ann to …`, `Ann: …`."""
    colon = _COLON.match(text)
    return bool(re.match(r"[A-Z@][\w.'-]*\s+(?:to|will)\b", text) or (colon and owners.read(colon["who"])))


def _owner(text: str, owners: Owners, *, listed: bool) -> tuple[str, tuple[str, ...]]:
    """Return a task without the owner that stands before or behind it, and the owners."""
    brackets = re.match(r"[(\[](?P<who>[^()\[\]]{1,60})[)\]]\s*:?\s*", text)
    if brackets and (named := owners.read(brackets["who"])):
        return text[brackets.end() :], named
    at = re.match(r"((?:@[\w-]+[,/&\s]*)+)(?:to\s+|will\s+|:|-\s)?\s*", text)
    if at and at.end() < len(text) and not _TEAM.match(text):
        names = tuple(re.findall(r"@[\w-]+", at[1]))
        return text[at.end() :], names
    colon = _COLON.match(text)
    if colon and (named := owners.read(colon["who"], loose=listed)):
        return text[colon.end() :], named
    glued = _GLUED.match(text)
    if glued and (named := owners.read(glued["who"])):
        return text[glued.end() :], named
    will = _WILL.match(text)
    if will and (named := owners.read(will["who"], loose=listed and will["who"][:1].isupper())):
        return text, named
    first = re.match(r"(?P<who>[A-Z][\w'’-]+)\s+(?=[A-Z][a-z]+\s)", text)
    if first and fold(first["who"]) in owners.by_key and not owners.knows(" ".join(text.split()[:2])):
        return text, (first["who"],)
    task = re.match(r"(?P<task>[^:]{3,}):\s+(?P<who>\S[^:]{0,60})$", text)
    if task and owners.lexicon.is_common(task["task"]) and not is_nobody(task["who"]) and (named := owners.read(task["who"])):
        return task["task"], named
    for pattern in (_TRAILING, _IN_BRACKETS):
        behind = pattern.search(text)
        who = _BRACKETED_DUE.sub("", behind["who"]) if behind else ""
        if behind and behind.start() > 3 and (named := owners.read(who, loose=listed and pattern is _TRAILING and len(who.split()) <= 3)):
            return text[: behind.start()], named
    return text, ()


def read_decision(text: str, line: int, *, listed: bool) -> FoundDecision | None:
    """Read a line as a decision: one that is marked so, or that stands in a list of them."""
    match = _DECISION.match(text)
    plain = text[match.end() :].strip() if match else text.strip()
    if (match is None and not listed) or _NO_TASK.fullmatch(plain):
        return None
    return FoundDecision(plain, line)
