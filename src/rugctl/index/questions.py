"""Questions and answers in the notes of an agenda item: bullets `- Q (asker): …` with `- A (answerer): …` below them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BULLET = re.compile(r"^(?P<indent>\s*)[-*+] (?:(?P<mark>[QA])(?: \((?P<who>[^()]+)\))?:\s*)?(?P<text>.*)$")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with who asked it, where said, and what was answered; several answers are lines."""

    asker: str | None
    text: str
    answer: str
    answerers: tuple[str, ...]


def parse_questions(notes: str) -> list[Question]:
    """Return the questions of notes in CommonMark, in their order; an answer goes on to the next bullet that is no deeper."""
    found: list[Question] = []
    state: _Open | None = None
    fenced = False
    for line in notes.splitlines():
        if line.lstrip().startswith("```"):
            fenced = not fenced
        match = None if fenced else _BULLET.match(line)
        if match is None:
            if state is not None and line.strip() and not fenced:
                state.go_on(line.strip())
            continue
        depth = len(match["indent"])
        if match["mark"] == "Q":
            found += [state.close()] if state else []
            state = _Open(match["who"], depth, match["text"])
        elif state is not None and (match["mark"] == "A" or depth > state.depth):
            state.answer(match["who"] if match["mark"] else None, match["text"])
        elif state is not None:
            found.append(state.close())
            state = None
    return [*found, state.close()] if state else found


class _Open:
    """A question that is still being read."""

    def __init__(self, asker: str | None, depth: int, text: str) -> None:
        self._asker, self.depth, self._text = asker, depth, text
        self._answers: list[str] = []
        self._answerers: list[str] = []

    def answer(self, who: str | None, text: str) -> None:
        self._answers.append(text)
        if who:
            self._answerers.append(who)

    def go_on(self, text: str) -> None:
        if self._answers:
            self._answers[-1] += f" {text}"
        else:
            self._text += f" {text}"

    def close(self) -> Question:
        return Question(self._asker, self._text, "\n".join(self._answers), tuple(self._answerers))
