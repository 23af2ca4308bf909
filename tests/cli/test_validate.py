"""`rugctl validate` with paths, and where the program works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.small_book import SmallBook

WRONG = "data/meetings/2024-06-05.yaml"
RIGHT = "data/meetings/2024-06-19.yaml"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    book = SmallBook(tmp_path_factory.mktemp("validate"))
    book.meeting("2024-06-05", "status: held\nattendees: [ada, bob, cyd, dan]\n")
    book.meeting("2024-06-19", "status: held\nattendees: [ada]\n")
    (book.root / "docs").mkdir()
    return book


@pytest.mark.parametrize(
    ("folder", "path"),
    [
        (".", WRONG),
        (".", f"./{WRONG}"),
        (".", "data/meetings"),
        (".", "data/meetings/"),
        (".", "."),
        ("data", "meetings/2024-06-05.yaml"),
        ("data", "meetings"),
        ("data", "../data"),
        ("data", ".."),
        ("data/meetings", "2024-06-05.yaml"),
        ("data/meetings", "../meetings/2024-06-05.yaml"),
        ("docs", "../data/meetings/2024-06-05.yaml"),
        ("docs", WRONG),  # as findings write it
    ],
)
def test_paths_are_relative_to_where_one_stands(book: SmallBook, folder: str, path: str) -> None:
    ran = book.run("validate", path, folder=folder)
    assert ran.code == 1
    assert f"--> {WRONG}" in ran.out
    assert book.run("-C", folder, "validate", path) == ran
    assert book.run("validate", str(book.root / folder / path) if path != WRONG else str(book.root / WRONG), folder="docs").out == ran.out


def test_only_what_is_named_is_reported_and_counted(book: SmallBook) -> None:
    assert book.run("validate", RIGHT).err == "1 record checked, no findings.\n"
    assert book.run("validate", RIGHT, "data/people.yaml").err == "2 records checked, no findings.\n"


@pytest.mark.parametrize("path", ["nothing", "", "data/meetings/2024-06-06.yaml", "docs", "..", "/", "meetings", "data/meeting"])
def test_a_path_that_names_nothing_is_an_error(book: SmallBook, path: str) -> None:
    ran = book.run("validate", RIGHT, path)
    assert (ran.code, ran.out) == (2, "")
    assert " is no record, and has none below it\n" in ran.err


def test_through_a_link_to_the_repository(book: SmallBook, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(book.root)
    ran = book.run("-C", str(link), "validate", str(link / WRONG))
    assert (ran.code, ran.out) == (1, book.run("validate", WRONG).out)


def test_a_group_has_its_own_and_the_shared_records(tmp_path: Path) -> None:
    book = SmallBook(tmp_path / "book", registries=False)
    book.write("data/people.yaml", "people: {}\n")
    for group in ("ops", "sci"):
        book.write(f"data/groups/{group}.yaml", f"format: 1\nname: {group}\nzones: [UTC]\n")
        book.write(f"data/meetings/{group}/2024-06-05.yaml", "date: 2024-06-05\nstatus: held\nchair: nobody\n")
    out = book.run("--group", "ops", "validate").out
    assert "ops/2024-06-05.yaml" in out
    assert "sci/2024-06-05.yaml" not in out
    assert book.run("--group", "ops", "validate", "data/meetings/sci").code == 2


@pytest.mark.parametrize("folder", ["nowhere", "data/people.yaml"])
def test_what_is_no_folder_cannot_be_worked_in(book: SmallBook, folder: str) -> None:
    ran = book.run("-C", folder, "topics")
    assert (ran.code, ran.out, ran.err) == (2, "", f"error: there is no folder {folder}\nhelp: Correct what --directory names.\n")


def test_the_way_up_is_that_of_the_folder_named(book: SmallBook) -> None:
    assert book.run("-C", "../" + book.root.name, "people", folder="docs/..").code == 0
    assert book.run("-C", "docs/../..", "people").code == 2


def test_a_folder_that_is_gone_is_told(book: SmallBook, tmp_path: Path) -> None:
    script = f'mkdir gone && cd gone && rmdir ../gone && "{sys.executable}" -P -m rugctl topics'
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=book.environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("error: the current folder is there no more\n")
