from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from antigone.cli import app

ROWS = [
    {"id": "F", "father": None, "mother": None, "sex": "M"},
    {"id": "M", "father": None, "mother": None, "sex": "F"},
    {"id": "X", "father": "F", "mother": "M", "sex": "M"},
    {"id": "S", "father": "F", "mother": "M", "sex": "F"},
]
Y = {"DYS19": ["14"], "DYS385": ["11", "14"]}
MT = {"ranges": [[16024, 576]], "differences": ["263G", "309.1C"]}
DOCUMENT: dict[str, Any] = {
    "pedigree": ROWS,
    "missing": "X",
    "autosomal_log10_lr": 2.5,
    "y": {"remains": Y, "relatives": {"F": Y}, "rates": 0.002, "count": {"seen": 0, "size": 999}},
    "mt": {
        "remains": MT,
        "relatives": {"S": MT | {"differences": ["263G"]}},
        "count": {"seen": 3, "size": 999, "theta": 0.01},
    },
}


def changed(part: str, **changes: object) -> dict[str, Any]:
    return DOCUMENT | {part: DOCUMENT[part] | changes}


def run(folder: Path, document: object, *options: str) -> tuple[int, str, str]:
    file = folder / "lines.json"
    file.write_text(json.dumps(document))
    result = CliRunner().invoke(app, ["lines", str(file), *options])
    return result.exit_code, " ".join(result.stdout.split()), result.stderr


def test_it_works(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, DOCUMENT, "--json")
    found = json.loads(out)
    paternal, maternal = found["lines"]
    assert code == 0
    assert (paternal["relative"], paternal["meioses"]) == ("F", 1)
    assert paternal["log10_lr"] == pytest.approx(3 * math.log10(0.998) + 3)
    assert (maternal["relative"], maternal["meioses"]) == ("S", 2)
    assert maternal["log10_lr"] == pytest.approx(-math.log10(0.01 + 0.99 * 0.004))
    assert "combined" not in found


def test_it_is_told_in_words_and_kept_apart(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, DOCUMENT)
    assert code == 0
    assert "Paternal line of X, against F (1 meiosis;" in out
    assert "not multiplied into it" in out


def test_a_product_is_made_on_request_with_its_assumptions(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, DOCUMENT, "--combine", "--json")
    found = json.loads(out)
    expected = 2.5 + sum(line["log10_lr_at_limit"] for line in found["lines"])
    assert code == 0
    assert found["combined"]["log10_lr"] == pytest.approx(expected)
    assert found["combined"]["assumptions"]
    assert "which assumes" in run(tmp_path, DOCUMENT, "--combine")[1]


@pytest.mark.parametrize(
    ("document", "options", "words"),
    [
        (DOCUMENT | {"missing": "Z"}, (), "missing: 'Z'; allowed are F, M, X, S"),
        (DOCUMENT | {"y": None, "mt": None}, (), "one of them is needed"),
        (changed("y", relatives={"Z": Y}), (), "y.relatives.Z: 'Z' is not in the pedigree"),
        (changed("y", relatives={"M": Y}), (), "nobody of the paternal line"),
        (changed("y", rates=2), (), "y.rates: found 2"),
        (changed("y", count={"seen": 5, "size": 4}), (), "seen 5 times among 4"),
        (changed("y", count={"seen": 0.5, "size": 4}), (), "y.count.seen: found 0.5"),
        (changed("mt", remains={"ranges": [[1]]}), (), "its first and its last position"),
        (
            changed("mt", remains=MT | {"differences": ["x"]}),
            (),
            "mt.remains: 'x' is no difference",
        ),
        (DOCUMENT | {"autosomal_log10_lr": None}, ("--combine",), "nothing to combine"),
        (DOCUMENT, ("--confidence", "0.2"), "the confidence is 0.2"),
        (
            changed("mt", remains=MT | {"differences": ["73G", "150T"]}),
            ("--combine",),
            "maternal line is excluded by 'S'",
        ),
        (DOCUMENT | {"pedigree": ROWS[:1]}, (), "missing: 'X'"),
    ],
)
def test_bad_input_is_refused(
    tmp_path: Path, document: object, options: tuple[str, ...], words: str
) -> None:
    code, _, problems = run(tmp_path, document, *options)
    assert code == 1
    assert words in problems
