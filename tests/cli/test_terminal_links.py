"""Findings in a terminal: colours, and links to files where the terminal is known to have them; never elsewhere."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from tests.cli.small_book import SmallBook

LINK = "\x1b]8;;"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    book = SmallBook(tmp_path_factory.mktemp("links") / "a b")
    book.meeting("2024-06-05", f"status: held\nattendees: [ada, {'bob, ' * 40}zoe]\n")
    return book


def _in_terminal(book: SmallBook, **environment: str) -> str:
    """Return what `validate` writes to a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    environment = {**book.environment(), "TERM": "xterm-256color", "COLUMNS": "80", **environment}
    process = subprocess.Popen([sys.executable, "-m", "rugctl", "validate"], cwd=book.root, env=environment, stdout=theirs, stderr=theirs)
    os.close(theirs)
    parts = []
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # as Linux says that the other end is closed
            break
        if not part:
            break
        parts.append(part)
    os.close(ours)
    assert process.wait() == 1
    return b"".join(parts).decode("utf-8")


@pytest.mark.parametrize(
    "environment", [{"TERM": "xterm-kitty"}, {"TERM_PROGRAM": "iTerm.app"}, {"VTE_VERSION": "7200"}, {"KONSOLE_VERSION": "230800"}]
)
def test_terminals_that_have_links(book: SmallBook, environment: dict[str, str]) -> None:
    uri = (book.root / "data/meetings/2024-06-05.yaml").as_uri()
    assert "a%20b" in uri
    assert f"{LINK}{uri}\x1b\\data/meetings/2024-06-05.yaml:3:" in _in_terminal(book, **environment)


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"VTE_VERSION": "4600"},
        {"VTE_VERSION": "new"},
        {"TERM": "xterm-kitty", "NO_COLOR": "1"},
        {"TERM": "xterm-kitty", "CI": "true"},
        {"TERM": "dumb", "VTE_VERSION": "7200"},
    ],
)
def test_terminals_that_have_none(book: SmallBook, environment: dict[str, str]) -> None:
    written = _in_terminal(book, **environment)
    assert "data/meetings/2024-06-05.yaml:3:" in written
    assert LINK not in written
    assert ("\x1b[" in written) is not bool({"NO_COLOR", "CI"}.intersection(environment) or environment.get("TERM") == "dumb")


def test_pipes_have_none(book: SmallBook) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rugctl", "validate"],
        cwd=book.root,
        env={**book.environment(), "TERM": "xterm-kitty"},
        capture_output=True,
        check=False,
    )
    assert b"\x1b" not in done.stdout + done.stderr


def test_lines_fit_the_terminal(book: SmallBook) -> None:
    written = _in_terminal(book, NO_COLOR="1")
    shown = [line for line in written.splitlines() if line.startswith("3 | ")]
    assert shown
    assert all(len(line) <= 80 for line in shown)
    assert all("…" in line for line in shown if "bob" in line)
