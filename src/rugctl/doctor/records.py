"""What is around the records: whether they can be read and written, and whether editors find their schemas."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from rugctl.doctor.checks import Check, listed, quoted
from rugctl.doctor.installation import Installation
from rugctl.errors import RugctlError
from rugctl.store import Entry, Store

_MODELINE = re.compile(rb"^# yaml-language-server: *\$schema=(\S+)", re.MULTILINE)


def check_records(store: Store, installation: Installation) -> Iterator[Check]:
    """Look at the files of `data/` and at `schemas/`; what the records say is `rugctl validate`'s."""
    try:
        entries = list(store.entries())
    except RugctlError as error:
        yield Check("error", "records", error.message, f"chmod -R u+rwX {quoted([store.root / 'data'])}")
        return
    yield _check_files(store, entries)
    records = [entry for entry in entries if entry.name.is_record and entry.data is not None]
    yield _check_modelines(store, records)
    yield _check_schemas(store, records, installation)


def _check_files(store: Store, entries: list[Entry]) -> Check:
    links = [entry.name.path for entry in entries if entry.data is None]
    if links:
        return Check("error", "records", f"links are not followed: {listed(links)}", f"ls -l {quoted([store.root / links[0]])}")
    paths = {store.root / entry.name.path for entry in entries if entry.name.is_record}
    locked = sorted(path for path in paths | {path.parent for path in paths} if not os.access(path, os.W_OK))
    if locked:
        names = [path.relative_to(store.root).as_posix() for path in locked]
        return Check("warn", "records", f"cannot be written: {listed(names)}", f"chmod u+w {quoted(locked)}")
    return Check("ok", "records", f"{len(paths)} in {store.root / 'data'}; `rugctl validate` checks them")


def _check_modelines(store: Store, records: list[Entry]) -> Check:
    named = {entry.name.path: _schema_of(entry) for entry in records}
    missing = [path for path, schema in named.items() if not schema]
    if missing:
        return Check("warn", "modelines", f"editors are told no schema in {listed(missing)}", "rugctl fmt")
    astray = [
        path for path, schema in named.items() if "://" not in schema and Path(schema).name not in {"", "."} and _is_astray(path, schema)
    ]
    if astray:
        files = quoted(store.root / path for path in astray)
        command = f"perl -ni -e 'print unless /^# yaml-language-server:/' {files} && rugctl fmt"
        return Check("warn", "modelines", f"a schema is looked for in the wrong place in {listed(astray)}", command)
    return Check("ok", "modelines", "every record names its schema")


def _schema_of(entry: Entry) -> str:
    match = _MODELINE.search(entry.data or b"")
    return match[1].decode("utf-8", "replace") if match else ""


def _is_astray(path: str, schema: str) -> bool:
    """Tell whether a path from a record leads elsewhere than to the root's `schemas/`."""
    return not os.path.normpath(f"{path}/../{schema}").startswith(f"schemas{os.sep}")


def _check_schemas(store: Store, records: list[Entry], installation: Installation) -> Check:
    from rugctl.model.schema import schema_text  # noqa: PLC0415  brings pydantic

    folder = store.root / "schemas"
    wanted = {f"{entry.name.kind}.schema.json": str(entry.name.kind) for entry in records}
    missing = [name for name in wanted if not (folder / name).is_file()]
    command = f"{quoted([str(installation.python)])} -m rugctl.model.schema {quoted([folder])}"
    if missing:
        return Check("warn", "schemas", f"editors check nothing without {listed(missing)}", command)
    others = [name for name, kind in wanted.items() if (folder / name).read_bytes() != schema_text(kind).encode()]
    if others:
        return Check("warn", "schemas", f"are of another version of rugctl: {listed(others)}", command)
    return Check("ok", "schemas", "are those of this rugctl")
