from __future__ import annotations

import contextlib
import sqlite3
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugctl.errors import RugctlError
from rugctl.index.schema import VIEWS
from rugctl.queries.lookup import Period
from rugctl.queries.search import search
from rugctl.queries.selection import Scope
from rugctl.queries.sql import answer, view_rows
from tests.queries.small import make_index, small_files

ALL = Scope()


def _kinds(index: sqlite3.Connection, *words: str) -> list[tuple[str, str]]:
    return [(hit.date, hit.kind) for hit in search(index, ALL, words).best]


def test_search_finds_all_kinds_and_titles_first(index: sqlite3.Connection) -> None:
    assert _kinds(index, "dask") == [("2024-01-03", "question")]  # and not the notes that it stands in
    assert _kinds(index, "wednesdays") == [("2024-01-03", "decision")]
    assert sorted(_kinds(index, "slides")) == [("2024-01-03", "action")]
    assert [kind for _, kind in _kinds(index, "kueue")] == ["title", "title", "title"]


def test_search_takes_beginnings_without_accents_and_all_words(index: sqlite3.Connection) -> None:
    assert _kinds(index, "CAFE") == [("2024-02-14", "title")]
    assert _kinds(index, "das", "job") == [("2024-01-03", "question")]
    assert _kinds(index, "dask", "fridays") == []
    assert search(index, Scope(None, Period("2025-01-01", None)), ["kueue"]) == ([], 0)
    found = search(index, ALL, ["kueue"], limit=2)
    everything = search(index, ALL, ["kueue"])
    assert found == (everything.best[:2], len(everything.best))


def test_a_single_letter_is_no_beginning(index: sqlite3.Connection) -> None:
    assert _kinds(index, "k") == []
    assert _kinds(index, "d++") == []
    assert _kinds(index, "ku")[0][1] == "title"


@given(st.lists(st.text(max_size=12), min_size=1, max_size=3))
def test_search_takes_any_text_for_words(words: list[str]) -> None:
    with contextlib.suppress(RugctlError):  # where no word is left; anything else fails
        search(_index(), ALL, words)


@cache
def _index() -> sqlite3.Connection:
    return make_index(small_files())


@pytest.mark.parametrize("word", ["AND", "kueue OR", "kueue*", "-kueue", "body:kueue", "\0kueue", "^kueue", 'ku"eue', "kueue)"])
def test_search_has_no_syntax_to_get_wrong(index: sqlite3.Connection, word: str) -> None:
    search(index, ALL, [word])


@pytest.mark.parametrize("word", ['"', "", " ", "***", "\0", "()"])
def test_search_needs_a_word(index: sqlite3.Connection, word: str) -> None:
    with pytest.raises(RugctlError, match="no word"):
        search(index, ALL, [word])


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_can_be_read_and_counted(index: sqlite3.Connection, view: str) -> None:
    assert answer(index, f'SELECT * FROM "{view}"').columns
    assert answer(index, f"SELECT count(*) FROM {view}").columns == ("count(*)",)


def test_sql_answers(index: sqlite3.Connection) -> None:
    found = answer(
        index, "SELECT p.name, count(*) FROM attendances a JOIN people p USING (person) WHERE counted GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
    )
    assert found.columns == ("name", "count(*)")
    assert found.rows == (("Ada Ünal", 4),)
    assert answer(index, "SELECT 1 AS a, 2 AS a, x'00ff' AS b").rows == ((1, 2, "00ff"),)
    assert answer(index, "SELECT 1 AS a, 2 AS a").columns == ("a", "a:2")
    assert answer(index, "SELECT 9e999, -9e999, 1.5").rows == (("inf", "-inf", 1.5),)
    assert answer(index, "WITH x AS (SELECT date FROM meetings) SELECT count(*) FROM x").rows == ((7,),)


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("SELECT count(*) FROM MEETINGS", 7),
        ('SELECT count(Date) FROM "Meetings" JOIN Groups USING ("GROUP")', 7),
        ("SELECT count(*) FROM Meetings m JOIN Attendances a USING (meeting) WHERE a.person = 'bo-berg'", 4),
        ("WITH t(x) AS (VALUES (1), (2)) SELECT count(*) FROM t", 2),
        ("SELECT count(*) FROM (SELECT 1 UNION SELECT 2) AS t", 2),
    ],
)
def test_views_go_by_any_case_and_own_tables_are_allowed(index: sqlite3.Connection, query: str, n: int) -> None:
    assert answer(index, query).rows == ((n,),)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("DELETE FROM meeting", "only questions"),
        ("INSERT INTO meta VALUES ('a', 'b')", "only questions"),
        ("CREATE TABLE x (y)", "only questions"),
        ("CREATE TEMP VIEW v AS SELECT 1", "only questions"),
        ("PRAGMA query_only = 0", "only questions"),
        ("ATTACH ':memory:' AS other", "only questions"),
        ("VACUUM INTO '/tmp/never'", "only questions"),
        ("BEGIN", "only questions"),
        ("SELECT load_extension('x')", "only questions|not authorized|no such function"),
        ("SELECT * FROM symbol", "`symbol` is no public view"),
        ("SELECT count(*) FROM symbol", "`symbol` is no public view"),
        ("SELECT count(*) FROM Symbol", "`[Ss]ymbol` is no public view"),
        ("WITH Meetings AS (SELECT * FROM symbol) SELECT * FROM Meetings", "the name of a view"),
        ("SELECT name FROM sqlite_master", "`sqlite_master` is no public view"),
        ("SELECT count(*) FROM sqlite_master", "`sqlite_master` is no public view"),
        ("SELECT body FROM text", "`text` is no public view|only questions"),
        ("WITH meetings AS (SELECT * FROM symbol) SELECT * FROM meetings", "the name of a view"),
        ("SELECT 1; SELECT 2", "only one statement"),
        ("SELECT nope FROM meetings", "SQL: no such column: nope"),
        ("SELEC", "SQL: near"),
        ("SELECT 'a", "SQL: "),
        ("", "no question"),
        ("-- nothing", "no question"),
        ("SELECT 1 \0", "."),
        ("SELECT '\ud800'", "."),
    ],
)
def test_sql_refuses_in_one_clear_line(index: sqlite3.Connection, query: str, message: str) -> None:
    before = index.total_changes
    with pytest.raises(RugctlError, match=message):
        answer(index, query)
    assert index.total_changes == before
    assert index.execute("SELECT count(*) FROM symbol").fetchone()[0] > 0  # the connection is as free as it was


def test_every_view_is_documented(index: sqlite3.Connection) -> None:
    rows = view_rows(index)
    assert [row.view for row in rows] == list(VIEWS)
    assert all(row.columns and row.about for row in rows)
    assert dict(zip(rows[0].columns, rows[0].types, strict=True))["date"] == "date"


def test_one_view_is_documented_by_its_name(index: sqlite3.Connection) -> None:
    assert [row.view for row in view_rows(index, "Meetings")] == ["meetings"]
    with pytest.raises(RugctlError) as found:
        view_rows(index, "meeting")
    assert found.value.help == "Did you mean meetings?"
