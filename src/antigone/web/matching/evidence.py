"""One pair in detail, computed anew from the frozen inputs of its run: nothing of it is stored."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.safestring import SafeString

from antigone.genetics.markers import Genotype
from antigone.reconcile.incident import DviIncident, Family, Remains
from antigone.reconcile.pairwise import markers_of_pair
from antigone.web.figures.pedigree import Marks
from antigone.web.matching.frozen import Frozen, InputsDestroyed, read_frozen, read_frozen_pair
from antigone.web.matching.models import FrozenFamily, FrozenProfile, Run
from antigone.web.matching.same_persons import compared, families_of
from antigone.web.records.assemble import NoLongerCovered, insist_on_basis
from antigone.web.records.drawing import draw_pedigree
from antigone.web.records.profiles import alleles_in_words
from antigone.web.sealing.models import Key


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
    def total(self) -> float:
        """log10 LR of all markers."""
        return sum(row.log10_lr for row in self.rows)

    @property
    def compared(self) -> int:
        """At how many markers the remains were typed."""
        return sum(row.compared for row in self.rows)


@dataclass(frozen=True)
class FrozenPair:
    """Remains and a person sought as they stood when their run was started.

    Args:
        dvi: every person sought once.
        sources: the families as they were frozen, each by itself.
        complete: whether nobody who was part of the run has withdrawn since.
    """

    dvi: DviIncident
    remains: Remains
    missing: str
    sources: tuple[Family, ...]
    complete: bool = True

    @property
    def family(self) -> Family:
        """The family that misses the person."""
        return self.dvi.family_of(self.missing)


def frozen_pair(run: Run, remains: str, missing: str, *, alone: bool = False) -> FrozenPair | None:
    """The pair from the inputs of its run; None where these were destroyed.

    Args:
        alone: without the other remains and families, as a run over many keeps them.

    Raises:
        NoLongerCovered: the family, or a relative who gave DNA, withdrew after the run.
    """
    names = families_of(run, missing)
    try:
        frozen = read_frozen_pair(run, remains, missing, names) if alone else read_frozen(run)
    except InputsDestroyed:
        return None
    families = [f for f in frozen.dvi.families if missing in f.missing or f.name in names]
    there = {family.name for family in families}
    if not families or names - there or there & frozen.withdrawn:
        raise NoLongerCovered
    insist_on_basis(run.incident, families)
    return _pair(frozen, remains, missing)


def kept_pair(run: Run, remains: str, missing: str) -> FrozenPair | None:
    """The pair of a signed identification whose family withdrew, where a law keeps its DNA (CO-06)."""
    evidence = Q(run=run, key__purpose=Key.Purpose.EVIDENCE)
    of_family = FrozenFamily.objects.filter(evidence, family__missing_persons__number=missing)
    of_donors = FrozenProfile.objects.filter(
        evidence, person__family__missing_persons__number=missing
    )
    if not of_family.exists() and not of_donors.exists():
        return None
    frozen = read_frozen(run)
    if not any(missing in family.missing for family in frozen.dvi.families):
        return None
    return _pair(frozen, remains, missing)


def _pair(frozen: Frozen, remains: str, missing: str) -> FrozenPair:
    dvi = compared(frozen.run, frozen.dvi)
    return FrozenPair(
        dvi,
        next(r for r in dvi.remains if r.id == remains),
        missing,
        frozen.dvi.families,
        not frozen.withdrawn,
    )


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
