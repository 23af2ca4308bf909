"""What `validate --fix` mends: what a finding marked fixable says, all of it, and not a byte more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rugctl.changes import ChangeSet
from rugctl.diagnostics import Diagnostic, Edit, Finding, Severity, Splice, Target
from rugctl.drafting.mending import Mending, mend
from rugctl.index.examiner import Examiner
from rugctl.index.files import Held
from rugctl.index.loading import LoadedFile
from rugctl.index.opening import open_index
from rugctl.store import Entry
from rugctl.yamlfile.emit import emit_record
from tests.books import EXAMINER, entry, findings_in, index_of
from tests.records import mutated, records
from tests.test_rules import CASES, CATALOGUE, Case

DAY = "data/meetings/2024-06-05.yaml"
HEAD = "date: 2024-06-05\nstatus: held\n"
REGISTRIES = {
    "data/people.yaml": "people:\n"
    "  ana-lima: {name: Ana Lima, aliases: [A. Lima, Anita], github: ana, affiliations: [cern]}\n"
    "  bo-berg: {name: Bo Berg}\n  bo-berg-2: {name: Bo Berg}\n",
    "data/organizations.yaml": "organizations:\n  cern: {name: CERN, aliases: [European Laboratory]}\n",
    "data/topics.yaml": "topics:\n  ml: {name: Machine Learning, aliases: [AI/ML]}\n",
    "data/meetings/2024-05-01.yaml": "date: 2024-05-01\nstatus: held\nattendees: [ana-lima, bo-berg, bo-berg-2]\n"
    "agenda:\n  - {title: X, topics: [ml]}\n",
}


def mending_of(files: Mapping[str, str | bytes]) -> tuple[Mending, list[Entry]]:
    """Return what mending does to files, and the files after it."""
    entries = [entry(path, text) for path, text in files.items()]
    mending = mend(index_of(entries), Held(entries), EXAMINER, lambda _: True)
    return mending, [Entry(e.name, mending.files.get(e.name.path, e.data)) for e in entries]


def mended(text: str, **more: str) -> str:
    """Return a meeting's record as it is after mending, among registries."""
    _, after = mending_of(REGISTRIES | {DAY: text} | {f"data/meetings/{stem}.yaml": record for stem, record in more.items()})
    return next((e.data or b"").decode() for e in after if e.name.path == DAY)


def counted(found: list[Diagnostic]) -> Counter[tuple[str, str, str]]:
    return Counter((d.rule, d.path, d.message) for d in found)


def unread(entries: list[Entry]) -> int:
    return int(index_of(entries).execute("SELECT count(*) FROM file WHERE state IN ('invalid', 'unreadable')").fetchone()[0])


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_marked_fixable_is_mended_and_nothing_else(case: Case) -> None:
    entries = list(case.entries)
    before = findings_in(entries)
    mending = mend(index_of(entries), Held(entries), EXAMINER, lambda _: True)
    after = [Entry(e.name, mending.files.get(e.name.path, e.data)) for e in entries]
    left = counted(findings_in(after))
    assert not mending.left
    assert not counted([d for d in before if d.fixable]) & left
    assert counted([d for d in before if not d.fixable]) <= left
    assert counted(mending.mended) >= counted([d for d in before if d.fixable])
    assert mend(index_of(after), Held(after), EXAMINER, lambda _: True).files == {}
    if not any(d.fixable for d in before):
        assert mending.files == {}


FIXES = [
    # keys
    (f"{HEAD}atendees: [ana-lima]  # all\n", f"{HEAD}attendees: [ana-lima]  # all\n"),
    (f"{HEAD}Moved-From: 2024-05-01\n", f"{HEAD}moved_from: 2024-05-01\n"),
    (f"{HEAD}agenda:\n- titel:   'X'\n  kind: talk\n", f"{HEAD}agenda:\n- title:   'X'\n  kind: talk\n"),
    (f"{HEAD}attendees:\n  - {{persn: bo-berg, note: late}}\n", f"{HEAD}attendees:\n  - {{person: bo-berg, note: late}}\n"),
    ("# x\nstatus: held\n", "# x\ndate: 2024-06-05\nstatus: held\n"),
    (f"{HEAD}reason:\nnotes: x\n", f"{HEAD}notes: x\n"),
    (f"{HEAD}agenda:\n  - {{title: X, kind: , topics: [ml]}}\n", f"{HEAD}agenda:\n  - {{title: X, topics: [ml]}}\n"),
    (f"{HEAD}links:\nnotes: x\n", f"{HEAD}notes: x\n"),
    # words
    ("date: 2024-06-05\nstatus:  Held   # at last\n", "date: 2024-06-05\nstatus:  held   # at last\n"),
    ("date: 2024-06-05\nstatus: no show\n", "date: 2024-06-05\nstatus: no-show\n"),
    ("date: 2024-06-05\nstatus: canceled\nreason: x\n", "date: 2024-06-05\nstatus: cancelled\nreason: x\n"),
    (f"{HEAD}agenda:\n  - {{title: X, kind: Talks}}\n", f"{HEAD}agenda:\n  - {{title: X, kind: talk}}\n"),
    # days and times
    ("date: 2024-6-5\nstatus: held\n", HEAD),
    ("date: 2024/06/05\nstatus: held\n", HEAD),
    ("date: 2024.6.5\nstatus: held\n", HEAD),
    ("date: 20240605\nstatus: held\n", HEAD),
    ("date: 5 June 2024\nstatus: held\n", HEAD),
    ("date: Jun 5th, 2024\nstatus: held\n", HEAD),
    (f"{HEAD}start: 9:00\n", f'{HEAD}start: "09:00"\n'),
    (f"{HEAD}start: 1700\n", f'{HEAD}start: "17:00"\n'),
    (f"{HEAD}start: 5:30 PM\n", f'{HEAD}start: "17:30"\n'),
    (f"{HEAD}start: 17:00:00\n", f'{HEAD}start: "17:00"\n'),
    (f"{HEAD}moved_from: 2024-05-01.yaml\n", f"{HEAD}moved_from: 2024-05-01\n"),
    # numbers, flags, lists
    (f'{HEAD}duration: "60"\n', f"{HEAD}duration: 60\n"),
    (f"{HEAD}agenda:\n  - title: 2024\n", f'{HEAD}agenda:\n  - title: "2024"\n'),
    (f"{HEAD}attendees:\n  - {{person: bo-berg, first_time: yes}}\n", f"{HEAD}attendees:\n  - {{person: bo-berg, first_time: true}}\n"),
    (f"{HEAD}recording: 'yes'\n", f"{HEAD}recording: true\n"),
    (f"{HEAD}regrets: bo-berg\n", f"{HEAD}regrets:\n  - bo-berg\n"),
    (f"{HEAD}slot: [early]\n", f"{HEAD}slot: early\n"),
    (f'{HEAD}reason: " x "\n', f"{HEAD}reason: x\n"),
    (f"{HEAD}links:\n  - {{url: <https://example.org/>}}\n", f"{HEAD}links:\n  - {{url: https://example.org/}}\n"),
    # references
    (f"{HEAD}chair: anita\n", f"{HEAD}chair: ana-lima\n"),
    (
        f"{HEAD}chair: anita\nscribe: anita\nattendees: [anita, bo-berg]\n",
        f"{HEAD}chair: ana-lima\nscribe: ana-lima\nattendees: [ana-lima, bo-berg]\n",
    ),
    (f"{HEAD}chair: analima\n", f"{HEAD}chair: ana-lima\n"),
    (f"{HEAD}chair: a-lima\n", f"{HEAD}chair: ana-lima\n"),
    (f"{HEAD}chair: ÁNA LIMA\n", f"{HEAD}chair: ana-lima\n"),
    (f"{HEAD}chair: ANA-LIMA\n", f"{HEAD}chair: ana-lima\n"),
    (f"{HEAD}attendees:\n  - Ana Lima (CERN)  # late\n", f"{HEAD}attendees:\n  - ana-lima  # late\n"),
    (f"{HEAD}agenda:\n  - {{title: X, topics: [ai-ml]}}\n", f"{HEAD}agenda:\n  - {{title: X, topics: [ml]}}\n"),
    (f"{HEAD}agenda:\n  - {{title: X, topics: [ML]}}\n", f"{HEAD}agenda:\n  - {{title: X, topics: [ml]}}\n"),
    (
        f"{HEAD}attendees:\n  - {{person: bo-berg, organization: european-laboratory}}\n",
        f"{HEAD}attendees:\n  - {{person: bo-berg, organization: cern}}\n",
    ),
    (f"{HEAD}timezone: europe/zurich\n", f"{HEAD}timezone: Europe/Zurich\n"),
    # people twice, comments
    (f"{HEAD}attendees:\n  - bo-berg\n  - ana-lima\n  - bo-berg\n  - bo-berg\n", f"{HEAD}attendees:\n  - bo-berg\n  - ana-lima\n"),
    (f"{HEAD}# rugctl: ignore[empty-key] x\nnotes: y\n", f"{HEAD}notes: y\n"),
    (f"{HEAD}notes: y  # rugctl: ignore[empty-key] x\n", f"{HEAD}notes: y\n"),
    (f"{HEAD}# rugctl: ignore[email-address, empty-key, orphan]  x\nreason:\n", f"{HEAD}# rugctl: ignore[empty-key]  x\nreason:\n"),
    (  # of use once the name is an id
        f"{HEAD}attendees:\n  - {{person: anita, first_time: true}}  # rugctl: ignore[first-time] the minutes say so\n",
        f"{HEAD}attendees:\n  - {{person: ana-lima, first_time: true}}  # rugctl: ignore[first-time] the minutes say so\n",
    ),
    (f"{HEAD}# rugctl: ignore[empty-key, orphan] x\nnotes: y  # rugctl: ignore[orphan] z\n", f"{HEAD}notes: y\n"),
]


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """Return a text with parts of it replaced, as an editor does that reads them in a report."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for splice in sorted(splices, key=lambda one: (one.line, one.column), reverse=True):
        start, end = starts[splice.line - 1] + splice.column - 1, starts[splice.end_line - 1] + splice.end_column - 1
        text = text[:start] + splice.text + text[end:]
    return text


@pytest.mark.parametrize("text", [text for text, _ in FIXES])
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_report_tells_of_each_finding_what_its_fix_does_to_the_text(text: str, ends: str) -> None:
    files = {path: content.replace("\n", ends) for path, content in (REGISTRIES | {DAY: text}).items()}
    read = {path: content.encode() for path, content in files.items()}.get
    fixable = [d for d in findings_in([entry(path, content) for path, content in files.items()]) if d.fixable]
    assert fixable
    for diagnostic in fixable:
        together = ChangeSet(read)
        for edit in reversed(diagnostic.fix):
            together.make(edit)
        splices = [ChangeSet(read).splice(edit) for edit in diagnostic.fix]
        assert {path: spliced(files[path], splices) for path in {splice.path for splice in splices}} == {
            path: data.decode() for path, data in together.files().items()
        }


@pytest.mark.parametrize(("text", "after"), FIXES)
def test_what_is_certain(text: str, after: str) -> None:
    assert mended(text) == after
    assert mended(after) == after
    assert mended(text.replace("\n", "\r\n")) == after.replace("\n", "\r\n")


def test_which_rules_have_fixes_is_said() -> None:
    books = [list(case.entries) for case in CASES]
    books += [[entry(path, text) for path, text in (REGISTRIES | {DAY: wrong}).items()] for wrong, _ in FIXES]
    fixable = {d.rule for entries in books for d in findings_in(entries) if d.fixable}
    assert {rule for rule, explanation in CATALOGUE.items() if "--fix" in explanation.fix} == fixable


LEFT = [
    "date: 05/06/2024\nstatus: held\n",
    "date: 2024-02-30\nstatus: held\n",
    "date: 2024-13-1\nstatus: held\n",
    "status: held\ndate: soon\n",
    "duration: 60\n",
    "date: 2024-06-05\nstatus: moved\n",
    f"{HEAD}start: 5\n",
    f"{HEAD}start: 25:00\n",
    f"{HEAD}start: 13 pm\n",
    f"{HEAD}duration: 60 minutes\n",
    f"{HEAD}attendes: []\nattendeees: [bo-berg]\n",
    f"{HEAD}moved: 2024-05-01\n",
    f"{HEAD}agenda:\n  - {{title: X, topic: ml}}\n",
    f"{HEAD}agenda:\n  - Update: on ml\n    title: X\n",
    f"{HEAD}agenda:\n  - {{title: X, topics: ml and more}}\n",
    f"{HEAD}reason:  # who knows\n",
    f"{HEAD}# nobody said\nreason:\n",
    f"{HEAD}reason:\n  # nobody said\nnotes: x\n",
    f"{HEAD}notes: >-\n  text\nreason:\n\n  # perhaps of the text\n",
    f"{HEAD}reason: [a, b]\n",
    f"{HEAD}reason: true\n",
    f"{HEAD}recording: false\n",
    f"{HEAD}recording: 'no'\n",
    f"{HEAD}attendees:\n  -\n",
    f"{HEAD}links:\n  - {{url: example.org}}\n",
    f"{HEAD}reason: x\nreason: x\nslot: Early\n",
    f"{HEAD}chair: ana-lina\n",
    f"{HEAD}chair: Bo Berg\n",
    f"{HEAD}chair: bo-bergs\n",
    f"{HEAD}attendees:\n  - Ana Lima (PSI)\n",
    f"{HEAD}attendees:\n  - {{person: Anita, first_time: true}}  # rugctl: ignore[first-time] the minutes say so\n",
    f"{HEAD}attendees:\n  - {{person: Ana Lima, organization: none}}\n",
    f"{HEAD}attendees:\n  - Ana Lima (CERN, first time)\n",
    f"{HEAD}attendees:\n  - ana-lima\n  - Ana Lima\n",
    f"{HEAD}attendees:\n  - Ana Lima\nregrets: [ana-lima]\n",
    f"{HEAD}attendees:\n  - bo-berg\n  - {{person: bo-berg, note: late}}\n",
    f"{HEAD}attendees:\n  - bo-berg\n  - bo-berg  # once more\n",
    f"{HEAD}attendees:\n  - bo-berg\n  - bo-berg\n    # once more\n",
    f"{HEAD}agenda:\n  - title: X\n    notes: |\n      - Q (anita): Why?\n",
    f"{HEAD}notes: |\n  Slides from jane@example.org.\n",
    f"{HEAD}# rugctl: ignore[no-such-rule] x\nnotes: y\n",
    f"{HEAD}reason: [\nslot: Early\n",
    f"{HEAD}slot: Early\r\nreason: x\n",
]


@pytest.mark.parametrize("text", LEFT)
def test_what_a_person_must_decide_is_left_alone(text: str) -> None:
    files = REGISTRIES | {DAY: text}
    mending, _ = mending_of(files)
    assert (mending.files, mending.mended, mending.left) == ({}, [], [])
    assert not any(d.fixable for d in findings_in([entry(path, text) for path, text in files.items()]))


def test_registries_are_mended() -> None:
    people = """people:
  Ana_Lima:   # the first
    Name: Ana Lima
    affiliations: [CERN, {organization: european-laboratory, since: 2020, concurrent: true}]
"""
    _, after = mending_of({"data/people.yaml": people, "data/organizations.yaml": REGISTRIES["data/organizations.yaml"]})
    assert (
        (after[0].data or b"").decode()
        == """people:
  ana-lima:   # the first
    name: Ana Lima
    affiliations: [cern, {organization: cern, since: "2020", concurrent: true}]
"""
    )


def test_a_meeting_that_moved_is_named_back() -> None:
    away = "date: 2024-06-05\nstatus: postponed\nreason: x\nmoved_to: 2024-06-12\n"
    there = "# x\ndate: 2024-06-12\nstatus: held\nnotes: y\n"
    other = "data/meetings/2024-06-12.yaml"
    _, after = mending_of({DAY: away, other: there})
    assert after[1].data == b"# x\ndate: 2024-06-12\nstatus: held\nmoved_from: 2024-06-05\nnotes: y\n"
    two = {DAY: away, other: there, "data/meetings/2024-06-04.yaml": away.replace("2024-06-05", "2024-06-04")}
    assert mending_of(two)[0].files == {}
    back = there.replace("status: held\n", "status: held\nmoved_from: 2024-06-05\n")
    _, after = mending_of({DAY: away.replace("moved_to: 2024-06-12\n", ""), other: back})
    assert after[0].data == away.encode()
    assert mending_of({DAY: "date: 2024-06-05\nstatus: held\n", other: back})[0].files == {}


def test_what_one_fix_brings_to_light_the_next_mends() -> None:
    text = f"{HEAD}attendees:\n  - ana-lima\n  - anita\n  - Bo  Berg (PSI)\nreason:\n"
    assert mended(text) == f"{HEAD}attendees:\n  - ana-lima\n  - Bo  Berg (PSI)\n"


def test_a_fix_after_which_there_would_be_more_errors_is_left_and_the_others_are_made() -> None:
    def examine(file: LoadedFile) -> Iterator[Finding]:
        marks: tuple[tuple[str, str, Severity], ...] = (("reason", "x", "warning"), ("notes", "x", "warning"), ("slot", "bad", "error"))
        for key, word, severity in marks:
            if file.document.value.get(key) == word:
                edit = Edit("set", file.path, (key,) if key != "notes" else ("slot",), "good" if key != "notes" else "bad")
                yield Finding(key, severity, Target(file.path, (key,)), f"{key} {word}", fix=(edit,) if severity == "warning" else ())

    entries = [entry(DAY, f"{HEAD}reason: x\nslot: a\nnotes: x\n")]
    examiner = Examiner("test", examine, lambda *_: (), dict)
    mending = mend(open_index(None, Held(entries), examiner), Held(entries), examiner, lambda _: True)
    assert mending.files == {DAY: f"{HEAD}reason: good\nslot: a\nnotes: x\n".encode()}
    assert [(d.rule, why) for d, why in mending.left] == [("notes", "it would bring another error: slot bad")]


def test_an_id_of_digits_is_no_index() -> None:
    people = "people:\n  ana: {name: Ana}\n  '0':\n    name: Bo\n    not_same_as: ana\n"
    mending, _ = mending_of({"data/people.yaml": people})
    assert mending.files == {"data/people.yaml": people.replace("not_same_as: ana", "not_same_as: [ana]").encode()}


def test_an_edit_that_cannot_be_made_is_left() -> None:
    def examine(file: LoadedFile) -> Iterator[Finding]:
        yield Finding("x", "error", Target(file.path), "x", fix=(Edit("comment", file.path, line=1),))

    entries = [entry(DAY, HEAD)]
    examiner = Examiner("test", examine, lambda *_: (), dict)
    mending = mend(open_index(None, Held(entries), examiner), Held(entries), examiner, lambda _: True)
    assert [why for _, why in mending.left] == ["there is no comment on line 1"]
    assert mending.files == {}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_fixes_converge_and_bring_no_error(data: st.DataObject) -> None:
    def text(kind: str, **fixed: Any) -> str:
        value = data.draw(records(kind)) | fixed
        return emit_record(changed) if isinstance(changed := data.draw(st.just(value) | mutated(value)), dict) else str(changed)

    files = {DAY: text("meeting", date="2024-06-05"), "data/people.yaml": text("people"), "data/topics.yaml": text("topics")}
    entries = [entry(path, content) for path, content in files.items()]
    before = findings_in(entries)
    mending, after = mending_of(files)
    found = findings_in(after)
    assert {d.fix for d in found if d.fixable} <= {d.fix for d, _ in mending.left}
    assert mending_of({e.name.path: e.data or b"" for e in after})[0].files == {}
    assert bool(mending.files) == bool(mending.mended)
    if unread(after) == unread(entries):
        assert sum(d.severity == "error" for d in found) <= sum(d.severity == "error" for d in before)
    assert unread(after) <= unread(entries)
