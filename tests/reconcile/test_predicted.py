from __future__ import annotations

import numpy as np
import pytest

from antigone.genetics.kinship import log10_likelihood
from antigone.genetics.locus import locus_of
from antigone.genetics.markers import Genotype, Marker
from antigone.genetics.mutation import MutationModel
from antigone.genetics.observation import Degraded, Observation, observation_table
from antigone.genetics.pedigree import Sex, pedigree_of
from antigone.reconcile.incident import DviIncident, Family, Remains
from antigone.reconcile.predicted import (
    locus_for,
    outcomes_of,
    predicted,
    predicted_of_stranger,
)

LABELS = ("8", "9", "10")
MODEL = MutationModel("stepwise", 0.01)
MARKER = Marker("L", LABELS, (0.2, 0.3, 0.5), MODEL, MODEL)
GENOTYPES: list[Genotype] = [(a, b) for i, a in enumerate(LABELS) for b in LABELS[i:]]
PEDIGREE = pedigree_of(
    [
        ("F", None, None, "M"),
        ("M", None, None, "F"),
        ("S1", "F", "M", "M"),
        ("S2", "F", "M", "M"),
        ("C", "S1", None, "U"),
    ]
)
FAMILY = Family("A", PEDIGREE, ("S1", "S2"), {"F": {"L": ("8", "9")}})
SURE = Observation(("8", "10"))
DOUBTFUL = Observation(("9", "9"), Degraded(0.3))


def naive(person: str, genotypes: dict[str, Genotype], soft: dict[str, Degraded]) -> list[float]:
    """P(the person has each genotype | the others), each from scratch."""
    likelihoods = [
        10.0
        ** log10_likelihood(
            PEDIGREE, MARKER, {"F": ("8", "9"), **genotypes, person: g}, degraded=soft
        )
        for g in GENOTYPES
    ]
    return [x / sum(likelihoods) for x in likelihoods]


def test_a_relative_given_who_the_remains_are() -> None:
    locus = locus_of(MARKER, LABELS)
    cases = [{}, {"S1": SURE}, {"S1": SURE, "S2": DOUBTFUL}, {"S2": SURE}, {"S1": DOUBTFUL}]
    found = predicted(PEDIGREE, FAMILY, locus, "C", cases)
    for row, known in zip(found, cases, strict=True):
        genotypes = {p: o.genotype for p, o in known.items()}
        soft = {p: o.degraded for p, o in known.items() if o.degraded}
        assert row == pytest.approx(naive("C", genotypes, soft), rel=1e-9)


def test_the_same_remains_typed_again() -> None:
    locus = locus_of(MARKER, LABELS)
    (found,) = predicted(PEDIGREE, FAMILY, locus, "S1", [{"S1": DOUBTFUL, "S2": SURE}])
    before = naive("S1", {"S2": SURE.genotype}, {})
    table = observation_table(locus, DOUBTFUL)
    seen = [
        table[locus.states[a], locus.states[b]] for a, b in ((str(x), str(y)) for x, y in GENOTYPES)
    ]
    together = [p * q for p, q in zip(before, seen, strict=True)]
    assert found == pytest.approx([p / sum(together) for p in together], rel=1e-9)
    assert found[GENOTYPES.index(("8", "10"))] == 0.0


def test_nothing_known_of_the_missing_gives_the_same_in_every_case() -> None:
    found = predicted(PEDIGREE, FAMILY, locus_of(MARKER, LABELS), "C", [{}, {}])
    assert found[0] == pytest.approx(naive("C", {}, {}))
    assert np.array_equal(found[0], found[1])


def test_a_stranger_has_the_genotypes_of_the_population() -> None:
    (found,) = predicted_of_stranger(locus_of(MARKER, LABELS), None)
    assert found == pytest.approx([0.04, 0.12, 0.2, 0.09, 0.3, 0.25])
    (again,) = predicted_of_stranger(locus_of(MARKER, LABELS), DOUBTFUL)
    # 9/9 shows of 9/9, and of any other genotype with a 9 whose other allele dropped out.
    assert again[0] == again[2] == 0.0
    assert again[3] > again[1] > 0.0


def test_a_silent_allele_does_not_show() -> None:
    marker = Marker("L", LABELS, (0.2, 0.3, 0.4), silent_frequency=0.1)
    locus = locus_of(marker, LABELS)
    table = outcomes_of(locus)
    silent = locus.silent
    assert silent == 3
    assert table.shape == (16, 7)  # three pairs of one allele, three of two, and nothing at all
    assert table.sum() == 16.0
    (found,) = predicted_of_stranger(locus, None)
    assert found[0] == pytest.approx(0.2**2 + 2 * 0.2 * 0.1)
    assert found[-1] == pytest.approx(0.1**2)


def test_alleles_that_nobody_shows_are_one_state() -> None:
    marker = Marker("L", tuple("abcdefgh"), (0.125,) * 8)
    family = Family("A", PEDIGREE, ("S1", "S2"), {"F": {"L": ("a", "b")}})
    remains = (Remains("V", Sex.MALE, {"L": ("a", "c")}),)
    incident = DviIncident((marker,), remains, (family,))
    assert locus_for(incident, [family], marker).count == 4
