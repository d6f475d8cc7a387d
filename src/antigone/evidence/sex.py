"""Sex as a line of evidence: an examination of remains against the sex told of a missing person."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.likelihood_ratio import LikelihoodRatio, Line
from antigone.evidence.records import AmRecord, PmRecord, SexEstimate, SexMethod
from antigone.evidence.sex_tables import SexTables
from antigone.genetics.amelogenin import SexObservation, amelogenin, anthropological_sex
from antigone.genetics.pedigree import Sex
from antigone.words import said

_WORDS = {Sex.FEMALE: said("woman"), Sex.MALE: said("man")}
_METHODS = {
    SexMethod.BODY: said("the body"),
    SexMethod.PELVIS: said("the pelvis"),
    SexMethod.SKULL: said("the skull"),
    SexMethod.LONG_BONE: said("a long bone"),
    SexMethod.AMELOGENIN: said("amelogenin"),
}


@dataclass(frozen=True)
class SexPopulation:
    """Those who may be the remains: share of men, and the error rates of the tables.

    Args:
        share_of_men: above 0, below 1.
        persons: AM records that were counted for it.
        tables: numbers of `sex.toml`.
    """

    share_of_men: float
    persons: int
    tables: SexTables


def sex_population(records: Iterable[AmRecord], tables: SexTables) -> SexPopulation:
    """The share of men in the AM file, with the prior share of the tables as so many more persons.

    >>> from antigone.evidence.tables import load_tables
    >>> sex_population([AmRecord(sex=Sex.MALE)] * 8, load_tables().sex).share_of_men  # (8 + 1) / 10
    0.9
    """
    known = [record.sex for record in records if record.sex is not Sex.UNKNOWN]
    men = sum(sex is Sex.MALE for sex in known)
    prior = tables.prior_persons
    share = (men + prior * tables.share_of_men) / (len(known) + prior)
    return SexPopulation(share, len(known), tables)


def sex_observation(pm: SexEstimate, tables: SexTables) -> SexObservation | None:
    """What an estimate of sex says, as its probability in women and in men.

    With the amelogenin of a DNA profile it is one fact: `log10_lr_of_one_sex` joins both. None: sex
    unknown, or a child's skeleton, whose sex cannot be told.
    """
    if pm.sex is Sex.UNKNOWN or pm.method is SexMethod.CHILD_SKELETON:
        return None
    if pm.method is SexMethod.AMELOGENIN:
        shown = ("X", "X") if pm.sex is Sex.FEMALE else ("X", "Y")
        return amelogenin(shown, typing_error=tables.amelogenin_error, null_y=tables.null_y)
    return anthropological_sex(pm.sex, error=tables.error[pm.method])


def log10_lr_of_one_sex(
    observations: Sequence[SexObservation], am: Sex, population: SexPopulation
) -> float:
    """log10 LR of all that was observed of sex; observations are independent given the true sex only.

    LR = Σ_s P(s) P(told | s) Π P(o | s) / [Σ_s P(s) P(told | s) · Σ_s P(s) Π P(o | s)], an exact sum
    over both sexes, symmetric in what is observed and what is told. However many observations
    agree, it stays below one over the share of that sex. Where nearly all are men, a woman told is
    more often an error of the register than a man told; the sum contains that.
    """
    if am is Sex.UNKNOWN or not observations:
        return 0.0
    men, error = population.share_of_men, population.tables.register_error
    told_if_man = 1.0 - error if am is Sex.MALE else error
    as_man = men * math.prod(o.in_men for o in observations)
    as_woman = (1.0 - men) * math.prod(o.in_women for o in observations)
    joint = as_man * told_if_man + as_woman * (1.0 - told_if_man)
    told = men * told_if_man + (1.0 - men) * (1.0 - told_if_man)
    return math.log10(joint) - math.log10(as_man + as_woman) - math.log10(told)


def sex_lr(pm: SexEstimate, am: Sex, population: SexPopulation) -> LikelihoodRatio | None:
    """LR of the sex estimated on remains: "this missing person" against "another of the missing".

    The estimate is wrong at the rate of its method, what is told at that of registers, so neither
    excludes; the formula is that of `log10_lr_of_one_sex`.

    >>> from antigone.evidence.tables import load_tables
    >>> population = sex_population([], load_tables().sex)
    >>> round(sex_lr(SexEstimate(Sex.MALE, SexMethod.PELVIS), Sex.MALE, population).log10_lr, 4)
    0.2767
    """
    observation = sex_observation(pm, population.tables)
    if observation is None or am is Sex.UNKNOWN:
        return None
    return LikelihoodRatio(
        Line.SEX,
        log10_lr_of_one_sex([observation], am, population),
        said(
            "{sex} by {method}; {told} told",
            sex=_WORDS[pm.sex],
            method=_METHODS[pm.method],
            told=_WORDS[am],
        ),
        (
            said(
                "{share} of those who may be the remains are men, from {persons} AM records.",
                share=f"{population.share_of_men:.1%}",
                persons=population.persons,
            ),
            said(
                "A register or a family states the wrong sex in {share} of persons.",
                share=f"{population.tables.register_error:.2%}",
            ),
        ),
        said("sex.toml; shares from the AM file of this incident"),
    )


def sex_log10(
    pm: Sequence[PmRecord | None], am: Sequence[AmRecord | None], population: SexPopulation
) -> NDArray[np.float64]:
    """log10 LR of all pairs, shape (remains, missing); 0 where there is nothing to compare."""
    found: dict[tuple[SexEstimate | None, Sex], float] = {}
    told = [record.sex if record else Sex.UNKNOWN for record in am]
    columns = np.array([list(Sex).index(sex) for sex in told], dtype=np.intp)
    result = np.zeros((len(pm), len(am)))
    for row, record in enumerate(pm):
        estimate = record.sex if record else None
        for sex in Sex:
            if (estimate, sex) not in found:
                lr = sex_lr(estimate, sex, population) if estimate else None
                found[estimate, sex] = lr.log10_lr if lr else 0.0
        result[row] = np.array([found[estimate, sex] for sex in Sex])[columns]
    return result
