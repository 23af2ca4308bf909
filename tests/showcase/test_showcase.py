"""The check of a pull request as a whole: twenty mistakes of twenty rules in one branch of a repository that `init` began.

`before/` has the minutes that are right, `after/` what the branch makes of them. There `«rule:token»` marks a mistake where
it is to be told, `«rule:token→other»` one that --fix mends so, and `⟦…⟧` what --fix deletes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.writing.desk import Desk

HERE = Path(__file__).parent
AFTER = {str(path.relative_to(HERE / "after")): path.read_text(encoding="utf-8") for path in sorted((HERE / "after").rglob("*.yaml"))}
BEGIN = ("--no-input", "--name", "Data Club", "--zone", "Europe/Zurich", "--series", "every Wednesday", "--start", "16:00")
MARK = re.compile("«([a-z-]+):([^»→]*)(?:→([^»]*))?»")
Place = tuple[str, str, int, int, int]
"""Rule, file, line, column, and the column past the end."""


def written(text: str) -> str:
    """Return a file as the branch has it."""
    return re.sub("[⟦⟧]", "", MARK.sub(r"\2", text))


def mended(text: str) -> str:
    """Return it as it is after --fix."""
    return MARK.sub(lambda mark: mark[2] if mark[3] is None else mark[3], re.sub("⟦[^⟧]*⟧", "", text))


def planted() -> list[Place]:
    """List the mistakes in the order in which they are told."""
    found = []
    for path, text in AFTER.items():
        for mark in MARK.finditer(text):
            before = written(text[: mark.start()])
            column = len(before) - before.rfind("\n")
            found.append((mark[1], path, before.count("\n") + 1, column, column + len(mark[2])))
    return found


FIXABLE = sum("→" in mark[0] for text in AFTER.values() for mark in MARK.finditer(text)) + sum(text.count("⟦") for text in AFTER.values())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    above = Desk(tmp_path_factory.mktemp("showcase"), "2024-06-21", {"COLUMNS": "100", "CI": "1"})
    assert above.run("init", "club", *BEGIN, "--since", "2024-05-01").code == 0
    desk = Desk(above.root / "club", above.today, above.environment)
    shutil.copytree(HERE / "before", desk.root, dirs_exist_ok=True)
    desk.git("add", "--all")
    assert desk.run("validate", "--strict").err == "10 records checked, no findings.\n"
    desk.git("commit", "--quiet", "--message", "The first minutes")
    desk.git("switch", "--quiet", "--create", "more")
    plant(desk)
    desk.git("add", "--all")
    desk.git("commit", "--quiet", "--message", "More minutes")
    return desk


def plant(desk: Desk) -> None:
    for path, text in AFTER.items():
        (desk.root / path).write_text(written(text), encoding="utf-8")


def read(desk: Desk, format: str) -> list[Place]:
    """Run the check and return the places that it names, in its order."""
    ran = desk.run("validate", "--changed", "main", "--format", format)
    assert ran.code == 1
    if format == "sarif":
        results = json.loads(ran.out)["runs"][0]["results"]
        places = [(result["ruleId"], result["locations"][0]["physicalLocation"]) for result in results]
        regions = [(rule, place["artifactLocation"]["uri"], place["region"]) for rule, place in places]
        return [(rule, path, at["startLine"], at["startColumn"], at["endColumn"]) for rule, path, at in regions]
    if format in {"json", "jsonl"}:
        whole = json.loads(ran.out)["diagnostics"] if format == "json" else [json.loads(line) for line in ran.out.splitlines()]
        return [(one["rule"], one["path"], one["line"], one["column"], one["end_column"]) for one in whole]
    if format == "concise":
        lines = re.findall(r"^(.*):(\d+):(\d+): \w+\[([a-z-]+)\] ", ran.out, re.MULTILINE)
        return [(rule, path, int(line), int(column), 0) for path, line, column, rule in lines]
    heads = re.findall(r"^\w+\[([a-z-]+)\].*\n *--> (.*):(\d+):(\d+)$", ran.out, re.MULTILINE)
    return [(rule, path, int(line), int(column), 0) for rule, path, line, column in heads]


def test_there_are_twenty_of_twenty_rules() -> None:
    assert len(planted()) == len({place[0] for place in planted()}) == 20


@pytest.mark.parametrize("format", ["text", "concise", "json", "jsonl", "sarif", "github"])
def test_one_run_names_all_of_them_in_every_format(desk: Desk, format: str) -> None:
    ends = format in {"json", "jsonl", "sarif"}
    assert read(desk, format) == [place if ends else (*place[:4], 0) for place in planted()]


def test_github_shows_as_many_of_them_beside_the_lines_as_it_can(desk: Desk) -> None:
    log = desk.run("validate", "--changed", "main", "--format", "github").out
    told = re.findall(r"^::(\w+) file=(.*),line=(\d+),endLine=\d+,col=(\d+),endColumn=(\d+),title=([a-z-]+)::", log, re.MULTILINE)
    assert Counter(level for level, *_ in told) == {"error": 10, "warning": 7}
    assert {(rule, path, int(line), int(column), int(end)) for _, path, line, column, end, rule in told} <= set(planted())
    assert "\n::notice::3 more than GitHub shows" in log


def test_a_file_that_cannot_be_parsed_hides_none_of_the_others(desk: Desk) -> None:
    path = "data/meetings/2024-05-08.yaml"
    right = (desk.root / path).read_text(encoding="utf-8")
    (desk.root / path).write_text(right.replace("title: Sharing GPUs", "title: Talk: Sharing GPUs"), encoding="utf-8")
    try:
        found = read(desk, "json")
    finally:
        (desk.root / path).write_text(right, encoding="utf-8")
    assert [place for place in found if place[1] != path] == planted()
    assert [place[:3] for place in found if place[1] == path] == [("syntax", path, 4)]


def test_what_is_certain_is_mended_and_not_a_byte_beside(desk: Desk) -> None:
    before = {path: data for path, data in desk.files().items() if path not in AFTER}
    try:
        assert f"; {FIXABLE} [*] fixable" in desk.run("validate").out
        ran = desk.run("validate", "--fix", "--format", "concise")
        assert f"\nFixed {FIXABLE} findings in " in ran.err
        assert len(ran.out.splitlines()) == 20 - FIXABLE
        after = desk.files()
        assert {path: after[path].decode() for path in AFTER} == {path: mended(text) for path, text in AFTER.items()}
        assert {path: data for path, data in after.items() if path not in AFTER} == before
        assert desk.run("validate", "--fix").err.startswith("Nothing to fix that is certain.\n")
        assert desk.files() == after
    finally:
        plant(desk)


@pytest.mark.parametrize("state", ["planted", "fixed", "corrected"])
def test_the_branch_in_words_that_a_chair_understands(desk: Desk, state: str) -> None:
    """Expected is `branch-STATE.txt`; UPDATE_EXPECTED=1 writes it anew: read it as a chair."""
    try:
        if state != "planted":
            assert desk.run("validate", "--fix").code == 1
        if state == "corrected":
            path = "meetings/2024-06-26.yaml"
            desk.write(path, desk.read(path).replace("06-31", "06-30").replace("- kind: talk", "- title: Éva on GPUs\n    kind: talk"))
        ran = desk.run("diff", "main")
    finally:
        plant(desk)
    assert (ran.code, ran.err) == (0, "")
    expected = HERE / f"branch-{state}.txt"
    if os.environ.get("UPDATE_EXPECTED"):
        expected.write_text(ran.out, encoding="utf-8")
    assert ran.out == expected.read_text(encoding="utf-8")
