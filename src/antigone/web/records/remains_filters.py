"""What the list of remains can be narrowed by, and its orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from antigone.evidence.records import State
from antigone.web.accounts.models import Agency
from antigone.web.incidents.access import Visitor, may
from antigone.web.incidents.desk import offers
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import remains_in_sight, sees_whole_incident
from antigone.web.records.entering import held_back
from antigone.web.records.filters import (
    Choice,
    Day,
    Filter,
    Filters,
    Label,
    Number,
    Order,
    Text,
    begin_of,
)
from antigone.web.records.findable import Kind, begins, place_word
from antigone.web.records.folding import chunks, folded
from antigone.web.records.models import (
    FindableWord,
    ImportedFile,
    Profile,
    RecoveryEvent,
    Remains,
    SexChoice,
)
from antigone.web.records.record_words import in_words
from antigone.web.records.remembered import remembered

LACKING: Mapping[str, Label] = {
    "dna": _("DNA profile"),
    "recovery": _("Recovery"),
    "external": _("External examination"),
    "description": _("Description"),
    "teeth": _("Teeth"),
    "internal": _("Internal and medical"),
    "effects": _("Effects, clothing, documents"),
}
"""What a list can ask for that is not there; sections of a record as `examination` names them."""

_BROUGHT = {
    "recovery": Q(record__has_key="recovery"),
    "external": Q(record__has_key="state"),
    "description": Q(record__has_any_keys=["sex", "age", "stature", "traits", "marks"]),
    "teeth": Q(record__has_key="teeth"),
    "internal": Q(record__has_any_keys=["implants", "medical"]),
    "effects": Q(record__has_key="items"),
}
"""What of a section a file may have brought."""

ORDERS: Mapping[str, tuple[Label, Order]] = {
    "": (_("in the order of the files"), ()),
    "number": (_("by number"), ("number", "pk")),
    "newest": (_("the newest first"), ("-registered_at", "-pk")),
    "oldest": (_("the oldest first"), ("registered_at", "pk")),
}

OLDEST = 120
TALLEST = 250


def remains_filters(user: Visitor, incident: Incident, data: QueryDict) -> Filters:
    """The filters of the list, as far as the person may see what they ask for."""
    found: list[Filter] = [
        Text("q", _("Number"), main=True),
        Choice(
            "lacking",
            _("Lacking"),
            main=True,
            choices=tuple(LACKING.items()),
            condition=lacks,
            nothing=_("Nothing in particular"),
        ),
        Choice(
            "sex",
            _("Sex"),
            choices=[(sex.value, sex.label) for sex in SexChoice],
            condition=lambda sex: Q(sex=sex),
        ),
        Choice(
            "held",
            _("Comparison"),
            choices=(("back", _("held back: RE-01")), ("in", _("may be compared"))),
            condition=lambda value: (
                held_back(incident) if value == "back" else ~held_back(incident)
            ),
        ),
    ]
    if may(user, incident, Permission.SEE_REMAINS):
        found += _of_content(incident)
    found += _of_origin(user, incident)
    found += [one for offer in offers("filters") for one in offer("remains", user, incident)]
    return Filters(found, data, ORDERS)


def lacks(section: str) -> Q:
    """Remains of which nobody recorded this section, and no file brought it; or which have no DNA."""
    # Asked of row after row, so that the first page of a long list ends with its last row.
    if section == "dna":
        return ~Q(Exists(Profile.objects.filter(remains=OuterRef("pk")).order_by()))
    recorded = Remains.objects.filter(section_versions__section=section).order_by().values("pk")
    return ~Q(pk__in=recorded) & ~_BROUGHT[section]


def _of_content(incident: Incident) -> list[Filter]:
    return [
        Choice(
            "state",
            pgettext_lazy("of a body", "State"),
            choices=tuple((state.value, in_words(state)) for state in State),
            condition=lambda state: Q(record__state=state),
        ),
        Number(
            "age_from",
            _("Age from"),
            most=OLDEST,
            unit=_("years"),
            condition=lambda years: Q(record__age__years__gte=years),
        ),
        Number(
            "age_to",
            _("Age up to"),
            most=OLDEST,
            unit=_("years"),
            condition=lambda years: Q(record__age__years__lte=years),
        ),
        Number(
            "stature_from",
            _("Stature from"),
            most=TALLEST,
            unit=_("cm"),
            condition=lambda cm: Q(record__stature__cm__gte=cm),
        ),
        Number(
            "stature_to",
            _("Stature up to"),
            most=TALLEST,
            unit=_("cm"),
            condition=lambda cm: Q(record__stature__cm__lte=cm),
        ),
        Day(
            "recovered_from",
            _("Recovered from"),
            condition=lambda day: _recovered(recovered_at__gte=begin_of(day)),
        ),
        Day(
            "recovered_to",
            _("Recovered up to"),
            condition=lambda day: _recovered(recovered_at__lt=begin_of(day + timedelta(days=1))),
        ),
        Text("place", _("Place of recovery"), condition=lambda text: _at_place(incident, text)),
    ]


def _recovered(**condition: datetime) -> Q:
    """By the recovery of their own; where there is none, by that of all remains of the file."""
    held = RecoveryEvent.objects.filter(replaced_by__isnull=True).order_by()
    own, of_file = held.filter(remains__isnull=False), held.filter(source_file__isnull=False)
    by_file = Q(source_file__in=of_file.filter(**condition).values("source_file"))
    return Q(pk__in=own.filter(**condition).values("remains")) | (
        by_file & ~Q(pk__in=own.values("remains"))
    )


def _at_place(incident: Incident, text: str) -> Q:
    """Remains with all words in the place of recovery."""
    found = Q()
    for chunk in chunks(text):
        words = FindableWord.objects.filter(incident=incident, kind=Kind.REMAINS)
        words = words.filter(begins(place_word(folded(chunk[0]))))
        found &= Q(pk__in=words.values("thing"))
    return found


def _of_origin(user: Visitor, incident: Incident) -> list[Filter]:
    """Agencies that have remains in sight; files for those who see all."""
    rows = remains_in_sight(user, incident).filter(agency=OuterRef("pk")).order_by()
    agencies = remembered(user, incident, "agencies of remains", lambda: agencies_with(rows))
    found: list[Filter] = agency_filter(agencies, lambda pk: Q(agency=pk))
    if sees_whole_incident(user, incident):
        found += file_filter(incident, lambda pk: Q(source_file=pk))
    return found


def agencies_with(rows: QuerySet[Any]) -> list[tuple[str, str]]:
    """Agencies that have cases, by pk and name.

    Args:
        rows: the cases of one agency, `OuterRef("pk")`.
    """
    agencies = Agency.objects.filter(Exists(rows)).order_by("name")
    return [(str(agency.pk), agency.name) for agency in agencies]


def agency_filter(
    agencies: Sequence[tuple[str, str]], condition: Callable[[int], Q]
) -> list[Filter]:
    """Which agencies' cases; none where no case has one."""
    if not agencies:
        return []
    return [
        Choice(
            "agency",
            _("Agency"),
            choices=agencies,
            condition=lambda pk: condition(int(pk)),
        )
    ]


def file_filter(incident: Incident, condition: Callable[[int | None], Q]) -> list[Filter]:
    """With which file cases came in."""
    files = ImportedFile.objects.filter(incident=incident)
    choices: list[tuple[str, Label]] = [("0", _("registered here"))]
    choices += [(str(pk), name) for pk, name in files.values_list("pk", "name")]
    return [
        Choice("file", _("File"), choices=choices, condition=lambda pk: condition(int(pk) or None))
    ]
