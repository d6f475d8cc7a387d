from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from antigone.cli import app
from antigone.evidence.records import (
    AgeEstimate,
    AgeMethod,
    AmRecord,
    Implant,
    PmRecord,
    SexEstimate,
    SexMethod,
)
from antigone.formats.dvi_json import write_dvi_json
from antigone.genetics.pedigree import Sex
from antigone.reconcile.priors import open_list
from tests.reconcile.test_bodies import ONE, OTHER, incident_of
from tests.reconcile.test_bodies import remains as of_remains
from tests.reconcile.test_joint import two_brothers
from tests.reconcile.test_next_step import two_brothers as brothers_with_a_child
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


def test_groups_that_are_not_settled_are_explained(brothers: Path) -> None:
    _, out, _ = run(brothers, "--json")
    (group,) = json.loads(out)["joint"]["groups"]
    assert (group["remains"], group["missing"]) == (["V1", "V2"], ["S1", "S2"])
    assert group["alternatives"][0]["posterior"] == pytest.approx(
        json.loads(out)["joint"]["assignments"][0]["posterior"]
    )
    _, printed, _ = run(brothers)
    assert "Not settled: V1, V2" in printed
    assert "V1 is S1, V2 is S2" in printed


@pytest.fixture
def with_a_child(tmp_path: Path) -> Path:
    path = tmp_path / "child.json"
    path.write_bytes(write_dvi_json(brothers_with_a_child()))
    return path


def test_next_says_what_would_decide(with_a_child: Path) -> None:
    code, out, _ = run(with_a_child, "--json", "--next")
    found = json.loads(out)["next"]
    assert code == 0
    assert (found["worlds"], found["not_examined"]) == (1000, [])
    first, second = found["steps"]
    assert (first["kind"], first["family"], first["person"]) == ("relative", "A", "C")
    assert (first["remains"], second["person"]) == (None, "a child of S2")
    assert 1.5 < first["expected_gain"] <= 2.0
    assert 0.0 <= first["standard_error"] < 0.1
    assert run(with_a_child, "--json", "--next")[1] == out
    assert "next" not in json.loads(run(with_a_child, "--json")[1])


def test_next_is_printed_best_first(with_a_child: Path) -> None:
    code, out, _ = run(with_a_child, "--next")
    assert code == 0
    assert "What would decide" in out
    assert "Ask C, family A, for a DNA sample." in out
    assert out.index("Ask C, family A") < out.index("whether S2 has a child")
    assert "1,000 simulated outcomes" in out


def test_next_where_nothing_would_settle_anybody(brothers: Path) -> None:
    _, out, _ = run(brothers, "--next")
    assert "No further sample that was examined would settle anybody." in out


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """Two brothers, of whom one has an implant whose number is on his card."""
    pin = Implant("plate", None, "Maker", "AB-123456")
    incident = two_brothers()
    sex = SexEstimate(Sex.MALE, SexMethod.BODY)
    age = AgeEstimate(AgeMethod.OTHER_ADULT, 30.0)
    records = (PmRecord(sex=sex, age=age, implants=(pin,)), PmRecord(sex=sex, age=age))
    incident = dataclasses.replace(
        incident,
        remains=tuple(
            dataclasses.replace(r, record=record)
            for r, record in zip(incident.remains, records, strict=True)
        ),
        families=(
            dataclasses.replace(
                incident.families[0],
                records={
                    "S1": AmRecord(Sex.MALE, age_years=30.0, implants=(pin,)),
                    "S2": AmRecord(Sex.MALE, age_years=30.0),
                },
            ),
        ),
    )
    path = tmp_path / "told.json"
    path.write_bytes(write_dvi_json(incident))
    return path


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    path = tmp_path / "parts.json"
    incident = incident_of(of_remains("V1", ONE), of_remains("V2", OTHER), of_remains("V3", ONE))
    path.write_bytes(write_dvi_json(incident))
    return path


def test_an_open_list_has_the_expected_overlap(brothers: Path) -> None:
    _, flat, _ = run(brothers, "--json", "--top", "100")
    _, out, _ = run(
        brothers, "--json", "--top", "100", "--prior", "open", "--expected-overlap", "1"
    )
    joint = json.loads(out)["joint"]
    assert joint["prior"] == open_list(2, 2, 1.0).words
    odds = open_list(2, 2, 1.0).log10_odds
    weights = {tuple(a["assignment"].values()): a["log10_weight"] for a in joint["assignments"]}
    for before in json.loads(flat)["joint"]["assignments"]:
        persons = tuple(before["assignment"].values())
        identified = sum(person is not None for person in persons)
        assert weights[persons] == pytest.approx(before["log10_weight"] + identified * odds)
    _, words, _ = run(brothers, "--prior", "open", "--expected-overlap", "1")
    assert "Prior: open list: 1 of 2 remains" in words


def test_a_closed_list_leaves_nobody_out(brothers: Path) -> None:
    _, out, _ = run(brothers, "--json", "--prior", "closed")
    joint = json.loads(out)["joint"]
    assert joint["prior"].startswith("closed list")
    assert all(row["unassigned"] == 0.0 for row in joint["marginals"].values())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--prior", "open"], "--prior open needs --expected-overlap"),
        (["--prior", "open", "--expected-overlap", "2"], "allowed is above 0 and below 2"),
        (["--expected-overlap", "1"], "allowed with --prior open only, not with flat"),
        (["--fixed", "V1"], "allowed is REMAINS=PERSON with one of the remains V1, V2"),
        (["--fixed", "V9=S1"], "one of the missing persons S1, S2"),
        (["--fixed", "V1=S1", "--fixed", "V1=S2"], "V1 is already S1"),
        (["--tables", "no-such-folder"], "no-such-folder"),
    ],
)
def test_bad_options_are_refused_by_name(brothers: Path, options: list[str], message: str) -> None:
    code, out, err = run(brothers, *options)
    assert (code, out) == (1, "")
    assert message in err


def test_an_unknown_prior_is_refused_with_those_allowed(brothers: Path) -> None:
    code, _, err = run(brothers, "--prior", "guess")
    assert code == 2
    assert all(word in err for word in ("flat", "open", "closed"))


def test_what_is_signed_stands_and_can_be_left_out(brothers: Path) -> None:
    _, out, _ = run(brothers, "--json", "--fixed", "V1=S2")
    found = json.loads(out)
    assert found["fixed"] == {"V1": "S2"}
    assert found["joint"]["marginals"]["V1"]["S2"] == 1.0
    assert found["joint"]["marginals"]["V2"]["S2"] == 0.0
    _, what_if, _ = run(brothers, "--json")
    assert json.loads(what_if)["joint"]["marginals"]["V1"]["S2"] < 1.0
    _, words, _ = run(brothers, "--fixed", "V1=S2")
    assert "Signed, and not judged here: V1 is S2." in words


def test_ids_with_equals_signs_can_be_signed(brothers: Path) -> None:
    brothers.write_text(brothers.read_text(encoding="utf-8").replace('"V1"', '"V=1"'))
    _, out, _ = run(brothers, "--json", "--fixed", "V=1=S2")
    assert json.loads(out)["fixed"] == {"V=1": "S2"}


def test_all_evidence_stands_beside_dna_alone(told: Path) -> None:
    _, out, _ = run(told, "--json")
    found = json.loads(out)
    dna, all_evidence = (found[key]["marginals"]["V1"]["S1"] for key in ("joint", "combined"))
    assert dna < 0.5 < 0.9 < all_evidence
    _, words, _ = run(told)
    (row,) = re.findall(r"V1 +│ S1 +│ +([\d.]+) │ +([\d.]+) │ +exact │ +exact", words)
    assert row == (f"{dna:.6f}", f"{all_evidence:.6f}")


def test_without_records_dna_stands_alone(brothers: Path) -> None:
    _, words, _ = run(brothers)
    assert "Posterior of each of the remains" in words
    assert "All evidence" not in words


def test_own_tables_change_what_is_found(told: Path, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    CliRunner().invoke(app, ["tables", "--write", str(folder)])
    table = folder / "sex.toml"
    text = table.read_text(encoding="utf-8")
    table.write_text(
        text.replace("share_of_men = 0.5\n", "share_of_men = 0.01\n", 1), encoding="utf-8"
    )
    for other in folder.iterdir():
        if other != table:
            other.unlink()
    code, out, _ = run(told, "--json", "--tables", folder)
    found, packaged = json.loads(out), json.loads(run(told, "--json")[1])
    assert code == 0
    assert found["tables"]["replaced"] == ["sex"]
    assert found["tables"]["fingerprint"] != packaged["tables"]["fingerprint"]
    assert found["other"]["log10_lr"][1][1] > packaged["other"]["log10_lr"][1][1] + 0.1
    assert "Own tables of numbers: sex" in run(told, "--tables", folder)[1]
    table.write_text(text.replace("body = 0.005", "body = 2.0"), encoding="utf-8")
    code, _, err = run(told, "--tables", folder)
    assert code == 1
    assert "sex.toml: error.body" in err


def test_parts_of_one_body_are_compared_as_one_and_said_so(parts: Path) -> None:
    _, out, _ = run(parts, "--json", "--fixed", "V3=S")
    found = json.loads(out)
    assert found["pairwise"]["remains"] == ["V1 + V3", "V2"]
    assert found["fixed"] == {"V1 + V3": "S"}
    assert found["joint"]["marginals"]["V1 + V3"]["S"] == 1.0
    (body,) = found["bodies"]["joined"]
    assert found["bodies"]["compared_as_one"] is True
    assert body["parts"] == ["V1", "V3"]
    assert body["links"][0]["posterior"] > found["bodies"]["least_posterior"]
    assert any("twins" in assumption for assumption in found["bodies"]["assumptions"])
    _, words, _ = run(parts)
    assert "Parts of one body, below as one" in words
    assert "V1, V3 are compared as one body" in words


def test_parts_can_be_left_apart(parts: Path) -> None:
    _, out, _ = run(parts, "--json", "--no-join-parts")
    found = json.loads(out)
    assert found["pairwise"]["remains"] == ["V1", "V2", "V3"]
    assert found["bodies"]["compared_as_one"] is False
    assert found["bodies"]["joined"][0]["parts"] == ["V1", "V3"]
    assert "each stands by itself, as asked" in run(parts, "--no-join-parts")[1]


def test_related_remains_are_told_as_leads(tmp_path: Path) -> None:
    child = dict.fromkeys(ONE, ("a", "c"))
    path = tmp_path / "related.json"
    path.write_bytes(write_dvi_json(incident_of(of_remains("V1", ONE), of_remains("V2", child))))
    (pair,) = json.loads(run(path, "--json")[1])["related_remains"]["pairs"]
    assert (pair["remains"], pair["relationship"]) == (["V1", "V2"], "parent and child")
    assert "Lead, never a ground to identify: V1 and V2 may be parent and child" in run(path)[1]


def test_blocks_that_are_not_exact_say_what_they_are_worth(
    brothers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("antigone.reconcile.family_choices.MOST_COMBINATIONS", 1)
    _, out, _ = run(brothers, "--json")
    (block,) = json.loads(out)["joint"]["blocks"]
    assert (block["standing"], block["error"]) == ("estimate", "nan")
    _, words, _ = run(brothers)
    assert "DNA alone, V1, V2: estimate (only the best candidates of A were weighed" in words
