"""What a question is about: a group, a stretch of days, some people, some organizations; and the SQL that says so."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from rugctl.queries.lookup import Period


class Scope(NamedTuple):
    """Which meetings: those of a group (None: of every group) on the days of a period."""

    group: str | None = None
    period: Period = Period()

    @property
    def within(self) -> str:
        """The condition on a meeting `m` that `values` are bound in; it names only what is asked, so that an index can serve."""
        period = self.period
        conditions = (("m.grp = :grp", self.group), ("m.date >= :since", period.since), ("m.date < :until", period.until))
        return " AND ".join(condition for condition, value in conditions if value is not None) or "1"

    @property
    def values(self) -> dict[str, str | None]:
        """The values that the condition is bound with."""
        return {"grp": self.group, "since": self.period.since, "until": self.period.until}


class Selection(NamedTuple):
    """Which presences: at the meetings of a scope, of these people (empty: everybody), as from these organizations."""

    scope: Scope = Scope()
    people: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, str | None]:
        """The values that the statements of `with_presence` are bound with."""
        named = {f"person{n}": id for n, id in enumerate(self.people)}
        return {**self.scope.values, **named, **{f"organization{n}": id for n, id in enumerate(self.organizations)}}

    @property
    def is_everybody(self) -> bool:
        """Tell whether nobody is left out."""
        return not self.people and not self.organizations

    def belongs(self, column: str) -> str:
        """Return the condition that a column holds the symbol of one of the organizations."""
        return _among("organization", column, len(self.organizations))


def with_presence(selection: Selection) -> str:
    """Return the head of a statement that knows `counted`, `span` and `presence`.

    `counted(id, grp, stem, date, rank, inside)` are all counted meetings of the groups, `inside` those on the period's
    days; `span(grp, low, high)` the ranks inside; `presence(grp, person, meeting, date, rank, inside, own, chosen)` when
    the people came at all: `own` as from one of the organizations, `chosen` so and inside.
    """
    own = "1"
    if selection.organizations:
        belongs = selection.belongs("b.organization")
        own = f"EXISTS (SELECT 1 FROM belonging b WHERE b.meeting = a.meeting AND b.person = a.person AND {belongs})"
    return f"""WITH counted AS MATERIALIZED (
  SELECT m.id, m.grp, m.stem, m.date, row_number() OVER (PARTITION BY m.grp ORDER BY m.date, m.stem) AS rank, {selection.scope.within} AS inside
  FROM meeting m WHERE m.status = 'held' AND m.taken AND {Scope(selection.scope.group).within}),
span AS (SELECT grp, min(rank) AS low, max(rank) AS high FROM counted WHERE inside GROUP BY grp),
presence AS (SELECT *, inside AND own AS chosen FROM (
  SELECT c.grp, a.person, c.id AS meeting, c.date, c.rank, c.inside, {own} AS own FROM counted c
  JOIN attendance a ON a.meeting = c.id WHERE {_among("person", "a.person", len(selection.people))}))"""


def _among(kind: str, column: str, count: int) -> str:
    if not count:
        return "1"
    names = ", ".join(f":{kind}{n}" for n in range(count))
    return f"{column} IN (SELECT id FROM symbol WHERE kind = '{kind}' AND text IN ({names}))"


def with_children(index: sqlite3.Connection, organization: str) -> tuple[str, ...]:
    """Return an organization's id and those of everything below it through `parent`, sorted."""
    sql = """WITH RECURSIVE below(id) AS (SELECT id FROM symbol WHERE kind = 'organization' AND text = ?
  UNION SELECT o.symbol FROM organization o JOIN below ON o.parent = below.id)
SELECT s.text FROM below JOIN symbol s ON s.id = below.id ORDER BY s.text"""
    return tuple(id for (id,) in index.execute(sql, (organization,)))
