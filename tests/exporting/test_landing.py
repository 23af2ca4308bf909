"""`rugctl export parquet|csv|sqlite|json` as its user runs it: what is answered, and what is put where."""

from __future__ import annotations

import json
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from rugctl.errors import RugctlError
from rugctl.exporting.landing import new_folder
from tests.cli.small_book import SmallBook

QUESTIONS = [
    "SELECT status, count(*) FROM meetings GROUP BY status ORDER BY status",
    "SELECT person, count(*) FROM attendances WHERE counted GROUP BY person ORDER BY 2 DESC, 1",
    """SELECT f.organization, m.date, count(*) FROM attendances a JOIN meetings m USING ("group", meeting, date)
    JOIN affiliations f ON f.person = a.person WHERE m.counted GROUP BY f.organization, m.date ORDER BY 1, 2""",
    "SELECT task, due, open FROM actions WHERE closed IS NULL ORDER BY task",
    "SELECT meeting, attendees + 1, notes FROM meetings WHERE date >= '2024-02-01' ORDER BY meeting",
]


@pytest.fixture
def book(tmp_path: Path) -> SmallBook:
    book = SmallBook(tmp_path / "book")
    book.meeting("2024-02-07", "status: held\nattendees: [ada, bob]\nagenda: [{title: Kueue, topics: [kueue], speakers: [bob]}]\n")
    book.meeting(
        "2024-02-21",
        'status: held\nattendees: [ada]\nnotes: "line\\n\\0 ünd, \\"so\\""\nactions: [{id: a1, task: Do it, due: 2024-03-01}]\n',
    )
    book.meeting("2024-03-06", "status: cancelled\nreason: Ill\n")
    return book


def _plain(value: object) -> object:
    """Return a value as SQLite would say it."""
    return int(value) if isinstance(value, bool) else value if value is None or isinstance(value, int) else str(value)


def _exported(book: SmallBook, *arguments: str) -> str:
    ran = book.run("export", *arguments)
    assert (ran.code, ran.out) == (0, ""), ran.err
    return ran.err


def _names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def _bytes(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_duckdb_answers_from_parquet_as_sql_does(book: SmallBook) -> None:
    assert _exported(book, "parquet", "--output", "out") == "Wrote 20 tables of book to out\n"
    views = [file.stem for file in (book.root / "out").glob("*.parquet")]
    duck = duckdb.connect()
    for view in views:
        duck.execute(f"CREATE VIEW {view} AS SELECT * EXCLUDE (repository) FROM '{book.root}/out/{view}.parquet'")
    for question in [*QUESTIONS, *(f'SELECT * FROM "{view}"' for view in views)]:
        rows = json.loads(book.run("sql", question, "--format", "json").out)["rows"]
        wanted = [[None if value in {"0000", "9999"} else value for value in row.values()] for row in rows]
        found = [[_plain(value) for value in row] for row in duck.execute(question).fetchall()]
        assert sorted(map(str, found)) == sorted(map(str, wanted)), question
    assert duck.execute("SELECT count(*) FROM attendances").fetchall() == [(3,)]


def test_exports_of_many_repositories_are_put_together(book: SmallBook, tmp_path: Path) -> None:
    for name in ("one", "two"):
        _exported(book, "parquet", "-o", f"{tmp_path}/all/{name}", "--repository", name)
    counted = duckdb.execute(f"SELECT repository, count(*) FROM '{tmp_path}/all/*/meetings.parquet' GROUP BY ALL ORDER BY ALL").fetchall()
    assert counted == [("one", 3), ("two", 3)]


@pytest.mark.parametrize("format", ["parquet", "csv"])
def test_a_folder_is_the_same_bytes_again_and_takes_the_former_ones_place(book: SmallBook, format: str) -> None:
    _exported(book, format, "-o", "new/out")
    out = book.root / "new/out"
    first = _bytes(out)
    _exported(book, format, "-o", "new/out")
    assert _bytes(out) == first
    book.meeting("2024-03-20", "status: scheduled\n")
    schema = json.loads(first["schema.json"])
    (out / "schema.json").write_text(json.dumps(schema | {"tables": schema["tables"] | {"former_table": {}}}))
    (out / f"former_table.{format}").write_bytes(b"x")
    (out / ".rugctl--killed").mkdir()
    _exported(book, format, "-o", "new/out")
    assert _names(out) == sorted(first)
    assert (out / f"meetings.{format}").read_bytes() != first[f"meetings.{format}"]


@pytest.mark.parametrize("format", ["sqlite", "json"])
def test_a_file_is_the_same_bytes_again_and_takes_the_former_ones_place(book: SmallBook, format: str) -> None:
    out = book.root / "out"
    assert _exported(book, format, "-o", "out") == "Wrote 20 tables of book to out\n"
    first = out.read_bytes()
    _exported(book, format, "-o", "out")
    assert out.read_bytes() == first
    book.meeting("2024-03-20", "status: scheduled\n")
    _exported(book, format, "-o", "out")
    assert out.read_bytes() != first
    assert _names(book.root) == ["data", "out"]


def test_json_goes_to_standard_output_where_no_file_is_named(book: SmallBook) -> None:
    text = book.run("export", "json").out
    said = json.loads(text)
    assert (said["application"], said["schema_version"], said["repository"]) == ("rugctl", 1, "book")
    assert said["tables"]["meetings"]["columns"]["date"] == "date"
    assert said["tables"]["meetings"]["rows"][1]["notes"] == 'line\n\0 ünd, "so"'
    assert text == book.run("export", "json", "--output", "-").out


def test_sqlite_holds_what_sql_says(book: SmallBook) -> None:
    _exported(book, "sqlite", "-o", "out.db")
    for question in QUESTIONS:
        rows = sqlite3.connect(book.root / "out.db").execute(question).fetchall()
        assert [list(row.values()) for row in json.loads(book.run("sql", question, "--format", "json").out)["rows"]] == [
            list(r) for r in rows
        ]


@pytest.mark.parametrize("arguments", [["csv", "-o", "-"], ["parquet", "-o", "-"], ["sqlite", "-o", "-"]], ids=str)
def test_what_is_no_text_is_not_written_to_standard_output(book: SmallBook, arguments: list[str]) -> None:
    ran = book.run("export", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "goes into files" in ran.err


def _link(file: Path) -> None:
    file.unlink()
    file.symlink_to("topics.csv")


Spoil = Callable[[Path], object]
FOLDERS: dict[str, tuple[Spoil, str]] = {
    "other files": (lambda out: [(out / name).write_text("mine") for name in "edcba"], "out holds other files: a, b, c and 2 more"),
    "a file beside": (lambda out: (out / "notes.txt").write_text("mine"), "notes.txt"),
    "another schema.json": (lambda out: (out / "schema.json").write_text('{"tables": {"x": {}}}'), "other files"),
    "a broken schema.json": (lambda out: (out / "schema.json").write_text("[" * 100_000), "other files"),
    "a link": (lambda out: _link(out / "meetings.csv"), "other files"),
    "a lost schema": (lambda out: (out / "schema.json").unlink(), "other files"),
}


@pytest.mark.parametrize(("spoil", "said"), FOLDERS.values(), ids=FOLDERS)
def test_a_folder_with_anything_else_is_left_alone(book: SmallBook, spoil: Spoil, said: str) -> None:
    _exported(book, "csv", "-o", "out")
    spoil(book.root / "out")
    before = _bytes(book.root / "out")
    ran = book.run("export", "csv", "-o", "out")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert _bytes(book.root / "out") == before


def test_one_format_does_not_replace_another(book: SmallBook) -> None:
    _exported(book, "csv", "-o", "out")
    assert "other files" in book.run("export", "parquet", "-o", "out").err


def test_other_files_are_not_replaced(book: SmallBook) -> None:
    out = book.root / "out"
    for mine in (b"mine", b'{"application": "other"}', b"SQLite format 3\0" + b"x" * 100):
        out.write_bytes(mine)
        for format in ("sqlite", "json"):
            ran = book.run("export", format, "-o", "out")
            assert (ran.code, "out is there, and is no such export" in ran.err) == (2, True)
        assert "out is a file" in book.run("export", "csv", "-o", "out").err
        assert out.read_bytes() == mine
    assert "no such export" in book.run("export", "sqlite", "-o", "data").err


def test_nothing_is_written_where_a_record_cannot_be_read_or_a_group_is_chosen(book: SmallBook) -> None:
    book.meeting("2024-03-20", "status: [\n")
    assert book.run("export", "csv", "-o", "a/b").code == 2
    (book.root / "data/meetings/2024-03-20.yaml").unlink()
    (book.root / "data/group.yaml").rename(book.root / "data/groups.yaml")
    book.write("data/groups/ops.yaml", "format: 1\nname: Ops\nzones: [UTC]\n")
    for path in ("data/groups.yaml", *(f"data/meetings/{name}" for name in _names(book.root / "data/meetings"))):
        (book.root / path).unlink()
    ran = book.run("--group", "ops", "export", "csv", "-o", "a/b")
    assert (ran.code, "an export holds all groups" in ran.err) == (2, True)
    assert _names(book.root) == ["data"]


@pytest.mark.parametrize("format", ["parquet", "csv", "sqlite", "json"])
def test_a_full_disk_leaves_what_was_there(book: SmallBook, format: str) -> None:
    _exported(book, format, "-o", "out")
    out = book.root / "out"
    before = _bytes(out) if out.is_dir() else out.read_bytes()
    book.meeting("2024-03-20", f"status: held\nnotes: {' '.join(map(str, range(30_000)))}\n")
    assert book.run("validate").code == 0
    unmeasured = {key: value for key, value in book.environment().items() if not key.startswith("COVERAGE_")}  # that would be cut off, too
    ran = subprocess.run(
        [sys.executable, "-m", "rugctl", "export", format, "-o", "out"],
        cwd=book.root, env=unmeasured, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )  # fmt: skip
    assert (ran.returncode, "error: " in ran.stderr) == (2, True), ran.stderr
    assert (_bytes(out) if out.is_dir() else out.read_bytes()) == before
    assert _names(book.root) == ["data", "out"]


def test_a_failure_while_files_are_moved_puts_the_former_ones_back(tmp_path: Path) -> None:
    out = tmp_path / "out"
    schema = json.dumps({"application": "rugctl", "tables": {"a": {}, "b": {}, "old": {}}})
    with new_folder(out, ".csv") as stage:
        for name, text in {"a.csv": "1", "b.csv": "1", "old.csv": "1", "schema.json": schema}.items():
            (stage / name).write_text(text)
    before = _bytes(out)
    with pytest.raises(OSError, match="directory"), new_folder(out, ".csv") as stage:  # noqa: PT012
        for name, text in {"a.csv": "2", "b.csv": "2", "schema.json": "{}"}.items():
            (stage / name).write_text(text)
        (stage / "new.csv").write_text("2")
        (out / "c.csv").mkdir()  # somebody makes it meanwhile
        (stage / "c.csv").write_text("2")
    (out / "c.csv").rmdir()
    assert _bytes(out) == before


def test_a_new_folder_is_gone_where_nothing_came_of_it(tmp_path: Path) -> None:
    with pytest.raises(RugctlError), new_folder(tmp_path / "a/b", ".csv"):
        raise RugctlError("no")
    assert _names(tmp_path) == []


def test_a_folder_may_be_named_by_a_link_and_be_the_current_one(book: SmallBook, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (book.root / "out").symlink_to(tmp_path / "disk")
    _exported(book, "csv", "-o", "out")
    assert (book.root / "out").is_symlink()
    assert "meetings.csv" in _names(tmp_path / "disk")
    (tmp_path / "here").mkdir()
    ran = subprocess.run(
        [sys.executable, "-m", "rugctl", "-C", str(tmp_path / "book"), "export", "csv", "-o", str(tmp_path / "here")],
        cwd=tmp_path / "here", env=book.environment() | {"PWD": str(tmp_path / "here")}, check=False, capture_output=True,
    )  # fmt: skip
    assert ran.returncode == 0
    assert len(_names(tmp_path / "here")) == 21
