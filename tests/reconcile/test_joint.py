from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.genetics.markers import Marker, Profile
from antigone.genetics.mutation import MutationModel
from antigone.genetics.observation import Degraded
from antigone.genetics.pedigree import Sex, pedigree_of
from antigone.reconcile.configurations import weigh_configurations
from antigone.reconcile.incident import DviIncident, Family, IncidentError, Remains
from antigone.reconcile.joint import reconcile
from antigone.reconcile.pairwise import families_at_markers
from antigone.reconcile.priors import closed_list, flat, open_list
from antigone.reconcile.results import JointPosterior
from tests.reference.naive_joint import naive_assignments, naive_log10_weight

LABELS = ("8", "9", "10")
MODEL = MutationModel("equal", 0.01)
MARKERS = tuple(
    Marker(name, LABELS, (0.2, 0.3, 0.5), model, model)
    for name, model in (("L1", MutationModel()), ("L2", MODEL), ("L3", MODEL))
)
PARENTS = pedigree_of(
    [
        ("F", None, None, "M"),
        ("M", None, None, "F"),
        ("S1", "F", "M", "M"),
        ("S2", "F", "M", "F"),
        ("B", "F", "M", "U"),
    ]
)
WIDOW = pedigree_of([("H", None, None, "M"), ("W", None, None, "F"), ("C", "H", "W", "F")])


def profiles() -> st.SearchStrategy[Profile]:
    allele = st.sampled_from(LABELS)
    genotype = st.tuples(allele, st.one_of(allele, allele, allele, st.none()))
    return st.dictionaries(st.sampled_from(["L1", "L2", "L3"]), genotype)


def degraded() -> st.SearchStrategy[dict[str, Degraded]]:
    model = st.sampled_from([Degraded(0.2), Degraded(0.3, 0.05), Degraded(0.4, 0.1, 0.3)])
    return st.dictionaries(st.sampled_from(["L1", "L2", "L3"]), model)


@st.composite
def incidents(draw: st.DrawFn) -> DviIncident:
    remains = tuple(
        Remains(f"V{i}", draw(st.sampled_from(list(Sex))), draw(profiles()), draw(degraded()))
        for i in range(draw(st.integers(1, 3)))
    )
    families = (
        Family("A", PARENTS, ("S1", "S2"), {"F": draw(profiles()), "B": draw(profiles())}),
        Family("B", WIDOW, ("H",), {"W": draw(profiles()), "C": draw(profiles())}),
    )
    pairings = None
    if draw(st.booleans()):
        people = st.lists(st.sampled_from(["S1", "S2", "H", None]), unique=True)
        pairings = {r.id: (*draw(people), None) for r in remains if draw(st.booleans())}
    return DviIncident(MARKERS, remains, families, pairings)


@settings(max_examples=300, deadline=None)
@given(incidents())
def test_equals_enumeration_of_all_assignments(incident: DviIncident) -> None:
    result = reconcile(incident, best=1000)
    weights = [(a, naive_log10_weight(incident, a)) for a in naive_assignments(incident)]
    nobody = dict.fromkeys((r.id for r in incident.remains), None)
    base = naive_log10_weight(incident, nobody)
    if base == -math.inf:
        assert result.inconsistent_families
        return
    assert result.joint is not None
    total = math.fsum(10 ** (w - base) for _, w in weights)
    expected = {tuple(a.items()): w - base for a, w in weights if w > -math.inf}
    found = {tuple(a.assignment.items()): a for a in result.joint.assignments}
    assert found.keys() == expected.keys()
    for key, weight in expected.items():
        assert found[key].log10_weight == pytest.approx(weight, abs=1e-9)
        assert found[key].posterior == pytest.approx(10**weight / total, rel=1e-9)
    for remains in incident.remains:
        row = result.joint.marginals[remains.id]
        assert math.fsum(row.values()) == pytest.approx(1.0, abs=1e-12)
        for person in (*incident.missing, None):
            share = math.fsum(10**w for a, w in expected.items() if dict(a)[remains.id] == person)
            assert row[person] == pytest.approx(share / total, abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(incidents())
def test_pairs_equal_the_kinship_of_each_pair(incident: DviIncident) -> None:
    result = reconcile(incident, pairwise_only=True)
    assert result.joint is None
    nobody = dict.fromkeys((r.id for r in incident.remains), None)
    for i, remains in enumerate(incident.remains):
        for j, person in enumerate(incident.missing):
            found = result.pairwise.log10_lr[i][j]
            family = incident.family_of(person)
            if not remains.sex.consistent_with(family.pedigree.by_id[person].sex):
                assert found is None
                continue
            alone = dataclasses.replace(incident, families=(family,), order_of_missing=())
            h2 = naive_log10_weight(alone, nobody)
            h1 = naive_log10_weight(alone, {**nobody, remains.id: person})
            if h2 == -math.inf:
                assert found is not None
                assert math.isnan(found)
            else:
                assert found == pytest.approx(h1 - h2, abs=1e-9)


def two_brothers() -> DviIncident:
    pedigree = pedigree_of(
        [
            ("F", None, None, "M"),
            ("M", None, None, "F"),
            ("S1", "F", "M", "M"),
            ("S2", "F", "M", "M"),
        ]
    )
    father: Profile = {"L1": ("8", "9"), "L3": ("8", "8")}
    remains = (
        Remains("V1", Sex.MALE, {"L1": ("8", "8"), "L3": ("8", "9")}),
        Remains("V2", Sex.MALE, {"L1": ("9", "8"), "L3": ("8", "8")}),
    )
    return DviIncident(MARKERS, remains, (Family("A", pedigree, ("S1", "S2"), {"F": father}),))


def test_what_is_signed_of_an_impossible_family_still_stands() -> None:
    wrong = Family("W", WIDOW, ("H",), {"W": {"L1": ("8", "8")}, "C": {"L1": ("9", "9")}})
    incident = dataclasses.replace(two_brothers(), families=(*two_brothers().families, wrong))
    result = reconcile(incident, fixed={"V1": "H"})
    assert result.joint is not None
    assert result.joint.marginals["V1"] == {"S1": 0.0, "S2": 0.0, "H": 1.0, None: 0.0}
    assert result.joint.marginals["V2"]["H"] == 0.0
    assert all(a.assignment["V1"] == "H" for a in result.joint.assignments)


def test_an_impossible_family_is_named_and_left_out() -> None:
    incident = two_brothers()
    wrong = Family("W", WIDOW, ("H",), {"W": {"L1": ("8", "8")}, "C": {"L1": ("9", "9")}})
    result = reconcile(dataclasses.replace(incident, families=(*incident.families, wrong)))
    assert result.inconsistent_families == ("W",)
    assert all(math.isnan(row[2] or 0.0) for row in result.pairwise.log10_lr)
    assert result.joint is not None
    assert "H" not in result.joint.marginals["V1"]


def test_remains_that_must_be_somebody_are_never_nobody() -> None:
    incident = dataclasses.replace(two_brothers(), pairings={"V1": ("S1",)})
    joint = reconcile(incident).joint
    assert joint is not None
    assert joint.marginals["V1"]["S1"] == pytest.approx(1.0, abs=1e-14)
    assert joint.marginals["V1"]["S2"] == joint.marginals["V1"][None] == 0.0


def test_a_missing_person_cannot_be_called_like_nobody() -> None:
    family = Family("F", pedigree_of([("unassigned", None, None, "U")]), ("unassigned",), {})
    with pytest.raises(IncidentError, match="the name that results give to nobody"):
        dataclasses.replace(two_brothers(), families=(family,))


def test_pairings_that_leave_nothing_are_refused() -> None:
    result = reconcile(dataclasses.replace(two_brothers(), pairings={"V1": (), "V2": (None,)}))
    assert result.joint is None
    assert result.joint_refusal is not None
    assert "no assignment is possible" in result.joint_refusal


def test_an_allele_of_frequency_zero_gives_no_posterior() -> None:
    marker = Marker("L1", LABELS, (0.0, 0.5, 0.5))
    family = dataclasses.replace(two_brothers().families[0], profiles={})
    incident = dataclasses.replace(two_brothers(), markers=(marker,), families=(family,))
    result = reconcile(incident)
    assert result.joint_refusal is not None
    assert "frequency 0 at L1" in result.joint_refusal


def test_a_block_too_large_for_exact_work_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("antigone.reconcile.configurations.CONFIGURATION_LIMIT", 3)
    result = reconcile(two_brothers())
    assert result.joint is None
    assert result.joint_refusal is not None
    assert "more than 3 possible configurations" in result.joint_refusal
    assert result.pairwise.log10_lr[0][0] is not None


@pytest.mark.parametrize("share", [0.25, 0.5, 0.9])
def test_what_is_left_out_of_a_family_is_bounded_by_its_sum(share: float) -> None:
    """Some are left out one by one, others with all that begins like them: their sum is never too small."""
    incident = three_and_three()
    brothers = incident.families[0]
    at_markers = families_at_markers(incident)[brothers.name]
    options = {m: (*(r.id for r in incident.remains), None) for m in brothers.missing}
    gain = {("S1", "V0"): 0.5}

    def of_pair(person: str, remains: str) -> float:
        return gain.get((person, remains), 0.0)

    every = weigh_configurations(incident, at_markers, options).configurations
    most = {
        tuple(c.remains.items()): c.log10_weight + sum(of_pair(*pair) for pair in c.remains.items())
        for c in every
    }
    least = sorted(most.values())[int(share * len(most))] - 1e-9
    some = weigh_configurations(
        incident, at_markers, options, least_log10_weight=least, gain=of_pair
    )
    kept = {key for key, value in most.items() if value >= least or not key}
    assert {tuple(c.remains.items()) for c in some.configurations} == kept
    assert len(kept) < len(every)
    for persons in (1, 2):
        dropped = [10.0**v for key, v in most.items() if key not in kept and len(key) == persons]
        if dropped:
            assert some.log10_dropped[persons] >= math.log10(math.fsum(dropped)) - 1e-12


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    reconcile(two_brothers(), progress=lambda *step: told.append(step))
    assert told[0] == ("pairs", 0, 2)
    assert told[-1] == ("joint posterior", 1, 1)


def weights_of(incident: DviIncident) -> list[tuple[dict[str, str | None], float]]:
    """Every assignment with its log10 weight relative to nobody assigned, by naive computation."""
    nobody = dict.fromkeys((r.id for r in incident.remains), None)
    base = naive_log10_weight(incident, nobody)
    return [(a, naive_log10_weight(incident, a) - base) for a in naive_assignments(incident)]


def shares(
    weights: list[tuple[dict[str, str | None], float]], incident: DviIncident
) -> dict[str, dict[str | None, float]]:
    """Marginals from weighted assignments."""
    total = math.fsum(10**w for _, w in weights)
    return {
        r.id: {
            m: math.fsum(10**w for a, w in weights if a[r.id] == m) / total
            for m in (*incident.missing, None)
        }
        for r in incident.remains
    }


def assert_equal(
    joint: JointPosterior | None, expected: dict[str, dict[str | None, float]]
) -> None:
    """All marginals agree."""
    assert joint is not None
    for remains, row in expected.items():
        for person, probability in row.items():
            assert joint.marginals[remains][person] == pytest.approx(probability, abs=1e-10)


def three_and_three() -> DviIncident:
    """Two brothers and a husband sought; three remains, none of them settled."""
    profile: Profile = {"L1": ("8", "9"), "L2": ("9", "10")}
    other: Profile = {"L1": ("9", "9"), "L2": ("8", "10"), "L3": ("8", "9")}
    third: Profile = {"L1": ("8", "10"), "L3": ("8", "9")}
    remains = tuple(
        Remains(f"V{i}", Sex.UNKNOWN, seen) for i, seen in enumerate([profile, third, profile])
    )
    families = (
        Family("A", PARENTS, ("S1", "S2"), {"F": {"L2": ("9", "9")}, "B": profile}),
        Family("B", WIDOW, ("H",), {"W": other, "C": profile}),
    )
    return DviIncident(MARKERS, remains, families)


def test_an_open_list_weighs_each_pair() -> None:
    incident = three_and_three()
    prior = open_list(3, 3, 1.5)
    found = reconcile(incident, prior=prior).joint
    weighed = [
        (a, w + prior.log10_odds * sum(m is not None for m in a.values()))
        for a, w in weights_of(incident)
    ]
    assert_equal(found, shares(weighed, incident))
    assert found is not None
    assert found.prior == prior.words


def test_a_closed_list_leaves_nobody_a_stranger() -> None:
    incident = three_and_three()
    weighed = [(a, w) for a, w in weights_of(incident) if None not in a.values()]
    assert_equal(reconcile(incident, prior=closed_list()).joint, shares(weighed, incident))


def test_sensitivity_repeats_the_posterior_under_other_odds() -> None:
    incident = three_and_three()
    joint = reconcile(incident).joint
    assert joint is not None
    for factor in (0.1, 10.0):
        varied = reconcile(incident, prior=flat().times(factor)).joint
        assert varied is not None
        assert joint.sensitivity[factor] == {
            remains: {m: p for m, p in row.items() if p > 0.0 or m is None}
            for remains, row in varied.marginals.items()
        }


@pytest.mark.parametrize(
    "fixed", [{"V0": "S1"}, {"V1": "H"}, {"V0": "S1", "V1": "H"}, {"V2": "S2"}]
)
def test_a_signed_identification_is_fixed_evidence(fixed: dict[str, str]) -> None:
    incident = three_and_three()
    result = reconcile(incident, fixed=fixed)
    weighed = [(a, w) for a, w in weights_of(incident) if all(a[r] == m for r, m in fixed.items())]
    assert_equal(result.joint, shares(weighed, incident))
    assert result.joint is not None
    best = result.joint.assignments[0]
    assert best.log10_weight == pytest.approx(max(w for _, w in weighed), abs=1e-9)


def test_a_signed_identification_that_the_dna_excludes_is_refused() -> None:
    incident = three_and_three()
    marker = Marker("L1", LABELS, (0.2, 0.3, 0.5), MutationModel(), MutationModel())
    family = Family("B", WIDOW, ("H",), {"W": {"L1": ("8", "8")}, "C": {"L1": ("8", "10")}})
    remains = (Remains("V0", Sex.UNKNOWN, {"L1": ("8", "9")}),)
    excluded = dataclasses.replace(incident, markers=(marker,), remains=remains, families=(family,))
    refusal = reconcile(excluded, fixed={"V0": "H"}).joint_refusal
    assert refusal is not None
    assert "reopen it" in refusal


def test_a_signed_identification_of_what_is_not_compared_is_refused() -> None:
    refusal = reconcile(three_and_three(), fixed={"V9": "H"}).joint_refusal
    assert refusal is not None
    assert "'V9'" in refusal
