"""What to tell about lines that do not fit together: indentation, dashes, colons. Where two lines disagree, both are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rugctl.yamlfile.trouble import Advice, Place, Trouble, indent_of

_KEY = re.compile(r"""\s*(?:- )*(?:[\w][\w-]*|"[^"]*"|'[^']*'):(?:\s|$)""")
_RECORD_KEY = re.compile(r"\s*(?:- )*[a-z_]+:(?:\s|$)")
_ITEM = re.compile(r"\s*-(?: |$)")
_BLOCK = re.compile(r"^(?P<lead>\s*(?:- )*)[^\s#][^#]*:\s*[|>][-+0-9]*\s*(?:#.*)?$")
_INDENT = "Give it the same indentation as the keys beside it."


def block_of_text(trouble: Trouble) -> Advice | None:
    """Tell of a block of text with a line that stands no further in than its key, or not as far as its first line."""
    header = next((n for n in range(trouble.line - 1, -1, -1) if _BLOCK.match(trouble.lines[n])), None)
    if header is None:
        return None
    match = _BLOCK.match(trouble.lines[header])
    key = match.end("lead") if match else 0
    first = None
    for n in range(header + 1, trouble.line + 1):
        line = trouble.lines[n]
        place = Place(n, indent_of(line))
        if not line.strip() or (first is not None and (place.column >= first.column or line.lstrip().startswith("#"))):
            continue
        if place.column > key and first is None:
            first = place
        elif first is not None and place.column <= key and (_KEY.match(line) or _ITEM.match(line) or re.fullmatch(r"\s*[a-z_]+\s*", line)):
            return None
        else:
            message = "the text of a block stands further in than its key, each line as far as the first"
            help = f"Indent every line of the text below `{trouble.lines[header].strip()}` alike."
            other = Place(header, key) if first is None or _RECORD_KEY.match(line) else first
            return Advice(place, message, help, other, "the block begins here")
    return None


def _no_space(trouble: Trouble) -> Advice | None:
    """`date:2024-06-05` or `-title: …`, on this line or on the one above that swallowed it."""
    for n in (trouble.line, _above(trouble, trouble.line), _begins(trouble)):
        if n is None:
            continue
        text, indent = trouble.lines[n], indent_of(trouble.lines[n])
        if re.match(r"\s*-[^\s-]", text):
            return Advice(Place(n, indent), "a space is missing after the dash", "Write `- ` before each item of a list.")
        if re.match(r"\s*(?:- )*[a-z_]+ ?:\S", text):
            return Advice(Place(n, indent), "a space is missing after the colon", "Write `key: value`, with a space after the colon.")
    return None


def _no_colon(trouble: Trouble) -> Advice | None:
    """Tell of a line that is no `key: value` where one must be, itself or the one above that goes on in it."""
    above = _above(trouble, trouble.line)
    if trouble.problem.startswith("mapping values are not allowed"):
        if above is None or _KEY.match(trouble.lines[above]) or not re.match(r"\s*(?:- )*[a-z_]+ \S", trouble.lines[above]):
            return None
        return _no_key(trouble, above)
    if "could not find expected ':'" in trouble.problem and trouble.since is not None:
        return _no_key(trouble, trouble.since.line)
    if "did not find expected key" in trouble.problem and not _KEY.match(trouble.text) and not _ITEM.match(trouble.text):
        return _no_key(trouble, trouble.line)
    return None


def _no_key(trouble: Trouble, line: int) -> Advice:
    text = trouble.lines[line]
    indent = indent_of(text)
    if line > 0 and trouble.lines[line - 1][indent:].startswith("- "):
        message = "this line is not an item of the list above it"
        return Advice(Place(line, indent), message, f"Begin it with `- `: `- {text.strip()[:60]}`.")
    help = "If it goes on with the text above, indent it; if it is a key, end it with a colon."
    parent = _bare_parent(trouble, line)
    label = "if the lines below are one text, this ends with `: |`"
    other = Place(parent, indent_of(trouble.lines[parent])) if parent is not None else None
    return Advice(Place(line, indent), "this line is no `key: value`", help, other, label if other else "")


def _bare_parent(trouble: Trouble, line: int) -> int | None:
    """Return the nearest `key:` with nothing behind it that a line stands below."""
    return next((n for n in _parents(trouble, line) if re.fullmatch(r"\s*(?:- )*[\w-]+:\s*", trouble.lines[n])), None)


def _too_far_in(trouble: Trouble) -> Advice | None:
    """Tell of a key that is indented under a finished value; or that value is not as far in as it should be."""
    if not trouble.problem.startswith("mapping values are not allowed"):
        return None
    here = Place(trouble.line, indent_of(trouble.text))
    begins = _begins(trouble)
    there = Place(begins, indent_of(trouble.lines[begins])) if begins is not None else here
    below = next((n for n in range(there.line + 1, trouble.line + 1) if trouble.lines[n].strip()), here.line)
    next_one = Place(below, indent_of(trouble.lines[below]))
    if _ITEM.match(trouble.lines[below]) and not _ITEM.match(trouble.lines[there.line]) and not _KEY.match(trouble.lines[there.line]):
        return _no_item(there, next_one)
    if next_one.line < here.line and next_one.column > there.column:
        return Advice(there, "the line below is indented as part of this value", _INDENT, next_one, "this one")
    if here.column <= there.column:
        lines_of_text = not _KEY.match(trouble.lines[there.line]) and _bare_parent(trouble, there.line) is not None
        return _no_key(trouble, there.line) if lines_of_text else Advice(here, "a key cannot stand here", _INDENT)
    if _goes_on(trouble, here.column) or (there.column % 2 and not here.column % 2):
        return Advice(there, "the line below is indented as part of this value", _INDENT, here, "this one")
    help = _INDENT
    if key := re.match(r"\s*(?:- )*([\w-]+): ", trouble.lines[there.line]):
        help = f"{_INDENT[:-1]}; or, if both are one text, write it all below `{key[1]}: |`."
    return Advice(here, "this line is indented as part of the value above it", help, there, "this one")


def _out_of_step(trouble: Trouble) -> Advice | None:
    """Tell of a key or an item between the indentation of a mapping and that of what is in it."""
    if not trouble.problem.startswith("did not find expected"):
        return None
    here = Place(trouble.line, indent_of(trouble.text))
    parent = next(_parents(trouble, trouble.line), None)
    above = _above(trouble, trouble.line)
    if above is None:
        return None
    if parent is None or parent == above:
        there = Place(above, indent_of(trouble.lines[above]))
        bare = _bare_parent(trouble, above)
        help = _INDENT
        if bare is not None and not _RECORD_KEY.match(trouble.lines[above]):
            help = f"{_INDENT[:-1]}; or, if the lines are one text, write `{trouble.lines[bare].strip()} |` above them."
        return Advice(there, "this line and the one below do not fit together", help, here, "this one")
    child = next(n for n in range(parent + 1, trouble.line) if trouble.lines[n].strip())
    inside = Place(child, indent_of(trouble.lines[child]))
    if _ITEM.match(trouble.text) and not _ITEM.match(trouble.lines[child]):
        return _no_item(inside, here)
    if trouble.problem.startswith("did not find expected '-' indicator") and not _ITEM.match(trouble.text):
        message = "this line is not an item of the list above it"
        help = "Begin it with `- ` at the list's own indentation, or indent it as part of the item."
        if re.fullmatch(r"\s*[\w-]+:\s*", trouble.lines[above]):
            inside = Place(above, indent_of(trouble.lines[above]))
        return Advice(trouble.place, message, help, inside, "this one")
    if _goes_on(trouble, here.column):
        message = "this line is indented further than those below it"
        return Advice(inside, message, _INDENT, Place(parent, indent_of(trouble.lines[parent])), "it belongs to this one")
    message = "this line is indented neither as the one that it belongs to nor as what is in that"
    alike = bool(_ITEM.match(trouble.text)) == bool(_ITEM.match(trouble.lines[child])) or _KEY.match(trouble.lines[child])
    other = inside if child == above and alike else Place(parent, indent_of(trouble.lines[parent]))
    return Advice(here, message, _INDENT, other, "this one")


def _no_item(place: Place, below: Place) -> Advice:
    message, help = "this line is not an item of the list below it", "Begin it with `- ` at the list's own indentation."
    return Advice(place, message, help, below, "the list goes on here")


def _goes_on(trouble: Trouble, indent: int) -> bool:
    """Tell whether the line after the one in trouble is indented as that one is, so that rather another is wrong."""
    below = next((line for line in trouble.lines[trouble.line + 1 :] if line.strip()), "")
    return bool(below) and indent_of(below) == indent


def _parents(trouble: Trouble, line: int) -> Iterator[int]:
    """Yield the lines that a line stands in, each less indented than the one before, the nearest first."""
    indent = indent_of(trouble.lines[line])
    for n in range(line - 1, -1, -1):
        text = trouble.lines[n]
        if text.strip() and not text.lstrip().startswith("#") and indent_of(text) < indent:
            indent = indent_of(text)
            yield n


def _begins(trouble: Trouble) -> int | None:
    """Return the line on which the text began that runs up to the place, else the one above it."""
    return trouble.running.line if trouble.running else _above(trouble, trouble.line)


def _above(trouble: Trouble, line: int) -> int | None:
    """Return the next line above that is neither empty nor a comment."""
    above = (n for n in range(line - 1, -1, -1) if trouble.lines[n].strip() and not trouble.lines[n].lstrip().startswith("#"))
    return next(above, None)


LAYOUT = (_no_space, _no_colon, _too_far_in, _out_of_step)
