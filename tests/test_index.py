"""However it came about, the index answers as one built afresh does."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import textwrap
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rugctl.diagnostics import Diagnostic, Finding
from rugctl.index.files import Ahead, Held
from rugctl.index.findings import read_diagnostics
from rugctl.index.opening import _signature, index_folder, open_index, preview
from rugctl.index.refresh import refresh
from rugctl.index.schema import VIEWS
from rugctl.queries.lookup import MeetingKey
from rugctl.queries.minutes import minutes_of
from rugctl.store import Entry, Store
from rugctl.yamlfile import parse
from tests.books import EXAMINER, entry, index_of

ROOT = Path(__file__).parents[1]


def answers(index: sqlite3.Connection) -> dict[str, list[Any]]:
    """Return every row of every view, sorted: what the index says."""
    return {view: sorted(index.execute(f'SELECT * FROM "{view}"').fetchall(), key=repr) for view in VIEWS}


def _findings(index: sqlite3.Connection) -> list[Diagnostic]:
    return list(read_diagnostics(index))


PEOPLE = """\
people:
  ana-lima:
    name: Ana Lima
    affiliations: [cern]
  bo-berg:
    name: Bo Berg
    github: bo
---
people:
  bo-berg:
    name: Bo Berg
    affiliations:
      - {organization: cern, since: 2024-01-01}
      - {organization: psi, since: 2024-01-10}
  ana-lima:
    name: Ana Lima
    affiliations: [psi]
---
people:
  ana-lima-2:
    name: Ana Lima
    formerly: [ana-lima]
  bo-berg:
    name: Bo Berg
---
people:
  bo-berg:
    name: Bo Berg
    formerly: [ana-lima]
    aliases: [Ana Lima]
---
people:
  bo-berg: {nam: Bo}
---
people: [
"""
ORGANIZATIONS = """\
organizations:
  cern:
    name: CERN
  psi:
    name: PSI
---
organizations:
  cern-it:
    name: CERN IT
    parent: cern
    formerly: [cern]
  cern:
    name: CERN
  psi:
    name: PSI
    parent: psi
---
organizations:
  wlcg:
    name: WLCG
    formerly: [cern]
  psi:
    name: PSI
"""
TOPICS = """\
topics:
  kueue:
    name: Kueue
  dask:
    name: Dask
---
topics:
  queues:
    name: Queues
    formerly: [kueue]
"""
GROUPS = """\
format: 1
name: G
zones: [UTC]
series:
  - {id: s, uid: u, since: 2024-01-03, rrule: FREQ=WEEKLY, start: "17:00", timezone: UTC, duration: 60}
---
format: 1
name: G
zones: [Europe/Zurich]
leads:
  - {person: ana-lima, role: lead, since: 2024-01-01}
---
format: 1
name: G
zones: [UTC]
series:
  - {id: s, uid: u, since: 2024-01-03, rrule: FREQ=NEVER, duration: 60}
"""
BACKLOGS = """\
backlog:
  - {id: one, title: One, topics: [kueue], proposed_by: ana-lima}
---
backlog: []
"""
MEETINGS = """\
date: DAY
status: held
attendees:
  - ana-lima
  - {person: bo-berg, organization: psi, first_time: true}
---
date: DAY
status: held
agenda:
  - title: Queues
    speakers: [ana-lima]
    topics: [kueue, dask]
    notes: |
      - Q (bo-berg): Why?
        - A (ana-lima): So.
attendees:
  - bo-berg
---
date: DAY
status: held
agenda:
  - title: Dask
    topics: [dask, kueue]
    decisions: [{text: Yes, id: d1, topics: [kueue]}]
    actions: [{id: a1, task: Do, owners: [bo-berg, Ana]}]
attendees:
  - {person: ana-lima, organization: [cern, psi]}
regrets: [bo-berg]
---
date: DAY
status: postponed
reason: x
moved_to: 2024-01-17
---
date: DAY
status: held
moved_from: 2024-01-03
chair: ana-lima
attendees: [ana-lima, Kevin Fox (PNNL)]
---
date: DAY
status: cancelled
# rugctl: ignore[reason-missing] nobody knows
attendees: []
---
# rugctl: ignore[orphan]
date: DAY
status: cancelled # rugctl: ignore[reason-missing] x
---
date: DAY
status: helt
---
date: 2024-01-04
status: scheduled
"""


def _texts(several: str, day: str = "") -> list[str]:
    return several.replace("DAY", day).split("---\n")


PATHS = {
    "data/people.yaml": _texts(PEOPLE),
    "data/organizations.yaml": _texts(ORGANIZATIONS),
    "data/topics.yaml": _texts(TOPICS),
    "data/group.yaml": _texts(GROUPS),
    "data/backlog.yaml": _texts(BACKLOGS),
    "data/stray.yaml": ["a: 1\n"],
    **{f"data/meetings/{day}.yaml": _texts(MEETINGS, day) for day in ("2024-01-03", "2024-01-10", "2024-01-17")},
    "data/groups/wg.yaml": _texts(GROUPS),
    **{f"data/meetings/wg/{day}.yaml": _texts(MEETINGS, day) for day in ("2024-01-03", "2024-01-17")},
    "data/meetings/wg/2024-1-10.yaml": ["a: 1\n"],
}
CHANGES = st.sampled_from(sorted(PATHS)).flatmap(lambda path: st.tuples(st.just(path), st.none() | st.sampled_from(PATHS[path])))


class Edits(RuleBasedStateMachine):
    """Files come, change and go; one index is kept current, and looked into before a change is made."""

    @initialize(files=st.lists(CHANGES, max_size=9))
    def begin(self, files: list[tuple[str, str | None]]) -> None:
        self.files = {path: text for path, text in files if text is not None}
        self.index = index_of(self.entries(self.files))

    @staticmethod
    def entries(files: dict[str, str]) -> list[Entry]:
        return [entry(path, text) for path, text in sorted(files.items())]

    @rule(changes=st.lists(CHANGES, min_size=1, max_size=4))
    def change(self, changes: list[tuple[str, str | None]]) -> None:
        before = dict(self.files)
        for path, text in changes:
            self.files.pop(path, None)
            if text is not None:
                self.files[path] = text
        with _ahead(self.index, before, self.files):
            pass
        _refresh(self.index, self.entries(self.files))

    @rule(changes=st.lists(CHANGES, min_size=1, max_size=4))
    def look_ahead(self, changes: list[tuple[str, str | None]]) -> None:
        files = self.files | {path: text for path, text in changes if text is not None}
        with _ahead(self.index, self.files, files) as ahead:
            assert answers(ahead) == answers(index_of(self.entries(files)))

    @invariant()
    def answers_as_a_fresh_one(self) -> None:
        fresh = index_of(self.entries(self.files))
        assert answers(self.index) == answers(fresh)
        assert _findings(self.index) == _findings(fresh)


def _ahead(index: sqlite3.Connection, before: dict[str, str], after: dict[str, str]) -> AbstractContextManager[sqlite3.Connection]:
    changes = {path: entry(path, after[path]) if path in after else None for path in before | after if before.get(path) != after.get(path)}
    return preview(index, Ahead(Held(Edits.entries(before)), changes), EXAMINER)


def _refresh(index: sqlite3.Connection, entries: Sequence[Entry]) -> None:
    refresh(index, Held(entries), EXAMINER)


TestEdits = Edits.TestCase
TestEdits.settings = settings(max_examples=25, stateful_step_count=8, deadline=None)


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_editing_the_shipped_records(data: st.DataObject) -> None:
    entries = SHIPPED
    index = index_of(entries)
    for _ in range(2):
        n = data.draw(st.integers(0, len(entries) - 1))
        lines = (entries[n].data or b"").split(b"\n")
        at = data.draw(st.integers(0, len(lines) - 1))
        entries = [*entries[:n], entries[n]._replace(data=b"\n".join([*lines[:at], *lines[at + 1 :]])), *entries[n + 1 :]]
        _refresh(index, entries)
    assert answers(index) == answers(index_of(entries))


SHIPPED = list(Store(ROOT).entries())
BOOK = [entry(path, PATHS[path][0]) for path in ("data/people.yaml", "data/organizations.yaml", "data/meetings/2024-01-03.yaml")]
ANSWERS = answers(index_of(BOOK))


def opened(folder: Path, entries: Sequence[Entry]) -> sqlite3.Connection:
    return open_index(folder, Held(entries), EXAMINER)


def _kept(folder: Path) -> Path:
    [kept] = folder.glob("index-*")
    return kept


def _later() -> None:
    """Let the clock of the file system tick."""
    time.sleep(0.02)


def test_kept_between_calls(tmp_path: Path) -> None:
    expected = answers(opened(tmp_path, BOOK))
    first = _kept(tmp_path).read_bytes()
    assert answers(opened(tmp_path, BOOK)) == expected
    assert _kept(tmp_path).read_bytes() == first
    assert answers(opened(tmp_path, BOOK[:2])) == answers(index_of(BOOK[:2]))
    second = _kept(tmp_path).read_bytes()
    assert answers(opened(tmp_path, BOOK[:2])) == answers(index_of(BOOK[:2]))
    assert _kept(tmp_path).read_bytes() == second != first


def _truncate(kept: Path) -> None:
    os.truncate(kept, 5000)


def _lengthen(kept: Path) -> None:
    kept.write_bytes(kept.read_bytes() + bytes(4096))


def _blank_pages(kept: Path) -> None:
    data = kept.read_bytes()
    kept.write_bytes(data[:4096] + bytes(36864) + data[40960:])


def _other_answers(kept: Path) -> None:
    """Change a text and nothing of the structure: SQLite itself would never notice."""
    data = kept.read_bytes()
    kept.write_bytes(data.replace(b"Ana Lima", b"Eva Lima"))


def _lose(kept: Path) -> None:
    kept.unlink()


def _link_nowhere(kept: Path) -> None:
    kept.unlink()
    kept.symlink_to("nowhere")


def _folder_instead(kept: Path) -> None:
    kept.unlink()
    kept.mkdir()


def _pipe_instead(kept: Path) -> None:
    kept.unlink()
    os.mkfifo(kept)


@pytest.mark.parametrize("harm", [_truncate, _lengthen, _blank_pages, _other_answers, _lose, _link_nowhere, _folder_instead, _pipe_instead])
@pytest.mark.parametrize("of", ["database", "seal"])
@pytest.mark.parametrize("changed", [False, True])
def test_harm_goes_unnoticed(tmp_path: Path, harm: Any, of: str, changed: bool) -> None:
    opened(tmp_path, BOOK).close()
    _later()
    harm(_kept(tmp_path) if of == "database" else tmp_path / "seal")
    entries = BOOK[:2] if changed else BOOK
    assert answers(opened(tmp_path, entries)) == answers(index_of(entries))
    assert answers(opened(tmp_path, BOOK)) == answers(index_of(BOOK))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(part=st.floats(0, 1, exclude_max=True), garbage=st.binary(min_size=1, max_size=600))
@example(part=0.0, garbage=b"\0")
def test_any_damage_goes_unnoticed(tmp_path: Path, part: float, garbage: bytes) -> None:
    opened(tmp_path, BOOK).close()
    data = _kept(tmp_path).read_bytes()
    _later()
    at = int(part * len(data))
    _kept(tmp_path).write_bytes(data[:at] + garbage + data[at + len(garbage) :])
    assert answers(opened(tmp_path, BOOK)) == ANSWERS


def test_what_another_version_made_is_built_anew(tmp_path: Path) -> None:
    open_index(tmp_path, Held(BOOK), EXAMINER._replace(version="another")).close()
    first = _kept(tmp_path).stat().st_ino
    assert answers(opened(tmp_path, BOOK)) == ANSWERS
    assert _kept(tmp_path).stat().st_ino != first


def test_what_is_no_index_of_ours_is_built_anew(tmp_path: Path) -> None:
    other = sqlite3.connect(":memory:")
    other.execute("CREATE TABLE meta (key, value)")
    for n, strange in enumerate((b"", other.serialize(), b"SQLite format 3\0" * 400)):
        database = tmp_path / f"index-{n}"
        database.write_bytes(strange)
        (tmp_path / "seal").write_text(f"{database.name}\n{_signature(database)}\n")
        assert answers(opened(tmp_path, BOOK)) == ANSWERS


def test_what_a_killed_process_left_is_deleted(tmp_path: Path) -> None:
    (tmp_path / "index-half").write_bytes(b"half")
    opened(tmp_path, BOOK)
    assert "index-half" not in {path.name for path in tmp_path.iterdir()}
    assert len(list(tmp_path.iterdir())) == 3


def test_nothing_writable_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    index = opened(tmp_path / "file" / "folder", BOOK)
    assert answers(index) == answers(index_of(BOOK))


def test_only_the_groups_in_which_something_changed_are_judged_again() -> None:
    judged: list[list[str]] = []

    def examine_between(index: sqlite3.Connection, groups: Collection[str]) -> Iterator[tuple[str | None, Finding]]:
        judged.append(sorted(groups))
        return EXAMINER.examine_between(index, groups)  # type: ignore[return-value]

    examiner = EXAMINER._replace(examine_between=examine_between)
    files = {path: PATHS[path][0] for path in PATHS if "stray" not in path and "2024-1-" not in path}
    index = open_index(None, Held(Edits.entries(files)), examiner)
    in_one, in_other, invalid = "data/meetings/2024-01-10.yaml", "data/meetings/wg/2024-01-17.yaml", "data/meetings/wg/2024-01-03.yaml"
    for path, text in ((in_one, 1), (in_other, 1), (in_other, None), ("data/people.yaml", 1), (invalid, 7), (in_one, 0)):
        files.pop(path)
        if text is not None:
            files[path] = PATHS[path][text]
        refresh(index, Held(Edits.entries(files)), examiner)
    assert judged == [["", "wg"], [""], ["wg"], ["wg"], ["", "wg"], ["", "wg"], [""]]


def test_several_processes_at_once(tmp_path: Path) -> None:
    """Each builds, reads, and loses the index under the others' feet; all see the same files."""
    code = f"""
        from pathlib import Path
        from tests.test_index import BOOK, answers, index_of, opened
        folder, expected = Path({str(tmp_path)!r}), answers(index_of(BOOK))
        for n in range(12):
            assert answers(opened(folder, BOOK)) == expected
            if n % 4 == 3:
                (folder / "seal").unlink(missing_ok=True)
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    running = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [(process.communicate()[1], process.returncode) for process in running] == [("", 0)] * 3
    assert len(list(tmp_path.glob("index-*"))) == 1


def test_looking_ahead_leaves_no_trace() -> None:
    index = index_of(BOOK)
    before = answers(index)
    gone = {entry.name.path: None for entry in BOOK[1:]}
    with suppress(RuntimeError), preview(index, Ahead(Held(BOOK), gone), EXAMINER) as ahead:
        assert answers(ahead) == answers(index_of(BOOK[:1]))
        raise RuntimeError
    assert answers(index) == before


def test_it_stands_in_the_git_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    git = tmp_path / "repository" / ".git"
    git.mkdir(parents=True)
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    assert index_folder(git.parent) == git / "rugctl"
    (git.parent / "sub").mkdir()
    below = index_folder(git.parent / "sub")
    assert below is not None
    assert below.parent == git / "rugctl"
    worktree = tmp_path / "worktree"
    worktree.mkdir()
    (worktree / ".git").write_text("gitdir: elsewhere\n")
    for folder in (worktree, tmp_path / "plain"):
        found = index_folder(folder)
        assert found is not None
        assert found.parent == tmp_path / "cache" / "rugctl"
    assert index_folder(worktree) != index_folder(tmp_path / "plain")


def test_a_relative_cache_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    found = index_folder(tmp_path / "plain")
    assert found is not None
    assert found.is_relative_to(tmp_path / "home" / ".cache")


def test_an_empty_home_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", "")
    assert index_folder(tmp_path) is None


SERIES = """\
format: 1
name: G
zones: [UTC]
series:
  - {id: early, uid: a, since: 2024-01-03, rrule: FREQ=WEEKLY, start: "09:00", timezone: UTC, duration: 30}
  - id: late
    uid: b
    since: 2024-01-03
    rrule: FREQ=WEEKLY
    duration: 60
    slots: [{id: evening, start: "18:00", timezone: UTC}]
    pauses: [{since: 2024-01-17, until: 2024-01-18, reason: Away}]
"""


def test_two_series_on_one_day_are_one_row_a_meeting() -> None:
    files = {
        "2024-01-03": "status: held\n",
        "2024-01-10": "status: held\n",
        "2024-01-10-b": "status: held\nreason: The other series\n",
        "2024-01-11": "status: held\noccurrence: 2024-01-10\nslot: evening\n",
        "2024-01-17": 'status: held\nstart: "18:00"\n',
        "2024-01-18": "status: held\nreason: Off the series\n",
    }
    entries = [entry("data/group.yaml", SERIES)]
    entries += [entry(f"data/meetings/{stem}.yaml", f"date: {stem[:10]}\n{text}") for stem, text in files.items()]
    index = index_of(entries)
    rows = {stem: (start, duration) for stem, start, duration in index.execute("SELECT meeting, start, duration FROM meetings")}
    assert rows == {
        "2024-01-03": ("09:00", 30),
        "2024-01-10": ("09:00", 30),
        "2024-01-10-b": ("18:00", 60),
        "2024-01-11": ("18:00", 60),
        "2024-01-17": ("18:00", 60),
        "2024-01-18": (None, None),
    }
    assert index.execute("SELECT count(*) FROM meetings").fetchone() == (6,)
    shown = {
        stem: minutes_of(index, MeetingKey(id, "", stem, day)).start
        for id, stem, day in index.execute("SELECT id, stem, date FROM meeting")
    }
    assert shown == {stem: start for stem, (start, _) in rows.items()}


def test_a_link_is_told_and_not_read(tmp_path: Path) -> None:
    meetings = tmp_path / "data" / "meetings"
    meetings.mkdir(parents=True)
    (meetings / "2024-01-03.yaml").symlink_to("/etc/passwd")
    (meetings / "2024-01-10.yaml").write_text("date: 2024-01-10\nstatus: held\n")
    os.mkfifo(meetings / "2024-01-17.yaml")
    assert stat.S_ISFIFO((meetings / "2024-01-17.yaml").stat().st_mode)
    assert [(d.rule, d.path) for d in _findings(index_of(list(Store(tmp_path).entries())))][:1] == [
        ("stray-file", "data/meetings/2024-01-03.yaml")
    ]


@contextmanager
def _watched(composed: list[bytes]) -> Iterator[None]:
    """Take note of every text that is composed meanwhile."""

    def look(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code is parse.__code__:
            composed.append(frame.f_locals["data"])

    sys.setprofile(look)
    try:
        yield
    finally:
        sys.setprofile(None)


def test_each_file_is_composed_once() -> None:
    """Also those that findings name; and of those that did not change only these."""
    meetings = [entry(f"data/meetings/2024-01-{n:02}.yaml", f"date: 2024-01-{n:02}\nstatus: held\nchair: p-{n}\n") for n in range(1, 31)]
    people = entry("data/people.yaml", "people:\n  p-1: {name: One}\n  p-2: {name: Two}\n")
    composed: list[bytes] = []
    with _watched(composed):
        index = index_of([people, *meetings])
    assert len(_findings(index)) == 28
    assert sorted(composed) == sorted(one.data or b"" for one in (people, *meetings))
    composed.clear()
    fewer = entry("data/people.yaml", "people:\n  p-1: {name: One}\n")
    with _watched(composed), preview(index, Held([fewer, *meetings]), EXAMINER) as after:
        assert len(_findings(after)) == 29
    assert sorted(composed) == sorted(one.data or b"" for one in (fewer, *meetings[1:]))
