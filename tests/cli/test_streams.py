"""Where output goes, and what becomes of it there: encodings, closed and full streams, readers that leave, hostile text."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.cli.small_book import SmallBook

RUGCTL = [sys.executable, "-m", "rugctl", "--today", "2024-06-10"]
ENDLESS = "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT count(*) FROM t"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    book = SmallBook(tmp_path_factory.mktemp("streams"))
    book.meeting("2024-06-05", "status: held\nattendees: [ada, bob, cyd]\n")
    return book


def _shell(book: SmallBook, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which `rugctl` is the program."""
    script = f'rugctl() {{ "{sys.executable}" -m rugctl --today 2024-06-10 "$@"; }}\n{command}'
    return subprocess.run(
        ["bash", "-c", script], cwd=book.root, env=book.environment() | environment, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize("environment", [{"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1"}, {"LC_ALL": "C"}])
def test_what_is_piped_is_utf_8_whatever_the_locale(book: SmallBook, environment: dict[str, str]) -> None:
    done = _shell(book, "rugctl people", **environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Ada Ünal" in done.stdout


@pytest.mark.parametrize("command", ["people", "people --format json", "--help", "--version"])
@pytest.mark.parametrize("target", ["1>&-", "> /dev/full"])
def test_an_answer_that_cannot_be_written_is_one_line(book: SmallBook, command: str, target: str) -> None:
    done = _shell(book, f"rugctl {command} {target}")
    assert done.returncode == 2
    assert done.stderr.startswith("error: the answer cannot be written: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("buffering", ["", "1"])
def test_a_reader_that_leaves_ends_it_quietly(book: SmallBook, buffering: str) -> None:
    numbers = f"{ENDLESS.replace(') SELECT count(*)', ' LIMIT 50000) SELECT x')}"
    done = _shell(book, f'rugctl sql "{numbers}" | head -n 1; echo ${{PIPESTATUS[0]}}', PYTHONUNBUFFERED=buffering)
    assert (done.stdout.split(), done.stderr) == (["x", "141"], "")


def test_nobody_to_hear_remarks_is_no_trouble(book: SmallBook) -> None:
    for target in ("2>&-", "2> /dev/full"):
        done = _shell(book, f"rugctl people --format csv {target} < /dev/null")
        assert done.returncode == 0
        assert done.stdout.startswith("person,name")
    assert _shell(book, "rugctl people 1>&- 2>&- <&-").returncode == 2


def test_an_endless_question_ends_at_control_c(book: SmallBook) -> None:
    with subprocess.Popen([*RUGCTL, "sql", f"{ENDLESS} WHERE (SELECT 1)"], cwd=book.root, env=book.environment()) as process:
        try:
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(1.5)
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 130
        finally:
            process.kill()


@pytest.mark.parametrize("arguments", [["show"], ["people", "show"], ["topics"], ["--group"]], ids=" ".join)
def test_bytes_that_are_no_text_are_refused(book: SmallBook, arguments: list[str]) -> None:
    ran = book.run(*arguments, os.fsdecode(b"a\xff"), *(["topics"] if arguments == ["--group"] else []))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: ")


TURNING = "".join(map(chr, (0x202E, 0x2066, 0x61C)))
HOSTILE = "".join(map(chr, (0x1B, 0x0D, 0x07, 0x85, 0x9B, 0x2028))) + TURNING
READ = [
    *(["show", "last", "--format", format] for format in ("text", "markdown", "pad", "json")),
    *(["topics", "kueue", "--format", format] for format in ("table", "markdown", "csv", "json", "jsonl")),
    *(["questions", "--format", format] for format in ("table", "markdown", "csv", "json", "jsonl")),
    ["attendance", "-p", "eve"], ["people", "show", "eve"], ["search", "kueue"], ["status"], ["status", "--format", "json"],
]  # fmt: skip
ASKED = [
    ["show", HOSTILE],
    ["people", "show", HOSTILE],
    ["-C", HOSTILE, "topics"],
    ["validate", HOSTILE],
    ["sql", f'SELECT 1 AS "{HOSTILE}"'],
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    """Return records whose texts hold what the models let through: in one line only what turns writing around."""
    book = SmallBook(tmp_path_factory.mktemp("hostile"))
    book.write("data/people.yaml", f"people:\n  eve: {{name: {json.dumps(f'Eve {TURNING}')}}}\n")
    line, notes = json.dumps(f"Kueue {TURNING}"), json.dumps(f"- Q: Kueue {HOSTILE}?\n")
    item = f"{{title: {line}, notes: {notes}, topics: [kueue], links: [{{title: {line}, url: 'https://example.org'}}]}}"
    book.meeting("2024-06-05", f"status: held\nagenda: [{item}]\nattendees: [eve, {line}]\n")
    return book


@pytest.mark.parametrize("call", [*READ, *ASKED], ids=lambda call: " ".join(call).encode("unicode-escape").decode())
def test_control_characters_reach_no_terminal(hostile: SmallBook, call: list[str]) -> None:
    ran = hostile.run(*call)
    assert ran.code == (2 if call in ASKED[:-1] else 0)
    assert not set(HOSTILE) & set(ran.out + ran.err)
    assert "\\u202e" in ran.out + ran.err


def test_json_says_what_the_records_say(hostile: SmallBook) -> None:
    [row] = json.loads(hostile.run("sql", "SELECT question FROM questions", "--format", "json").out)["rows"]
    assert set(row["question"]) & set(HOSTILE) == set(HOSTILE) - {"\r", "\x85", "\u2028"}  # which end a line of notes
