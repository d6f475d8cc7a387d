"""Exclude that remains are a missing person."""

from __future__ import annotations

from django.db import transaction

from antigone.policy.board import bo_07_reasons, bo_09_not_decided
from antigone.web.accounts.models import User
from antigone.web.board.documents import fingerprint_of_words
from antigone.web.board.models import Exclusion, new_salt
from antigone.web.board.refusal import insist
from antigone.web.board.standing import decisions_about, lock_pair
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.matching.models import Run
from antigone.web.records.models import MissingPerson, Remains


@transaction.atomic
def exclude(
    *,
    user: User,
    incident: Incident,
    remains: Remains,
    missing_person: MissingPerson,
    reasons: str,
    run: Run | None = None,
) -> Exclusion:
    """Say that these remains are not this person; an open proposal of the pair can no longer be signed.

    Raises:
        PermissionDenied: the person may not exclude in this incident.
        RuleRefused: BO-07 or BO-09 is not met.
    """
    require(user, incident, Permission.EXCLUDE)
    lock_pair(incident, remains, missing_person)
    insist([bo_07_reasons(reasons), bo_09_not_decided(decisions_about(remains, missing_person))])
    exclusion = Exclusion(
        incident=incident,
        remains=remains,
        missing_person=missing_person,
        run=run,
        excluded_by=user,
        reasons=reasons.strip(),
        salt=new_salt(),
    )
    exclusion.full_clean()
    exclusion.save()
    record(
        actor=user.username,
        act="exclusion.decided",
        incident=incident.slug,
        subject=f"{remains.number}, {missing_person.number}",
        details={
            "exclusion": exclusion.pk,
            "reasons_fingerprint": fingerprint_of_words(exclusion.reasons, exclusion.salt),
            "run": None if run is None else run.pk,
        },
    )
    return exclusion
