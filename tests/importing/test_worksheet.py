"""The worksheet of open questions: written once, answered by hand, read back; nothing in it is ever lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugctl.errors import RugctlError
from rugctl.importing.records.account import Account
from rugctl.importing.records.worksheet import Worksheet
from rugctl.importing.report import Evidence, OpenQuestion
from rugctl.render.importing import summary
from tests.records import TEXT

KEVIN = OpenQuestion(
    "person:kevin",
    "person",
    "Is `Kevin` kevin-fox?",
    "kevin-fox",
    ("new",),
    0.8,
    (Evidence("notes.md", 12, "- Kevin (PNNL)"), Evidence("notes.md", 30, "- Kevin Fox, kevin@example.org", speaks_for=False)),
)
DAY = OpenQuestion("date:1", "date", "On which day?", None)


def test_as_it_is_written() -> None:
    assert Worksheet().with_questions([KEVIN, DAY]).decode() == (
        "# What an import left open, for a person to settle. Write an answer behind `answer:`, one of the choices or your own;\n"
        "# `yes` takes what is proposed. What is left empty stays open. Then run the same import again with this file.\n"
        "questions:\n"
        "  - id: person:kevin\n"
        "    question: Is `Kevin` kevin-fox?\n"
        "    evidence:\n"
        '      - "notes.md line 12: - Kevin (PNNL)"\n'
        '      - "against it, notes.md line 30: - Kevin Fox, [e-mail address]"\n'
        "    choices: [new]\n"
        "    proposed: kevin-fox\n"
        "    likelihood: 80%\n"
        "    answer:\n"
        "  - id: date:1\n"
        "    question: On which day?\n"
        "    answer:\n"
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [("yes", "kevin-fox"), ("Yes # sure", "kevin-fox"), ("true", "kevin-fox"), ("new", "new"), ("2024-06-05", "2024-06-05"), ("", None)],
)
def test_answers(written: str, read: str | None) -> None:
    data = Worksheet().with_questions([KEVIN]).replace(b"answer:\n", f"answer: {written}\n".encode())
    assert Worksheet.read("sheet", data).answers().get("person:kevin") == read


def test_new_questions_stand_behind_the_old_ones_which_keep_their_bytes() -> None:
    data = Worksheet().with_questions([KEVIN]).replace(b"answer:\n", b"answer:   new   # I asked him\n").replace(b"\n", b"\r\n")
    again = Worksheet.read("sheet", data).with_questions([DAY, KEVIN])
    assert again.startswith(data)
    assert Worksheet.read("sheet", again).answers() == {"person:kevin": "new"}
    assert Worksheet.read("sheet", data).with_questions([]) == data


@pytest.mark.parametrize("data", [b"questions: {}", b"questions:\n  - 1\n", b"[", b"date: 2024-01-03\n", b"\xff"])
def test_a_file_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(RugctlError):
        Worksheet.read("sheet", data)


@given(st.lists(st.builds(OpenQuestion, TEXT, TEXT, TEXT, st.none() | TEXT, st.lists(TEXT, max_size=2).map(tuple)), max_size=3))
def test_whatever_is_asked_can_be_read_back(questions: list[OpenQuestion]) -> None:
    data = Worksheet().with_questions(questions)
    again = Worksheet.read("sheet", data)
    assert again.answers() == {}
    assert again.with_questions(questions) == data


def test_a_summary_shows_once_what_is_asked_of_several_days() -> None:
    often = [replace(DAY, id=f"person/often/{n}", text="Is `Ana` ana-lima?", answer="ana-lima") for n in range(3)]
    questions = summary(Account((), (), (), (), ()), [*often, replace(DAY, text="Who is `Bo`?", answer=None)])[1]
    assert [(row.question, row.proposed) for row in questions.rows] == [
        ("Is `Ana` ana-lima? (3 times)", "ana-lima"),
        ("Who is `Bo`?", None),
    ]
    assert questions.notes == ("4 open questions: `--review FILE` writes them down, to be answered there.",)
