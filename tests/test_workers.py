"""Work that is spread over processes: the same answers in the same order, whatever becomes of those processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BEGIN = """\
import os, signal, time
from rugctl.index.workers import spread
HERE = os.getpid()
"""
MANY_CORES = len(os.sched_getaffinity(0)) > 1 if hasattr(os, "sched_getaffinity") else False
pytestmark = pytest.mark.skipif(not MANY_CORES, reason="there is one core")


def _start(script: str, *, cores: int | None = None) -> subprocess.Popen[str]:
    """Start a program that has one thread, unlike the tests, and as many cores as it is to have."""
    fewer = f"import os\nos.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:{cores}])\n"
    command = [sys.executable, "-W", "error", "-c", fewer + BEGIN + textwrap.dedent(script)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def _said(script: str, *, cores: int | None = None) -> str:
    process = _start(script, cores=cores)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out.strip()


ENDED = """
try:
    os.waitpid(-1, 0)
except ChildProcessError:
    print("none is left")
"""


def test_answers_come_in_order_from_several_processes() -> None:
    script = """
    found = list(spread(lambda n: (n, "x" * 1000 * n, os.getpid()), range(100)))
    assert [(n, len(text)) for n, text, _ in found] == [(n, 1000 * n) for n in range(100)]
    print(len({process for _, _, process in found} - {HERE}))
    """
    assert int(_said(textwrap.dedent(script) + ENDED).split()[0]) > 1


@pytest.mark.parametrize(
    "script", ["list(spread(lambda n: os.getpid() == HERE, range(9)))", "list(spread(lambda n: os.getpid() == HERE, [1]))"]
)
def test_with_one_core_or_one_piece_it_is_done_here(script: str) -> None:
    one = 1 if "range" in script else None
    assert "False" not in _said(f"print({script})", cores=one)


def test_with_several_threads_it_is_done_here() -> None:
    script = """
    import threading
    wait = threading.Event()
    thread = threading.Thread(target=wait.wait)
    thread.start()
    print(all(spread(lambda n: os.getpid() == HERE, range(9))))
    wait.set()
    """
    assert _said(script) == "True"


def test_processes_that_nobody_waits_for_are_no_trouble() -> None:
    script = """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    found = list(spread(lambda n: (n, os.getpid() == HERE), range(40)))
    print([n for n, _ in found] == list(range(40)), all(here for _, here in found))
    """
    assert _said(script) == "True False"


@pytest.mark.parametrize("death", ["os.kill(os.getpid(), signal.SIGKILL)", "os._exit(0)", "raise KeyboardInterrupt", "raise OSError"])
def test_what_a_process_does_not_answer_is_done_here(death: str) -> None:
    script = f"""
    def work(n):
        if n == 7 and os.getpid() != HERE:
            {death}
        return n, os.getpid() == HERE
    found = list(spread(work, range(40)))
    assert [n for n, _ in found] == list(range(40))
    print(found[7][1], all(here for _, here in found))
    """
    assert _said(textwrap.dedent(script) + ENDED) == "True False\nnone is left"


def test_half_an_answer_is_none() -> None:
    script = """
    import marshal
    whole = marshal.dumps
    def half(value):
        if value == 3:
            os.write(WRITING, (1000).to_bytes(8, "big") + b"half")
            os._exit(0)
        return whole(value)
    marshal.dumps = half
    pipe = os.pipe
    def noted():
        global WRITING
        reading, WRITING = pipe()
        return reading, WRITING
    os.pipe = noted
    print(list(spread(lambda n: n, range(10))) == list(range(10)))
    """
    assert _said(textwrap.dedent(script) + ENDED) == "True\nnone is left"


def test_where_no_process_is_to_be_had_it_is_done_here() -> None:
    script = """
    fork, forks = os.fork, iter([False, True])
    def limited():
        if next(forks):
            raise BlockingIOError("no more")
        return fork()
    os.fork = limited
    print(list(spread(lambda n: n, range(9))) == list(range(9)))
    """
    assert _said(textwrap.dedent(script) + ENDED) == "True\nnone is left"


def test_trouble_of_the_work_itself_is_raised_here() -> None:
    script = """
    def work(n):
        if n == 5:
            raise LookupError(n)
        return n
    found = []
    try:
        for n in spread(work, range(9)):
            found.append(n)
    except LookupError as error:
        print(found, error)
    """
    assert _said(textwrap.dedent(script) + ENDED) == "[0, 1, 2, 3, 4] 5\nnone is left"


def test_who_wants_no_more_answers_leaves_no_process() -> None:
    script = """
    answers = spread(lambda n: time.sleep(n) or n, [0, 0, 1000, 1000])
    print(next(answers), next(answers))
    answers.close()
    """
    assert _said(textwrap.dedent(script) + ENDED) == "0 0\nnone is left"


@pytest.mark.parametrize(("blow", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_an_interruption_ends_all(blow: signal.Signals, code: int) -> None:
    """At the keyboard it goes to all; a kill goes to the first alone, and the others notice that nobody listens."""
    script = """
    try:
        for n in spread(lambda n: time.sleep(0.02) or "x" * 100_000, range(10_000)):
            print(n[0], flush=True)
    except KeyboardInterrupt:
        raise SystemExit(130)
    """
    process = _start(script)
    assert process.stdout is not None
    assert process.stdout.readline() == "x\n"
    if blow == signal.SIGINT:
        os.killpg(process.pid, blow)
    else:
        process.kill()
    assert process.wait(20) == code
    until = time.monotonic() + 20
    while _is_running(process.pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _is_running(process.pid)
    process.communicate()


def _is_running(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_an_index_is_the_same_whoever_read_the_files(tmp_path: Path) -> None:
    """With ids that no registry has, former ones, names, suppressions and files that cannot be read among very many."""
    script = """
    from datetime import date, timedelta
    from tests.books import entry, index_of
    from tests.test_index import answers
    import sys
    files = {
        "data/people.yaml": "people:\\n  ana: {name: Ana Lima, formerly: [old-ana]}\\n",
        "data/topics.yaml": "topics: {kueue: {name: Kueue}}\\n",
        "data/stray.yaml": "a: 1\\n",
    }
    texts = [
        "status: held\\nattendees: [ana, {{person: bo-{n}, organization: psi}}]\\nagenda: [{{title: T, topics: [kueue, t-{n}]}}]\\n",
        "status: held\\nattendees: [old-ana, Bo Berg, ana]\\n",
        "status: cancelled # rugctl: ignore[reason-missing] so\\n",
        "status: helt\\n",
        "status: [\\n",
    ]
    for n in range(2100):
        day = date(2000, 1, 1) + timedelta(days=n // 3)
        text = "date: " + str(day) + "\\n" + texts[n % 97 % 5].format(n=n // 300)
        files["data/meetings/g%d/%s.yaml" % (n % 3, day)] = text
    index = index_of([entry(path, text) for path, text in sorted(files.items())])
    print(repr(answers(index)))
    assert len(os.listdir(FORKED)) == EXPECTED
    """
    counting = f"""
FORKED = {str(tmp_path)!r}
fork = os.fork
def counted():
    process = fork()
    if process:
        open(FORKED + "/" + str(process), "w").close()
    return process
os.fork = counted
"""
    two, one = tmp_path / "2", tmp_path / "1"
    told = []
    for cores, folder in ((2, two), (1, one)):
        folder.mkdir()
        here = counting.replace(str(tmp_path), str(folder)) + f"EXPECTED = {cores if cores > 1 else 0}\n"
        told.append(_said(here + textwrap.dedent(script), cores=cores))
    assert told[0] == told[1]
    assert "bo-3" in told[0]
