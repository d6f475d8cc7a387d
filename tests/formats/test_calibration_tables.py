from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.labelled_pairs import LabelledPairs
from antigone.formats.calibration_tables import read_labelled_pairs, read_scores
from antigone.formats.problems import FormatError
from antigone.formats.table import TextTable


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "pairs.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(folder: Path, text: str | bytes, group: str | None = None) -> LabelledPairs:
    return read_labelled_pairs(written(folder, text), score="score", same="same", group=group)


def test_scores_and_labels_are_read_and_other_columns_left_aside(tmp_path: Path) -> None:
    text = "id,score,same\na,1.5,yes\nb,-.5,No\nc,+2e1, TRUE\nd,7,0\ne,3.,same\nf, 4 ,different\n"
    found = read(tmp_path, text)
    assert found.scores.tolist() == [1.5, -0.5, 20.0, 7.0, 3.0, 4.0]
    assert found.same.tolist() == [True, False, True, False, True, False]
    assert found.groups is None


def test_groups_are_told_apart(tmp_path: Path) -> None:
    found = read(tmp_path, "score,same,incident\n1,1,A\n2,0,B\n3,0,A\n", group="incident")
    assert found.groups is not None
    assert found.groups[0] == found.groups[2] != found.groups[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "score,same\n1,1\n1;5,0\n",
            "row 2, column 'score': '1;5'; allowed is a number from -1e+09 to 1e+09",
        ),
        ('score,same\n"1,5",0\n', "row 1, column 'score': '1,5'; allowed is a number"),
        ("score,same\nnan,0\n", "row 1, column 'score': 'nan'"),
        ("score,same\n-inf,0\n", "row 1, column 'score': '-inf'"),
        ("score,same\n1e400,0\n", "row 1, column 'score': '1e400'"),
        ("score,same\n,0\n", "row 1, column 'score': ''"),
        ("score,same\n1_0,0\n", "row 1, column 'score': '1_0'"),
        (
            "score,same\n1,maybe\n",
            "row 1, column 'same': 'maybe'; allowed are 1, true, yes, same, 0",
        ),
        ("score,label\n1,1\n", "column 'same' is missing; the table has score, label"),
        ("score,same\n", "the table has no rows"),
        ("", "is not a table"),
        (b"\xff,same\n1,1\n", "line 1: not UTF-8 text"),
        (b"score,same\n\xff,1\n", "is not a table"),
        ("score,score\n1,2\n", "column 'score': stands twice"),
    ],
)
def test_what_is_not_allowed_is_told_by_row_and_column(
    tmp_path: Path, text: str | bytes, words: str
) -> None:
    with pytest.raises(FormatError) as refused:
        read(tmp_path, text)
    assert words in str(refused.value)


def test_a_pair_without_group_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="row 2, column 'incident': ''; allowed is a name"):
        read(tmp_path, "score,same,incident\n1,1,A\n2,0,\n", group="incident")


def test_scores_alone_are_read_with_their_table(tmp_path: Path) -> None:
    table, values = read_scores(written(tmp_path, "id,face\na,0.25\nb,0.5\na,0.25\n"), score="face")
    assert isinstance(table, TextTable)
    assert values.tolist() == [0.25, 0.5, 0.25]
    assert [table.columns["id"][row] for row in range(3)] == ["a", "b", "a"]


CELLS = st.text(alphabet='0123456789.,-+eE"\n\r\t ;nanif_١', max_size=8)


@given(
    st.lists(st.tuples(CELLS, CELLS), max_size=5),
    st.none() | st.binary(max_size=60) | st.binary(max_size=30).map(b"score,same\n".__add__),
)
def test_any_table_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], data: bytes | None
) -> None:
    folder = tmp_path_factory.getbasetemp()
    text = "score,same\n" + "".join(f"{score},{same}\n" for score, same in rows)
    try:
        found = read(folder, text if data is None else data)
    except FormatError as error:
        refusal = error
    else:
        assert np.isfinite(found.scores).all()
        assert len(found.scores) == len(found.same) > 0
        return
    assert refusal.problems
    assert str(refusal).encode()
