"""What a write that was killed has left behind, and how everything becomes as it was before."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rugctl.doctor.checks import Check, listed, quoted
from rugctl.gitrepo import GitRepository
from rugctl.index.opening import index_folder
from rugctl.store import Store

_BESIDE = re.compile(r"\.(?P<name>.+)\.[0-9]+\.(?P<ending>tmp|old|new)")
_ASIDE = re.compile(r"[0-9]+-(?P<path>.+)\.(?P<ending>old|new)")


@dataclass(frozen=True, slots=True)
class Leftover:
    """A file that `Store.written` keeps while it writes `path`: the new text, the old one, or a sign that there was none."""

    file: Path
    path: str
    ending: Literal["tmp", "old", "new"]

    def is_undone(self, root: Path) -> bool:
        """Tell whether the file that it stands for is as it was before the write."""
        target = root / self.path
        if self.ending == "new":
            return not target.exists()
        return self.ending == "tmp" or (target.exists() and target.read_bytes() == self.file.read_bytes())


def check_writes(store: Store, repository: GitRepository | None) -> Iterator[Check]:
    """Look for leftovers, and whether the index can be kept; while somebody writes, only that is said."""
    folder = index_folder(store.root)
    if folder is not None and _is_writing(folder / "write.lock"):
        yield Check("warn", "writes", "another rugctl is writing here; look again when it has ended", "rugctl doctor")
        return
    left = list(leftovers(store.root, folder))
    yield _check_left(store.root, repository, left) if left else Check("ok", "writes", "no write was cut short")
    yield _check_index(folder)


def _check_left(root: Path, repository: GitRepository | None, left: list[Leftover]) -> Check:
    done = [one for one in left if not one.is_undone(root)]
    open = set(repository.dirty([one.path for one in done])) if repository and done else {one.path for one in done}
    old = [one for one in done if one.ending == "old" and one.path in open]
    new = [one for one in done if one.ending == "new" and one.path in open]
    litter = [one.file for one in left if one not in old]
    if not old and not new:
        return Check("warn", "writes", "a write was killed; the records are whole, and its leftovers can go", f"rm {quoted(litter)}")
    commands = [f"mv {quoted([one.file, root / one.path])}" for one in old]
    if new:
        made = quoted(root / one.path for one in new)
        commands += [f"git reset --quiet -- {made}"] if repository else []
        commands += [f"rm {made}"]
    commands += [f"rm {quoted(litter)}"] if litter else []
    paths = [one.path for one in (*old, *new)]
    text = f"a write was killed before it was committed: {listed(paths)}; this puts back what was there before"
    return Check("error", "writes", text, " && ".join(commands))


def leftovers(root: Path, folder: Path | None) -> Iterator[Leftover]:
    """Find what `Store.written` keeps beside the records, and aside in the folder of the index."""
    for at, _, names in sorted(os.walk(root / "data")):
        for name in sorted(names):
            if match := _BESIDE.fullmatch(name):
                path = (Path(at) / match["name"]).relative_to(root).as_posix()
                yield Leftover(Path(at) / name, path, match["ending"])  # type: ignore[arg-type]
    aside = folder / "former" if folder is not None else None
    for file in sorted(aside.iterdir()) if aside is not None and aside.is_dir() else ():
        if match := _ASIDE.fullmatch(file.name):
            yield Leftover(file, match["path"].replace("+", "/"), match["ending"])  # type: ignore[arg-type]


def _is_writing(lock: Path) -> bool:
    try:
        with lock.open("a", encoding="ascii") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _check_index(folder: Path | None) -> Check:
    """Tell whether the index can be kept; it may be lost without harm, but every command would build it anew."""
    if folder is None:
        return Check("warn", "index", "the index cannot be kept anywhere, so every command is slow", 'export XDG_CACHE_HOME="$HOME/.cache"')
    at = next(parent for parent in (folder, *folder.parents) if parent.exists())
    kept = folder / "index"
    if not at.is_dir() or not os.access(at, os.W_OK) or (kept.exists() and not os.access(kept, os.R_OK)):
        command = f'sudo chown -R "$(id -un)" {quoted([at])}'
        return Check("warn", "index", "the index cannot be kept, so every command is slow", command)
    if kept.exists() and not kept.is_file():
        return Check("warn", "index", "something else stands where the index is kept, so every command is slow", f"rm -r {quoted([kept])}")
    return Check("ok", "index", "is kept")
