"""What `validate` writes in each of its formats, of a small repository with mistakes of many kinds and hostile records.

`expected.FORMAT` beside this file is what stands there; UPDATE_EXPECTED=1 writes it anew: look at what changed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from rugctl.diagnostics import Diagnostic
from rugctl.render.text import width
from rugctl.rules import explanations
from tests.books import findings_of
from tests.cli.small_book import SmallBook

HERE = Path(__file__).parent
ADDRESS = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "group/minutes", "GITHUB_SHA": "0abc"}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    """The repository stands in a folder of a git repository, so that paths from the one are not those from the other."""
    top = tmp_path_factory.mktemp("formats")
    book = SmallBook(top / "minutes", registries=False)
    shutil.copytree(HERE / "book", book.root, dirs_exist_ok=True)
    book.write("data/odd, name: %.yaml", "")
    book.git("init", "--quiet", str(top))
    return book


@pytest.fixture(scope="module")
def found(book: SmallBook) -> list[Diagnostic]:
    found = findings_of(book.root)
    assert len(found) > 20
    return found


def _written(book: SmallBook, format: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what is written in a format, without what differs from run to run."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "")
    ran = book.run("validate", "--format", format)
    assert ran.code == 1, ran.err
    said = "note: not checked while a record that they need cannot be read: unknown-topic, unique-names, orphan, missing-occurrence"
    assert (said in ran.err) is (format in {"text", "concise", "jsonl"})
    if format == "sarif":
        log = json.loads(ran.out)
        log["runs"][0]["tool"]["driver"] |= {"version": "…", "rules": []}  # they are looked at below
        return json.dumps(log, ensure_ascii=True, indent=1) + "\n"
    return re.sub("::[0-9a-f]{32}", "::TOKEN", ran.out)


@pytest.mark.parametrize("format", ["text", "concise", "json", "jsonl", "sarif", "github"])
def test_format(book: SmallBook, format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = _written(book, format, monkeypatch)
    expected = HERE / f"expected.{format}"
    if os.environ.get("UPDATE_EXPECTED"):
        expected.write_text(written, encoding="utf-8")
    assert written == expected.read_text(encoding="utf-8")


def test_every_format_has_every_finding_at_its_place(book: SmallBook, found: list[Diagnostic], monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = [(d.rule, d.path, d.span.line, d.span.column) for d in found]
    concise = re.findall(r"^(.*):(\d+):(\d+): (?:error|warning)\[([a-z-]+)\] \S", _written(book, "concise", monkeypatch), re.MULTILINE)
    assert [(rule, path, int(line), int(column)) for path, line, column, rule in concise] == wanted
    objects = [json.loads(line) for line in _written(book, "jsonl", monkeypatch).splitlines()]
    assert [(o["rule"], o["path"], o["line"], o["column"]) for o in objects] == wanted
    assert json.loads(_written(book, "json", monkeypatch))["diagnostics"] == objects
    results = json.loads(_written(book, "sarif", monkeypatch))["runs"][0]["results"]
    regions = [(r["ruleId"], r["locations"][0]["physicalLocation"]["region"]) for r in results]
    assert [(rule, region["startLine"], region["startColumn"]) for rule, region in regions] == [(d[0], *d[2:]) for d in wanted]
    for text in (_written(book, "text", monkeypatch), _written(book, "github", monkeypatch)):
        heads = re.findall(r"^(?:error|warning)\[([a-z-]+)\].*\n *--> (.*):(\d+):(\d+)$", text, re.MULTILINE)
        assert [(rule, path, int(line), int(column)) for rule, path, line, column in heads] == wanted


def test_sarif_is_valid_and_describes_every_rule(book: SmallBook) -> None:
    schema = json.loads((HERE.parent / "schemas/sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    for part in ("run", "toolComponent"):
        schema["definitions"][part]["properties"]["language"].pop("pattern")  # it is no regular expression
    log = json.loads(book.run("validate", "--format", "sarif").out)
    assert [str(error) for error in jsonschema_rs.validator_for(schema).iter_errors(log)] == []
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [(rule["id"], rule["defaultConfiguration"]["level"]) for rule in rules] == [(id, s) for id, (s, _) in explanations().items()]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    prints = [result["partialFingerprints"]["rugctl/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)
    assert {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]} >= {
        "minutes/data/people.yaml",
        "minutes/data/odd%2C%20name%3A%20%25.yaml",
    }


def test_fingerprints_stay_where_lines_move(book: SmallBook, tmp_path: Path) -> None:
    moved = SmallBook(tmp_path / "moved", registries=False)
    shutil.copytree(book.root, moved.root, dirs_exist_ok=True)
    path = "data/meetings/2024-05-01.yaml"
    moved.write(path, f"# a comment\n\n{moved.read(path)}")

    def prints(of: SmallBook) -> list[str]:
        log: dict[str, Any] = json.loads(of.run("validate", path, "--format", "sarif").out)
        return [result["partialFingerprints"]["rugctl/v1"] for result in log["runs"][0]["results"]]

    assert prints(moved) == prints(book)


def _commands(log: str) -> Iterator[str]:
    """Yield what GitHub's runner takes for commands: `::…::` at the beginning of a line, `##[…]` anywhere, but not between stop and go."""
    stopped = ""
    for line in log.splitlines():
        if stopped:
            stopped = "" if line == f"::{stopped}::" else stopped
        elif match := re.fullmatch(r"\s*::stop-commands::(.*)", line):
            stopped = match[1]
        elif re.match(r"\s*::.*::", line) or "##[" in line:
            yield line


@pytest.mark.parametrize("format", ["text", "concise", "json", "jsonl", "sarif", "github"])
def test_no_record_gives_commands(book: SmallBook, found: list[Diagnostic], format: str) -> None:
    ran = book.run("validate", "--format", format)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", ran.out + ran.err)
    commands = list(_commands(ran.out + ran.err))
    if format != "github":
        assert commands == []
        return
    heads = [line.split("::", 2)[1] for line in commands]
    assert {head.split(" ")[0] for head in heads} == {"error", "warning", "notice"}
    assert len(heads) == 10 + sum(d.severity == "warning" for d in found) + 2
    assert all(re.fullmatch(r"(error|warning) (\w+=[^:,]*,){5}title=[a-z-]+|notice", head) for head in heads)


def test_carets_stand_under_what_is_meant(book: SmallBook, found: list[Diagnostic]) -> None:
    """Cell by cell, as terminals count them."""
    text = book.run("validate").out
    blocks = text.split("\n\n")[:-1]
    assert len(blocks) == len(found)
    for block, one in zip(blocks, found, strict=True):
        lines = block.splitlines()
        at = next(n for n, line in enumerate(lines) if re.match(rf" *{one.span.line} \|", line))
        carets = next(line for line in lines[at:] if "^" in line)
        assert "^" in carets
        shown = "".join(c * width(c) for c in lines[at])  # a letter as often as it has cells
        source = (book.root / one.path).read_text(encoding="utf-8").split("\n")[one.span.line - 1]
        meant = source[one.span.column - 1 : one.span.end - 1].replace("\t", " " * 4).replace("##[", r"#\u0023[")
        assert shown[carets.index("^") : carets.rindex("^") + 1].strip() == "".join(c * width(c) for c in meant)


def _summary(book: SmallBook, before: str, monkeypatch: pytest.MonkeyPatch) -> str:
    path = book.home / "summary.md"
    path.write_text(before, encoding="utf-8")
    environment = {**book.environment(), **ADDRESS, "GITHUB_STEP_SUMMARY": str(path)}
    monkeypatch.setattr(SmallBook, "environment", lambda _: environment)
    assert book.run("validate", "--format", "github").code == 1
    return path.read_text(encoding="utf-8")


def test_the_summary_has_all(book: SmallBook, found: list[Diagnostic], monkeypatch: pytest.MonkeyPatch) -> None:
    written = _summary(book, "Before.\n", monkeypatch)
    expected = HERE / "expected.md"
    if os.environ.get("UPDATE_EXPECTED"):
        expected.write_text(written, encoding="utf-8")
    assert written == expected.read_text(encoding="utf-8")
    assert written.count("\n| [") == len(found)


@pytest.mark.parametrize("left", [0, 1, 100, 1000, 4000])
def test_the_summary_keeps_to_what_github_takes(
    book: SmallBook, found: list[Diagnostic], left: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = "x" * (1024 * 1024 - left - 1) + "\n"
    written = _summary(book, before, monkeypatch).removeprefix(before)
    assert len(written.encode()) <= left
    if written:
        rest = re.search(r"^(\d+) more did not fit", written, re.MULTILINE)
        assert written.count("\n| [") + (int(rest[1]) if rest else 0) == len(found)
