"""Text without brackets split into names and what stands beside them: separators, commas, several people, no separator."""

from __future__ import annotations

import re

from rugctl.importing.words.lexicon import Lexicon, looks_like_person
from rugctl.importing.words.people_words import is_company_suffix, is_place, is_title, sounds_like_organization
from rugctl.names import fold

BRACKETED = re.compile(r"[(\[{]([^()\[\]{}]*(?:[(\[][^()\[\]]*[)\]][^()\[\]{}]*)*)[)\]}]?")
_SEPARATORS = (
    r"\s*;\s*",
    r"\s+@\s*(?=[A-Z])",
    r"\s+(?:[-–—]|--)\s*|[–—]\s*|\s*--\s*|-\s+",
    r"\s*/\s*",
    r"\s*\|\s*",
    r"\s+(?:from|with|at)\s+(?=[A-Z])",
    r":\s+",
)


def split_outside(text: str, pattern: str) -> list[str]:
    """Split at a pattern, but not inside brackets."""
    depths, depth = [], 0
    for c in text:
        depth += (c in "([{") - (c in ")]}" and depth > 0)
        depths.append(depth)
    parts, start = [], 0
    for match in re.finditer(pattern, text):
        if depths[match.start()] == 0:
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]]


def split_names(text: str, lexicon: Lexicon, *, pairs: bool, has_affiliation: bool) -> tuple[list[str], list[str]]:
    """Split what stands before brackets into names and an affiliation without brackets."""
    if has_affiliation:
        return _listed(text, lexicon)
    separator = _separator(text, lexicon)
    if separator:
        before, behind = text[: separator.start()].strip(" ,"), text[separator.end() :].strip(" ,")
        if separator[0].strip() == "/" and looks_like_person(behind, lexicon) >= 0.9:
            return [before, behind], []
        return _listed(before, lexicon)[0], [part for part in split_outside(behind, r"[,;]") if part.strip()]
    name, organization = _unseparated(text, lexicon)
    if organization and "," not in text:
        return _listed(name, lexicon)[0], [organization]
    parts = [part.strip() for part in split_outside(text, ",") if part.strip()]
    parts = _with_suffixes(parts)
    if len(parts) > 1:
        return _comma_parts(parts, lexicon, pairs=pairs)
    names, more = _listed(text, lexicon)
    if len(names) == 1 and not more:
        name, organization = _unseparated(names[0], lexicon)
        return [name], [organization] if organization else []
    return names, more


def _separator(text: str, lexicon: Lexicon) -> re.Match[str] | None:
    """Return the first separator on a line other than a comma, where no comma stands before it and names stand around it."""
    found = [match for pattern in _SEPARATORS if (match := re.search(pattern, text))]
    for match in sorted(found, key=lambda m: m.start()):
        before, behind = text[: match.start()].strip(" ,"), text[match.end() :].strip(" ,")
        words = match[0].strip() in {"from", "with", "at"}
        if words and not (fold(behind) in lexicon.organizations or sounds_like_organization(behind)):
            continue
        if before and behind and _is_name(before):
            comma = text.find(",")
            alike = all(looks_like_person(part, lexicon) >= 0.5 for part in before.split(",")) if 0 <= comma < match.start() else True
            return match if alike else None
    return None


def _is_name(text: str) -> bool:
    return bool(re.match(r"[^\W\d_]", text)) and len(text.split()) <= 6


def _with_suffixes(parts: list[str]) -> list[str]:
    """Join `Inc.` to the name it belongs to."""
    joined: list[str] = []
    for part in parts:
        if joined and len(joined) > 1 and is_company_suffix(part):
            joined[-1] = f"{joined[-1]}, {part}"
        else:
            joined.append(part)
    return joined


def _comma_parts(parts: list[str], lexicon: Lexicon, *, pairs: bool) -> tuple[list[str], list[str]]:
    """Tell `Name, Org`, `A, B, C` and `A, B, Org` apart."""
    score = [looks_like_person(part, lexicon) for part in parts]
    known = [fold(part) in lexicon.organizations or sounds_like_organization(part) or is_title(part) or is_place(part) for part in parts]
    if len(parts) == 2:
        if fold(parts[1]) in lexicon.people and not known[1]:
            return parts, []
        if (
            all(len(part.split()) == 1 and not known[n] for n, part in enumerate(parts))
            and fold(f"{parts[1]} {parts[0]}") in lexicon.people
        ):
            return [f"{parts[1]} {parts[0]}"], []
        if not pairs and score[1] >= 0.7 and not known[1]:
            return parts, []
        return _listed(parts[0], lexicon)[0], parts[1:]
    persons = [s >= 0.6 and not k for s, k in zip(score, known, strict=True)]
    if all(persons):
        return parts, []
    if all(persons[:-1]) and (not pairs or (len(parts) > 2 and all(s >= 0.8 for s in score[:-1]))):
        return parts[:-1], parts[-1:]
    return parts[:1], parts[1:]


def _listed(text: str, lexicon: Lexicon) -> tuple[list[str], list[str]]:
    """Split names that share an affiliation."""
    parts = [
        part.strip(" .") if " " in part.strip() and not re.search(r"\b[A-Z]\.\s*$", part) else part.strip()
        for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s+/\s+", text)
        if part.strip(" ,")
    ]
    if len(parts) == 2 and "," in text and " " not in parts[1] and (" " not in parts[0] or parts[0][:1].islower()):
        return [f"{parts[1]} {parts[0]}"], []
    titles = [part for part in parts[1:] if is_title(part) or (sounds_like_organization(part) and fold(part) not in lexicon.people)]
    return [part for part in parts if part not in titles], titles


def _unseparated(text: str, lexicon: Lexicon) -> tuple[str, str | None]:
    """Split `Given Surname ORG` where the end is an organization's name for certain."""
    words = text.split()
    for size in range(min(4, len(words) - 1), 0, -1):
        tail = " ".join(words[-size:])
        if len(words) - size >= 2 and (fold(tail) in lexicon.organizations or (size > 1 and _institution(words[-size:]))):
            return " ".join(words[:-size]), tail
    last = words[-1] if words else ""
    if len(words) >= 3 and re.fullmatch(r"[A-Z][A-Z0-9&-]+", last):
        return " ".join(words[:-1]), None if is_place(last) else last
    return text, None


def _institution(words: list[str]) -> bool:
    return bool(re.match(r"(?:university|institute|college|school)\b", words[0], re.IGNORECASE)) and len(words) > 2
