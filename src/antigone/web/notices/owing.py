"""What telling a family can lack."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.incidents.owing import CaseKind, Cases, Owing, since
from antigone.web.incidents.roles import Permission
from antigone.web.notices.models import Notice
from antigone.web.notices.states import to_put_right, waiting, with_states, without_notifier


def owings() -> list[Owing]:
    """Somebody who goes, the visit, and where an identification fell that the family is told so."""
    return [
        Owing(
            "notifier",
            _("Nobody is sent to the family"),
            CaseKind.FAMILY,
            Permission.ASSIGN,
            _without_notifier,
            _list,
            settled=True,
        ),
        Owing(
            "telling",
            _("The family does not know yet"),
            CaseKind.FAMILY,
            Permission.NOTIFY,
            _not_told,
            _list,
            settled=True,
        ),
        Owing(
            "correction",
            _("The family does not know that it no longer holds"),
            CaseKind.FAMILY,
            Permission.ASSIGN,
            _not_put_right,
            _list,
            settled=True,
        ),
    ]


def _list(family: Any) -> str:  # noqa: ANN401 - a family, whose type the dataclass does not know
    return reverse("notices:list", kwargs={"incident": family.incident.slug})


def _without_notifier(user: Visitor, incident: Incident, rows: Cases) -> Cases:
    waits = without_notifier(user, incident).filter(
        missing_person__family=OuterRef("pk"), stands=True
    )
    released = Subquery(waits.order_by("decided_at").values("release__released_at")[:1])
    return since(rows.filter(Exists(waits)), released)


def _not_told(user: Visitor, incident: Incident, rows: Cases) -> Cases:
    return _of_notices(incident, rows, waiting())


def _not_put_right(user: Visitor, incident: Incident, rows: Cases) -> Cases:
    return _of_notices(incident, rows, to_put_right())


def _of_notices(incident: Incident, rows: Cases, condition: Q) -> Cases:
    found = with_states(Notice.objects.filter(incident=incident)).filter(condition)
    found = found.annotate(family=F("missing_person__family")).filter(Q(family=OuterRef("pk")))
    oldest = Subquery(found.order_by("opened_at").values("opened_at")[:1])
    return since(rows.filter(Exists(found)), oldest)
