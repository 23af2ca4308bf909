"""`rugctl validate --fix` and `--diff`, as their user runs them."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from rugctl.index.findings import read_diagnostics
from tests.cli.small_book import SmallBook

ONE, TWO = "data/meetings/2024-06-05.yaml", "data/meetings/2024-06-19.yaml"
REST = "attendees: [ada, bob]\nagenda:\n  - {title: X, topics: [kueue, gpus], speakers: [cyd]}\n"


@pytest.fixture
def book(tmp_path: Path) -> SmallBook:
    book = SmallBook(tmp_path / "book")
    book.write(
        "data/group.yaml", "format: 1\nname: Science Users\nzones: [UTC]\nleads:\n  - {person: ada, role: lead, since: 2023-01-04}\n"
    )
    book.meeting("2024-06-05", f"# as ever\nstatus:  Held # yes\nreason:\n{REST}")
    book.write(TWO, "date: 2024-06-19\r\nstatus: held\r\nchair: Ada Ünal\r\n# rugctl: ignore[orphan] x\r\nnotes: |-\r\n  y")
    book.commit_all("Begin")
    return book


def test_fixes_are_written_and_left_to_commit(book: SmallBook) -> None:
    ran = book.run("validate", "--fix")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines()[-2:] == [
        "Fixed 4 findings in 2 files. Not committed: `git diff data` shows the changes.",
        "6 records checked, no findings.",
    ]
    assert f"fixed {ONE}:3: bad-value: `status` cannot be `Held`\n" in ran.err
    assert book.read(ONE) == f"date: 2024-06-05\n# as ever\nstatus:  held # yes\n{REST}"
    assert book.read(TWO) == "date: 2024-06-19\r\nstatus: held\r\nchair: ada\r\nnotes: |-\r\n  y"
    assert book.git("log", "--format=%s") == "Begin\n"
    again = book.run("validate", "--fix")
    assert (again.code, again.err) == (0, "Nothing to fix that is certain.\n6 records checked, no findings.\n")


def test_a_diff_is_what_fix_does(book: SmallBook, tmp_path: Path) -> None:
    before = [book.read(path) for path in (ONE, TWO)]
    shown = book.run("validate", "--diff", "--fix")
    assert shown.code == 1
    assert shown.err.splitlines()[-1] == "4 findings in 2 files would be fixed; `rugctl validate --fix` does it."
    assert [book.read(path) for path in (ONE, TWO)] == before
    patch = tmp_path / "patch"
    with patch.open("wb") as stream:
        command = [sys.executable, "-m", "rugctl", "validate", "--diff"]
        assert (
            subprocess.run(command, cwd=book.root, env=book.environment(), stdout=stream, stderr=subprocess.DEVNULL, check=False).returncode
            == 1
        )
    book.git("apply", str(patch))
    applied = [book.read(path) for path in (ONE, TWO)]
    book.git("checkout", "--quiet", "--", "data")
    assert book.run("validate", "--fix").code == 0
    assert [book.read(path) for path in (ONE, TWO)] == applied
    assert book.run("validate", "--diff") == type(shown)(0, "", "Nothing to fix that is certain.\n")


def test_only_what_is_named_is_fixed_and_the_rest_of_it_reported(book: SmallBook) -> None:
    book.meeting("2024-06-05", f"status: held\nreason:\nslot: no such\n{REST}")
    ran = book.run("validate", "--fix", TWO)
    assert "Fixed 1 finding in 1 file." in ran.err  # while a file is wrong, who knows what a comment is for
    assert "no such" in book.run("validate", "--fix", ONE).out
    assert book.read(ONE).startswith("date: 2024-06-05\nstatus: held\nreason:\nslot: no such\n")


def test_read_only_files_and_links_are_refused_whole(book: SmallBook) -> None:
    before = book.read(ONE)
    (book.root / TWO).chmod(0o444)
    ran = book.run("validate", "--fix")
    assert (ran.code, ran.err.splitlines()[0]) == (2, f"error: {TWO} is read-only, so nothing was written")
    assert book.read(ONE) == before
    (book.root / "data/meetings").rename(book.root / "elsewhere")
    (book.root / "data/meetings").symlink_to(book.root / "elsewhere")
    assert "is a link, and nothing is written through links" in book.run("validate", "--fix").err


def test_fixes_do_not_go_by_what_changed(book: SmallBook) -> None:
    ran = book.run("validate", "--fix", "--changed", "HEAD")
    assert (ran.code, ran.err.partition("\n")[0]) == (2, "error: --fix and --diff go by files, not by what changed")


def test_findings_are_marked_where_fix_mends_them_and_programs_read_how(book: SmallBook) -> None:
    book.write(ONE, f"date: 2024-06-05\nstatus: held\nchair: ada-unal\n{REST}")
    book.write(TWO, "date: 2024-06-19\nstatus: held\nchair: ada-unal\n")
    marked = book.run("validate", "--format", "jsonl", "--changed", "HEAD")
    (found,) = [json.loads(line) for line in marked.out.splitlines()]
    change = {"line": 3, "column": 8, "end_line": 3, "end_column": 16, "text": "ada"}
    assert (found["rule"], found["fixable"]) == ("unknown-person", True)
    assert found["fix"] == [{"path": path, **change} for path in (ONE, TWO)]
    (result,) = json.loads(book.run("validate", "--format", "sarif").out)["runs"][0]["results"]
    (fix,) = result["fixes"]
    assert [(change["artifactLocation"]["uri"], change["replacements"][0]["insertedContent"]) for change in fix["artifactChanges"]] == [
        (path, {"text": "ada"}) for path in (ONE, TWO)
    ]
    assert "1 [*] fixable" in book.run("validate").out
    for unmended in (book.run("validate", ONE), book.run("validate", "--fix", ONE)):  # it takes both files
        assert (unmended.code, "[*]" in unmended.out) == (1, False)
    (book.root / "data/meetings").rename(book.root / "elsewhere")
    (book.root / "data/meetings").symlink_to(book.root / "elsewhere")
    (book.root / "data/people.yaml").write_text("people:\n  ada: {name: Ada Ünal, github: }\n", encoding="utf-8")
    linked = book.run("validate")
    assert "empty-key" in linked.out
    assert "[*]" not in linked.out


def test_what_trying_a_fix_showed_is_kept_until_something_changes(book: SmallBook) -> None:
    first, second = book.run("validate"), book.run("validate")
    assert "[*]" in first.out
    assert second == first
    (database,) = book.root.glob(".git/rugctl/index-*")
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as index:
        (kept,) = index.execute("SELECT value FROM meta WHERE key = 'note/mends'").fetchone()
        diagnostics = list(read_diagnostics(index))
    fixable = [json.loads(line)["fixable"] for line in book.run("validate", "--format", "jsonl").out.splitlines()]
    assert json.loads(kept) == [n for n in range(len(diagnostics)) if fixable[n]]
    assert book.run("validate", ONE).out != first.out  # of some files it is another question
    assert book.run("validate") == first
    book.write(TWO, "date: 2024-06-19\nstatus: held\nchair: Ada Ünal\nattendees: [ada, bob\n")
    broken, fresh = book.run("validate"), book.run("validate", "--format", "concise")
    assert broken.out != first.out
    shutil.rmtree(book.root / ".git/rugctl")
    assert book.run("validate") == broken
    assert book.run("validate", "--format", "concise") == fresh
