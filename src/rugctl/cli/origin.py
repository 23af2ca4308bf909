"""Which repository, at which commit, this program came from: what hooks and workflows of others are to name."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rugctl.errors import RugctlError
from rugctl.gitrepo import GitRepository, web_address

_GIVEN = re.compile(r"(?P<where>[^@\s].*)@(?P<commit>[0-9a-f]{40})")
_ON_GITHUB = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?/?")


@dataclass(frozen=True, slots=True)
class Origin:
    """A repository's address, or path, and the whole hash of a commit."""

    url: str
    commit: str

    @property
    def action(self) -> str | None:
        """How a workflow names it, OWNER/REPO; None where it is not on GitHub."""
        match = _ON_GITHUB.fullmatch(self.url)
        return match[1] if match else None


def parse_origin(text: str) -> Origin:
    """Read OWNER/REPO@COMMIT, or URL@COMMIT; raises RugctlError for what is neither."""
    match = _GIVEN.fullmatch(text)
    if match is None:
        raise RugctlError(f"--source {text} names no commit", "Write OWNER/REPO@COMMIT, with the commit's whole hash.")
    short = re.fullmatch(r"[\w-][\w.-]*/[\w.-]+", match["where"])
    return Origin(f"https://github.com/{match['where']}" if short else match["where"], match["commit"])


def own_origin() -> Origin | None:
    """Return where this program was installed from, None where that cannot be told. Source: PEP 610."""
    try:
        text = distribution("rugctl").read_text("direct_url.json")
    except PackageNotFoundError:
        return None
    told = json.loads(text) if text else {}
    if "vcs_info" in told:
        return Origin(web_address(told["url"]) or told["url"], told["vcs_info"]["commit_id"])
    parts = urlsplit(told.get("url", ""))
    return _of_folder(Path(unquote(parts.path))) if parts.scheme == "file" and "dir_info" in told else None


def _of_folder(folder: Path) -> Origin | None:
    """Return the remote and the commit of a clone, if it has a remote that others can reach."""
    try:
        repository = GitRepository.find(folder) if folder.is_dir() else None
    except RugctlError:
        return None
    remote = repository.remote_url() if repository else None
    commit = repository.head() if repository else None
    url = web_address(remote) if remote else None
    return Origin(url, commit) if url and commit else None
