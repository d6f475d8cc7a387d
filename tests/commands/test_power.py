from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from antigone.cli import app
from tests.shared_data import shared

ROWS = [
    {"id": "F", "father": None, "mother": None, "sex": "M"},
    {"id": "M", "father": None, "mother": None, "sex": "F"},
    {"id": "X", "father": "F", "mother": "M", "sex": "M"},
    {"id": "Y", "father": "F", "mother": "M", "sex": "M"},
    {"id": "S", "father": "F", "mother": "M", "sex": "F"},
]
MARKERS = [
    {"name": f"L{i}", "alleles": ["a", "b", "c"], "freqs": [0.2, 0.3, 0.5]} for i in range(5)
]
DOCUMENT: dict[str, Any] = {
    "victims": [],
    "families": [{"name": "Family", "pedigree": ROWS, "missing": ["X", "Y"]}],
    "markers": MARKERS,
    "genotypes": {"F": {f"L{i}": ["a", "b"] for i in range(5)}},
}


def run(folder: Path, document: object, *options: str) -> tuple[int, str, str]:
    file = folder / "dvi.json"
    file.write_text(json.dumps(document))
    result = CliRunner().invoke(app, ["power", str(file), *options])
    return result.exit_code, result.stdout, result.stderr


def test_it_works(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, DOCUMENT, "--json", "--threshold", "1")
    found = json.loads(out)
    assert code == 0
    assert [m["missing"] for m in found["missing"]] == ["X", "Y"]
    first = found["missing"][0]
    assert [c["person"] for c in first["next_samples"]] == ["M", "S"]
    assert first["if_present"]["mean_log10_lr"] > 0
    assert first["if_absent"]["percentiles"]["50"] == "-inf"
    assert first["if_absent"]["mean_log10_lr"] == "-inf"
    assert first["next_samples"][0]["probability_gain"] > 0


def test_a_person_alone_has_the_same_numbers(tmp_path: Path) -> None:
    _, everybody, _ = run(tmp_path, DOCUMENT, "--json")
    _, alone, _ = run(tmp_path, DOCUMENT, "--json", "--missing", "Y")
    assert json.loads(alone)["missing"] == json.loads(everybody)["missing"][1:]


def test_it_is_told_in_words(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, DOCUMENT, "--missing", "X", "--not-available", "S")
    assert code == 0
    assert "X, family Family" in out
    assert "alive and willing" in out
    assert "S " not in out.split("With a further sample of")[1]


def test_a_family_that_contradicts_itself_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    wrong = {
        "F": {"L0": ["a", "a"]},
        "S": {"L0": ["b", "b"]},
    }
    code, out, _ = run(tmp_path, DOCUMENT | {"genotypes": wrong})
    assert code == 0
    assert "check its samples and its pedigree" in " ".join(out.split())


@pytest.mark.parametrize(
    ("options", "words"), [(("--missing", "Z"), "not among the missing persons: X, Y")]
)
def test_bad_input_is_refused(tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    code, _, problems = run(tmp_path, DOCUMENT, *options)
    assert code == 1
    assert words in problems


def test_a_published_incident() -> None:
    path = shared("reference", "dvi", "example2.json")
    result = CliRunner().invoke(app, ["power", str(path), "--json", "--simulations", "200"])
    assert result.exit_code == 0
    assert all("if_present" in m for m in json.loads(result.stdout)["missing"])
