"""`rugctl diff` on real repositories: which two states are compared, from wherever it is called, and that nothing is touched."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.small_book import SmallBook

HELD = "status: held\nattendees: [{}]\n"


@pytest.fixture
def book(tmp_path: Path) -> SmallBook:
    """A repository with main, a branch `work` that parted from it, and a change on each since; `work` is checked out."""
    book = SmallBook(tmp_path / "repository")
    book.meeting("2024-05-01", HELD.format("ada"))
    book.commit_all("Begin")
    book.git("branch", "work")
    book.meeting("2024-05-15", HELD.format("bob"))
    book.commit_all("On main")
    book.git("switch", "--quiet", "work")
    book.meeting("2024-05-01", HELD.format("ada, cyd"))
    book.commit_all("On work")
    return book


def meetings(book: SmallBook, *arguments: str, folder: str = ".") -> list[str]:
    ran = book.run("diff", "--format", "json", *arguments, folder=folder)
    assert ran.code == 0, ran.err
    return [f"{change['id']} {change['what']}" for change in json.loads(ran.out)["meetings"]]


BOTH = ["2024-05-01 changed", "2024-05-15 removed"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], []),
        (["HEAD~1"], ["2024-05-01 changed"]),
        (["main"], BOTH),
        (["main", "HEAD"], BOTH),
        (["main", "work"], BOTH),
        (["main..work"], BOTH),
        (["main.."], BOTH),
        (["..main"], ["2024-05-01 changed", "2024-05-15 added"]),
        (["main...work"], ["2024-05-01 changed"]),
        (["main..."], ["2024-05-01 changed"]),
        (["...main"], ["2024-05-15 added"]),
        (["--merge-base", "main"], ["2024-05-01 changed"]),
        (["--merge-base", "work", "main"], ["2024-05-15 added"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_ends_as_git_takes_them(book: SmallBook, arguments: list[str], expected: list[str]) -> None:
    assert meetings(book, *arguments) == expected


def test_the_work_tree_counts_as_it_is_and_nothing_is_touched(book: SmallBook) -> None:
    book.meeting("2024-05-29", "status: scheduled\n")
    book.meeting("2024-05-01", HELD.format("bob"))
    book.git("add", "data/meetings/2024-05-29.yaml")
    (book.root / "data/meetings/2024-05-29.yaml").write_text("date: 2024-05-29\nstatus: cancelled\n", encoding="utf-8")
    watched = [book.root / ".git" / name for name in ("index", "HEAD")] + sorted((book.root / "data").rglob("*.yaml"))
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in watched]
    ran = book.run("diff")
    assert ran.out == (
        "Changed: 2 meetings. 3 earlier figures are restated.\n\nMeetings\n"
        "  - 2024-05-01\n    - no longer among the attendees: Ada Ünal (CERN), Cyd Roe\n    - came, first recorded here: Bob Li (PSI)\n"
        "  - 2024-05-29: new, cancelled\n\nEarlier figures that change\n"
    ) + "".join(line for line in ran.out.splitlines(keepends=True) if "2024:" in line)
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in watched] == before


def test_a_base_that_went_on_is_told(book: SmallBook) -> None:
    told = "main has 1 commit that HEAD lacks: what they changed is told as undone. --merge-base leaves them out.\n"
    assert book.run("diff", "main").err == told
    assert book.run("diff", "main...").err == ""
    assert book.run("diff", "HEAD", "HEAD~1").err == ""


def test_from_a_subfolder_and_a_worktree(book: SmallBook, tmp_path: Path) -> None:
    assert meetings(book, "main...", folder="data/meetings") == ["2024-05-01 changed"]
    book.git("worktree", "add", "--quiet", str(tmp_path / "other"), "main")
    ran = book.run("-C", str(tmp_path / "other"), "diff", "work...")
    assert "2024-05-15: new, held" in ran.out


def test_records_below_the_top_of_the_repository(tmp_path: Path) -> None:
    top = tmp_path / "repository"
    top.mkdir()
    book = SmallBook(top / "minutes")
    subprocess.run(["git", "init", "--quiet", str(top)], env=book.environment(), check=True)
    book.meeting("2024-05-01", HELD.format("ada"))
    (top / "data").mkdir()
    (top / "data" / "people.yaml").write_text("people: {}\n", encoding="utf-8")
    book.git("add", "--all", str(top))
    book.git("commit", "--quiet", "-m", "Begin")
    book.meeting("2024-05-01", HELD.format("bob"))
    assert meetings(book) == ["2024-05-01 changed"]


def test_without_a_work_tree(book: SmallBook, tmp_path: Path) -> None:
    for option, name in (("--bare", "bare"), ("--no-checkout", "objects")):
        book.git("clone", "--quiet", option, ".", str(tmp_path / name))
        other = "main" if option == "--bare" else "origin/main"
        ran = book.run("-C", str(tmp_path / name), "diff", f"{other}...HEAD")
        assert "2024-05-01: came, first recorded here: Cyd Roe" in ran.out, ran.err
        ran = book.run("-C", str(tmp_path / name), "diff", "HEAD")
        assert (ran.code, ran.err) == (
            2,
            "error: no records are checked out here\nhelp: Compare two revisions: `rugctl diff BASE HEAD`.\n",
        )


def test_what_a_shallow_clone_lacks(book: SmallBook, tmp_path: Path) -> None:
    book.git("clone", "--quiet", "--depth=1", f"file://{book.root}", str(tmp_path / "shallow"))
    for arguments in (["HEAD~1"], ["origin/main"], ["main...HEAD"], [book.git("rev-parse", "main").strip()]):
        ran = book.run("-C", str(tmp_path / "shallow"), "diff", *arguments)
        assert ran.code == 2
        assert "git fetch --unshallow origin" in ran.err


def test_a_sparse_checkout_is_not_taken_for_deletions(book: SmallBook) -> None:
    book.git("sparse-checkout", "set", "--no-cone", "/*", "!/data/meetings/2024-05-01.yaml")
    ran = book.run("diff")
    assert ran.code == 2
    assert ran.err.startswith("error: git has data/meetings/2024-05-01.yaml, but it is not checked out: this is a sparse checkout\n")
    assert meetings(book, "main...HEAD") == ["2024-05-01 changed"]


def test_line_ends_that_git_changes_on_the_way_are_no_change(book: SmallBook) -> None:
    path = book.root / "data/people.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert book.run("diff").out == "Nothing changed in what the records say.\n"


def test_links_hidden_folders_and_other_files(book: SmallBook) -> None:
    (book.root / "data/link.yaml").symlink_to("people.yaml")
    book.write("data/README.md", "Words\n")
    book.write("data/.kept/2024.yaml", "a: b\n")
    book.write("data/more.yaml", "a: b\n")
    book.commit_all("Odd files")
    expected = ["data/link.yaml cannot be read at HEAD; what changed in it is not told: it is a link"]
    expected += ["data/more.yaml cannot be read at HEAD; what changed in it is not told: no record has such a name"]
    ran = book.run("diff", "HEAD~1", "HEAD")
    assert ran.out.splitlines()[2:] == ["Not readable", *(f"  - {line}" for line in expected)]


def test_one_group_of_several(tmp_path: Path) -> None:
    book = SmallBook(tmp_path / "repository", registries=False)
    for group in ("ops", "sci"):
        book.write(f"data/groups/{group}.yaml", f"format: 1\nname: {group}\nzones: [UTC]\n")
        book.write(f"data/meetings/{group}/2024-05-01.yaml", "date: 2024-05-01\nstatus: scheduled\n")
    book.commit_all("Begin")
    for group in ("ops", "sci"):
        book.write(f"data/meetings/{group}/2024-05-01.yaml", "date: 2024-05-01\nstatus: held\n")
    assert meetings(book) == ["ops/2024-05-01 held", "sci/2024-05-01 held"]
    ran = book.run("--group", "sci", "diff")
    assert ran.out == "Changed: 1 meeting.\n\nMeetings\n  - sci/2024-05-01: held (was scheduled)\n"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["nowhere"], "this repository has no commit `nowhere`"),
        (["--", "--help"], "this repository has no commit `--help`"),
        (["main..work", "work"], "`main..work` names two revisions, and `work` would be a third one"),
        (["HEAD:data"], "this repository has no commit `HEAD:data`"),
    ],
)
def test_what_names_no_revision(book: SmallBook, arguments: list[str], complaint: str) -> None:
    ran = book.run("diff", *arguments)
    assert ran.code == 2
    assert ran.err.splitlines()[0] == f"error: {complaint}"


def test_outside_of_git(tmp_path: Path) -> None:
    book = SmallBook(tmp_path / "folder")
    ran = book.run("diff")
    assert (ran.code, ran.err.splitlines()[0]) == (2, "error: this folder is in no git repository, so there is nothing to compare")
    (tmp_path / "empty").mkdir()
    assert book.run("-C", str(tmp_path / "empty"), "diff").err.startswith("error: no records in ")


def test_markdown_is_folded_where_it_is_long_and_cut_where_it_is_too_long(book: SmallBook) -> None:
    for day in range(1, 29):
        agenda = "".join(f"  - title: {'Long ' * 30}{n}\n" for n in range(20))
        book.meeting(f"2024-07-{day:02}", f"status: scheduled\nagenda:\n{agenda}")
    out = book.run("diff", "--format", "markdown").out
    assert out.startswith(
        "<!-- rugctl diff -->\n### What changes in the minutes\n\nChanged: 28 meetings.\n\n<details>\n<summary>All changes</summary>\n"
    )
    assert "more lines: `rugctl diff` shows them all.\n\n</details>\n\n<sub>" in out
    assert 50_000 < len(out) < 65_536
