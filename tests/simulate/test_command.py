from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import typer
from typer.testing import CliRunner

from antigone.formats.dvi import read_dvi
from antigone.simulate.command import simulate
from antigone.simulate.incident import Plan, simulate_incident

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
    missing = len(incident.missing)
    told_counts = f"{len(incident.remains)} remains, 3 families with {missing} missing persons"
    assert told_counts in output
    told = json.loads(truth.read_text())
    assert told["seed"] == 7
    assert list(told["remains"]) == [r.id for r in incident.remains]
    found = {owner for owner in told["remains"].values() if owner}
    assert found | set(told["not_found"]) == set(incident.missing)


def test_what_is_drawn_besides_dna_is_written_unless_it_is_not_wanted(tmp_path: Path) -> None:
    drawn = simulate_incident(Plan(records=True), np.random.default_rng(7)).incident
    run("--seed", "7", "--strangers", "3", "--missing-loci", "0.05", "--out", tmp_path / "a")
    read = read_dvi((tmp_path / "a").read_bytes(), "a.json")
    assert [r.record for r in read.remains] == [r.record for r in drawn.remains]
    assert [f.records for f in read.families] == [f.records for f in drawn.families]
    run("--seed", "7", "--no-records", "--out", tmp_path / "b")
    assert b"record" not in (tmp_path / "b").read_bytes()


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


def test_parameters_are_printed_edited_and_read(tmp_path: Path) -> None:
    code, text = run("--show-parameters")
    assert code == 0
    assert "[origin]" in text
    own = tmp_path / "own.toml"
    own.write_text(text.replace("found = 0.75", "found = 0.001", 1), "utf-8")
    out, truth = tmp_path / "x", tmp_path / "truth"
    arguments = ("--families", "20", "--strangers", "0", "--parameters", own)
    code, output = run("--seed", "1", *arguments, "--out", out, "--truth", truth)
    assert code == 0
    assert output.startswith("0 remains")
    assert json.loads(truth.read_text())["bodies"] == {}


def test_a_wrong_parameter_is_told_with_file_and_key(tmp_path: Path) -> None:
    _, text = run("--show-parameters")
    own = tmp_path / "own.toml"
    own.write_text(text.replace("found = 0.75", "found = 1.75", 1), "utf-8")
    code, output = run("--seed", "1", "--parameters", own, "--out", tmp_path / "x")
    assert code == 1
    assert "own.toml" in output
    assert "incident.found: 1.75" in output
    assert not (tmp_path / "x").exists()


def test_parts_and_errors_are_told_in_the_truth(tmp_path: Path) -> None:
    truth = tmp_path / "truth"
    arguments = ("--families", "300", "--parts", "--clerical-errors", "--no-records")
    code, _ = run("--seed", "2", *arguments, "--out", tmp_path / "x", "--truth", truth)
    assert code == 0
    told = json.loads(truth.read_text())
    assert len(set(told["bodies"].values())) < len(told["bodies"])
    kinds = {error["kind"] for error in told["clerical_errors"]}
    assert "another father" in kinds
    assert any("exchanged" in kind for kind in kinds)
