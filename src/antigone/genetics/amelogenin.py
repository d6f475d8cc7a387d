"""Sex as evidence: amelogenin and the skeleton against the sex recorded of a missing person."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from antigone.genetics.markers import Genotype
from antigone.genetics.pedigree import Sex
from antigone.units import log10
from antigone.words import said

ERROR_FLOOR = 0.0001
"""Least error rate that is used: no observation of sex is free of mix-ups, none excludes alone."""

TYPING_ERROR = 0.001
"""Probability that amelogenin shows the other sex for reasons of the laboratory (our assumption)."""

NULL_Y = 0.00027
"""Share of men whose Y allele does not amplify: 2 of 7,359 in Fujian (10.7754/Clin.Lab.2024.241105).

It depends on the population: 3.6 % of Indian and 0.88 % of Malay men in Malaysia
(10.1520/JFS2003018). State it for the population of the incident.
"""

RECORD_ERROR = 0.005
"""Probability that the sex recorded of a missing person is wrong (our assumption)."""


class SexEvidenceRefused(ValueError):
    """An observation of sex cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class SexObservation:
    """One observation of sex on remains, as its probability in women and in men."""

    in_women: float
    in_men: float


def amelogenin(
    genotype: Genotype, *, typing_error: float = TYPING_ERROR, null_y: float = NULL_Y
) -> SexObservation:
    """What amelogenin says: X,X or X,Y.

    With error ε and null rate ν: P(XX | woman) = 1 - ε; P(XX | man) = ν(1 - ε) + (1 - ν)ε, since a
    man whose Y allele does not amplify types as a woman (Thangaraj et al., as in BMC Med Genet
    2006;7:37, doi:10.1186/1471-2350-7-37). A partial observation (X, unknown) says nothing; (Y,
    unknown) is X,Y.

    Raises:
        SexEvidenceRefused: alleles other than X and Y, or Y without X; a rate outside [0, 1].

    >>> amelogenin(("X", "Y"), typing_error=0.01, null_y=0.0)
    SexObservation(in_women=0.01, in_men=0.99)
    """
    error, null = _rate("typing error", typing_error), _rate("null rate of Y", null_y, 0.0)
    alleles = {allele for allele in genotype if allele is not None}
    if not alleles <= {"X", "Y"} or genotype == ("Y", "Y"):
        shown = ", ".join("unknown" if a is None else a for a in genotype)
        raise SexEvidenceRefused(
            said("amelogenin shows {shown}; allowed are X,X and X,Y", shown=shown)
        )
    if None in genotype and "Y" not in alleles:
        return SexObservation(1.0, 1.0)
    man_as_woman = null * (1.0 - error) + (1.0 - null) * error
    if "Y" in alleles:
        return SexObservation(error, 1.0 - man_as_woman)
    return SexObservation(1.0 - error, man_as_woman)


def anthropological_sex(estimated: Sex, *, error: float) -> SexObservation:
    """What an examination of body or skeleton says, with the error rate of its method.

    Raises:
        SexEvidenceRefused: a rate outside [0, 1].
    """
    rate = _rate("error of the sex estimate", error)
    if estimated is Sex.UNKNOWN:
        return SexObservation(1.0, 1.0)
    right, wrong = 1.0 - rate, rate
    female = estimated is Sex.FEMALE
    return SexObservation(right if female else wrong, wrong if female else right)


def log10_lr_of_sex(
    observations: Sequence[SexObservation],
    recorded: Sex,
    *,
    share_of_men: float,
    record_error: float = RECORD_ERROR,
) -> float:
    """log10 LR of everything that was observed of sex: "this missing person" against "a stranger".

    Sex is one fact. Observations are independent only given the true sex, so they are joined there:
    LR = Σ_s P(s | recorded) Π P(o | s) / Σ_s P(s) Π P(o | s). However many agree, the LR stays below
    one over the share of that sex among strangers; it is never a product of separate LRs.

    Args:
        observations: of amelogenin, the skeleton, the body; none says 0.
        recorded: sex recorded of the missing person; unknown says 0.
        share_of_men: among those who may be the remains; above 0, below 1.
        record_error: probability that the record is wrong.

    Raises:
        SexEvidenceRefused: a share of men that leaves one sex out, a rate outside [0, 1].

    >>> sure = amelogenin(("X", "X"), typing_error=0.01, null_y=0.0)
    >>> value = log10_lr_of_sex([sure], Sex.FEMALE, share_of_men=0.5, record_error=0.01)
    >>> round(10**value, 4)  # (0.99·0.99 + 0.01·0.01) / 0.5
    1.9604
    """
    if not 0.0 < share_of_men < 1.0:
        raise SexEvidenceRefused(
            said(
                "the share of men is {share_of_men}; allowed is above 0 and below 1",
                share_of_men=repr(share_of_men),
            )
        )
    wrong = _rate("error of the recorded sex", record_error)
    if recorded is Sex.UNKNOWN or not observations:
        return 0.0
    in_women = math.prod(o.in_women for o in observations)
    in_men = math.prod(o.in_men for o in observations)
    man = 1.0 - wrong if recorded is Sex.MALE else wrong
    as_missing = man * in_men + (1.0 - man) * in_women
    as_stranger = share_of_men * in_men + (1.0 - share_of_men) * in_women
    return log10(as_missing) - log10(as_stranger)


def _rate(name: str, value: float, floor: float = ERROR_FLOOR) -> float:
    if not 0.0 <= value <= 1.0:
        raise SexEvidenceRefused(
            said("the {name} is {value}; allowed is from 0 to 1", name=name, value=repr(value))
        )
    return max(value, floor)
