"""Making tokens, finding whose one is, and ending them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from antigone.policy.tokens import Scope, ap_01_carried, ap_03_ends
from antigone.web.accounts.models import Limits, User
from antigone.web.accounts.proof import Answer, require_fresh_proof
from antigone.web.api.models import Token
from antigone.web.incidents.access import workplaces_of
from antigone.web.incidents.models import Incident
from antigone.web.journal.services import record

PREFIX = "antigone_"
"""So that a token that turns up where it should not is known for one."""

_BYTES = 32
_NOTED_EVERY = timedelta(minutes=1)


class EndRefused(ValueError):
    """AP-03: a token without an end, or with one too far away; the message says what is allowed."""


class NotYours(LookupError):
    """No token of this person that still works."""


def make_token(
    *,
    user: User,
    name: str,
    scopes: Iterable[Scope],
    days: int,
    incident: Incident | None,
    password: str,
    second_factor: Answer,
) -> tuple[Token, str]:
    """Make a token, with fresh proof; its secret stands nowhere else than in what this gives back (AP-04).

    Args:
        incident: the only one that is open to it; None: all of the person's.

    Raises:
        EndRefused: AP-03.
        ProofRefused: password or second factor is wrong.
        ValidationError: no name, no scope, or an incident in which the person has no role.
        RuntimeError: called inside a transaction.
    """
    end = ap_03_ends(days)
    if not end.met:
        raise EndRefused(_(end.template).format(**end.values))
    wanted = [scope for scope in Scope if scope in set(scopes)]
    if not wanted:
        raise ValidationError({"scopes": _("Choose at least one thing that the token is for.")})
    if incident is not None and not workplaces_of(user).filter(pk=incident.pk).exists():
        raise ValidationError(
            {"incident": _("There is no such incident, or you have no role in it.")}
        )
    require_fresh_proof(user, password, second_factor)
    return _make(user, name.strip(), wanted, timedelta(days=days), incident)


@transaction.atomic
def _make(
    user: User, name: str, scopes: list[Scope], lasts: timedelta, incident: Incident | None
) -> tuple[Token, str]:
    secret = PREFIX + secrets.token_urlsafe(_BYTES)
    made = Token(
        user=user,
        name=name,
        token_hash=_hash(secret),
        scopes=[scope.value for scope in scopes],
        incident=incident,
        expires_at=timezone.now() + lasts,
    )
    made.full_clean()
    made.save()
    record(
        actor=user.username,
        act="token.made",
        incident=incident.slug if incident else "",
        subject=str(made),
        details={"scopes": made.scopes, "expires": made.expires_at.date().isoformat()},
    )
    return made, secret


@transaction.atomic
def revoke_token(*, user: User, token: Token) -> None:
    """It lets nobody in any more, from the next request on (AP-05).

    Raises:
        NotYours: somebody else's, or it has ended already.
    """
    if not good_tokens(user).filter(pk=token.pk).update(revoked_at=timezone.now()):
        raise NotYours
    _enter("token.revoked", user.username, token)


@transaction.atomic
def end_tokens(*, person: User, actor: str) -> None:
    """All tokens of a person end with the account, or with what proved who they are (AP-05)."""
    for token in good_tokens(person):
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        _enter("token.ended", actor, token)


def good_tokens(user: User) -> QuerySet[Token]:
    """The tokens with which a program can act for this person now."""
    return Token.objects.filter(
        user=user, revoked_at__isnull=True, expires_at__gt=timezone.now()
    ).select_related("incident")


def token_of(secret: str) -> Token | None:
    """The token that this is; None where it never was one, has ended, or its person's account has."""
    rows = Token.objects.select_related("user__agency", "incident")
    found = rows.filter(token_hash=_hash(secret), user__is_active=True).first()
    return found if found is not None and found.is_good else None


def person_behind(token: Token) -> User:
    """Its person, with no more rights than the token leaves (AP-01)."""
    person = token.user
    person.limits = Limits(ap_01_carried(token.may), token.incident_id)
    return person


def note_use(token: Token) -> None:
    """It was used; written at most once a minute."""
    now = timezone.now()
    long_ago = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - _NOTED_EVERY)
    Token.objects.filter(long_ago, pk=token.pk).update(last_used_at=now)


def _enter(act: str, actor: str, token: Token) -> None:
    slug = token.incident.slug if token.incident else ""
    record(actor=actor, act=act, incident=slug, subject=str(token), details={})


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
