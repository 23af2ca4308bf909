"""What people do to records, each under a name: the edits, by which the golden words in `expected/` are tested."""

from __future__ import annotations

from tests.diff.ends import Edit, change, drop, move, put

SCENARIOS: dict[str, tuple[Edit, ...]] = {
    "nothing": (),
    "comment": (change("meetings/2024-01-10.yaml", ("status: held", "status: held  # at last")),),
    "order-of-keys": (put("meetings/2024-02-21.yaml", "attendees: [ada-unal, {person: bo-berg}]\nstatus: held\ndate: 2024-02-21\n"),),
    "meeting-added": (
        put(
            "meetings/2024-03-06.yaml",
            """\
date: 2024-03-06
status: held
chair: ada-unal
agenda:
  - title: Ceph for everybody
    speakers: [bo-berg]
    topics: [storage]
    notes: Long.
    actions: [{id: a1, task: Try it, owners: [cy-roe], due: 2024-04-01}]
    decisions: [{text: Ceph it is}]
attendees: [ada-unal, {person: bo-berg, note: late}, cy-roe, Dee Fox (PSI)]
regrets: [al-smith]
""",
        ),
    ),
    "meeting-removed": (drop("meetings/2024-02-21.yaml"),),
    "meeting-held": (
        change("meetings/2024-02-28.yaml", ("scheduled", "held"), ("attendees: [bo-berg]", "attendees: [cy-roe, eve-new]\nscribe: cy-roe")),
        change("people.yaml", ("  cy-roe:", "  eve-new: {name: Eve New, affiliations: [psi]}\n  cy-roe:")),
    ),
    "meeting-cancelled": (change("meetings/2024-02-28.yaml", ("scheduled", "cancelled\nreason: KubeCon")),),
    "meeting-postponed": (
        change(
            "meetings/2024-02-28.yaml",
            ("scheduled", "postponed\nmoved_to: 2024-03-01\nreason: KubeCon"),
            ("topics: [storage]", "topics: [storage], outcome: postponed, moved_to: 2024-03-01"),
        ),
        put(
            "meetings/2024-03-01.yaml",
            """\
date: 2024-03-01
status: scheduled
moved_from: 2024-02-28
reason: Moved from 2024-02-28
agenda: [{title: Ceph, topics: [storage]}]
attendees: [bo-berg, cy-roe]
""",
        ),
    ),
    "meeting-renamed-as-moved": (
        move("meetings/2024-02-28.yaml", "meetings/2024-03-01.yaml", ("date: 2024-02-28", "date: 2024-03-01\nmoved_from: 2024-02-28")),
    ),
    "date-corrected": (move("meetings/2024-02-14.yaml", "meetings/2024-02-15.yaml", ("date: 2024-02-14", "date: 2024-02-15")),),
    "attendees": (
        change(
            "meetings/2024-02-14.yaml",
            (
                "[ada-unal, {person: al-smith, first_time: true, organization: cern}, cy-roe]",
                "[{person: al-smith, organization: [cern, psi]}, bo-berg, ada-unal]\nregrets: [cy-roe]",
            ),
        ),
    ),
    "attendees-taken": (change("meetings/2024-02-07.yaml", ("held\n", "held\nattendees: []\n")),),
    "attendees-not-taken": (change("meetings/2024-02-21.yaml", ("attendees: [ada-unal, bo-berg]\n", "")),),
    "name-resolved": (
        change("meetings/2024-01-03.yaml", ("Some One", "some-one")),
        change("people.yaml", ("  cy-roe:", "  some-one: {name: Some One}\n  cy-roe:")),
    ),
    "agenda": (
        change(
            "meetings/2024-02-14.yaml",
            ("title: More Kueue, speakers: [bo-berg]", "title: Much more Kueue, speakers: [cy-roe, {person: bo-berg, organization: cern}]"),
            ("topics: [kueue, gpus]", "topics: [kueue, storage], kind: talk, links: [{url: https://example.org/k, title: Slides}]"),
            ("- Q: Are GPUs shared?", "- Q: Are GPUs shared?\\n  - A: Yes"),
            ("  - {title: Café talk, outcome: dropped, topics: [gpus]}\n", "  - {title: Round of news}\n"),
        ),
    ),
    "agenda-reordered": (
        change(
            "meetings/2024-02-14.yaml",
            ("  - {title: Café talk, outcome: dropped, topics: [gpus]}\n", ""),
            ("agenda:\n", "agenda:\n  - {title: Café talk, outcome: dropped, topics: [gpus]}\n"),
        ),
    ),
    "item-moved": (
        change("meetings/2024-02-28.yaml", ("agenda: [{title: Ceph, topics: [storage]}]\n", "")),
        put("meetings/2024-03-06.yaml", "date: 2024-03-06\nstatus: scheduled\nagenda: [{title: Ceph, topics: [storage]}, {title: MIG}]\n"),
        change("backlog.yaml", ("  - {id: mig, title: MIG, topics: [gpus], speakers: [ada-unal, Somebody Else], interest: 3}\n", "")),
    ),
    "outcomes": (
        change(
            "meetings/2024-01-03.yaml",
            ("due: 2024-01-10}", "closed: 2024-02-14, outcome: done, due: 2024-01-10}"),
            (", closed: 2024-01-17, outcome: done}", ", note: The last two are missing}\n      - {id: a3, task: Find a room}"),
            ("{id: d1, text: Meet on Wednesdays, topics: [storage]}", "{id: d1, text: Meet on Tuesdays}, {text: Be on time}"),
        ),
    ),
    "meeting-fields": (
        change(
            "meetings/2024-02-14.yaml",
            ("status: held\n", 'status: held\nstart: "15:00"\nrecording: https://example.org/r\nsource: {document: pad, lines: [1, 9]}\n'),
            ("decisions:", "notes: |\n  One\n  Two\nchair: bo-berg\ndecisions:"),
        ),
    ),
    "people": (
        change(
            "people.yaml",
            ("aliases: [Ada U., A. Smith]", "aliases: [Ada U., Ada the First]"),
            ("github: adau\n", "github: ada\n    note: She chairs\n"),
            ("  bo-berg: {name: Bo Berg,", "  bo-berg: {name: Bo Bergström,"),
            ("  cy-roe: {name: Cy Roe}\n", "  dee-fox: {name: Dee Fox, affiliations: [{organization: psi, since: 2024-03}]}\n"),
        ),
    ),
    "person-renamed": (
        change("people.yaml", ("bo-berg: {name: Bo Berg,", "bo-bergstrom: {name: Bo Bergström, formerly: [bo-berg],")),
        change("meetings/2024-02-21.yaml", ("bo-berg", "bo-bergstrom")),
        change("meetings/2024-02-28.yaml", ("bo-berg", "bo-bergstrom"), ("[bo-bergstrom]", "[bo-bergstrom, cy-roe]")),
    ),
    "people-merged": (
        change("people.yaml", ("  cy-roe: {name: Cy Roe}\n", ""), ("formerly: [ada]", "formerly: [ada, cy-roe]")),
        change("meetings/2024-02-14.yaml", (", cy-roe]", "]")),
    ),
    "affiliations": (
        change(
            "people.yaml", ("since: 2024-02-14}", "since: 2024-02-20, observed: true}"), ("affiliations: [cern-it]", "affiliations: [cern]")
        ),
    ),
    "attendance-of-the-past": (
        change("meetings/2024-01-03.yaml", ("[ada-unal, {person: al-smith, first_time: true}", "[cy-roe, ada-unal")),
    ),
    "organizations": (
        change(
            "organizations.yaml",
            ("  cern-it: {name: CERN IT, parent: cern}\n", "  cern-it: {name: CERN Informatics, parent: psi, url: https://example.org}\n"),
            ("aliases: [PSI]", "aliases: [PSI, Villigen]"),
            ("  psi:", "  ethz: {name: ETH Zürich, kind: university}\n  psi:"),
        ),
    ),
    "organizations-merged": (
        change(
            "organizations.yaml", ("  cern-it: {name: CERN IT, parent: cern}\n", ""), ("{name: CERN}", "{name: CERN, formerly: [cern-it]}")
        ),
        change("people.yaml", ("cern-it", "cern")),
    ),
    "topics": (
        change(
            "topics.yaml",
            ("  gpus: {name: GPUs,", "  accelerators: {name: Accelerators, formerly: [gpus],"),
            ("  storage: {name: Storage}\n", "  volumes: {name: Volumes}\n"),
        ),
    ),
    "backlog": (
        change(
            "backlog.yaml",
            ("interest: 3", "interest: 5, notes: Soon"),
            ("{id: ceph, title: Ceph, topics: [storage], proposed_by: bo-berg}", "{id: rook, title: Rook, group: x}"),
        ),
    ),
    "group": (
        change(
            "group.yaml",
            ("name: Small group", "name: Small research group\ncharter: |\n  We meet.\n"),
            ("zones: [UTC]", "zones: [UTC, Europe/Zurich]\nlinks: [{url: https://example.org/list}]\ndocuments: {pad: {title: Pad}}"),
            ("since: 2024-01-03}]", "since: 2024-01-03, until: 2024-03-01}, {person: bo-berg, role: lead, since: 2024-03-01}]"),
            ('start: "16:00"', 'start: "17:00"\n    pauses: [{since: 2024-04-01, until: 2024-05-01, reason: Spring}]'),
            ("until: 2024-02-07, reason: Lost", "until: 2024-02-01, reason: Lost"),
        ),
    ),
    "series-changed": (
        change(
            "group.yaml",
            ("    since: 2024-01-03\n", "    since: 2024-01-03\n    until: 2024-03-01\n"),
            ("reason: Lost}]\n", "reason: Lost}]\n  - {id: monthly, uid: 2a, since: 2024-03-01, rrule: FREQ=MONTHLY, duration: 30}\n"),
        ),
    ),
    "unreadable": (
        change("meetings/2024-01-10.yaml", ("held", "hold")),
        put("meetings/2024-01-17.yaml", "date: 2024-01-17\nstatus: 'held\n"),
        put("meetings/2024-2-21.yaml", "date: 2024-02-21\nstatus: held\n"),
        change("meetings/2024-02-28.yaml", ("scheduled", "held")),
    ),
    "hostile": (
        put(
            "meetings/2024-03-06.yaml",
            """\
date: 2024-03-06
status: cancelled
reason: "@everyone see https://evil.example/#1, www.evil.example, <img src=x onerror=y>, [a](http://b) &#64;me $x$ ![i](j) `c` #12 GH-3 a|b"
agenda:
  - {title: "\\u202Eltr </details> <!-- rugctl diff -->", speakers: ["@octocat (me@evil.example)"]}
""",
        ),
        change("meetings/2024-02-28.yaml", ("scheduled", "cancelled\nreason: '- @everyone'")),
    ),
}
