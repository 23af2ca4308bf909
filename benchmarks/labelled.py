"""What is understood of other groups' minutes, against labels made by hand, as the scorer that came with them judges it."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from figures import Figure, Tally
from rugctl.importing.report import FoundMeeting, FoundPerson
from understood import actions_of, understood

SCORER = "tools/score_import.py"
TOGETHER = "together"
GOALS = {
    "meetings": 1.0,
    "status": 1.0,
    "attendees": 0.97,
    "affiliation": 0.95,
    "first time": 0.9,
    "agenda": 0.8,
    "actions": 0.85,
    "absent left out": 1.0,
}
_REMARKS = {
    "dates missing": "meetings",
    " status ": "status",
    " affiliation ": "affiliation",
    " missed ": "attendees",
    " spurious ": "attendees",
}
"""Words of the scorer's remarks, and the figure that each explains."""

Tallies: TypeAlias = defaultdict[str, Tally]


def corpora_figures(shared: Path) -> dict[str, dict[str, Figure]]:
    """Return the figures of each corpus, and of all of them together."""
    scorer = load_scorer(shared / SCORER)
    corpora: dict[str, Tallies] = {}
    for path in sorted((shared / "corpora").glob("*/gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        corpora[path.parent.name] = defaultdict(Tally)
        for file in sorted({meeting["file"] for meeting in gold["meetings"]}):
            _score(corpora[path.parent.name], scorer, gold, path.with_name(file))
    together: Tallies = defaultdict(Tally)
    for tallies in corpora.values():
        for name, tally in tallies.items():
            together[name].count(tally.hit, tally.reported, tally.wanted)
    return {corpus: {name: tallies[name].figure() for name in GOALS} for corpus, tallies in (corpora | {TOGETHER: together}).items()}


def load_scorer(path: Path) -> Any:
    """Import the scorer from its file."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _score(tallies: Tallies, scorer: Any, gold: Mapping[str, Any], path: Path) -> None:
    """Add what the scorer says of one document; its shares are made the counts that they came from."""
    report = {"meetings": [_report(meeting) for meeting in understood(path)[1].meetings]}
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        shares = scorer.score(gold, report, path.name, verbose=True)
    labelled = [meeting for meeting in gold["meetings"] if meeting["file"] == path.name]
    for name in ("meetings", "attendees", "first_time", "agenda", "actions"):
        hit, reported, wanted = _counts(shares, name)
        tallies[name.replace("_", " ")].count(hit, reported, wanted)
    _count_share(tallies["status"], shares["status_accuracy"], len(labelled))
    _count_share(tallies["affiliation"], shares["affiliation_accuracy"], _counts(shares, "attendees")[0])
    _sort_misses(tallies, said.getvalue())
    for meeting in labelled:
        mine = _nearest(report["meetings"], meeting)
        _judge_absent(tallies["absent left out"], scorer, meeting, mine)
        for name, key, text in (("agenda", "topics", "title"), ("actions", "actions", "text")):
            misses = _unlike(scorer, _labels(meeting, key, text), _labels(meeting, f"{key}_optional", text), mine.get(name, ()), text)
            tallies[name].misses += [f"{meeting['date']}{miss}" for miss in misses if meeting.get(key) is not None]


def _report(meeting: FoundMeeting) -> dict[str, Any]:
    return {
        "date": meeting.date,
        "status": meeting.status,
        "line": meeting.line,
        "agenda": [{"title": item.written, "line": item.line} for item in meeting.agenda],
        "attendees": [_attendee(person) for person in meeting.attendees or ()],
        "actions": [{"text": action.text, "line": action.line} for action in actions_of(meeting)],
        "links": [link.url for link in meeting.links],
    }


def _attendee(person: FoundPerson) -> dict[str, Any]:
    handle = f"@{person.handle}" if person.handle else None
    return {"name": person.name, "affiliation": person.affiliation, "handle": handle, "first_time": person.first_time}


def _counts(shares: Mapping[str, float], name: str) -> tuple[int, int, int]:
    """Return hits, reported and wanted; where nothing hits, the shares only say whether anything was reported."""
    wanted = int(shares[f"{name}_wanted"])
    precision = shares[f"{name}_precision"]
    hit = round(shares[f"{name}_recall"] * wanted)
    return hit, round(hit / precision) if hit else int(precision == 0), wanted


def _count_share(tally: Tally, share: float, of: int) -> None:
    tally.count(round(share * of), of, of)


def _sort_misses(tallies: Tallies, said: str) -> None:
    """Put the scorer's remarks to the figures that they explain."""
    for line in said.splitlines():
        name = next(name for word, name in _REMARKS.items() if word in line)
        if not line.endswith("missing: [] extra: []"):
            tallies[name].misses.append(line)


def _nearest(meetings: Sequence[dict[str, Any]], labelled: Mapping[str, Any]) -> dict[str, Any]:
    """Return the reported meeting that the scorer takes for a labelled one: of the same date, nearest in the document."""
    same = [meeting for meeting in meetings if meeting["date"] == labelled["date"][:10]]
    return min(same, key=lambda meeting: abs(meeting["line"] - labelled["line"]), default={})


def _judge_absent(tally: Tally, scorer: Any, labelled: Mapping[str, Any], mine: Mapping[str, Any]) -> None:
    """Judge whether those of whom the labels say that they were absent are on no list."""
    for name in labelled.get("absent", ()):
        present = any(scorer.people_match({"name": name}, person) for person in mine.get("attendees", ()))
        tally.judge(not present, f"{labelled['date']} present {name}")


def _labels(labelled: Mapping[str, Any], key: str, text: str) -> list[str]:
    return [one[text] if isinstance(one, dict) else one for one in labelled.get(key) or ()]


def _unlike(scorer: Any, wanted: Sequence[str], optional: Sequence[str], found: Sequence[dict[str, Any]], text: str) -> Iterator[str]:
    """Tell which items or tasks have no counterpart for the scorer, which does not say so itself."""
    pairs = scorer.pair_off(wanted, found, lambda one, other: scorer.same_phrase(one, other[text]))
    yield from (f" missed {one}" for one in (Counter(wanted) - Counter(one for one, _ in pairs)).elements())
    for other in found:
        paired = any(other is mine for _, mine in pairs)
        if not paired and not any(scorer.same_phrase(one, other[text]) for one in optional):
            yield f":{other['line']} spurious {other[text]}"
