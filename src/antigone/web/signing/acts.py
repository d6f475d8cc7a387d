"""Acts on signing keys: comparing one face to face, and giving one's own up."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from antigone.policy import signing as rules
from antigone.web.accounts.models import User
from antigone.web.accounts.proof import require_password
from antigone.web.incidents.access import permissions_of
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.signing.keys import live_key
from antigone.web.signing.models import SigningKey
from antigone.web.signing.refusal import insist


def comparison_of(
    user: User, incident: Incident, key: SigningKey, typed: str = ""
) -> rules.Comparison:
    """What the rules ask about this person's comparing this key."""
    permissions = permissions_of(user, incident)
    return rules.Comparison(
        compared_by=user.username,
        owner=key.user.username,
        password_set_by=key.password_set_by,
        may_sign=Permission.SIGN in permissions,
        may_manage=Permission.MANAGE in permissions,
        typed=typed,
        key_id=key.key_id,
        is_open=key.is_to_compare,
    )


@transaction.atomic
def compare_key(*, user: User, incident: Incident, key: SigningKey, typed: str) -> SigningKey:
    """Say that the owner, present in person, read out this id: from now on the key may sign.

    Args:
        key: of a person who works in the incident.

    Raises:
        SigningRefused: one of SI-03 to SI-05 is not met.
    """
    key = SigningKey.objects.select_for_update(no_key=True, of=("self",)).get(pk=key.pk)
    insist(rules.findings(comparison_of(user, incident, key, typed)))
    key.compared_by, key.compared_at = user, timezone.now()
    key.full_clean()
    key.save(update_fields=["compared_by", "compared_at"])
    record(
        actor=user.username,
        act="signing_key.compared",
        incident=incident.slug,
        subject=key.user.username,
        details={"key_id": key.key_id},
    )
    return key


def give_up_key(*, user: User, password: str) -> None:
    """Retire one's own key, say when somebody may know the password; the next one is to be compared.

    Raises:
        ProofRefused: the password is wrong or was tried too often.
    """
    require_password(user, password)
    retire_key(user, SigningKey.Retired.GIVEN_UP, by=user.username)


@transaction.atomic
def retire_key(user: User, because: SigningKey.Retired, *, by: str) -> None:
    """Retire a person's key, if they have one: nothing opens it any more, its signatures stay valid."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    key = live_key(user)
    if key is None:
        return
    key.sealed = None
    key.retired_at, key.retired_by, key.retired_because = timezone.now(), by, because
    key.full_clean()
    key.save(update_fields=["sealed", "retired_at", "retired_by", "retired_because"])
    record(
        actor=by,
        act="signing_key.retired",
        incident="",
        subject=user.username,
        details={"because": str(because), "key_id": key.key_id},
    )
