"""Rules as text, Markdown and JSON, with an example of each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rugctl.rules.catalogue import Explanation

JSON_VERSION = 1
_RED, _GREEN, _BOLD, _OFF = "\x1b[31m", "\x1b[32m", "\x1b[1m", "\x1b[0m"
_ABOUT = """# The rules of `rugctl validate`

<!-- `make rules` writes this page from the docstrings of the rules. -->

Each is told with its place, the line, and what to do; `rugctl explain RULE` prints one of them. `rugctl validate --fix` mends
what is certain. A comment beside the line that a finding points at, or alone on the line above, silences it:
`# rugctl: ignore[first-time] the minutes say so`; several rules stand in one bracket, with commas. In `rugctl.toml`, or in the
table `[tool.rugctl]` of `pyproject.toml`, a rule is switched off or given another severity:

```toml
strict = true  # warnings count as errors

[rules]
first-time = "off"  # or "warning", "error"
```

A rule that is *always* an error keeps a record from being used while it stands: nothing silences it.
In the examples, lines with `-` are wrong, and lines with `+` are right.
"""


def rule_list(entries: Sequence[Explanation]) -> str:
    """Write a line for each rule."""
    longest = max(len(entry.rule) for entry in entries)
    return "".join(f"{entry.rule.ljust(longest)}  {entry.severity.ljust(7)}  {' '.join(entry.what.split())}\n" for entry in entries)


def rule_text(entry: Explanation, *, colour: bool = False) -> str:
    """Write all that there is to say of a rule, the wrong and the right of its example in colours where they are wanted."""
    marks = {"-": _RED, "+": _GREEN} if colour else {}
    lines = [f"{marks[line[:1]]}{line}{_OFF}" if line[:1] in marks else line for line in entry.example.split("\n")]
    example = "\n".join(f"  {line}" for line in lines)
    head = f"{_BOLD}{entry.rule}{_OFF}" if colour else entry.rule
    return f"{head} ({_severity(entry)})\n\n{entry.text}\n\nExample: - is wrong, + is right.\n\n{example}\n"


def rules_markdown(entries: Sequence[Explanation]) -> str:
    """Write a page on all rules."""
    table = ["| rule | severity | what is wrong |", "| --- | --- | --- |"]
    table += [f"| [{e.rule}](#{e.rule}) | {_severity(e)} | {' '.join(e.what.split())} |" for e in entries]
    return "\n".join([_ABOUT, *table, "", *(rule_markdown(entry, depth=2) for entry in entries)])


def rule_markdown(entry: Explanation, depth: int = 1) -> str:
    """Write all that there is to say of a rule."""
    parts = [f"{'#' * depth} {entry.rule}", f"Severity: {_severity(entry)}.", entry.what, entry.why, f"**Fix:** {entry.fix}"]
    parts.append(f"```diff\n{entry.example}\n```")
    return "\n\n".join(parts) + "\n"


def rules_json(entries: Sequence[Explanation]) -> str:
    """Write rules as one JSON object."""
    rules = [
        {
            "id": entry.rule, "severity": entry.severity, "always": entry.vital, "what": entry.what, "why": entry.why, "fix": entry.fix,
            "bad": entry.files("-"), "good": entry.files("+"),
        }
        for entry in entries
    ]  # fmt: skip
    return json.dumps({"version": JSON_VERSION, "rules": rules}, ensure_ascii=False, indent=2) + "\n"


def _severity(entry: Explanation) -> str:
    return f"always an {entry.severity}" if entry.vital else entry.severity
