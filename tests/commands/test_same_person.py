from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from antigone.cli import app

DOCUMENT: dict[str, Any] = {
    "profiles": {"tooth": {"L": ["a", "b"], "K": ["8", "9"]}, "femur": {"L": ["a", "a"]}},
    "markers": [
        {"name": "L", "alleles": ["a", "b"], "freqs": [0.25, 0.75]},
        {"name": "K", "alleles": ["8", "9"], "freqs": [0.5, 0.5]},
    ],
    "dropout": {"femur": {"L": 0.2}},
}


def run(folder: Path, document: object, *options: str) -> tuple[int, str, str]:
    file = folder / "pair.json"
    file.write_text(json.dumps(document))
    result = CliRunner().invoke(app, ["same-person", str(file), *options])
    return result.exit_code, result.stdout, result.stderr


def test_it_works(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, DOCUMENT, "--json")
    found = json.loads(out)
    stranger = 0.25**2 * 0.96 + 2 * 0.25 * 0.75 * 0.16
    assert code == 0
    assert 10 ** found["log10_lr"] == pytest.approx(0.16 / stranger)
    assert [m["typed_in_both"] for m in found["markers"]] == [True, False]
    assert found["assumptions"]


def test_it_is_told_in_words(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, DOCUMENT | {"dropout": {}})
    assert code == 0
    assert "excluded one person" in out
    assert "They differ at L" in out
    assert "unrelated person of the same population" in " ".join(out.split())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"profiles": {"tooth": {}}}, "needed are two"),
        ({"profiles": {"tooth": {"L": ["a", "z"]}, "femur": {}}}, "allowed are a, b"),
        ({"theta": 2}, "theta: found 2"),
        ({"sex": "male"}, "allowed are F, M, U"),
        ({"dropout": {"hair": 0.1}}, "'hair' has no genotypes"),
        ({"markers": [DOCUMENT["markers"][0] | {"chrom": "X"}, DOCUMENT["markers"][1]]}, "the sex"),
    ],
)
def test_bad_input_is_refused(tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    code, _, problems = run(tmp_path, DOCUMENT | changes)
    assert code == 1
    assert words in problems
