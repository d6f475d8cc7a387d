"""Typed numbers of `place.toml`: how far and how long from where a person was last seen."""

from __future__ import annotations

from dataclasses import dataclass

from antigone.evidence.table_cursor import TableCursor


@dataclass(frozen=True, slots=True)
class Moved:
    """How far from the place where they were last seen the missing are found.

    Args:
        near_km: SD in each direction of those who stay near.
        near_share: their share.
        wide_km: SD of those who travel, flee or are carried off.
        wide_share: their share; the rest lie anywhere on the Earth, or a place is wrong.
    """

    near_km: float
    near_share: float
    wide_km: float
    wide_share: float


@dataclass(frozen=True, slots=True)
class Survived:
    """How long after they were last seen the missing die, in days.

    Args:
        soon_days: mean of those who die soon.
        soon_share: their share.
        late_days: mean of the others.
    """

    soon_days: float
    soon_share: float
    late_days: float


@dataclass(frozen=True, slots=True)
class PlaceTables:
    """Numbers of `place.toml`.

    Args:
        moved: by distance.
        survived: by time.
        interval_sd: of the logarithm of an estimate of days since death, beside its own interval.
        date_error: probability that a date, or an estimate of time, is wrong and says nothing.
        least_log10, most_log10: bounds of the factor of one pair.
    """

    moved: Moved
    survived: Survived
    interval_sd: float
    date_error: float
    least_log10: float
    most_log10: float


def read_place(table: TableCursor) -> PlaceTables:
    """The numbers of `place.toml`.

    Raises:
        TableError: a key is missing or unknown, a number is not allowed, shares exceed 1.
    """
    of = table.exactly(*PlaceTables.__dataclass_fields__)
    survived = of["survived"].exactly(*Survived.__dataclass_fields__)
    return PlaceTables(
        moved=_moved(of["moved"]),
        survived=Survived(
            soon_days=survived["soon_days"].number(0.01, 1e5),
            soon_share=survived["soon_share"].rate(),
            late_days=survived["late_days"].number(0.01, 1e5),
        ),
        interval_sd=of["interval_sd"].number(0.05, 5.0),
        date_error=of["date_error"].rate(),
        least_log10=of["least_log10"].number(-6.0, 0.0),
        most_log10=of["most_log10"].number(0.0, 6.0),
    )


def _moved(table: TableCursor) -> Moved:
    of = table.exactly(*Moved.__dataclass_fields__)
    moved = Moved(
        near_km=of["near_km"].number(0.1, 20_000.0),
        near_share=of["near_share"].rate(),
        wide_km=of["wide_km"].number(0.1, 20_000.0),
        wide_share=of["wide_share"].rate(),
    )
    if moved.near_share + moved.wide_share >= 1.0:
        raise table.refused("the shares sum to 1 or more; those who lie anywhere need a share too")
    return moved
