from __future__ import annotations

import dataclasses
import math
from collections import Counter
from collections.abc import Mapping

import numpy as np
import pytest

from antigone.evidence.records import (
    ChartSource,
    CodeSystem,
    PmRecord,
    SexEstimate,
    SexMethod,
    ToothChart,
)
from antigone.formats.dvi_json import write_dvi_json
from antigone.genetics.markers import Marker, Profile
from antigone.genetics.observation import Degraded
from antigone.genetics.pedigree import Sex, pedigree_of
from antigone.genetics.relationships import Relationship
from antigone.reconcile.bodies import Bodies, Body, Link, bodies
from antigone.reconcile.direct import compare_remains
from antigone.reconcile.incident import DviIncident, Family, Remains
from antigone.reconcile.joined import joined, of_bodies, of_parts
from antigone.reconcile.joint import reconcile
from antigone.reconcile.related_remains import related_remains
from antigone.search.pairs import fast_pairwise
from antigone.simulate.incident import Plan, SimulatedIncident, simulate_incident

LABELS = tuple("abcdefghij")
MARKERS = tuple(Marker(f"L{i}", LABELS, (0.1,) * 10) for i in range(12))
POOR = Degraded(0.2)
LINE = pedigree_of(
    [("F", None, None, "M"), ("M", None, None, "F"), ("S", "F", "M", "M"), ("T", "F", "M", "M")]
)


def profile(alleles: str = "ab", count: int = 12, **other: str) -> dict[str, tuple[str, str]]:
    """The same two alleles at the first markers, but for those named."""
    found = {m.name: (alleles[0], alleles[1]) for m in MARKERS[:count]}
    return found | {name: (pair[0], pair[1]) for name, pair in other.items()}


def incident_of(
    *remains: Remains, pairings: Mapping[str, tuple[str | None, ...]] | None = None
) -> DviIncident:
    father: Profile = profile("ac")
    family = Family("A", LINE, ("S", "T"), {"F": father})
    return DviIncident(MARKERS, remains, (family,), pairings)


def remains(name: str, seen: Profile, **rest: object) -> Remains:
    return Remains(name, Sex.UNKNOWN, seen, **rest)  # type: ignore[arg-type]


def parts_of(found: Bodies) -> list[tuple[str, ...]]:
    return [body.parts for body in found.joined]


ONE, OTHER = profile("ab"), profile("cd")


def test_the_posterior_is_that_of_four_hypotheses() -> None:
    found = bodies(incident_of(remains("V1", ONE), remains("V2", ONE), remains("V3", OTHER)))
    (body,) = found.joined
    (link,) = body.links
    p = 0.1
    same = 1.0 / (2 * p * p)
    siblings = 0.25 + 0.25 * (2 * p) / (2 * p * p) + 0.25 / (2 * p * p)
    parent = (2 * p) / (4 * p * p)
    odds = 1.0 / 3.0
    weights = [odds * same**12, odds * siblings**12, odds * parent**12, 1.0]
    assert (body.id, body.parts) == ("V1 + V2", ("V1", "V2"))
    assert link.log10_lr == pytest.approx(12 * math.log10(same))
    assert link.log10_lr_relatives == pytest.approx(12 * math.log10(siblings))
    assert link.posterior == pytest.approx(weights[0] / sum(weights), rel=1e-12)
    assert (found.body_of("V2"), found.body_of("V3")) == ("V1 + V2", "V3")


def test_little_dna_joins_nobody() -> None:
    few = profile("ab", 4)
    assert not bodies(incident_of(remains("V1", few), remains("V2", few))).joined


def test_lower_prior_odds_join_less() -> None:
    nine = profile("ab", 9)
    incident = incident_of(remains("V1", nine), remains("V2", nine))
    assert parts_of(bodies(incident)) == [("V1", "V2")]
    assert not bodies(incident, prior_odds=1e-12).joined
    assert not bodies(incident, least_posterior=1.0 - 1e-12).joined
    with pytest.raises(ValueError, match="prior odds"):
        bodies(incident, prior_odds=0.0)
    with pytest.raises(ValueError, match="least posterior"):
        bodies(incident, least_posterior=1.0)


def test_a_chain_is_not_joined_where_its_ends_differ() -> None:
    """V1 and V3 fit the poor sample V2, and not each other: nobody knows whose part V2 is."""
    poor = {name: (first, first) for name, (first, _) in ONE.items()}
    level = dict.fromkeys(poor, Degraded(0.5))
    found = bodies(
        incident_of(
            remains("V1", ONE | {"L11": ("a", "c")}),
            remains("V2", poor, degraded=level),
            remains("V3", ONE | {"L11": ("a", "d")}),
        ),
        prior_odds=100.0,
        least_posterior=0.9,
    )
    assert not found.joined
    (group,) = found.not_joined
    assert group.parts == ("V1", "V2", "V3")
    assert group.reasons == ("the DNA of V1 and V3 fits two persons better",)


def test_parts_without_a_common_marker_are_joined_through_a_third() -> None:
    left = {name: ONE[name] for name in list(ONE)[:9]}
    right = {name: ONE[name] for name in list(ONE)[9:]} | {"L9": ("a", "b")}
    wide = tuple(Marker(m.name, m.alleles, m.frequencies) for m in MARKERS)
    more = tuple(Marker(f"R{i}", LABELS, (0.1,) * 10) for i in range(9))
    right |= {m.name: ("a", "b") for m in more}
    both = ONE | right
    incident = dataclasses.replace(
        incident_of(remains("V1", left), remains("V2", right), remains("V3", both)),
        markers=(*wide, *more),
    )
    assert parts_of(bodies(incident)) == [("V1", "V2", "V3")]


def chart(tooth: int) -> PmRecord:
    return PmRecord(teeth=ToothChart(CodeSystem.INTERPOL, ChartSource.NOTES, {tooth: "sou"}))


@pytest.mark.parametrize(
    ("two", "rest", "reason"),
    [
        (remains("V2", ONE, record=chart(11)), {}, "V1 and V2 both have tooth 11"),
        (Remains("V2", Sex.FEMALE, ONE), {}, "V1 and V2 are recorded with different sex"),
        (remains("V2", ONE), {"pairings": {"V1": ("S",), "V2": ("T", None)}}, "pairings"),
        (remains("V2", ONE), {"fixed": {"V1": "S", "V2": "T"}}, "identified as S and T"),
    ],
)
def test_what_contradicts_forbids_joining(
    two: Remains, rest: dict[str, dict[str, object]], reason: str
) -> None:
    one = Remains("V1", Sex.MALE, ONE, record=chart(11))
    incident = incident_of(one, two, pairings=rest.get("pairings"))  # type: ignore[arg-type]
    found = bodies(incident, fixed=rest.get("fixed"))  # type: ignore[arg-type]
    assert not found.joined
    assert reason in str(found.not_joined[0])


def test_sex_that_was_estimated_twice_is_a_contradiction_and_forbids_nothing() -> None:
    skull = PmRecord(sex=SexEstimate(Sex.FEMALE, SexMethod.SKULL))
    pelvis = PmRecord(sex=SexEstimate(Sex.MALE, SexMethod.PELVIS))
    incident = incident_of(
        Remains("V1", Sex.FEMALE, ONE, record=skull), Remains("V2", Sex.MALE, ONE, record=pelvis)
    )
    together = joined(incident, bodies(incident))
    (body,) = together.incident.remains
    assert body.sex is Sex.MALE
    assert together.contradictions == {"V1 + V2": ("sex: female (skull), male (pelvis)",)}


def test_a_body_weighs_what_all_its_samples_show() -> None:
    """By hand: either of two poor samples shows a alone, so that the body is aa or has lost the same twice."""
    poor = dict.fromkeys(ONE, ("a", "a"))
    level = dict.fromkeys(poor, POOR)
    incident = incident_of(remains("V1", poor, degraded=level), remains("V2", poor, degraded=level))
    by_hand = Bodies((Body(("V1", "V2"), ()),))
    together = joined(incident, by_hand).incident
    with pytest.raises(ValueError, match="joined from several samples"):
        write_dvi_json(together)
    p = 0.1
    twice, once = (1 - 0.04) ** 2, (0.8 * 0.2) ** 2
    # The father is ac at every marker: his son has a with ½, c with ½; the rest comes by chance.
    son = 0.5 * (p * twice + (1 - p) * once) + 0.5 * p * once
    stranger = p * p * twice + 2 * p * (1 - p) * once
    expected = 12 * math.log10(son / stranger)
    result = reconcile(together)
    assert result.pairwise.log10_lr[0][0] == pytest.approx(expected, abs=1e-9)
    assert fast_pairwise(together).log10_lr[0][0] == pytest.approx(expected, abs=1e-9)


def test_results_of_a_body_are_those_of_its_parts() -> None:
    incident = incident_of(
        remains("V1", ONE),
        remains("V2", OTHER),
        remains("V3", ONE),
        pairings={"V1": ("S", None), "V3": ("S", "T", None)},
    )
    found = bodies(incident)
    together = joined(incident, found).incident
    assert [r.id for r in together.remains] == ["V1 + V3", "V2"]
    assert together.pairings == {"V1 + V3": ("S", None)}
    result = reconcile(together, fixed=of_bodies({"V3": "S"}, found))
    assert result.joint is not None
    marginals = of_parts(result.joint.marginals, found)
    assert list(marginals) == ["V1", "V3", "V2"]
    assert marginals["V1"]["S"] == marginals["V3"]["S"] == 1.0


def test_nothing_to_join_changes_nothing() -> None:
    incident = incident_of(remains("V1", ONE), remains("V2", OTHER))
    assert joined(incident, bodies(incident)).incident == incident
    direct = compare_remains(incident, fixed={"V1": "S"})
    assert (direct.incident, direct.fixed, direct.compared_as_one) == (incident, {"V1": "S"}, False)


def test_remains_that_cannot_be_compared_leave_the_incident_as_it_is() -> None:
    rare = (dataclasses.replace(MARKERS[0], frequencies=(0.0, 0.2) + (0.1,) * 8), *MARKERS[1:])
    incident = dataclasses.replace(incident_of(remains("V1", ONE)), markers=rare)
    direct = compare_remains(incident)
    assert direct.incident == incident
    assert direct.bodies is None
    assert "frequency is 0" in str(direct.refusal)
    named = incident_of(remains("V1", ONE), remains("V2", ONE), remains("V1 + V2", OTHER))
    assert "'V1 + V2' occurs twice" in str(compare_remains(named).refusal)


@pytest.fixture(scope="module")
def simulated() -> SimulatedIncident:
    plan = Plan(100, None, None, "stepwise", records=True, parts=True)
    return simulate_incident(plan, np.random.default_rng(1))


def test_simulated_parts_find_each_other_and_nobody_else(simulated: SimulatedIncident) -> None:
    truth = simulated.truth.bodies
    found = bodies(simulated.incident)
    assert all(len({truth[part] for part in body.parts}) == 1 for body in found.joined)
    assert not found.not_joined
    counts = Counter(truth.values())
    in_parts = sum(count for count in counts.values() if count > 1)
    assert sum(len(body.parts) for body in found.joined) > 0.7 * in_parts > 10
    together = joined(simulated.incident, found)
    assert together.contradictions == {}
    assert len(together.incident.remains) == len(truth) - sum(
        len(body.parts) - 1 for body in found.joined
    )


def test_related_remains_are_leads_with_few_false_ones(simulated: SimulatedIncident) -> None:
    together = joined(simulated.incident, bodies(simulated.incident)).incident
    found = related_remains(together)
    families = {m: f.name for f in together.families for m in f.missing}
    owner = simulated.truth.remains
    of = [
        [families.get(owner[name.split(" + ")[0]] or "") for name in (pair.first, pair.second)]
        for pair in found.pairs
        if pair.log10_lr_one_person < pair.log10_lr
    ]
    assert found.expected_false == pytest.approx(1.0)
    assert sum(one == two is not None for one, two in of) >= 3
    assert sum(one != two for one, two in of) <= 1
    values = [pair.log10_lr for pair in found.pairs]
    assert values == sorted(values, reverse=True)
    assert min(values) >= found.least_log10_lr
    with pytest.raises(ValueError, match="above 0"):
        related_remains(together, expected_false=0.0)


def test_siblings_and_parts_are_told_apart_in_words() -> None:
    child = dict.fromkeys(ONE, ("a", "c"))
    pairs = related_remains(incident_of(remains("V1", ONE), remains("V2", child))).pairs
    assert pairs[0].relationship is Relationship.PARENT_AND_CHILD
    assert "may be parent and child" in str(pairs[0])
    five = profile("ab", 5)
    (pair,) = related_remains(incident_of(remains("V1", five), remains("V2", five))).pairs
    assert "may be parts of one body, or relatives" in str(pair)
    link = Link("V1", "V2", 20.0, 12.5, 0.99999999)
    assert "log10 LR of one person +20.0, of relatives +12.5" in str(Body(("V1", "V2"), (link,)))


def test_two_missing_brothers_gain_from_the_relation_of_their_remains() -> None:
    """Only an uncle is typed: the joint table knows that V1 and V2 are siblings, pairs do not."""
    pedigree = pedigree_of(
        [
            ("GF", None, None, "M"),
            ("GM", None, None, "F"),
            ("U", "GF", "GM", "M"),
            ("F", "GF", "GM", "M"),
            ("M", None, None, "F"),
            ("B1", "F", "M", "M"),
            ("B2", "F", "M", "M"),
        ]
    )
    uncle: Profile = profile("ab")
    siblings = (remains("V1", profile("ac")), remains("V2", profile("ac", L1="ad", L2="bc")))
    family = Family("A", pedigree, ("B1", "B2"), {"U": uncle})
    incident = DviIncident(MARKERS, siblings, (family,))
    result = reconcile(incident)
    assert result.joint is not None
    weight = {tuple(a.assignment.values()): a.log10_weight for a in result.joint.assignments}
    pairs = result.pairwise.log10_lr
    product = float(pairs[0][0] or 0.0) + float(pairs[1][1] or 0.0)
    assert weight["B1", "B2"] > product + 5.0
    # The same remains against two families that miss one brother each: nothing ties V1 to V2.
    apart = DviIncident(
        MARKERS,
        siblings,
        (
            dataclasses.replace(family, missing=("B1",)),
            dataclasses.replace(family, name="B", missing=("B2",)),
        ),
    )
    separate = reconcile(apart).joint
    assert separate is not None
    alone = {tuple(a.assignment.values()): a.log10_weight for a in separate.assignments}
    assert alone["B1", "B2"] == pytest.approx(product, abs=1e-9)
    gained, without = (1.0 - joint.marginals["V1"][None] for joint in (result.joint, separate))
    assert gained > 0.999 > without
