"""A habit of writing minutes is a folder here: a document in our own words, and what must be found in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rugctl.importing.readers.documents import read_document
from rugctl.importing.understand import Hints, understand
from rugctl.names import fold

HABITS = sorted(path for path in (Path(__file__).parent / "habits").iterdir() if path.is_dir())


def found_in(folder: Path) -> dict[str, Any]:
    documents = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "expected.json"]
    findings = understand(
        [read_document(str(path.relative_to(folder)), path.read_bytes()) for path in documents], Hints(today=date(2040, 1, 1))
    )
    unparsed = [use.line for use in findings.lines if use.use == "unparsed"]
    return {"meetings": [_plain(asdict(meeting)) for meeting in findings.meetings], "unparsed": unparsed}


def _plain(meeting: dict[str, Any]) -> dict[str, Any]:
    people = [_person(person) for person in meeting["attendees"] or ()]
    actions = sorted([*(action for item in meeting["agenda"] for action in item["actions"]), *meeting["actions"]], key=lambda a: a["line"])
    tasks = [{"text": a["text"], "owners": [o["name"] for o in a["owners"]], "done": a["done"], "due": a["due"]} for a in actions]
    agenda = [_item(item) for item in meeting["agenda"]]
    links = [link["url"] for link in meeting["links"]]
    regrets = [person["name"] for person in meeting["regrets"]]
    return meeting | {"attendees": people, "agenda": agenda, "actions": tasks, "links": links, "regrets": regrets}


def _person(person: dict[str, Any]) -> dict[str, Any]:
    return {key: person[key] for key in ("name", "affiliation", "handle", "first_time") if person[key]}


def _item(item: dict[str, Any]) -> dict[str, Any]:
    return item | {"speakers": [person["name"] for person in item["speakers"]], "links": [link["url"] for link in item["links"]]}


def matches(wanted: Any, got: Any) -> bool:
    """Tell whether what was found has all that is wanted: keys that are not named do not count, lists are whole."""
    if isinstance(wanted, dict):
        return isinstance(got, dict) and all(matches(value, got.get(key)) for key, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(got, list | tuple) and len(wanted) == len(got) and all(matches(w, g) for w, g in zip(wanted, got, strict=True))
    return bool(wanted == got)


@pytest.mark.parametrize("folder", HABITS, ids=lambda folder: folder.name)
def test_a_habit_is_understood(folder: Path) -> None:
    wanted = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    found = found_in(folder)
    assert matches(wanted, found), json.dumps(found, indent=1, ensure_ascii=False)


@pytest.mark.parametrize("folder", HABITS, ids=lambda folder: folder.name)
def test_what_counts_as_in_a_field_stands_in_the_meeting(folder: Path) -> None:
    documents = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "expected.json"]
    read = [read_document(str(path.relative_to(folder)), path.read_bytes()) for path in documents]
    findings = understand(read, Hints(today=date(2040, 1, 1)))
    lines = {document.name: document.lines for document in read}
    said = {word for meeting in findings.meetings for text in _texts(asdict(meeting)) for word in _words(text)}
    for use in findings.lines:
        words = _words(lines[use.document][use.line - 1]) if use.use == "field" and use.field not in _SAID_IN_A_WORD else []
        lost = [word for word in words if word not in said]
        assert len(lost) < max(3, len(words) / 2), f"{use.document}:{use.line}: {lost}"


_SAID_IN_A_WORD = {"date", "status", "recording"}


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]{4,}", fold(re.sub(r"https?://\S+|<[^>]*>|&\w+;|\]\([^)]*\)", "", text)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = [inner for key, inner in value.items() if key != "written"]
    if isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value
