"""What to tell people about YAML that they really type: a handle, a bracket, a quote, a second colon, a tab."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from rugctl.yamlfile.layout import LAYOUT, block_of_text
from rugctl.yamlfile.trouble import Advice, Place, Trouble, in_quotes

_VALUE = re.compile(r"^(?P<lead>\s*(?:- )*(?:[\w-]+:\s+)?)(?P<value>\S.*?)\s*$")
_INDICATORS = frozenset("@`%&*!|>-?")
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")
_ODD = re.compile(r"^[ -]*(?:[\w-]+(?::(?=[\u00a0\u2000-\u200a\u202f\u3000])|(?=\uff1a)))?([\u00a0\u2000-\u200a\u202f\u3000\uff1a])")
_PIECE = re.compile(r"\s*[\w-]+:\s+(?P<text>[^\s'\"\[{][^'\"]*?(?P<colon>:)(?=\s|$).*)")
Adviser: TypeAlias = Callable[[Trouble], Advice | None]


def advise(trouble: Trouble) -> Advice:
    """Say a parser's complaint in our own words, at the place that the writer should look at."""
    for adviser in (*_SIGNS, *LAYOUT):
        advice = adviser(trouble)
        if advice is not None:
            return advice
    message = f"the YAML cannot be read here: {trouble.problem}"
    return Advice(trouble.place, message, "Compare the indentation and the colons with the lines around it.")


def _directive(trouble: Trouble) -> Advice | None:
    for at in (trouble.line, trouble.line - 1):
        if at >= 0 and trouble.lines[at].startswith("%"):
            return Advice(Place(at, 0), "a line that begins with % is a directive; records have none", "Delete this line.")
    return None


def _conflict(trouble: Trouble) -> Advice | None:
    """Tell of the marks that git leaves where two changes collide."""
    at = next((n for n, line in enumerate(trouble.lines) if _CONFLICT.match(line)), None)
    if at is None:
        return None
    help = "Keep what is right of both sides, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>."
    return Advice(Place(at, 0), "git could not merge this, and left its marks here", help)


def _odd_sign(trouble: Trouble) -> Advice | None:
    """Tell of a no-break space, or a wide colon, where YAML has a space or a colon: on this line or on the one above."""
    for line in (trouble.line, trouble.running.line if trouble.running else trouble.line - 1):
        match = _ODD.match(trouble.lines[line]) if 0 <= line < len(trouble.lines) else None
        if match:
            what, help = ("a wide colon", "Write `: `") if match[1] == "\uff1a" else ("a no-break space", "Write a space")
            return Advice(Place(line, match.start(1)), f"{what} means nothing to YAML", f"{help}, as on an English keyboard.")
    return None


def _tab(trouble: Trouble) -> Advice | None:
    match = re.match(r"[ ?:-]*\t", trouble.text)
    if not match and "found a tab" not in trouble.problem:
        return None
    column = match.end() - 1 if match else trouble.place.column
    return Advice(Place(trouble.line, column), "a tab cannot indent YAML", "Indent with spaces, two a level.")


def _indicator(trouble: Trouble) -> Advice | None:
    """`@handle`, a backtick, `***`, `&co`, `|x|`, `- x` or `: x` at the beginning of a text."""
    at = trouble.place
    if "cannot start any token" not in trouble.problem and "not allowed in this context" not in trouble.problem:
        if not re.search("anchor|alias|tag|block scalar", trouble.context) and "tag handle" not in trouble.problem:
            return None
        at = trouble.since or at
    rest = trouble.lines[at.line][at.column :]
    before = trouble.lines[at.line][: at.column]
    if rest[:1] in {"-", "?"} and not before.strip(" -"):
        return None
    if rest.startswith("* ") and not before.strip():
        return Advice(at, "an item of a list begins with `- `, not with `*`", f"Write `- {rest[2:].strip()[:60]}`.")
    if rest[:1] == ":" and re.fullmatch(r"\s*(?:- )*[\w-]+:\s+", before):
        return Advice(at, "a text cannot begin with `:` unless it is quoted", in_quotes(rest))
    if rest[:1] not in _INDICATORS:
        return None
    if trouble.opened is not None:
        rest = re.split(r"[,\]}]", rest, maxsplit=1)[0]
    sign = "a backtick" if rest[0] == "`" else f"`{rest[0]}`"
    help = in_quotes(rest)
    if rest.startswith("- "):
        help = f"If a list begins here, put this on the next line. If it is a text: {help[0].lower()}{help[1:]}"
    return Advice(at, f"a text cannot begin with {sign} unless it is quoted", help)


def _escape(trouble: Trouble) -> Advice | None:
    if "quoted scalar" not in trouble.context or ("escape" not in trouble.problem and "hexdecimal" not in trouble.problem):
        return None
    at = trouble.text.rfind("\\", 0, trouble.place.column + 1)
    message = r"`\` begins an escape in a text in double quotes, and this is none"
    return Advice(Place(trouble.line, max(at, 0)), message, r"Write `\\` for a backslash, or put the text in single quotes.")


def _second_colon(trouble: Trouble) -> Advice | None:
    """`title: Talk: an update`."""
    match = _VALUE.match(trouble.text)
    if not match or not trouble.problem.startswith("mapping values are not allowed") or not match["lead"].rstrip().endswith(":"):
        return None
    if trouble.place.column <= match.start("value"):
        return None
    return Advice(trouble.place, "a second `: ` on one line is read as another key", in_quotes(match["value"]))


def _in_brackets(trouble: Trouble) -> Advice | None:
    """Tell of a `#`, a second colon or a missing comma in the line of a list or mapping in brackets."""
    if trouble.opened is None:
        return None
    line, start = trouble.opened
    text = trouble.lines[line]
    if text[start] not in "[{":
        return None
    hidden = re.search(r"\s#", text[start:])
    if hidden and not re.search("[]}'\"]", text[start : start + hidden.start()]):
        message = "everything from ` #` on is a comment to YAML, the closing bracket too"
        return Advice(Place(line, start + hidden.end() - 1), message, "Put the text that it is in in quotes.")
    for piece in re.finditer("[^,[{}\\]]+", text[start:]):
        match = _PIECE.fullmatch(piece[0])
        if match and text[start] == "{":
            return _two_colons(Place(line, start + piece.start() + match.start("colon")), match["text"])
    return None


def _two_colons(at: Place, text: str) -> Advice:
    """Tell of `person: ada organization: cern`, where a comma is missing, or of `title: Talk: an update`."""
    key = re.match(r".*\s([a-z_]+)$", text[: text.index(": ")] if ": " in text else "")
    if key:
        return Advice(
            Place(at.line, at.column - len(key[1])), f"a comma is missing before `{key[1]}`", "Write a comma between two entries."
        )
    return Advice(at, "a second `: ` in one entry is read as another key", in_quotes(text))


def _ended(trouble: Trouble) -> Advice | None:
    """Tell of a text that begins with a quote or a bracket, and goes on after that is closed."""
    return _bracket_or_quote(trouble, trouble.ended) if trouble.ended else None


def _opened(trouble: Trouble) -> Advice | None:
    """Tell of a bracket or a quote that is never closed."""
    return _bracket_or_quote(trouble, trouble.opened) if trouble.opened else None


def _bracket_or_quote(trouble: Trouble, at: Place) -> Advice:
    rest = trouble.lines[at.line][at.column :].rstrip()
    first = rest[:1]
    if first in {'"', "'"}:
        return Advice(at, f"a text that begins with {first} must end with {first}", in_quotes(_meant(rest)))
    quoted = in_quotes(rest)
    help = f"Close it on its own, with a comma between its items; or, if it is a text, {quoted[0].lower()}{quoted[1:]}"
    return Advice(at, f"a value that begins with `{first}` is a list or mapping", help)


def _meant(text: str) -> str:
    """Return what a text that begins with a quote is meant to be: `'It's'` is It's, `"a" b` has its quotes."""
    if len(text) > 1 and text[0] == text[-1]:
        return text[1:-1]
    return text[1:] if text.count(text[0]) == 1 else text


_SIGNS: tuple[Adviser, ...] = (
    _conflict, _directive, _tab, block_of_text, _odd_sign, _indicator, _escape, _second_colon, _in_brackets, _ended, _opened
)  # fmt: skip
