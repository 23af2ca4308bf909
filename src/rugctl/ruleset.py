"""What a repository makes of the rules: which are off, how bad findings of the others are, whether warnings fail a check."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from rugctl.errors import RugctlError

OWN, SHARED = "rugctl.toml", "pyproject.toml"
"""The files that settings are read from, at the root: all of the one, the table `tool.rugctl` of the other."""
LEVELS = ("off", "warning", "error")


class RuleSet(NamedTuple):
    """The settings, with the file that they stand in."""

    levels: Mapping[str, str] = MappingProxyType({})
    strict: bool = False
    path: str = ""
    text: str = ""

    @property
    def key(self) -> str:
        """Return what changes whenever the verdicts do."""
        return repr(sorted(self.levels.items())) if self.levels else ""

    def check(self, rules: Mapping[str, str]) -> None:
        """Refuse settings of rules that there are not, or that are not to be had otherwise, for which `rules` says nothing."""
        for rule, level in self.levels.items():
            if rule not in rules:
                raise self.trouble(rule, f"there is no rule `{rule}`", _nearest(rule, rules, "`rugctl explain` lists the rules."))
            if not rules[rule] and level != "error":
                message = f"`{rule}` is always an error: while it stands, the record cannot be used"
                raise self.trouble(rule, message, "Delete the line, and mend the record.")

    def trouble(self, key: str, message: str, help: str) -> RugctlError:
        """Return what is wrong with the settings, at the line that has the key, where it can be told."""
        lines = self.text.split("\n")
        number = next(
            (n for n, line in enumerate(lines, 1) if re.match(rf"[\s\[]*(?:[\w\"'-]+\s*\.\s*)*[\"']?{re.escape(key)}\b", line)), 0
        )
        return RugctlError(f"{self.path}:{number}: {message}" if number else f"{self.path}: {message}", help)


def read_rule_set(files: Mapping[str, bytes]) -> RuleSet:
    """Read the settings from those of the files that are there; raises RugctlError where anything in them is not as it should be."""
    tables = {path: found for path, data in files.items() if (found := _table(path, data)) is not None}
    if len(tables) > 1:
        raise RugctlError(f"{OWN} and {SHARED} both hold settings of rugctl", "Keep them in one of the two.")
    for path, table in tables.items():
        return _read(table, RuleSet(path=path, text=files[path].decode("utf-8")))
    return RuleSet()


def _table(path: str, data: bytes) -> dict[str, Any] | None:
    """Return the settings of one file, None where it has none."""
    if path == SHARED and b"rugctl" not in data:
        return None
    import tomllib  # noqa: PLC0415  only where there is something to read

    try:
        whole = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        said = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise RugctlError(f"{path} cannot be read: {said}", "Correct it there; rugctl's settings may stand in it.") from error
    if path == OWN:
        return whole
    tools = whole.get("tool", {})
    table = tools.get("rugctl") if isinstance(tools, dict) else None
    if table is not None and not isinstance(table, dict):
        raise RugctlError(f"{path}: `tool.rugctl` is a table", "Write [tool.rugctl], and the settings below it.")
    return table


def _read(table: dict[str, Any], blank: RuleSet) -> RuleSet:
    for key in table:
        if key not in {"strict", "rules"}:
            raise blank.trouble(key, f"there is no setting `{key}`", _nearest(key, ("strict", "rules"), "There are `strict` and `rules`."))
    strict, levels = table.get("strict", False), table.get("rules", {})
    if not isinstance(strict, bool):
        raise blank.trouble("strict", "`strict` is true or false", "With true, warnings count as errors.")
    if not isinstance(levels, dict):
        raise blank.trouble("rules", "`rules` is a table", 'For example: rules = {first-time = "off"}')
    for rule, level in levels.items():
        if level not in LEVELS:
            import json  # noqa: PLC0415

            help = _nearest(str(level), LEVELS, 'Write "off", "warning" or "error".')
            raise blank.trouble(rule, f"`{rule}` cannot be {json.dumps(level, default=str)}", help)
    return RuleSet(levels, strict, blank.path, blank.text)


def _nearest(word: str, known: Collection[str], otherwise: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415

    near = get_close_matches(word.casefold(), known, n=1)
    return f"Did you mean `{near[0]}`?" if near else otherwise
