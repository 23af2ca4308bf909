"""The files around the records of a new repository, beside this one: what each is called there, and what is filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files

ALWAYS = {"README.md": "README.md", ".gitattributes": "gitattributes"}
"""Where they go, and which template they are made of."""
OF_GIT = {".pre-commit-config.yaml": "pre-commit-config.yaml"}
OF_GITHUB = {".github/workflows/records.yml": "records.yml", ".github/workflows/comment.yml": "comment.yml"}
_BLANK = re.compile("@([A-Z]+)@")


def filled(template: str, words: Mapping[str, str]) -> bytes:
    """Return a template with its blanks, written `@WORD@`, filled in."""
    text = files(__name__).joinpath(template).read_text(encoding="utf-8")
    return _BLANK.sub(lambda blank: words[blank[1]], text).encode("utf-8")
