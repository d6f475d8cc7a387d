"""What waits for the board."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from antigone.web.board.models import Identification, Proposal
from antigone.web.board.standing import still_asked
from antigone.web.incidents.access import Visitor
from antigone.web.incidents.models import Incident
from antigone.web.incidents.owing import CaseKind, Cases, Owing, since
from antigone.web.incidents.roles import Permission
from antigone.web.records.models import Remains


def owings() -> list[Owing]:
    """Proposals that wait for signatures, for an answer, and identifications that wait for release."""
    return [
        Owing(
            "answers",
            _("The board asks for more"),
            CaseKind.REMAINS,
            Permission.ANSWER,
            _asked,
            _board_of,
            whole=True,
        ),
        Owing(
            "signatures",
            _("A proposal waits for signatures"),
            CaseKind.REMAINS,
            Permission.SIGN,
            _proposed,
            _board_of,
            whole=True,
        ),
        Owing(
            "release",
            _("An identification is signed and not released"),
            CaseKind.REMAINS,
            Permission.RELEASE,
            _unreleased,
            lambda remains: reverse("board:history", kwargs={"incident": remains.incident.slug}),
            whole=True,
        ),
    ]


def _board_of(remains: Remains) -> str:
    return reverse("board:list", kwargs={"incident": remains.incident.slug})


def _asked(user: Visitor, incident: Incident, rows: Cases) -> Cases:
    waiting = still_asked().filter(proposal__remains=OuterRef("pk"))
    oldest = waiting.order_by("asked_at").values("asked_at")[:1]
    return since(rows.filter(Exists(waiting)), Subquery(oldest))


def _unreleased(user: Visitor, incident: Incident, rows: Cases) -> Cases:
    signed = Identification.objects.filter(
        remains=OuterRef("pk"), stands=True, release__isnull=True
    )
    return since(rows.filter(Exists(signed)), Subquery(signed.values("decided_at")[:1]))


def _proposed(user: Visitor, incident: Incident, rows: Cases) -> Cases:
    waiting = Proposal.objects.filter(remains=OuterRef("pk"), state=Proposal.State.OPEN)
    oldest = waiting.order_by("proposed_at").values("proposed_at")[:1]
    return since(rows.filter(Exists(waiting)), Subquery(oldest))
