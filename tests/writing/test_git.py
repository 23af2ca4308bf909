"""Writing and git: what is refused, what is put back, what is left alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.writing.desk import Desk


def test_a_refusing_hook_changes_nothing(desk: Desk) -> None:
    hook = desk.root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\necho no such day >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    before, index = desk.files(), desk.git("ls-files", "--stage")
    ran = desk.run("new-meeting")
    assert ran.code == 2
    assert "no such day" in ran.err
    assert (desk.files(), desk.git("ls-files", "--stage"), desk.git("status", "--porcelain")) == (before, index, "")


def test_what_others_staged_stays_staged_and_out_of_the_commit(desk: Desk) -> None:
    (desk.root / "other.txt").write_text("mine", encoding="utf-8")
    desk.git("add", "other.txt")
    assert desk.run("new-meeting").code == 0
    assert desk.git("status", "--porcelain") == "A  other.txt\n"
    assert desk.git("show", "--format=", "--name-only", "HEAD") == "data/meetings/2024-02-14.yaml\n"


def test_a_file_with_changes_of_ones_own_is_written_and_not_committed(desk: Desk) -> None:
    desk.write("meetings/2024-01-31.yaml", desk.read("meetings/2024-01-31.yaml") + "# mine\n")
    ran = desk.run("held", "2024-01-31")
    assert ran.code == 0
    assert "Not committed" in ran.err
    assert desk.commits() == ["Begin"]
    assert desk.read("meetings/2024-01-31.yaml").endswith("# mine\n")


def test_no_commit_writes_only(desk: Desk) -> None:
    assert desk.run("held", "2024-01-31", "--no-commit").code == 0
    assert desk.git("status", "--porcelain") == " M data/meetings/2024-01-31.yaml\n"


def test_a_commit_says_of_which_group_it_is(desk: Desk) -> None:
    (desk.root / "data/groups").mkdir()
    for id in ("hpc", "web"):
        desk.write(f"groups/{id}.yaml", desk.read("group.yaml").replace("5b1d3c0a9f", f"{id}0"))
    (desk.root / "data/group.yaml").unlink()
    (desk.root / "data/meetings").rename(desk.root / "data/hpc")
    (desk.root / "data/meetings").mkdir()
    (desk.root / "data/hpc").rename(desk.root / "data/meetings/hpc")
    desk.git("add", "-A")
    desk.git("commit", "-q", "-m", "Two groups")
    assert desk.run("--group", "web", "new-meeting").code == 0
    assert desk.run("--group", "hpc", "new-meeting").code == 0
    assert desk.run("people", "rename", "ana-lima", "Ana Costa").code == 0
    assert desk.commits()[:3] == [
        "people: rename ana-lima to ana-costa (hpc)",
        "meeting: schedule 2024-02-14 (hpc)",
        "meeting: schedule 2024-02-14 (web)",
    ]


def test_detached_head(desk: Desk) -> None:
    desk.git("switch", "-q", "--detach")
    ran = desk.run("held", "2024-01-31")
    assert ran.code == 2
    assert "--branch" in ran.err
    assert desk.run("held", "2024-01-31", "--branch", "minutes").code == 0
    assert desk.git("branch", "--show-current") == "minutes\n"


def test_a_merge_in_progress(desk: Desk) -> None:
    desk.git("switch", "-q", "-c", "other")
    desk.write("topics.yaml", desk.read("topics.yaml").replace("Queues", "The queues"))
    desk.git("commit", "-q", "-a", "-m", "One")
    desk.git("switch", "-q", "main")
    desk.write("topics.yaml", desk.read("topics.yaml").replace("Queues", "All queues"))
    desk.git("commit", "-q", "-a", "-m", "Two")
    with pytest.raises(subprocess.CalledProcessError):
        desk.git("merge", "other")
    desk.git("checkout", "--ours", "data/topics.yaml")
    ran = desk.run("held", "2024-01-31")
    assert ran.code == 2
    assert "a merge is in progress" in ran.err


def test_outside_a_repository(tmp_path: Path) -> None:
    desk = Desk.make(tmp_path / "plain", git=False)
    desk.environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    ran = desk.run("held", "2024-01-31")
    assert ran.code == 2
    assert "in no git repository" in ran.err
    assert desk.run("held", "2024-01-31", "--no-commit").code == 0


def test_git_variables_of_a_hook_are_not_followed(desk: Desk, tmp_path: Path) -> None:
    desk.environment |= {"GIT_DIR": str(tmp_path / "elsewhere"), "GIT_INDEX_FILE": str(tmp_path / "index")}
    assert desk.run("held", "2024-01-31").code == 0
    desk.environment.clear()
    assert desk.commits()[0] == "meeting: held 2024-01-31"


def test_crlf_is_kept(desk: Desk) -> None:
    desk.git("config", "core.autocrlf", "false")
    desk.write("meetings/2024-01-31.yaml", desk.read("meetings/2024-01-31.yaml").replace("\n", "\r\n"))
    desk.git("commit", "-q", "-a", "-m", "Windows")
    assert desk.run("held", "2024-01-31").code == 0
    assert desk.read("meetings/2024-01-31.yaml").count("\r\n") == desk.read("meetings/2024-01-31.yaml").count("\n")


def test_an_error_that_was_there_before_is_not_this_changes_fault(desk: Desk) -> None:
    desk.write("meetings/2024-01-17.yaml", "date: 2024-01-17\nstatus: cancelled\nreason: x\nchair: nobody-known\n")
    desk.git("commit", "-q", "-a", "-m", "Wrong")
    assert desk.run("held", "2024-01-31").code == 0


def test_an_error_that_moves_was_there_before(desk: Desk) -> None:
    """One that is told at the first of its places is told at the next, when that one goes."""
    desk.write("backlog.yaml", "backlog:\n  - {id: numa, title: NUMA, topics: [hardware]}\n")
    desk.write("meetings/2024-01-31.yaml", desk.read("meetings/2024-01-31.yaml").replace("[queues]", "[hardware]"))
    desk.git("add", "-A")
    desk.git("commit", "-q", "-m", "Name what is not there")
    ran = desk.run("backlog", "drop", "numa")
    assert (ran.code, desk.commits()[0]) == (0, "backlog: drop numa"), ran.err


def test_an_error_that_was_told_with_others_is_not_new_when_it_is_told_alone(desk: Desk) -> None:
    for day in ("2024-01-16", "2024-01-18"):
        desk.write(f"meetings/{day}.yaml", f"date: {day}\nstatus: scheduled\n")
    desk.write("meetings/2024-01-31.yaml", desk.read("meetings/2024-01-31.yaml").replace("scheduled", "held"))
    desk.write("group.yaml", desk.read("group.yaml").replace("INTERVAL=2", "INTERVAL=1"))
    desk.git("add", "-A")
    desk.git("commit", "-q", "-m", "Odd days")
    assert "the records have meetings on dates that no series expects" in desk.run("validate").out
    assert desk.run("cancel", "2024-01-16", "--reason", "Nobody was there").code == 0
    assert "the series expects nothing on 2024-01-18" in desk.run("validate").out


def test_a_record_that_cannot_be_read_stops_every_writing_command(desk: Desk) -> None:
    desk.write("meetings/2024-01-17.yaml", "date: [\n")
    ran = desk.run("held", "2024-01-31")
    assert ran.code == 2
    assert "rugctl validate" in ran.err


def test_a_link_is_never_written_through(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "target.yaml"
    target.write_text("date: 2024-01-31\nstatus: scheduled\n", encoding="utf-8")
    path = desk.root / "data/meetings/2024-01-31.yaml"
    path.unlink()
    path.symlink_to(target)
    desk.run("held", "2024-01-31")
    assert target.read_text(encoding="utf-8") == "date: 2024-01-31\nstatus: scheduled\n"


def test_two_writers_at_once_both_succeed(desk: Desk) -> None:
    command = [sys.executable, "-m", "rugctl", "--today", desk.today, "check-in", "2024-01-31"]
    both = [
        subprocess.Popen([*command, person], cwd=desk.root, env=desk.environment_of_runs(), stderr=subprocess.PIPE)
        for person in ("ana-lima", "Cy Young")
    ]
    for process in both:
        _, said = process.communicate()
        assert process.returncode == 0, said
    assert {"  - ana-lima", "  - cy-young"} <= set(desk.read("meetings/2024-01-31.yaml").splitlines())
    assert len(desk.commits()) == 3


def test_what_somebody_saved_meanwhile_is_not_written_over(desk: Desk, tmp_path: Path) -> None:
    editor = tmp_path / "editor.sh"
    path = desk.root / "data/meetings/2024-02-14.yaml"
    editor.write_text(f'#!/bin/sh\nprintf "date: 2024-02-14\\nstatus: scheduled\\n" > "{path}"\n', encoding="utf-8")
    editor.chmod(0o755)
    desk.environment |= {"EDITOR": str(editor), "VISUAL": ""}
    ran = desk.run("new-meeting", "--edit", "--title", "Ours")
    assert ran.code == 2
    assert "has changed while this command was at work" in ran.err
    assert "Ours" not in desk.read("meetings/2024-02-14.yaml")


def test_a_hook_that_edits_what_is_committed_leaves_nothing_behind(desk: Desk) -> None:
    hook = desk.root / ".git/hooks/pre-commit"
    hook.write_text(
        '#!/bin/sh\nfor f in $(git diff --cached --name-only); do echo "# seen" >> "$f"; git add "$f"; done\n', encoding="utf-8"
    )
    hook.chmod(0o755)
    assert desk.run("held", "2024-01-31").code == 0
    assert desk.git("status", "--porcelain") == ""
    assert desk.git("show", "HEAD:data/meetings/2024-01-31.yaml").endswith("# seen\n")


def test_another_branch_with_another_version_is_not_written_over(desk: Desk) -> None:
    desk.git("switch", "-q", "-c", "feature")
    desk.write("meetings/2024-01-31.yaml", desk.read("meetings/2024-01-31.yaml") + "# feature\n")
    desk.git("commit", "-q", "-a", "-m", "Feature")
    desk.git("switch", "-q", "main")
    ran = desk.run("check-in", "2024-01-31", "ana-lima", "--branch", "feature")
    assert ran.code == 2
    assert "git switch feature" in ran.err
    assert desk.git("branch", "--show-current") == "main\n"
    assert desk.git("show", "feature:data/meetings/2024-01-31.yaml").endswith("# feature\n")


def test_a_branch_with_other_records_is_gone_to_first(desk: Desk) -> None:
    """What was checked, and which date is free, holds for the records here only."""
    desk.git("branch", "old")
    assert desk.run("check-in", "2024-01-31", "Cy Young").code == 0
    ran = desk.run("actions", "add", "2024-01-03", "Write to Cy", "--owner", "Cy Young", "--branch", "old")
    assert (ran.code, desk.git("branch", "--show-current").strip()) == (2, "main")
    assert "the records are others on the branch old" in ran.err
    assert "git switch old" in ran.err
    desk.git("branch", "even")
    assert desk.run("held", "2024-01-17", "--branch", "even").code == 0


def test_a_record_that_git_has_and_the_folder_lacks_is_not_replaced(desk: Desk) -> None:
    (desk.root / "data/meetings/2024-01-31.yaml").unlink()
    ran = desk.run("new-meeting", "2024-01-31")
    assert ran.code == 2
    assert "git restore" in ran.err


def test_a_hidden_change_is_seen(desk: Desk) -> None:
    desk.git("update-index", "--assume-unchanged", "data/meetings/2024-01-31.yaml")
    desk.write("meetings/2024-01-31.yaml", desk.read("meetings/2024-01-31.yaml") + "# private\n")
    assert "Not committed" in desk.run("held", "2024-01-31").err
    assert desk.commits() == ["Begin"]


def test_a_hook_that_runs_the_program_does_not_wait_for_itself(desk: Desk) -> None:
    hook = desk.root / ".git/hooks/pre-commit"
    hook.write_text(f"#!/bin/sh\n{sys.executable} -m rugctl fmt --check data/meetings/2024-01-17.yaml || true\n", encoding="utf-8")
    hook.chmod(0o755)
    assert desk.run("held", "2024-01-31").code == 0


def test_a_new_branch_goes_when_the_commit_fails(desk: Desk) -> None:
    hook = desk.root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    assert desk.run("held", "2024-01-31", "--branch", "minutes").code == 2
    assert desk.git("branch", "--format=%(refname:short)") == "main\n"
    assert desk.git("status", "--porcelain") == ""


def make_hook(desk: Desk, script: str, name: str = "pre-commit") -> None:
    hook = desk.root / ".git/hooks" / name
    hook.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    hook.chmod(0o755)


def left_behind(desk: Desk) -> list[str]:
    """Return the locks and temporary files that are there."""
    locks = [path.name for path in (desk.root / ".git").rglob("*.lock") if path.name != "write.lock"]
    return [*locks, *(path.name for path in (desk.root / "data").rglob(".*"))]


PROGRAM = "$(ps -o ppid= -p $PPID)"
"""The process that runs the git that runs a hook."""


@pytest.mark.parametrize("number", ["INT", "TERM"])
def test_an_interruption_waits_for_git(desk: Desk, number: str) -> None:
    make_hook(desk, f"kill -{number} {PROGRAM}")
    ran = desk.run("check-in", "2024-01-31", "Cy Young")
    assert ran.code == (130 if number == "INT" else -15)
    assert "Committed" in ran.err
    assert desk.commits()[0] == "meeting: check in 1 person at 2024-01-31"
    assert (desk.git("status", "--porcelain"), left_behind(desk)) == ("", [])


@pytest.mark.parametrize("branch", [[], ["--branch", "minutes"]])
def test_a_second_interruption_stops_git_and_puts_everything_back(desk: Desk, branch: list[str]) -> None:
    make_hook(desk, f"program={PROGRAM}; while kill -0 $PPID; do kill -INT $program; sleep 0.05; done 2>/dev/null")
    before = desk.files()
    code = desk.run("new-meeting", "--speaker", "Cy Young", "--title", "T", *branch).code
    assert code in {130, -2}  # -2 where the hook's last signal comes when Python has ended
    assert (desk.files(), desk.commits(), left_behind(desk)) == (before, ["Begin"], [])
    assert desk.git("status", "--porcelain", "--branch") == "## main\n"
    assert desk.git("branch", "--format=%(refname:short)") == "main\n"


def test_what_a_hook_leaves_running_is_not_waited_for(desk: Desk, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    make_hook(desk, f"(while test ! -e {gate}; do sleep 0.1; done) &", "post-commit")
    assert desk.run("held", "2024-01-31").code == 0
    gate.touch()


def test_an_interruption_is_the_editors(desk: Desk, tmp_path: Path) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\nkill -INT $PPID\necho "scribe: ana-lima" >> "$1"\n', encoding="utf-8")
    editor.chmod(0o755)
    desk.environment |= {"EDITOR": str(editor), "VISUAL": ""}
    assert desk.run("new-meeting", "--edit").code == 0
    assert desk.read("meetings/2024-02-14.yaml").endswith("scribe: ana-lima\n")


@pytest.mark.parametrize("status", ["0", "1"])
def test_what_was_typed_is_kept_when_it_is_not_saved(desk: Desk, tmp_path: Path, status: str) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text(f'#!/bin/sh\necho "typed: much" >> "$1"\nexit {status}\n', encoding="utf-8")
    editor.chmod(0o755)
    desk.environment |= {"EDITOR": str(editor), "VISUAL": "", "TMPDIR": str(tmp_path)}
    ran = desk.run("new-meeting", "--edit")
    assert ran.code in {1, 2}
    kept = ran.err.partition("What you typed is kept in ")[2].splitlines()[0]
    assert Path(kept).read_text(encoding="utf-8").endswith("typed: much\n")


def test_a_failed_commit_on_a_branch_leads_back_to_a_detached_head(desk: Desk) -> None:
    desk.git("switch", "-q", "--detach")
    make_hook(desk, "exit 1")
    before = desk.files()
    assert desk.run("held", "2024-01-31", "--branch", "minutes").code == 2
    assert (desk.git("branch", "--show-current"), desk.git("branch", "--list", "minutes"), desk.files()) == ("", "", before)


def test_a_failed_commit_on_a_branch_leads_back_to_where_nothing_is_committed(tmp_path: Path) -> None:
    desk = Desk.make(tmp_path / "empty", git=False)
    desk.git("init", "-q", "-b", "trunk")
    make_hook(desk, "exit 1")
    before = desk.files()
    ran = desk.run("new-meeting", "--branch", "minutes")
    assert (ran.code, desk.files()) == (2, before)
    assert "git did not commit" in ran.err
    assert desk.git("symbolic-ref", "HEAD") == "refs/heads/trunk\n"
    assert desk.run("new-meeting", "--no-commit").code == 0


def test_a_read_only_record_is_left_alone(desk: Desk) -> None:
    (desk.root / "data/meetings/2024-01-31.yaml").chmod(0o444)
    before = desk.files()
    for arguments in (["held", "2024-01-31"], ["held", "2024-01-31", "--no-commit"], ["fmt"]):
        ran = desk.run(*arguments)
        assert (ran.code, desk.files()) == (2, before)
        assert "data/meetings/2024-01-31.yaml is read-only" in ran.err


@pytest.mark.parametrize("folder", ["data", "data/meetings"])
def test_nothing_is_written_through_a_linked_folder(desk: Desk, tmp_path: Path, folder: str) -> None:
    (desk.root / folder).rename(tmp_path / "elsewhere")
    (desk.root / folder).symlink_to(tmp_path / "elsewhere")
    for arguments in (["held", "2024-01-31"], ["new-meeting"]):
        ran = desk.run(*arguments)
        assert (ran.code, ran.err) == (
            2,
            f"error: {folder} is a link, and nothing is written through links\nhelp: Put the folder itself there.\n",
        )


def test_records_in_a_repository_of_their_own_are_committed_there(desk: Desk) -> None:
    subprocess.run(["git", "init", "-q", "data"], cwd=desk.root, env=desk.environment_of_runs(), check=True)
    before = desk.files()
    ran = desk.run("new-meeting")
    assert (ran.code, desk.files()) == (2, before)
    assert "data is a git repository of its own" in ran.err


def test_a_sparse_checkout_is_told_apart_from_a_deletion(desk: Desk) -> None:
    desk.git("sparse-checkout", "set", "--no-cone", "/data/*.yaml")
    ran = desk.run("new-meeting", "2024-01-31")
    assert ran.code == 2
    assert "help: `git sparse-checkout add data`" in ran.err


def test_a_repository_that_is_named_and_not_there_is_not_outside(desk: Desk) -> None:
    shutil.rmtree(desk.root / ".git")
    (desk.root / ".git").write_text("gitdir: /nowhere\n", encoding="utf-8")
    ran = desk.run("held", "2024-01-31")
    assert ran.code == 2
    assert "git cannot read this repository" in ran.err


def test_records_below_the_top_of_a_repository(tmp_path: Path) -> None:
    desk = Desk.make(tmp_path / "all/minutes", git=False)
    subprocess.run(["git", "init", "-q", "-b", "main", str(tmp_path / "all")], check=True)
    desk.git("add", "-A")
    desk.git("commit", "-q", "-m", "Begin")
    desk.write("meetings/2024-01-31.yaml", desk.read("meetings/2024-01-31.yaml") + "# mine\n")
    ran = desk.run("held", "2024-01-31")
    assert "Not committed, because data/meetings/2024-01-31.yaml had changes of yours already" in ran.err
    assert desk.run("new-meeting", "--title", "One").code == 0
    assert desk.commits() == ["meeting: schedule 2024-02-14", "Begin"]
    (desk.root / ".gitignore").write_text("data/meetings/2024-02-28.yaml\n", encoding="utf-8")
    assert "git ignores data/meetings/2024-02-28.yaml" in desk.run("new-meeting", "--title", "Two").err
