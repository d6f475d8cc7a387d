"""An authenticator app shows a code every half minute (TOTP, RFC 6238): SHA-1, six digits.

These are the parameters that every such app understands. A code is accepted half a minute early or
late, because clocks differ, and only once (RFC 6238, section 5.2).
"""

from __future__ import annotations

import time
from datetime import timedelta

import pyotp
from django.db import transaction
from django.utils import timezone

from antigone.web.accounts.models import TimeCode, User
from antigone.web.journal.services import record
from antigone.web.sealing import keys
from antigone.web.sealing.erasure import overwrite_soon
from antigone.web.sealing.models import Key

ISSUER = "Antigone"
BEGUN_LASTS = timedelta(hours=1)

_STEP_SECONDS = 30
_ABOUT = "totp"


class WrongCode(ValueError):
    """The code is not the app's, or was used before."""


@transaction.atomic
def begin_app(*, user: User, secret: str = "") -> TimeCode:
    """A new secret, which counts once a code was typed from it; one begun before is dropped."""
    for row in TimeCode.objects.filter(user=user, confirmed_at__isnull=True):
        _drop(row)
    key = keys.new_key(Key.Purpose.SECOND_FACTOR)
    sealed = keys.seal(key, (secret or pyotp.random_base32()).encode(), _ABOUT)
    row = TimeCode(user=user, key=key, secret=sealed)
    row.full_clean()
    row.save()
    return row


def begun_app(user: User) -> TimeCode | None:
    """The secret that waits for its first code, for an hour."""
    since = timezone.now() - BEGUN_LASTS
    rows = TimeCode.objects.filter(user=user, confirmed_at__isnull=True, begun_at__gte=since)
    return rows.select_related("key").first()


@transaction.atomic
def confirm_app(*, user: User, code: str) -> TimeCode:
    """The app shows codes of the new secret: from now on it counts, and an older app does not.

    Raises:
        WrongCode: nothing was begun, or the code is not of its secret.
    """
    row = begun_app(user)
    counter = None if row is None else _counter_of(row, code)
    if row is None or counter is None:
        raise WrongCode
    for older in TimeCode.objects.filter(user=user, confirmed_at__isnull=False):
        _drop(older)
    row.confirmed_at, row.last_counter = timezone.now(), counter
    row.full_clean()
    row.save()
    _enter(user, "account.app_added")
    return row


@transaction.atomic
def remove_app(*, user: User) -> None:
    """The app's codes count no more. Whether another factor stays is asked before."""
    for row in TimeCode.objects.filter(user=user):
        _drop(row)
    _enter(user, "account.app_removed")


def accepts_code(user: User, code: str) -> bool:
    """Whether this is a code of the person's app that was not used yet; it is used up by this."""
    row = app_of(user)
    counter = None if row is None else _counter_of(row, code)
    if row is None or counter is None:
        return False
    unused = TimeCode.objects.filter(pk=row.pk, last_counter__lt=counter)
    return unused.update(last_counter=counter) == 1


def app_of(user: User) -> TimeCode | None:
    """The person's authenticator app."""
    rows = TimeCode.objects.filter(user=user, confirmed_at__isnull=False)
    return rows.select_related("key").first()


def secret_of(row: TimeCode) -> str:
    """The secret in base 32, as apps take it."""
    return keys.unseal(row.key, bytes(row.secret), _ABOUT).decode()


def address_of(row: TimeCode) -> str:
    """The secret as an address that an app reads from a QR code."""
    return pyotp.TOTP(secret_of(row)).provisioning_uri(name=row.user.username, issuer_name=ISSUER)


def next_code(row: TimeCode) -> str:
    """The first code that would be accepted now: for the demo, whose persons have no phones."""
    counter = max(_now(), row.last_counter + 1)
    return pyotp.TOTP(secret_of(row)).generate_otp(counter)


def forget_apps(user: User) -> None:
    """Drop all that the person has or began; the caller writes the journal."""
    for row in TimeCode.objects.filter(user=user):
        _drop(row)


def _counter_of(row: TimeCode, code: str) -> int | None:
    """The half minute whose code this is, if it may still be used."""
    app, now = pyotp.TOTP(secret_of(row)), _now()
    typed = "".join(code.split())
    for counter in (now, now - 1, now + 1):
        if counter > row.last_counter and pyotp.utils.strings_equal(
            typed, app.generate_otp(counter)
        ):
            return counter
    return None


def _now() -> int:
    return int(time.time()) // _STEP_SECONDS


def _drop(row: TimeCode) -> None:
    key = row.key
    row.delete()
    keys.destroy(key)
    overwrite_soon()


def _enter(user: User, act: str) -> None:
    record(actor=user.username, act=act, incident="", subject=user.username, details={})
