from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from antigone.formats.problems import FormatError
from antigone.formats.search_tables import read_search
from antigone.formats.table import read_table, write_table
from antigone.genetics.marker_arrays import NOT_TYPED, UNSEEN
from antigone.genetics.observation import Degraded

MARKERS = {
    "markers": [
        {"name": "D3", "alleles": ["14", "15", "9.3"], "freqs": [0.5, 0.3, 0.2]},
        {"name": "TH01", "alleles": ["6", "7"], "freqs": [0.6, 0.4]},
    ]
}
REMAINS = """\
id,sex,dropout,D3_1,D3_2,TH01_1,TH01_2
PM-1,F,,14,15,6,6
PM-2,,0.1,9.3,,,
PM-3,M,0.1,14,14,7,6
"""
FAMILIES = """\
family,person,father,mother,sex,missing,D3_1,D3_2,TH01_1,TH01_2
A,f,,,M,,14,14,6,6
A,m,,,F,no,15,9.3,,
A,AM-1,f,m,F,yes,,,,
B,AM-2,,,M,yes,,,,
B,w,,,F,,14,15,6,7
B,c,AM-2,w,U,,14,14,6,7
C,f,,,,,14,15,7,7
C,m,,,,,15,15,6,7
C,AM-3,f,m,,yes,,,,
"""


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    paths = {n: tmp_path / f"{n}.csv" for n in ("remains", "families")}
    paths["markers"] = tmp_path / "markers.json"
    paths["remains"].write_text(REMAINS)
    paths["families"].write_text(FAMILIES)
    paths["markers"].write_text(json.dumps(MARKERS))
    return paths


def problems(files: dict[str, Path], **changed: tuple[str, str]) -> str:
    for name, (old, new) in changed.items():
        text = files[name].read_text()
        assert old in text
        files[name].write_text(text.replace(old, new, 1))
    with pytest.raises(FormatError) as refused:
        read_search(**files)
    return str(refused.value)


def test_it_works(files: dict[str, Path]) -> None:
    case = read_search(**files)
    assert case.remains.ids == ("PM-1", "PM-2", "PM-3")
    assert case.remains.sex.tolist() == [1, 0, 2]
    assert case.remains.genotypes[1].tolist() == [[2, UNSEEN], [NOT_TYPED, NOT_TYPED]]
    assert case.remains.genotypes[2].tolist() == [[0, 0], [1, 0]]
    assert case.remains.levels == (Degraded(), Degraded(0.1))
    assert case.remains.level.tolist() == [[0, 0], [1, 1], [1, 1]]
    assert case.missing == ("AM-1", "AM-2", "AM-3")
    children, husband = case.sought
    assert children.ids == ("AM-1", "AM-3")
    assert children.sex.tolist() == [1, 0]
    assert children.batch.genotypes[0, 1].tolist() == [[1, 2], [NOT_TYPED, NOT_TYPED]]
    assert husband.ids == ("AM-2",)
    assert husband.sex.tolist() == [2]


def test_parquet_reads_as_csv_does(files: dict[str, Path], tmp_path: Path) -> None:
    expected = read_search(**files)
    for name in ("remains", "families"):
        table = read_table(files[name])
        columns = {
            n: [c[row] or None for row in range(table.rows)] for n, c in table.columns.items()
        }
        files[name] = tmp_path / f"{name}.parquet"
        write_table(files[name], columns, {"about": "a test"})
    again = read_search(**files)
    assert again.remains.genotypes.tolist() == expected.remains.genotypes.tolist()
    assert again.missing == expected.missing


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        (
            "remains",
            "14,15,6,6",
            "14,16,6,6",
            "row 1, column 'D3_2': '16'; allowed are 14, 15, 9.3",
        ),
        ("remains", "PM-2", "PM-1", "row 2, column 'id': remains 'PM-1' stand twice"),
        ("remains", "PM-2", "", "row 2, column 'id': '' is empty"),
        ("remains", "PM-1,F", "PM-1,X", "row 1, column 'sex': 'X'; allowed are F, M, U"),
        ("remains", "0.1,9.3", "1.5,9.3", "row 2, column 'dropout': '1.5'; allowed is a prob"),
        ("remains", "0.1,9.3,", "0.1,,9.3", "row 2, column 'D3_1': is empty beside a second"),
        ("remains", "TH01_2", "TH01_3", "column 'TH01_2' is missing"),
        ("remains", "dropout", "drop-out", "column 'drop-out': is not known"),
        ("remains", "PM-2,,0.1,9.3,,,", "PM-2,,0.1,9.3,,,,,", "is not a table"),
        ("families", "A,AM-1,f", "A,AM-1,x", "row 3, column 'father': 'x' is not a person"),
        ("families", "A,m,", "A,f,", "row 2, column 'person': person 'f' stands twice"),
        ("families", "A,f,,", "A,f,,AM-1", "their own ancestor"),
        ("families", "AM-2,,,M,yes,,", "AM-2,,,M,yes,14,14", "is missing and typed"),
        ("families", "AM-3", "AM-1", "is missing in two families"),
        ("families", "AM-1,f,m,F,yes", "AM-1,f,m,F,maybe", "column 'missing': 'maybe'; allowed"),
        ("families", "A,f,,,M", "A,f,,,F", "recorded as female"),
        ("markers", '"9.3"', '"15"', "allele '15' stands twice"),
        ("markers", '{"name": "D3",', '{"name": "D3", "chrom": "X",', "is X-linked"),
    ],
)
def test_faults_are_told_by_file_row_and_column(
    files: dict[str, Path], name: str, old: str, new: str, message: str
) -> None:
    text = problems(files, **{name: (old, new)})
    assert message in text
    assert text.startswith(str(files[name]))


def test_a_file_of_another_kind_is_refused(files: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"allowed are tables with the endings \.csv, \.parquet"):
        read_search(tmp_path / "remains.xlsx", files["families"], files["markers"])
    with pytest.raises(FormatError, match="cannot be read: No such file"):
        read_search(tmp_path / "absent.csv", files["families"], files["markers"])
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 nothing of the kind")
    with pytest.raises(FormatError, match="is not a table"):
        read_search(broken, files["families"], files["markers"])


def test_numbers_where_texts_belong_are_refused(files: dict[str, Path], tmp_path: Path) -> None:
    table = read_table(files["remains"])
    columns = {n: [c[row] for row in range(table.rows)] for n, c in table.columns.items()}
    path = tmp_path / "numbers.parquet"
    pa.parquet.write_table(pa.table({**columns, "D3_1": [14.0, 9.3, 14.0]}), path)
    with pytest.raises(FormatError, match="column 'D3_1': holds numbers; write texts"):
        read_search(path, files["families"], files["markers"])
