"""What is written in each format is read from it again, whatever text it is."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rugctl.errors import RugctlError
from rugctl.exporting.contents import Contents
from rugctl.exporting.csv_files import write_csv
from rugctl.exporting.json_text import write_json
from rugctl.exporting.parquet_files import write_parquet
from rugctl.exporting.sqlite_file import write_sqlite
from rugctl.index.schema import COLUMN_TYPES, create_tables
from rugctl.privacy import cleared
from rugctl.queries.tables import Value, batches
from tests.queries.small import make_index, small_files

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: cleared(text).text == text)
ODD = [
    "\x00", "a\x00b", "\n", "\r\n", "\r", '"', '""', ",", " a ", "\t", "\u2028", "\x1b[31m", "'", "=1+1", "Ünal", "👩‍🔬", "e\u0301",
    "null", "NULL", "\\N", "true", "1", "2024-01-01", "\ufeff", "0000", "9999",
]  # fmt: skip


def _holding(texts: Iterable[str], *, only: bool = False) -> Contents:
    """Return contents whose table of topics has these names, and perhaps only that table."""
    index = sqlite3.connect(":memory:")
    index.executescript(create_tables())
    for n, text in enumerate(texts):
        index.execute("INSERT INTO symbol VALUES (?, 'topic', ?)", (n, f"t{n:03}"))
        index.execute("INSERT INTO topic VALUES (?, ?, 0)", (n, text))
    contents = Contents(index, 'the "repository"')
    if only:
        contents.tables = [table for table in contents.tables if table.name == "topics"]
    return contents


def _through_json(contents: Contents, folder: Path) -> list[str]:
    del folder
    stream = io.StringIO()
    write_json(contents, stream)
    return [row["name"] for row in json.loads(stream.getvalue())["tables"]["topics"]["rows"]]


def _through_csv(contents: Contents, folder: Path) -> list[str]:
    write_csv(contents, folder)
    with (folder / "topics.csv").open(encoding="utf-8", newline="") as stream:
        return [row["name"] for row in csv.DictReader(stream, strict=True)]


def _through_sqlite(contents: Contents, folder: Path) -> list[str]:
    write_sqlite(contents, folder / "x")
    return [name for (name,) in sqlite3.connect(folder / "x").execute("SELECT name FROM topics ORDER BY topic")]


def _through_parquet(contents: Contents, folder: Path) -> list[str]:
    write_parquet(contents, folder)
    return [name for (name,) in duckdb.execute(f"SELECT name FROM '{folder}/topics.parquet' ORDER BY topic").fetchall()]


@pytest.mark.parametrize("through", [_through_json, _through_csv, _through_sqlite, _through_parquet])
@given(st.lists(TEXTS, min_size=1))
@example(ODD)
def test_any_text_comes_back_as_it_was(through: object, texts: list[str]) -> None:
    assert callable(through)
    with tempfile.TemporaryDirectory() as folder:
        assert through(_holding(texts, only=True), Path(folder)) == texts


def test_null_and_the_empty_text_are_two_things_in_csv(tmp_path: Path) -> None:
    contents = _holding(["x"])
    contents.index.execute("INSERT INTO symbol VALUES (9, 'person', 'ada')")
    contents.index.execute("INSERT INTO person VALUES (9, '', NULL, ' a', 0)")
    write_csv(contents, tmp_path)
    assert (tmp_path / "people.csv").read_text().splitlines()[1] == '"the ""repository""",ada,"",,," a"'


def _small() -> Contents:
    return Contents(make_index(small_files()), "small")


def test_every_value_is_of_its_columns_type_and_no_type_is_of_no_column() -> None:
    contents = _small()
    kinds: dict[str, type | tuple[type, ...]] = {"text": str, "date": str, "boolean": bool, "integer": int}
    for table in contents.tables:
        for row in contents.rows(table):
            for value, column in zip(row, table.columns, strict=True):
                assert value is None or type(value) is kinds[column.type], (table.name, column, value)
    assert {column.name for table in contents.tables for column in table.columns} > COLUMN_TYPES.keys()


def test_rows_have_an_order_of_their_own() -> None:
    contents = _holding(["a", "b", "c"])
    contents.index.execute("UPDATE symbol SET text = 't' || (9 - id)")
    table = next(table for table in contents.tables if table.name == "topics")
    assert [row[1:] for row in contents.rows(table)] == [("t7", "c"), ("t8", "b"), ("t9", "a")]


def test_batches_make_no_difference() -> None:
    contents = _small()
    table = next(table for table in contents.tables if table.name == "attendances")
    found: list[tuple[Value, ...]] = []
    for columns in batches(contents.index, table, "small", 3):
        assert len(columns[0]) <= 3
        found += zip(*columns, strict=True)
    assert found == list(contents.rows(table))


def test_what_is_private_stays_out() -> None:
    contents = _holding(["Ana <ana@example.org>", "Passcode: 123", "Passing on", "@ana"])
    table = next(table for table in contents.tables if table.name == "topics")
    assert [row[2] for row in contents.rows(table)] == ["Ana [e-mail address]", "Passcode [left out]", "Passing on", "@ana"]


def test_parquet_tells_what_it_is_and_its_types(tmp_path: Path) -> None:
    write_parquet(_small(), tmp_path)
    said = dict(duckdb.execute(f"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{tmp_path}/affiliations.parquet')").fetchall())
    assert (said["rugctl.schema_version"], said["rugctl.repository"], said["rugctl.table"]) == ("1", "small", "affiliations")
    assert "half-open" in said["rugctl.about"]
    types = {name: type for name, type, *_ in duckdb.execute(f"DESCRIBE FROM '{tmp_path}/meetings.parquet'").fetchall()}
    assert [types[name] for name in ("repository", "date", "counted", "attendees", "notes")] == [
        "VARCHAR", "DATE", "BOOLEAN", "INTEGER", "VARCHAR",
    ]  # fmt: skip


def test_sqlite_tells_what_it_is(tmp_path: Path) -> None:
    write_sqlite(_small(), tmp_path / "x")
    database = sqlite3.connect(tmp_path / "x")
    assert database.execute("PRAGMA user_version").fetchone() == (1,)
    assert dict(database.execute("SELECT key, value FROM rugctl")) == {
        "application": "rugctl",
        "schema_version": "1",
        "repository": "small",
    }
    assert database.execute("SELECT type FROM pragma_table_info('meetings') WHERE name = 'counted'").fetchone() == ("BOOLEAN",)


def test_without_pyarrow_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(RugctlError) as found:
        write_parquet(_small(), tmp_path)
    assert found.value.help == "Run `pip install 'rugctl[parquet]'`."
    assert list(tmp_path.iterdir()) == []
