"""The options that several commands share, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, TypeAlias

import typer

from rugctl.cli.book import Book
from rugctl.queries.lookup import find_topic, parse_period
from rugctl.queries.selection import Scope
from rugctl.render.rows import Format

FormatOption: TypeAlias = Annotated[Format, typer.Option("--format", help="How to write the answer.")]
SinceOption: TypeAlias = Annotated[str | None, typer.Option("--since", metavar="DATE", help="From this year, month or day on.")]
UntilOption: TypeAlias = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Up to and with this year, month or day.")]
InOption: TypeAlias = Annotated[str | None, typer.Option("--in", metavar="PERIOD", help="In this year, month or day: 2021, 2021-03.")]
TopicOption: TypeAlias = Annotated[
    list[str] | None, typer.Option("--topic", "-t", metavar="TOPIC", help="Only on this topic; may be repeated.")
]


def scope_of(book: Book, since: str | None, until: str | None, within: str | None) -> Scope:
    """Return which meetings a call asks about."""
    return Scope(book.group, parse_period(since, until, within))


def topics_of(book: Book, names: Iterable[str] | None) -> tuple[str, ...]:
    """Return the ids of the topics that a call names, each once."""
    return tuple(dict.fromkeys(find_topic(book.index, name) for name in names or ()))
