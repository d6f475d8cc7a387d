from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from antigone.commands.study import study
from antigone.reconcile.joint import reconcile
from antigone.simulate.alarms import alarms, causes, family_alarm
from antigone.simulate.clerical import Clerical, ClericalError
from antigone.simulate.incident import Plan, SimulatedIncident, simulate_incident
from antigone.simulate.study import (
    StudyPlan,
    StudyRefused,
    read_result,
    result_json,
    run_study,
    study_of_incident,
)
from antigone.simulate.study_arm import DNA, outcome_of_incident
from antigone.simulate.study_incident import Compared, Decision, decisions
from antigone.simulate.study_incident import compared as compared_with_its_truth
from antigone.simulate.study_report import study_markdown


def compare_simulated(plan: Plan, seed: int) -> Compared:
    return compared_with_its_truth(plan, simulate_incident(plan, np.random.default_rng(seed)))


PLAN = StudyPlan(incidents=3, families=5, seed=4, records=False)


@pytest.fixture(scope="module")
def compared() -> Compared:
    return compare_simulated(Plan(12, None, None), 1)


def test_the_board_decides_rightly_without_error(compared: Compared) -> None:
    outcome = outcome_of_incident(compared)
    rule = outcome.rules[DNA]
    assert rule.right > 3
    assert rule.wrong == 0
    assert outcome.wrong == {}
    assert sum(shape.identifiable for shape in outcome.shapes.values()) == outcome.identifiable
    assert sum(shape.by_dna for shape in outcome.shapes.values()) == rule.right
    table = outcome.reliabilities["dna"]
    assert table.remains == outcome.remains
    assert sum(table.pairs) == outcome.remains * outcome.missing
    named = sum(o is not None for o in compared.simulated.truth.remains.values())
    assert sum(table.true) == named == outcome.identifiable


def test_a_planted_wrong_identification_is_counted(compared: Compared) -> None:
    assert compared.found is not None
    assert compared.found.joint is not None
    decision = next(iter(decisions(compared.found.joint)))
    truth = compared.simulated.truth
    planted = replace(truth, remains={**truth.remains, decision.remains: None})
    wrong = replace(compared, simulated=SimulatedIncident(compared.incident, planted))
    before, after = outcome_of_incident(compared), outcome_of_incident(wrong)
    assert after.rules[DNA].wrong == 1
    assert after.rules[DNA].right == before.rules[DNA].right - 1
    assert after.wrong[f"{DNA}: chance"].checked == 1
    assert after.reliabilities["dna"].mean_brier > before.reliabilities["dna"].mean_brier


def test_an_exchanged_sample_is_seen_in_the_family_and_in_one_relative_alone() -> None:
    """The sibling's sample is a stranger's: mother and sibling no longer fit, nor the remains."""
    found = simulate_incident(Plan(60, 0, 0.0), np.random.default_rng(3))
    shapes, owners = found.truth.shapes, found.truth.remains
    family, remains = next(
        (f, r)
        for f in found.incident.families
        for r in found.incident.remains
        if shapes[f.name] == "mother and sibling"
        and len(f.profiles) == 2
        and owners[r.id] in f.missing
        and not r.degraded
    )
    other = next(f for f in found.incident.families if f is not family)
    mother, sibling = family.profiles
    strange = next(iter(other.profiles.values()))
    swapped = replace(family, profiles={mother: family.profiles[mother], sibling: strange})
    assert not family_alarm(found.incident, family)
    assert family_alarm(found.incident, swapped)
    incident = replace(found.incident, families=(swapped,), remains=(remains,))
    error = ClericalError(Clerical.RELATIVES_EXCHANGED, (sibling,), (family.name,))
    decision = Decision(remains.id, family.missing[0], 0.9999)
    raised = alarms(incident, reconcile(incident), decision)
    assert raised.family
    assert raised.any
    told = replace(found.truth, errors=(error,))
    assert causes(told, swapped, decision) == (Clerical.RELATIVES_EXCHANGED.value,)
    assert causes(found.truth, swapped, decision) == ("chance",)


def test_exchanged_remains_are_identified_wrongly_and_their_cause_is_told() -> None:
    plain = compare_simulated(Plan(12, None, None), 1)
    assert plain.found is not None
    assert plain.found.joint is not None
    one, two = list(decisions(plain.found.joint))[:2]
    truth = plain.simulated.truth
    # The truth of an incident in which these two samples changed places: the bodies are the other's.
    owners = {**truth.remains, one.remains: two.person, two.remains: one.person}
    error = ClericalError(Clerical.REMAINS_EXCHANGED, (one.remains, two.remains))
    swapped = replace(truth, remains=owners, errors=(error,))
    outcome = outcome_of_incident(
        replace(plain, simulated=SimulatedIncident(plain.incident, swapped))
    )
    assert outcome.rules[DNA].wrong == 2
    assert outcome.wrong[f"{DNA}: {Clerical.REMAINS_EXCHANGED.value}"].checked == 2


def test_a_study_is_the_same_in_one_process_and_in_two() -> None:
    one, two = (result_json(run_study(PLAN, processes=n)) for n in (1, 2))
    assert one == two
    result = read_result(one, "one")
    assert result_json(result) == one
    assert result.arms["a"].remains == result.arms["b"].remains
    assert result.arms["a"].incidents == 3


def test_an_interrupted_study_goes_on_where_it_stopped(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    whole = result_json(run_study(PLAN, processes=1))

    class Interrupted(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Interrupted

    with pytest.raises(Interrupted):
        run_study(PLAN, kept=kept, processes=1, progress=stop)
    with kept.open("a", encoding="utf-8") as file:
        file.write('{"incident": 2, "ar')
    seen: list[int] = []
    again = run_study(PLAN, kept=kept, processes=1, progress=lambda done, _total: seen.append(done))
    assert seen == [2, 3]
    assert result_json(again) == whole
    with pytest.raises(StudyRefused, match="another study"):
        run_study(replace(PLAN, seed=5), kept=kept)


def test_an_incident_of_a_study_depends_on_its_number_only() -> None:
    assert study_of_incident(PLAN, 1) == study_of_incident(PLAN, 1)
    assert study_of_incident(PLAN, 1) != study_of_incident(PLAN, 2)


def test_a_study_of_nothing_and_a_file_that_is_none_are_refused() -> None:
    with pytest.raises(StudyRefused, match="at least one"):
        StudyPlan(0, 5, 1)
    for content in (b"{}", b"[", b'{"plan": {}, "arms": {"a": {"incidents": "x"}, "b": {}}}'):
        with pytest.raises(StudyRefused, match="no result of a study"):
            read_result(content, "file")


def test_the_tables_say_what_was_counted() -> None:
    result = run_study(PLAN, processes=1)
    text = study_markdown(result)
    rule = result.arms["a"].rules[DNA]
    assert f"| {DNA} | {rule.decided:,} | {rule.wrong:,} |" in text
    assert "(a) Without clerical error" in text
    assert "(b) With exchanged samples" in text


def test_the_command_writes_the_result_and_removes_what_it_kept(tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(study)
    out = tmp_path / "study.json"
    arguments = ["--incidents", "2", "--families", "4", "--processes", "1", "--no-records"]
    result = CliRunner().invoke(app, [*arguments, "--out", str(out), "--markdown"])
    assert result.exit_code == 0, result.output
    assert "2 of 2 incidents" in result.output
    assert json.loads(out.read_text())["plan"]["families"] == 4
    assert [path.name for path in tmp_path.iterdir()] == ["study.json"]


def test_the_command_refuses_parameters_it_cannot_read(tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(study)
    arguments = ["--out", str(tmp_path / "x"), "--parameters", str(tmp_path / "absent.toml")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1
    assert "absent.toml" in result.output
