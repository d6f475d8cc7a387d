"""What the record of a dead person can lack."""

from __future__ import annotations

from typing import Any

from django.db.models import DateTimeField, Exists, Min, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from antigone.policy.deaths import Rest
from antigone.web.board.models import Identification
from antigone.web.deaths.models import Certificate, DeathRecord, GraveEvent, Handover, RecordVersion
from antigone.web.deaths.rows import NEWER
from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.incidents.owing import CaseKind, Cases, Owing, since
from antigone.web.incidents.roles import Permission


def owings() -> list[Owing]:
    """Identified without a record; a record without a certificate; released and still here."""
    return [
        Owing(
            "death-record",
            _("Identified, and no record of death"),
            CaseKind.REMAINS,
            Permission.RECORD_DEATHS,
            _unrecorded,
            lambda remains: reverse("deaths:of_remains", kwargs=_at(remains)),
            whole=True,
            settled=True,
        ),
        Owing(
            "death-certificate",
            _("No certificate of death"),
            CaseKind.REMAINS,
            Permission.RECORD_DEATHS,
            _uncertified,
            lambda remains: reverse("deaths:of_remains", kwargs=_at(remains)),
            settled=True,
        ),
        Owing(
            "handing-over",
            _("Released, and neither handed over nor buried"),
            CaseKind.REMAINS,
            Permission.RECORD_DEATHS,
            _still_here,
            lambda remains: reverse("deaths:of_remains", kwargs=_at(remains)),
            whole=True,
            settled=True,
        ),
    ]


def _unrecorded(user: Visitor, incident: Incident, rows: Cases) -> Cases:
    standing = Identification.objects.filter(remains=OuterRef("pk"), stands=True)
    recorded = DeathRecord.objects.filter(remains=OuterRef("pk"))
    lacking = rows.filter(Exists(standing), ~Exists(recorded))
    return since(lacking, _first(standing, "decided_at"))


def _uncertified(user: Visitor, incident: Incident, rows: Cases) -> Cases:
    versions = RecordVersion.objects.filter(record__remains=OuterRef("pk"))
    certified = Certificate.objects.filter(version=OuterRef("pk"))
    lacking = versions.filter(~Exists(NEWER), ~Exists(certified))
    return since(rows.filter(Exists(lacking)), _first(lacking, "recorded_at"))


def _still_here(user: Visitor, incident: Incident, rows: Cases) -> Cases:
    released = Identification.objects.filter(
        remains=OuterRef("pk"), stands=True, release__isnull=False
    )
    given = Handover.objects.filter(
        record__remains=OuterRef("pk"), what=Handover.What.REMAINS, came_back_at__isnull=True
    )
    buried = GraveEvent.objects.filter(record__remains=OuterRef("pk")).exclude(kind=Rest.EXHUMATION)
    lacking = rows.filter(Exists(released), ~Exists(given), ~Exists(buried))
    return since(lacking, _first(released, "release__released_at"))


def _first(rows: QuerySet[Any], field: str) -> Subquery:
    of_remains = "remains" if rows.model is Identification else "record__remains"
    oldest = rows.order_by().values(of_remains).annotate(oldest=Min(field)).values("oldest")
    return Subquery(oldest, output_field=DateTimeField())


def _at(remains: Any) -> dict[str, str]:  # noqa: ANN401 - remains, which a lower layer does not know
    return {"incident": remains.incident.slug, "number": remains.number}
