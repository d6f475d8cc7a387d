"""Typed numbers of `age.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from antigone.evidence.records import AgeMethod
from antigone.evidence.table_cursor import TableCursor
from antigone.genetics.pedigree import Sex

PHASES = 6
"""Phases of the pubic symphysis (Suchey-Brooks)."""


@dataclass(frozen=True, slots=True)
class AgeError:
    """How an estimate in years strays from the true age: its mean error and SD."""

    bias_years: float
    sd_years: float


@dataclass(frozen=True, slots=True)
class Transition:
    """The age at which a pubic symphysis passes into the next phase: mean and SD in years."""

    mean_years: float
    sd_years: float


@dataclass(frozen=True)
class AgeTables:
    """Numbers of `age.toml`.

    Args:
        error: by method, of an estimate in years.
        transitions: by sex, from phase I to II, ... V to VI.
        observer_sd_years: of the observer who scores a phase; adds in squares.
        wide_share: share of estimates that stray `wide_factor` times as far.
        wide_factor: see there.
        mix_up: probability that estimate or record belongs to somebody else; the floor of the LR.
        told_sd_years: SD of an age told without a date of birth.
        unknown_elapsed_years: longest time from last seen to death where nothing states it.
        prior_mean_years: of the age at death among the missing before any AM record is counted.
        prior_sd_years: likewise.
        prior_persons: so many persons that prior counts for.
        smoothing_years: SD by which each counted AM record is spread.
    """

    error: Mapping[AgeMethod, AgeError]
    transitions: Mapping[Sex, tuple[Transition, ...]]
    observer_sd_years: float
    wide_share: float
    wide_factor: float
    mix_up: float
    told_sd_years: float
    unknown_elapsed_years: float
    prior_mean_years: float
    prior_sd_years: float
    prior_persons: float
    smoothing_years: float


def read_age(table: TableCursor) -> AgeTables:
    """The numbers of `age.toml`.

    Raises:
        TableError: a key is missing or unknown, a number is not allowed.
    """
    of = table.exactly(*AgeTables.__dataclass_fields__)
    by_sex = of["transitions"].exactly("men", "women")
    return AgeTables(
        error={method: _error(cursor) for method, cursor in of["error"].by(AgeMethod).items()},
        transitions={
            Sex.MALE: _transitions(by_sex["men"]),
            Sex.FEMALE: _transitions(by_sex["women"]),
        },
        observer_sd_years=of["observer_sd_years"].number(0.0, 50.0),
        wide_share=of["wide_share"].rate(),
        wide_factor=of["wide_factor"].number(1.0, 10.0),
        mix_up=of["mix_up"].rate(),
        told_sd_years=of["told_sd_years"].number(0.0, 20.0),
        unknown_elapsed_years=of["unknown_elapsed_years"].number(0.0, 100.0),
        prior_mean_years=of["prior_mean_years"].number(0.0, 100.0),
        prior_sd_years=of["prior_sd_years"].number(5.0, 100.0),
        prior_persons=of["prior_persons"].above_zero(),
        smoothing_years=of["smoothing_years"].number(0.5, 50.0),
    )


def _error(cursor: TableCursor) -> AgeError:
    of = cursor.exactly("bias_years", "sd_years")
    return AgeError(of["bias_years"].number(-20.0, 20.0), of["sd_years"].number(0.5, 50.0))


def _transitions(cursor: TableCursor) -> tuple[Transition, ...]:
    found = []
    for item in cursor.items(PHASES - 1):
        mean, sd = item.items(2)
        found.append(Transition(mean.number(0.0, 100.0), sd.number(0.5, 50.0)))
        if len(found) > 1 and found[-1].mean_years < found[-2].mean_years:
            raise item.refused("a transition before the one preceding it; allowed are rising means")
    return tuple(found)
