"""Git, by the real program: is this a repository, may we commit, commit exactly these paths. GitPython reads history."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from rugctl.errors import RugctlError
from rugctl.gitprogram import check_committer, heard_from_git, last_line, last_lines, run_git

_REMOTE = re.compile(
    r"(?:(?:https?|ssh|git)://(?:[^@/\s]*@)?(?P<host>[\w.-]+)(?::[0-9]+)?/|(?:[\w.-]+@)(?P<scp>[\w.-]+\.[\w-]+):)/*(?P<path>[\w./~+-]+?)(?:\.git)?/*"
)
_COMMIT = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")
_OWNED = re.compile(r"config --global --add safe\.directory (.+)")
"""How git says what to do about it: for the top of the repository, quoted for a shell."""
TRUST = "If you trust it: "
_IN_PROGRESS = {
    "MERGE_HEAD": ("a merge", "git merge --abort"),
    "rebase-merge": ("a rebase", "git rebase --abort"),
    "rebase-apply": ("a rebase", "git rebase --abort"),
    "CHERRY_PICK_HEAD": ("a cherry-pick", "git cherry-pick --abort"),
    "REVERT_HEAD": ("a revert", "git revert --abort"),
    "BISECT_LOG": ("a bisect", "git bisect reset"),
}


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit that touched a path: short id, day, author's name, subject."""

    id: str
    date: str
    author: str
    subject: str


@dataclass(frozen=True, slots=True)
class GitRepository:
    """The repository that a folder is in; `prefix` is the way from its top to that folder."""

    folder: Path

    @classmethod
    def find(cls, folder: Path, *, bare: bool = False) -> GitRepository | None:
        """Return the repository of a folder, or None outside of any; `bare` takes one without a work tree, too.

        Raises RugctlError where there is one that git refuses to use, for one owned by somebody else.
        """
        result = run_git(folder, "rev-parse", "--is-inside-work-tree")
        if result.returncode == 0:
            return cls(folder) if bare or result.stdout.strip() == "true" else None
        if "dubious ownership" in result.stderr:
            top = _OWNED.search(result.stderr)
            help = f"{TRUST}git config --global --add safe.directory {top[1] if top else folder}"
            raise RugctlError("git refuses this repository, because somebody else owns it", help)
        if "not a git repository (or any " in result.stderr:  # one that is named and not there is told with its name
            return None
        raise RugctlError(f"git cannot read this repository: {last_line(result.stderr)}", "Run `git status` to see more.")

    def git_path(self, name: str) -> Path:
        """Return where git keeps something of this work tree."""
        return self.folder / self._run("rev-parse", "--git-path", name).strip()

    def branch(self) -> str | None:
        """Return the branch, or None on a detached HEAD."""
        result = run_git(self.folder, "symbolic-ref", "--quiet", "--short", "HEAD")
        return result.stdout.strip() if result.returncode == 0 else None

    def answer(self, *arguments: str) -> str | None:
        """Return what git answers, or None where it does not."""
        result = run_git(self.folder, *arguments)
        return result.stdout if result.returncode == 0 else None

    def top(self) -> Path:
        """Return the folder that the repository's files are below."""
        return Path(self._run("rev-parse", "--show-toplevel").removesuffix("\n"))

    def in_progress(self) -> tuple[str, str] | None:
        """Return what is half done, such as a merge, and the command that gives it up; None where nothing is."""
        own = self.folder / self._run("rev-parse", "--git-dir").removesuffix("\n")
        return next((said for name, said in _IN_PROGRESS.items() if (own / name).exists()), None)

    def check_can_commit(self, branch: str | None) -> None:
        """Raise RugctlError where a commit would go astray: something half done, a detached HEAD, no identity."""
        if under_way := self.in_progress():
            help = f"Finish it, or give it up with `{under_way[1]}`; --no-commit only writes the files."
            raise RugctlError(f"{under_way[0]} is in progress", help)
        if branch is None and self.branch() is None:
            raise RugctlError("HEAD is detached, so a commit would belong to no branch", "Name one with --branch, or `git switch` to one.")
        check_committer(self.folder)

    def dirty(self, paths: Sequence[str]) -> list[str]:
        """Return the files at or below the paths that have changes not committed yet, staged or not, or are not tracked."""
        out = self._run("--no-optional-locks", "status", "--porcelain=v1", "-z", "--no-renames", "-uall", "--", *paths)
        hidden = self._run("ls-files", "-v", "-z", "--", *paths).split("\0")  # assume-unchanged and skip-worktree hide changes
        top = self._run("rev-parse", "--show-prefix").removesuffix("\n")
        found = [line[3:].removeprefix(top) for line in out.split("\0") if line]
        return found + [line[2:] for line in hidden if line[:1].islower() or line[:1] == "S"]

    def is_sparse(self) -> bool:
        """Tell whether only a part of what git has is checked out."""
        return run_git(self.folder, "config", "--type=bool", "core.sparseCheckout").stdout.strip() == "true"

    def ignored(self, paths: Sequence[str]) -> list[str]:
        """Return those of the paths that git ignores."""
        found = set(run_git(self.folder, "check-ignore", "--", *paths).stdout.splitlines())
        return [path for path in paths if path in found]

    def switch(self, branch: str, *, create: bool) -> None:
        """Go to a branch, a new one or one that is there."""
        self._run("switch", "--quiet", *(["--create"] if create else []), branch)

    def whereabouts(self) -> tuple[str, ...]:
        """Return how `go_back` finds the way to where HEAD is now: to a branch, one without commits, or no branch at all."""
        branch, head = self.branch(), self.head()
        if branch is None:
            return ("switch", "--quiet", "--detach", str(head))
        return ("switch", "--quiet", branch) if head else ("symbolic-ref", "HEAD", f"refs/heads/{branch}")

    def go_back(self, way: tuple[str, ...]) -> None:
        """Go where `whereabouts` was asked."""
        self._run(*way)

    def has_branch(self, branch: str) -> bool:
        """Tell whether a local branch is there."""
        return run_git(self.folder, "show-ref", "--verify", "--quiet", f"refs/heads/{branch}").returncode == 0

    def differs(self, branch: str, path: str) -> bool:
        """Tell whether a branch has something else at or below a path than the last commit here."""
        return run_git(self.folder, "diff-tree", "--quiet", "HEAD", branch, "--", path).returncode != 0

    def commit(self, paths: Sequence[str], subject: str) -> str:
        """Commit exactly these paths, none of which has changes staged, with hooks, signing and the user's identity; return the short id.

        Raises RugctlError when git does not. Git's index holds of them what the last commit does, in the end and whatever happens.
        """
        tracked = set(self._run("ls-files", "-z", "--", *paths).split("\0"))
        new = [path for path in paths if path not in tracked]
        try:
            if new:
                self._run("add", "--intent-to-add", "--", *new)
            result = run_git(self.folder, "commit", "--quiet", "--only", "-m", subject, "--", *paths)
        finally:
            self.unstage(paths)  # a hook may have committed more than was staged
        if result.returncode != 0:
            said = last_lines(result.stderr.strip() or result.stdout.strip() or "a hook left with an error and said nothing")
            raise RugctlError(f"git did not commit:\n{said}", "Mend that, or use --no-commit.")
        return self._run("rev-parse", "--short", "HEAD").strip()

    def unstage(self, paths: Sequence[str]) -> None:
        """Let git's index hold of these paths what the last commit does; as that looks at all files, only where it does not."""
        if run_git(self.folder, "diff-index", "--cached", "--quiet", "--ita-visible-in-index", "HEAD", "--", *paths).returncode:
            run_git(self.folder, "reset", "--quiet", "--", *paths)

    def upstream(self) -> str | None:
        """Return the branch that this one follows, such as `origin/main`."""
        result = run_git(self.folder, "rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}")
        return result.stdout.strip() if result.returncode == 0 else None

    def remotes(self) -> list[str]:
        """Return the names of the repositories that there are to push to."""
        return self._run("remote").split()

    def head(self) -> str | None:
        """Return the commit that HEAD is at, or None before the first one."""
        result = run_git(self.folder, "rev-parse", "--quiet", "--verify", "HEAD")
        return result.stdout.strip() if result.returncode == 0 else None

    def require_commit(self, rev: str) -> str:
        """Return the full id of the commit that a revision names.

        Raises RugctlError where it is not here; in a shallow clone with the line that fetches it.
        """
        result = run_git(self.folder, "rev-parse", "--quiet", "--verify", "--end-of-options", f"{rev}^{{commit}}")
        if result.returncode != 0:
            raise RugctlError(f"this repository has no commit `{rev}`", self._fetching(rev))
        return result.stdout.strip()

    def merge_base(self, rev: str, head: str = "HEAD") -> str:
        """Return the full id of the commit where `head` parted from a revision; raises RugctlError as `require_commit` does."""
        result = run_git(self.folder, "merge-base", self.require_commit(rev), self.require_commit(head))
        if result.returncode != 0:
            raise RugctlError(f"`{rev}` and {head} have no commit in common here", self._fetching(rev))
        return result.stdout.strip()

    def lacks(self, rev: str, other: str) -> int:
        """Return how many commits of another revision this one lacks, where each has some of its own."""
        result = run_git(self.folder, "rev-list", "--count", "--left-right", f"{rev}...{other}", "--")
        own, others = map(int, result.stdout.split()) if result.returncode == 0 else (0, 0)
        return others if own else 0

    def prefix(self) -> str:
        """Return the way from the top of the work tree to this folder, with a slash at its end; empty at the top."""
        return self._run("rev-parse", "--show-prefix").removesuffix("\n")

    def ask(self, *arguments: str, input: bytes | None = None) -> bytes:
        """Return what git answers to a question, byte by byte; raises RugctlError where it does not."""
        code, out, err = heard_from_git(self.folder, arguments, input)
        if code != 0:
            raise RugctlError(f"git {arguments[0]} failed:\n{last_lines(err.decode('utf-8', 'replace'))}", "Run `git status` to see more.")
        return out

    def objects(self, ids: Collection[str]) -> dict[str, bytes]:
        """Return what git keeps under many ids; raises RugctlError where it lacks one. Source: git-cat-file, "BATCH OUTPUT"."""
        wanted = sorted(ids)
        if not wanted:
            return {}
        out, at, found = self.ask("cat-file", "--batch", input="".join(f"{id}\n" for id in wanted).encode()), 0, {}
        for id in wanted:
            end = out.index(b"\n", at)
            parts = out[at:end].split()
            if len(parts) != 3:
                raise RugctlError(
                    f"git lacks the object {id[:9]}", "A part of the history was not fetched: `git fetch --refetch` brings it."
                )
            at = end + 1 + int(parts[2]) + 1
            found[id] = out[end + 1 : at - 1]
        return found

    def _fetching(self, rev: str) -> str:
        """Say how to fetch what a revision needs; revisions that are neither a remote's branch nor an id need the history of HEAD."""
        import shlex  # noqa: PLC0415  only for who stands in a clone that lacks something

        remotes = self.remotes()
        remote, _, branch = rev.partition("/")
        what = ["origin"] if "origin" in remotes else remotes[:1]
        if branch and remote in remotes:
            what = [remote, f"+refs/heads/{branch}:refs/remotes/{rev}"]
        elif what and _COMMIT.fullmatch(rev):
            what.append(rev)
        shallow = self.is_shallow()
        fetch = shlex.join(["git", "fetch", *(["--unshallow"] if shallow else []), *what])
        if shallow:
            return f"This clone is shallow. Run `{fetch}`; with actions/checkout, set `fetch-depth: 0`."
        return f"Run `{fetch}`, or name another one." if len(what) > 1 else "`git log` and `git branch --all` show what there is."

    def committed(self, paths: Sequence[str]) -> list[str]:
        """Return those of the paths at which the last commit has a file."""
        found = set(run_git(self.folder, "ls-tree", "-r", "-z", "--name-only", "HEAD", "--", *paths).stdout.split("\0"))
        return [path for path in paths if path in found]

    def delete_branch(self, branch: str) -> None:
        """Delete a branch that holds nothing of its own."""
        run_git(self.folder, "branch", "--quiet", "-d", branch)

    def remote_url(self) -> str | None:
        """Return the address of the remote `origin`."""
        result = run_git(self.folder, "remote", "get-url", "origin")
        return result.stdout.strip() if result.returncode == 0 else None

    def history(self, path: str, limit: int = 20) -> list[Commit]:
        """Return the commits that touched a path, the latest first."""
        from git import Repo  # noqa: PLC0415  heavy
        from git.exc import GitError  # noqa: PLC0415

        try:
            with Repo(self.folder, search_parent_directories=True) as repo:
                full = str(self.folder / path)
                return [
                    Commit(commit.hexsha[:9], commit.committed_datetime.date().isoformat(), str(commit.author.name), str(commit.summary))
                    for commit in repo.iter_commits(paths=full, max_count=limit)
                ]
        except (GitError, ValueError):
            return []

    def versions(self, path: str) -> list[str]:
        """Return a file's text in each commit that changed it, the oldest first, also under earlier names."""
        listed = run_git(self.folder, "log", "--follow", "--diff-filter=d", "--format=%H", "--name-only", "--relative", "--", path)
        words = [word for word in listed.stdout.split("\n") if word] if listed.returncode == 0 else []
        shown = [self._run("show", f"{commit}:./{name}") for commit, name in zip(words[::2], words[1::2], strict=True)]
        return shown[::-1]

    def is_shallow(self) -> bool:
        """Tell whether this is a clone that lacks the beginning of the history."""
        return self._run("rev-parse", "--is-shallow-repository").strip() == "true"

    def _run(self, *arguments: str) -> str:
        return self.ask(*arguments).decode("utf-8", "replace")


def init_repository(folder: Path) -> GitRepository:
    """Make a repository of a folder, on the branch that its user's repositories begin with, or `main`."""
    usual = run_git(folder, "config", "init.defaultBranch").stdout.strip() or "main"
    repository = GitRepository(folder)
    for arguments in (("init", "--quiet"), ("symbolic-ref", "HEAD", f"refs/heads/{usual}")):
        result = run_git(folder, *arguments)
        if result.returncode != 0:
            raise RugctlError(f"git {arguments[0]} failed:\n{last_lines(result.stderr)}")
    return repository


def web_address(remote: str) -> str | None:
    """Return where people see a remote in their browser, free of logins and passwords; None where that cannot be told.

    Read are `https://host/path.git`, `ssh://git@host/path` and `git@host:path`.
    """
    match = _REMOTE.fullmatch(remote)
    return f"https://{match['host'] or match['scp']}/{match['path']}" if match else None
