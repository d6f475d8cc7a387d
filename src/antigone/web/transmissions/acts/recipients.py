"""Entering a recipient and its key, comparing the key, and ending either: two persons for each key."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from antigone.formats.package_sealing import checked_recipient
from antigone.policy.board import bo_07_reasons
from antigone.policy.findings import Finding
from antigone.policy.transmissions import tm_01_key_confirmed
from antigone.provenance import JsonValue
from antigone.web.accounts.models import User
from antigone.web.board.refusal import insist
from antigone.web.incidents.access import require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.records.consent import locked
from antigone.web.transmissions.models import Recipient, RecipientKey


@transaction.atomic
def enter_recipient(
    *, user: User, incident: Incident, name: str, short: str, kind: str, public: str
) -> Recipient:
    """Enter an office outside with its key; nothing goes to it before a second person compared the key.

    Raises:
        NoAgeKey: it is no public key of age.
        ValidationError: the short name is used already, or a field is not filled in.
    """
    incident = locked(incident)
    require(user, incident, Permission.TRANSMIT)
    made = Recipient(
        incident=incident, name=name.strip(), short=short.strip(), kind=kind, entered_by=user
    )
    made.full_clean()
    made.save()
    _enter(user, "recipient.entered", made, {"kind": made.kind})
    _entered_key(user, made, public)
    return made


@transaction.atomic
def enter_key(*, user: User, recipient: Recipient, public: str) -> RecipientKey:
    """Enter a further key; the one in use stays so until a second person compared the new one.

    Raises:
        NoAgeKey: it is no public key of age.
        ValidationError: it was entered before.
    """
    require(user, locked(recipient.incident), Permission.TRANSMIT)
    return _entered_key(user, recipient, public)


def _entered_key(user: User, recipient: Recipient, public: str) -> RecipientKey:
    made = RecipientKey(recipient=recipient, public=checked_recipient(public), entered_by=user)
    made.full_clean()
    made.save()
    _enter(user, "recipient.key_entered", recipient, {"key": made.pk, "fingerprint": str(made)})
    return made


@transaction.atomic
def confirm_key(*, user: User, key: RecipientKey, spoken_with: str) -> RecipientKey:
    """A second person compared the fingerprint with a named person at the recipient.

    From now on packages are encrypted to this key, and to none before it.

    Raises:
        RuleRefused: TM-01.
    """
    require(user, locked(key.recipient.incident), Permission.TRANSMIT)
    key = RecipientKey.objects.select_related("recipient", "entered_by").get(pk=key.pk)
    if not key.waits:
        return key
    insist([key_finding(key, user, spoken_with)])
    now = timezone.now()
    key.recipient.keys.filter(confirmed_at__isnull=False, retired_at__isnull=True).update(
        retired_at=now, retired_by=user
    )
    key.confirmed_by, key.confirmed_at, key.spoken_with = user, now, spoken_with.strip()
    key.full_clean()
    key.save()
    _enter(user, "recipient.key_confirmed", key.recipient, {"key": key.pk})
    return key


def key_finding(key: RecipientKey, user: User, spoken_with: str) -> Finding:
    """Whether this person may confirm this key."""
    return tm_01_key_confirmed(
        entered_by=key.entered_by.username, confirmed_by=user.username, spoken_with=spoken_with
    )


@transaction.atomic
def retire_key(*, user: User, key: RecipientKey) -> RecipientKey:
    """Nothing is encrypted to this key any more."""
    require(user, locked(key.recipient.incident), Permission.TRANSMIT)
    key = RecipientKey.objects.select_related("recipient__incident").get(pk=key.pk)
    if key.retired_at is None:
        key.retired_at, key.retired_by = timezone.now(), user
        key.full_clean()
        key.save()
        _enter(user, "recipient.key_retired", key.recipient, {"key": key.pk})
    return key


@transaction.atomic
def retire_recipient(*, user: User, recipient: Recipient, because: str) -> Recipient:
    """Nothing goes to this recipient any more; what went stays readable.

    Raises:
        RuleRefused: BO-07, no reason is given.
    """
    require(user, locked(recipient.incident), Permission.TRANSMIT)
    recipient = Recipient.objects.select_related("incident").get(pk=recipient.pk)
    if recipient.retired_at is None:
        insist([bo_07_reasons(because)])
        recipient.retired_at, recipient.retired_by = timezone.now(), user
        recipient.retired_because = because.strip()
        recipient.full_clean()
        recipient.save()
        _enter(user, "recipient.retired", recipient, {})
    return recipient


def _enter(user: User, act: str, recipient: Recipient, details: dict[str, JsonValue]) -> None:
    record(
        actor=user.username,
        act=act,
        incident=recipient.incident.slug,
        subject=f"recipient {recipient.short}",
        details={"recipient": recipient.pk, **details},
    )
