"""`# rugctl: ignore[rule] reason`: what it silences, and what is said of it."""

from __future__ import annotations

import pytest

from tests.books import entry, findings_in

DAY = "data/meetings/2024-06-05.yaml"
HEAD = "date: 2024-06-05\nstatus: held\n"
MAIL = "jane" + "@example.org"


def told(text: str) -> list[tuple[str, int, int]]:
    """Return (rule, line, column) of what is found in a meeting's record."""
    return [(d.rule, d.span.line, d.span.column) for d in findings_in([entry(DAY, text)])]


def messages(text: str) -> list[str]:
    return [d.message for d in findings_in([entry(DAY, text)])]


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}# rugctl: ignore[empty-key] later\nreason:\n",
        f"{HEAD}reason: # rugctl: ignore[empty-key] later\n",
        f"{HEAD}#rugctl:ignore[ empty-key ]later\nreason:\n",
        f"{HEAD}# rugctl: ignore[empty-key, email-address] later\nreason: # {MAIL}\n",
        f"{HEAD}agenda:\n  - title: X\n    # rugctl: ignore[empty-key] later\n    notes:\n",
        f"{HEAD}# rugctl: ignore[email-address] public\nreason: {MAIL}\n",
        f"{HEAD}# rugctl: ignore[email-address] public\nnotes: write to {MAIL}\n",
    ],
)
def test_what_is_silenced(text: str) -> None:
    assert told(text) == []


def test_a_comment_beside_a_line_does_not_reach_the_next() -> None:
    text = f"{HEAD}attendees:\n  - Ann X  # rugctl: ignore[unresolved-name] who?\n  - Ben Y\n"
    assert told(text) == [("unresolved-name", 5, 5)]


def test_texts_may_quote_one() -> None:
    text = f"{HEAD}reason: 'x # rugctl: ignore[empty-key] y'\nnotes: |\n  # rugctl: ignore[email-address] quoted\n  {MAIL}\n"
    assert told(text) == [("email-address", 6, 3)]


def test_what_is_said_of_comments() -> None:
    assert messages(f"{HEAD}# rugctl: ignore[empty-keys] x\nnotes: y\n") == ["there is no rule `empty-keys` to ignore"]
    assert messages(f"{HEAD}# rugctl: ignore[] x\nnotes: y\n") == ["there is no rule `` to ignore"]
    assert messages(f"{HEAD}# rugctl: ignore[empty-key]\nreason:\n") == ["`ignore[empty-key]` does not say why"]
    assert messages(f"{HEAD}# rugctl: ignore[empty-key] x\nnotes: y\n") == ["there is no finding of `empty-key` here to ignore"]
    assert messages(f"{HEAD}# rugctl: ignore[bad-ignore, empty-key] x\nnotes: y\n") == [
        "there is no finding of `bad-ignore` here to ignore",
        "there is no finding of `empty-key` here to ignore",
    ]
    (found,) = findings_in([entry(DAY, f"{HEAD}# rugctl: ignore[empty-keys] x\nnotes: y\n")])
    assert (found.span.column, found.span.end, found.help) == (18, 28, "Did you mean `empty-key`?")


@pytest.mark.parametrize("wrong", ["slot: Early", "duration: [", "atendees: []"])
def test_what_keeps_a_record_from_being_read_cannot_be_ignored(wrong: str) -> None:
    (rule,) = {rule for rule, _, _ in told(f"{HEAD}{wrong}\n")}
    text = f"{HEAD}# rugctl: ignore[{rule}] x\n{wrong}\n"
    assert sorted(rule for rule, _, _ in told(text)) == sorted(["bad-ignore", rule])
    assert f"`{rule}` cannot be ignored: while it stands, the record cannot be used" in messages(text)


def test_while_some_record_cannot_be_read_only_what_rests_on_one_that_can_is_said_to_be_of_no_use() -> None:
    ignores = f"{HEAD}# rugctl: ignore[empty-key] x\n# rugctl: ignore[first-time] x\nnotes: y\n"
    broken = entry("data/meetings/2024-06-12.yaml", "date: 2024-06-12\nslot: X\nnotes: y  # rugctl: ignore[empty-key] x\n")
    found = [d for d in findings_in([entry(DAY, ignores), broken]) if d.rule == "bad-ignore"]
    assert [(d.path, d.message) for d in found] == [(DAY, "there is no finding of `empty-key` here to ignore")]


def test_a_file_that_cannot_be_read_keeps_its_comments() -> None:
    text = f"""{HEAD}# rugctl: ignore[email-address] public
reason: {MAIL}
agenda:
  - notes: |
      # rugctl: ignore[email-address] quoted
      {MAIL}
    title: {MAIL}  # rugctl: ignore[email-address] public
  - |
    # rugctl: ignore[email-address] quoted
    {MAIL}
notes: >-

  # rugctl: ignore[email-address] quoted

  {MAIL}
# rugctl: ignore[email-address] public
scribe: {MAIL}
links: [
"""
    assert [(rule, line) for rule, line, _ in told(text)] == [
        ("email-address", 8),
        ("email-address", 12),
        ("email-address", 17),
        ("syntax", 20),
    ]
