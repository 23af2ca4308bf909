"""A Parquet file a table, and the schema beside them; the only user of pyarrow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rugctl.errors import RugctlError
from rugctl.exporting.contents import APPLICATION, Contents
from rugctl.queries.tables import Table, Value

ENDING = ".parquet"
ROWS = 100_000
"""The rows of a group, which is held in memory until it is written, and which readers read at a time."""


def write_parquet(contents: Contents, folder: Path) -> None:
    """Write the files into an empty folder; raises RugctlError where the library that writes them is not installed."""
    arrow = pyarrow()
    for table in contents.tables:
        schema = _schema(arrow, contents, table)
        with arrow.parquet.ParquetWriter(folder / f"{table.name}{ENDING}", schema, compression="zstd") as writer:
            for columns in contents.batches(table, ROWS):
                arrays = [_array(arrow, values, field.type) for values, field in zip(columns, schema, strict=True)]
                writer.write_batch(arrow.record_batch(arrays, schema=schema))
    contents.write_schema(folder)


def pyarrow() -> Any:
    """Import the library, which is an extra; raises RugctlError where it is not installed."""
    try:
        import pyarrow.parquet  # noqa: PLC0415  slow to load
    except ImportError:
        raise RugctlError("what writes Parquet is not installed", "Run `pip install 'rugctl[parquet]'`.") from None
    return pyarrow


def _schema(arrow: Any, contents: Contents, table: Table) -> Any:
    """Return the types of the columns, and what the file says of itself: keys that begin with the program's name."""
    types = {"text": arrow.string(), "date": arrow.date32(), "boolean": arrow.bool_(), "integer": arrow.int32()}
    said = {f"{APPLICATION}.{key}": str(value) for key, value in contents.head().items() if key != "application"}
    metadata = said | {f"{APPLICATION}.table": table.name, f"{APPLICATION}.about": table.about}
    return arrow.schema([arrow.field(column.name, types[column.type]) for column in table.columns], metadata=metadata)


def _array(arrow: Any, values: Sequence[Value], type: Any) -> Any:
    """Return one column; dates are read from their texts."""
    return arrow.array(values, arrow.string()).cast(type) if type == arrow.date32() else arrow.array(values, type)
