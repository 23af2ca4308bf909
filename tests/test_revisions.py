"""Revisions: the commit that one names, where HEAD parted from it, and in a clone that lacks it the line that fetches it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from rugctl.errors import RugctlError
from rugctl.gitrepo import GitRepository
from tests.cli.small_book import SmallBook


@pytest.fixture
def origin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallBook:
    book = SmallBook(tmp_path / "origin")
    for key, value in book.environment().items():
        monkeypatch.setenv(key, value)
    book.commit_all("One")
    book.git("switch", "--quiet", "--create", "feature/kueue")
    book.meeting("2024-06-05", "status: held\n")
    book.commit_all("Two")
    book.git("switch", "--quiet", "main")
    book.write("README.md", "Minutes\n")
    book.commit_all("Three")
    return book


def _clone(origin: SmallBook, *options: str) -> GitRepository:
    target = origin.root.parent / "clone"
    subprocess.run(["git", "clone", "--quiet", *options, f"file://{origin.root}", str(target)], check=True)
    return GitRepository(target)


def _refused(repository: GitRepository, rev: str) -> str:
    with pytest.raises(RugctlError) as caught:
        repository.merge_base(rev)
    assert caught.value.code == 2
    return str(caught.value.help)


def test_in_a_whole_clone(origin: SmallBook) -> None:
    clone = _clone(origin)
    one = origin.git("rev-parse", "main~1").strip()
    assert clone.require_commit("origin/feature/kueue") == origin.git("rev-parse", "feature/kueue").strip()
    assert clone.merge_base("origin/feature/kueue") == one
    assert clone.merge_base(one[:9]) == one


@pytest.mark.parametrize("rev", ["no-branch", "", "--all", "main:README.md", "0" * 7, "a b"])
def test_what_is_no_commit(origin: SmallBook, rev: str) -> None:
    assert "git branch --all" in _refused(_clone(origin), rev)


@pytest.mark.parametrize(("branch", "other"), [("main", "feature/kueue"), ("feature/kueue", "main")])
@pytest.mark.parametrize("form", ["origin/{other}", "HEAD~1", "{id}"])
def test_the_line_for_a_shallow_clone_is_the_one_that_is_needed(origin: SmallBook, form: str, branch: str, other: str) -> None:
    clone = _clone(origin, "--depth", "1", "--branch", branch)
    rev = form.format(other=other, id=origin.git("rev-parse", other).strip())
    help = _refused(clone, rev)
    assert "actions/checkout, set `fetch-depth: 0`" in help
    (line,) = re.findall("`(git fetch [^`]*)`", help)
    subprocess.run(["bash", "-c", line], cwd=clone.folder, check=True, capture_output=True)
    assert clone.merge_base(rev) == origin.git("rev-parse", "main~1").strip()


def test_a_branch_that_a_clone_of_one_branch_lacks(origin: SmallBook) -> None:
    clone = _clone(origin, "--single-branch")
    (line,) = re.findall("`(git fetch [^`]*)`", _refused(clone, "origin/feature/kueue"))
    subprocess.run(["bash", "-c", line], cwd=clone.folder, check=True, capture_output=True)
    assert clone.require_commit("origin/feature/kueue") == origin.git("rev-parse", "feature/kueue").strip()


def test_histories_that_have_nothing_in_common(origin: SmallBook) -> None:
    origin.git("switch", "--quiet", "--orphan", "other")
    origin.git("commit", "--quiet", "--allow-empty", "-m", "Elsewhere")
    with pytest.raises(RugctlError, match="no commit in common"):
        GitRepository(origin.root).merge_base("main")
    assert GitRepository(origin.root).require_commit("main")


def test_before_the_first_commit(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    assert "git branch --all" in _refused(GitRepository(tmp_path), "HEAD")


def test_a_long_question_is_handed_on_whole_however_slow_git_is(tmp_path: Path) -> None:
    repository = GitRepository(tmp_path)
    question = b"a line\n" * 100_000
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    assert repository.ask("-c", "alias.echo=!sleep 0.5 && cat", "echo", input=question) == question
