"""Minutes in short, for tests of who is who: a day, then the lines of its list, and `role: name` for what the notes say."""

from __future__ import annotations

import re

from rugctl.importing.identity.resolve import identify
from rugctl.importing.identity.terms import Identities, KnownOrganization, KnownPerson, Mention
from rugctl.importing.report import FoundPerson
from rugctl.written_names import parse_person_line

_DAY = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_ROLE = re.compile(r"(speaker|owner|chair|scribe|regrets): (.*)")


def mentions(text: str, document: str = "notes") -> list[Mention]:
    """Return the people that lines of minutes name."""
    found: list[Mention] = []
    day = ""
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()  # noqa: PLW2901
        if _DAY.fullmatch(line):
            day = line
            continue
        role = _ROLE.fullmatch(line)
        for written in parse_person_line(role[2] if role else line):
            affiliation = re.search(r"\((.*)\)", line)
            person = FoundPerson(
                written.name,
                number,
                affiliation[1] if affiliation else None,
                written.organizations,
                handle=written.handle,
                role=role[1] if role else "attendee",
            )
            found.append(Mention(person, day, document))
    return found


def resolve(
    text: str,
    people: tuple[KnownPerson, ...] = (),
    organizations: tuple[KnownOrganization, ...] = (),
    answers: dict[str, str] | None = None,
) -> Identities:
    """Resolve lines of minutes."""
    return identify(mentions(text), people, organizations, answers or {})


REGISTRY = (
    KnownPerson("lima", "Ana Lima", ("Ana",), ("alima",), ("ana-lima",), (("acme", "0001-01-01", "9999-12-31"),)),
    KnownPerson("jo-1", "Jo Berg", ("J. Berg",), affiliations=(("acme", "2020-01-01", "2023-01-01"), ("bolt", "2023-01-01", "9999-12-31"))),
    KnownPerson("jo-2", "Jo Berg", affiliations=(("bolt", "2020-01-01", "2023-01-01"), ("acme", "2023-01-01", "9999-12-31"))),
)
ORGANIZATIONS = (
    KnownOrganization("acme", "Acme Research Laboratory", ("ARL", "Acme / Lab")),
    KnownOrganization("bolt", "Bolt"),
    KnownOrganization("bolt-labs", "Nuts Institute", parent="bolt"),
)
