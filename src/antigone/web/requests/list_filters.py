"""What the list of tracing requests can be narrowed by, and its orders."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from antigone.web.accounts.models import User
from antigone.web.incidents.access import may
from antigone.web.incidents.desk import offers
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.covered import covered_families
from antigone.web.records.doors import families_in_sight
from antigone.web.records.filters import Choice, Day, Filter, Filters, Label, Order, Text, begin_of
from antigone.web.records.models import MissingPerson, Profile
from antigone.web.records.name_search import may_be_a_name, persons_named
from antigone.web.records.remains_filters import agencies_with, agency_filter
from antigone.web.records.remembered import remembered
from antigone.web.requests.status import Status, requests_with

LACKING: Mapping[str, Label] = {
    "consent": _("no consent yet"),
    "donors": _("nobody gave DNA yet"),
    "records": _("records are owed"),
}

ORDERS: Mapping[str, tuple[Label, Order]] = {
    "": (_("the newest first"), ()),
    "oldest": (_("the oldest first"), ("taken_at", "pk")),
    "number": (_("by number"), ("number", "pk")),
}


def request_filters(user: User, incident: Incident, data: QueryDict) -> Filters:
    """The filters of the list."""
    names = may(user, incident, Permission.SEE_FAMILIES)
    found: list[Filter] = [
        Text(
            "q",
            _("Number or name") if names else _("Number"),
            main=True,
            condition=lambda text: _found_by(user, incident, text, names=names),
        ),
        Choice(
            "status",
            _("How it stands"),
            main=True,
            choices=[(status.value, status.label) for status in Status],
            condition=lambda value: requests_with(incident, Status(value)),
        ),
        Choice(
            "lacking",
            _("What is lacking"),
            main=True,
            choices=tuple(LACKING.items()),
            condition=lambda what: requests_that_lack(incident, what),
            nothing=_("anything or nothing"),
        ),
        Day("from", _("Taken from"), condition=lambda day: Q(taken_at__gte=begin_of(day))),
        Day(
            "to",
            _("Taken up to"),
            condition=lambda day: Q(taken_at__lt=begin_of(day + timedelta(days=1))),
        ),
    ]
    rows = families_in_sight(user, incident).filter(agency=OuterRef("pk")).order_by()
    agencies = remembered(user, incident, "agencies of families", lambda: agencies_with(rows))
    found += agency_filter(agencies, lambda pk: Q(family__agency=pk))
    found += [one for offer in offers("filters") for one in offer("requests", user, incident)]
    return Filters(found, data, ORDERS)


def requests_that_lack(incident: Incident, what: str) -> Q:
    """`Row.lacks` as a condition on the requests of an incident."""
    gave_dna = Profile.objects.filter(person__family=OuterRef("family")).order_by()
    lacks = {
        "consent": ~covered_families(incident, "family__"),
        "donors": ~Q(Exists(gave_dna)),
        "records": Q(owed_count__gt=0),
    }
    return requests_with(incident, Status.OPEN) & lacks[what]


def _found_by(user: User, incident: Incident, text: str, *, names: bool) -> Q:
    sought = MissingPerson.objects.filter(family=OuterRef("family")).order_by()
    found = Q(number__icontains=text) | Q(Exists(sought.filter(number__icontains=text)))
    if not names or not may_be_a_name(text):
        return found
    # The list shows the names of families that wait for consent, too.
    among = families_in_sight(user, incident)
    persons = persons_named(user=user, incident=incident, text=text, among=among)
    rows = MissingPerson.objects.filter(pk__in=[one.person for one in persons]).order_by()
    return found | Q(family__in=rows.values("family"))
