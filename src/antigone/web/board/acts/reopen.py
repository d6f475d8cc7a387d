"""Reopen an identification or an exclusion."""

from __future__ import annotations

from django.db import transaction

from antigone.policy.board import bo_07_reasons, bo_10_stands
from antigone.web.accounts.models import User
from antigone.web.board.documents import fingerprint_of_words
from antigone.web.board.models import Exclusion, Identification, Reopening, new_salt
from antigone.web.board.refusal import insist
from antigone.web.board.standing import lock_pair
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record


@transaction.atomic
def reopen(*, user: User, decision: Identification | Exclusion, cause: str) -> Reopening:
    """A decision no longer stands, for a cause; decision and reopening stay visible.

    Raises:
        PermissionDenied: the person may not reopen in this incident.
        RuleRefused: BO-07 or BO-10 is not met.
    """
    require(user, decision.incident, Permission.REOPEN)
    lock_pair(decision.incident, decision.remains, decision.missing_person)
    decision.refresh_from_db()
    insist([bo_07_reasons(cause), bo_10_stands(decision.stands)])
    kind = "identification" if isinstance(decision, Identification) else "exclusion"
    reopening = Reopening(
        incident=decision.incident,
        reopened_by=user,
        cause=cause.strip(),
        salt=new_salt(),
        **{kind: decision},
    )
    decision.stands = False
    decision.full_clean()
    decision.save()
    reopening.full_clean()
    reopening.save()
    record(
        actor=user.username,
        act=f"{kind}.reopened",
        incident=decision.incident.slug,
        subject=f"{decision.remains.number}, {decision.missing_person.number}",
        details={
            kind: decision.pk,
            "cause_fingerprint": fingerprint_of_words(reopening.cause, reopening.salt),
            "reopening": reopening.pk,
        },
    )
    return reopening
