"""A document that grows and is corrected, records that are edited by hand, imports in between: nothing is ever lost."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.books import findings_of
from tests.writing.desk import Desk

NAMES = st.lists(st.sampled_from(["Ana Lima (CERN)", "Ana Lima (PSI)", "Bo Berg", "Cy Young (first time)"]), max_size=3, unique=True)
TOPICS = st.lists(st.sampled_from(["Queues in practice", "Storage for all", "A tour of the cluster"]), min_size=1, max_size=2, unique=True)


def section(day: str, names: list[str], topics: list[str], words: str) -> str:
    people = "\n".join(f"- {name}" for name in names)
    agenda = "\n".join(f"- {topic}\n  - {words}" for topic in topics)
    return f"## {day}\n\nAttendees:\n\n{people}\n\nAgenda:\n\n{agenda}\n"


class Documents(RuleBasedStateMachine):
    """One document and one repository; what hands wrote is remembered and must stay."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.desk = Desk(self.folder / "repository", today="2024-12-31")
        self.desk.root.mkdir()
        self.desk.git("init", "-q", "-b", "main")
        self.sections: list[tuple[str, list[str], list[str], str]] = []
        self.by_hand: dict[str, str] = {}
        self.grow(["Ana Lima (CERN)"], ["Queues in practice"])
        self.import_()

    @rule(names=NAMES, topics=TOPICS)
    def grow(self, names: list[str], topics: list[str]) -> None:
        self.sections.insert(0, (f"2024-{len(self.sections) + 1:02}-07", names, topics, "as said"))

    @precondition(lambda self: bool(getattr(self, "sections", ())))
    @rule(at=st.integers(0, 3), names=NAMES, words=st.sampled_from(["as said", "as corrected"]))
    def correct(self, at: int, names: list[str], words: str) -> None:
        day, _, topics, _ = self.sections[at % len(self.sections)]
        self.sections[at % len(self.sections)] = (day, names, topics, words)

    @precondition(lambda self: hasattr(self, "desk") and (self.desk.root / "data/meetings").exists())
    @rule(at=st.integers(0, 3))
    def edit(self, at: int) -> None:
        """Write a reason and a comment into a record."""
        paths = sorted((self.desk.root / "data/meetings").iterdir())
        path = paths[at % len(paths)]
        line = f"reason: by hand {len(self.by_hand)}  # mine {len(self.by_hand)}"
        text = path.read_text(encoding="utf-8")
        if "\nreason:" not in text:
            path.write_text(text.replace("\nstatus: held\n", f"\nstatus: held\n{line}\n"), encoding="utf-8")
            self.by_hand[str(path)] = line
            self.desk.git("commit", "-q", "-a", "-m", "By hand")

    @rule(update=st.booleans())
    def import_(self, *, update: bool = False) -> None:
        text = "# Example group\n\n" + "\n".join(section(*each) for each in self.sections)
        (self.folder / "notes.md").write_text(text, encoding="utf-8")
        before = self.desk.files() if (self.desk.root / "data").exists() else {}
        ran = self.desk.run("import", "../notes.md", *(["--update"] if update else []))
        assert ran.code == 0, ran.err
        after = self.desk.files()
        if not update:
            records = {path: data for path, data in before.items() if "meetings" in path}
            assert {path: after[path] for path in records} == records
        again = self.desk.run("import", "../notes.md", *(["--update"] if update else []))
        assert "Nothing to change." in again.err, again.err
        assert self.desk.files() == after

    @invariant()
    def nothing_is_lost(self) -> None:
        if hasattr(self, "desk"):
            assert [d.message for d in findings_of(self.desk.root) if d.severity == "error"] == []
            assert self.desk.git("status", "--porcelain") == ""
            for path, line in self.by_hand.items():
                assert line in Path(path).read_text(encoding="utf-8")

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)


TestDocuments = Documents.TestCase
TestDocuments.settings = settings(max_examples=3, stateful_step_count=6, deadline=None, suppress_health_check=list(HealthCheck))
