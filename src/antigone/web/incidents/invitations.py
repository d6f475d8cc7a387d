"""Inviting somebody who has no account yet: a link, handed over by a person, that works once."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.web.accounts.models import Agency, User
from antigone.web.accounts.services import open_account
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident, Invitation
from antigone.web.incidents.roles import Permission, Role
from antigone.web.incidents.services import give_role, require_own_agency
from antigone.web.journal.services import record

_TOKEN_BYTES = 32


class NoSuchInvitation(LookupError):
    """Unknown, used, revoked or expired: which of these is told to nobody."""


@transaction.atomic
def invite(
    *, by: User, incident: Incident, full_name: str, agency: Agency | None, role: Role
) -> tuple[Invitation, str]:
    """Make an invitation; the token stands nowhere else than in what this gives back.

    Raises:
        PermissionDenied: the asking person may not manage this incident, or not for others (SH-05).
        ValidationError: the name is missing or too long.
    """
    require(by, incident, Permission.MANAGE)
    require_own_agency(by, incident, agency.pk if agency else None)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    made = Invitation(
        incident=incident,
        full_name=full_name.strip(),
        agency=agency,
        role=role,
        token_hash=_hash(token),
        made_by=by,
    )
    made.full_clean()
    made.save()
    _enter(by.username, "invitation.made", made)
    return made, token


@transaction.atomic
def revoke_invitation(*, by: User, invitation: Invitation) -> None:
    """The link works no more.

    Raises:
        PermissionDenied: the asking person may not manage this incident.
        NoSuchInvitation: it is not open any more.
    """
    require(by, invitation.incident, Permission.MANAGE)
    open_one = _open().select_for_update(of=("self",)).filter(pk=invitation.pk).first()
    if open_one is None:
        raise NoSuchInvitation
    open_one.revoked_by, open_one.revoked_at = by, timezone.now()
    open_one.save(update_fields=["revoked_by", "revoked_at"])
    _enter(by.username, "invitation.revoked", open_one)


def invitation_of(token: str) -> Invitation:
    """The invitation behind a link.

    Raises:
        NoSuchInvitation: there is none that is open.
    """
    rows = _open().select_related("incident", "agency", "made_by")
    found = rows.filter(token_hash=_hash(token)).first()
    if found is None:
        raise NoSuchInvitation
    return found


@transaction.atomic
def accept_invitation(*, token: str, username: str, password: str) -> User:
    """Make the account that was invited, with its role; the link works no more.

    Raises:
        NoSuchInvitation: it is not open any more, or who made it may no longer give roles.
        ValidationError: the sign-in name is taken or not allowed, or the password is too easy.
    """
    found = invitation_of(token)
    locked = _open().select_for_update(of=("self",)).filter(pk=found.pk).first()
    if locked is None:
        raise NoSuchInvitation
    try:
        require(found.made_by, found.incident, Permission.MANAGE)
        require_own_agency(found.made_by, found.incident, found.agency_id)
    except PermissionDenied:
        raise NoSuchInvitation from None
    actor = found.made_by.username
    person = open_account(
        actor=actor,
        username=username,
        password=password,
        full_name=found.full_name,
        agency=found.agency,
    )
    give_role(actor=actor, incident=found.incident, person=person, role=Role(found.role))
    locked.accepted_by, locked.accepted_at = person, timezone.now()
    locked.save(update_fields=["accepted_by", "accepted_at"])
    _enter(person.username, "invitation.accepted", locked)
    return person


def invitations_of(incident: Incident) -> QuerySet[Invitation]:
    """The open invitations of an incident, newest first."""
    return _open().filter(incident=incident).select_related("agency", "made_by")


def errors_of(refusal: ValidationError, fields: Iterable[str]) -> dict[str, list[str]]:
    """What was refused, by field; what belongs to none of them stands under the first."""
    fields = list(fields)
    by_field = getattr(refusal, "message_dict", None) or {fields[-1]: refusal.messages}
    return {name if name in fields else fields[0]: list(words) for name, words in by_field.items()}


def in_words() -> str:
    """What anybody is told whose link does not work."""
    return _(
        "This invitation does not work: it was used, taken back, or is older than seven days. Ask "
        "whoever gave it to you for a new one."
    )


def _open() -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now()
    )


def _hash(token: str) -> str:
    """256 random bits cannot be guessed from a hash, so it needs no slow one."""
    return hashlib.sha256(token.encode()).hexdigest()


def _enter(actor: str, act: str, invitation: Invitation) -> None:
    record(
        actor=actor,
        act=act,
        incident=invitation.incident.slug,
        subject=f"invitation {invitation.pk}",
        details={
            "agency": invitation.agency.short if invitation.agency else None,
            "full_name": invitation.full_name,
            "role": invitation.role,
        },
    )
