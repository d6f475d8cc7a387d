"""Typed numbers of `sex.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from antigone.evidence.records import SexMethod
from antigone.evidence.table_cursor import TableCursor

SEXED_BY_EYE = (SexMethod.BODY, SexMethod.PELVIS, SexMethod.SKULL, SexMethod.LONG_BONE)
"""Methods with one error rate for both sexes; amelogenin has two, a child's skeleton says nothing."""


@dataclass(frozen=True)
class SexTables:
    """Numbers of `sex.toml`.

    Args:
        error: by method, probability that the estimate states the other sex.
        amelogenin_error: probability that typing shows the other sex.
        null_y: share of men whose Y allele does not amplify.
        register_error: probability that the sex told of a missing person is wrong.
        share_of_men: among the missing, before any AM record is counted.
        prior_persons: so many persons that share counts for.
    """

    error: Mapping[SexMethod, float]
    amelogenin_error: float
    null_y: float
    register_error: float
    share_of_men: float
    prior_persons: float


def read_sex(table: TableCursor) -> SexTables:
    """The numbers of `sex.toml`.

    Raises:
        TableError: a key is missing or unknown, a number is not allowed.
    """
    of = table.exactly(
        "error", "amelogenin_error", "null_y", "register_error", "share_of_men", "prior_persons"
    )
    errors = of["error"].exactly(*(method.value for method in SEXED_BY_EYE))
    return SexTables(
        error={method: errors[method.value].rate() for method in SEXED_BY_EYE},
        amelogenin_error=of["amelogenin_error"].rate(),
        null_y=of["null_y"].number(0.0, 0.5),
        register_error=of["register_error"].rate(),
        share_of_men=of["share_of_men"].rate(),
        prior_persons=of["prior_persons"].above_zero(),
    )
