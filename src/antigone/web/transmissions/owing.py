"""What waits to be transmitted."""

from __future__ import annotations

from django.db.models import Exists, Min, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from antigone.web.deaths.models import RecordVersion
from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.incidents.owing import CaseKind, Cases, Owing, since
from antigone.web.incidents.roles import Permission
from antigone.web.transmissions.models import Item, Package


def owings() -> list[Owing]:
    """Records of the dead that went to nobody yet."""
    return [
        Owing(
            "transmission",
            _("The record of death went to no Bureau and not to the Central Agency"),
            CaseKind.REMAINS,
            Permission.TRANSMIT,
            _not_sent,
            lambda remains: reverse(
                "transmissions:list", kwargs={"incident": remains.incident.slug}
            ),
            whole=True,
            settled=True,
        )
    ]


def _not_sent(user: Visitor, incident: Incident, rows: Cases) -> Cases:
    confirmed = RecordVersion.objects.filter(record__remains=OuterRef("pk"))
    first = confirmed.order_by().values("record__remains").annotate(first=Min("recorded_at"))
    went = Item.objects.filter(record__remains=OuterRef("pk"), package__state=Package.State.MADE)
    return since(rows.filter(Exists(confirmed), ~Exists(went)), Subquery(first.values("first")))
