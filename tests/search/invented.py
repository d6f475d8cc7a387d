"""Invented cases for the tests of the search."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from antigone.genetics.family_shape import shape_of
from antigone.genetics.marker_arrays import NOT_TYPED, UNSEEN, Codes
from antigone.genetics.markers import Marker
from antigone.genetics.observation import Degraded
from antigone.genetics.pedigree import Pedigree, pedigree_of
from antigone.genetics.remains_rows import EXACT
from antigone.genetics.tables import FamilyBatch
from antigone.search.case import RemainsProfiles, SearchCase, SoughtPersons
from antigone.simulate.inheritance import drop_genes, locus_of
from antigone.simulate.markers import str_markers

PARENTS: list[tuple[str, str | None, str | None, str]] = [
    ("F", None, None, "M"),
    ("M", None, None, "F"),
]
LEVELS = (EXACT, Degraded(0.05), Degraded(0.2, 0.02))
SHAPES = (
    (pedigree_of([*PARENTS, ("X", "F", "M", "U")]), ("F", "M")),
    (pedigree_of([*PARENTS, ("X", "F", "M", "U"), ("S", "F", "M", "U")]), ("M", "S")),
    (pedigree_of([*PARENTS, ("X", "F", "M", "U"), ("S", "F", "M", "U")]), ("S",)),
    (
        pedigree_of([("X", None, None, "U"), ("W", None, None, "U"), ("C", "X", "W", "U")]),
        ("W", "C"),
    ),
)


def markers(model: str = "proportional", count: int = 20) -> tuple[Marker, ...]:
    return str_markers(model)[:count]


def case(
    families: int,
    remains: int,
    rng: Generator,
    *,
    of: tuple[Marker, ...] | None = None,
    planted: float = 0.5,
) -> SearchCase:
    """Families of four shapes, and remains: of their missing persons and of strangers.

    Remains are partial: loci fail, second alleles are unseen, and some profiles carry drop-out.
    """
    of = of or markers()
    groups, bodies = [], []
    for number, (pedigree, donors) in enumerate(SHAPES):
        places = np.arange(number, families, len(SHAPES))
        genes = np.stack([_genes(pedigree, of, rng) for _ in places])
        shape, order = shape_of(pedigree, donors, "X")
        ids = list(pedigree.ids)
        own = genes[:, [ids.index(person) for person in order]]
        groups.append(
            SoughtPersons(
                tuple(f"M{place}" for place in places),
                places,
                rng.integers(3, size=len(places)),
                FamilyBatch(shape, _observed(own, rng, missing=0.01)),
            )
        )
        bodies.append(genes[rng.random(len(places)) < planted, ids.index("X")])
    own = np.concatenate(bodies)[:remains]
    strangers = np.stack(
        [_genes(SHAPES[0][0], of, rng)[0] for _ in range(remains - len(own))] or [own[:0]]
    ).reshape(-1, len(of), 2)
    genotypes = _observed(np.concatenate([own, strangers]), rng, missing=0.15)
    return SearchCase(
        of,
        RemainsProfiles(
            tuple(f"R{i}" for i in range(len(genotypes))),
            rng.integers(3, size=len(genotypes)),
            genotypes,
            LEVELS,
            rng.choice([0, 0, 1, 2], size=genotypes.shape[:2]),
        ),
        tuple(groups),
    )


def complete_case(families: int, rng: Generator) -> tuple[SearchCase, dict[int, int]]:
    """Complete profiles of all missing persons and of nobody else, and whose each one is."""
    of = case(families, families, rng, planted=0.0)
    groups, bodies, owners = [], [], []
    for (pedigree, donors), group in zip(SHAPES, of.sought, strict=True):
        genes = np.stack([_genes(pedigree, of.markers, rng) for _ in group.ids])
        ids = list(pedigree.ids)
        order = shape_of(pedigree, donors, "X")[1]
        own = genes[:, [ids.index(person) for person in order]]
        unknown = np.zeros(len(group.ids), dtype=np.int64)
        batch = FamilyBatch(group.batch.shape, own)
        groups.append(SoughtPersons(group.ids, group.numbers, unknown, batch))
        bodies.append(genes[:, ids.index("X")])
        owners += group.numbers.tolist()
    nothing = np.zeros(len(owners), dtype=np.int64)
    remains = RemainsProfiles(
        tuple(f"R{i}" for i in range(len(owners))),
        nothing,
        np.concatenate(bodies),
        LEVELS,
        np.zeros((len(owners), len(of.markers)), dtype=np.int64),
    )
    return SearchCase(of.markers, remains, tuple(groups)), {m: r for r, m in enumerate(owners)}


def _genes(pedigree: Pedigree, of: tuple[Marker, ...], rng: Generator) -> Codes:
    """Shape (persons, L, 2)."""
    dropped = [drop_genes(pedigree, locus_of(marker), rng)[0] for marker in of]
    return np.array([[genes[person] for genes in dropped] for person in pedigree.ids], np.int16)


def _observed(genes: Codes, rng: Generator, *, missing: float) -> Codes:
    seen = genes.copy()
    seen[..., 1] = np.where(rng.random(seen.shape[:-1]) < missing / 2, UNSEEN, seen[..., 1])
    seen[rng.random(seen.shape[:-1]) < missing] = NOT_TYPED
    return seen
