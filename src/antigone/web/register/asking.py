"""What somebody asks of the register: its filters, and a page of entries, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from antigone.web.accounts.models import User
from antigone.web.incidents.models import Incident
from antigone.web.journal.models import Entry
from antigone.web.records.filters import Choice, Day, Filter, Filters, Text, begin_of
from antigone.web.register.words import ACTS, Act, Group, act_of, codes_of

FARTHEST = 2**63 - 1
"""Databases know no greater number."""


def entries_of(incident: Incident) -> QuerySet[Entry]:
    """The entries of an incident, each with its subject between commas, so that a number is found whole."""
    rows = Entry.objects.filter(incident=incident.slug)
    return rows.annotate(subjects=Concat(Value(", "), "subject", Value(",")))


def about(number: str) -> Q:
    """Entries of which one subject is this number, whole."""
    return Q(subjects__icontains=f", {number},")


def _of_group(group: str) -> Q:
    if group == Group.OTHER:
        return ~Q(act__in=list(ACTS))
    return Q(act__in=codes_of(group))


def _acts() -> list[tuple[str, str]]:
    """All acts by their words, in the alphabet of the page."""
    return sorted(((code, str(act.words)) for code, act in ACTS.items()), key=lambda one: one[1])


def persons_in(incident: Incident) -> list[tuple[str, str]]:
    """Whoever has an entry in an incident, by sign-in name, in the order of their names."""
    own = Entry.objects.filter(incident=incident.slug, actor=OuterRef("username"))
    rows = User.objects.filter(Exists(own)).order_by("full_name", "username")
    return list(rows.values_list("username", "full_name"))


def filters_of(incident: Incident, data: QueryDict, *, without: str = "") -> Filters:
    """The filters of the register, as an address has them.

    Args:
        without: one that the page itself stands for: `actor` or `about`.
    """
    day = timedelta(days=1)
    every: list[Filter] = [
        Choice("group", _("What was done"), True, Group.choices, _of_group),
        Choice("actor", _("Person"), True, persons_in(incident), lambda name: Q(actor=name)),
        Text("about", _("Number of a case, sample or paper"), True, about),
        Choice("act", _("Act"), False, _acts(), lambda code: Q(act=code)),
        Day("since", _("From"), False, lambda on: Q(at__gte=begin_of(on))),
        Day("until", _("To"), False, lambda on: Q(at__lt=begin_of(on + day))),
    ]
    return Filters([one for one in every if one.name != without], data)


@dataclass(frozen=True)
class Line:
    """One entry and its act in words."""

    entry: Entry
    act: Act


@dataclass(frozen=True)
class EntryPage:
    """Some entries, the newest first.

    Args:
        lines: the entries.
        older: those before this number come next; None where there are none.
        newer: those after this number come before; None on the first page.
    """

    lines: list[Line]
    older: int | None
    newer: int | None

    @property
    def has_other_pages(self) -> bool:
        """Whether there is a page before or behind this one."""
        return self.older is not None or self.newer is not None


def page_of_entries(rows: QuerySet[Entry], data: QueryDict, size: int) -> EntryPage:
    """The page that an address asks for, by the number of an entry: as quick far behind as in front.

    Its numbers are read along an index first, and whole entries only of the page.

    Args:
        rows: which.
        data: the address; `before` asks for older, `after` for newer entries.
        size: how many.
    """
    before, after = _number(data.get("before")), _number(data.get("after"))
    if after is not None:
        found = _numbers(rows.filter(sequence__gt=after).order_by("sequence"), size)
        numbers = found[:size][::-1]
        goes_on = len(found) > size
        return _page(numbers, older=bool(numbers), newer=goes_on)
    if before is not None:
        rows = rows.filter(sequence__lt=before)
    numbers = _numbers(rows.order_by("-sequence"), size)
    return _page(numbers[:size], older=len(numbers) > size, newer=before is not None)


def _page(numbers: list[int], *, older: bool, newer: bool) -> EntryPage:
    entries = {entry.sequence: entry for entry in Entry.objects.filter(sequence__in=numbers)}
    lines = [Line(entries[number], act_of(entries[number].act)) for number in numbers]
    return EntryPage(
        lines,
        older=numbers[-1] if numbers and older else None,
        newer=numbers[0] if numbers and newer else None,
    )


def _numbers(rows: QuerySet[Entry], size: int) -> list[int]:
    return list(rows.values_list("sequence", flat=True)[: size + 1])


def _number(text: str | None) -> int | None:
    """A whole number of an address; None where there is none."""
    text = text or ""
    return (
        min(int(text), FARTHEST) if text.isascii() and text.isdigit() and len(text) < 25 else None
    )
