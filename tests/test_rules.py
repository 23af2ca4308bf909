"""Every rule is shown at work: by the example in its docstring, and by `tests/rules/RULE/CASE/data/`, small repositories.

Drop a folder in and it is a test. A case whose name begins with `bad`, and an example as it is wrong, has exactly the
findings of its expected text, the first of its rule among them; one whose name begins with `good`, and an example as it is
right, has none. UPDATE_EXPECTED=1 writes the expected texts anew: look at what changed.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from rugctl.render.rules import rules_json, rules_markdown
from rugctl.rules import BETWEEN_RULES, FILE_RULES, catalogue
from rugctl.rules.catalogue import Explanation
from rugctl.store import Entry, Store
from tests.books import entry, findings_in, findings_of

ROOT = Path(__file__).parents[1]
FOLDER = Path(__file__).with_name("rules")
CATALOGUE = {explanation.rule: explanation for explanation in catalogue()}


@dataclass(frozen=True)
class Case:
    """A small repository that shows a rule; `expected` is where its findings are written, None where there are none."""

    rule: str
    name: str
    entries: tuple[Entry, ...]
    expected: Path | None

    def __str__(self) -> str:
        return f"{self.rule}/{self.name}"


def _folders() -> list[Case]:
    found = []
    for folder in sorted(path for path in FOLDER.glob("*/*") if path.is_dir()):
        bad = folder.name.startswith("bad")
        assert bad or folder.name.startswith("good"), folder
        found.append(Case(folder.parent.name, folder.name, tuple(Store(folder).entries()), folder / "expected.txt" if bad else None))
    return found


def _examples(rule: str, explanation: Explanation) -> list[Case]:
    wrong, right = (tuple(entry(path, text) for path, text in explanation.files(side).items()) for side in ("-", "+"))
    return [Case(rule, "example", wrong, FOLDER / rule / "example.txt"), Case(rule, "mended", right, None)]


CASES = [*(case for rule, explanation in CATALOGUE.items() for case in _examples(rule, explanation)), *_folders()]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    found = findings_in(case.entries)
    if case.expected is None:
        assert found == []
        return
    lines = [f"{d.path}:{d.span.line}:{d.span.column}: {d.severity}[{d.rule}]: {d.message}" for d in found]
    if os.environ.get("UPDATE_EXPECTED"):
        case.expected.parent.mkdir(exist_ok=True)
        case.expected.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert lines == case.expected.read_text(encoding="utf-8").splitlines()
    assert case.rule in {d.rule for d in found}
    assert all(d.help for d in found)
    if case.name == "example":
        assert {d.rule for d in found} == {case.rule}


def test_every_rule_has_its_own_id_and_every_folder_is_of_a_rule() -> None:
    assert len(CATALOGUE) == len(FILE_RULES) + len(BETWEEN_RULES)
    assert {case.rule for case in CASES} == CATALOGUE.keys()


@pytest.mark.parametrize("rule", CATALOGUE)
def test_every_rule_is_explained(rule: str) -> None:
    explanation = CATALOGUE[rule]
    assert explanation.what.endswith(".")
    assert explanation.why.endswith((".", "`."))
    assert explanation.fix.endswith(".")
    assert explanation.files("-") != explanation.files("+")
    assert all(line[:2] in {"- ", "+ ", "  ", ""} for line in explanation.example.split("\n"))


def test_the_page_on_the_rules_is_up_to_date() -> None:
    assert (ROOT / "docs/rules.md").read_text(encoding="utf-8") == rules_markdown(list(CATALOGUE.values())), "run `make rules`"


def test_the_catalogue_as_json_has_both_sides() -> None:
    text = rules_json([CATALOGUE["unknown-key"]])
    assert '"bad": {\n        "data/meetings/2024-06-05.yaml": "date: 2024-06-05\\nstatus: held\\natendees: []\\n"' in text
    assert '"good": {\n        "data/meetings/2024-06-05.yaml": "date: 2024-06-05\\nstatus: held\\nattendees: []\\n"' in text


def test_a_rule_is_off_while_a_registry_that_it_needs_cannot_be_read(tmp_path: Path) -> None:
    data = tmp_path / "data" / "meetings"
    data.mkdir(parents=True)
    (data / "2024-06-05.yaml").write_text("date: 2024-06-05\nstatus: held\nchair: ana-lima\n", encoding="utf-8")
    (tmp_path / "data" / "people.yaml").write_text("people: [\n", encoding="utf-8")
    assert [d.rule for d in findings_of(tmp_path)] == ["syntax"]
