from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from antigone.cli import app
from antigone.commands.check import in_words
from antigone.genetics.consistency import Alternative, Reading
from tests.shared_data import shared

MARKERS = [
    {
        "name": f"L{i}",
        "alleles": ["8", "9", "10", "11"],
        "freqs": [0.25, 0.25, 0.25, 0.25],
        "mutation": {"model": "equal", "rate": 0.002},
    }
    for i in range(10)
]
ROWS = [
    {"id": "F", "father": None, "mother": None, "sex": "M"},
    {"id": "M", "father": None, "mother": None, "sex": "F"},
    {"id": "S", "father": "F", "mother": "M", "sex": "F"},
    {"id": "X", "father": "F", "mother": "M", "sex": "M"},
]
NAMES = [f"L{i}" for i in range(10)]


def incident(sister: list[str], markers: list[dict[str, Any]] = MARKERS) -> dict[str, Any]:
    return {
        "victims": [],
        "families": [{"name": "Family", "pedigree": ROWS, "missing": ["X"]}],
        "markers": markers,
        "genotypes": {
            "F": {name: ["8", "8"] for name in NAMES},
            "M": {name: ["9", "9"] for name in NAMES},
            "S": dict.fromkeys(NAMES, sister),
        },
    }


def run(folder: Path, document: object, *options: str) -> tuple[int, str, str]:
    file = folder / "dvi.json"
    file.write_text(json.dumps(document))
    result = CliRunner().invoke(app, ["check", str(file), *options])
    return result.exit_code, " ".join(result.stdout.split()), result.stderr


def test_a_sound_family_fits(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, incident(["8", "9"]))
    assert code == 0
    assert "Family Family: the samples fit the pedigree." in out
    assert "For the geneticist only." in out


def test_a_suspicious_sample_is_named_first(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, incident(["10", "11"]))
    assert code == 0
    assert "check the sample of S: it reads as of somebody unrelated" in out


def test_as_json(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, incident(["10", "11"]), "--json")
    (family,) = json.loads(out)["families"]
    assert code == 0
    assert set(family["samples_to_check"]) >= {"S"}
    assert family["alternatives"][0]["reading"] == Reading.UNRELATED.value
    assert json.loads(out)["caution"].startswith("For the geneticist only")


def test_markers_without_mutation_are_told(tmp_path: Path) -> None:
    hard = [marker | {"mutation": {"model": "none"}} for marker in MARKERS]
    _, out, _ = run(tmp_path, incident(["8", "9"], hard))
    assert "No marker of the file allows mutation" in out


def test_too_few_samples_and_impossible_families_are_told(tmp_path: Path) -> None:
    document = incident(["8", "9"])
    document["genotypes"] = {"S": document["genotypes"]["S"]}
    assert "fewer than two samples" in run(tmp_path, document)[1]
    hard = [marker | {"mutation": {"model": "none"}} for marker in MARKERS]
    document = incident(["8", "9"], hard)
    # Both parents fail at one marker each: no single exchange mends both.
    document["genotypes"]["F"]["L0"] = ["10", "10"]
    document["genotypes"]["M"]["L1"] = ["11", "11"]
    document["families"][0]["pedigree"] = [
        *ROWS,
        {"id": "T", "father": "F", "mother": "M", "sex": "F"},
    ]
    document["genotypes"]["T"] = {**document["genotypes"]["S"], "L2": ["9", "9"]}
    assert "no single change explains it" in run(tmp_path, document)[1]


@pytest.mark.parametrize(
    ("alternative", "words"),
    [
        (
            Alternative(Reading.SWAPPED, ("F", "S"), ("F", "S"), 3.0, 1.0),
            "check the samples of F and S: they read as if exchanged",
        ),
        (
            Alternative(Reading.OTHER_FATHER, ("S",), ("S", "F"), 3.0, 1.0, ("X",)),
            "the row of S: the DNA reads as of another father, so as half instead of full sibling of X",
        ),
        (
            Alternative(Reading.OTHER_MOTHER, ("X",), (), 3.0, 1.0),
            "check the pedigree, and the row of X",
        ),
    ],
)
def test_words_ask_for_a_check_and_accuse_nobody(alternative: Alternative, words: str) -> None:
    told = in_words(alternative)
    assert words in told
    assert told.startswith("check")


def test_published_incidents_are_checked() -> None:
    path = shared("reference", "dvi", "example2.json")
    result = CliRunner().invoke(app, ["check", str(path), "--json"])
    assert result.exit_code == 0
    assert not any("refusal" in family for family in json.loads(result.stdout)["families"])


def test_bad_input_is_refused(tmp_path: Path) -> None:
    code, _, problems = run(tmp_path, {"victims": []})
    assert code == 1
    assert "'families' is missing" in problems
