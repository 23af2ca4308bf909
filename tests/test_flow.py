"""Notes brought to a width keep their shape."""

from __future__ import annotations

from rugctl.render.flow import demoted, flow

NOTES = """A paragraph whose lines were
wrapped by hand.

- A bullet that is
  wrapped too
  - Q: one below it, long enough for two lines?
1. numbered

| a | b |
| --- | --- |
| a cell that is far wider than the width | 1 |

```sh
echo "code stays as it is, however long it may be"   # twice
```
"""


def test_notes_at_a_width() -> None:
    assert flow(NOTES, "  ", 32) == [
        "  A paragraph whose lines were",
        "  wrapped by hand.",
        "",
        "  - A bullet that is wrapped too",
        "    - Q: one below it, long",
        "      enough for two lines?",
        "  1. numbered",
        "",
        "  | a | b |",
        "  | --- | --- |",
        "  | a cell that is far wider than the width | 1 |",
        "",
        "  ```sh",
        '  echo "code stays as it is, however long it may be"   # twice',
        "  ```",
    ]


def test_notes_without_a_width_keep_their_lines() -> None:
    assert flow(NOTES, "", None) == NOTES.splitlines()


def test_a_narrow_terminal_leaves_room_for_words() -> None:
    assert flow("- some words in a narrow place", " " * 30, 10) == [" " * 30 + "- some words in a", " " * 32 + "narrow place"]


def test_headings_sink_below_the_one_above_them_and_code_does_not() -> None:
    assert demoted("# One\n```\n# code\n```\n##### Five\n#tag\n", 2) == "### One\n```\n# code\n```\n###### Five\n#tag\n"
