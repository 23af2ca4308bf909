"""What those who may come to a meeting want to know of it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from rugctl.errors import RugctlError
from rugctl.queries.clocks import LocalTime
from rugctl.queries.lookup import MeetingKey, find_meeting
from rugctl.queries.minutes import ActionItem, Minutes, minutes_of, open_actions

MOST_ACTIONS = 10
NOT_TAKING_PLACE = frozenset({"cancelled", "skipped", "postponed"})


@dataclass(frozen=True, slots=True)
class Announcement:
    """A meeting to be announced, or that it does not take place.

    `instead` is the meeting that it was moved to, or the next one scheduled after one that does not take place.
    `before` are the local times of the meeting before it, where that one was at the same time by the group's clock.
    `actions` are the latest ones still open, `more_actions` how many others there are.
    """

    minutes: Minutes
    instead: Minutes | None
    before: tuple[LocalTime, ...]
    actions: tuple[ActionItem, ...]
    more_actions: int

    @property
    def takes_place(self) -> bool:
        """Tell whether people are asked to come."""
        return self.minutes.status not in NOT_TAKING_PLACE


def announcement_of(index: sqlite3.Connection, key: MeetingKey) -> Announcement:
    """Return what to announce of a meeting; raises RugctlError for one that is over."""
    minutes = minutes_of(index, key)
    if minutes.status != "scheduled" and minutes.status not in NOT_TAKING_PLACE:
        help = f"`rugctl show {minutes.meeting}` shows it; `rugctl announce` alone takes the next one."
        raise RugctlError(f"the meeting of {minutes.meeting} is over ({minutes.status}), so there is nothing to announce", help)
    actions = open_actions(index, minutes.group, minutes.date)
    more = max(0, len(actions) - MOST_ACTIONS)
    return Announcement(minutes, _instead(index, minutes), _before(index, minutes), tuple(actions[:MOST_ACTIONS]), more)


def _instead(index: sqlite3.Connection, minutes: Minutes) -> Minutes | None:
    if minutes.status == "scheduled":
        return None
    wanted = minutes.moved_to or "next"
    try:
        return minutes_of(index, find_meeting(index, wanted, minutes.date, minutes.group))
    except RugctlError:
        return None


def _before(index: sqlite3.Connection, minutes: Minutes) -> tuple[LocalTime, ...]:
    sql = """SELECT id, grp, stem, date FROM meeting WHERE grp = ? AND date < ? AND status IN ('held', 'scheduled')
ORDER BY date DESC, stem DESC LIMIT 1"""
    row = index.execute(sql, (minutes.group, minutes.date)).fetchone()
    if row is None:
        return ()
    last = minutes_of(index, MeetingKey(*row))
    return last.local_times if (last.start, last.timezone) == (minutes.start, minutes.timezone) else ()
