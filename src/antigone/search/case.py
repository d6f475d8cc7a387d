"""What a blind search starts from: remains and families as arrays of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.family_shape import FamilyShape, shape_of
from antigone.genetics.marker_arrays import Codes, MarkerArrays, marker_arrays
from antigone.genetics.markers import Marker
from antigone.genetics.pedigree import Sex
from antigone.genetics.remains_rows import Levels, RemainsRows, levels_of, remains_rows
from antigone.genetics.tables import FamilyBatch
from antigone.reconcile.incident import DviIncident
from antigone.search.screen import Steps, steps_of

SEXES = (Sex.UNKNOWN, Sex.FEMALE, Sex.MALE)
"""Codes of sexes: their places here."""


@dataclass(frozen=True)
class RemainsProfiles:
    """Profiles of remains.

    Args:
        ids: unique, in the order of reporting.
        sex: shape (N,), codes as in `SEXES`.
        genotypes: codes, shape (N, L, 2).
        levels: how samples may be degraded; the first is that of samples that are not.
        level: shape (N, L), which of these each sample is at each marker.
    """

    ids: tuple[str, ...]
    sex: NDArray[np.int64]
    genotypes: Codes
    levels: Levels
    level: NDArray[np.int64]


@dataclass(frozen=True)
class SoughtPersons:
    """Missing persons whose families are of one shape.

    Args:
        ids: of the missing persons.
        numbers: shape (M,), their places in the order of reporting.
        sex: shape (M,), codes as in `SEXES`.
        batch: the families, one for each.
    """

    ids: tuple[str, ...]
    numbers: NDArray[np.int64]
    sex: NDArray[np.int64]
    batch: FamilyBatch

    def part(self, start: int, stop: int) -> SoughtPersons:
        """Those from a place up to another."""
        here = slice(start, stop)
        batch = FamilyBatch(self.batch.shape, self.batch.genotypes[here])
        return SoughtPersons(self.ids[here], self.numbers[here], self.sex[here], batch)


@dataclass(frozen=True)
class SearchCase:
    """Everything that is compared with everything.

    Args:
        markers: autosomal, in the order of the genotypes.
        remains: N profiles.
        sought: M missing persons in all, by shape of their families.
    """

    markers: tuple[Marker, ...]
    remains: RemainsProfiles
    sought: tuple[SoughtPersons, ...]

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Ids of all missing persons in the order of reporting."""
        ids = {
            int(n): i
            for group in self.sought
            for n, i in zip(group.numbers, group.ids, strict=True)
        }
        return tuple(ids[number] for number in sorted(ids))

    def blocks(self, persons: int) -> Iterator[SoughtPersons]:
        """The missing persons in blocks of at most so many, each of one shape."""
        for group in self.sought:
            for start in range(0, len(group.ids), persons):
                yield group.part(start, start + persons)


@dataclass(frozen=True)
class Profiles:
    """Profiles of remains made ready: what they show as rows, and who shows which.

    Args:
        markers: as arrays.
        observed: the distinct observations.
        rows: shape (N, L + 1), row of each profile at each marker and, last, of its sex.
        steps: the same as the screen takes it.
    """

    markers: MarkerArrays
    observed: RemainsRows
    rows: NDArray[np.int64]
    steps: Steps

    @property
    def sex_rows(self) -> int:
        """First of the two rows for female and male remains, behind those of the markers."""
        return self.observed.count


def profiles_of(case: SearchCase) -> Profiles:
    """The remains of a case, made ready.

    Raises:
        MarkerError: remains show an allele of frequency 0.
    """
    markers = marker_arrays(case.markers)
    of = case.remains
    observed, numbers = remains_rows(markers, of.genotypes, of.levels, of.level)
    sex = of.sex
    # Row 0 says nothing: remains of unknown sex.
    sex_row = np.where(sex > 0, observed.count + sex - 1, 0)
    rows = np.column_stack([numbers.astype(np.int64), sex_row])
    return Profiles(markers, observed, rows, steps_of(rows, observed.count + 2))


def case_of(incident: DviIncident) -> SearchCase:
    """The remains and the missing persons of an incident; each missing person by themself.

    As in `pairwise_log10_lr`, the other missing persons of a family stay untyped.
    """
    markers = marker_arrays(incident.markers)
    levels, level = levels_of(incident.markers, [r.degraded for r in incident.remains])
    remains = RemainsProfiles(
        tuple(r.id for r in incident.remains),
        np.array([SEXES.index(r.sex) for r in incident.remains], dtype=np.int64),
        markers.codes([r.profile for r in incident.remains]),
        levels,
        level,
    )
    order = {person: number for number, person in enumerate(incident.missing)}
    found: dict[FamilyShape, list[tuple[str, Sex, Codes]]] = {}
    for family in incident.families:
        typed = [person for person, profile in family.profiles.items() if profile]
        for person in family.missing:
            shape, donors = shape_of(family.pedigree, typed, person)
            genotypes = markers.codes([family.profiles[donor] for donor in donors])
            sex = family.pedigree.sex_of(person)
            found.setdefault(shape, []).append((person, sex, genotypes))
    sought = tuple(
        SoughtPersons(
            tuple(person for person, _, _ in members),
            np.array([order[person] for person, _, _ in members], dtype=np.int64),
            np.array([SEXES.index(sex) for _, sex, _ in members], dtype=np.int64),
            FamilyBatch(shape, np.stack([genotypes for _, _, genotypes in members])),
        )
        for shape, members in found.items()
    )
    return SearchCase(incident.markers, remains, sought)
