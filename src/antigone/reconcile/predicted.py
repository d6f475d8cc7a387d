"""What a further sample may show at a marker, given who the remains are: exact distributions.

A new sample is taken to show all that is there: no drop-out, no drop-in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.elimination import Factor, Table, eliminate
from antigone.genetics.founders import independent_pair
from antigone.genetics.locus import Locus, locus_of
from antigone.genetics.markers import Marker
from antigone.genetics.observation import Observation, alleles_to_keep, observation_table
from antigone.genetics.pedigree import Pedigree
from antigone.genetics.transmission import Family as FamilyAtLocus
from antigone.reconcile.incident import DviIncident, Family

Known = Mapping[str, Observation]
"""What is known of a family's missing persons at a marker: what the remains that they are showed."""

Predicted = NDArray[np.float64]
"""Probability of each outcome, shape (cases, outcomes); see `outcomes_of`."""


def locus_for(incident: DviIncident, families: Iterable[Family], marker: Marker) -> Locus:
    """The states of a marker that all predictions about some families share.

    Alleles that neither relatives nor remains show are one state where that is exact, see `locus_of`;
    a new sample of somebody inbred could tell more apart there, which is left unused.
    """
    seen = [
        Observation(profile[marker.name])
        for family in families
        for profile in family.profiles.values()
        if marker.name in profile
    ]
    seen += [o for r in incident.remains if (o := r.observation(marker.name)) is not None]
    return locus_of(marker, alleles_to_keep(marker, seen))


def predicted(
    pedigree: Pedigree, family: Family, locus: Locus, person: str, cases: Sequence[Known]
) -> Predicted:
    """P(a new sample of a person shows this | the typed relatives, and what is known of the missing).

    One elimination serves all cases: what each missing person may have shown is a variable, and the
    person's two alleles are kept beside these.

    Args:
        pedigree: of the family; may hold further persons.
        family: its profiles count.
        locus: from `locus_for`.
        person: who is typed, or typed again: then what they are known to have shown counts too.
        cases: in each, what is known of the missing; possible given the relatives.

    Raises:
        EliminationTooLarge: the exact table is above the memory limit.
    """
    people = sorted({p for known in cases for p in known})
    options = {p: list(dict.fromkeys(known.get(p) for known in cases)) for p in people}
    genotypes = {p: f[locus.name] for p, f in family.profiles.items() if locus.name in f}
    at = FamilyAtLocus(pedigree, locus, genotypes, open_persons=dict.fromkeys((person, *people)))
    first_free = 2 * len(pedigree.persons)
    choices = {p: first_free + i for i, p in enumerate(people)}
    factors = at.factors
    for p, seen in options.items():
        table = np.stack([observation_table(locus, o) for o in seen])
        factors.append(Factor((choices[p], *at.variables[p]), table))
    alleles = eliminate(factors, keep=(*choices.values(), *at.variables[person])).table
    places = [[options[p].index(known.get(p)) for known in cases] for p in people]
    # Where nobody shows anything at this marker there is one row for all cases.
    chosen = alleles[tuple(np.array(place, dtype=np.intp) for place in places)]
    rows = np.broadcast_to(chosen, (len(cases), locus.count, locus.count))
    return _normalised(rows.reshape(len(cases), -1) @ outcomes_of(locus))


def predicted_of_stranger(locus: Locus, observed: Observation | None) -> Predicted:
    """The same of somebody unrelated to all families, who has shown something already; one row."""
    table = independent_pair(locus) * observation_table(locus, observed)
    return _normalised(table.reshape(1, -1) @ outcomes_of(locus))


def outcomes_of(locus: Locus) -> Table:
    """Which outcome two alleles show, shape (n·n, outcomes), 1 or 0.

    Outcomes are unordered pairs of states; a silent allele does not show beside another one.
    """
    count = locus.count
    first, second = np.meshgrid(np.arange(count), np.arange(count), indexing="ij")
    if locus.silent is not None:
        first, second = (
            np.where(first == locus.silent, second, first),
            np.where(second == locus.silent, first, second),
        )
    label = np.minimum(first, second) * count + np.maximum(first, second)
    distinct, place = np.unique(label, return_inverse=True)
    return np.asarray(np.eye(distinct.size)[place.ravel()])


def _normalised(rows: Table) -> Predicted:
    return np.asarray(rows / rows.sum(axis=1, keepdims=True))
