"""The clone: whether git is there and trusts it, can commit, and hides or bends nothing of what the records hold."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from rugctl.doctor.checks import Check, listed, quoted
from rugctl.errors import RugctlError
from rugctl.gitprogram import IDENTIFY, git_version, knows_committer
from rugctl.gitrepo import TRUST, GitRepository

OLDEST_GIT = (2, 25)
"""The first one with `git switch`, `git restore` and `git sparse-checkout`."""
_INSTALL = "sudo apt install git  # or brew, dnf, winget"


def find_clone(folder: Path) -> tuple[GitRepository | None, list[Check]]:
    """Return the repository that a folder is in, where git can be asked of it, and how it stands with git itself."""
    version = git_version()
    if version is None:
        return None, [Check("error", "git", "git is not installed", _INSTALL)]
    number = ".".join(map(str, version))
    if version < OLDEST_GIT:
        return None, [Check("error", "git", f"git {number} is older than {'.'.join(map(str, OLDEST_GIT))}", _INSTALL)]
    git = Check("ok", "git", f"version {number}")
    try:
        repository = GitRepository.find(folder)
    except RugctlError as error:
        command = error.help.removeprefix(TRUST) if error.help and error.help.startswith(TRUST) else "git fsck"
        return None, [git, Check("error", "repository", error.message, command)]
    if repository is None:
        text = "this is no git repository, so nothing can be committed"
        return None, [git, Check("warn", "repository", text, f"git init {quoted([folder])}")]
    if repository.answer("ls-files", "--", "data") is None:
        index = quoted([repository.git_path("index")])
        return None, [git, Check("error", "repository", "git's index cannot be read", f"mv {index} {index}.broken && git reset")]
    return repository, [git]


def check_clone(repository: GitRepository) -> Iterator[Check]:
    """Look whether a commit would go where it should, and whether git shows the records as they are."""
    found = [check for look in _LOOKS if (check := look(repository)) is not None]
    yield from found or [Check("ok", "repository", f"on the branch {repository.branch()}, ready for commits")]


def _check_progress(repository: GitRepository) -> Check | None:
    found = repository.in_progress()
    return Check("warn", "progress", f"{found[0]} is in progress, until whose end nothing is committed", found[1]) if found else None


def _check_head(repository: GitRepository) -> Check | None:
    if repository.branch() is not None or repository.in_progress():
        return None
    branches = (repository.answer("for-each-ref", "--format=%(refname:short)", "refs/heads") or "").split()
    usual = [name for name in ("main", "master", *branches) if name in branches]
    command = f"git switch {quoted(usual[:1])}" if usual else "git switch --create work"
    return Check("warn", "head", "HEAD is detached, so a commit would belong to no branch", command)


def _check_identity(repository: GitRepository) -> Check | None:
    if knows_committer(repository.folder):
        return None
    return Check("error", "identity", "git does not know who you are, so nothing can be committed", IDENTIFY)


def _check_lock(repository: GitRepository) -> Check | None:
    index = repository.git_path("index")
    lock = index.with_name("index.lock")
    if lock.exists():
        text = "git's index is locked: another git is at work, or was killed; if none is, delete the lock"
        return Check("error", "lock", text, f"rm {quoted([lock])}")
    if not os.access(index.parent, os.W_OK):
        return Check("error", "lock", "git's folder cannot be written", f'sudo chown -R "$(id -un)" {quoted([index.parent])}')
    return None


def _check_depth(repository: GitRepository) -> Check | None:
    if (repository.answer("rev-parse", "--is-shallow-repository") or "").strip() != "true":
        return None
    return Check("warn", "history", "the clone is shallow: what changed before cannot be told", "git fetch --unshallow")


def _check_sparse(repository: GitRepository) -> Check | None:
    """Look for records that are not checked out, and so would be missing from every figure."""
    missing = [path for path in _hidden(repository, "S") if not (repository.folder / path).exists()]
    if not missing:
        return None
    command = f"git update-index --no-skip-worktree {quoted(missing)} && git restore {quoted(missing)}"
    if repository.is_sparse():
        in_cones = (repository.answer("config", "--type=bool", "core.sparseCheckoutCone") or "").strip() == "true"
        command = f"git sparse-checkout {'add data' if in_cones else 'disable'}"
    return Check("error", "sparse", f"records that git has are not checked out: {listed(missing)}", command)


def _check_flags(repository: GitRepository) -> Check | None:
    assumed = _hidden(repository, "hs")
    skipped = [path for path in _hidden(repository, "Ss") if (repository.folder / path).exists()]
    if not assumed and not skipped:
        return None
    commands = [f"git update-index --no-assume-unchanged {quoted(assumed)}"] if assumed else []
    commands += [f"git update-index --no-skip-worktree {quoted(skipped)}"] if skipped else []
    text = f"git is told not to look at {listed(sorted({*assumed, *skipped}))}, so changes there are not seen"
    return Check("warn", "flags", text, " && ".join(commands))


def _hidden(repository: GitRepository, letters: str) -> list[str]:
    """Return the files of `data/` that git marks so: h assume-unchanged, S skip-worktree, s both."""
    lines = (repository.answer("ls-files", "-v", "-z", "--", "data") or "").split("\0")
    return [line[2:] for line in lines if line[:1] and line[0] in letters]


def _check_ignored(repository: GitRepository) -> Check | None:
    out = repository.answer("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--", "data/*.yaml", "data/**/*.yaml") or ""
    ignored = [path for path in out.split("\0") if path]
    if not ignored:
        return None
    return Check("warn", "ignored", f"git ignores {listed(ignored)}", f"git check-ignore --verbose {quoted(ignored[:1])}")


def _check_line_ends(repository: GitRepository) -> Check | None:
    lines = (repository.answer("ls-files", "--eol", "-z", "--", "data/*.yaml", "data/**/*.yaml") or "").split("\0")
    bent = [path for line in lines for words, _, path in [line.partition("\t")] if "w/crlf" in words or "w/mixed" in words]
    if not bent:
        return None
    if (repository.answer("config", "core.autocrlf") or "").strip() == "true":
        text = f"git writes CRLF at the ends of lines here: {listed(bent)}"
        return Check("warn", "line-ends", text, "git config core.autocrlf input && rugctl fmt")
    return Check("warn", "line-ends", f"lines end with CRLF in {listed(bent)}", "rugctl fmt")


_LOOKS: tuple[Callable[[GitRepository], Check | None], ...] = (
    _check_progress,
    _check_head,
    _check_identity,
    _check_lock,
    _check_depth,
    _check_sparse,
    _check_flags,
    _check_ignored,
    _check_line_ends,
)
