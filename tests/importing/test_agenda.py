"""Which lines are an agenda's items: each case is a habit told by what looks almost like it."""

from __future__ import annotations

import pytest

from rugctl.importing.readers.text import read_text
from rugctl.importing.understand import understand
from rugctl.importing.words.titles import as_written

HEAD = """\
2031-03-05

Attendees:

- Ann Lee (Acme)
- Bo Ek (Zeta)
- Cy Dee (Uni Nord)

"""


def titles(agenda: str) -> list[str]:
    (meeting,) = understand([read_text("minutes.txt", HEAD + agenda)]).meetings
    return [item.title for item in meeting.agenda]


@pytest.mark.parametrize(
    ("agenda", "wanted"),
    [
        ("- Topic: Painting\n- Paintings of lamps\n- Keys", ["Painting", "Keys"]),
        ("- Painting\n- Paintings of lamps\n- Keys", ["Painting", "Paintings of lamps", "Keys"]),
        ("- Topic: Painting\n  - Slow\n- Paintings of lamps\n- Keys", ["Painting", "Paintings of lamps", "Keys"]),
        ("- Topic: Painting\n- Topic: Paintings of lamps", ["Painting", "Paintings of lamps"]),
        ("- Topic: Plan of the group\n- New plans for the group", ["Plan of the group", "New plans for the group"]),
    ],
)
def test_entries_that_share_a_word_with_a_topic_are_its_notes(agenda: str, wanted: list[str]) -> None:
    assert titles(f"Agenda:\n\n{agenda}\n") == wanted


@pytest.mark.parametrize(
    ("agenda", "wanted"),
    [
        ("- Demo of the lamp\n- What is the lamp?\n  - Bright", ["Demo of the lamp"]),
        ("- Demo of the lamp\n- What is the lamp?", ["Demo of the lamp", "What is the lamp?"]),
        ("- Demo of the lamp\n  - Bright\n- What is the lamp?\n  - Bright", ["Demo of the lamp", "What is the lamp?"]),
        ("- Demo of the lamp\n- What is the wick?\n  - Thin", ["Demo of the lamp", "What is the wick?"]),
    ],
)
def test_an_entry_with_notes_that_repeats_a_title_without_any_belongs_to_it(agenda: str, wanted: list[str]) -> None:
    assert titles(f"Agenda:\n\n{agenda}\n") == wanted


@pytest.mark.parametrize(
    ("agenda", "wanted"),
    [
        ("- Open discussion\n  - Ann Lee: Lamps\n  - Bo Ek: Paint", ["Open discussion", "Lamps", "Paint"]),
        ("- Open discussion\n  - Ann Lee: Lamps\n  - Nobody else", ["Open discussion"]),
        ("- Open discussion\n  - Ann Lee: lamps are out\n  - Bo Ek: they are not", ["Open discussion"]),
        ("- Open discussion\n  - Ann Lee: Lamps are out again.\n  - Bo Ek: They are not.", ["Open discussion"]),
        ("- Open discussion\n  - Ann: Lamps\n  - Bo: Paint", ["Open discussion"]),
        ("- Open discussion\n  - Eve Fox: Lamps\n  - Gil Hay: Paint", ["Open discussion"]),
        ("- Walls\n  - Ann Lee: Lamps\n  - Bo Ek: Paint", ["Walls"]),
    ],
)
def test_titles_with_their_speakers_below_a_discussion_are_items(agenda: str, wanted: list[str]) -> None:
    assert titles(f"Agenda:\n\n{agenda}\n- Keys\n") == [*wanted, "Keys"]


@pytest.mark.parametrize(
    ("news", "wanted"),
    [
        ("The fair is in May\n\n- A stall with lamps\n- A poster", ["The fair is in May"]),
        ("Some news:\n\n- A stall with lamps\n- A poster", ["A stall with lamps", "A poster"]),
        ("These are the news of this month.\n\n- A stall with lamps\n- A poster", ["A stall with lamps", "A poster"]),
        ("- A stall with lamps\n\nThe fair\n\n- A poster", ["A stall with lamps", "A poster"]),
        ("The fair\n\n- A stall with lamps\n\nThe museum\n\n- A poster", ["The fair", "The museum"]),
    ],
)
def test_a_line_over_the_list_of_a_group_is_a_title(news: str, wanted: list[str]) -> None:
    assert titles(f"Announcements:\n\n{news}\n") == wanted


@pytest.mark.parametrize(
    ("agenda", "wanted"),
    [
        ("- Keys\n  - Two are lost\n- https://example.org/a\n  - Its first version", ["Keys", "https://example.org/a"]),
        ("- Keys\n- https://example.org/a\n  - Its first version", ["Keys"]),
        ("- Keys\n  - Two are lost\n- https://example.org/a\n  - https://example.org/b", ["Keys"]),
        ("- Keys\n  - Two are lost\n- https://example.org/a", ["Keys"]),
    ],
)
def test_an_address_is_an_item_where_it_has_notes_of_its_own(agenda: str, wanted: list[str]) -> None:
    assert titles(f"Agenda:\n\n{agenda}\n") == wanted


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("[Ann Lee] Paint for the whole tower", "Paint for the whole tower"),
        ("[Ann Lee] Keys", "[Ann Lee] Keys"),
        ("Keys (10 min) - Ann Lee", "Keys (10 min) - Ann Lee"),
        ("[Ann Lee] https://example.org/a/1", "https://example.org/a/1"),
        ("1. Keys", "Keys"),
    ],
)
def test_a_title_of_which_little_is_left_is_reported_as_written(line: str, written: str) -> None:
    (meeting,) = understand([read_text("minutes.txt", f"{HEAD}Agenda:\n\n- {line}\n- Something else\n")]).meetings
    assert meeting.agenda[0].written == written


def test_an_address_is_left_out_of_what_is_written_where_enough_words_remain() -> None:
    address = "https://example.org/a/long/way/to/the/paint/of/the/tower"
    assert as_written("Paint for the tower", f"[Ann Lee]  Paint for the tower ({address})") == "[Ann Lee] Paint for the tower"
    assert as_written("Paint", f"[Ann] Paint {address}") == f"[Ann] Paint {address}"
