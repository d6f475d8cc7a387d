from __future__ import annotations

import csv
import hashlib
import json
import math
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from antigone.cli import app
from antigone.commands.apply_calibration import ADDED
from antigone.commands.calibrate import CAUTION, NOT_DESCRIBED
from antigone.formats.calibration_json import read_calibration


def run(command: str, *arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [command, *map(str, arguments)])


def pairs(folder: Path, *, sign: float = 1.0, same: int = 40, different: int = 400) -> Path:
    rng = np.random.default_rng(1)
    rows = [f"{sign * x:.4f},yes,I{i % 7}" for i, x in enumerate(rng.normal(2.5, 1.0, same))]
    rows += [f"{sign * x:.4f},no,I{i % 7}" for i, x in enumerate(rng.normal(0.0, 1.0, different))]
    path = folder / "pairs.csv"
    path.write_text("\n".join(["face,one,incident", *rows]) + "\n")
    return path


COLUMNS = ("--score", "face", "--same", "one")


def test_a_calibration_is_made_kept_and_told(tmp_path: Path) -> None:
    table, out = pairs(tmp_path), tmp_path / "calibration.json"
    found = run(
        "calibrate", table, "--out", out, *COLUMNS, "--group", "incident", "--describe", "invented, seed 1",
        "--date", "2025-03-01",
    )  # fmt: skip
    assert found.exit_code == 0, found.output
    kept = read_calibration(out.read_bytes(), str(out))
    assert (kept.calibration.same_pairs, kept.calibration.different_pairs) == (40, 400)
    assert kept.origin.sha256 == hashlib.sha256(table.read_bytes()).hexdigest()
    assert (kept.origin.description, kept.origin.score) == ("invented, seed 1", "face")
    assert kept.made_on.isoformat() == "2025-03-01"
    assert (kept.measures.groups, kept.measures.folds) == (7, 7)
    assert f"{kept.measures.cllr:.4f}" in found.stdout
    assert "kept from −1.61 to +2.60" in found.stdout
    assert "7 groups, each as a whole in one of 7 parts, seed 1" in found.stdout
    assert CAUTION in found.stdout
    assert NOT_DESCRIBED not in found.stdout


def test_json_is_what_is_kept_and_the_same_pairs_give_the_same_bytes(tmp_path: Path) -> None:
    table, out = pairs(tmp_path), tmp_path / "calibration.json"
    options = ("--out", out, *COLUMNS, "--date", "2025-03-01", "--json")
    first = run("calibrate", table, *options)
    kept = out.read_bytes()
    again = run("calibrate", table, *options)
    assert json.loads(first.stdout) == json.loads(kept)
    assert (again.stdout, out.read_bytes()) == (first.stdout, kept)


def test_figures_are_drawn(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "figures"
    found = run(
        "calibrate", pairs(tmp_path), "--out", tmp_path / "c.json", *COLUMNS, "--figures", folder
    )
    assert found.exit_code == 0, found.output
    assert sorted(path.name for path in folder.iterdir()) == ["reliability.svg", "tippett.svg"]
    for path in folder.iterdir():
        assert ElementTree.parse(path).getroot().tag.endswith("svg")
    assert NOT_DESCRIBED in found.stdout


def test_new_scores_become_lrs(tmp_path: Path) -> None:
    kept, scores, out = (tmp_path / name for name in ("c.json", "scores.csv", "lrs.csv"))
    assert run("calibrate", pairs(tmp_path), "--out", kept, *COLUMNS).exit_code == 0
    scores.write_text("pair,face\na,-2.5\nb,1.25\nc,90\nd,1.25\n")
    found = run("apply-calibration", kept, scores, "--out", out)
    assert found.exit_code == 0, found.output
    with out.open() as file:
        rows = list(csv.DictReader(file))
    assert [row["pair"] for row in rows] == ["a", "b", "c", "d"]
    lr = [float(row[ADDED]) for row in rows]
    by = read_calibration(kept.read_bytes(), "c.json").calibration
    assert lr[1] == lr[3] == by.intercept + by.slope * 1.25
    assert lr[2] == math.log10(401)
    assert "2 stand at a cap, −1.61 or +2.60" in found.stdout
    assert "1 scores lie outside" in found.stdout
    assert "pairs that nobody described" in found.stdout


def test_scores_of_another_name_are_found_by_it(tmp_path: Path) -> None:
    kept, scores, out = (tmp_path / name for name in ("c.json", "scores.csv", "lrs.csv"))
    assert run("calibrate", pairs(tmp_path), "--out", kept, *COLUMNS).exit_code == 0
    scores.write_text("s\n1\n")
    refused = run("apply-calibration", kept, scores, "--out", out)
    assert refused.exit_code == 1
    assert "column 'face' is missing; the table has s" in refused.stderr
    assert run("apply-calibration", kept, scores, "--out", out, "--score", "s").exit_code == 0
    twice = run("apply-calibration", kept, out, "--out", out, "--score", "s")
    assert twice.exit_code == 1
    assert f"column '{ADDED}': is there already" in twice.stderr


@pytest.mark.parametrize(
    ("sign", "same", "options", "words"),
    [
        (-1.0, 40, COLUMNS, "pairs.csv: the scores do not rise with the evidence"),
        (1.0, 5, COLUMNS, "5 pairs of one person and 400 pairs of two persons are too few"),
        (1.0, 40, (), "column 'score' is missing; the table has face, one, incident"),
        (1.0, 40, (*COLUMNS, "--describe", "a\nb"), "--describe: 'a\\nb' contains control characters"),
        (1.0, 40, (*COLUMNS, "--figures", "pairs.csv"), "tippett.svg: cannot be written"),
    ],
)  # fmt: skip
def test_what_cannot_be_calibrated_is_refused_and_nothing_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sign: float,
    same: int,
    options: tuple[str, ...],
    words: str,
) -> None:
    table, out = pairs(tmp_path, sign=sign, same=same), tmp_path / "calibration.json"
    monkeypatch.chdir(tmp_path)
    refused = run("calibrate", table, "--out", out, *options)
    assert refused.exit_code == 1
    assert words in refused.stderr
    assert not out.exists()


def test_a_file_that_is_no_calibration_is_refused(tmp_path: Path) -> None:
    refused = run("apply-calibration", pairs(tmp_path), "x.csv", "--out", tmp_path / "y.csv")
    assert refused.exit_code == 1
    assert "broken JSON" in refused.stderr
