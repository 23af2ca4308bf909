from __future__ import annotations

import sqlite3

from rugctl.queries.backlog import proposals
from rugctl.queries.lookup import Period
from rugctl.queries.outcomes import actions, decisions, open_actions, overdue_actions
from rugctl.queries.people import people, person_view
from rugctl.queries.questions import questions
from rugctl.queries.selection import Scope
from rugctl.queries.topics import topic_history, topic_sums

ALL = Scope()
TODAY = "2024-02-22"


def test_topic_sums_count_what_took_place(index: sqlite3.Connection) -> None:
    rows = [(row.topic, row.times, row.first, row.last, row.speakers) for row in topic_sums(index, ALL)]
    assert rows == [
        ("kueue", 2, "2024-01-03", "2024-02-14", ("Bo Berg",)),
        ("gpus", 1, "2024-02-14", "2024-02-14", ("Bo Berg",)),
        ("storage", 0, None, None, ()),
    ]


def test_a_topic_has_all_that_belongs_to_it(index: sqlite3.Connection) -> None:
    found = topic_history(index, ALL, ("kueue",), TODAY)
    assert [(item.date, item.title, item.speakers, item.questions) for item in found.items] == [
        ("2024-01-03", "Kueue today", ("Bo Berg (psi)",), 1),
        ("2024-02-14", "More Kueue", ("Bo Berg (psi)",), 1),
    ]
    assert [(link.date, link.title, link.url) for link in found.links] == [("2024-01-03", "Slides", "https://example.org/slides")]
    assert [question.question for question in found.questions] == ["Does it run Dask?", "Are GPUs shared?"]
    assert [decision.text for decision in found.decisions] == ["Meet on Wednesdays"]
    assert [action.action for action in found.actions] == ["2024-01-03/a1", "2024-01-03/a2"]
    assert [(item.date, item.state, item.moved_to) for item in found.others] == [("2024-01-17", "postponed", "2024-02-14")]


def test_dropped_and_planned_items_stand_apart(index: sqlite3.Connection) -> None:
    assert [item.state for item in topic_history(index, ALL, ("gpus",), TODAY).others] == ["dropped"]
    storage = topic_history(index, ALL, ("storage",), TODAY)
    assert [item.state for item in storage.others] == ["planned"]
    assert [decision.text for decision in storage.decisions] == ["Meet on Wednesdays"]  # by its own topic


def test_several_topics_show_an_item_once(index: sqlite3.Connection) -> None:
    assert len(topic_history(index, ALL, ("kueue", "gpus"), TODAY).items) == 2


def test_questions_by_topic_and_by_words(index: sqlite3.Connection) -> None:
    def asked(text: str = "", *topics: str) -> list[str]:
        return [row.question for row in questions(index, ALL, topics, text)]

    assert asked("accelerators") == ["Are GPUs shared?"]  # an alias of the topic
    assert asked("JOBS") == ["Does it run Dask?"]  # in the answer
    assert asked("dask jobs") == ["Does it run Dask?"]
    assert asked("kueue", "gpus") == ["Are GPUs shared?"]
    assert asked("dask shared") == asked("?!") == []
    assert len(asked()) == 2
    assert [row.asker for row in questions(index, ALL)] == ["Cy Roe", None]


def test_decisions_know_what_replaced_them(index: sqlite3.Connection) -> None:
    first, second = decisions(index, ALL)
    assert (first.decision, first.superseded_by, first.topics) == ("2024-01-03/d1", "2024-02-14", ("kueue", "storage"))
    assert (second.decision, second.supersedes) == (None, "2024-01-03/d1")
    assert decisions(index, ALL, text="fridays") == [second]
    assert decisions(index, Scope(None, Period("2024-02-01", None))) == [second]


def test_actions_are_open_until_closed_and_overdue_after_their_day(index: sqlite3.Connection) -> None:
    everything = actions(index, ALL, TODAY)
    assert [(row.action, row.state, row.owners, row.overdue) for row in everything] == [
        ("2024-01-03/a1", "open", ("Cy Roe",), True),
        ("2024-01-03/a2", "done", ("Bo Berg",), False),
    ]
    assert open_actions(everything) == overdue_actions(everything) == [everything[0]]
    assert overdue_actions(actions(index, ALL, "2024-01-10")) == []  # on the day itself it is not
    assert actions(index, ALL, TODAY, owner="bo-berg") == [everything[1]]


def test_the_backlog_is_in_order_of_interest(index: sqlite3.Connection) -> None:
    rows = proposals(index)
    assert [(row.id, row.speakers, row.proposed_by) for row in rows] == [
        ("mig", ("Ada Ünal", "Somebody Else"), None),
        ("ceph", (), "Bo Berg"),
    ]
    assert [row.id for row in proposals(index, topics=("storage",))] == ["ceph"]


def test_people_and_one_of_them(index: sqlite3.Connection) -> None:
    assert [(row.person, row.meetings) for row in people(index)] == [("ada-unal", 4), ("al-smith", 2), ("bo-berg", 3), ("cy-roe", 1)]
    ada = person_view(index, "ada-unal", None, TODAY)
    assert (ada.card.handles, ada.card.formerly, ada.card.aliases) == (("adau",), ("ada",), ("Ada U.", "A. Smith"))
    assert [(row.organization, row.since, row.until) for row in ada.affiliations] == [
        ("cern", None, "2024-02-14"),
        ("psi", "2024-02-14", None),
    ]
    assert [(term.role, term.until) for term in ada.terms] == [("lead", None)]
    bo = person_view(index, "bo-berg", None, TODAY)
    assert [(talk.date, talk.title, talk.organization) for talk in bo.talks] == [
        ("2024-01-03", "Kueue today", "psi"),
        ("2024-02-14", "More Kueue", "psi"),
    ]
    assert bo.open_actions == ()
    assert [action.action for action in person_view(index, "cy-roe", None, TODAY).open_actions] == ["2024-01-03/a1"]
