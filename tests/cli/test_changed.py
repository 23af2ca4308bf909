"""`rugctl validate --changed BASE` reports on what a change touches or causes, and on nothing else."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rugctl.diagnostics import Diagnostic, Related, Span
from rugctl.render.annotations import render_annotations
from rugctl.render.report import Report
from rugctl.touched import Touched, changed_lines, of_change
from tests.cli.small_book import PEOPLE, TOPICS, SmallBook

FIRST = """\
status: held
agenda:
  - title: One
    topics: [kueue, gpus]
    speakers: [nobody-there]
chair: bob
attendees: [ada, bob, cyd]
"""


@pytest.fixture
def book(tmp_path: Path) -> SmallBook:
    """On a branch; the first meeting names somebody unknown since long."""
    book = SmallBook(tmp_path / "book")
    book.meeting("2024-01-03", FIRST)
    book.meeting("2024-01-17", "status: held\nattendees: [ada]\n")
    book.commit_all("Begin")
    book.git("switch", "--quiet", "--create", "change")
    return book


def _told(book: SmallBook, *more: str, base: str = "main") -> list[str]:
    ran = book.run("validate", "--format", "concise", "--changed", base, *more)
    assert ran.code == int(" error[" in ran.out), ran.err
    return ran.out.splitlines()


def test_what_was_there_before_is_left_out(book: SmallBook) -> None:
    assert book.run("validate").code == 1
    ran = book.run("validate", "--changed", "main")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "6 records checked, no findings.\nnote: 1 finding that is not of the change since main is left out\n"


def test_touched_lines_committed_and_not(book: SmallBook) -> None:
    book.meeting("2024-01-17", "status: held\nattendees: [ada, eve]\n")
    book.commit_all("Eve")
    book.meeting("2024-02-07", "status: held\nattendees: [dan]\nchair: ada\n")
    assert _told(book) == [
        "data/meetings/2024-01-17.yaml:3:18: error[unknown-person] no person has the id `eve`",
        "data/meetings/2024-02-07.yaml:3:13: error[unknown-person] no person has the id `dan`",
    ]
    assert [line.split(":")[0] for line in _told(book, "data/meetings/2024-01-17.yaml")] == ["data/meetings/2024-01-17.yaml"]
    assert [line.split(":")[0] for line in _told(book, base="HEAD")] == ["data/meetings/2024-02-07.yaml"]


def test_an_old_finding_on_a_touched_line_is_told(book: SmallBook) -> None:
    book.meeting("2024-01-03", FIRST.replace("[nobody-there]", "[nobody-there, bob]"))
    assert _told(book) == ["data/meetings/2024-01-03.yaml:6:16: error[unknown-person] no person has the id `nobody-there`"]


def test_an_old_finding_that_only_moved_is_not(book: SmallBook) -> None:
    book.write("data/meetings/2024-01-03.yaml", f"# a comment\n\n{book.read('data/meetings/2024-01-03.yaml')}")
    assert _told(book) == []


def test_what_the_change_breaks_in_files_that_it_does_not_touch(book: SmallBook) -> None:
    book.write("data/people.yaml", PEOPLE.replace("  cyd:\n    name: Cyd Roe\n", ""))
    book.write("data/topics.yaml", TOPICS.replace("gpus", "graphics"))
    assert [line.split(" ", 1)[0] + line.split("]")[0].split("[")[1] for line in _told(book)] == [
        "data/meetings/2024-01-03.yaml:5:21:unknown-topic",
        "data/meetings/2024-01-03.yaml:8:23:unknown-person",
        "data/topics.yaml:3:3:orphan",
    ]


def test_what_the_change_takes_away(book: SmallBook) -> None:
    book.meeting("2024-01-17", "attendees: [ada]\n")
    assert _told(book) == ["data/meetings/2024-01-17.yaml:1:1: error[missing-key] the record lacks `status`"]


def test_a_comment_that_silenced_something(book: SmallBook) -> None:
    silenced = FIRST.replace("[nobody-there]", "[nobody-there]  # rugctl: ignore[unknown-person] since long")
    book.meeting("2024-01-03", silenced)
    book.commit_all("Silence")
    assert _told(book) == []
    book.meeting("2024-01-03", FIRST)
    assert len(_told(book, base="HEAD")) == 1


def test_a_second_one_of_its_kind_is_new(book: SmallBook) -> None:
    book.meeting("2024-01-03", FIRST.replace("chair: bob", "chair: nobody-there"))
    assert _told(book) == ["data/meetings/2024-01-03.yaml:7:8: error[unknown-person] no person has the id `nobody-there`"]


def test_what_goes_to_another_file_as_its_first_place_is_mended(book: SmallBook) -> None:
    book.meeting("2024-01-17", "status: held\nattendees: [ada]\nregrets: [nobody-there]\n")
    book.commit_all("Twice")
    assert len(_told(book)) == 1
    book.meeting("2024-01-03", FIRST.replace("[nobody-there]", "[bob]"))
    assert _told(book, base="HEAD") == []


@pytest.mark.parametrize("broken", ["people: [\n", "people:\n  ada: {nam: Ada}\n"])
def test_what_comes_to_light_as_a_registry_is_mended(book: SmallBook, broken: str) -> None:
    book.write("data/people.yaml", broken)
    book.commit_all("Break")
    book.write("data/people.yaml", PEOPLE)
    book.meeting("2024-01-17", "status: held\nattendees: [ada, eve]\n")
    assert _told(book, base="HEAD") == ["data/meetings/2024-01-17.yaml:3:18: error[unknown-person] no person has the id `eve`"]
    assert len(_told(book)) == 1
    book.commit_all("Mend")
    assert len(_told(book, base="HEAD")) == 0


def test_the_base_is_where_head_parted_from_it(book: SmallBook) -> None:
    book.git("switch", "--quiet", "main")
    book.meeting("2024-01-03", FIRST.replace("[nobody-there]", "[bob]"))
    book.meeting("2024-01-17", "status: held\nattendees: [ada, zed]\n")
    book.commit_all("Meanwhile")
    book.git("switch", "--quiet", "change")
    assert _told(book) == []


def test_a_file_that_cannot_be_read_and_the_rest(book: SmallBook) -> None:
    book.meeting("2024-02-07", "status: held\nchair: @ada\n")
    book.meeting("2024-02-21", "status: held\nchair: dan\n")
    assert [line.split("]")[0].split("[")[1] for line in _told(book)] == ["syntax", "unknown-person"]


def test_records_that_look_like_a_diff(book: SmallBook) -> None:
    notes = "notes: |\n  ++ b/data/people.yaml\n  @@ -1,3 +1,900 @@\n++ b/data/people.yaml\n"
    book.write("data/meetings/2024-01-17.yaml", "++ b/data/meetings/2024-01-03.yaml\n@@ -0,0 +1,90 @@\n+x\n")
    book.meeting("2024-02-07", f"status: held\n{notes}")
    assert {line.split(":")[0] for line in _told(book)} == {"data/meetings/2024-01-17.yaml", "data/meetings/2024-02-07.yaml"}


def test_whatever_git_is_told_to_show(book: SmallBook) -> None:
    for key, value in (
        ("diff.noprefix", "true"), ("diff.mnemonicPrefix", "true"), ("color.ui", "always"), ("diff.external", "false"),
        ("diff.context", "9"), ("diff.renames", "copies"), ("diff.interHunkContext", "90"),
        ("core.quotePath", "true"), ("diff.relative", "false"),
    ):  # fmt: skip
        book.git("config", key, value)
    book.write(".gitattributes", "*.yaml -diff\n")
    book.meeting("2024-01-03", FIRST.replace("chair: bob", "chair: ada"))
    assert _told(book) == []
    book.meeting("2024-01-03", FIRST.replace("chair: bob", "chair: dan"))
    assert len(_told(book)) == 1


def test_a_repository_in_a_folder_of_another(tmp_path: Path) -> None:
    book = SmallBook(tmp_path / "top")
    inner = tmp_path / "top/in ner"
    inner.mkdir()
    shutil.move(book.root / "data", inner / "data")
    book.git("init", "--quiet", "--initial-branch=main")
    book.git("add", "--all")
    book.git("commit", "--quiet", "-m", "Begin")
    book.write("in ner/data/meetings/2024-01-17.yaml", "date: 2024-01-17\nstatus: held\nattendees: [eve]\n")
    ran = book.run("validate", "--changed", "main", "--format", "concise", folder="in ner")
    assert ran.out.splitlines()[-1] == "data/meetings/2024-01-17.yaml:3:13: error[unknown-person] no person has the id `eve`"


def test_a_shallow_clone_is_told_what_to_fetch(book: SmallBook, tmp_path: Path) -> None:
    book.meeting("2024-01-17", "status: held\nattendees: [ada, eve]\n")
    book.commit_all("Eve")
    base = book.git("rev-parse", "main").strip()
    clone = SmallBook(tmp_path / "clone", registries=False)
    shutil.rmtree(clone.root)
    clone_of = ["git", "clone", "--quiet", "--depth", "1", "--branch", "change", f"file://{book.root}", str(clone.root)]
    subprocess.run(clone_of, env=book.environment(), check=True)
    for rev in ("origin/main", base):
        ran = clone.run("validate", "--changed", rev)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(
            f"error: this repository has no commit `{rev}`\nhelp: This clone is shallow. Run `git fetch --unshallow origin "
        )
    (line,) = re.findall("`(git fetch [^`]*)`", ran.err)
    subprocess.run(["bash", "-c", line], cwd=clone.root, env=book.environment(), check=True)
    assert len(_told(clone, base=base)) == 1


@pytest.mark.parametrize("base", ["nothing", "main:data", ""])
def test_a_base_that_is_none(book: SmallBook, base: str) -> None:
    ran = book.run("validate", "--changed", base)
    assert (ran.code, ran.out) == (2, "")
    assert f"no commit `{base}`" in ran.err


def test_outside_of_git(tmp_path: Path) -> None:
    ran = SmallBook(tmp_path / "book").run("validate", "--changed", "main")
    assert (ran.code, ran.err.splitlines()[0]) == (2, "error: --changed compares with a commit, and this is no git repository")


def _diagnostic(line: int, *related: Related, message: str = "m", path: str = "a") -> Diagnostic:
    return Diagnostic("r", "error", path, Span(line, 1, 2), message, related=related)


def test_a_finding_whose_other_place_is_touched() -> None:
    one = _diagnostic(5, Related("b", Span(3, 1, 2), "here first"))
    assert of_change([one], [one], Touched({"b": [range(3, 4)]})) == ([one], frozenset([one]))
    assert of_change([one], [one], Touched({"a": [range(3, 4)]})) == ([], frozenset())


def test_one_more_of_a_kind_is_new_though_no_line_is_touched() -> None:
    found = [_diagnostic(line) for line in (1, 2, 3)]
    assert len(of_change(found, found[:2], Touched({}))[0]) == 1
    assert of_change(found, found[:2], Touched({"a": [range(1, 2)]}))[0] == found[:1]


def test_annotations_of_touched_lines_come_first() -> None:
    found = [_diagnostic(line, message=f"m{line}") for line in range(1, 31)]
    report = Report(found, touched=frozenset(found[25:]))
    shown = re.findall(r"^::error .*::m(\d+)$", render_annotations(report, lambda _: [], "token", str), re.MULTILINE)
    assert shown == ["26", "27", "28", "29", "30", "1", "2", "3", "4", "5"]


LINES = st.lists(st.sampled_from(["a", "b", "++ b/x", "-- a/x", "@@ -1 +1 @@", "\\ No newline", "diff --git a/x b/x", ""]), max_size=8)
DIFF = """cd "$(mktemp -d)" && mkdir a b && printf %s "$1" >a/x && printf %s "$2" >b/x
git diff --no-index --no-prefix --unified=0 --text a/x b/x; rm -r "$PWD\""""


@settings(max_examples=40)
@given(LINES, LINES, st.sampled_from(["", "\n"]), st.sampled_from(["", "\n"]))
def test_lines_that_are_not_touched_were_there_before(old: list[str], new: list[str], old_end: str, new_end: str) -> None:
    before, after = "\n".join(old) + old_end, "\n".join(new) + new_end
    diff = subprocess.run(["bash", "-c", DIFF, "_", before, after], capture_output=True, text=True, check=False).stdout
    touched = changed_lines(diff)
    assert touched.keys() <= {"x"}
    assert bool(touched) <= (before != after)
    lines = enumerate(after.removesuffix("\n").split("\n") if after else [], 1)
    left = iter(before.split("\n"))
    assert all(line in left for n, line in lines if not any(n in lines for lines in touched.get("x", [])))  # in this order
