"""A kinship case: competing pedigrees and the genotypes that are to tell them apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from antigone.genetics.markers import Genotype, Marker
from antigone.genetics.observation import Degraded, Observation
from antigone.genetics.pedigree import Pedigree


@dataclass(frozen=True)
class TypedMarker:
    """A marker with the genotypes seen at it; persons who are absent are untyped at it.

    `degraded` names the persons whose samples may show less or more than is there.
    """

    marker: Marker
    genotypes: Mapping[str, Genotype]
    degraded: Mapping[str, Degraded] = field(default_factory=dict)

    @property
    def observations(self) -> tuple[Observation, ...]:
        """What was seen, in the order of the genotypes."""
        return tuple(Observation(g, self.degraded.get(p)) for p, g in self.genotypes.items())


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
        notices: what a reader should know of the input.
    """

    id: str
    hypotheses: Mapping[str, Pedigree]
    markers: tuple[TypedMarker, ...]
    theta: float = 0.0
    founder_inbreeding: Mapping[str, float] = field(default_factory=dict)
    linked: LinkedPair | None = None
    notices: tuple[str, ...] = ()
