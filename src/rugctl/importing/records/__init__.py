"""Findings into records: what is new, what changed since the last import, and what the registries learn."""
