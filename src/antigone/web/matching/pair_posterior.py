"""What the joint views say of one pair: how much hangs on the prior, and who else comes into question."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from antigone.web.matching.candidates import Candidate
from antigone.web.matching.evidence import below_certainty
from antigone.web.matching.results import AllMarginals, Block, RunResults

MOST_RIVALS = 5
LEAST_SHOWN = 5e-7
"""Less probable rivals are left out: to six digits they are nothing."""


@dataclass(frozen=True, slots=True)
class Side:
    """The posterior of a pair from DNA alone or from all evidence, and what it is worth.

    Args:
        nobody: probability that the remains are nobody of those sought.
        block: None where these remains compete for nobody.
    """

    posterior: float
    nobody: float
    block: Block | None


@dataclass(frozen=True, slots=True)
class Both:
    """One probability from DNA alone, and from all evidence; None where there is none."""

    dna: float | None
    combined: float | None = None

    @property
    def larger(self) -> float:
        """By which rivals are ranked."""
        return max(self.dna or 0.0, self.combined or 0.0)


@dataclass(frozen=True, slots=True)
class Rival:
    """Somebody else whom the remains may be, or other remains that may be the person; None: nobody."""

    number: str | None
    probability: Both


@dataclass(frozen=True)
class PairPosterior:
    """All of this of one pair.

    Args:
        dna: from DNA alone.
        combined: from all evidence; None where there is none besides DNA.
        pair: the same two numbers.
        odds: factor on the prior odds of every pair, and the posterior that follows; in their order.
        persons: for these remains; the last is nobody of those sought.
        remains: for this person; the last is none of these remains.
    """

    dna: Side
    combined: Side | None
    pair: Both
    odds: tuple[tuple[float, Both], ...]
    persons: tuple[Rival, ...]
    remains: tuple[Rival, ...]


def pair_posterior(results: RunResults, pair: Candidate) -> PairPosterior | None:
    """The posteriors of a pair; None where the joint view does not hold it."""
    if pair.posterior is None:
        return None
    combined = results.combined
    of_all = combined.marginals if combined else None

    def both(remains: str, missing: str | None) -> Both:
        return _both(results.marginals, of_all, remains, missing)

    return PairPosterior(
        _side(results.marginals, results.block_of(pair.remains), pair),
        _side(combined.marginals, combined.block_of(pair.remains), pair) if combined else None,
        both(pair.remains, pair.missing),
        _odds(results, pair),
        _persons(results, pair, both),
        _remains(results, pair, both),
    )


def _both(
    of_dna: AllMarginals | None, of_all: AllMarginals | None, remains: str, missing: str | None
) -> Both:
    return Both(
        None if of_dna is None else _probability(of_dna, remains, missing),
        None if of_all is None else _probability(of_all, remains, missing),
    )


def _probability(marginals: AllMarginals, remains: str, missing: str | None) -> float:
    return below_certainty(marginals[remains].get(missing, 0.0))


def _side(marginals: AllMarginals, block: Block | None, pair: Candidate) -> Side:
    return Side(
        _probability(marginals, pair.remains, pair.missing),
        _probability(marginals, pair.remains, None),
        block,
    )


def _odds(results: RunResults, pair: Candidate) -> tuple[tuple[float, Both], ...]:
    """With the odds as they are, and as they were varied; nothing where they were not."""
    combined = results.combined
    of_dna = {1.0: results.marginals, **results.sensitivity}
    of_all = {1.0: combined.marginals, **combined.sensitivity} if combined else {}
    factors = sorted({*of_dna, *of_all})
    if len(factors) == 1:
        return ()
    return tuple(
        (f, _both(of_dna.get(f), of_all.get(f), pair.remains, pair.missing)) for f in factors
    )


def _persons(
    results: RunResults, pair: Candidate, both: Callable[[str, str | None], Both]
) -> tuple[Rival, ...]:
    others = (m for m in results.missing if m != pair.missing)
    rivals = _most_probable(Rival(m, both(pair.remains, m)) for m in others)
    return (*rivals, Rival(None, both(pair.remains, None)))


def _remains(
    results: RunResults, pair: Candidate, both: Callable[[str, str | None], Both]
) -> tuple[Rival, ...]:
    every = {r: both(r, pair.missing) for r in results.marginals}
    rivals = _most_probable(Rival(r, p) for r, p in every.items() if r != pair.remains)
    dna = [p.dna for p in every.values() if p.dna is not None]
    combined = [p.combined for p in every.values() if p.combined is not None]
    return (*rivals, Rival(None, Both(_rest(dna), _rest(combined) if combined else None)))


def _rest(probabilities: Sequence[float]) -> float:
    """What is left of 1; never 0, which a difference of rounded numbers cannot tell."""
    return max(math.ulp(1.0), 1.0 - math.fsum(probabilities))


def _most_probable(rivals: Iterable[Rival]) -> list[Rival]:
    shown = [rival for rival in rivals if rival.probability.larger >= LEAST_SHOWN]
    return sorted(shown, key=lambda rival: -rival.probability.larger)[:MOST_RIVALS]
