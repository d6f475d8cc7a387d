from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from antigone.genetics.markers import Marker
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.pairwise import pairwise_log10_lr
from antigone.search.pairs import fast_pairwise
from antigone.simulate.incident import Plan, simulate_incident


def incident_of(seed: int, **plan: object) -> DviIncident:
    return simulate_incident(Plan(**plan), np.random.default_rng(seed)).incident  # type: ignore[arg-type]


def differs(one: float | None, two: float | None) -> float:
    if one is None or two is None or math.isnan(one) or math.isinf(one):
        same = one is two or (
            one is not None
            and two is not None
            and (one == two or (math.isnan(one) and math.isnan(two)))
        )
        return 0.0 if same else math.inf
    return abs(one - two)


def assert_equal(incident: DviIncident) -> None:
    fast, slow = fast_pairwise(incident), pairwise_log10_lr(incident)
    assert (fast.remains, fast.missing) == (slow.remains, slow.missing)
    worst = max(
        differs(a, b)
        for left, right in zip(fast.log10_lr, slow.log10_lr, strict=True)
        for a, b in zip(left, right, strict=True)
    )
    assert worst < 1e-9


@pytest.mark.parametrize("mutation", ["none", "equal", "proportional", "stepwise"])
@pytest.mark.parametrize("records", [False, True])
def test_all_pairs_equal_the_comparison_pair_by_pair(mutation: str, records: bool) -> None:
    assert_equal(incident_of(1, families=14, mutation=mutation, records=records))


def test_a_family_that_is_impossible_on_its_own_dna_is_told_as_before() -> None:
    incident = incident_of(2, families=3, mutation="none")
    family = incident.families[1]
    name = incident.markers[0].name
    one, two = list(family.profiles)[:2]
    alleles = incident.markers[0].alleles
    profiles = {
        **family.profiles,
        one: {**family.profiles[one], name: (alleles[0], alleles[0])},
        two: {**family.profiles[two], name: (alleles[1], alleles[1])},
    }
    changed = replace(family, profiles=profiles)
    families = (incident.families[0], changed, incident.families[2])
    incident = replace(incident, families=families)
    place = incident.missing.index(changed.missing[0])
    values = [row[place] for row in pairwise_log10_lr(incident).log10_lr]
    assert any(value is not None and not math.isfinite(value) for value in values)
    assert_equal(incident)


def test_an_allele_of_frequency_zero_is_judged_as_before() -> None:
    incident = incident_of(3, families=3, missing_loci=0.0)
    first = incident.markers[0]
    shown = next(iter(incident.remains[0].profile.values()))[0]
    place = first.alleles.index(str(shown))
    frequencies = list(first.frequencies)
    frequencies[place - 1] += frequencies[place]
    frequencies[place] = 0.0
    changed: Marker = replace(first, frequencies=tuple(frequencies))
    assert_equal(replace(incident, markers=(changed, *incident.markers[1:])))
