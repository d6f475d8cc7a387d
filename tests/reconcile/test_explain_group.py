from __future__ import annotations

import dataclasses
import math

import pytest

from antigone.evidence.records import AmRecord, Mark, MarkKind, PmRecord
from antigone.genetics.pedigree import Sex, pedigree_of
from antigone.reconcile.ambiguity import ambiguities
from antigone.reconcile.explain import (
    GroupAssignment,
    explanation_of_group,
    explanations_of_groups,
)
from antigone.reconcile.incident import DviIncident, Family, Remains
from antigone.reconcile.joint import reconcile
from antigone.reconcile.results import JointBlock, Standing
from tests.reconcile.test_explain import DUO, FATHER, MARKERS, SON, THRESHOLD, duo
from tests.reconcile.test_joint import two_brothers


def test_two_brothers_in_either_order() -> None:
    incident = two_brothers()
    result = reconcile(incident, best=100)
    (found,) = explanations_of_groups(incident, result, threshold=THRESHOLD)
    assert (found.remains, found.missing, found.families) == (("V1", "V2"), ("S1", "S2"), ("A",))
    assert found.because == (
        "V1, V2 are S1, S2 in either order: the DNA fits each order equally well.",
        "S1, S2 have the same parents, and no child of theirs gave DNA (family A).",
    )
    assert result.joint is not None
    first, second = found.alternatives[:2]
    assert first.posterior == pytest.approx(result.joint.assignments[0].posterior)
    assert first.posterior == pytest.approx(second.posterior)
    assert {str(first), str(second)} == {"V1 is S1, V2 is S2", "V1 is S2, V2 is S1"}
    assert found.other_evidence == ()
    (group,) = ambiguities(result.joint)
    assert explanation_of_group(incident, result, group, threshold=THRESHOLD) == found


def two_for_one() -> DviIncident:
    """Two remains that a father's DNA fits almost alike, and one son who is missing."""
    remains = (
        Remains("V1", Sex.MALE, SON),
        Remains("V2", Sex.MALE, {**SON, "L4": ("b", "b")}),
        Remains("V3", Sex.MALE, {m.name: ("d", "e") for m in MARKERS}),
    )
    return DviIncident(MARKERS, remains, (Family("A", DUO, ("S",), {"F": FATHER}),))


def test_two_remains_compete_for_one_person() -> None:
    incident = two_for_one()
    result = reconcile(incident)
    assert result.joint is not None
    (found,) = explanations_of_groups(incident, result, threshold=THRESHOLD)
    assert (found.remains, found.missing) == (("V1", "V2"), ("S",))
    of_v1, of_v2 = (result.joint.marginals[r]["S"] for r in ("V1", "V2"))
    assert found.because[0].startswith("V1 (0.")
    assert found.because[0].endswith(" compete for S.")
    lacking = math.log10(THRESHOLD / (1 - THRESHOLD)) - math.log10(of_v2 / (1 - of_v2))
    assert f"For S, log10 LR {lacking:.1f} more would be needed to reach 0.9995." in found.because
    best = found.alternatives[0]
    assert best.assignment == {"V1": None, "V2": "S"}
    assert best.posterior == pytest.approx(of_v2, abs=1e-6)
    assert of_v1 + of_v2 == pytest.approx(1.0, abs=1e-3)
    (block,) = (b for b in result.joint.blocks if "V1" in b.remains)
    assert explanation_of_group(incident, result, block, threshold=THRESHOLD) == found


def test_dna_that_says_too_little_is_told_by_how_much() -> None:
    incident = duo(dict(list(SON.items())[:3]))
    (found,) = explanations_of_groups(incident, reconcile(incident), threshold=THRESHOLD)
    assert found.remains == ("V",)
    assert found.because == (
        "V may be S (0.9920).",
        "For S, log10 LR 1.2 more would be needed to reach 0.9995.",
    )


def test_what_the_other_evidence_prefers() -> None:
    marks = (Mark(MarkKind.TATTOO),)
    incident = two_brothers()
    (family,) = incident.families
    records = {"S1": AmRecord(sex=Sex.MALE, marks=marks), "S2": AmRecord(sex=Sex.MALE, marks=())}
    remains = tuple(
        dataclasses.replace(r, record=PmRecord(marks=marks if r.id == "V2" else ()))
        for r in incident.remains
    )
    incident = dataclasses.replace(
        incident,
        remains=remains,
        families=(dataclasses.replace(family, records=records),),
    )
    result = reconcile(incident)
    (found,) = explanations_of_groups(incident, result, threshold=THRESHOLD)
    assert found.other_evidence[0].startswith(
        "The other evidence prefers: V1 is S2, V2 is S1; log10 LR +"
    )
    assert result.combined is not None
    assert any(words.startswith("From all evidence V2 is S1") for words in found.other_evidence)


def test_what_was_sampled_says_so_and_gives_no_alternatives() -> None:
    incident = duo(dict(list(SON.items())[:3]))
    result = reconcile(incident)
    assert result.joint is not None
    block = JointBlock(("V",), ("A",), Standing.ESTIMATE, 0.01)
    result = dataclasses.replace(result, joint=dataclasses.replace(result.joint, blocks=(block,)))
    (found,) = explanations_of_groups(incident, result, threshold=THRESHOLD)
    assert found.alternatives == ()
    assert "an estimate identifies nobody" in found.because[-1]


def test_a_proved_error_above_what_the_threshold_leaves_is_told() -> None:
    incident = duo()
    result = reconcile(incident)
    assert result.joint is not None
    assert explanations_of_groups(incident, result, threshold=THRESHOLD) == ()
    block = JointBlock(("V",), ("A",), Standing.CERTIFIED, 0.001)
    result = dataclasses.replace(result, joint=dataclasses.replace(result.joint, blocks=(block,)))
    (found,) = explanations_of_groups(incident, result, threshold=THRESHOLD)
    assert "The proved error of the posterior, 1.0e-03" in found.because[-1]


def test_remains_that_hang_together_in_theory_only_are_told_apart() -> None:
    """With mutation nothing excludes: two sons and two fathers are one block, and two questions."""
    two = {m.name: ("m", "n") for m in MARKERS}
    other = {m.name: ("m", "o") for m in MARKERS}
    three = tuple(m.name for m in MARKERS[:3])
    remains = tuple(
        Remains(name, Sex.MALE, {m: profile[m] for m in three})
        for name, profile in (("V1", SON), ("V2", other))
    )
    families = (
        Family("A", DUO, ("S",), {"F": FATHER}),
        Family(
            "B", pedigree_of([("F", None, None, "M"), ("T", "F", None, "M")]), ("T",), {"F": two}
        ),
    )
    incident = DviIncident(MARKERS, remains, families)
    found = explanations_of_groups(incident, reconcile(incident), threshold=THRESHOLD)
    assert [(g.remains, g.missing) for g in found] == [(("V1",), ("S",)), (("V2",), ("T",))]


def test_alternatives_in_words() -> None:
    two = {"V1": "S", "V2": None}
    assert str(GroupAssignment(two, 0.5)) == "V1 is S, the other nobody of those sought"
    assert str(GroupAssignment({"V1": None}, 0.5)) == "V1 is nobody of those sought"
    nobody = {"V1": None, "V2": None}
    assert str(GroupAssignment(nobody, 0.5)) == "V1, V2 are nobody of those sought"


def test_what_is_settled_is_no_group() -> None:
    incident = duo()
    result = reconcile(incident)
    assert result.joint is not None
    with pytest.raises(KeyError):
        explanation_of_group(incident, result, result.joint.blocks[0], threshold=THRESHOLD)
    assert (
        explanations_of_groups(incident, reconcile(incident, pairwise_only=True), threshold=0.9)
        == ()
    )
