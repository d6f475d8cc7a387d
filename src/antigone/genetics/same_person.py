"""Two samples compared directly: of one person, or of two unrelated ones.

For parts of one body, a second sample of the same remains, and a missing person's own sample from
life (a toothbrush, a medical sample).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from antigone.genetics.elimination import Table, eliminate
from antigone.genetics.kinship import log10_likelihood
from antigone.genetics.locus import Locus, locus_of
from antigone.genetics.markers import Genotype, Marker, Profile
from antigone.genetics.observation import (
    Degraded,
    Observation,
    alleles_to_keep,
    hemizygous_table,
    observation_table,
)
from antigone.genetics.pedigree import Pedigree, Person, Sex
from antigone.genetics.transmission import Family
from antigone.units import log10, log10_ratio
from antigone.words import said

ASSUMPTIONS = (
    "the alternative is an unrelated person of the same population: a brother or sister, and above all "
    "an identical twin, share far more",
    "each sample is of one person; a mixture of two cannot be compared in this way",
)
"""What a direct comparison takes for granted, in the words in which it is shown."""


class ComparisonRefused(ValueError):
    """Two samples cannot be compared; the message says why."""


@dataclass(frozen=True)
class Sample:
    """A typed sample: its name, profile, and where it may show less or more than is there."""

    id: str
    profile: Profile
    degraded: Mapping[str, Degraded] = field(default_factory=dict)

    def observation(self, marker: str) -> Observation | None:
        """What was seen at a marker; None where it was not typed."""
        genotype = self.profile.get(marker)
        return None if genotype is None else Observation(genotype, self.degraded.get(marker))


@dataclass(frozen=True, slots=True)
class MarkerOfSamples:
    """One marker of a direct comparison; `typed_in_both` is False where it says nothing."""

    name: str
    log10_lr: float
    typed_in_both: bool


@dataclass(frozen=True)
class SamePersonResult:
    """log10 LR of "one person" against "two unrelated persons", by marker and in all.

    -inf where the samples cannot be of one person as the markers and error rates are stated;
    `different` names the markers at which that is so.
    """

    first: str
    second: str
    markers: tuple[MarkerOfSamples, ...]
    log10_lr: float
    theta: float
    notices: tuple[str, ...] = ()

    @property
    def different(self) -> tuple[str, ...]:
        """Markers that exclude one person: without drop-out and drop-in any difference does."""
        return tuple(m.name for m in self.markers if m.log10_lr == -math.inf)


def compare_samples(
    markers: Sequence[Marker],
    first: Sample,
    second: Sample,
    *,
    theta: float = 0.0,
    sex: Sex = Sex.UNKNOWN,
    notices: tuple[str, ...] = (),
) -> SamePersonResult:
    """log10 LR of "both samples are of one person" against "of two unrelated persons".

    LR = Σ_g P(g) P(o1 | g) P(o2 | g) / Σ_{g,h} P(g, h) P(o1 | g) P(o2 | h), where P(g, h) are four
    alleles drawn with coancestry theta. Without drop-out it is the reciprocal of the match
    probability of Balding & Nichols (FSI 1994;64:125-140, doi:10.1016/0379-0738(94)90222-4): for ab
    (1+θ)(1+2θ) / (2 (θ+(1-θ)p_a)(θ+(1-θ)p_b)).

    Args:
        markers: of which both samples are typed at some; independent of each other.
        first, second: the samples.
        theta: coancestry of the population.
        sex: of both, where X-linked markers are used.
        notices: of the input, passed on.

    Raises:
        ComparisonRefused: theta outside [0, 1), an X-linked marker without the sex, or a man with
            two different alleles at one.
        MarkerError: an allele that the frequency table does not have.

    >>> marker = Marker("L", ("a", "b", "c"), (0.1, 0.2, 0.7))
    >>> one = Sample("tooth", {"L": ("a", "b")})
    >>> round(10 ** compare_samples([marker], one, one).log10_lr, 9)  # 1 / (2·0.1·0.2)
    25.0
    """
    if not 0.0 <= theta < 1.0:
        raise ComparisonRefused(
            said("theta is {theta}; allowed is from 0 to below 1", theta=repr(theta))
        )
    compared = tuple(_at_marker(marker, first, second, theta, sex) for marker in markers)
    total = sum((m.log10_lr for m in compared), 0.0)
    return SamePersonResult(first.id, second.id, compared, total, theta, notices)


def _at_marker(
    marker: Marker, first: Sample, second: Sample, theta: float, sex: Sex
) -> MarkerOfSamples:
    one, two = (sample.observation(marker.name) for sample in (first, second))
    for sample, seen in ((first, one), (second, two)):
        if seen is not None:
            marker.check(seen.genotype)
            _refuse_x_linked(marker, sample, seen.genotype, sex)
    if one is None or two is None:
        return MarkerOfSamples(marker.name, 0.0, typed_in_both=False)
    together = _log10_one_person(marker, one, two, theta, sex)
    persons = Pedigree((Person("first", sex=sex), Person("second", sex=sex)))
    apart = log10_likelihood(
        persons,
        marker,
        {"first": one.genotype, "second": two.genotype},
        theta=theta,
        degraded={p: o.degraded for p, o in (("first", one), ("second", two)) if o.degraded},
    )
    return MarkerOfSamples(marker.name, log10_ratio(together, apart), typed_in_both=True)


def _log10_one_person(
    marker: Marker, one: Observation, two: Observation, theta: float, sex: Sex
) -> float:
    locus = locus_of(marker, alleles_to_keep(marker, (one, two)))
    person = Family(
        Pedigree((Person("person", sex=sex),)), locus, {}, theta=theta, open_persons=("person",)
    )
    pair = tuple(dict.fromkeys(person.variables["person"]))
    alleles = eliminate(person.factors, keep=pair)
    table = alleles.table
    for seen in (one, two):
        table = table * _seen_table(locus, seen, len(pair))
    return log10(float(np.sum(table))) + alleles.log10_scale


def _seen_table(locus: Locus, seen: Observation, copies: int) -> Table:
    return hemizygous_table(locus, seen) if copies == 1 else observation_table(locus, seen)


def _refuse_x_linked(marker: Marker, sample: Sample, genotype: Genotype, sex: Sex) -> None:
    if marker.chromosome != "X":
        return
    if sex is Sex.UNKNOWN:
        raise ComparisonRefused(
            said(
                "marker {marker} is X-linked: state the sex, or leave the marker out",
                marker=marker.name,
            )
        )
    first, second = genotype
    if sex is Sex.MALE and second not in (None, first):
        raise ComparisonRefused(
            said(
                "marker {marker} is X-linked and {sample} is of a man but shows {first} and "
                "{second}; a man's allele is written twice",
                marker=marker.name,
                sample=repr(sample.id),
                first=first,
                second=second,
            )
        )
