"""Typed numbers of `stature.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from antigone.evidence.records import Informant, StatureMethod
from antigone.evidence.table_cursor import TableCursor
from antigone.genetics.pedigree import Sex


@dataclass(frozen=True, slots=True)
class Spread:
    """A mean (of an error, or of a population) and its SD, in cm."""

    mean_cm: float
    sd_cm: float


@dataclass(frozen=True)
class StatureTables:
    """Numbers of `stature.toml`.

    Args:
        estimated: by method, error of the stature of remains against the stature in life.
        told: by informant, error of the stature told against the stature in life.
        population: by sex, stature of adults.
        growing: stature of the few who are no ordinary adults: children, errors of the unit.
        growing_share: their share.
        prior_persons: so many persons `population` counts for beside the AM file.
        loss_cm_per_year: with old age.
        loss_after_years: the age from which it is lost.
        adult_years: below this age stature says nothing that age does not say.
        wide_share: share of estimates and of told statures that stray `wide_factor` times as far.
        wide_factor: see there.
        mix_up: probability that estimate or record belongs to somebody else; the floor of the LR.
    """

    estimated: Mapping[StatureMethod, Spread]
    told: Mapping[Informant, Spread]
    population: Mapping[Sex, Spread]
    growing: Spread
    growing_share: float
    prior_persons: float
    loss_cm_per_year: float
    loss_after_years: float
    adult_years: float
    wide_share: float
    wide_factor: float
    mix_up: float


def read_stature(table: TableCursor) -> StatureTables:
    """The numbers of `stature.toml`.

    Raises:
        TableError: a key is missing or unknown, a number is not allowed.
    """
    of = table.exactly(*StatureTables.__dataclass_fields__)
    by_sex = of["population"].exactly("men", "women")
    return StatureTables(
        estimated={
            key: _error(cursor) for key, cursor in of["estimated"].by(StatureMethod).items()
        },
        told={key: _error(cursor) for key, cursor in of["told"].by(Informant).items()},
        population={Sex.MALE: _people(by_sex["men"]), Sex.FEMALE: _people(by_sex["women"])},
        growing=_people(of["growing"]),
        growing_share=of["growing_share"].rate(),
        prior_persons=of["prior_persons"].above_zero(),
        loss_cm_per_year=of["loss_cm_per_year"].number(0.0, 2.0),
        loss_after_years=of["loss_after_years"].number(0.0, 120.0),
        adult_years=of["adult_years"].number(0.0, 30.0),
        wide_share=of["wide_share"].rate(),
        wide_factor=of["wide_factor"].number(1.0, 10.0),
        mix_up=of["mix_up"].rate(),
    )


def _error(cursor: TableCursor) -> Spread:
    of = cursor.exactly("bias_cm", "sd_cm")
    return Spread(of["bias_cm"].number(-20.0, 20.0), of["sd_cm"].number(0.5, 50.0))


def _people(cursor: TableCursor) -> Spread:
    of = cursor.exactly("mean_cm", "sd_cm")
    return Spread(of["mean_cm"].number(50.0, 220.0), of["sd_cm"].number(1.0, 100.0))
