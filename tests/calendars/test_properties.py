"""Whatever the series and its zone: another library reads the same dates, and the same clocks out of the VTIMEZONE."""

from __future__ import annotations

import io
import warnings
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st

from rugctl.calendar.zones import timezone_component
from tests.calendars.made import UNTIL, Seen, calendar_text, expected, read_by_ical, read_by_vobject
from tests.queries.small import make_index
from tests.test_recurrence_days import ZONES, Rule, rules

DAY = timedelta(1)
HOURS = st.sampled_from(["00:00", "01:30", "02:00", "02:30", "03:00", "12:00", "23:45"])
NAMED = st.sampled_from([zone for zone in ZONES if zone != "UTC"])


@st.composite
def groups(draw: st.DrawFn) -> str:
    """Draw a group's record with one series, with slots or without, perhaps with an end and a pause."""
    rule: Rule = draw(rules())
    since = draw(st.dates(date(2019, 1, 1), date(2028, 1, 1)))
    lines = [f"since: {since}", f"rrule: {rule[0]}", "duration: 45"]
    if draw(st.booleans()):
        lines.append(f"until: {since + timedelta(draw(st.integers(1, 900)))}")
    if draw(st.booleans()):
        first = since + timedelta(draw(st.integers(0, 400)))
        lines.append(f"pauses: [{{since: {first}, until: {first + timedelta(draw(st.integers(1, 100)))}, reason: Pause}}]")
    count = draw(st.integers(0, 3))
    if count:
        lines += [f"rotate: {draw(st.sampled_from(['occurrence', 'nth']))}", "slots:"]
        lines += [
            f'  - {{id: s{n}, start: "{draw(HOURS)}", timezone: {draw(NAMED)}, nth: {draw(st.integers(1, 5))}}}' for n in range(count)
        ]
    else:
        lines += [f'start: "{draw(HOURS)}"', f"timezone: {draw(NAMED)}"]
    body = "".join(f"    {line}\n" for line in lines)
    return f"format: 1\nname: Group\nzones: [UTC]\nseries:\n  - id: s\n    uid: 1f0c\n{body}"


NEAR = datetime(2027, 2, 1, tzinfo=UTC)  # what no rule says is listed, also hours that a clock leaves out: two years from the last commit


def _sure(found: list[Seen]) -> list[Seen]:
    """Return those that are near, or later with the clocks at rest: of an hour left out long ahead, each reader makes its own."""
    clocks = [(seen, seen.begins.astimezone(ZoneInfo(seen.zone))) for seen in found if str(seen.ends.date()) < UNTIL]
    return [seen for seen, at in clocks if seen.begins < NEAR or (at - DAY).utcoffset() == (at + DAY).utcoffset()]


@settings(max_examples=40)
@given(groups())
def test_any_series_reads_as_the_ledger_has_it(group: str) -> None:
    files = {"data/group.yaml": group}
    text = calendar_text(files)
    wanted = expected(make_index(files))
    events = text.split("BEGIN:VEVENT")[1:]
    if wanted and events and all("RRULE" in event for event in events):
        assert _sure(read_by_vobject(text)) == _sure(read_by_ical(text)) == _sure(wanted)
    else:
        listed = read_by_vobject(text) if events else []
        assert [seen for seen in listed if seen.begins < NEAR] == [seen for seen in wanted if seen.begins < NEAR]


def _read_zone(name: str) -> Any:
    text = timezone_component(name, (2015, 2050)).to_ical().decode()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return tzical(io.StringIO(f"BEGIN:VCALENDAR\r\n{text}END:VCALENDAR\r\n")).get(name)


@pytest.mark.parametrize("name", [zone for zone in ZONES if zone != "UTC"])
def test_the_clocks_of_a_vtimezone_are_those_of_the_zone(name: str) -> None:
    """At all wall times but those that the clocks leave out or show twice, also long after what was looked at."""
    theirs, ours = _read_zone(name), ZoneInfo(name)
    naive = datetime(2015, 1, 2)  # noqa: DTZ001
    while naive < datetime(2051, 1, 1):  # noqa: DTZ001
        one = naive.replace(tzinfo=ours)
        if one.utcoffset() == one.replace(fold=1).utcoffset():
            assert naive.replace(tzinfo=theirs).utcoffset() == one.utcoffset(), naive
        naive += timedelta(hours=17)


@pytest.mark.parametrize("name", ["Europe/Zurich", "America/Los_Angeles"])
def test_rules_of_a_zone_go_on_after_what_was_looked_at(name: str) -> None:
    theirs = _read_zone(name)
    for month in range(1, 13):
        noon = datetime(2090, month, 15, 12)  # noqa: DTZ001
        assert noon.replace(tzinfo=theirs).utcoffset() == noon.replace(tzinfo=ZoneInfo(name)).utcoffset()
