"""The program's first step: begin to look at the records, while Python imports the rest."""

from __future__ import annotations

import gc
import os
import sys

from rugctl.scan import begin


def main() -> None:
    """Run the program, and leave with its exit code."""
    gc.set_threshold(100_000)  # what is imported stays, and to look for garbage among it takes a tenth of a query
    if "_RUGCTL_COMPLETE" not in os.environ:  # what the shell offers is from the index as it is
        folder = _records(_directory(sys.argv[1:]))
        if folder is not None:
            begin(folder)
    from rugctl.cli.app import run  # noqa: PLC0415  this is what takes its time

    try:
        run()
    finally:
        gc.freeze()  # nor does the end of the program look through it


def _directory(arguments: list[str]) -> str:
    """Return the folder that a call works in, as far as that can be told without reading the call as Typer does."""
    for n, argument in enumerate(arguments):
        if argument in {"-C", "--directory"}:
            return "".join(arguments[n + 1 : n + 2])
        if argument.startswith("--directory="):
            return argument.removeprefix("--directory=")
        if not argument.startswith("-"):
            break
    return "."


def _records(directory: str) -> str | None:
    """Return where the records are that a call from a folder is probably about, as `rugctl.store` will find it."""
    try:
        folder = os.path.realpath(directory)
    except OSError:
        return None
    while not os.path.isdir(f"{folder}/data"):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return f"{folder}/data"


if __name__ == "__main__":
    main()
