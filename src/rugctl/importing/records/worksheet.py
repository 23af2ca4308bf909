"""The open questions as a YAML file that people fill in: answers are read back, new questions added, nothing taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rugctl.errors import RugctlError
from rugctl.importing.records.legal import Margin
from rugctl.importing.report import Evidence, OpenQuestion
from rugctl.yamlfile import parse
from rugctl.yamlfile.edit import Editor
from rugctl.yamlfile.emit import Comments, emit_record

YES = "yes"
_HEAD = (
    "# What an import left open, for a person to settle. Write an answer behind `answer:`, one of the choices or your own;",
    f"# `{YES}` takes what is proposed. What is left empty stays open. Then run the same import again with this file.",
)


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A file of questions that was read; one that is not there yet has no `editor`."""

    editor: Editor | None = None

    @classmethod
    def read(cls, name: str, data: bytes | None) -> Worksheet:
        """Read a worksheet; raises RugctlError, with the place, for a file that is none."""
        if data is None or not data.strip():
            return cls()
        document = parse(data)
        if document.faults:
            fault = document.faults[0]
            raise RugctlError(f"{name}:{fault.span.line}:{fault.span.column}: {fault.message}", fault.help)
        entries = document.value.get("questions") if isinstance(document.value, dict) else None
        if not isinstance(entries, list) or not all(isinstance(entry, dict) and isinstance(entry.get("id"), str) for entry in entries):
            raise RugctlError(f"{name} is no worksheet of an import", "Name a file that is not there yet: it is made.")
        return cls(Editor(document))

    def answers(self) -> dict[str, str]:
        """Return what was answered, by the questions' ids."""
        found: dict[str, str] = {}
        for entry in self._entries():
            answer = entry.get("answer")
            answer = entry.get("proposed") if answer is True or str(answer).strip().casefold() == YES else answer
            if answer is not None and str(answer).strip():
                found[entry["id"]] = str(answer).strip()
        return found

    def with_questions(self, questions: Sequence[OpenQuestion]) -> bytes:
        """Return the file with these questions in it; those that it has keep their bytes."""
        known = {entry["id"] for entry in self._entries()}
        entries = [_entry(question) for question in questions if question.id not in known]
        if self.editor is None:
            text = emit_record({"questions": entries}, Comments(above={("questions",): list(_HEAD)}))
            return text.encode("utf-8")
        for entry in entries:
            self.editor.append(("questions",), entry)
        text = self.editor.text
        return (text.replace("\n", "\r\n") if self.editor.crlf else text).encode("utf-8")

    def _entries(self) -> Sequence[Mapping[str, Any]]:
        return self.editor.value["questions"] if self.editor else ()


def _entry(question: OpenQuestion) -> dict[str, Any]:
    margin = Margin()
    values: dict[str, Any] = {
        "id": question.id,
        "question": margin.line(question.text),
        "evidence": [margin.line(_evidence(evidence)) for evidence in question.evidence] or None,
        "choices": [margin.line(choice) for choice in question.choices] or None,
        "proposed": margin.line(question.answer),
        "likelihood": f"{question.confidence:.0%}" if question.answer else None,
    }
    return {key: value for key, value in values.items() if value is not None} | {"answer": None}


def _evidence(evidence: Evidence) -> str:
    against = "" if evidence.speaks_for else "against it, "
    return f"{against}{evidence.document} line {evidence.line}: {evidence.text}"
