from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from antigone.cli import app
from tests.shared_data import shared

MARKER = {
    "name": "L",
    "chrom": "A",
    "alleles": ["a", "b"],
    "freqs": [0.2, 0.8],
    "mutation": {"model": "none"},
}
DUO = {
    "H1": {
        "pedigree": [
            {"id": "F", "father": None, "mother": None, "sex": "M"},
            {"id": "C", "father": "F", "mother": None, "sex": "F"},
        ]
    },
    "H2": {
        "pedigree": [
            {"id": "F", "father": None, "mother": None, "sex": "M"},
            {"id": "C", "father": None, "mother": None, "sex": "F"},
        ]
    },
}


def case(name: str, father: list[str], child: list[str], **changes: object) -> dict[str, object]:
    typed = {**MARKER, "genotypes": {"F": father, "C": child}}
    return {"id": name, "theta": 0, "hypotheses": DUO, "markers": [typed], **changes}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, value in {
        "1-fits.json": case("fits", ["a", "a"], ["a", "a"]),
        "2-excluded.json": case("excluded", ["a", "a"], ["b", "b"]),
        "3-refused.json": case(
            "refused", ["a", "a"], ["a", "a"], theta=0.01, founder_inbreeding={"F": 0.1}
        ),
        "4-broken.json": case("broken", ["a", "a"], ["a", "z"]),
    }.items():
        (tmp_path / name).write_text(json.dumps(value))
    return tmp_path


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["kinship", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def test_one_file_as_json(folder: Path) -> None:
    code, out, _ = run(folder / "1-fits.json", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["id"] == "fits"
    assert found["hypotheses"] == ["H1", "H2"]
    (marker,) = found["markers"]
    assert marker["name"] == "L"
    assert (
        marker["log10_lr"]
        == found["total"]["log10_lr"]
        == pytest.approx(0.6989700043360187, abs=1e-15)
    )
    assert "file" not in found


def test_exclusion_is_minus_infinity_as_a_word(folder: Path) -> None:
    _, out, _ = run(folder / "2-excluded.json", "--json")
    found = json.loads(out)
    assert found["total"]["log10_likelihood"]["H1"] == "-inf"
    assert found["total"]["log10_lr"] == "-inf"


def test_a_folder_gives_a_line_a_file_and_goes_on_after_a_refusal(folder: Path) -> None:
    code, out, _ = run(folder, "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [Path(line["file"]).name[0] for line in lines] == ["1", "2", "3", "4"]
    assert ["error" in line for line in lines] == [False, False, True, True]
    assert "theta 0.01 together with the given inbreeding" in lines[2]["error"]
    assert (
        "markers[0].genotypes.C[1]: allele 'z' is not in the frequency table" in lines[3]["error"]
    )


def test_files_come_in_the_order_given(folder: Path) -> None:
    _, out, _ = run(folder / "2-excluded.json", folder / "1-fits.json", "--json")
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["excluded", "fits"]


def test_for_people_the_total_stands_in_words(folder: Path) -> None:
    code, out, _ = run(folder / "1-fits.json")
    assert code == 0
    assert "weak support for H1 against H2" in out
    assert "+0.698970" in out


def test_a_refusal_without_json_goes_to_standard_error(folder: Path) -> None:
    code, out, err = run(folder / "4-broken.json")
    assert (code, out) == (1, "")
    assert "4-broken.json" in err


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    code, _, err = run(tmp_path)
    assert code == 2
    assert "without any .json file" in err
    code, _, err = run(tmp_path / "absent.json")
    assert code == 1
    assert "cannot be read" in err


def test_every_reference_case_at_once() -> None:
    code, out, _ = run(shared("reference", "kinship"), "--json")
    assert code == 0
    assert len(out.splitlines()) == 178
