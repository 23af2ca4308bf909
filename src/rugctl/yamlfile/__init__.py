"""The one YAML dialect: compose, values, places, edits, canonical form. The only user of libyaml and ruamel.yaml."""

from __future__ import annotations

from rugctl.yamlfile.compose import parse, parse_text
from rugctl.yamlfile.document import Document, Fault
from rugctl.yamlfile.places import locate, swallowed_comments, written_at

__all__ = ["Document", "Fault", "locate", "parse", "parse_text", "swallowed_comments", "written_at"]
