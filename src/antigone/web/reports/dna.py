"""The DNA of a decision as the report shows it: what each marker says, and never an allele.

It is computed anew from the frozen inputs of the run. What a withdrawal destroyed of them is not
there any more; the report says so (RP-04).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from antigone.genetics.markers import Genotype
from antigone.genetics.mutation import NO_MUTATION
from antigone.genetics.observation import Degraded
from antigone.reconcile.incident import DviIncident
from antigone.reconcile.pairwise import markers_of_pair
from antigone.web.matching.evidence import FrozenPair, frozen_pair, kept_pair
from antigone.web.matching.models import Run
from antigone.web.records.assemble import NoLongerCovered
from antigone.web.reports.drawn import drawn_pedigree


@dataclass(frozen=True, slots=True)
class MarkerLine:
    """What one marker says.

    Args:
        log10_lr: None where the remains were not typed at it.
        notes: what a reader should know of it, in sentences; no allele.
    """

    marker: str
    log10_lr: float | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dna:
    """The pair of a decision as its run froze it, as far as it is there.

    Args:
        pair: None where nothing of it is left.
        kept_by_law: whether a law keeps it though the family withdrew (CO-06).
    """

    pair: FrozenPair | None
    kept_by_law: bool = False

    @cached_property
    def markers(self) -> tuple[MarkerLine, ...]:
        """All markers of the run, in its order."""
        return () if self.pair is None else _markers(self.pair)

    @property
    def compared(self) -> int:
        """At how many markers the remains were typed."""
        return sum(line.log10_lr is not None for line in self.markers)

    @property
    def total(self) -> float:
        """log10 LR of all markers."""
        return sum(line.log10_lr or 0.0 for line in self.markers)

    @property
    def relatives(self) -> int:
        """How many relatives gave DNA."""
        return 0 if self.pair is None else sum(map(bool, self.pair.family.profiles.values()))

    @cached_property
    def drawing(self) -> SafeString | None:
        """The pedigree."""
        return None if self.pair is None else drawn_pedigree(self.pair)


def dna_of(run: Run, remains: str, missing: str, *, may_be_shown: bool) -> Dna:
    """RP-04: the DNA that was compared for a decision, as far as it is there after withdrawals.

    Args:
        may_be_shown: whether pages show the pair (CO-05); else only what a law keeps is read.
    """
    if may_be_shown:
        try:
            return Dna(frozen_pair(run, remains, missing))
        except NoLongerCovered:
            pass
    kept = kept_pair(run, remains, missing)
    return Dna(kept, kept_by_law=kept is not None)


def _markers(pair: FrozenPair) -> tuple[MarkerLine, ...]:
    only_by_mutation = _only_by_mutation(pair)
    return tuple(
        MarkerLine(
            result.marker,
            None if seen is None else result.log10_lr,
            tuple(
                _notes(
                    seen,
                    pair.remains.degraded.get(result.marker),
                    mutated=result.marker in only_by_mutation,
                )
            ),
        )
        for result in markers_of_pair(pair.dvi, pair.remains.id, pair.missing)
        for seen in (pair.remains.profile.get(result.marker),)
    )


def _only_by_mutation(pair: FrozenPair) -> frozenset[str]:
    """Markers at which the pair would be excluded if nothing mutated."""
    results = markers_of_pair(_without_mutation(pair.dvi), pair.remains.id, pair.missing)
    return frozenset(one.marker for one in results if one.log10_lr == -math.inf)


def _without_mutation(dvi: DviIncident) -> DviIncident:
    strict = (
        replace(marker, mutation_female=NO_MUTATION, mutation_male=NO_MUTATION)
        for marker in dvi.markers
    )
    return replace(dvi, markers=tuple(strict))


def _notes(seen: Genotype | None, degraded: Degraded | None, *, mutated: bool) -> list[str]:
    if seen is None:
        return [_("not typed")]
    notes = []
    if mutated:
        notes.append(_("fits this family only if an allele mutated"))
    if None in seen:
        notes.append(_("one allele of the remains was not seen"))
    if degraded is not None and not degraded.is_exact:
        rates = {"dropout": f"{degraded.dropout:g}", "dropin": f"{degraded.dropin:g}"}
        notes.append(_("drop-out %(dropout)s and drop-in %(dropin)s were allowed for") % rates)
        if degraded.further:
            notes.append(_("read several times"))
    return notes
