"""Release an identification: from now on the family may be told."""

from __future__ import annotations

from django.db import transaction

from antigone.policy.board_talk import bo_16_may_be_released
from antigone.web.accounts.models import User
from antigone.web.board.models import Identification, Release
from antigone.web.board.refusal import insist
from antigone.web.board.standing import asked_of, lock_pair, released
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record


@transaction.atomic
def release(*, user: User, identification: Identification, note: str = "") -> Release:
    """A named person lets the family be told; reopening ends it in effect (`standing.released`).

    Raises:
        PermissionDenied: the person may not release in this incident.
        RuleRefused: BO-16 is not met.
    """
    require(user, identification.incident, Permission.RELEASE)
    lock_pair(identification.incident, identification.remains, identification.missing_person)
    identification.refresh_from_db()
    is_released = released(identification)
    asked = asked_of(identification.proposal)
    insist([bo_16_may_be_released(identification.stands, is_released, asked)])
    made = Release(identification=identification, released_by=user, note=note.strip())
    made.full_clean()
    made.save()
    record(
        actor=user.username,
        act="identification.released",
        incident=identification.incident.slug,
        subject=f"{identification.remains.number}, {identification.missing_person.number}",
        details={"identification": identification.pk, "release": made.pk},
    )
    return made
