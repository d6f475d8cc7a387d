from __future__ import annotations

import dataclasses
import math
from datetime import date
from functools import cache

import numpy as np
import pytest
from numpy.random import Generator

from antigone.evidence.records import AmRecord, LastSeen
from antigone.genetics.markers import Genotype, Marker, Profile
from antigone.genetics.mutation import MutationModel
from antigone.genetics.observation import Degraded
from antigone.genetics.pedigree import Sex, pedigree_of
from antigone.reconcile.incident import DviIncident, Family, Remains
from antigone.reconcile.joint import reconcile
from antigone.reconcile.next_step import NextSteps, next_steps
from antigone.reconcile.results import JointBlock, Reconciliation, Standing
from antigone.reconcile.samples import StepKind

THRESHOLD = 0.9995
LABELS = tuple("abcdefghijklmnopqrst")
MARKERS = tuple(Marker(f"L{i}", LABELS, (0.05,) * 20) for i in range(6))
RATE = 0.02
MUTABLE = tuple(
    Marker(
        m.name, LABELS, m.frequencies, MutationModel("equal", RATE), MutationModel("equal", RATE)
    )
    for m in MARKERS[:3]
)

BROTHERS = pedigree_of(
    [
        ("F", None, None, "M"),
        ("M", None, None, "F"),
        ("S1", "F", "M", "M"),
        ("S2", "F", "M", "M"),
        ("W", None, None, "F"),
        ("C", "S1", "W", "U"),
        ("A", None, "M", "F"),
    ]
)


def from_population(rng: Generator) -> Profile:
    return {m.name: (LABELS[rng.integers(20)], LABELS[rng.integers(20)]) for m in MARKERS}


def child_of(father: Profile, mother: Profile, rng: Generator, rate: float = 0.0) -> Profile:
    def one(genotype: Genotype) -> str:
        allele = genotype[rng.integers(2)]
        assert allele is not None
        others = [other for other in LABELS if other != allele]
        return others[rng.integers(19)] if rng.random() < rate else allele

    return {name: (one(father[name]), one(mother[name])) for name in father}


@cache
def two_brothers() -> DviIncident:
    """Two brothers are missing and found, and only their parents are typed."""
    rng = np.random.default_rng(7)
    father, mother = from_population(rng), from_population(rng)
    remains = tuple(Remains(name, Sex.MALE, child_of(father, mother, rng)) for name in ("V1", "V2"))
    family = Family("A", BROTHERS, ("S1", "S2"), {"F": father, "M": mother})
    return DviIncident(MARKERS, remains, (family,))


def examined(incident: DviIncident, most_steps: int = 100) -> NextSteps:
    return next_steps(
        incident,
        reconcile(incident),
        threshold=THRESHOLD,
        rng=np.random.default_rng(1),
        most_steps=most_steps,
    )


def identified(incident: DviIncident) -> dict[str, str]:
    joint = reconcile(incident, best=1).joint
    assert joint is not None
    return {
        r: person
        for r, row in joint.marginals.items()
        for person, p in row.items()
        if person is not None and p >= THRESHOLD
    }


def typed(incident: DviIncident, person: str, profile: Profile) -> DviIncident:
    (family,) = incident.families
    with_sample = dataclasses.replace(family, profiles={**family.profiles, person: profile})
    return dataclasses.replace(incident, families=(with_sample,))


def test_a_child_tells_two_brothers_apart_and_comes_first() -> None:
    found = examined(two_brothers())
    assert found.not_examined == ()
    first = found.steps[0]
    assert (first.kind, first.family, first.person) == (StepKind.RELATIVE, "A", "C")
    assert 1.5 < first.expected_gain <= 2.0
    assert {step.person for step in found} == {"C", "a child of S2"}
    assert len(found) == 2


def test_the_gain_is_that_of_full_worlds_simulated_from_scratch() -> None:
    incident = dataclasses.replace(two_brothers(), markers=MUTABLE)
    assert identified(incident) == {}
    rng = np.random.default_rng(5)
    gained = []
    for world in range(80):
        # Who is who is a toss-up to the parents' DNA; the child follows from the true father.
        who = {"V1": "S1", "V2": "S2"} if world % 2 else {"V1": "S2", "V2": "S1"}
        of_s1 = next(r.profile for r in incident.remains if who[r.id] == "S1")
        child = child_of(of_s1, from_population(rng), rng, RATE)
        settled = identified(typed(incident, "C", child))
        gained.append(sum(who[r] == person for r, person in settled.items()))
    found = next(step for step in examined(incident) if step.person == "C")
    assert 0.5 < found.expected_gain < 1.5
    error = math.hypot(np.std(gained, ddof=1) / math.sqrt(len(gained)), found.standard_error)
    assert found.expected_gain == pytest.approx(float(np.mean(gained)), abs=3.0 * error)


DUO = pedigree_of([("F", None, None, "M"), ("S", "F", None, "M")])


@cache
def half_typed() -> tuple[DviIncident, Profile]:
    """Remains of which half of the markers failed, and a father who misses a son; the markers seen."""
    rng = np.random.default_rng(3)
    father = from_population(rng)
    whole = child_of(father, from_population(rng), rng)
    seen = dict(list(whole.items())[:3])
    remains = (Remains("V", Sex.MALE, seen),)
    return DviIncident(MARKERS, remains, (Family("A", DUO, ("S",), {"F": father}),)), father


def test_the_gain_of_typing_remains_again_too() -> None:
    incident, father = half_typed()
    joint = reconcile(incident).joint
    assert joint is not None
    now = joint.marginals["V"]["S"]
    assert 0.9 < now < THRESHOLD
    rng = np.random.default_rng(5)
    gained = []
    for _ in range(60):
        other = from_population(rng)
        true = rng.random() < now
        profile = child_of(father, other, rng) if true else other
        again = Remains("V", Sex.MALE, {**profile, **incident.remains[0].profile})
        settled = identified(dataclasses.replace(incident, remains=(again,)))
        gained.append(float(true and settled.get("V") == "S"))
    found = next(s for s in examined(incident) if s.kind is StepKind.REMAINS)
    assert "3 of 6 markers" in found.in_words
    error = math.hypot(np.std(gained, ddof=1) / math.sqrt(len(gained)), found.standard_error)
    assert found.expected_gain == pytest.approx(float(np.mean(gained)), abs=3.5 * error)


def test_a_relative_settles_what_hangs_on_the_family_alone() -> None:
    """The son's mother is no relative of the father; a child of the son is the only step besides."""
    incident, _ = half_typed()
    kinds = [(step.kind, step.person) for step in examined(incident)]
    assert kinds[0] == (StepKind.REMAINS, "")
    assert kinds[1] == (StepKind.RELATIVE, "a child of S")


def test_a_further_sample_of_a_parent_gives_nothing() -> None:
    """Both parents are typed: their own parents tell nothing more of two brothers."""
    incident = two_brothers()
    (family,) = incident.families
    older = pedigree_of(
        [
            ("G", None, None, "M"),
            ("F", "G", None, "M"),
            *((p.id, p.father, p.mother, p.sex) for p in BROTHERS.persons if p.id != "F"),
        ]
    )
    with_grandfather = dataclasses.replace(family, pedigree=older)
    found = examined(dataclasses.replace(incident, families=(with_grandfather,)))
    assert {step.person for step in found} == {"C", "a child of S2"}


def test_nothing_unsettled_needs_no_step() -> None:
    incident, _ = half_typed()
    found = next_steps(incident, reconcile(incident), threshold=0.99, rng=np.random.default_rng(1))
    assert (found.steps, found.not_examined, len(found)) == ((), (), 0)
    empty = DviIncident(MARKERS, (), ())
    assert examined(empty).steps == ()


def test_remains_that_compete_across_families_are_settled_together() -> None:
    """Two families, whose fathers have the same profile, miss one son each."""
    rng = np.random.default_rng(11)
    father = from_population(rng)
    mother = from_population(rng)
    families = tuple(
        Family(
            name,
            pedigree_of(
                [
                    (f"F{name}", None, None, "M"),
                    (f"M{name}", None, None, "F"),
                    (f"S{name}", f"F{name}", f"M{name}", "M"),
                ]
            ),
            (f"S{name}",),
            {f"F{name}": father},
        )
        for name in ("A", "B")
    )
    remains = tuple(Remains(name, Sex.MALE, child_of(father, mother, rng)) for name in ("V1", "V2"))
    found = examined(DviIncident(MARKERS, remains, families))
    gains = {step.person: step.expected_gain for step in found}
    # The mother of either says which son is hers, and so whose the other is: both are settled.
    assert min(gains["MA"], gains["MB"]) > 1.0
    assert max(gains["MA"], gains["MB"]) <= 2.0


def test_degraded_markers_can_be_typed_again() -> None:
    incident, father = half_typed()
    (remains,) = incident.remains
    seen = str(father["L3"][0])
    doubtful = dataclasses.replace(
        remains, profile={**remains.profile, "L3": (seen, seen)}, degraded={"L3": Degraded(0.4)}
    )
    found = examined(dataclasses.replace(incident, remains=(doubtful,)))
    assert "3 of 6 markers failed, or may have lost an allele" in found.steps[0].in_words
    assert found.steps[0].expected_gain > 0.9


def test_the_same_seed_gives_the_same_steps() -> None:
    assert examined(two_brothers()) == examined(two_brothers())


def test_relatives_who_can_give_no_sample_are_not_asked() -> None:
    found = next_steps(
        two_brothers(),
        reconcile(two_brothers()),
        threshold=THRESHOLD,
        rng=np.random.default_rng(1),
        not_available={"A": ("C",)},
    )
    assert {step.person for step in found} == {"a child of S2"}


@pytest.mark.parametrize(
    "record",
    [
        AmRecord(age_years=14.0),
        AmRecord(born_on=date(2015, 1, 1), last_seen=LastSeen(date(2022, 3, 1))),
    ],
)
def test_nobody_is_asked_whether_a_child_had_children(record: AmRecord) -> None:
    incident = two_brothers()
    family = dataclasses.replace(incident.families[0], records={"S2": record})
    found = examined(dataclasses.replace(incident, families=(family,)))
    assert {step.person for step in found} == {"C"}
    grown = dataclasses.replace(family, records={"S2": AmRecord(born_on=date(1990, 1, 1))})
    found = examined(dataclasses.replace(incident, families=(grown,)))
    assert {step.person for step in found} == {"C", "a child of S2"}


def test_steps_that_are_cut_are_named() -> None:
    found = examined(two_brothers(), most_steps=1)
    (step,) = found
    assert step.person in ("C", "a child of S2")
    assert found.not_examined == ("3 further steps that promised less at first look.",)


def reported(standing: Standing) -> Reconciliation:
    result = reconcile(two_brothers())
    assert result.joint is not None
    block = JointBlock(("V1", "V2"), ("A",), standing)
    return dataclasses.replace(result, joint=dataclasses.replace(result.joint, blocks=(block,)))


def steps_of(result: Reconciliation) -> NextSteps:
    return next_steps(two_brothers(), result, threshold=THRESHOLD, rng=np.random.default_rng(1))


def test_a_sampled_block_is_named_and_not_examined() -> None:
    found = steps_of(reported(Standing.ESTIMATE))
    assert found.steps == ()
    assert found.not_examined == ("V1, V2 (2 remains): their posterior could only be sampled.",)


def test_a_block_too_large_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("antigone.reconcile.block_posterior.STEP_LIMIT", 2)
    (words,) = steps_of(reported(Standing.EXACT)).not_examined
    assert words.startswith("V1, V2 (2 remains): ")
    assert "more than 2 steps" in words


def test_a_family_with_too_many_configurations_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("antigone.reconcile.samples.MOST_CASES", 1)
    found = steps_of(reported(Standing.EXACT))
    assert found.steps == ()
    assert found.not_examined[0].startswith("Relatives of family A were not examined: more than 1 ")


def test_without_a_joint_posterior_there_is_no_gain() -> None:
    found = steps_of(reconcile(two_brothers(), pairwise_only=True))
    assert found.steps == ()
    assert "no joint posterior" in found.not_examined[0]
