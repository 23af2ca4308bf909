"""The calendar as its subscribers have it: through a CalDAV server, fetched by a client, shown by another; and after each change again."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest

from rugctl.store import Store
from tests.books import index_of
from tests.calendars.made import Seen, calendar_text, expected, shipped_files
from tests.cli.small_book import SmallBook
from tests.queries.small import make_index

_MISSING = [name for name in ("radicale", "vdirsyncer", "khal") if find_spec(name) is None]
pytestmark = pytest.mark.skipif(bool(_MISSING), reason=f"not installed: {', '.join(_MISSING)}")

FIRST, DAYS = "2024-01-01", 400
BIN = Path(sys.executable).parent
SERVER = (
    "[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = none\n[storage]\nfilesystem_folder = {folder}/server\n[logging]\nlevel = warning\n"
)
SYNC = """\
[general]
status_path = "{folder}/status/"
[pair publish]
a = "text"
b = "server"
collections = null
conflict_resolution = "a wins"
[storage text]
type = "singlefile"
path = "{folder}/group.ics"
[storage server]
type = "caldav"
url = "{url}"
username = "ada"
password = "x"
[pair subscribe]
a = "calendar"
b = "local"
collections = null
conflict_resolution = "a wins"
[storage calendar]
type = "caldav"
url = "{url}"
username = "ada"
password = "x"
[storage local]
type = "filesystem"
path = "{folder}/local/"
fileext = ".ics"
"""
SHOWN = """\
[calendars]
[[group]]
path = {folder}/local/
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
default_timezone = UTC
local_timezone = UTC
[sqlite]
path = {folder}/khal.db
"""


class Subscriber:
    """A server, and the two programs of somebody who subscribes to what is put there."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        url = f"http://127.0.0.1:{port}/ada/group/"
        (folder / "local").mkdir()
        for name, text in (("server.conf", SERVER), ("sync.conf", SYNC), ("khal.conf", SHOWN)):
            (folder / name).write_text(text.format(folder=folder, port=port, url=url), encoding="utf-8")
        self.server = subprocess.Popen([sys.executable, "-m", "radicale", "-C", str(folder / "server.conf")])
        _make_collection(port)

    def put(self, text: str) -> None:
        (self.folder / "group.ics").write_text(text, encoding="utf-8", newline="")
        sync = ["vdirsyncer", "-c", str(self.folder / "sync.conf")]
        if not (self.folder / "status").exists():
            self.run(*sync, "discover", stdin="y\n" * 9)
        for pair in ("publish", "subscribe"):
            self.run(*sync, "sync", "--force-delete", pair)

    def sees(self, first: str = FIRST, days: int = DAYS) -> list[Seen]:
        form = "{start-long}|{end-long}|{status}|{title}|END"
        command = ["khal", "-c", str(self.folder / "khal.conf"), "list", "--day-format", "", "--format", form, first, f"{days}d"]
        found = []
        for line in self.run(*command).splitlines():
            start, end, status, title, _ = line.split("|")
            assert title.startswith(("Cancelled: ", "Nobody came: ", "Postponed: ")) == (status.strip() == "CANCELLED")
            found.append(Seen(_moment(start), _moment(end), "", status.strip() or "CONFIRMED"))
        return sorted(found)

    def run(self, program: str, *arguments: str, stdin: str = "") -> str:
        done = subprocess.run(
            [str(BIN / program), *arguments], input=stdin, capture_output=True, encoding="utf-8", check=False, timeout=120,
            env={"HOME": str(self.folder), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def _make_collection(port: int) -> None:
    """Wait for the server, and have it make a calendar."""
    for _ in range(150):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("MKCALENDAR", "/ada/group/", headers={"Authorization": "Basic YWRhOng="})
            assert connection.getresponse().status == 201
        except ConnectionError:
            time.sleep(0.2)
        else:
            return
        finally:
            connection.close()
    raise AssertionError("the server did not start")


@pytest.fixture
def subscriber(tmp_path: Path) -> Iterator[Subscriber]:
    (tmp_path / "subscriber").mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    subscriber = Subscriber(tmp_path / "subscriber", port)
    yield subscriber
    subscriber.server.terminate()
    subscriber.server.wait(20)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _wanted(book: SmallBook) -> list[Seen]:
    first = datetime.fromisoformat(FIRST).replace(tzinfo=UTC)
    everything = expected(index_of(list(Store(book.root).entries())))
    return sorted(seen._replace(zone="") for seen in everything if first <= seen.begins < first + timedelta(days=DAYS))


def _change(book: SmallBook, *command: str) -> None:
    ran = book.run(*command, today="2024-03-01")
    assert ran.code == 0, ran.err


def test_subscribers_see_the_new_state_after_each_change_and_no_ghosts(tmp_path: Path, subscriber: Subscriber) -> None:
    book = SmallBook(tmp_path / "book")
    book.meeting("2024-01-17", "status: held\nagenda: [{title: Kueue}]\n")
    book.meeting("2024-04-03", "status: scheduled\nagenda: [{title: GPUs}]\n")
    book.commit_all("Begin")
    changes: list[tuple[str, ...]] = [
        ("cancel", "2024-04-03", "--reason", "Ill", "--agenda", "backlog"),
        ("postpone", "2024-04-17", "--to", "2024-04-24", "--reason", "KubeCon"),
        ("schedule", "change", "--from", "2024-06-01", "--rrule", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "--start", "17:00",
         "--timezone", "Europe/Zurich"),
    ]  # fmt: skip
    seen: list[list[Seen]] = []
    for change in [(), *changes]:
        if change:
            _change(book, *change)
        ran = book.run("export", "ics")
        assert ran.code == 0, ran.err
        subscriber.put(ran.out)
        seen.append(subscriber.sees())
        assert seen[-1] == _wanted(book)
    assert len(seen[0]) > 20
    assert all(before != after for before, after in pairwise(seen))


def test_the_shipped_calendar_is_whole_at_its_subscribers(subscriber: Subscriber) -> None:
    files = shipped_files()
    subscriber.put(calendar_text(files))
    assert subscriber.sees("2019-01-01", 4383) == [seen._replace(zone="") for seen in expected(make_index(files))]
