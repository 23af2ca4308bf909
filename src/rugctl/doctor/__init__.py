"""What is wrong with a clone or an installation, and the command that mends it. Looks only; mends nothing."""

from __future__ import annotations

from pathlib import Path

from rugctl.doctor.checks import Check
from rugctl.doctor.clone import check_clone, find_clone
from rugctl.doctor.installation import Installation, check_installation
from rugctl.doctor.records import check_records
from rugctl.doctor.writes import check_writes
from rugctl.errors import RugctlError
from rugctl.store import Store

__all__ = ["Check", "Installation", "examine"]


def examine(folder: Path, installation: Installation) -> list[Check]:
    """Return what is found of the installation, of git, and of the records that the folder is in or above."""
    found = list(check_installation(installation))
    try:
        store = Store.find(folder)
    except RugctlError as error:
        store = None
        nothing = Check("error", "records", error.message, "rugctl init")
    repository, git = find_clone(store.root if store else folder)
    found += git
    if repository is not None:
        found += check_clone(repository)
    if store is None:
        return [*found, nothing]
    return [*found, *check_writes(store, repository), *check_records(store, installation)]
