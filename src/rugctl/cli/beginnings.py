"""What a new group is asked, and the files that come of its answers."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from rugctl.changes import ChangeSet
from rugctl.cli.asking import Asker
from rugctl.cli.origin import Origin
from rugctl.days import parse_day
from rugctl.drafting.beginnings import Meets, draft_beginnings
from rugctl.drafting.rhythm import first_day, parse_rhythm
from rugctl.errors import RugctlError
from rugctl.store import classify, group_path
from rugctl.templates import ALWAYS, OF_GIT, OF_GITHUB, filled
from rugctl.zones import zone

_TIME = re.compile("(?:[01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True, slots=True)
class Given:
    """What was given as options; None where it was not."""

    name: str | None
    zone: str | None
    series: str | None
    start: str | None
    duration: int | None
    since: str | None
    today: str | None


def draft_group(changes: ChangeSet, group: str, given: Given, asker: Asker) -> None:
    """Ask what is not given, and make the group's records; raises RugctlError for what cannot be."""
    if not classify(group_path(group)).is_record:
        raise RugctlError(f"`{group}` is no id for a group", "Write small letters and digits with hyphens between them.")
    name = asker.ask(given.name, "The group's name", "", _name)
    home = asker.ask(given.zone, "Its time zone", "UTC", _zone)
    rrule = asker.ask(given.series, "How often it meets, such as `1st and 3rd Wednesday`; Enter if it has no fixed days", "", _rhythm)
    if rrule is None:
        draft_beginnings(changes, group, name, home, None)
        return
    start = asker.ask(given.start, "When its meetings begin, such as 16:00", "", _start)
    minutes = given.duration or asker.ask(None, "How many minutes they take", "60", _minutes)
    today = given.today or datetime.now(zone(home)).date().isoformat()
    since = asker.ask(given.since, "From which day on", first_day(rrule, today), lambda text: parse_day(text, "--since"))
    draft_beginnings(changes, group, name, home, Meets(secrets.token_hex(8), since, rrule, start, minutes))


def _name(text: str) -> str:
    if not text.strip():
        raise RugctlError("a group has a name", "Give it with --name.")
    return text.strip()


def _zone(text: str) -> str:
    return zone(text).key


def _rhythm(text: str) -> str | None:
    return parse_rhythm(text) if text.strip() else None


def _start(text: str) -> str:
    if not _TIME.fullmatch(text):
        raise RugctlError(f"`{text}` is no time" if text else "a series has a time", "Write it as 16:00, with --start.")
    return text


def _minutes(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not int(text):
        raise RugctlError(f"`{text}` is no number of minutes", "Write it as 60.")
    return int(text)


def around(name: str, origin: Origin | None, branch: str, *, at_top: bool) -> dict[str, bytes]:
    """Return the files around the records; hooks and workflows where it is known what they are to run, and git looks for them."""
    from rugctl.model import KINDS  # noqa: PLC0415  brings pydantic
    from rugctl.model.schema import schema_text  # noqa: PLC0415

    templates = dict(ALWAYS)
    words = {"NAME": name, "BRANCH": branch}
    if origin is not None and at_top:
        templates |= OF_GIT | (OF_GITHUB if origin.action else {})
        words |= {"URL": origin.url, "ACTION": origin.action or "", "COMMIT": origin.commit, "VERSION": _version()}
    schemas = {f"schemas/{kind}.schema.json": schema_text(kind).encode() for kind in KINDS}
    return schemas | {path: filled(template, words) for path, template in templates.items()}


def _version() -> str:
    try:
        return f"v{version('rugctl')}"
    except PackageNotFoundError:
        return "unreleased"
