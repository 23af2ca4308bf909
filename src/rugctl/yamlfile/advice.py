"""What to tell people about YAML that they really type: the place to look at, what happened, what to do."""

from __future__ import annotations

import re

_ADVICE = {
    "alias": "Write the value out; if a text begins with & or *, put it in quotes.",
    "tag": "Delete the tag; if a text begins with !, put it in quotes.",
    "key": "If a text begins with [ or {, put the whole text in quotes.",
}
_VALUE = re.compile(r"^(?P<lead>\s*(?:- )*(?:[\w-]+:\s+)?)(?P<value>\S.*?)\s*$")


def advise(what: str) -> str:
    """Return the advice that goes with a kind of fault."""
    return _ADVICE[what]


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _value_at(line: str) -> tuple[int, str]:
    """Return the column and the text of the value on a line, after dashes and a key."""
    match = _VALUE.match(line)
    return (match.start("value"), match["value"]) if match else (0, line.strip())


def syntax_advice(lines: list[str], line: int, column: int, problem: str, context: str) -> tuple[int, int, str, str]:
    """Return line and column (from 0), message and help for a parser's complaint."""
    text = lines[line]
    start, value = _value_at(text)
    indent = text[: len(text) - len(text.lstrip())]
    if "\t" in indent or problem.startswith("found a tab") or "\t" in text[:column]:
        at = text.index("\t") if "\t" in text else column
        return line, at, "a tab cannot indent YAML", "Indent with spaces, two a level."
    if value.startswith(("@", "`", "%")):
        message = f"a text cannot begin with `{value[0]}` unless it is quoted"
        return line, start, message, f"Put it in quotes: {_quoted(value)}"
    if problem.startswith("mapping values are not allowed"):
        return _second_colon(lines, line, column)
    bracket = _open_bracket(lines, line)
    if bracket is not None:
        return bracket
    quote = _quote(lines, line, problem, context)
    if quote is not None:
        return quote
    if "could not find expected ':'" in problem or "did not find expected key" in problem:
        block = _unindented_block(lines, line)
        if block is not None:
            return block
    if problem.startswith("did not find expected '-' indicator"):
        message = "this line is not an item of the list above it"
        return line, column, message, "Begin it with `- ` at the list's own indentation, or indent it as part of the item."
    return line, column, f"the YAML cannot be read here: {problem}", "Compare the indentation and the colons with the lines around it."


def _second_colon(lines: list[str], line: int, column: int) -> tuple[int, int, str, str]:
    """`title: Talk: an update`, or a key that is indented under a finished value."""
    start, value = _value_at(lines[line])
    if (": " in value or value.endswith(":")) and lines[line][:start].rstrip().endswith(":"):
        return line, column, "a second `: ` on one line is read as another key", f"Put the text in quotes: {_quoted(value)}"
    message = "a key cannot stand here"
    if line > 0 and _indent(lines[line]) > _indent(lines[line - 1]):
        message = "this line is indented as part of the value above it"
    return line, _indent(lines[line]), message, "Give it the same indentation as the keys beside it."


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _open_bracket(lines: list[str], line: int) -> tuple[int, int, str, str] | None:
    """Find a text that begins with a bracket, on this line or a few above, and goes on after it closes or never closes."""
    for at in range(line, max(-1, line - 4), -1):
        start, value = _value_at(lines[at])
        if value[:1] in {"[", "{"}:
            message = f"a value that begins with `{value[0]}` is a list or mapping"
            return at, start, message, f"Close it on its own, or, if it is a text, put it in quotes: {_quoted(value)}"
    return None


def _quote(lines: list[str], line: int, problem: str, context: str) -> tuple[int, int, str, str] | None:
    for at in range(line, max(-1, line - 4), -1):
        start, value = _value_at(lines[at])
        if value[:1] in {'"', "'"} and ("quoted scalar" in context + problem or not value.endswith(value[0]) or "expected" in problem):
            message = f"a text that begins with {value[0]} must end with {value[0]}"
            return at, start, message, f"Put the whole text in quotes: {_quoted(value.strip(value[0]))}"
    return None


def _unindented_block(lines: list[str], line: int) -> tuple[int, int, str, str] | None:
    for at in range(line - 1, max(-1, line - 6), -1):
        if re.search(r":\s*[|>][-+0-9]*\s*$", lines[at]):
            first = next(n for n in range(at + 1, line + 1) if lines[n].strip())
            message = "the text of a block stands further in than its key"
            return first, _indent(lines[first]), message, f"Indent every line of the text below `{lines[at].strip()}` by two spaces."
    if ":" in lines[line]:
        return None
    indent = _indent(lines[line])
    if line > 0 and lines[line - 1][indent:].startswith("- "):
        return line, indent, "this line is not an item of the list above it", f"Begin it with `- `: `- {lines[line].strip()}`."
    help = "If it goes on with the text above, indent it; if it is a key, end it with a colon."
    return line, indent, "this line is no `key: value`", help
