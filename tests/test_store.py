"""The folder layout, and writing: all or none, whatever goes wrong."""

from __future__ import annotations

import os
import resource
import stat
from pathlib import Path

import pytest

from rugctl import writing
from rugctl.errors import RugctlError
from rugctl.store import FileName, Store, classify, meeting_path, schema_line, shown_path


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("data/people.yaml", ("people", "", "")),
        ("data/group.yaml", ("group", "", "")),
        ("data/groups/batch-wg.yaml", ("group", "batch-wg", "")),
        ("data/meetings/2024-06-05.yaml", ("meeting", "", "2024-06-05")),
        ("data/meetings/2024-06-05-b.yaml", ("meeting", "", "2024-06-05-b")),
        ("data/meetings/batch-wg/2024-06-05.yaml", ("meeting", "batch-wg", "2024-06-05")),
        ("data/meetings/2024-06-05.yml", ("meeting", "", "2024-06-05", True)),
        ("data/meetings/2024-6-5.yaml", ("meeting", "", "2024-06-05", True)),
        ("data/meetings/wg/2024_06_05.yaml", ("meeting", "wg", "2024-06-05", True)),
        ("data/meetings/2024-06-05-bb.yaml", ("meeting", "", "2024-06-05", True)),
        ("data/meetings/a/b/2024-06-05.yaml", ("meeting", "a/b", "2024-06-05", True)),
        ("data/meetings/notes.yaml", ("meeting", "", "", True)),
        ("data/groups/Batch.yaml", ("group", "", "", True)),
        ("data/People.yaml", ("people", "", "", True)),
        ("data/people.yml", ("people", "", "", True)),
        ("data/people.yaml\n", (None, "", "")),
        ("data/peoples.yaml", (None, "", "")),
        ("data/meetings/.#2024-06-05.yaml", (None, "", "")),
        ("data/data/people.yaml", (None, "", "")),
    ],
)
def test_what_a_path_holds(path: str, name: tuple[str | None, str, str]) -> None:
    assert classify(path) == FileName(path, *name)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"2024-06-05\xff.yaml", "2024-06-05\\xff.yaml"),
        (b"a\nerror.yaml", "a\\nerror.yaml"),
        (b"\x1b[31m.yaml", "\\x1b[31m.yaml"),
        ("名前 é.yaml".encode(), "名前 é.yaml"),
    ],
)
def test_a_name_that_cannot_be_shown_is_escaped(store: Store, name: bytes, shown: str) -> None:
    (store.root / "data" / os.fsdecode(name)).write_bytes(b"x: 1\n")
    assert shown_path(os.fsdecode(name)) == shown
    assert [(e.name.path, e.name.kind) for e in store.entries()][0 if shown < "m" else -1] == (f"data/{shown}", None)


def test_names_that_are_shown_alike_are_one(store: Store) -> None:
    for name in (b"x\xff.yaml", b"x\\xff.yaml"):
        (store.root / "data" / os.fsdecode(name)).write_bytes(b"x: 1\n")
    assert len([e for e in store.entries() if e.name.path == "data/x\\xff.yaml"]) == 1


def test_an_ending_in_capitals_is_seen(store: Store) -> None:
    (store.root / "data" / "meetings" / "2024-06-12.YAML").write_bytes(b"")
    assert "data/meetings/2024-06-12.YAML" in {e.name.path for e in store.entries()}


def test_paths_of_meetings_and_schemas() -> None:
    for group, path in (("", "data/meetings/2024-06-05.yaml"), ("wg", "data/meetings/wg/2024-06-05.yaml")):
        assert meeting_path("2024-06-05", group) == path
        assert schema_line("meeting", path).endswith("../" * path.count("/") + "schemas/meeting.schema.json")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with two files."""
    (tmp_path / "data" / "meetings").mkdir(parents=True)
    (tmp_path / "data" / "people.yaml").write_bytes(b"people: {}\n")
    (tmp_path / "data" / "meetings" / "2024-06-05.yaml").write_bytes(b"date: 2024-06-05\r\n")
    return Store(tmp_path)


def _files(store: Store) -> dict[str, bytes]:
    return {str(p.relative_to(store.root)): p.read_bytes() for p in store.root.rglob("*") if p.is_file()}


def test_found_from_below_and_not_elsewhere(store: Store, tmp_path: Path) -> None:
    assert Store.find(store.root / "data" / "meetings").root == store.root
    (tmp_path / "elsewhere").mkdir()
    with pytest.raises(RugctlError, match="no records"):
        Store.find(Path("/"))


def test_entries_are_bytes_in_order_and_links_are_not_followed(store: Store) -> None:
    (store.root / "data" / "notes.txt").write_bytes(b"no record")
    (store.root / "data" / "x.yml").write_bytes(b"a: 1\n")
    (store.root / "data" / ".hidden").mkdir()
    (store.root / "data" / ".hidden" / "y.yaml").write_bytes(b"a: 1\n")
    (store.root / "data" / "topics.yaml").symlink_to("/etc/passwd")
    (store.root / "data" / "groups").symlink_to(store.root / "data" / "meetings")
    found = {entry.name.path: entry.data for entry in store.entries()}
    assert found == {
        "data/groups": None,
        "data/meetings/2024-06-05.yaml": b"date: 2024-06-05\r\n",
        "data/people.yaml": b"people: {}\n",
        "data/topics.yaml": None,
        "data/x.yml": b"a: 1\n",
    }
    assert list(found) == sorted(found)


def test_write_makes_replaces_and_deletes(store: Store) -> None:
    (store.root / "data" / "people.yaml").chmod(0o640)
    writing.write(
        store.root,
        {"data/people.yaml": b"people: 1\n", "data/meetings/wg/2024-06-12.yaml": b"new\n", "data/meetings/2024-06-05.yaml": None},
    )
    assert _files(store) == {"data/people.yaml": b"people: 1\n", "data/meetings/wg/2024-06-12.yaml": b"new\n"}
    assert stat.S_IMODE((store.root / "data" / "people.yaml").stat().st_mode) == 0o640


def test_a_new_file_has_the_usual_mode(store: Store) -> None:
    before = os.umask(0o027)
    try:
        writing.write(store.root, {"data/topics.yaml": b"topics: {}\n"})
    finally:
        os.umask(before)
    assert stat.S_IMODE((store.root / "data" / "topics.yaml").stat().st_mode) == 0o640


@pytest.mark.parametrize("last", ["data/meetings/2024-06-19.yaml", "data/blocked/2024-06-19.yaml"])
def test_a_failure_leaves_everything_as_it_was(store: Store, last: str) -> None:
    """A folder stands where a file is to be, or a file where a folder is to be."""
    (store.root / "data" / "meetings" / "2024-06-19.yaml").mkdir()
    (store.root / "data" / "blocked").write_bytes(b"a file")
    before = _files(store)
    change = {"data/people.yaml": b"changed\n", "data/new.yaml": b"new\n", "data/meetings/2024-06-05.yaml": None, last: b"x\n"}
    with pytest.raises(RugctlError, match="cannot write"):
        writing.write(store.root, change)
    assert _files(store) == before


def test_links_are_not_written_through(store: Store, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_bytes(b"theirs\n")
    (store.root / "data" / "topics.yaml").symlink_to(outside)
    (store.root / "data" / "groups").symlink_to(tmp_path)
    for path in ("data/topics.yaml", "data/groups/outside.yaml"):
        with pytest.raises(RugctlError, match="link"):
            writing.write(store.root, {"data/people.yaml": b"changed\n", path: b"ours\n"})
    assert outside.read_bytes() == b"theirs\n"
    assert (store.root / "data" / "people.yaml").read_bytes() == b"people: {}\n"


def test_read(store: Store) -> None:
    assert store.read("data/people.yaml") == b"people: {}\n"
    assert store.exists("data/people.yaml")
    (store.root / "data" / "topics.yaml").symlink_to("/etc/passwd")
    with pytest.raises(RugctlError, match="link"):
        store.read("data/topics.yaml")
    with pytest.raises(RugctlError, match="cannot be read"):
        store.read("data/none.yaml")


def test_putting_back_needs_no_space(store: Store, tmp_path: Path) -> None:
    before = _files(store)
    (tmp_path / "aside").mkdir()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with writing.written(store.root, {"data/people.yaml": b"changed\n", "data/new.yaml": b"new\n"}, tmp_path / "aside") as written:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
        try:
            assert written.put_back() == []
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert _files(store) == before


def test_what_somebody_else_wrote_meanwhile_is_not_put_back(store: Store) -> None:
    with writing.written(store.root, {"data/people.yaml": b"changed\n", "data/new.yaml": b"new\n"}) as written:
        (store.root / "data" / "people.yaml").write_bytes(b"theirs\n")
        assert written.put_back() == ["data/people.yaml"]
    assert _files(store) == {"data/people.yaml": b"theirs\n", "data/meetings/2024-06-05.yaml": b"date: 2024-06-05\r\n"}
