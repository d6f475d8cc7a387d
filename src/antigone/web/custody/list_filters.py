"""What the list of samples can be narrowed by, and its orders."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from antigone.web.custody.models import Reading, Sample
from antigone.web.records.filters import Choice, Day, Filters, Label, Order, Text, begin_of

SHOW: Mapping[str, Label] = {
    "lab": _("waiting for the laboratory"),
    "broken": _("custody broken"),
    "gone": _("used up, given back, destroyed"),
}

ORDERS: Mapping[str, tuple[Label, Order]] = {
    "": (_("in the order in which they were recorded"), ()),
    "newest": (_("the newest first"), ("-taken_at", "-pk")),
    "code": (_("by code"), ("code",)),
}


def sample_filters(data: QueryDict, broken: Collection[int]) -> Filters:
    """The filters of the list.

    Args:
        broken: pks of samples whose custody is broken.
    """
    return Filters(
        [
            Text("q", _("Code, remains or donor"), main=True, condition=_coded),
            Choice(
                "show",
                _("Show"),
                main=True,
                choices=tuple(SHOW.items()),
                condition=lambda value: _shown(value, broken),
                nothing=_("all"),
            ),
            Choice(
                "kind",
                _("What it is"),
                choices=[(kind.value, kind.label) for kind in Sample.Kind],
                condition=lambda kind: Q(kind=kind),
            ),
            Choice(
                "of",
                _("Of whom"),
                choices=(("remains", _("remains")), ("relatives", _("relatives"))),
                condition=lambda of: Q(remains__isnull=of == "relatives"),
            ),
            Day("from", _("Taken from"), condition=lambda day: Q(taken_at__gte=begin_of(day))),
            Day(
                "to",
                _("Taken up to"),
                condition=lambda day: Q(taken_at__lt=begin_of(day + timedelta(days=1))),
            ),
        ],
        data,
        ORDERS,
    )


def _coded(text: str) -> Q:
    return (
        Q(code__icontains=text)
        | Q(remains__number__icontains=text)
        | Q(person__donor_code__icontains=text)
    )


def _shown(show: str, broken: Collection[int]) -> Q:
    if show == "broken":
        return Q(pk__in=broken)
    if show == "gone":
        return ~Q(state=Sample.State.HERE)
    read = Reading.objects.filter(sample=OuterRef("pk"))
    parted = Sample.objects.filter(parent=OuterRef("pk"))
    return ~Q(Exists(read)) & ~Q(Exists(parted)) & Q(state=Sample.State.HERE)
