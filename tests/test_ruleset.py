"""The settings of a repository: which rules are off, how bad the others are; what is not as it should be is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from rugctl.errors import RugctlError
from rugctl.index.examiner import Examiner
from rugctl.index.files import Held
from rugctl.index.findings import read_diagnostics
from rugctl.index.opening import open_index
from rugctl.rules import examine_between, examine_file, silenceable
from rugctl.ruleset import read_rule_set
from rugctl.store import Entry
from tests.books import entry
from tests.cli.small_book import SmallBook

CANCELLED = "data/meetings/2024-06-05.yaml"


@pytest.mark.parametrize(
    ("text", "message", "help"),
    [
        ('[rules]\n\nfrist-time = "off"\n', "rugctl.toml:3: there is no rule `frist-time`", "Did you mean `first-time`?"),
        ('rules.nonsense = "off"\n', "rugctl.toml:1: there is no rule `nonsense`", "`rugctl explain` lists the rules."),
        ('rules = {orphan = "of"}\n', 'rugctl.toml: `orphan` cannot be "of"', "Did you mean `off`?"),
        ("[rules]\n'orphan' = 1\n", "rugctl.toml:2: `orphan` cannot be 1", 'Write "off", "warning" or "error".'),
        ("[rules]\norphan = 2024-01-01\n", 'rugctl.toml:2: `orphan` cannot be "2024-01-01"', 'Write "off", "warning" or "error".'),
        ('[rules]\nsyntax = "off"\n', "rugctl.toml:2: `syntax` is always an error: while it stands, the record cannot be used", ""),
        ("stricts = true\n", "rugctl.toml:1: there is no setting `stricts`", "Did you mean `strict`?"),
        ("x = true\n", "rugctl.toml:1: there is no setting `x`", "There are `strict` and `rules`."),
        ('strict = "yes"\n', "rugctl.toml:1: `strict` is true or false", ""),
        ("rules = []\n", "rugctl.toml:1: `rules` is a table", ""),
        ("[rules\n", "rugctl.toml cannot be read: Expected ']' at the end of a table declaration (at line 1, column 7)", ""),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, message: str, help: str) -> None:
    with pytest.raises(RugctlError) as raised:
        read_rule_set({"rugctl.toml": text.encode()}).check(silenceable())
    assert raised.value.message == message
    assert help in (raised.value.help or "")


def test_where_settings_stand() -> None:
    table = b'[tool.rugctl]\nstrict = true\n[tool.rugctl.rules]\norphan = "error"\n'
    own = b'strict = true\nrules.orphan = "error"\n'
    for files in ({"pyproject.toml": table}, {"rugctl.toml": own}, {"rugctl.toml": own, "pyproject.toml": b'[project]\nname = "rugctl"\n'}):
        found = read_rule_set(files)
        assert (found.strict, found.levels) == (True, {"orphan": "error"})
    for files in ({}, {"pyproject.toml": b"[project\n"}, {"pyproject.toml": b'tool = "rugctl"\n'}, {"rugctl.toml": b""}):
        assert (read_rule_set(files).strict, read_rule_set(files).key) == (False, "")
    for files, said in (
        ({"rugctl.toml": b"", "pyproject.toml": table}, "both hold settings"),
        ({"pyproject.toml": b"[tool]\nrugctl = 1\n"}, "`tool.rugctl` is a table"),
        ({"pyproject.toml": b"# rugctl \xff\n"}, "it is not UTF-8"),
    ):
        with pytest.raises(RugctlError, match=said):
            read_rule_set(files)


@pytest.fixture
def book(tmp_path: Path) -> SmallBook:
    book = SmallBook(tmp_path / "book", registries=False)
    book.write(CANCELLED, "date: 2024-06-05\nstatus: cancelled\n")
    return book


def test_verdicts_follow_the_settings_at_once(book: SmallBook) -> None:
    def verdict(settings: str | None, *options: str) -> tuple[int, str]:
        if settings is not None:
            book.write("rugctl.toml", settings)
        ran = book.run("validate", *options)
        return ran.code, ran.out.partition("\n")[0] + ran.err.partition("\n")[0]

    said = "[reason-missing]: it does not say why it was cancelled"
    assert verdict(None) == (0, f"warning{said}")
    assert verdict('rules.reason-missing = "error"\n') == (1, f"error{said}")
    assert verdict('rules.reason-missing = "off"\n') == (0, "1 record checked, no findings.")
    assert verdict(None, "--strict") == (0, "1 record checked, no findings.")
    assert verdict("strict = true\n") == (1, f"warning{said}")
    assert verdict('rules.reason-missin = "off"\n') == (2, "error: rugctl.toml:1: there is no rule `reason-missin`")
    assert verdict(None) == (2, "error: rugctl.toml:1: there is no rule `reason-missin`")
    book.write("pyproject.toml", "[tool.rugctl]\nstrict = false\n")
    assert verdict("strict = true\n") == (2, "error: rugctl.toml and pyproject.toml both hold settings of rugctl")


def test_a_rule_made_an_error_keeps_changes_from_being_written(book: SmallBook) -> None:
    book.write("data/group.yaml", "format: 1\nname: Science Users\nzones: [UTC]\n")
    book.write("rugctl.toml", 'rules.reason-missing = "error"\n')
    book.commit_all("Begin")
    book.meeting("2024-06-19", "status: scheduled\n")
    ran = book.run("cancel", "2024-06-19", "--no-commit")
    assert ran.code == 1
    assert "error[reason-missing]" in ran.err


def test_an_index_kept_says_what_a_fresh_one_says(tmp_path: Path) -> None:
    levels = {"reason-missing": "off", "empty-key": "error", "bad-ignore": "error"}

    def findings(folder: Path | None, *steps: list[Entry]) -> list[tuple[str, str, str]]:
        examiner = Examiner("test", examine_file, examine_between, silenceable, levels)
        for entries in steps:
            index = open_index(folder, Held(entries), examiner)
        return [(d.rule, d.severity, d.path) for d in read_diagnostics(index)]

    silenced = entry(CANCELLED, "date: 2024-06-05\n# rugctl: ignore[reason-missing] x\nstatus: cancelled\n")
    plain = entry("data/meetings/2024-06-12.yaml", "date: 2024-06-12\nstatus: cancelled\nnotes:\n")
    assert findings(tmp_path, [silenced], [silenced, plain]) == findings(None, [silenced, plain])
    assert findings(tmp_path, [silenced, plain]) == [("empty-key", "error", "data/meetings/2024-06-12.yaml")]
