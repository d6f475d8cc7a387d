"""Pages of long lists: a page far behind costs a walk along an index, not all rows before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
Dress = Callable[["QuerySet[Row]"], "QuerySet[Row]"]


class LongList(Paginator[Row]):
    """Goes through the numbers of the rows alone, and reads the rows of the page.

    Args:
        rows: which, in which order; nothing joined or counted beside them.
        dress: joins and counts what the page shows besides.
        count: how many there are, where that is known.
    """

    def __init__(
        self, rows: QuerySet[Row], per_page: int, dress: Dress[Row], count: int | None = None
    ) -> None:
        super().__init__(rows, per_page)
        self._rows, self._dress = rows, dress
        if count is not None:
            self.count = count

    def page(self, number: int | str) -> Page[Row]:
        """One page."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        here = self._rows[first : first + self.per_page].values_list("pk", flat=True)
        pks = list(here)
        model = self._rows.model
        read = {row.pk: row for row in self._dress(model._default_manager.filter(pk__in=pks))}
        return Page([read[pk] for pk in pks if pk in read], number, self)


def page_of(
    rows: QuerySet[Row],
    asked: str | None,
    *,
    dress: Dress[Row] = lambda rows: rows,
    on_a_page: int = 50,
    count: int | None = None,
) -> Page[Row]:
    """The page that an address asks for; the first or the last where there is none such."""
    return LongList(rows, on_a_page, dress, count).get_page(asked)
