"""What the numbers of a decision assume: frequencies, mutation, drop-out, prior, tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from antigone.genetics.markers import Marker
from antigone.genetics.mutation import MutationModel
from antigone.web.matching.assumptions import Signed, given_of, not_compared_of
from antigone.web.matching.frozen import InputsDestroyed, read_frozen
from antigone.web.matching.models import Run
from antigone.web.records.models import MarkerSet
from antigone.web.reports.dna import Dna


@dataclass(frozen=True)
class Mutation:
    """One mutation model: at how many markers it stands, and between which rates.

    Args:
        model: its name, as in `genetics.mutation`.
    """

    model: str
    markers: int
    lowest: float
    highest: float

    @property
    def rates(self) -> str:
        """As a number, or from one to another."""
        if self.lowest == self.highest:
            return f"{self.lowest:g}"
        return f"{self.lowest:g}–{self.highest:g}"


@dataclass(frozen=True)
class Assumed:
    """All of this.

    Args:
        sets: the frequency sets by name and version, as the run kept them.
        known_sets: those of them that are in the incident, with the file that they came from.
        alleles: how many alleles have a frequency, at all markers together.
        silent: at how many markers a silent allele is allowed for.
        mothers, fathers: mutation on the way from each; empty where the markers are not there.
        degraded: at how many markers of the remains drop-out or drop-in was allowed for; None: not
            there any more.
        given: identifications that the run took as given.
        not_compared: signed, but no part of the run.
    """

    sets: Sequence[str]
    known_sets: Sequence[MarkerSet]
    markers: int
    alleles: int
    silent: int
    mothers: Sequence[Mutation]
    fathers: Sequence[Mutation]
    degraded: int | None
    given: Signed
    not_compared: Signed


def assumed_in(run: Run, dna: Dna) -> Assumed:
    """What a run assumed, also where a withdrawal took its families out."""
    sets = [str(name) for name in run.assumptions.get("frequencies", [])]
    rows = MarkerSet.objects.filter(incident=run.incident).select_related("source_file")
    markers = _markers_of(run, dna)
    return Assumed(
        sets=sets,
        known_sets=[row for row in rows.defer("content") if str(row) in sets],
        markers=int(run.assumptions.get("markers_count", len(markers))),
        alleles=sum(len(marker.alleles) for marker in markers),
        silent=sum(marker.silent_frequency > 0.0 for marker in markers),
        mothers=_models(marker.mutation_female for marker in markers),
        fathers=_models(marker.mutation_male for marker in markers),
        degraded=None if dna.pair is None else _degraded(dna),
        given=given_of(run),
        not_compared=not_compared_of(run),
    )


def _markers_of(run: Run, dna: Dna) -> tuple[Marker, ...]:
    """The markers stand plain among the inputs: a withdrawal leaves them."""
    if dna.pair is not None:
        return dna.pair.dvi.markers
    try:
        return read_frozen(run).dvi.markers
    except InputsDestroyed:
        return ()


def _models(models: Iterable[MutationModel]) -> list[Mutation]:
    rates: dict[str, list[float]] = defaultdict(list)
    for model in models:
        rates[model.model].append(model.rate)
    return [
        Mutation(name, len(found), min(found), max(found)) for name, found in sorted(rates.items())
    ]


def _degraded(dna: Dna) -> int:
    assert dna.pair is not None  # noqa: S101  (asked for by `assumed_in` only where it is there)
    return sum(not one.is_exact for one in dna.pair.remains.degraded.values())
