"""The table of all rules: one function each, whose docstring is its explanation."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator

from rugctl.diagnostics import Finding
from rugctl.index.loading import LoadedFile
from rugctl.index.placing import BAD_IGNORE
from rugctl.index.refresh import unread_kinds
from rugctl.rules import group, history, meeting, moves, named, registry, shape, text, unknown
from rugctl.rules.catalogue import AllRule, Explanation, FileRule, GroupRule, all_rule, explanation, file_rule, group_rule, vital_rule

FILE_RULES: tuple[FileRule, ...] = (
    vital_rule("syntax", text.syntax),
    vital_rule("duplicate-key", text.duplicate_key),
    vital_rule("unknown-key", shape.unknown_key),
    vital_rule("missing-key", shape.missing_key),
    vital_rule("wrong-type", shape.wrong_type),
    vital_rule("bad-value", shape.bad_value),
    vital_rule("impossible-date", shape.impossible_date),
    file_rule("swallowed-comment", "warning", text.swallowed_comment),
    file_rule("empty-key", "warning", shape.empty_key),
    file_rule("repeated-entry", "warning", shape.repeated_entry),
    vital_rule("stray-file", text.stray_file),
    file_rule("email-address", "error", text.email_address),
    file_rule("meeting-secret", "error", text.meeting_secret),
    file_rule(BAD_IGNORE, "warning", text.bad_ignore),
    vital_rule("date-matches-name", meeting.date_matches_name),
    file_rule("status-coherent", "error", meeting.status_coherent),
    file_rule("reason-missing", "warning", meeting.reason_missing),
    file_rule("outcome-moved", "error", meeting.outcome_moved),
    file_rule("action-coherent", "error", meeting.action_coherent),
    file_rule("duplicate-id", "error", meeting.duplicate_id),
    file_rule("unsorted-source", "error", meeting.unsorted_source),
    file_rule("affiliation-order", "error", registry.affiliation_order),
    file_rule("series-readable", "error", group.series_readable),
    file_rule("unknown-zone", "error", group.unknown_zone),
    file_rule("lead-term", "error", group.lead_term),
    file_rule("duplicate-backlog-id", "error", registry.duplicate_backlog_id),
)
BETWEEN_RULES: tuple[GroupRule | AllRule, ...] = (
    group_rule("unresolved-name", "warning", named.unresolved_name),
    all_rule("unknown-person", "error", unknown.unknown_person, needs=("people",)),
    all_rule("unknown-organization", "error", unknown.unknown_organization, needs=("organizations",)),
    all_rule("unknown-topic", "error", unknown.unknown_topic, needs=("topics",)),
    group_rule("duplicate-person", "error", named.duplicate_person),
    group_rule("unknown-meeting", "error", moves.unknown_meeting),
    group_rule("unknown-decision", "error", moves.unknown_decision),
    group_rule("moves-agree", "error", moves.moves_agree),
    group_rule("moved-item", "warning", moves.moved_item),
    group_rule("unknown-document", "error", unknown.unknown_document, needs=("group",)),
    group_rule("unknown-slot", "error", unknown.unknown_slot, needs=("group",)),
    all_rule("unique-names", "error", registry.unique_names, needs=("people", "organizations", "topics")),
    all_rule("parent-cycle", "error", registry.parent_cycle, needs=("organizations",)),
    all_rule("orphan", "warning", unknown.orphan, needs=("people", "organizations", "topics", "group", "backlog", "meeting")),
    all_rule("affiliation-agrees", "error", history.affiliation_agrees, needs=("people", "organizations")),
    group_rule("first-time", "warning", history.first_time, needs=("people",)),
    group_rule("missing-occurrence", "warning", history.missing_occurrence, needs=("group", "meeting")),
    group_rule("off-series", "error", history.off_series, needs=("group",)),
    group_rule("two-for-one", "error", history.two_for_one),
)


def examine_file(file: LoadedFile) -> Iterator[Finding]:
    """Run every rule on one file."""
    for rule in FILE_RULES:
        yield from rule.check(rule.report, file)


def examine_between(index: sqlite3.Connection, groups: Collection[str]) -> Iterator[tuple[str | None, Finding]]:
    """Run the rules between files, those on one group for these groups only; yield findings, of those rules with the group.

    Rules that need a record of a kind of which one cannot be read are left out.
    """
    unread = unread_kinds(index)
    for rule in BETWEEN_RULES:
        if unread.intersection(rule.needs):
            continue
        if isinstance(rule, GroupRule):
            yield from ((group, finding) for group in groups for finding in rule.check(rule.report, index, group))
        else:
            yield from ((None, finding) for finding in rule.check(rule.report, index))


def rules_off(index: sqlite3.Connection) -> list[str]:
    """Return the rules that cannot run because a registry cannot be read."""
    unread = unread_kinds(index)
    return [rule.report.rule for rule in BETWEEN_RULES if unread.intersection(rule.needs)]


def catalogue() -> list[Explanation]:
    """Return what there is to say of every rule, by their ids."""
    rules: tuple[FileRule | GroupRule | AllRule, ...] = (*FILE_RULES, *BETWEEN_RULES)
    return sorted(map(explanation, rules), key=lambda entry: entry.rule)


def explanations() -> dict[str, tuple[str, str]]:
    """Return (severity, explanation) of every rule by its id, sorted."""
    return {entry.rule: (entry.severity, entry.text) for entry in catalogue()}


def silenceable() -> dict[str, str]:
    """Return, of every rule by its id, what it looks at, one `file` or `all`; nothing where comments and settings cannot silence it."""
    return {rule.report.rule: "" if rule.vital else "file" for rule in FILE_RULES} | {rule.report.rule: "all" for rule in BETWEEN_RULES}
