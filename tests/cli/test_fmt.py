from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.small_book import Ran, SmallBook

MODELINE = "# yaml-language-server: $schema=../../schemas/meeting.schema.json\n"
UGLY = """
# why this one is short
status:   held
attendees: [ada,
  bob]   # from the chat
reason: 'no speaker'
"""
PRETTY = """# yaml-language-server: $schema=../../schemas/meeting.schema.json
date: 2024-06-05
# why this one is short
status: held
reason: no speaker
attendees:
  - ada
  - bob  # from the chat
"""


@pytest.fixture
def book(tmp_path: Path) -> SmallBook:
    return SmallBook(tmp_path / "book", registries=False)


def test_a_record_takes_the_canonical_form_and_keeps_its_comments(book: SmallBook) -> None:
    book.write("data/meetings/2024-06-05.yaml", MODELINE + UGLY.lstrip("\n") + "date: 2024-06-05\n")
    ran = book.run("fmt")
    assert ran == Ran(0, "formatted data/meetings/2024-06-05.yaml\n", "1 file changed. Not committed: `git diff data` shows the changes.\n")
    assert book.read("data/meetings/2024-06-05.yaml") == PRETTY
    assert book.run("fmt") == Ran(0, "", "1 file in canonical form already.\n")
    assert book.read("data/meetings/2024-06-05.yaml") == PRETTY


def test_the_modeline_is_added_where_it_lacks_and_one_of_the_users_own_is_kept(book: SmallBook) -> None:
    book.meeting("2024-06-05", "status: skipped\nreason: holidays\n")
    own = "# yaml-language-server: $schema=https://example.org/meeting.json\ndate: 2024-06-19\nstatus: skipped\nreason: holidays\n"
    book.write("data/meetings/2024-06-19.yaml", own)
    assert book.run("fmt").out == "formatted data/meetings/2024-06-05.yaml\n"
    assert book.read("data/meetings/2024-06-05.yaml") == MODELINE + "date: 2024-06-05\nstatus: skipped\nreason: holidays\n"
    assert book.read("data/meetings/2024-06-19.yaml") == own


def test_check_writes_nothing_and_leaves_with_1(book: SmallBook) -> None:
    book.meeting("2024-06-05", "status: skipped\nreason: holidays\n")
    before = book.read("data/meetings/2024-06-05.yaml")
    assert book.run("fmt", "--check") == Ran(1, "would format data/meetings/2024-06-05.yaml\n", "1 file would change.\n")
    assert book.read("data/meetings/2024-06-05.yaml") == before
    book.run("fmt")
    assert book.run("fmt", "--check") == Ran(0, "", "1 file in canonical form already.\n")


def test_what_cannot_be_read_is_told_and_left_and_the_rest_is_done(book: SmallBook) -> None:
    book.write("data/meetings/2024-06-05.yaml", "date: [x\n")
    book.write("data/meetings/2024-06-19.yaml", "date: 2024-06-19\ndate: 2024-06-19\nstatus: held\n")
    book.meeting("2024-07-03", "status: skipped\nreason: holidays\n")
    (book.root / "data/meetings/2024-07-17.yaml").symlink_to("2024-07-03.yaml")
    ran = book.run("fmt")
    assert (ran.code, ran.out) == (2, "formatted data/meetings/2024-07-03.yaml\n")
    assert ran.err == (
        "error: data/meetings/2024-06-05.yaml:1:7: a value that begins with `[` is a list or mapping\n"
        'help: Close it on its own, with a comma between its items; or, if it is a text, put it in quotes: "[x"\n'
        "error: data/meetings/2024-06-19.yaml:2:1: `date` stands twice in one mapping\n"
        "help: Keep one of the two; or, if another entry begins here, add the line that is missing above it.\n"
        "error: data/meetings/2024-07-17.yaml:1:1: is a link, which is never followed\n"
        "help: Put the file itself there.\n"
        "1 file changed, 3 files left alone. Not committed: `git diff data` shows the changes.\n"
    )
    assert book.read("data/meetings/2024-06-05.yaml") == "date: [x\n"
    assert book.run("fmt", "--check").code == 2


def test_a_record_that_does_not_fit_its_model_is_formatted_all_the_same(book: SmallBook) -> None:
    book.meeting("2024-06-05", "wrong: {b: 1}\nstatus:  maybe\nagenda: none\n")
    assert book.run("fmt").code == 0
    assert book.read("data/meetings/2024-06-05.yaml") == MODELINE + "date: 2024-06-05\nstatus: maybe\nagenda: none\nwrong:\n  b: 1\n"


def test_paths_are_taken_from_where_one_stands_or_from_the_root(book: SmallBook) -> None:
    for stem in ("2024-06-05", "2024-06-19", "2024-07-03"):
        book.meeting(stem, "status: skipped\nreason: holidays\n")
    assert book.run("fmt", "2024-06-05.yaml", folder="data/meetings").out == "formatted data/meetings/2024-06-05.yaml\n"
    assert book.run("fmt", "data/meetings/2024-06-19.yaml", folder="data").out == "formatted data/meetings/2024-06-19.yaml\n"
    assert book.run("fmt", str(book.root / "data")).out == "formatted data/meetings/2024-07-03.yaml\n"


def test_a_path_that_is_no_record_is_refused_before_anything_is_written(book: SmallBook) -> None:
    book.meeting("2024-06-05", "status: skipped\nreason: holidays\n")
    ran = book.run("fmt", "data", "README.md")
    assert ran == Ran(
        2, "", "error: README.md is no record, and has none below it\nhelp: Records stand in data/; `rugctl fmt` alone takes all.\n"
    )
    assert not book.read("data/meetings/2024-06-05.yaml").startswith("#")


def test_crlf_becomes_lf(book: SmallBook) -> None:
    book.write("data/meetings/2024-06-05.yaml", MODELINE.replace("\n", "\r\n") + "date: 2024-06-05\r\nstatus: held\r\n")
    assert book.run("fmt").code == 0
    assert book.read("data/meetings/2024-06-05.yaml") == MODELINE + "date: 2024-06-05\nstatus: held\n"


def test_of_several_groups_only_the_one_chosen(book: SmallBook) -> None:
    for group in ("a", "b"):
        book.write(f"data/meetings/{group}/2024-06-05.yaml", "date: 2024-06-05\nstatus: held\n")
    assert book.run("--group", "b", "fmt").out == "formatted data/meetings/b/2024-06-05.yaml\n"
    assert book.read("data/meetings/b/2024-06-05.yaml").startswith("# yaml-language-server: $schema=../../../schemas/")
    assert book.run("--group", "c", "fmt") == Ran(2, "", "error: there is no group c\n")


def test_nothing_is_committed(book: SmallBook) -> None:
    book.meeting("2024-06-05", "status: skipped\nreason: holidays\n")
    book.commit_all("begin")
    book.run("fmt")
    assert book.git("status", "--porcelain") == " M data/meetings/2024-06-05.yaml\n"
