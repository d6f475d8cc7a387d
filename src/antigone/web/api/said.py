"""What all operations share of what they take and give: plain JSON, nothing unknown, nothing unstorable."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from ninja import Field as About
from ninja import Schema

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")
Shown = TypeVar("Shown", bound=Schema)

LONGEST_PAGE = 200
USUAL_PAGE = 50
LARGEST_ID = 2**63 - 1

Id = Annotated[int, About(ge=1, le=LARGEST_ID)]
"""The number of a row."""


class Out(Schema):
    """What an operation gives."""

    model_config = {"extra": "forbid"}  # noqa: RUF012 - as the interface reads it


class In(Schema):
    """What an operation takes: fields that are not named here are refused."""

    model_config = {"extra": "forbid", "allow_inf_nan": False}  # noqa: RUF012 - likewise


def unstorable(given: object) -> bool:
    """Whether a text in what was sent is one that no database holds."""
    return not all(can_be_stored(text) for text in _texts_of(given))


def _texts_of(given: object) -> Iterator[str]:
    if isinstance(given, str):
        yield given
    elif isinstance(given, dict):
        for inner in (*given.keys(), *given.values()):
            yield from _texts_of(inner)
    elif isinstance(given, (list, tuple)):
        for inner in given:
            yield from _texts_of(inner)
    elif isinstance(given, In):
        yield from _texts_of(given.model_dump())


def can_be_stored(text: str) -> bool:
    """Whether every database holds this text: no NUL, no half of a pair of surrogates.

    >>> can_be_stored("Оля"), can_be_stored(chr(0)), can_be_stored(chr(0xD800))
    (True, False, False)
    """
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


class Field(Out):
    """What is wrong with one field."""

    field: str = About(description="Path of the field; empty where it is about the whole.")
    message: str


class Problem(Out):
    """Why something was refused. Nothing was stored."""

    code: str = About(description="Stable; for programs.")
    message: str = About(description="For persons, in the language of Accept-Language.")
    fields: list[Field] = About(default_factory=list)


SOUND = r"^[^\x00]*$"
"""The pattern of a text in a query: any without NUL."""


class Page(In):
    """Which part of a list is asked for."""

    limit: int = About(USUAL_PAGE, ge=1, le=LONGEST_PAGE, description="At most so many items.")
    cursor: str = About(
        "", pattern=r"^[0-9]{0,18}$", description="`next` of the page before; empty: the first."
    )

    @property
    def start(self) -> int:
        """After which place the page begins."""
        return int(self.cursor or 0)


class Listed(Out, Generic[Item]):
    """One page of a list, in an order that does not change."""

    items: list[Item]
    next: str | None = About(description="`cursor` of the next page; null: this is the last.")


def page_of_rows(
    rows: QuerySet[Row], page: Page, show: Callable[[Sequence[Row]], list[Shown]]
) -> tuple[list[Shown], str | None]:
    """The rows of a page in the order of their numbers, and the cursor of the next."""
    found = list(rows.order_by("pk").filter(pk__gt=page.start)[: page.limit + 1])
    here = found[: page.limit]
    more = len(found) > page.limit
    return show(here), str(here[-1].pk) if more else None


def page_of_items(
    items: Sequence[Item] | QuerySet[Row],
    page: Page,
    show: Callable[[Sequence[Any]], list[Shown]],
) -> tuple[list[Shown], str | None]:
    """The items of a page of a list that is in memory, or of rows in an order of their own."""
    end = page.start + page.limit
    found = list(items[page.start : end + 1])
    return show(found[: page.limit]), str(end) if len(found) > page.limit else None


Log10 = Annotated[
    float | str | None,
    About(
        description='log10 of a likelihood ratio; "-inf" excludes, "nan" says nothing, '
        "null: not compared."
    ),
]


def as_log10(number: float | None) -> float | str | None:
    """JSON knows no infinity: the word stands for it.

    >>> as_log10(-math.inf), as_log10(math.nan), as_log10(2.5), as_log10(None)
    ('-inf', 'nan', 2.5, None)
    """
    return str(number) if number is not None and not math.isfinite(number) else number
