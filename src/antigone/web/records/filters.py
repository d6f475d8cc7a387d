"""Filters of a list: read from the address, applied to its rows, and shown as tags that can be taken off."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.http import QueryDict
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Label = str | Promise
Row = TypeVar("Row", bound=Model)
Order = Sequence[str | OrderBy]

LONGEST = 100
SIZES = (25, 50, 100, 200)
"""How many rows a page may have; 50 unless another is asked for."""

SIZE = 50
LONGEST_ADDRESS = 1000
YEARS = range(1900, 2200)
ANY = gettext_lazy("any")


class FilterRefused(ValueError):
    """What stands in the address is nothing to filter by; the message says what is allowed."""


@dataclass(frozen=True)
class Filter:
    """One thing by which a list can be narrowed.

    Args:
        name: in the address.
        label: on the page.
        main: whether it stands open, before "More filters".
    """

    name: str
    label: Label
    main: bool = False

    kind = "text"

    def read(self, text: str) -> Q:
        """The condition on the rows.

        Raises:
            FilterRefused: nothing to filter by.
        """
        raise NotImplementedError

    def words(self, text: str) -> str:
        """What was chosen, as the tag says it."""
        return text


@dataclass(frozen=True)
class Text(Filter):
    """Words that somebody types."""

    condition: Callable[[str], Q] = lambda text: Q(number__icontains=text)

    def read(self, text: str) -> Q:
        """Rows that have the words."""
        return self.condition(text)


@dataclass(frozen=True)
class Choice(Filter):
    """One of several values."""

    choices: Sequence[tuple[str, Label]] = ()
    condition: Callable[[str], Q] = lambda value: Q()
    nothing: Label = ANY

    kind = "choice"

    def read(self, text: str) -> Q:
        """Rows with the value."""
        if text not in dict(self.choices):
            raise FilterRefused(_("Choose one of the list."))
        return self.condition(text)

    def words(self, text: str) -> str:
        """The name of the value."""
        return str(dict(self.choices)[text])


@dataclass(frozen=True)
class Number(Filter):
    """A number with a unit, between a least and a greatest."""

    condition: Callable[[float], Q] = lambda value: Q()
    least: float = 0.0
    most: float = 1000.0
    unit: Label = ""

    kind = "number"

    def read(self, text: str) -> Q:
        """Rows by the number."""
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            value = float("nan")
        if not self.least <= value <= self.most:
            raise FilterRefused(
                _("Type a number from %(least)d to %(most)d.")
                % {"least": self.least, "most": self.most}
            )
        return self.condition(value)

    def words(self, text: str) -> str:
        """Number and unit."""
        return f"{text} {self.unit}".strip()


@dataclass(frozen=True)
class Day(Filter):
    """A day."""

    condition: Callable[[date], Q] = lambda day: Q()

    kind = "date"

    def read(self, text: str) -> Q:
        """Rows by the day."""
        return self.condition(_day(text))

    def words(self, text: str) -> str:
        """The day, written out."""
        return str(formats.date_format(_day(text), "DATE_FORMAT"))


def begin_of(day: date) -> datetime:
    """The moment at which a day begins where the page is read."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if day.year not in YEARS:
        raise FilterRefused(_("Type a day as year-month-day, such as 2026-10-24."))
    return day


@dataclass(frozen=True)
class Shown:
    """A filter as it stands on the page.

    Args:
        filter: which.
        text: what the address says.
        error: why it does not count; empty where it does.
    """

    filter: Filter
    text: str
    error: str


@dataclass(frozen=True)
class Tag:
    """A filter that is in use, and the address without it."""

    label: str
    words: str
    without: str


class Filters:
    """The filters of one list, as an address has them.

    Args:
        every: all filters of the list.
        data: the address.
        orders: by name in the address the label and the order; the first is the list's own.
    """

    def __init__(
        self,
        every: Sequence[Filter],
        data: QueryDict,
        orders: Mapping[str, tuple[Label, Order]] | None = None,
    ) -> None:
        self._every, self._data, self.orders = every, data, dict(orders or {})
        self._conditions: dict[str, Q] = {}
        self.shown = [self._read(one) for one in every]

    def apply(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """The rows that fit all filters in use, in the order asked for; all of them where none is."""
        for condition in self._conditions.values():
            rows = rows.filter(condition)
        chosen = self.orders.get(self.sort)
        return rows.order_by(*chosen[1]) if chosen and chosen[1] else rows

    @property
    def in_use(self) -> bool:
        """Whether any narrows the list."""
        return bool(self._conditions)

    @property
    def only_lacks(self) -> str:
        """What the rows lack, where nothing else narrows the list."""
        alone = [one.text for one in self.shown if one.filter.name in self._conditions]
        return alone[0] if self._conditions.keys() == {"lacking"} else ""

    @property
    def main(self) -> list[Shown]:
        """Those that stand open."""
        return [one for one in self.shown if one.filter.main]

    @property
    def more(self) -> list[Shown]:
        """Those behind "More filters"."""
        return [one for one in self.shown if not one.filter.main]

    @property
    def more_are_wrong(self) -> bool:
        """Whether one of these cannot be used as it stands; what is in use stands as a tag."""
        return any(one.error for one in self.more)

    @property
    def tags(self) -> list[Tag]:
        """Those in use, each with the address without it."""
        return list(self._tags())

    def _tags(self) -> Iterator[Tag]:
        for one in self.shown:
            if one.filter.name in self._conditions:
                words = one.filter.words(one.text)
                yield Tag(str(one.filter.label), words, self._without(one.filter.name))

    @cached_property
    def sort(self) -> str:
        """The order asked for, by its name."""
        asked = self._data.get("sort", "")
        return asked if asked in self.orders else next(iter(self.orders), "")

    @property
    def order(self) -> str:
        """The order of the rows in words."""
        return str(self.orders[self.sort][0]) if self.orders else ""

    @property
    def sorts(self) -> list[tuple[str, Label]]:
        """All orders, by name and label."""
        return [(name, label) for name, (label, _order) in self.orders.items()]

    @cached_property
    def size(self) -> int:
        """How many rows a page has."""
        asked = self._data.get("size", "")
        return int(asked) if asked in map(str, SIZES) else SIZE

    @property
    def sizes(self) -> tuple[int, ...]:
        """The sizes that can be chosen."""
        return SIZES

    @property
    def address(self) -> str:
        """What the list is asked for, without the page: the part of the address behind "?"."""
        data = self._data.copy()
        for name in list(data):
            known = name in {one.name for one in self._every} or name in {"sort", "size"}
            if not known or not data[name] or name == "page":
                del data[name]
        return data.urlencode()[:LONGEST_ADDRESS]

    def _read(self, one: Filter) -> Shown:
        text = self._data.get(one.name, "").replace("\x00", "").strip()[:LONGEST]
        if not text:
            return Shown(one, "", "")
        try:
            self._conditions[one.name] = one.read(text)
        except FilterRefused as refusal:
            return Shown(one, text, str(refusal))
        return Shown(one, text, "")

    def _without(self, name: str) -> str:
        data = self._data.copy()
        for gone in (name, "page"):
            data.pop(gone, None)
        return f"?{data.urlencode()}"
