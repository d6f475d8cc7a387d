"""A kinship case: competing pedigrees and the genotypes that are to tell them apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from antigone.genetics.markers import Genotype, Marker
from antigone.genetics.pedigree import Pedigree


@dataclass(frozen=True)
class TypedMarker:
    """A marker with the genotypes seen at it; persons who are absent are untyped at it."""

    marker: Marker
    genotypes: Mapping[str, Genotype]


@dataclass(frozen=True)
class LinkedPair:
    """Two markers that are not inherited independently, with their recombination fraction."""

    markers: tuple[str, str]
    recombination: float


@dataclass(frozen=True)
class KinshipCase:
    """Hypotheses by name, each a pedigree, and what was typed.

    Args:
        id: as in the file.
        hypotheses: at least one; the log10 LR is the first against the last.
        markers: in the order in which they are reported.
        theta: coancestry of the population (Fst), 0 where founders are unrelated.
        founder_inbreeding: inbreeding coefficient of founders, by person id.
        linked: a pair of linked markers, where there is one.
    """

    id: str
    hypotheses: Mapping[str, Pedigree]
    markers: tuple[TypedMarker, ...]
    theta: float = 0.0
    founder_inbreeding: Mapping[str, float] = field(default_factory=dict)
    linked: LinkedPair | None = None
