"""Which records of the dead a person may know of, and who reads the names in them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from antigone.web.deaths.models import DeathRecord, RecordVersion
from antigone.web.incidents.access import Visitor, may, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import missing_in_sight, remains_in_sight, sees_whole_incident


def death_records_in_sight(user: Visitor, incident: Incident) -> QuerySet[DeathRecord]:
    """The records of the remains that a person may know of."""
    rows = DeathRecord.objects.filter(incident=incident)
    if sees_whole_incident(user, incident):
        return rows
    return rows.filter(remains__in=remains_in_sight(user, incident))


def record_or_404(user: Visitor, incident: Incident, number: str) -> DeathRecord:
    """A record by number, for those who see what was observed of remains.

    Raises:
        Http404: there is none, or none for this person; the two cannot be told apart.
        PermissionDenied: the role does not see remains.
    """
    rows = death_records_in_sight(user, incident).select_related("incident", "remains__incident")
    found = get_object_or_404(rows, number=number)
    require(user, incident, Permission.SEE_REMAINS)
    return found


def reads_names(user: Visitor, incident: Incident) -> bool:
    """Whether a role reads the names that stand in records: whoever keeps them, or sees families."""
    return may(user, incident, Permission.RECORD_DEATHS) or may(
        user, incident, Permission.SEE_FAMILIES
    )


def named_for(user: Visitor, incident: Incident, versions: list[RecordVersion]) -> set[int]:
    """Of some versions those whose name a person may read, by pk: their family is in sight too."""
    if not reads_names(user, incident):
        return set()
    persons = {v.identification.missing_person_id for v in versions if v.identification}
    if not persons:
        return {v.pk for v in versions}
    seen = set(missing_in_sight(user, incident).filter(pk__in=persons).values_list("pk", flat=True))
    return {
        v.pk for v in versions if not v.identification or v.identification.missing_person_id in seen
    }
