"""Rules between meetings: what one says of another must be there, and agree."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from rugctl.diagnostics import Edit, Finding, Target, parse_pointer
from rugctl.rules.catalogue import Report
from rugctl.store import meeting_path


def unknown_meeting(report: Report, index: sqlite3.Connection, group: str) -> Iterator[Finding]:
    """A meeting that a record names has no record of its own.

    Whoever follows the date finds nothing there.

    Fix: correct the date, or make the record: `rugctl new-meeting DATE`.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: postponed
          reason: Holiday
        - moved_to: 2024-06-13
        + moved_to: 2024-06-12
          # data/meetings/2024-06-12.yaml
          date: 2024-06-12
          status: held
          moved_from: 2024-06-05
    """
    sql = """SELECT f.path, r.pointer, r.stem FROM (
  SELECT file, grp, 'moved_to' AS pointer, moved_to AS stem FROM meeting WHERE grp = :group AND moved_to IS NOT NULL
  UNION ALL SELECT file, grp, 'moved_from', moved_from FROM meeting WHERE grp = :group AND moved_from IS NOT NULL
  UNION ALL SELECT m.file, m.grp, 'agenda/' || i.n || '/moved_to', i.moved_to FROM meeting m CROSS JOIN item i ON i.meeting = m.id WHERE m.grp = :group AND i.moved_to IS NOT NULL
  UNION ALL SELECT m.file, m.grp, d.pointer || '/supersedes', substr(d.supersedes, 1, instr(d.supersedes, '/') - 1)
    FROM meeting m CROSS JOIN decision d ON d.meeting = m.id WHERE m.grp = :group AND d.supersedes IS NOT NULL
) r JOIN file f ON f.id = r.file
WHERE NOT EXISTS (SELECT 1 FROM meeting t WHERE t.grp = r.grp AND t.stem = r.stem)
AND NOT EXISTS (SELECT 1 FROM file t WHERE t.grp = r.grp AND t.stem = r.stem) ORDER BY f.path"""
    for path, pointer, stem in index.execute(sql, {"group": group}):
        help = f"Correct the date, or make the record: `rugctl new-meeting {stem}`."
        yield report.at(Target(path, parse_pointer(pointer)), f"there is no meeting {stem}", help)


def unknown_decision(report: Report, index: sqlite3.Connection, group: str) -> Iterator[Finding]:
    """A decision supersedes one that its meeting's record does not have.

    What is in force could not be told: neither decision would know of the other.

    Fix: correct the id after the slash, or give the older decision that id.

    Example::

          # data/meetings/2024-06-12.yaml
          date: 2024-06-12
          status: held
          decisions:
        -   - {text: Meet monthly, supersedes: 2024-06-05/d2}
        +   - {text: Meet monthly, supersedes: 2024-06-05/d1}
          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          decisions:
            - {text: Meet weekly, id: d1}
    """
    sql = """SELECT f.path, d.pointer, d.supersedes FROM meeting m CROSS JOIN decision d ON d.meeting = m.id JOIN file f ON f.id = m.file
JOIN meeting t ON t.grp = m.grp AND t.stem = substr(d.supersedes, 1, instr(d.supersedes, '/') - 1) WHERE m.grp = ? AND d.supersedes IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM decision e WHERE e.meeting = t.id AND e.key = substr(d.supersedes, instr(d.supersedes, '/') + 1)) ORDER BY f.path, d.rowid"""
    for path, pointer, text in index.execute(sql, (group,)):
        yield report.at(
            Target(path, (*parse_pointer(pointer), "supersedes")),
            f"there is no decision {text}",
            "Correct the id, or give the older decision one.",
        )


def moves_agree(report: Report, index: sqlite3.Connection, group: str) -> Iterator[Finding]:
    """A postponed meeting and the one that it became name each other.

    Whoever reads one of the two records must find the other.

    Fix: add the key that the message names to the other record; `rugctl postpone` writes both, and `--fix` the one that
    is missing where only one meeting can be meant.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: postponed
          reason: Holiday
          moved_to: 2024-06-12
          # data/meetings/2024-06-12.yaml
          date: 2024-06-12
          status: held
        + moved_from: 2024-06-05
    """
    for here, there in (("moved_to", "moved_from"), ("moved_from", "moved_to")):
        sql = f"""SELECT f.path, g.path, m.stem, t.{there}, t.status, (SELECT count(*) FROM meeting o WHERE o.grp = t.grp AND o.{here} = t.stem) FROM meeting m JOIN file f ON f.id = m.file
JOIN meeting t ON t.grp = m.grp AND t.stem = m.{here} JOIN file g ON g.id = t.file WHERE m.grp = ? AND t.{there} IS NOT m.stem
AND (t.{there} IS NULL OR EXISTS (SELECT 1 FROM meeting o WHERE o.grp = t.grp AND o.stem = t.{there} AND o.{here} = t.stem)) ORDER BY f.path"""
        for path, other, stem, said, status, named_by in index.execute(sql, (group,)):
            certain = said is None and named_by == 1 and (there == "moved_from" or status == "postponed")
            fix = Edit("set", other, (there,), stem) if certain else None
            words = f"names {said}" if said else "does not name it back"
            related = Target(other, (there,) if said else ("date",), label=f"`{there}: {stem}` is missing here")
            yield report.at(
                Target(path, (here,)), f"{other.rsplit('/', 1)[-1]} {words}", f"Write `{there}: {stem}` in {other}.", related, fix=fix
            )


def moved_item(report: Report, index: sqlite3.Connection, group: str) -> Iterator[Finding]:
    """An agenda item that moved to a meeting is on that meeting's agenda, under its title or with one of its topics.

    What was put off is not forgotten only if it comes up again.

    Fix: add it there, or correct `moved_to`.

    Example::

          # data/meetings/2024-06-05.yaml
          date: 2024-06-05
          status: held
          agenda:
            - {title: Queues, outcome: postponed, moved_to: 2024-06-12}
          # data/meetings/2024-06-12.yaml
          date: 2024-06-12
          status: held
          agenda:
        -   - title: Storage
        +   - title: Queues
    """
    sql = """SELECT f.path, i.n, i.title, i.moved_to FROM meeting m CROSS JOIN item i ON i.meeting = m.id JOIN file f ON f.id = m.file
JOIN meeting t ON t.grp = m.grp AND t.stem = i.moved_to
WHERE m.grp = ? AND NOT EXISTS (SELECT 1 FROM item j WHERE j.meeting = t.id AND (j.title = i.title COLLATE NOCASE
  OR EXISTS (SELECT 1 FROM item_topic x JOIN item_topic y ON y.topic = x.topic WHERE x.item = i.id AND y.item = j.id))) ORDER BY f.path"""
    for path, n, title, stem in index.execute(sql, (group,)):
        related = Target(meeting_path(stem, group), ("agenda",), "key", "not on this agenda")
        yield report.at(
            Target(path, ("agenda", n, "moved_to")),
            f"`{title}` is not on the agenda of {stem}",
            "Add it there, or correct `moved_to`.",
            related,
        )
