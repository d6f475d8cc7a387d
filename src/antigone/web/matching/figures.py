"""The matrices of a run, in the words of the page."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from django.core.paginator import Page
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from antigone.web.figures.matrix import (
    SMALLEST_SHOWN,
    Address,
    Band,
    Group,
    Words,
    candidate_matrix,
    posterior_matrix,
    posterior_overview,
)
from antigone.web.figures.numbers import probability
from antigone.web.matching.matrix_part import LARGEST_OVERVIEW, Selection
from antigone.web.matching.models import Run
from antigone.web.matching.open_groups import OpenGroup
from antigone.web.matching.results import RunResults

LARGEST = 40
"""With more remains or persons a matrix of candidates is too small to read."""


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

    address = _address(results.run, results.remains, results.missing, shows_number)
    figure = candidate_matrix(
        results.remains, results.missing, results.log10_lr, words, address=address
    )
    return mark_safe(figure)  # noqa: S308 - the figure escapes its texts


def joint_figure(
    run: Run, selection: Selection, rows: Sequence[str], groups: Sequence[OpenGroup]
) -> SafeString:
    """Marginal posteriors of some remains.

    Args:
        run: whose pairs the squares lead to.
        selection: the joint posterior, and which persons have a column.
        rows: the remains.
        groups: are framed as far as they are in the figure.
    """
    view, columns = selection.view, selection.columns(list(rows))
    posterior = [[*(view.marginals[r].get(m, 0.0) for m in columns), view.nobody(r)] for r in rows]
    words = Words(
        label=_("Joint posterior of remains and persons sought; the same numbers follow in words."),
        rows=_("PM"),
        columns=_("AM, persons sought"),
        nobody=_("none"),
    )

    def shows_number(row: int, column: int) -> bool:
        return posterior[row][column] >= SMALLEST_SHOWN

    def title(row: int, column: int) -> str:
        person = columns[column] if column < len(columns) else None
        return _in_words(rows[row], person, posterior[row][column], view.given.get(rows[row]))

    figure = posterior_matrix(
        rows,
        columns,
        posterior,
        words,
        groups=[found for group in groups if (found := _framed(group, rows, columns))],
        given=[
            (i, columns.index(view.given[r]))
            for i, r in enumerate(rows)
            if view.given.get(r) in columns
        ],
        address=_address(run, rows, columns, shows_number),
        title=title,
    )
    return mark_safe(figure)  # noqa: S308 - the figure escapes its texts


def overview_figure(selection: Selection, page: Page[str], query: QueryDict) -> SafeString | None:
    """All remains at once; None where one page holds them, or where there are too many to see.

    Args:
        selection: what is shown.
        page: the page whose matrix stands below.
        query: of the address of this page.
    """
    remains, columns = selection.remains, selection.columns(selection.remains)
    if not page.has_other_pages() or max(len(remains), len(columns)) > LARGEST_OVERVIEW:
        return None
    view, place = selection.view, {m: j for j, m in enumerate(columns)}
    shown = [
        *((i, place[m], p) for i, r in enumerate(remains) for m, p in view.persons(r).items()),
        *(
            (i, len(columns), p)
            for i, r in enumerate(remains)
            if (p := view.nobody(r)) >= SMALLEST_SHOWN
        ),
    ]
    label = _("All remains at once, a band for each page of the matrix below.")
    figure = posterior_overview(
        len(remains), len(columns), shown, _bands(selection, page, query), label
    )
    return mark_safe(figure)  # noqa: S308 - the figure escapes its texts


def _bands(selection: Selection, page: Page[str], query: QueryDict) -> list[Band]:
    found = []
    for number in page.paginator.page_range:
        one = page.paginator.page(number)
        first, last = one.start_index() - 1, one.end_index() - 1
        here = query.copy()
        here["page"] = str(number)
        names = {"first": selection.remains[first], "last": selection.remains[last]}
        title = _("%(first)s to %(last)s") % names
        found.append(Band(first, last, f"?{here.urlencode()}", title, number == page.number))
    return found


def _in_words(remains: str, person: str | None, posterior: float, given: str | None) -> str:
    words = {"remains": remains, "person": person, "p": probability(posterior)}
    if person is None:
        return _("%(remains)s: none of the persons sought, %(p)s") % words
    if person == given:
        return _("%(remains)s is %(person)s: signed, taken as given") % words
    return _("%(remains)s, %(person)s: %(p)s") % words


def _framed(group: OpenGroup, rows: Sequence[str], columns: Sequence[str]) -> Group | None:
    row = {r: i for i, r in enumerate(rows)}
    column = {m: j for j, m in enumerate(columns)}
    here = tuple(row[r] for r in group.remains if r in row)
    persons = tuple(column[m] for m in group.missing if m in column)
    return Group(here, persons, group.letter) if here and persons else None


def _fits(results: RunResults) -> bool:
    if results.keeps_candidates_only:
        return False
    return len(results.remains) <= LARGEST and len(results.missing) <= LARGEST


def _address(
    run: Run, rows: Sequence[str], columns: Sequence[str], leads: Callable[[int, int], bool]
) -> Address:
    """Pages of the pairs whose squares show a number; an empty link would have no name."""

    def address(row: int, column: int) -> str | None:
        if not leads(row, column):
            return None
        pair = {"remains": rows[row], "missing": columns[column]}
        return reverse(
            "matching:pair", kwargs={"incident": run.incident.slug, "pk": run.pk, **pair}
        )

    return address
