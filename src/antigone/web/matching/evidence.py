"""One pair in detail, computed anew from the frozen inputs of its run: nothing of it is stored."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from antigone.formats.dvi_json import read_dvi_json
from antigone.genetics.markers import Genotype
from antigone.reconcile.incident import DviIncident, Family
from antigone.reconcile.pairwise import markers_of_pair
from antigone.web.figures.pedigree import Marks
from antigone.web.matching.models import FrozenInput, Run
from antigone.web.records.assemble import insist_on_basis
from antigone.web.records.drawing import draw_pedigree
from antigone.web.records.profiles import alleles_in_words


@dataclass(frozen=True, slots=True)
class MarkerRow:
    """One marker of the comparison; alleles of the remains, then of each typed relative."""

    marker: str
    remains: str
    relatives: tuple[str, ...]
    log10_lr: float

    @property
    def compared(self) -> bool:
        """Whether the remains were typed at this marker."""
        return bool(self.remains)


@dataclass(frozen=True)
class PairEvidence:
    """What the page of a pair shows besides the totals."""

    relatives: tuple[str, ...]
    rows: tuple[MarkerRow, ...]
    drawing: SafeString

    @property
    def values(self) -> list[float | None]:
        """log10 LR of the markers that were compared."""
        return [row.log10_lr for row in self.rows if row.compared]

    @property
    def compared(self) -> int:
        """At how many markers the remains were typed."""
        return sum(row.compared for row in self.rows)


def pair_evidence(run: Run, remains: str, missing: str) -> PairEvidence | None:
    """The pair marker by marker; None where the frozen inputs were destroyed.

    Raises:
        NoLongerCovered: the family, or a relative who gave DNA, withdrew after the run.
    """
    frozen = FrozenInput.objects.filter(run=run).first()
    if frozen is None:
        return None
    dvi = read_dvi_json(bytes(frozen.content), str(run))
    family = dvi.family_of(missing)
    insist_on_basis(run.incident, [family])
    relatives = tuple(p for p in family.pedigree.ids if family.profiles.get(p))
    return PairEvidence(
        relatives, _rows(dvi, family, relatives, remains, missing), _draw(family, remains, missing)
    )


def _rows(
    dvi: DviIncident, family: Family, relatives: Sequence[str], remains: str, missing: str
) -> tuple[MarkerRow, ...]:
    profile = next(r.profile for r in dvi.remains if r.id == remains)
    return tuple(
        MarkerRow(
            result.marker,
            _alleles(profile.get(result.marker)),
            tuple(_alleles(family.profiles[p].get(result.marker)) for p in relatives),
            result.log10_lr,
        )
        for result in markers_of_pair(dvi, remains, missing)
    )


def _alleles(genotype: Genotype | None) -> str:
    return alleles_in_words(genotype)


def _draw(family: Family, remains: str, missing: str) -> SafeString:
    marks = Marks(
        typed=set(family.profiles),
        missing=dict.fromkeys(family.missing, ""),
        in_question=(missing, f"{remains}?"),
    )
    return draw_pedigree(family.pedigree, marks)


def posterior_alone(log10_lr: float, one_in: int) -> float:
    """Posterior of a pair taken by itself, where it is one of so many equally probable ones before.

    >>> round(posterior_alone(6.0, 1_000_001), 3), posterior_alone(float("-inf"), 2)
    (0.5, 0.0)
    """
    if math.isnan(log10_lr):
        return math.nan
    log10_odds = log10_lr - math.log10(one_in - 1) if one_in > 1 else math.inf
    if log10_odds > 300:
        return 1.0
    return 0.0 if log10_odds < -300 else 1.0 / (1.0 + 10.0**-log10_odds)
