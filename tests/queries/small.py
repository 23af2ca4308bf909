"""A small group's records, as text, and an index of them in memory: rich enough that every query has something to miss."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from tests.books import entry, index_of

REGISTRIES = {
    "data/people.yaml": """\
people:
  ada-unal:
    name: Ada Ünal
    aliases: [Ada U., A. Smith]
    github: adau
    formerly: [ada]
    affiliations:
      - {organization: cern}
      - {organization: psi, since: 2024-02-14}
  al-smith: {name: Al Smith, aliases: [A. Smith], affiliations: [cern-it]}
  bo-berg: {name: Bo Berg, affiliations: [psi]}
  cy-roe: {name: Cy Roe}
""",
    "data/organizations.yaml": """\
organizations:
  cern: {name: CERN}
  cern-it: {name: CERN IT, parent: cern}
  psi: {name: Paul Scherrer Institute, aliases: [PSI]}
""",
    "data/topics.yaml": """\
topics:
  gpus: {name: GPUs, aliases: [accelerators]}
  kueue: {name: Kueue}
  storage: {name: Storage}
""",
    "data/backlog.yaml": """\
backlog:
  - {id: ceph, title: Ceph, topics: [storage], proposed_by: bo-berg}
  - {id: mig, title: MIG, topics: [gpus], speakers: [ada-unal, Somebody Else], interest: 3}
""",
    "data/group.yaml": """\
format: 1
name: Small group
zones: [UTC]
leads: [{person: ada-unal, role: lead, since: 2024-01-03}]
series:
  - id: weekly
    uid: 1f0c
    since: 2024-01-03
    rrule: FREQ=WEEKLY;BYDAY=WE
    start: "16:00"
    timezone: UTC
    duration: 60
    unrecorded: [{since: 2024-01-24, until: 2024-02-07, reason: Lost}]
""",
}
MEETINGS = {
    "2024-01-03": """\
status: held
chair: ada-unal
agenda:
  - title: Kueue today
    speakers: [bo-berg]
    topics: [kueue]
    links: [{title: Slides, url: "https://example.org/slides"}]
    notes: |
      - Q (cy-roe): Does it run Dask?
        - A (bo-berg): Through Jobs.
    decisions: [{id: d1, text: Meet on Wednesdays, topics: [storage]}]
    actions:
      - {id: a1, task: Write it up, owners: [cy-roe], due: 2024-01-10}
      - {id: a2, task: Send the slides, owners: [bo-berg], closed: 2024-01-17, outcome: done}
attendees: [ada-unal, {person: al-smith, first_time: true}, Some One]
""",
    "2024-01-10": "status: held\nagenda: [{title: Planning}]\nattendees: [ada-unal]\n",
    "2024-01-17": """\
status: cancelled
reason: Holidays
agenda: [{title: More Kueue, speakers: [bo-berg], topics: [kueue], outcome: postponed, moved_to: 2024-02-14}]
attendees: [ada-unal, cy-roe]
""",
    "2024-02-07": "status: held\nagenda: [{title: No list kept}]\n",
    "2024-02-14": """\
status: held
agenda:
  - {title: More Kueue, speakers: [bo-berg], topics: [kueue, gpus], notes: "- Q: Are GPUs shared?"}
  - {title: Café talk, outcome: dropped, topics: [gpus]}
decisions: [{text: Meet on Fridays, supersedes: 2024-01-03/d1}]
attendees: [ada-unal, {person: al-smith, first_time: true, organization: cern}, cy-roe]
""",
    "2024-02-21": "status: held\nattendees: [ada-unal, bo-berg]\n",
    "2024-02-28": "status: scheduled\nagenda: [{title: Ceph, topics: [storage]}]\nattendees: [bo-berg]\n",
}


def small_files() -> dict[str, str]:
    """Return the records by path."""
    return REGISTRIES | {f"data/meetings/{stem}.yaml": f"date: {stem}\n{text}" for stem, text in MEETINGS.items()}


def make_index(files: Mapping[str, str]) -> sqlite3.Connection:
    """Return an index of these files in memory; all of them must be readable."""
    index = index_of([entry(path, text) for path, text in sorted(files.items())])
    assert not index.execute("SELECT path FROM file WHERE state <> 'ok'").fetchall()
    return index


def two_groups() -> sqlite3.Connection:
    """Return an index of two groups that share a person: `sci` met twice, `ops` once."""
    files = {path: text for path, text in REGISTRIES.items() if path not in {"data/group.yaml", "data/backlog.yaml"}}
    for group in ("ops", "sci"):
        files[f"data/groups/{group}.yaml"] = f"format: 1\nname: {group}\nzones: [UTC]\n"
    held = "date: {}\nstatus: held\nattendees: [{}]\n"
    files["data/meetings/ops/2024-03-05.yaml"] = held.format("2024-03-05", "ada-unal")
    files["data/meetings/sci/2024-03-06.yaml"] = held.format("2024-03-06", "ada-unal, bo-berg")
    files["data/meetings/sci/2024-03-13.yaml"] = held.format("2024-03-13", "bo-berg")
    return make_index(files)
