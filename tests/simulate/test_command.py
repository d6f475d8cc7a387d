from __future__ import annotations

import json
from pathlib import Path

import typer
from typer.testing import CliRunner

from antigone.formats.dvi import read_dvi
from antigone.simulate.command import simulate

app = typer.Typer()
app.command()(simulate)


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    return result.exit_code, result.output


def test_it_writes_an_incident_and_its_truth(tmp_path: Path) -> None:
    out, truth = tmp_path / "incident.json", tmp_path / "truth.json"
    code, output = run("--seed", "7", "--families", "3", "--out", out, "--truth", truth)
    assert code == 0
    incident = read_dvi(out.read_bytes(), "incident.json")
    assert f"{len(incident.remains)} remains, 3 families with 4 missing persons" in output
    told = json.loads(truth.read_text())
    assert told["seed"] == 7
    assert list(told["remains"]) == [r.id for r in incident.remains]
    found = {owner for owner in told["remains"].values() if owner}
    assert found | set(told["not_found"]) == set(incident.missing)


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        run("--seed", "9", "--out", tmp_path / name, "--truth", tmp_path / f"{name}.truth")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (tmp_path / "a.truth").read_bytes() == (tmp_path / "b.truth").read_bytes()


def test_an_unknown_mutation_model_is_refused(tmp_path: Path) -> None:
    code, output = run("--seed", "1", "--mutation", "magic", "--out", tmp_path / "x")
    assert code == 1
    assert "allowed are none, equal, proportional, stepwise" in output
    assert not (tmp_path / "x").exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    code, output = run("--seed", "1", "--out", tmp_path / "absent" / "x")
    assert code == 1
    assert "No such file" in output
