"""The models as JSON Schema draft-07, which editors read; nothing in it that draft-07 ignores.

Source: JSON Schema draft-07 (validation); pydantic writes 2020-12, which differs in `$defs` and `prefixItems`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from rugctl.model import KINDS

DRAFT = "http://json-schema.org/draft-07/schema#"
_TITLES = {
    "meeting": "A meeting",
    "people": "The registry of people",
    "organizations": "The registry of organizations",
    "topics": "The registry of topics",
    "backlog": "The backlog of proposed agenda items",
    "group": "A group",
}


def schema(kind: str) -> dict[str, Any]:
    """Return the draft-07 schema of a kind of record."""
    body = _draft_07(KINDS[kind].model_json_schema(by_alias=True))
    body.pop("title", None)
    return {"$schema": DRAFT, "title": _TITLES[kind], **body}


def schema_text(kind: str) -> str:
    """Return the schema as it stands in `schemas/`."""
    return json.dumps(schema(kind), indent=2, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> None:
    """Write the schema of every kind of record into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        (folder / f"{kind}.schema.json").write_text(schema_text(kind), encoding="utf-8", newline="\n")


def _draft_07(node: Any) -> Any:
    if isinstance(node, list):
        return [_draft_07(item) for item in node]
    if not isinstance(node, dict):
        return node
    renamed = {("definitions" if key == "$defs" else key): _draft_07(value) for key, value in node.items()}
    if "$ref" in renamed:  # draft-07 ignores what stands beside a reference
        return {"$ref": renamed["$ref"].replace("#/$defs/", "#/definitions/")}
    if "prefixItems" in renamed:
        renamed["items"] = renamed.pop("prefixItems")
        renamed["additionalItems"] = False
    if "patternProperties" in renamed:
        renamed["additionalProperties"] = False
        renamed.pop("propertyNames", None)
    if "discriminator" in renamed:
        renamed.pop("discriminator")
    if renamed.get("default", 0) is None or renamed.get("default") == []:
        renamed.pop("default")
    if "properties" in renamed:
        for value in renamed["properties"].values():
            value.pop("title", None)
    return renamed


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]))
