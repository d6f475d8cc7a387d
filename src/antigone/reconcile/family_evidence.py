"""What the DNA of one family says of its missing persons, marker by marker.

A family is eliminated once for each missing person and marker; every comparison with remains is
then a sum over one small table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from antigone.genetics.elimination import Eliminated, Factor, Table, eliminate
from antigone.genetics.founders import independent_pair
from antigone.genetics.locus import Locus, locus_of
from antigone.genetics.markers import Genotype
from antigone.genetics.observation import (
    Observation,
    alleles_to_keep,
    observation_table,
    probability_of,
)
from antigone.genetics.pedigree import Pedigree
from antigone.genetics.transmission import Family as FamilyAtLocus
from antigone.reconcile.incident import DviIncident, Family
from antigone.units import log10

MOST_ALLELE_STATES = 1 << 24
"""Largest joint table of the alleles of several missing persons: 128 MiB."""


@dataclass(frozen=True)
class FamilyAtMarker:
    """One family at one marker, ready to be compared with any of the remains of the incident."""

    pedigree: Pedigree
    locus: Locus
    genotypes: Mapping[str, Genotype]

    @cached_property
    def log10_alone(self) -> float:
        """log10 P(genotypes of the relatives), with nobody identified; -inf when impossible."""
        family = FamilyAtLocus(self.pedigree, self.locus, self.genotypes)
        return float(eliminate(family.factors).log10())

    def log10_with(self, missing_person: str, observed: Observation) -> float:
        """log10 P(the relatives' genotypes, and the missing person shows this one)."""
        alleles = self._alleles_of((missing_person,))
        return log10(probability_of(self.locus, alleles.table, observed)) + alleles.log10_scale

    def log10_stranger(self, observed: Observation) -> float:
        """log10 P(genotype) of a person unrelated to the family (Hardy-Weinberg proportions)."""
        if observed not in self._strangers:
            self._strangers[observed] = log10(probability_of(self.locus, self._stranger, observed))
        return self._strangers[observed]

    def log10_with_options(self, options: Mapping[str, tuple[Observation | None, ...]]) -> Table:
        """log10 P(the relatives' genotypes, and each missing person shows one of their options).

        Args:
            options: for each missing person the different observations they might be seen with; None:
                nothing is known.

        Returns:
            A table with one axis for each missing person, in the order of `options`.
        """
        return self._with_options(options).log10()

    def _with_options(self, options: Mapping[str, tuple[Observation | None, ...]]) -> Eliminated:
        known = tuple(p for p, o in options.items() if any(seen is not None for seen in o))
        if self.locus.count ** (2 * len(known)) > MOST_ALLELE_STATES:
            return self._eliminated_with(options, known)
        alleles = self._alleles_of(known)
        table = alleles.table.reshape([self.locus.count**2] * len(known))
        for person, seen in options.items():
            if person not in known:  # nothing is known of them under any option: their axis is flat
                table = np.repeat(table[..., np.newaxis], len(seen), axis=-1)
                continue
            rows = np.stack([observation_table(self.locus, o) for o in seen])
            table = np.tensordot(table, rows.reshape(len(seen), -1), axes=(0, 1))
        return Eliminated(table, alleles.log10_scale)

    def _eliminated_with(
        self, options: Mapping[str, tuple[Observation | None, ...]], known: tuple[str, ...]
    ) -> Eliminated:
        """The same where alleles of all these persons make too large a table: options join earlier."""
        family = FamilyAtLocus(self.pedigree, self.locus, self.genotypes, open_persons=known)
        first_free = 2 * len(self.pedigree.persons)
        choices = {person: first_free + i for i, person in enumerate(options)}
        factors = family.factors
        for person, seen in options.items():
            if person not in known:
                factors.append(Factor((choices[person],), np.ones(len(seen))))
                continue
            table = np.stack([observation_table(self.locus, o) for o in seen])
            factors.append(Factor((choices[person], *family.variables[person]), table))
        return eliminate(factors, keep=tuple(choices.values()))

    def _alleles_of(self, missing: tuple[str, ...]) -> Eliminated:
        """P(relatives' genotypes, two alleles of each missing person), n states an axis; kept once made."""
        if missing not in self._tables:
            family = FamilyAtLocus(self.pedigree, self.locus, self.genotypes, open_persons=missing)
            keep = tuple(v for person in missing for v in family.variables[person])
            self._tables[missing] = eliminate(family.factors, keep=keep)
        return self._tables[missing]

    @cached_property
    def _stranger(self) -> Table:
        return independent_pair(self.locus)

    @cached_property
    def _strangers(self) -> dict[Observation, float]:
        return {}

    @cached_property
    def _tables(self) -> dict[tuple[str, ...], Eliminated]:
        return {}


def family_at_markers(incident: DviIncident, family: Family) -> tuple[FamilyAtMarker, ...]:
    """The family at every marker of the incident, in their order."""
    return tuple(
        FamilyAtMarker(
            family.pedigree,
            locus_of(marker, alleles_to_keep(marker, _seen(incident, family, marker.name))),
            {
                person: profile[marker.name]
                for person, profile in family.profiles.items()
                if marker.name in profile
            },
        )
        for marker in incident.markers
    )


def _seen(incident: DviIncident, family: Family, marker: str) -> Iterator[Observation]:
    """Everything that the family may be compared with at a marker."""
    for profile in family.profiles.values():
        if marker in profile:
            yield Observation(profile[marker])
    for remains in incident.remains:
        observation = remains.observation(marker)
        if observation is not None:
            yield observation
