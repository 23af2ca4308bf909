"""What to tell people about YAML that they really type: a handle, a bracket, a quote, a second colon, a tab."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from rugctl.yamlfile.layout import LAYOUT, block_of_text
from rugctl.yamlfile.trouble import Advice, Place, Trouble, in_quotes

_VALUE = re.compile(r"^(?P<lead>\s*(?:- )*(?:[\w-]+:\s+)?)(?P<value>\S.*?)\s*$")
_INDICATORS = frozenset("@`%&*!|>")
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


def _tab(trouble: Trouble) -> Advice | None:
    match = re.match(r"[ ?:-]*\t", trouble.text)
    if not match and "found a tab" not in trouble.problem:
        return None
    column = match.end() - 1 if match else trouble.place.column
    return Advice(Place(trouble.line, column), "a tab cannot indent YAML", "Indent with spaces, two a level.")


def _indicator(trouble: Trouble) -> Advice | None:
    """`@handle`, a backtick, `***`, `&co` or `|x|` at the beginning of a text."""
    at = trouble.place
    if "cannot start any token" not in trouble.problem:
        if not re.search("anchor|alias|tag|block scalar", trouble.context) and "tag handle" not in trouble.problem:
            return None
        at = trouble.since or at
    rest = trouble.lines[at.line][at.column :]
    if rest[:1] not in _INDICATORS:
        return None
    return Advice(at, f"a text cannot begin with `{rest[0]}` unless it is quoted", in_quotes(rest))


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
        return Advice(at, f"a text that begins with {first} must end with {first}", in_quotes(rest.strip(first)))
    quoted = in_quotes(rest)
    help = f"Close it on its own, with a comma between its items; or, if it is a text, {quoted[0].lower()}{quoted[1:]}"
    return Advice(at, f"a value that begins with `{first}` is a list or mapping", help)


_SIGNS: tuple[Adviser, ...] = (_directive, _tab, block_of_text, _indicator, _escape, _second_colon, _ended, _opened)
