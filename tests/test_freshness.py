"""The index on disk against files on disk: whatever happens to either, no answer is older than the files."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from rugctl import scan
from rugctl.errors import RugctlError
from rugctl.index.files import is_current
from rugctl.index.findings import read_diagnostics
from rugctl.index.opening import keep_note, open_index, preview, read_note
from rugctl.store import Store
from tests.books import EXAMINER, index_of
from tests.test_index import PATHS, answers

ROOT = Path(__file__).parents[1]
TICK = 0.02
"""Seconds that are more than a tick of this file system's clock."""


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


def check(root: Path, kept: Path) -> None:
    """Hold what the kept index answers against one built afresh."""
    index, fresh = open_index(kept, Store(root).look(), EXAMINER), index_of(list(Store(root).entries()))
    assert answers(index) == answers(fresh)
    assert list(read_diagnostics(index)) == list(read_diagnostics(fresh))
    index.close()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    for path, texts in PATHS.items():
        write(tmp_path, path, texts[0])
    return tmp_path


class Disk(RuleBasedStateMachine):
    """Files are written, put back, moved, touched, and given former times, faster than clocks tick, and at leisure."""

    @initialize()
    def begin(self) -> None:
        self.young, scan.YOUNG = scan.YOUNG, TICK / 2
        self.root = Path(tempfile.mkdtemp())
        self.kept = self.root / "kept"
        (self.root / "data" / "meetings").mkdir(parents=True)

    @rule(path=st.sampled_from(sorted(PATHS)), text=st.integers(0, 20), times_kept=st.booleans(), at_leisure=st.booleans())
    def write_file(self, path: str, text: int, times_kept: bool, at_leisure: bool) -> None:
        target = self.root / path
        before = target.stat() if target.exists() else None
        write(self.root, path, PATHS[path][text % len(PATHS[path])])
        if times_kept and before:
            os.utime(target, ns=(before.st_atime_ns, before.st_mtime_ns))
        self.look(at_leisure)

    @rule(path=st.sampled_from(sorted(PATHS)), letter=st.sampled_from("xyz"), at_leisure=st.booleans())
    def change_one_letter(self, path: str, letter: str, at_leisure: bool) -> None:
        target = self.root / path
        if target.exists():
            before = target.stat()
            target.write_text(target.read_text()[:-2] + f"{letter}\n")
            os.utime(target, ns=(before.st_atime_ns, before.st_mtime_ns))
        self.look(at_leisure)

    @rule(path=st.sampled_from(sorted(PATHS)), other=st.sampled_from(sorted(PATHS)), at_leisure=st.booleans())
    def move(self, path: str, other: str, at_leisure: bool) -> None:
        if (self.root / path).exists():
            (self.root / other).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).replace(self.root / other)
        self.look(at_leisure)

    @rule(path=st.sampled_from(sorted(PATHS)))
    def remove(self, path: str) -> None:
        (self.root / path).unlink(missing_ok=True)
        self.look(at_leisure=True)

    @rule()
    def cut_short(self) -> None:
        for database in self.kept.glob("index-*"):
            os.truncate(database, database.stat().st_size // 2)
        self.look(at_leisure=False)

    def look(self, at_leisure: bool) -> None:
        if at_leisure:
            time.sleep(TICK)
        check(self.root, self.kept)

    def teardown(self) -> None:
        scan.YOUNG = self.young
        shutil.rmtree(self.root)


TestDisk = Disk.TestCase
TestDisk.settings = settings(max_examples=25, stateful_step_count=12, deadline=None, phases=[Phase.generate])


@pytest.mark.parametrize("find", ["exit 1", "echo nonsense", "printf 'a\\0b\\0'", 'printf "x.yaml\\0f 1 2 3 4\\0"'])
def test_python_lists_what_another_find_does_not(book: Path, find: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: Any) -> None:
    (book / "data" / ".hidden").mkdir()
    (book / "data" / "link.yaml").symlink_to("elsewhere")
    expected = _seen(scan.scan(f"{book}/data"))
    assert len(expected) == len(PATHS) + 1
    tools = tmp_path_factory.mktemp("tools")
    (tools / "find").write_text(f"#!/bin/sh\n{find}\n")
    (tools / "find").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    assert _seen(scan.scan(f"{book}/data")) == expected
    monkeypatch.setenv("PATH", str(book))
    assert _seen(scan.scan(f"{book}/data")) == expected


def _seen(found: scan.Scan) -> list[tuple[str, str]]:
    return sorted((way, kind) for way, kind, _ in found.seen())


def test_marks_are_the_same_by_whatever_means(book: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(scan, "YOUNG", -1)
    found = sorted(scan.scan(f"{book}/data").seen())
    monkeypatch.setenv("PATH", str(book))
    assert sorted(scan.scan(f"{book}/data").seen()) == found
    assert all(mark for _, _, mark in found)


def test_a_mark_of_the_last_moments_or_of_the_future_says_nothing() -> None:
    times = (100.0, 97.9, 98.1, 5000.0)
    listing = b"".join(b"%d\0f 1 2 3.0000000000 %.10f\0" % (n, at) for n, at in enumerate(times))
    assert [bool(mark) for _, _, mark in scan.Scan(listing, 100.0).seen()] == [False, True, False, False]


def test_nothing_is_read_where_nothing_changed(book: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(scan, "YOUNG", 0.0)
    time.sleep(TICK)
    open_index(book / "kept", Store(book).look(), EXAMINER).close()
    look = Store(book).look()
    monkeypatch.setattr(Store, "read", None)
    index = open_index(book / "kept", look, EXAMINER)
    assert is_current(index, look)


def test_a_listing_from_before_the_lock_is_not_taken(book: Path) -> None:
    scan.begin(f"{book}/data")
    time.sleep(0.2)
    write(book, "data/meetings/2031-01-01.yaml", "date: 2031-01-01\nstatus: held\n")
    assert "data/meetings/2031-01-01.yaml" in Store(book).look(anew=True).marks


def test_a_file_that_goes_while_it_is_read_is_said(book: Path) -> None:
    look, gone = Store(book).look(), min(PATHS)
    assert gone in look.marks
    (book / gone).unlink()
    with pytest.raises(RugctlError, match="went while it was being read"):
        open_index(book / "kept", look, EXAMINER)
    check(book, book / "kept")


def test_nobody_waits_for_a_reader(book: Path) -> None:
    """Such as one whose output stands in a pager; nor for one that looks ahead."""
    reader = open_index(book / "kept", Store(book).look(), EXAMINER)
    before = answers(reader)
    write(book, "data/meetings/2031-01-01.yaml", "date: 2031-01-01\nstatus: held\n")
    began = time.monotonic()
    check(book, book / "kept")
    with preview(reader, Store(book).look(), EXAMINER):
        write(book, "data/meetings/2031-01-08.yaml", "date: 2031-01-08\nstatus: held\n")
        check(book, book / "kept")
    assert time.monotonic() - began < 4
    assert answers(reader) == before


def test_a_note_is_kept_with_the_index_as_it_is_and_no_longer(book: Path) -> None:
    kept, look = book / "kept", Store(book).look
    index = open_index(kept, look(), EXAMINER)
    keep_note(index, "x", "1")
    assert read_note(index, "x") == "1"
    index.close()
    same = open_index(kept, look(), EXAMINER)
    assert read_note(same, "x") == "1"
    reader = open_index(kept, look(), EXAMINER)
    reader.execute("SELECT * FROM meta").fetchall()
    keep_note(same, "x", "2")  # somebody reads, as behind a pager
    assert read_note(same, "x") == "1"
    reader.close()
    with (kept / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        keep_note(same, "x", "2")  # somebody writes
    assert read_note(same, "x") == "1"
    write(book, "data/meetings/2031-01-01.yaml", "date: 2031-01-01\nstatus: held\n")
    with preview(same, look(), EXAMINER) as ahead:
        assert read_note(ahead, "x") is None
        assert answers(ahead) == answers(index_of(list(Store(book).entries())))
    later = open_index(kept, look(), EXAMINER)
    assert read_note(later, "x") is None
    keep_note(same, "x", "2")  # this one is of what was
    assert read_note(later, "x") is None
    same.close()
    keep_note(later, "x", "3")
    assert read_note(later, "x") == "3"
    later.close()
    check(book, kept)


def test_a_note_is_kept_nowhere_where_the_index_is_not(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(book)
    before = sorted(book.iterdir())
    index = open_index(None, Store(book).look(), EXAMINER)
    keep_note(index, "x", "1")
    assert read_note(index, "x") is None
    assert sorted(book.iterdir()) == before


def test_the_seal_is_not_written_through_a_link(book: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("elsewhere") / "file"
    other.write_text("precious")
    (book / "kept").mkdir()
    (book / "kept" / "seal.new").symlink_to(other)
    check(book, book / "kept")
    assert other.read_text() == "precious"
    assert not (book / "kept" / "seal").is_symlink()


@pytest.fixture
def closed(book: Path) -> Iterator[Path]:
    """A folder whose index is there, and can no longer be written to."""
    open_index(book / "kept", Store(book).look(), EXAMINER).close()
    (book / "kept").chmod(0o555)
    for file in (book / "kept").iterdir():
        file.chmod(0o444)
    yield book
    (book / "kept").chmod(0o755)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_an_index_that_cannot_be_written(closed: Path) -> None:
    check(closed, closed / "kept")
    write(closed, "data/meetings/2031-01-01.yaml", "date: 2031-01-01\nstatus: held\n")
    check(closed, closed / "kept")


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from rugctl.index.opening import keep_note, read_note, open_index
    from rugctl.store import Store
    from tests.books import EXAMINER
    from tests.test_freshness import check, write

    root = Path(sys.argv[1])
    texts = [f"date: 2031-01-01\\nstatus: held\\nnotes: {'many words ' * n}\\n" for n in range(40)]
    calls = 0

    def attempt(last):
        def count(frame, event, argument):
            global calls
            calls += 1
            if calls == last:
                os.kill(os.getpid(), signal.SIGKILL)
        sys.setprofile(count)
        open_index(root / "kept", Store(root).look(), EXAMINER)
        sys.setprofile(None)

    check(root, root / "kept")
    for n, text in enumerate(texts):
        write(root, "data/meetings/2031-01-01.yaml", text)
        if n % 2:
            (root / "kept" / "seal").unlink(missing_ok=True)
        child = os.fork()
        if child == 0:
            attempt(None if n < 2 else calls * (n - 1) // len(texts))
            os._exit(0 if n < 2 else 1)
        os.waitpid(child, 0)
        if n < 2:
            attempt(None)
        check(root, root / "kept")
    assert len(list((root / "kept").glob("index-*"))) == 1
"""


def test_killed_at_any_moment(book: Path) -> None:
    """While it builds and while it brings up; what is left is never taken for an index."""
    command = [sys.executable, "-c", textwrap.dedent(KILLED), str(book)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
