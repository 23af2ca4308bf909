"""Meetings that were found become records that the model and the rules accept, with everything in them that was said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rugctl.importing.identity.terms import KnownPerson
from rugctl.importing.records.landing import Ground, land
from rugctl.importing.records.legal import Margin
from rugctl.importing.records.lessons import Registries
from rugctl.importing.records.matching import Recorded
from rugctl.importing.records.presence import plain_name
from rugctl.importing.report import Findings, FoundAction, FoundDecision, FoundHead, FoundItem, FoundLink, FoundMeeting, FoundPerson
from rugctl.model import Series
from rugctl.model.meeting import STATUSES
from rugctl.privacy import EMAIL, SECRET
from tests.books import findings_in
from tests.importing.found import files_of, identify, landed, meeting, person, record

WEEKLY = Series.model_validate(
    {
        "id": "weekly",
        "uid": "1",
        "since": "2024-01-03",
        "rrule": "FREQ=WEEKLY;BYDAY=WE",
        "duration": 60,
        "rotate": "occurrence",
        "slots": [{"id": "early", "start": "08:00", "timezone": "UTC"}, {"id": "late", "start": "16:00", "timezone": "UTC"}],
    }
)
WITH_SERIES = Ground({"notes.md": "notes"}, series=(WEEKLY,))


def test_a_whole_meeting() -> None:
    found = meeting(
        title="Monthly call",
        dated="Year worked out from the weekday",
        chair=person("Ana Lima", role="chair"),
        scribe=person("Bo Berg", role="scribe"),
        recording="https://example.org/rec",
        links=(FoundLink("https://example.org/rec", None, 1), FoundLink("https://example.org/a b", None, 2)),
        attendees=(person("Ana Lima", "CERN"), person("Bo Berg", first_time=True), person("Cy?", "PSI", first_time=True)),
        agenda=(
            FoundItem(
                "On  queues\t",
                2,
                kind="talk",
                speakers=(person("Ana Lima"),),
                links=(FoundLink("https://example.org/a b", "Slides", 2), FoundLink("https://example.org/a b", None, 2)),
                notes="- Q (ana): Why?\n  - A: So.\n- more",
                actions=(FoundAction("Write it up", 3, owners=(person("Bo Berg"),), done=True, due="2023-01-01"),),
            ),
        ),
        decisions=(FoundDecision("Go on", 4),),
        actions=(FoundAction("Ask", 5),),
        regrets=(person("Dee Dow"), person("Ana Lima")),
    )
    assert record(found) == {
        "date": "2024-01-03",
        "status": "held",
        "chair": "ana-lima",
        "scribe": "bo-berg",
        "recording": "https://example.org/rec",
        "agenda": [
            {
                "title": "On queues",
                "kind": "talk",
                "speakers": ["ana-lima"],
                "links": [{"url": "https://example.org/a%20b", "title": "Slides"}],
                "notes": "- Q (ana-lima): Why?\n  - A: So.\n- more\n",
                "actions": [
                    {
                        "id": "a1",
                        "task": "Write it up",
                        "owners": ["bo-berg"],
                        "closed": "2024-01-03",
                        "outcome": "done",
                        "note": "Due: 2023-01-01; Marked done in the document, which does not say when",
                    }
                ],
            }
        ],
        "attendees": ["ana-lima", {"person": "bo-berg", "first_time": True}, "Cy? (PSI, first time)"],
        "regrets": ["dee-dow"],
        "decisions": [{"text": "Go on"}],
        "actions": [{"id": "a2", "task": "Ask"}],
        "source": {
            "document": "notes",
            "lines": [1, 5],
            "digest": "digest-of-2024-01-03",
            "note": "ana-lima is named both as present and with regrets. Year worked out from the weekday. Headed: Monthly call",
        },
    }


def test_registries_in_the_order_of_time() -> None:
    landing = landed(
        meeting("2024-02-07", attendees=(person("Ana Lima", "PSI"), person("Bo Berg", "CERN"))),
        meeting("2024-01-03", attendees=(person("Ana Lima", "CERN"), person("Bo Berg", "CERN"))),
    )
    assert landing.lessons.people == {
        "ana-lima": {
            "name": "Ana Lima",
            "affiliations": [
                {"organization": "cern", "since": "2024-01-03", "observed": True},
                {"organization": "psi", "since": "2024-02-07", "observed": True},
            ],
        },
        "bo-berg": {"name": "Bo Berg", "affiliations": ["cern"]},
    }
    assert landing.lessons.organizations == {"psi": {"name": "PSI"}, "cern": {"name": "CERN"}}
    assert landing.records["2024-01-03"]["attendees"] == ["ana-lima", "bo-berg"]
    assert landing.records["2024-02-07"]["attendees"] == ["ana-lima", "bo-berg"]


def test_what_was_said_stands_where_it_does_not_follow_from_the_registry() -> None:
    landing = landed(
        meeting("2024-01-03", attendees=(person("Ana Lima", "CERN"),)),
        meeting("2024-02-07", attendees=(person("Ana Lima", "CERN", "PSI"),)),
        meeting("2024-03-06", attendees=(person("Ana Lima", "PSI"),)),
        meeting("2024-04-03", attendees=(person("Ana Lima", "CERN"),)),
    )
    said = [landing.records[stem]["attendees"][0] for stem in sorted(landing.records)]
    assert said == ["ana-lima", "ana-lima", {"person": "ana-lima", "organization": "psi"}, "ana-lima"]


def test_against_the_registry_what_was_said_is_a_note() -> None:
    known = Registries({"ana-lima": {"name": "Ana Lima", "affiliations": ["cern"]}}, {"cern": {"name": "CERN"}}, {"ana-lima": "2024-05-01"})
    found = meeting(attendees=(person("Ana Lima", unaffiliated=True),))
    ground = Ground({"notes.md": "notes"}, registries=known, people=(KnownPerson("ana-lima", "Ana Lima"),))
    entry = record(found, ground=ground)["attendees"][0]
    assert entry == {"person": "ana-lima", "note": "Named no organization, against the registry"}


@pytest.mark.parametrize(
    ("name", "handle", "kept"), [("lili", None, "Lili"), ("lili", "lili", "@lili"), ("7", None, "No. 7"), ("Lili B", "lili", "Lili B")]
)
def test_an_open_name_never_looks_like_an_id(name: str, handle: str | None, kept: str) -> None:
    assert plain_name(person(name, handle=handle), Margin()) == kept


def test_private_things_stay_out_and_that_is_said() -> None:
    found = meeting(
        attendees=(person("ana.lima@example.org"), person("Bo Berg <bo@example.org>?")),
        notes="Write to [Ana](mailto:ana@example.org) or bo@example.org.\nPasscode:\n 1234 is it? Yes",
        links=(FoundLink("https://zoom.us/j/1?pwd=abc&uname=x", None, 2), FoundLink("mailto:a@example.org", "Mail", 2)),
    )
    landing = landed(found)
    values = landing.records["2024-01-03"]
    assert values["attendees"] == ["ana-lima-example-org", "Bo Berg [e-mail address]?"]
    assert landing.lessons.people["ana-lima-example-org"]["name"] == "ana.lima"
    assert values["links"] == [{"url": "https://zoom.us/j/1?uname=x"}]
    assert values["notes"].startswith("Write to Ana or [e-mail address].\nPasscode [left out] is it? Yes")
    assert "passcode" in values["source"]["note"]


@pytest.mark.parametrize(
    ("found", "key", "wanted"),
    [
        (meeting(status="postponed"), "status", "cancelled"),
        (meeting(status="postponed"), "reason", "Postponed; to when is not said"),
        (meeting(status="cancelled", recording="https://example.org/r"), "links", [{"url": "https://example.org/r", "title": "Recording"}]),
        (meeting(status="cancelled", scribe=person("Bo Berg")), "scribe", None),
        (meeting(recording="lost"), "recording", True),
        (meeting(slot="late"), "slot", "late"),
        (meeting(slot="early"), "slot", None),
        (meeting(slot="middle"), "slot", None),
        (meeting("2024-01-04"), "reason", "The document has it on this day, on which the series expect none"),
        (meeting("2024-01-04", "cancelled", reason="Rain"), "reason", "Rain"),
        (meeting(start="08:00", timezone="UTC"), "start", None),
        (meeting(start="09:30", timezone="UTC"), "start", "09:30"),
        (meeting(start="25:00"), "start", None),
        (meeting(attendees=()), "attendees", []),
        (meeting(), "attendees", None),
        (meeting(status="cancelled", attendees=()), "attendees", None),
    ],
)
def test_status_time_and_series(found: FoundMeeting, key: str, wanted: Any) -> None:
    assert record(found, ground=WITH_SERIES).get(key) == wanted


def test_two_meetings_on_one_day() -> None:
    landing = landed(meeting(), meeting(digest="other", title="Triage", line=9, end_line=12))
    assert sorted(landing.records) == ["2024-01-03", "2024-01-03-b"]
    assert landing.records["2024-01-03-b"]["reason"] == "Another meeting on that day: Triage"


def test_the_same_text_twice_is_one_meeting() -> None:
    landing = landed(meeting(), meeting(line=9, end_line=12))
    assert [placed.state for placed in landing.placed] == ["new", "repeated"]


def test_a_meeting_of_some_month_is_a_question() -> None:
    found = meeting("2024-06", attendees=(person("Ana Lima"),))
    landing = landed(found)
    assert (landing.records, len(landing.undated)) == ({}, 1)
    question = landing.questions[0]
    assert (question.kind, question.answer) == ("date", None)
    assert landing.lessons.people == {}
    assert list(landed(found, answers={question.id: "2024-06-12"}).records) == ["2024-06-12"]
    assert landed(found, answers={question.id: "none"}).questions == []


@pytest.mark.parametrize(
    ("recorded", "state"),
    [
        (Recorded("2024-01-03", "2024-01-03", "held", None, "notes", "digest-of-2024-01-03"), "known"),
        (Recorded("2024-01-10", "2024-01-10", "held", None, "notes", "digest-of-2024-01-03"), "known"),
        (Recorded("2024-01-03", "2024-01-03", "held", None, "notes", "older"), "changed"),
        (Recorded("2024-01-03", "2024-01-03", "held", None, "notes", None), "by-hand"),
        (Recorded("2024-01-03", "2024-01-03", "scheduled"), "taken"),
        (Recorded("2024-01-04", "2024-01-04", "held", "2024-01-03"), "taken"),
        (Recorded("2024-01-04", "2024-01-04", "held"), "new"),
    ],
)
def test_a_record_that_is_there(recorded: Recorded, state: str) -> None:
    ground = Ground({"notes.md": "notes"}, recorded=(recorded,))
    landing = landed(meeting(), ground=ground)
    assert landing.placed[0].state == state
    assert bool(landing.records) == (state == "new")


def test_what_the_documents_say_of_the_group() -> None:
    head = FoundHead(
        "notes.md",
        "Example",
        "We meet.\nWrite to us@example.org.",
        links=(FoundLink("https://example.org/join?pwd=1", "Join", 2),),
        leads=(person("Ana Lima", "CERN", role="lead"), person("Cy?", role="lead")),
        backlog=("NUMA", "numa", "名前"),
    )
    held = meeting(attendees=(person("Bo Berg"),))
    landing = land(Findings((held,), heads=(head,)), Ground({"notes.md": "notes"}, new_group=True), identify, {}, lambda _: True)
    term = {"role": "lead", "since": "2024-01-03", "note": "Named at the head of the document; when the term began is not recorded"}
    assert landing.group.values == {
        "charter": "We meet.\nWrite to [e-mail address].\n",
        "links": [{"url": "https://example.org/join", "title": "Join"}],
        "leads": [{"person": "ana-lima"} | term, {"person": "Cy?"} | term],
    }
    assert [item["id"] for item in landing.group.backlog] == ["numa", "numa-2", "item"]
    assert [d.message for d in findings_in(files_of(landing)) if d.severity == "error"] == []


TEXT = st.text(min_size=1, max_size=8) | st.sampled_from(
    [
        "a@b.org", "Passcode: 1", "passcode:", "- x", "# y", "a: b", "no", "12:30", "\t", "\x85", "x\n  y", "@z", "none", "lili", "7", "?",
        "\ufeff", "https://x.org/?pwd=1", "- Q (lili): Why?", "- Q (7): a@b.org", "```\n\tcode\n```", "名前", "[a](mailto:a@b.org)",
    ]
)  # fmt: skip
DAY = st.sampled_from(["2024-01-03", "2024-01-04", "2024-01-10", "2024-02-07"])
PERSON = st.builds(
    FoundPerson,
    name=TEXT | st.sampled_from(["Ana Lima", "Bo Berg", "Cy?"]),
    line=st.integers(1, 9),
    organizations=st.lists(st.sampled_from(["CERN", "PSI"]) | TEXT, max_size=2).map(tuple),
    unaffiliated=st.booleans(),
    handle=st.none() | TEXT,
    first_time=st.booleans(),
    note=st.none() | TEXT,
    role=st.sampled_from(["attendee", "speaker"]),
)
PEOPLE = st.lists(PERSON, max_size=3).map(tuple)
LINKS = st.lists(
    st.builds(FoundLink, url=TEXT | TEXT.map(lambda t: f"https://{t}"), title=st.none() | TEXT, line=st.just(1)), max_size=2
).map(tuple)
ACTIONS = st.lists(
    st.builds(FoundAction, text=TEXT, line=st.just(1), owners=PEOPLE, done=st.booleans(), due=st.none() | DAY | TEXT), max_size=2
).map(tuple)
DECISIONS = st.lists(st.builds(FoundDecision, text=TEXT, line=st.just(1)), max_size=1).map(tuple)
ITEM = st.builds(
    FoundItem,
    title=TEXT,
    line=st.just(1),
    kind=st.none() | st.sampled_from(["talk", "odd"]),
    speakers=PEOPLE,
    links=LINKS,
    outcome=st.none() | st.sampled_from(["done", "postponed", "dropped", "odd"]),
    notes=TEXT,
    decisions=DECISIONS,
    actions=ACTIONS,
)
MEETING = st.builds(
    FoundMeeting,
    date=DAY | st.just("2024-06"),
    status=st.sampled_from([*STATUSES, "odd"]),
    document=st.just("notes.md"),
    line=st.integers(0, 9),
    end_line=st.integers(0, 9),
    digest=st.integers(0, 10**9).map(str),
    dated=st.none() | TEXT,
    reason=st.none() | TEXT,
    title=st.none() | TEXT,
    slot=st.none() | TEXT,
    start=st.none() | TEXT | st.just("16:00"),
    timezone=st.none() | TEXT | st.just("UTC"),
    chair=st.none() | PERSON,
    scribe=st.none() | PERSON,
    recording=st.none() | TEXT | st.booleans(),
    links=LINKS,
    agenda=st.lists(ITEM, max_size=2).map(tuple),
    attendees=st.none() | PEOPLE,
    regrets=PEOPLE,
    notes=TEXT,
    decisions=DECISIONS,
    actions=ACTIONS,
)


@given(st.lists(MEETING, max_size=3))
def test_whatever_is_found_the_records_are_right(meetings: list[FoundMeeting]) -> None:
    files = files_of(landed(*meetings))
    assert [d.message for d in findings_in(files) if d.severity == "error"] == []
    for file in files:
        text = (file.data or b"").decode("utf-8")
        assert not EMAIL.search(text)
        assert not SECRET.search(text)


def test_a_task_of_everybody_has_no_owner_and_keeps_who_was_meant() -> None:
    found = record(meeting(actions=(FoundAction("Read the plan", 5, owners=(person("Everyone"), person("Bo Berg"))),)))
    assert found["actions"] == [{"id": "a1", "task": "Read the plan", "owners": ["bo-berg"], "note": "For: Everyone"}]
