"""Every rule has a bad and a good example: `tests/rules/RULE/CASE/data/`, a small repository. Drop a folder in and it is a test.

A case whose name begins with `bad` has exactly the findings of its `expected.txt`, the first of them its rule's; one whose
name begins with `good` has none. UPDATE_EXPECTED=1 writes `expected.txt` anew: look at what changed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rugctl.rules import explanations
from tests.books import findings_of

EXAMPLES = Path(__file__).with_name("rules")
CASES = sorted(folder for rule in EXAMPLES.iterdir() for folder in rule.iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_example(case: Path) -> None:
    found = findings_of(case)
    if case.name.startswith("good"):
        assert found == []
        return
    lines = [f"{d.path}:{d.span.line}:{d.span.column}: {d.severity}[{d.rule}]: {d.message}" for d in found]
    expected = case / "expected.txt"
    if os.environ.get("UPDATE_EXPECTED"):
        expected.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert lines == expected.read_text(encoding="utf-8").splitlines()
    assert case.parent.name in {d.rule for d in found}
    assert all(d.help for d in found)


@pytest.mark.parametrize("kind", ["bad", "good"])
def test_no_rule_lacks_examples(kind: str) -> None:
    assert {case.parent.name for case in CASES if case.name.startswith(kind)} == explanations().keys()


def test_every_rule_is_explained() -> None:
    for rule, (_, text) in explanations().items():
        first, *_, last = [paragraph.strip() for paragraph in text.split("\n\n")]
        assert first.endswith("."), rule
        assert last.startswith("Fix: "), rule


def test_a_rule_is_off_while_a_registry_that_it_needs_cannot_be_read(tmp_path: Path) -> None:
    data = tmp_path / "data" / "meetings"
    data.mkdir(parents=True)
    (data / "2024-06-05.yaml").write_text("date: 2024-06-05\nstatus: held\nchair: ana-lima\n", encoding="utf-8")
    (tmp_path / "data" / "people.yaml").write_text("people: [\n", encoding="utf-8")
    assert [d.rule for d in findings_of(tmp_path)] == ["syntax"]
