"""One pair in detail, computed anew from the frozen inputs of its run: nothing of it is stored."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from antigone.formats.dvi_json import read_dvi_json
from antigone.genetics.markers import Genotype
from antigone.reconcile.incident import DviIncident, Family, Remains
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
    """What the page of a pair shows of its DNA besides the total."""

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


@dataclass(frozen=True)
class FrozenPair:
    """Remains and a person sought as they stood when their run was started."""

    dvi: DviIncident
    remains: Remains
    missing: str

    @property
    def family(self) -> Family:
        """The family that misses the person."""
        return self.dvi.family_of(self.missing)


def frozen_pair(run: Run, remains: str, missing: str) -> FrozenPair | None:
    """The pair from the inputs of its run; None where these were destroyed.

    Raises:
        NoLongerCovered: the family, or a relative who gave DNA, withdrew after the run.
    """
    frozen = FrozenInput.objects.filter(run=run).first()
    if frozen is None:
        return None
    dvi = read_dvi_json(bytes(frozen.content), str(run))
    insist_on_basis(run.incident, [dvi.family_of(missing)])
    return FrozenPair(dvi, next(r for r in dvi.remains if r.id == remains), missing)


def pair_evidence(pair: FrozenPair) -> PairEvidence:
    """The DNA of the pair, marker by marker."""
    family = pair.family
    relatives = tuple(p for p in family.pedigree.ids if family.profiles.get(p))
    return PairEvidence(relatives, _rows(pair, relatives), _draw(pair))


def _rows(pair: FrozenPair, relatives: Sequence[str]) -> tuple[MarkerRow, ...]:
    profiles = pair.family.profiles
    return tuple(
        MarkerRow(
            result.marker,
            _alleles(pair.remains.profile.get(result.marker)),
            tuple(_alleles(profiles[p].get(result.marker)) for p in relatives),
            result.log10_lr,
        )
        for result in markers_of_pair(pair.dvi, pair.remains.id, pair.missing)
    )


def _alleles(genotype: Genotype | None) -> str:
    return alleles_in_words(genotype)


def _draw(pair: FrozenPair) -> SafeString:
    family = pair.family
    marks = Marks(
        typed=set(family.profiles),
        missing=dict.fromkeys(family.missing, ""),
        in_question=(pair.missing, f"{pair.remains.id}?"),
    )
    return draw_pedigree(family.pedigree, marks)


def posterior_alone(log10_lr: float, one_in: int) -> float:
    """Posterior of a pair taken by itself, where it is one of so many equally probable ones before.

    No finite likelihood ratio makes it certain.

    >>> round(posterior_alone(6.0, 1_000_001), 3), posterior_alone(float("-inf"), 2)
    (0.5, 0.0)
    """
    if math.isnan(log10_lr):
        return math.nan
    log10_odds = log10_lr - math.log10(one_in - 1) if one_in > 1 else math.inf
    if log10_odds < -300:
        return 0.0
    certain = 1.0 / (1.0 + 10.0 ** -min(log10_odds, 300.0))
    return certain if log10_odds == math.inf else below_certainty(certain)


def below_certainty(probability: float) -> float:
    """The same, but where it was rounded to 1 the last number before: a page must not say "1".

    >>> below_certainty(1.0) < 1.0, below_certainty(0.25)
    (True, 0.25)
    """
    return min(probability, math.nextafter(1.0, 0.0))
