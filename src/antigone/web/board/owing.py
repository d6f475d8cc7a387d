"""What waits for the board."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from antigone.web.board.models import Proposal
from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.incidents.owing import CaseKind, Cases, Owing, since
from antigone.web.incidents.roles import Permission


def owings() -> list[Owing]:
    """Proposals that wait for signatures."""
    return [
        Owing(
            "signatures",
            _("A proposal waits for signatures"),
            CaseKind.REMAINS,
            Permission.SIGN,
            _proposed,
            lambda remains: reverse("board:list", kwargs={"incident": remains.incident.slug}),
            whole=True,
        )
    ]


def _proposed(user: Visitor, incident: Incident, rows: Cases) -> Cases:
    waiting = Proposal.objects.filter(remains=OuterRef("pk"), state=Proposal.State.OPEN)
    oldest = waiting.order_by("proposed_at").values("proposed_at")[:1]
    return since(rows.filter(Exists(waiting)), Subquery(oldest))
