"""What exchange offers to the pages that all share, and to a withdrawal."""

from __future__ import annotations

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.web.exchange.models import ImportedNotes, ImportedReading, Intake
from antigone.web.incidents.access import Visitor, incidents_where, may
from antigone.web.incidents.desk import Link, Part, Task, Urgency
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.destruction import Withdrawal


def navigation(user: Visitor, incident: Incident) -> list[Link]:
    """Taking out; what is brought in stands among the files."""
    if not may(user, incident, Permission.EXPORT):
        return []
    url = reverse("exchange:take_out", kwargs={"incident": incident.slug})
    return [Link(Part.WORK, _("Take out"), url)]


def awaiting(user: Visitor) -> list[Task]:
    """Files that this person is bringing in, and that wait for a look or were stopped."""
    waiting = (Intake.Status.READ, Intake.Status.REFUSED, Intake.Status.FAILED)
    rows = Intake.objects.filter(
        uploaded_by=user.pk,
        incident__in=incidents_where(user, Permission.IMPORT),
        status__in=waiting,
        expires_at__gt=timezone.now(),
    )
    rows = rows.select_related("incident").defer("content", "mapping", "told")
    return [
        Task(
            incident=one.incident,
            title=_("%s was read: look at it before it is taken over") % one.name
            if one.status == Intake.Status.READ
            else _("%s could not be read") % one.name,
            url=one.get_absolute_url(),
            reason=_("Nothing of it is part of the record yet. It is forgotten after a day."),
            since=one.uploaded_at,
            urgency=Urgency.NEW,
            glyph="dot",
        )
        for one in rows
    ]


def withdrawn(withdrawal: Withdrawal) -> list[str]:
    """Empty what files said of those who withdraw; that they did stays."""
    changed: list[type[Model]] = []
    readings = ImportedReading.objects.filter(person__in=withdrawal.donors, sealed__isnull=False)
    if readings.update(sealed=None):
        changed.append(ImportedReading)
    notes = ImportedNotes.objects.filter(missing_person__family=withdrawal.family)
    if withdrawal.told and notes.filter(sealed__isnull=False).update(sealed=None):
        changed.append(ImportedNotes)
    return [model._meta.db_table for model in changed]
