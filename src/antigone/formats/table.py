"""Tables in CSV or Parquet: columns of text, read and written whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet
from numpy.typing import NDArray

from antigone.formats.problems import FormatError, listed, refusal, shown

MAX_TABLE_BYTES = 8 * 1024**3
"""No table above this is read."""

KINDS = (".csv", ".parquet")


@dataclass(frozen=True)
class Column:
    """A column as its distinct texts, and which of them stands in each row; an empty cell is ""."""

    name: str
    texts: tuple[str, ...]
    number: NDArray[np.int64]

    def __getitem__(self, row: int) -> str:
        return self.texts[int(self.number[row])]


@dataclass(frozen=True)
class TextTable:
    """A table with its file. Rows count from 1, without the line of names."""

    file: str
    columns: Mapping[str, Column]
    rows: int

    def place(self, row: int, column: str) -> str:
        """A cell as messages name it."""
        return f"row {row + 1}, column {shown(column)}"


def read_table(path: Path) -> TextTable:
    """The table of a CSV file with a line of names, or of a Parquet file.

    Raises:
        FormatError: the file cannot be read as such a table.
    """
    file = str(path)
    if path.suffix.lower() not in KINDS:
        raise refusal(file, "", f"allowed are tables with the endings {listed(KINDS)}")
    try:
        if path.stat().st_size > MAX_TABLE_BYTES:
            raise refusal(file, "", f"the file has more than {MAX_TABLE_BYTES // 1024**3} GiB")
        table = _parquet(path) if path.suffix.lower() == ".parquet" else _csv(path)
    except OSError as error:
        raise refusal(file, "", f"cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise refusal(file, "line 1", "not UTF-8 text; tables in CSV are UTF-8") from error
    except pa.ArrowException as error:
        raise refusal(file, "", f"is not a table: {str(error).splitlines()[0]}") from error
    doubled = sorted({name for name in table.column_names if table.column_names.count(name) > 1})
    if doubled:
        raise refusal(file, f"column {shown(doubled[0])}", "stands twice; each may stand once")
    columns = {name: _column(file, name, table[name]) for name in table.column_names}
    return TextTable(file, columns, table.num_rows)


def write_table(
    path: Path,
    columns: Mapping[str, Sequence[object] | NDArray[np.float64]],
    about: Mapping[str, str],
) -> None:
    """Write columns as CSV or Parquet, as a whole or not at all.

    Args:
        path: its ending says which.
        columns: of equal length.
        about: where the data come from; kept in the metadata of a Parquet file.

    Raises:
        FormatError: the ending is neither, or the file cannot be written.
    """
    if path.suffix.lower() not in KINDS:
        raise refusal(str(path), "", f"allowed are tables with the endings {listed(KINDS)}")
    table = pa.table({name: pa.array(values) for name, values in columns.items()})
    part = path.with_name(f"{path.name}.part")
    try:
        if path.suffix.lower() == ".parquet":
            pa.parquet.write_table(table.replace_schema_metadata(dict(about)), part)
        else:
            pa.csv.write_csv(table, part)
        part.replace(path)
    except OSError as error:
        raise refusal(str(path), "", f"cannot be written: {error.strerror or error}") from error


def _csv(path: Path) -> pa.Table:
    with pa.csv.open_csv(path) as reader:
        names = reader.schema.names
    return pa.csv.read_csv(
        path,
        convert_options=pa.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )


def _parquet(path: Path) -> pa.Table:
    return pa.parquet.read_table(path)


def _column(file: str, name: str, values: pa.ChunkedArray) -> Column:
    if pa.types.is_floating(values.type):
        # Alleles such as 9.3 written as numbers would come back as 9.3 or 9.300000000000001.
        raise FormatError(
            refusal(
                file, f"column {shown(name)}", "holds numbers; write texts, e.g. '9.3'"
            ).problems
        )
    try:
        text = pc.fill_null(values.cast(pa.string()), "")
    except pa.ArrowException as error:
        raise refusal(file, f"column {shown(name)}", "does not hold texts") from error
    encoded = text.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    number = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return Column(name, tuple(encoded.dictionary.to_pylist()), number)
