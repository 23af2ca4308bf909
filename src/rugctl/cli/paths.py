"""Paths as people write them at the prompt, as the store names them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from rugctl.errors import RugctlError


def named_paths(root: Path, stand: Path, given: Collection[str], known: Collection[str]) -> set[str]:
    """Return those of the known paths that are given, or stand below a folder that is.

    A path is relative to where the user stands; where there is nothing of ours, to the root, as findings write it. Raises
    RugctlError for one that names nothing.
    """
    return {path for text in given for path in _named(root, stand, text, known)}


def _named(root: Path, stand: Path, text: str, known: Collection[str]) -> list[str]:
    for base in (stand, root):
        name = _relative(root, base / text) if text else None
        found = [path for path in known if name is not None and (name in {".", path} or path.startswith(f"{name}/"))]
        if found:
            return found
    raise RugctlError(f"{text or 'an empty path'} is no record, and has none below it", "Records stand in data/.")


def _relative(root: Path, path: Path) -> str | None:
    """Return a path as the store names it, None outside of the root; the last part may be a link, which is a finding itself."""
    full = path.resolve() if path.name == ".." else path.parent.resolve() / path.name
    return full.relative_to(root).as_posix() if full.is_relative_to(root) else None
