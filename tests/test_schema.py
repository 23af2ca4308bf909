"""The schemas that editors read accept and refuse what the models do, say nothing that draft-07 ignores, and are up to date."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rugctl.model import KINDS
from rugctl.model.check import check
from rugctl.model.schema import schema, schema_text, write_schemas
from rugctl.store import Store, schema_line
from rugctl.yamlfile import parse
from tests.records import mutated, records

ROOT = Path(__file__).parents[1]
VALIDATORS = {kind: jsonschema_rs.Draft7Validator(schema(kind)) for kind in KINDS}
META = jsonschema_rs.Draft7Validator({"$ref": "http://json-schema.org/draft-07/schema#"})
DRAFT_07 = frozenset(
    {
        *("$schema", "title", "description", "definitions", "$ref", "type", "enum", "const", "anyOf", "oneOf"),
        *("properties", "required", "additionalProperties", "patternProperties"),
        *("items", "additionalItems", "minItems", "maxItems", "minLength", "minimum", "maximum", "pattern"),
    }
)


@pytest.mark.parametrize("kind", KINDS)
def test_shipped_schema_is_up_to_date(kind: str) -> None:
    assert (ROOT / "schemas" / f"{kind}.schema.json").read_text(encoding="utf-8") == schema_text(kind), "run `make schemas`"


def test_schemas_are_written(tmp_path: Path) -> None:
    write_schemas(tmp_path / "schemas")
    assert sorted(p.name for p in (tmp_path / "schemas").iterdir()) == sorted(f"{kind}.schema.json" for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_schema_is_draft_07_and_nothing_in_it_is_ignored(kind: str) -> None:
    META.validate(schema(kind))
    for node in _schemas(schema(kind)):
        assert node.keys() <= DRAFT_07, node.keys() - DRAFT_07
        assert "$ref" not in node or node.keys() == {"$ref"}
        if isinstance(node.get("items"), list):
            assert node["additionalItems"] is False
        if node.get("type") == "object":
            assert node["additionalProperties"] is False


@pytest.mark.parametrize("kind", KINDS)
def test_patterns_mean_the_same_to_every_engine(kind: str) -> None:
    """No class or assertion that ECMAScript, Rust and Python read differently."""
    patterns = {node["pattern"] for node in _schemas(schema(kind)) if "pattern" in node}
    patterns |= {pattern for node in _schemas(schema(kind)) for pattern in node.get("patternProperties", ())}
    for pattern in patterns:
        assert pattern.startswith("^")
        assert pattern.endswith("$")
        assert not re.search(r"\\[dDsSwWbBAzZpP]|\(\?[^:]|\.(?![_-])", pattern.replace("\\t", "").replace("\\n", "").replace("\\r", "")), (
            pattern
        )


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_model_and_schema_accept_the_same(kind: str, data: st.DataObject) -> None:
    record = data.draw(records(kind))
    assert check(kind, record)[0] is not None
    VALIDATORS[kind].validate(record)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_model_and_schema_refuse_the_same(kind: str, data: st.DataObject) -> None:
    value = data.draw(mutated(data.draw(records(kind))))
    record, faults = check(kind, value)
    assert (record is not None) == VALIDATORS[kind].is_valid(value), [fault.message for fault in faults]
    assert (record is None) == bool(faults)


def test_numbers_that_json_lacks_are_refused() -> None:
    for word in (".nan", ".inf", "-.inf"):
        value = parse(f"date: 2024-06-05\nstatus: held\nduration: {word}\n".encode()).value
        assert [fault.pointer for fault in check("meeting", value)[1]] == [("duration",)]


def test_every_shipped_record_names_its_schema_and_keeps_it() -> None:
    for entry in Store(ROOT).entries():
        assert entry.data is not None
        kind = str(entry.name.kind)
        assert entry.data.decode().startswith(schema_line(kind, entry.name.path) + "\n"), entry.name.path
        VALIDATORS[kind].validate(json.loads(json.dumps(parse(entry.data).value)))


def _schemas(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """List a schema and those inside it."""
    yield node
    for key in ("properties", "patternProperties", "definitions"):
        for child in node.get(key, {}).values():
            yield from _schemas(child)
    for key in ("anyOf", "oneOf"):
        for child in node.get(key, ()):
            yield from _schemas(child)
    items = node.get("items", [])
    for child in items if isinstance(items, list) else [items]:
        yield from _schemas(child)
