"""The commands that only read, as a user calls them: formats, empty answers, bad input, exit codes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.queries.small import small_files
from tests.writing.desk import Desk

LISTINGS = [
    ["attendance"],
    ["attendance", "--person", "ada unal"],
    ["attendance", "--by", "organization"],
    ["attendance", "--by", "year"],
    ["attendance", "--by", "meeting"],
    ["attendance", "--by", "topic"],
    ["attendance", "--newcomers"],
    ["attendance", "--lapsed", "1"],
    ["topics"],
    ["topics", "kueue"],
    ["questions"],
    ["decisions"],
    ["actions"],
    ["backlog"],
    ["people"],
    ["people", "show", "ada"],
    ["search", "kueue"],
    ["sql", "SELECT date, status FROM meetings"],
    ["sql", "--schema"],
    ["sql", "--schema", "Meetings"],
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    root = tmp_path_factory.mktemp("read") / "repository"
    desk = Desk(root, today="2024-02-22", environment={"CI": "", "COLUMNS": "100"})
    _write(root, small_files())
    desk.git("init", "-q", "-b", "main")
    return desk


def _write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("arguments", LISTINGS, ids=" ".join)
def test_every_listing_has_every_format(desk: Desk, arguments: list[str]) -> None:
    out = {}
    for format in ("table", "json", "jsonl", "csv", "markdown"):
        ran = desk.run(*arguments, "--format", format)
        assert ran.code == 0, ran.err
        assert ran.out.endswith("\n") or format == "jsonl"  # of nothing there is no line
        assert "\x1b" not in ran.out
        out[format] = ran.out
    body = json.loads(out["json"])
    assert body["version"] == 1
    lines = [json.loads(line) for line in out["jsonl"].splitlines()]
    assert lines == body[next(key for key in body if key != "version")]
    cells = list(csv.DictReader(io.StringIO(out["csv"])))
    assert len(cells) == len(lines)
    assert not lines or list(cells[0]) == list(lines[0])


def test_the_footer_says_what_counts(desk: Desk) -> None:
    ran = desk.run("attendance")
    assert ran.out.splitlines() == [
        "name      organization  meetings  of  rate  first recorded  last",
        "Ada Ünal  psi                  4   4  100%  2024-01-03      2024-02-21",
        "Bo Berg   psi                  3   4   75%  2024-01-03      2024-02-21",
        "Al Smith  cern                 2   4   50%  2024-01-03      2024-02-14",
        "Cy Roe                         1   2   50%  2024-02-14      2024-02-14",
        "4 counted meetings, 2024-01-03 to 2024-02-21: held, with a list of attendees.",
        "Left out: 1 held without a list, 1 cancelled, 1 scheduled, 1 unresolved name.",
        "Nothing is recorded of 2 expected dates: 2024-01-24 to 2024-01-31 (2).",
    ]
    assert ran.err == ""


def test_where_a_format_has_no_room_notes_are_remarks(desk: Desk) -> None:
    for format in ("csv", "jsonl"):
        ran = desk.run("attendance", "--format", format)
        assert "counted meetings" in ran.err
        assert "counted meetings" not in ran.out


def test_one_person_on_one_page(desk: Desk) -> None:
    out = desk.run("attendance", "--person", "al-smith").out
    assert "The minutes of 2024-02-14 say that it was Al Smith's first time, but Al Smith was there on 2024-01-03." in out
    assert "longest streak  1\n" in out
    assert "2024         2   4  ██░░\n" in out
    assert "present" not in out
    assert desk.run("attendance", "--person", "al-smith", "--all").out.count("\n2024-") == 4


def test_several_people_are_one_list_to_programs(desk: Desk) -> None:
    body = json.loads(desk.run("attendance", "-p", "ada", "-p", "bo-berg", "-p", "Ada Ünal", "--format", "json").out)
    assert [row["person"] for row in body["sums"]] == ["ada-unal", "bo-berg"]
    assert len(body["meetings"]) == 7


@pytest.mark.parametrize(
    "arguments",
    [
        ["attendance", "--in", "2030"],
        ["attendance", "--person", "ada", "--in", "2030"],
        ["attendance", "--by", "month", "--in", "2030"],
        ["topics", "kueue", "--in", "2030"],
        ["questions", "nothing of the kind"],
        ["decisions", "--in", "2030"],
        ["actions", "--owner", "ada"],
        ["actions", "--overdue", "--since", "2030"],
        ["search", "zzz"],
        ["sql", "SELECT 1 AS n WHERE 0"],
    ],
    ids=" ".join,
)
def test_nothing_found_is_said_and_is_no_error(desk: Desk, arguments: list[str]) -> None:
    assert desk.run(*arguments).out.strip()
    assert desk.run(*arguments).code == 0
    body = json.loads(desk.run(*arguments, "--format", "json").out)
    assert body[next(key for key in body if key != "version")] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["attendance", "--person", "A. Smith"], "error: `A. Smith` may be ada-unal or al-smith\nhelp: Give one of these ids.\n"),
        (["attendance", "--person", "Bo Breg"], "error: no person is called `Bo Breg`\nhelp: Did you mean bo-berg?\n"),
        (["attendance", "--organization", "cren"], "error: no organization is called `cren`\nhelp: Did you mean cern"),
        (["attendance", "--in", "2021-13"], "error: --in 2021-13 is no year, month or day\n"),
        (["attendance", "--newcomers", "--by", "year"], "error: --by, --newcomers and --lapsed exclude each other\n"),
        (["attendance", "--exact"], "error: --exact goes with --organization\n"),
        (["attendance", "--all"], "error: --all shows the meetings that somebody missed"),
        (["topics", "kue"], "error: no topic is called `kue`\nhelp: Did you mean kueue?\n"),
        (["people", "show", "nobody"], "error: no person is called `nobody`\n"),
        (["search", "!!"], "error: there is no word to look for\n"),
        (["sql", "DROP VIEW meetings"], "error: only questions are allowed here"),
        (["sql"], "error: give either a query or --schema\n"),
        (["attendence"], "error: there is no command `attendence`\nhelp: Did you mean attendance?\n"),
        (["zzz"], "error: there is no command `zzz`\nhelp: `rugctl --help` lists them.\n"),
        (["sql", "--schema", "people_"], "error: there is no view `people_`\nhelp: Did you mean people?\n"),
        (["--group", "other", "attendance"], "error: there is no group other\n"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_answered_is_one_line_and_exit_code_2(desk: Desk, arguments: list[str], message: str) -> None:
    ran = desk.run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(message)


def test_figures_are_refused_while_a_record_cannot_be_read(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    _write(tmp_path, small_files() | {"data/meetings/2024-03-06.yaml": "date: [\n"})
    for arguments in (["attendance"], ["topics"], ["sql", "SELECT 1"], ["people"], ["actions"]):
        ran = desk.run(*arguments)
        assert (ran.code, ran.out) == (2, "")
        assert "data/meetings/2024-03-06.yaml cannot be read" in ran.err


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    agenda = 'agenda:\n  - {title: "=cmd() | <b> [x](y) \\u202e31m", topics: [kueue]}\nattendees: [bo-berg]\n'
    _write(tmp_path, small_files() | {"data/meetings/2024-03-06.yaml": f"date: 2024-03-06\nstatus: held\n{agenda}"})
    arguments = ["topics", "kueue", "--in", "2024-03", "--format"]
    table, markdown, cells = (desk.run(*arguments, format).out for format in ("table", "markdown", "csv"))
    assert "=cmd() | <b> [x](y) \\u202e31m" in table
    assert "=cmd() \\| \\<b\\> \\[x\\](y)" in markdown
    assert "'=cmd()" in cells


def test_the_group_shows_where_there_are_several(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    files = {
        path: text for path, text in small_files().items() if path in {f"data/{n}.yaml" for n in ("people", "organizations", "topics")}
    }
    for group in ("ops", "sci"):
        files[f"data/groups/{group}.yaml"] = f"format: 1\nname: {group}\nzones: [UTC]\n"
        files[f"data/meetings/{group}/2024-03-06.yaml"] = "date: 2024-03-06\nstatus: held\nattendees: [bo-berg]\n"
    _write(tmp_path, files)
    assert desk.run("attendance").out.startswith("group  name")
    assert desk.run("--group", "ops", "attendance").out.startswith("name")


def test_commands_below_a_listing_are_listed_in_its_help(desk: Desk) -> None:
    for command, below in (("actions", ["add", "close", "drop"]), ("backlog", ["add", "drop"]), ("people", ["show", "merge", "rename"])):
        out = desk.run(command, "--help").out
        assert all(f"\n  {name} " in out for name in below)
    assert desk.run("actions", "close", "--help").code == 0
