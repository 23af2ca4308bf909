"""Any order of writing commands leaves records that are right, whole commits, and nothing half done."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.writing.desk import Desk

DATES = st.sampled_from(["2024-01-03", "2024-01-17", "2024-01-31", "2024-02-14", "2024-02-28"])
OTHER_DATES = st.sampled_from(["2024-02-07", "2024-02-14", "2024-03-06"])
PEOPLE = st.lists(
    st.sampled_from(
        ["ana-lima", "Bo Berg (PSI)", "Cy Young (Example Labs, first time)", "Anna Lima", "Émile Ünal, CERN", "A, B (CERN)", "Nobody?"]
    ),
    min_size=1,
    max_size=3,
)


class Desks(RuleBasedStateMachine):
    """The program at work on a repository; every step leaves one commit or none."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.desk = Desk.make(self.folder / "repository", git=True)
        self.desk.today = "2024-02-15"

    def step(self, *arguments: str, stdin: str | None = None) -> None:
        before, commits = self.desk.files(), self.desk.commits()
        ran = self.desk.run(*arguments, stdin=stdin)
        assert ran.code in {0, 1, 2}, ran.err
        assert "Traceback" not in ran.err
        made = len(self.desk.commits()) - len(commits)
        assert made in {0, 1}
        if ran.code != 0 or made == 0:
            assert self.desk.files() == before, ran.err

    @rule()
    def new_meeting(self) -> None:
        self.step("new-meeting", "--title", "A title: with a colon", "--topic", "queues")

    @rule(day=DATES, people=PEOPLE)
    def check_in(self, day: str, people: list[str]) -> None:
        self.step("check-in", day, "-", stdin="\n".join(people))

    @rule(day=DATES, agenda=st.sampled_from(["next", "backlog", "drop"]))
    def cancel(self, day: str, agenda: str) -> None:
        self.step("cancel", day, "--reason", "#rain", "--agenda", agenda)

    @rule(day=DATES, to=OTHER_DATES)
    def postpone(self, day: str, to: str) -> None:
        self.step("postpone", day, "--to", to)

    @rule(day=DATES)
    def held(self, day: str) -> None:
        self.step("held", day)

    @rule()
    def resolve(self) -> None:
        self.step("resolve", "--as", "Anna Lima=ana-lima")

    @invariant()
    def records_are_right(self) -> None:
        if hasattr(self, "desk"):
            ran = self.desk.run("validate")
            assert ran.code == 0, ran.out + ran.err
            assert self.desk.git("status", "--porcelain") == ""

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)


TestDesks = Desks.TestCase
TestDesks.settings = settings(max_examples=8, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck))
