"""What the list of persons sought can be narrowed by, and its orders."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.access import Visitor
from antigone.web.incidents.desk import offers
from antigone.web.incidents.models import Incident
from antigone.web.records.alive import alive_persons
from antigone.web.records.covered import covered_families
from antigone.web.records.doors import families_in_sight, sees_whole_incident
from antigone.web.records.filters import Choice, Filter, Filters, Label, Order, Text
from antigone.web.records.models import Family, Profile, SexChoice
from antigone.web.records.remains_filters import agencies_with, agency_filter, file_filter
from antigone.web.records.remembered import remembered

ORDERS: Mapping[str, tuple[Label, Order]] = {
    "": (_("in the order of registration"), ()),
    "number": (_("by number"), ("number", "pk")),
    "newest": (_("the newest first"), ("-family__registered_at", "-pk")),
}

BASIS: Mapping[str, Label] = {
    "covered": _("a legal basis is recorded"),
    "held_back": _("held back: CO-01"),
    "withdrawn": _("withdrawn"),
}


def missing_filters(user: Visitor, incident: Incident, data: QueryDict) -> Filters:
    """The filters of the list, as far as the person may see what they ask for."""
    found: list[Filter] = [
        Text("q", _("Number or family"), main=True, condition=_numbered),
        Choice(
            "basis",
            _("Legal basis"),
            main=True,
            choices=tuple(BASIS.items()),
            condition=lambda value: _basis(incident, value),
        ),
        Choice(
            "sex",
            _("Sex"),
            choices=[(sex.value, sex.label) for sex in SexChoice],
            condition=lambda sex: Q(person__sex=sex),
        ),
        Choice(
            "donors",
            _("Relatives typed"),
            choices=(("none", _("none yet")), ("some", _("at least one"))),
            condition=lambda value: _typed() if value == "some" else ~_typed(),
        ),
        Choice(
            "found",
            _("Found alive"),
            choices=(("no", _("still sought")), ("alive", _("found alive"))),
            condition=lambda value: (
                alive_persons(incident) if value == "alive" else ~alive_persons(incident)
            ),
        ),
        Choice(
            "told",
            _("What the family told"),
            choices=(("yes", _("recorded")), ("no", _("nothing besides DNA"))),
            condition=lambda value: Q(record__isnull=value == "no"),
        ),
    ]
    rows = families_in_sight(user, incident).filter(agency=OuterRef("pk")).order_by()
    agencies = remembered(user, incident, "agencies of families", lambda: agencies_with(rows))
    found += agency_filter(agencies, lambda pk: Q(family__agency=pk))
    if sees_whole_incident(user, incident):
        found += file_filter(incident, lambda pk: Q(family__source_file=pk))
    found += [one for offer in offers("filters") for one in offer("sought", user, incident)]
    return Filters(found, data, ORDERS)


def _numbered(text: str) -> Q:
    return Q(number__icontains=text) | Q(family__name__icontains=text)


def _basis(incident: Incident, value: str) -> Q:
    families = Family.objects.filter(incident=incident).order_by()
    covered = Q(family__in=families.filter(covered_families(incident)).values("pk"))
    withdrawn = Q(family__key__wrapped__isnull=True)
    if value == "covered":
        return covered
    return ~covered & (withdrawn if value == "withdrawn" else ~withdrawn)


def _typed() -> Q:
    """A relative gave DNA that is still there."""
    there = Profile.objects.filter(
        person__family=OuterRef("family"), person__key__wrapped__isnull=False
    )
    return Q(Exists(there.order_by()))
