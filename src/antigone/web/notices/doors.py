"""Which notices a person may know of, and the one door to each of them.

A notice is in sight with its family. Whom it names and what was said is for those who speak with
families; others see numbers and states.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from antigone.web.board.models import Identification
from antigone.web.incidents.access import Visitor, may, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.notices.models import Letter, Notice, Question
from antigone.web.records.doors import families_in_sight, sees_whole_incident
from antigone.web.records.models import MissingPerson

P = Permission
OF_NOTICE = (
    "incident",
    "identification__release",
    "identification__reopening",
    "identification__remains",
    "missing_person__family__key",
    "missing_person__family__incident",
)


def speaks_with_families(user: Visitor, incident: Incident) -> bool:
    """Whether a person may know whom a notice names, and what was said."""
    return may(user, incident, P.SEE_FAMILIES) and may(user, incident, P.SEE_CONTACTS)


def require_speaking(user: Visitor, incident: Incident) -> None:
    """Go on only if the person speaks with families.

    Raises:
        PermissionDenied: their role does not.
    """
    require(user, incident, P.SEE_FAMILIES)
    require(user, incident, P.SEE_CONTACTS)


def notices_in_sight(user: Visitor, incident: Incident) -> QuerySet[Notice]:
    """The notices of families that a person may know of."""
    rows = Notice.objects.filter(incident=incident)
    if sees_whole_incident(user, incident):
        return rows
    families = families_in_sight(user, incident).order_by()
    return rows.filter(missing_person__family__in=families)


def identifications_in_sight(user: Visitor, incident: Incident) -> QuerySet[Identification]:
    """The identifications of persons whose family somebody may know of."""
    rows = Identification.objects.filter(incident=incident)
    if sees_whole_incident(user, incident):
        return rows
    families = families_in_sight(user, incident).order_by()
    return rows.filter(missing_person__family__in=families)


def notice_or_404(user: Visitor, incident: Incident, pk: int) -> Notice:
    """A notice.

    Raises:
        Http404: there is none, or none for this person; the two cannot be told apart.
    """
    return get_object_or_404(notices_in_sight(user, incident).select_related(*OF_NOTICE), pk=pk)


def identification_or_404(user: Visitor, incident: Incident, pk: int) -> Identification:
    """An identification whose family is in sight; raises likewise."""
    rows = identifications_in_sight(user, incident).select_related(
        "incident",
        "release",
        "reopening",
        "remains__incident",
        "missing_person__family__key",
        "missing_person__family__incident",
    )
    return get_object_or_404(rows, pk=pk)


def letter_or_404(user: Visitor, incident: Incident, pk: int) -> Letter:
    """A letter; raises likewise."""
    rows = Letter.objects.filter(notice__in=notices_in_sight(user, incident).order_by())
    return get_object_or_404(rows.select_related(*_through("notice")), pk=pk)


def question_or_404(user: Visitor, incident: Incident, pk: int) -> Question:
    """A question; raises likewise."""
    rows = Question.objects.filter(notice__in=notices_in_sight(user, incident).order_by())
    return get_object_or_404(rows.select_related(*_through("notice")), pk=pk)


def sought_or_404(user: Visitor, incident: Incident, pk: int) -> MissingPerson:
    """A person sought; raises likewise."""
    rows = MissingPerson.objects.filter(
        incident=incident, family__in=families_in_sight(user, incident).order_by()
    )
    found = rows.select_related("incident", "family__key", "family__incident").filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is nothing at this address, or it is not yours to see."))
    return found


def _through(field: str) -> list[str]:
    return [f"{field}__{name}" for name in OF_NOTICE]
