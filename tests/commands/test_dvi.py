from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from antigone.cli import app
from antigone.formats.dvi_json import write_dvi_json
from tests.reconcile.test_joint import two_brothers
from tests.shared_data import shared


@pytest.fixture
def brothers(tmp_path: Path) -> Path:
    path = tmp_path / "brothers.json"
    path.write_bytes(write_dvi_json(two_brothers()))
    return path


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["dvi", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def test_json_holds_pairs_and_joint_posterior(brothers: Path) -> None:
    code, out, _ = run(brothers, "--json")
    found = json.loads(out)
    assert code == 0
    assert found["pairwise"]["remains"] == ["V1", "V2"]
    assert found["pairwise"]["missing"] == ["S1", "S2"]
    assert found["joint"]["exact"] is True
    best = found["joint"]["assignments"][0]
    assert best["assignment"] == {"V1": "S1", "V2": "S2"}
    assert set(found["joint"]["marginals"]["V1"]) == {"S1", "S2", "unassigned"}
    assert sum(found["joint"]["marginals"]["V1"].values()) == pytest.approx(1.0)
    assert found["joint"]["ambiguities"][0]["in_words"] == "V1, V2 are S1, S2 in either order"
    assert found["inconsistent_families"] == []


def test_nobody_is_null_and_weighs_nothing(brothers: Path) -> None:
    _, out, _ = run(brothers, "--json", "--top", "100")
    (nobody,) = (
        a
        for a in json.loads(out)["joint"]["assignments"]
        if set(a["assignment"].values()) == {None}
    )
    assert nobody["log10_weight"] == 0.0


def test_top_limits_the_assignments(brothers: Path) -> None:
    _, out, _ = run(brothers, "--json", "--top", "1")
    assert len(json.loads(out)["joint"]["assignments"]) == 1


def test_pairs_only(brothers: Path) -> None:
    _, out, _ = run(brothers, "--json", "--pairwise-only")
    assert "joint" not in json.loads(out)


def test_too_large_for_exact_work_is_said_and_is_no_failure(
    brothers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("antigone.reconcile.configurations.CONFIGURATION_LIMIT", 2)
    code, out, _ = run(brothers, "--json")
    joint = json.loads(out)["joint"]
    assert code == 0
    assert joint["exact"] is False
    assert "more than 2 possible configurations" in joint["error"]
    code, out, _ = run(brothers)
    assert code == 0
    assert "No joint posterior" in out


def test_for_people_the_ambiguity_is_named(brothers: Path) -> None:
    code, out, _ = run(brothers)
    assert code == 0
    assert "V1, V2 are S1, S2 in either order" in out
    assert "Prior: flat" in out


def test_a_familias_file_gives_what_the_same_data_give_as_json() -> None:
    _, fam, _ = run(shared("data", "formats", "dvi-example.fam"), "--json")
    _, js, _ = run(shared("reference", "dvi", "example1.json"), "--json")
    rows = [
        [[float(x) for x in row] for row in json.loads(x)["pairwise"]["log10_lr"]]
        for x in (fam, js)
    ]
    np.testing.assert_allclose(rows[0], rows[1], atol=1e-12)
    posteriors = [
        [a["posterior"] for a in json.loads(x)["joint"]["assignments"]] for x in (fam, js)
    ]
    assert posteriors[0] == pytest.approx(posteriors[1])


def test_bad_input_is_refused_by_place(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    value = json.loads(write_dvi_json(two_brothers()))
    value["families"][0]["pedigree"][2]["father"] = "Nobody"
    path.write_text(json.dumps(value))
    code, out, err = run(path, "--json")
    assert (code, out) == (1, "")
    assert "bad.json" in err
    assert "families[0]" in err
    assert "Nobody" in err


@pytest.mark.parametrize("variant", ["none", "equal", "stepwise"])
def test_twenty_against_twenty_equals_the_peer(variant: str) -> None:
    reference = json.loads(
        shared("reference", "bench", f"pairwise_20x20_{variant}.json").read_bytes()
    )
    _, out, _ = run(
        shared("reference", "bench", "input_20x20.json"),
        "--json",
        "--pairwise-only",
        "--mutation",
        variant,
    )
    pairs = json.loads(out)["pairwise"]
    for i, remains in enumerate(reference["rows"]):
        for j, missing in enumerate(reference["cols"]):
            expected = reference["LR"][i][j]
            found = pairs["log10_lr"][pairs["remains"].index(remains)][
                pairs["missing"].index(missing)
            ]
            if expected is None or float(expected) == 0.0:
                assert found == (None if expected is None else "-inf")
            else:
                assert 10 ** float(found) == pytest.approx(float(expected), rel=1e-9)


def test_names_are_printed_as_they_stand(brothers: Path) -> None:
    document = brothers.read_text(encoding="utf-8").replace('"V1"', '"[/] [bold]V1 :smile:"')
    brothers.write_text(document, encoding="utf-8")
    code, out, _ = run(brothers)
    assert code == 0
    assert "[/] [bold]V1 :smile: is S1" in out
