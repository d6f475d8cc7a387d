"""What a sample shows of the alleles that are there: everything, or less and more when it is degraded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from antigone.genetics.elimination import Table
from antigone.genetics.locus import Locus
from antigone.genetics.markers import SILENT, Genotype, Marker
from antigone.words import said


class ObservationError(ValueError):
    """A probability of drop-out or drop-in cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Degraded:
    """How a sample may show less, or more, than is there, at one marker.

    Args:
        dropout: probability d that one allele of a heterozygote does not show, each by itself.
        dropin: probability c that an allele of nobody shows (contamination in traces).
        dropout_homozygote: probability that a homozygote's allele does not show; d² where None, since
            both copies have to be lost.
        further: what other samples of the same person showed at the marker, independently, given the
            person's alleles.

    Raises:
        ObservationError: a value outside [0, 1).

    >>> Degraded(0.2).homozygote
    0.04000000000000001
    """

    dropout: float = 0.0
    dropin: float = 0.0
    dropout_homozygote: float | None = None
    further: tuple[Observation, ...] = ()

    def __post_init__(self) -> None:
        for name, value in (
            ("drop-out", self.dropout),
            ("drop-in", self.dropin),
            ("drop-out of homozygotes", self.homozygote),
        ):
            if not 0.0 <= value < 1.0:
                raise ObservationError(
                    said(
                        "the probability of {name} is {value}; allowed is from 0 to below 1",
                        name=name,
                        value=repr(value),
                    )
                )

    @property
    def homozygote(self) -> float:
        """Probability that a homozygote's allele does not show."""
        return self.dropout**2 if self.dropout_homozygote is None else self.dropout_homozygote

    @property
    def is_exact(self) -> bool:
        """Whether the sample shows what is there and nothing else, and no other one tells more."""
        return self.dropout == self.dropin == self.homozygote == 0.0 and not self.further

    @property
    def tells_homozygotes_apart(self) -> bool:
        """Whether two alleles that both went unseen are told apart from one allele twice."""
        return self.dropin > 0.0 and self.homozygote != self.dropout**2


@dataclass(frozen=True, slots=True)
class Observation:
    """The alleles that a sample showed at one marker, and how far it is to be believed.

    Raises:
        ObservationError: a degraded sample is said to have a silent allele, which it cannot show.
    """

    genotype: Genotype
    degraded: Degraded | None = None

    def __post_init__(self) -> None:
        if SILENT in self.genotype and not self.is_exact:
            raise ObservationError(
                said(
                    "a degraded sample cannot show that an allele is silent and has not "
                    "dropped out; write the allele that was seen twice"
                )
            )

    @property
    def is_exact(self) -> bool:
        """Whether what was seen is what is there."""
        return self.degraded is None or self.degraded.is_exact

    @property
    def each(self) -> tuple[Observation, ...]:
        """What the sample showed by itself, and what other samples of the same person did."""
        if self.degraded is None or not self.degraded.further:
            return (self,)
        alone = Observation(self.genotype, replace(self.degraded, further=()))
        return (alone, *(one for further in self.degraded.further for one in further.each))


def alleles_to_keep(marker: Marker, observations: Iterable[Observation]) -> set[str]:
    """The alleles that `locus_of` must keep apart for these observations to be judged exactly.

    Those that were seen. All of the marker, where an observation depends on whether two unseen
    alleles are the same one: there a class "all the rest" would be wrong.
    """
    seen: set[str] = set()
    for observation in (one for several in observations for one in several.each):
        seen.update(allele for allele in observation.genotype if allele is not None)
        if observation.degraded is not None and observation.degraded.tells_homozygotes_apart:
            seen.update(marker.alleles)
    return seen


def observation_table(locus: Locus, observation: Observation | None) -> Table:
    """P(observed | paternal, maternal state), shape (n, n); all ones when nothing was observed.

    A homozygous observation a/a says that a is the only allele seen: a may be there once, with a
    silent allele where the locus has one, or with one that dropped out. A partial observation leaves
    open whether a second allele was seen.

    For a degraded sample every allele of the person shows with probability 1 - D or drops out with D
    (d for one copy, the homozygote's for two); every seen allele that the person does not have
    dropped in, with probability c times its frequency; where none did, the factor is 1 - c (Gill et
    al., FSI Genet 2012;6:679-688, doi:10.1016/j.fsigen.2012.06.002; drop-out of homozygotes apart:
    Balding & Buckleton, FSI Genet 2009;4:1-10, doi:10.1016/j.fsigen.2009.03.003). The formula is
    meant for the rare drop-in: two in one marker are possible, masked ones are not counted.

    Several samples of one person are independent given the alleles: their probabilities multiply.
    """
    if observation is None:
        return np.ones((locus.count, locus.count))
    if observation.degraded is None or observation.degraded.is_exact:
        return _exact_table(locus, observation.genotype)
    if observation.degraded.further:
        return _product([observation_table(locus, one) for one in observation.each])
    degraded = observation.degraded
    seen = _Seen(locus, observation.genotype)
    one = np.eye(locus.count, dtype=int)
    copies = one[:, None, :] + one[None, :, :]
    return _probability(locus, seen, degraded, copies)


def hemizygous_table(locus: Locus, observation: Observation | None) -> Table:
    """P(observed | the one state of somebody who has one copy), shape (n,)."""
    if observation is None:
        return np.ones(locus.count)
    if observation.degraded is None or observation.degraded.is_exact:
        table: Table = np.diag(_exact_table(locus, observation.genotype)).copy()
        return table
    if observation.degraded.further:
        return _product([hemizygous_table(locus, one) for one in observation.each])
    seen = _Seen(locus, observation.genotype)
    return _probability(locus, seen, observation.degraded, np.eye(locus.count, dtype=int))


def probability_of(locus: Locus, alleles: Table, observation: Observation) -> float:
    """Sum over paternal and maternal states of their probability times P(observed | states).

    Args:
        locus: the states.
        alleles: shape (n, n), joint with anything else.
        observation: two alleles in any order, or one with the other unseen.
    """
    if not observation.is_exact:
        return float(np.sum(alleles * observation_table(locus, observation)))
    first, second = locus.observed(observation.genotype)
    if second is None:
        return float(alleles[first, :].sum() + alleles[:, first].sum() - alleles[first, first])
    if first != second:
        return float(alleles[first, second] + alleles[second, first])
    hidden = 0.0
    if locus.silent not in (None, first):
        hidden = float(alleles[first, locus.silent] + alleles[locus.silent, first])
    return float(alleles[first, first]) + hidden


def possible_states(locus: Locus, observation: Observation | None) -> NDArray[np.intp]:
    """The states that either allele of a person may have, given what was seen."""
    certain = certain_states(locus, observation)
    if certain is not None:
        return np.array(sorted(set(certain)), dtype=np.intp)
    if observation is None or not observation.is_exact or observation.genotype[1] is None:
        return np.arange(locus.count)
    # A homozygous observation at a locus with a silent allele.
    first, _ = locus.observed(observation.genotype)
    return np.array(sorted({first, *([locus.silent] if locus.silent is not None else [])}))


def certain_states(locus: Locus, observation: Observation | None) -> tuple[int, int] | None:
    """The two states of a person where the observation leaves no choice but their order."""
    if observation is None:
        return None
    first, second = locus.observed(observation.genotype)
    if second is None:
        return None
    if first == second:
        may_hide_another = locus.silent not in (None, first) or not observation.is_exact
        return None if may_hide_another else (first, second)
    may_have_dropped_in = observation.degraded is not None and observation.degraded.dropin > 0.0
    return None if may_have_dropped_in else (first, second)


def _exact_table(locus: Locus, genotype: Genotype) -> Table:
    first, second = locus.observed(genotype)
    seen = np.zeros((locus.count, locus.count))
    if second is None:
        seen[first, :] = seen[:, first] = 1.0
        return seen
    seen[first, second] = seen[second, first] = 1.0
    if first == second and locus.silent is not None:
        seen[first, locus.silent] = seen[locus.silent, first] = 1.0
    return seen


def _product(tables: list[Table]) -> Table:
    product: Table = np.prod(tables, axis=0)
    return product


class _Seen:
    """The states that showed, and whether it is certain that no other did."""

    def __init__(self, locus: Locus, genotype: Genotype) -> None:
        first, second = locus.observed(genotype)
        self.states = sorted({s for s in (first, second) if s is not None})
        self.only_these = second is not None


def _probability(locus: Locus, seen: _Seen, degraded: Degraded, copies: NDArray[np.int_]) -> Table:
    """P(seen | copies of each state), the states along the last axis of `copies`."""
    drops = np.array([1.0, degraded.dropout, degraded.homozygote])[copies]
    probability: Table = np.ones(copies.shape[:-1])
    explained = np.ones(copies.shape[:-1], dtype=bool)
    for state in seen.states:
        there = copies[..., state] > 0
        explained &= there
        dropped_in = degraded.dropin * locus.frequencies[state]
        probability *= np.where(there, 1.0 - drops[..., state], dropped_in)
    if seen.only_these:
        visible = [s for s in range(locus.count) if s not in seen.states and s != locus.silent]
        probability *= drops[..., visible].prod(axis=-1)
        probability *= np.where(explained, 1.0 - degraded.dropin, 1.0)
    return probability
