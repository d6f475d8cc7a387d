from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from antigone.cli import app
from antigone.formats.case import read_case
from antigone.formats.cmf_profiles import genotype_table_of
from antigone.formats.cmf_reading import read_cmf
from antigone.formats.cmf_writing import write_cmf
from antigone.formats.dvi import read_dvi
from antigone.formats.dvi_json import write_dvi_json
from antigone.formats.genotype_reading import read_genotype_table
from antigone.formats.genotype_writing import write_wide_genotypes
from tests.formats.examples import simple_fam
from tests.formats.test_cmf import simple as simple_cmf
from tests.formats.test_familias_writing import FAM
from tests.formats.test_familias_writing import small as small_incident

SENDER = ("--laboratory", "LAB-2", "--destination", "LAB-1", "--by", "KOVAL")


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["convert", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def incident(tmp_path: Path) -> Path:
    path = tmp_path / "incident.json"
    path.write_bytes(write_dvi_json(small_incident()))
    return path


def test_an_incident_becomes_familias_and_json_again(incident: Path, tmp_path: Path) -> None:
    fam, back = tmp_path / "out.fam", tmp_path / "back.json"
    code, out, told = run(incident, fam)
    assert (code, out.strip()) == (0, f"Written: {fam}")
    assert "Notice: Family F1: C is called Missing C in the file." in told
    assert run(fam, back)[0] == 0
    one, other = (read_dvi(path.read_bytes(), str(path)) for path in (fam, back))
    assert one == other


def test_a_case_becomes_json_and_familias_again(tmp_path: Path) -> None:
    first, json, second = (tmp_path / name for name in ("a.fam", "b.json", "c.fam"))
    first.write_text(FAM)
    assert run(first, json)[0] == run(json, second)[0] == 0
    one, other = (read_case(path.read_bytes(), str(path)) for path in (first, second))
    assert replace(one, notices=()) == replace(other, notices=())


def test_an_incident_becomes_cmf_and_a_table_of_its_samples(incident: Path, tmp_path: Path) -> None:
    cmf, table = tmp_path / "out.xml", tmp_path / "out.csv"
    assert run(incident, cmf, *SENDER)[0] == run(incident, table)[0] == 0
    specimens = genotype_table_of(read_cmf(cmf.read_bytes(), "x"), "x").samples
    rows = read_genotype_table(table.read_bytes(), "x").samples
    assert {s.name: s.category for s in specimens} == {s.name: s.category for s in rows}
    assert {s.name: s.genotypes for s in specimens} == {s.name: s.genotypes for s in rows}
    assert rows[0].category == "Unidentified Person"


def test_tables_and_cmf_become_each_other(tmp_path: Path) -> None:
    cmf, wide, long, back = (tmp_path / name for name in ("a.xml", "b.csv", "c.tsv", "d.xml"))
    cmf.write_bytes(write_cmf(simple_cmf()).data)
    assert run(cmf, wide)[0] == run(cmf, long, "--long")[0] == run(wide, back, *SENDER)[0] == 0
    samples = genotype_table_of(read_cmf(cmf.read_bytes(), "x"), "x").samples
    for path in (wide, long):
        again = read_genotype_table(path.read_bytes(), "x").samples
        assert [replace(s, place="") for s in again] == [replace(s, place="") for s in samples]
    again = genotype_table_of(read_cmf(back.read_bytes(), "x"), "x").samples
    assert [s.genotypes for s in again] == [s.genotypes for s in samples]
    assert wide.read_bytes() == write_wide_genotypes(samples)


def test_what_cannot_be_is_refused_in_words(incident: Path, tmp_path: Path) -> None:
    table, case = tmp_path / "a.csv", tmp_path / "a.fam"
    table.write_text("Sample,TH01_1,TH01_2\nA,6,9.3\n")
    case.write_text(FAM)
    out = tmp_path / "out.fam"
    for arguments, words in (
        ((table, out), "holds genotypes without frequencies and families"),
        ((case, tmp_path / "out.xml", *SENDER), "holds a kinship case; allowed as output are"),
        ((incident, tmp_path / "out.pdf"), "allowed are files with the endings .fam, .json, .xml"),
        ((tmp_path / "none.fam", out), "cannot be read: No such file"),
        ((tmp_path / "none.xml", out), "cannot be read: No such file"),
        ((incident, case), "is there already; nothing is overwritten"),
        ((incident, tmp_path / "out.xml"), "DESTINATIONORI: '' is empty"),
    ):
        code, _, told = run(*arguments)
        assert (code, words in told) == (1, True), told
    assert not out.exists()


def test_a_familias_incident_without_more_becomes_json(tmp_path: Path) -> None:
    fam, json = tmp_path / "a.fam", tmp_path / "a.json"
    fam.write_text(simple_fam())
    assert run(fam, json)[0] == 0
    assert read_dvi(json.read_bytes(), "x").missing == ("Missing male 1",)
