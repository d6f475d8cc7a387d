from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest
from typer.testing import CliRunner

from antigone.cli import app
from antigone.formats.dvi_json import write_dvi_json
from antigone.formats.table import read_table
from antigone.reconcile.pairwise import pairwise_log10_lr
from antigone.simulate.incident import Plan, simulate_incident
from tests.formats.test_search_tables import FAMILIES, MARKERS, REMAINS, files

__all__ = ["FAMILIES", "MARKERS", "REMAINS", "files"]


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["search", *map(str, arguments)])
    return result.exit_code, " ".join(result.stdout.split()), result.stderr


def three(files: dict[str, Path]) -> list[object]:
    return [part for name, path in files.items() for part in (f"--{name}", path)]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_it_writes_candidates_and_what_to_expect(
    files: dict[str, Path], tmp_path: Path, ending: str
) -> None:
    out, persons = tmp_path / f"found.{ending}", tmp_path / f"persons.{ending}"
    code, text, _ = run(*three(files), "--threshold", "-3", "--out", out, "--persons", persons)
    assert code == 0
    assert "3 remains, 3 missing persons" in text
    if ending == "parquet":
        stored = pa.parquet.read_table(out)
        assert stored.num_rows == len(stored["log10_lr"]) > 0
        assert b"antigone" in stored.schema.metadata[b"program"]
    else:
        found = read_table(out)
        assert list(found.columns) == ["remains", "missing", "log10_lr", "expected_recall"]
        values = [float(found.columns["log10_lr"][row]) for row in range(found.rows)]
        assert values == sorted(values, reverse=True)
        told = read_table(persons).columns
        assert told["missing"].texts == ("AM-1", "AM-2", "AM-3")
    assert sorted(p.name for p in tmp_path.iterdir() if "unfinished" in p.name) == []


def test_an_incident_is_searched_as_it_is_compared(tmp_path: Path) -> None:
    incident = simulate_incident(Plan(families=8), np.random.default_rng(3)).incident
    path, out = tmp_path / "incident.json", tmp_path / "found.csv"
    path.write_bytes(write_dvi_json(incident))
    code, _, _ = run("--incident", path, "--top", 1, "--out", out)
    assert code == 0
    table = read_table(out).columns
    found = {
        table["missing"][row]: table["remains"][row] for row in range(len(table["missing"].number))
    }
    pairs = pairwise_log10_lr(incident)
    for column, person in enumerate(pairs.missing):
        values = [
            (row[column] or -99, r) for r, row in zip(pairs.remains, pairs.log10_lr, strict=True)
        ]
        best, remains = max(values)
        if best >= 0:
            assert found[person] == remains


def test_bad_files_are_told_by_row_and_column(files: dict[str, Path], tmp_path: Path) -> None:
    files["remains"].write_text(REMAINS.replace("14,15,6,6", "14,99,6,6"))
    code, _, text = run(*three(files), "--out", tmp_path / "found.csv")
    assert code == 1
    assert f"{files['remains']}: row 1, column 'D3_2': '99'; allowed are" in text
    assert not (tmp_path / "found.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--out", "found.csv"], "give either --remains, --families and --markers, or --incident"),
        (["--out", "found.csv", "--best-of", "all"], "allowed are missing, remains"),
    ],
)
def test_options_that_make_no_sense_are_refused(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(app, ["search", *arguments], env={"COLUMNS": "200"})
    assert result.exit_code == 2
    assert message in " ".join(result.output.replace("│", " ").split())


def test_an_ending_that_is_no_table_is_refused_before_the_search(
    files: dict[str, Path], tmp_path: Path
) -> None:
    code, _, text = run(*three(files), "--out", tmp_path / "found.xlsx")
    assert code == 1
    assert "allowed are tables with the endings .csv, .parquet" in text


def test_a_refused_search_leaves_nothing_in_the_way_of_the_mended_one(tmp_path: Path) -> None:
    incident = simulate_incident(Plan(families=2), np.random.default_rng(3)).incident
    shown = incident.remains[0].profile[incident.markers[0].name][0]
    marker = incident.markers[0]
    place = marker.index[shown]
    frequencies = list(marker.frequencies)
    other = (place + 1) % len(frequencies)
    frequencies[other] += frequencies[place]
    frequencies[place] = 0.0
    broken = dataclasses.replace(
        incident,
        markers=(
            dataclasses.replace(marker, frequencies=tuple(frequencies)),
            *incident.markers[1:],
        ),
    )
    path, out = tmp_path / "incident.json", tmp_path / "found.csv"
    path.write_bytes(write_dvi_json(broken))
    code, _, told = run("--incident", path, "--top", 1, "--out", out)
    assert code == 1
    assert "whose frequency is 0" in told
    path.write_bytes(write_dvi_json(incident))
    assert run("--incident", path, "--top", 1, "--out", out)[0] == 0
