"""What deaths offers to the pages that all share."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from antigone.policy.deaths import Receiver
from antigone.web.deaths.doors import death_records_in_sight
from antigone.web.deaths.models import Handover, RecordVersion, untold, with_falls
from antigone.web.deaths.owing import owings
from antigone.web.deaths.rows import NEWER
from antigone.web.deaths.withdrawal import let_go
from antigone.web.deaths.withdrawal import take_out as withdrawn
from antigone.web.incidents.access import Visitor, incidents_where, may
from antigone.web.incidents.desk import (
    Count,
    Informed,
    Link,
    Part,
    Task,
    Urgency,
    named_and_counted,
    oldest,
)
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.records.doors import sees_whole_incident
from antigone.web.records.joined_bodies import parts_of
from antigone.web.records.models import MissingPerson, Remains

__all__ = ["awaiting", "informed_of", "let_go", "navigation", "owings", "tally", "withdrawn"]


def awaiting(user: Visitor) -> list[Task]:
    """Who was given something on an identification that fell, and records that are in doubt."""
    return [
        task
        for incident in incidents_where(user, Permission.RECORD_DEATHS)
        if sees_whole_incident(user, incident)
        for task in (*_recalls(incident), *_in_doubt(incident))
    ]


def to_be_told(incident: Incident) -> QuerySet[Handover]:
    """What was given on an identification that fell, where the receiver was not told yet."""
    rows = Handover.objects.filter(untold(), record__incident=incident)
    return rows.exclude(receiver=Receiver.BURIAL)


def _recalls(incident: Incident) -> list[Task]:
    """All of them by name, however many: they hold what was given to them in error."""
    rows = to_be_told(incident).select_related("record__incident", "identification__reopening")
    return [
        Task(
            incident=incident,
            title=_("%(record)s: the identification fell, and %(receiver)s was not told")
            % {"record": row.record.number, "receiver": row.get_receiver_display()},
            url=reverse("deaths:recall", kwargs={"incident": incident.slug, "pk": row.pk}),
            reason=_("What was handed over: %s") % row.get_what_display(),
            since=_fell_at(row),
            urgency=Urgency.OTHERS_WAIT,
            glyph="broken",
            tone="broken",
        )
        for row in rows.order_by("pk")
    ]


def _fell_at(row: Handover) -> datetime | None:
    """When it was reopened; None where it stands, and that of a part fell."""
    reopening = getattr(row.identification, "reopening", None)
    return None if reopening is None else reopening.reopened_at


def _in_doubt(incident: Incident) -> list[Task]:
    rows = RecordVersion.objects.filter(
        ~Exists(NEWER), record__incident=incident, identification__stands=False
    ).select_related("record__incident", "identification__reopening")

    def task(row: RecordVersion) -> Task:
        return Task(
            incident=incident,
            title=_("The record %s is in doubt") % row.record.number,
            url=row.record.get_absolute_url(),
            reason=_("The identification fell: confirm or drop the name in a new version."),
            since=row.identification.reopening.reopened_at if row.identification else None,
            urgency=Urgency.OTHERS_WAIT,
            glyph="care",
            tone="care",
        )

    def others(count: int) -> str:
        words = ngettext(
            "%d more record of the dead is in doubt",
            "%d more records of the dead are in doubt",
            count,
        )
        return words % count

    url = reverse("deaths:list", kwargs={"incident": incident.slug})
    return named_and_counted(oldest(rows.order_by("pk")), task, others, f"{url}?state=doubt")


def navigation(user: Visitor, incident: Incident) -> list[Link]:
    """The records of the dead, and the graves."""
    if not may(user, incident, Permission.SEE_REMAINS):
        return []
    at = {"incident": incident.slug}
    return [
        Link(Part.DEAD, _("Record of the dead"), reverse("deaths:list", kwargs=at)),
        Link(Part.DEAD, _("Graves"), reverse("deaths:graves", kwargs=at)),
    ]


def tally(user: Visitor, incident: Incident) -> list[Count]:
    """How many have a record."""
    if not may(user, incident, Permission.SEE_REMAINS):
        return []
    count = death_records_in_sight(user, incident).order_by().count()
    url = reverse("deaths:list", kwargs={"incident": incident.slug})
    words = ngettext("record of the dead", "records of the dead", count)
    return [Count(count, words, url)]


def informed_of(remains: Remains, person: MissingPerson) -> list[Informed]:
    """Who was given remains, effects or a certificate because these remains are this person."""
    of_these = Q(identification__remains__in=parts_of(remains)) | Q(
        pk__in=Handover.objects.filter(Q(parts=remains) | Q(packets__remains=remains)).values("pk")
    )
    rows = Handover.objects.filter(of_these, identification__missing_person=person)
    rows = rows.exclude(receiver=Receiver.BURIAL)
    return [
        Informed(
            who=_who(row),
            what=_what(row),
            told_at=row.at,
            url=reverse(
                "deaths:recall", kwargs={"incident": row.record.incident.slug, "pk": row.pk}
            ),
            corrected_at=None if row.is_untold else _last_told(row),
        )
        for row in with_falls(rows)
        .select_related("record__incident", "certificate")
        .prefetch_related("recalls")
    ]


def _last_told(row: Handover) -> datetime | None:
    return max((recall.told_at for recall in row.recalls.all()), default=None)


def _who(row: Handover) -> str:
    """Of a family no name: the page behind it shows that to whoever keeps the records."""
    if row.receiver == Receiver.FAMILY:
        return _("the family")
    return _("%(name)s, %(function)s") % {"name": row.to_name, "function": row.to_function}


def _what(row: Handover) -> str:
    words = {"record": row.record.number}
    match row.what:
        case Handover.What.REMAINS:
            return _("The remains were handed over, record %(record)s") % words
        case Handover.What.EFFECTS:
            return _("Effects were handed over, record %(record)s") % words
        case _other:
            number = row.certificate.number if row.certificate else ""
            return _("The certificate %(number)s was given out") % {"number": number}
