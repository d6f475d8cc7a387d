"""What a tracing request can lack."""

from __future__ import annotations

from django.db.models import DateTimeField, F
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.incidents.owing import CaseKind, Cases, Owing, since
from antigone.web.incidents.roles import Permission


def owings() -> list[Owing]:
    """Records that exist elsewhere and were promised."""
    return [
        Owing(
            "records",
            _("Records are owed by others"),
            CaseKind.FAMILY,
            Permission.TAKE_REQUESTS,
            _with_records_owed,
            lambda family: reverse(
                "requests:request", kwargs={"incident": family.incident.slug, "pk": family.pk}
            ),
        )
    ]


def _with_records_owed(user: Visitor, incident: Incident, rows: Cases) -> Cases:
    asked = Cast("tracing_request__owed_since", DateTimeField())
    owing: Cases = rows.filter(tracing_request__owed_count__gt=0)
    return since(owing, Coalesce(asked, F("tracing_request__taken_at")))
