"""Invented families and remains by the hundred thousand, for the benchmark of the search."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from antigone.genetics.family_shape import shape_of
from antigone.genetics.marker_arrays import Codes
from antigone.genetics.markers import Marker
from antigone.genetics.pedigree import Pedigree, pedigree_of
from antigone.genetics.remains_rows import EXACT
from antigone.genetics.tables import FamilyBatch
from antigone.search.case import SEXES, RemainsProfiles, SearchCase, SoughtPersons
from antigone.simulate.markers import str_markers

_PARENTS = [("father", None, None, "M"), ("mother", None, None, "F")]
_SOUGHT = ("sought", "father", "mother", "U")
_GRANDPARENTS = [("grandfather", None, None, "M"), ("grandmother", None, None, "F")]

MIX = {
    "both parents": (pedigree_of([*_PARENTS, _SOUGHT]), ("father", "mother")),
    "wife and child": (
        pedigree_of(
            [
                ("sought", None, None, "M"),
                ("wife", None, None, "F"),
                ("child", "sought", "wife", "U"),
            ]
        ),
        ("wife", "child"),
    ),
    "mother and a sib": (
        pedigree_of([*_PARENTS, _SOUGHT, ("sib", "father", "mother", "U")]),
        ("mother", "sib"),
    ),
    "a sib": (pedigree_of([*_PARENTS, _SOUGHT, ("sib", "father", "mother", "U")]), ("sib",)),
    "grandmother and uncle": (
        pedigree_of(
            [
                *_GRANDPARENTS,
                ("uncle", "grandfather", "grandmother", "M"),
                ("father", "grandfather", "grandmother", "M"),
                ("mother", None, None, "F"),
                _SOUGHT,
            ]
        ),
        ("grandmother", "uncle"),
    ),
    "a half-sib": (
        pedigree_of([*_PARENTS, _SOUGHT, ("half-sib", None, "mother", "U")]),
        ("half-sib",),
    ),
}
"""The mix of shapes, in equal parts."""


def markers(loci: int, mutation: str) -> tuple[Marker, ...]:
    """The twenty published markers, and some of them again under other names."""
    twenty = str_markers(mutation)
    again = [replace(m, name=f"{m.name} ({i // 20 + 1})") for i, m in enumerate(twenty * 10)]
    return (*twenty, *again[20:])[:loci]


def invented_case(
    families: int,
    remains: int,
    loci: int,
    rng: Generator,
    *,
    mutation: str = "proportional",
    planted: float = 0.02,
    shapes: tuple[str, ...] = tuple(MIX),
) -> tuple[SearchCase, NDArray[np.int64]]:
    """A case, and for each missing person the place of their remains, or -1.

    Remains are complete, of known sex; those that are of nobody sought are strangers'.
    """
    of = markers(loci, mutation)
    cumulative = [np.cumsum(marker.frequencies) / sum(marker.frequencies) for marker in of]
    rates = np.array([[m.mutation_male.rate, m.mutation_female.rate] for m in of])
    groups, bodies, sexes, owners = [], [], [], []
    for number, name in enumerate(shapes):
        pedigree, donors = MIX[name]
        places = np.arange(number, families, len(shapes))
        genes = _dropped(pedigree, len(places), cumulative, rates, rng)
        shape, order = shape_of(pedigree, donors, "sought")
        own = np.stack([genes[person] for person in order], axis=1)
        known = SEXES.index(pedigree.by_id["sought"].sex) or None
        sex = np.full(len(places), known) if known else rng.integers(1, 3, size=len(places))
        batch = FamilyBatch(shape, own)
        groups.append(SoughtPersons(tuple(f"AM-{p}" for p in places), places, sex, batch))
        found = rng.random(len(places)) < planted
        bodies.append(genes["sought"][found])
        sexes.append(sex[found])
        owners.append(places[found])
    here = sum(len(body) for body in bodies)
    count = max(0, remains - here)
    strangers = np.stack([_draw(c, (count, 2), rng) for c in cumulative], axis=1)
    genotypes = np.concatenate([*bodies, strangers])[:remains]
    sex = np.concatenate([*sexes, rng.integers(1, 3, size=count)])[:remains]
    shuffled = rng.permutation(len(genotypes))
    place_of = np.empty(len(genotypes), dtype=np.int64)
    place_of[shuffled] = np.arange(len(genotypes))
    remains_of = np.full(families, -1)
    owner = np.concatenate(owners)[: len(genotypes)]
    remains_of[owner] = place_of[: len(owner)]
    profiles = RemainsProfiles(
        tuple(f"PM-{i}" for i in range(len(genotypes))),
        sex[shuffled],
        genotypes[shuffled],
        (EXACT,),
        np.zeros(genotypes.shape[:2], dtype=np.int64),
    )
    return SearchCase(of, profiles, tuple(groups)), remains_of


def _draw(cumulative: NDArray[np.float64], shape: tuple[int, ...], rng: Generator) -> Codes:
    return np.searchsorted(cumulative, rng.random(shape), side="right").astype(np.int16)


def _dropped(
    pedigree: Pedigree,
    families: int,
    cumulative: list[NDArray[np.float64]],
    rates: NDArray[np.float64],
    rng: Generator,
) -> dict[str, Codes]:
    """Genes of every person, shape (families, L, 2); a mutant is drawn anew from the population."""
    genes: dict[str, Codes] = {}
    everyone = np.arange(families)
    for person in pedigree.parents_first:
        own = np.stack([_draw(c, (families, 2), rng) for c in cumulative], axis=1)
        for side, parent in enumerate((person.father, person.mother)):
            if parent is None:
                continue
            for locus in range(len(cumulative)):
                inherited = genes[parent][everyone, locus, rng.integers(2, size=families)]
                stays = rng.random(families) >= rates[locus, side]
                own[stays, locus, side] = inherited[stays]
        genes[person.id] = own
    return genes
