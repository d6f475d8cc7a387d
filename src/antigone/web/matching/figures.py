"""The matrices of a run, in the words of the page."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from antigone.web.figures.matrix import (
    SMALLEST_SHOWN,
    Address,
    Group,
    Words,
    candidate_matrix,
    posterior_matrix,
)
from antigone.web.matching.results import RunResults

LARGEST = 40
"""With more remains or persons the squares of a matrix are too small to read."""


def candidates_figure(results: RunResults) -> SafeString | None:
    """log10 LR of all pairs; None where there are too many for a figure."""
    if not _fits(results):
        return None
    words = Words(
        label=_("log10 LR of each pair of remains and person sought; a list follows."),
        rows=_("PM"),
        columns=_("AM, persons sought"),
    )

    def shows_number(row: int, column: int) -> bool:
        value = results.log10_lr[row][column]
        return value is not None and math.isfinite(value)

    address = _address(results, results.missing, shows_number)
    figure = candidate_matrix(
        results.remains, results.missing, results.log10_lr, words, address=address
    )
    return mark_safe(figure)  # noqa: S308 - the figure escapes its texts


def joint_figure(results: RunResults) -> SafeString | None:
    """Marginal posteriors; None without a joint view, or where there are too many."""
    if not results.has_joint or not _fits(results):
        return None
    columns = [m for m in results.missing if all(m in row for row in results.marginals.values())]
    posterior = [
        [*(results.marginals[r][m] for m in columns), results.marginals[r][None]]
        for r in results.remains
    ]
    groups = [
        Group(
            tuple(results.remains.index(r) for r in group.remains),
            tuple(columns.index(m) for m in group.missing),
            letter,
        )
        for letter, group in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", results.unsettled, strict=False)
    ]
    words = Words(
        label=_("Joint posterior of remains and persons sought; the same numbers follow in words."),
        rows=_("PM"),
        columns=_("AM, persons sought"),
        nobody=_("none"),
    )

    def shows_number(row: int, column: int) -> bool:
        return posterior[row][column] >= SMALLEST_SHOWN

    address = _address(results, columns, shows_number)
    figure = posterior_matrix(
        results.remains, columns, posterior, words, groups=groups, address=address
    )
    return mark_safe(figure)  # noqa: S308 - the figure escapes its texts


def _fits(results: RunResults) -> bool:
    if results.keeps_candidates_only:
        return False
    return len(results.remains) <= LARGEST and len(results.missing) <= LARGEST


def _address(
    results: RunResults, columns: Sequence[str], leads: Callable[[int, int], bool]
) -> Address:
    """Pages of the pairs whose squares show a number; an empty link would have no name."""
    run = results.run

    def address(row: int, column: int) -> str | None:
        if not leads(row, column):
            return None
        pair = {"remains": results.remains[row], "missing": columns[column]}
        return reverse(
            "matching:pair", kwargs={"incident": run.incident.slug, "pk": run.pk, **pair}
        )

    return address
