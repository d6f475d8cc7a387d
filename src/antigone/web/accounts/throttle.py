"""After five wrong passwords each further try has to wait, for the person and for the address.

A try is counted before the password is looked at and taken back when it was right, so many tries
at once gain nothing. The wait doubles up to a quarter of an hour: long enough to stop guessing,
short enough that nobody can lock a colleague out for a shift.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from antigone.web.accounts.models import Attempts

FREE_TRIES = 5
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=1)


class TooManyAttempts(Exception):
    """The password was tried too often; `until` is when it may be tried again."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(self.wait_in_words())

    def wait_in_words(self) -> str:
        """When to come back, in one sentence."""
        left = (self.until - timezone.now()).total_seconds()
        minutes = max(1, -(-int(left) // 60))
        return ngettext(
            "Too many tries that failed. Try again in %(minutes)d minute.",
            "Too many tries that failed. Try again in %(minutes)d minutes.",
            minutes,
        ) % {"minutes": minutes}


def key_of_person(purpose: str, name: str) -> str:
    """The key under which tries for a sign-in name are counted; the name is not stored."""
    return salted_hmac(f"attempts-{purpose}", name.strip().lower(), algorithm="sha256").hexdigest()


def key_of_address(request: HttpRequest) -> str:
    """The key under which tries from an address are counted; the address is not stored."""
    return key_of_person("address", address_of(request))


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; behind a proxy the last hop, which the proxy itself wrote."""
    if settings.BEHIND_PROXY:
        return str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def wait_after(failures: int) -> timedelta:
    """How long to wait after so many failures.

    >>> [wait_after(n).seconds for n in (4, 5, 6, 7, 50)]
    [0, 60, 120, 240, 900]
    """
    if failures < FREE_TRIES:
        return timedelta(0)
    return min(FIRST_WAIT * (1 << min(failures - FREE_TRIES, 10)), LONGEST_WAIT)


def count_attempt(*keys: str) -> None:
    """Count a try for each key before the password is looked at.

    Raises:
        TooManyAttempts: one of the keys has to wait; nothing is counted then.
        RuntimeError: called inside a transaction, whose end could undo the count.
    """
    now = timezone.now()
    with transaction.atomic(durable=True):
        for key in sorted(keys):
            Attempts.objects.get_or_create(key=key, defaults={"last_at": now})
        rows = list(Attempts.objects.select_for_update().filter(key__in=keys).order_by("key"))
        for row in rows:
            if now - row.last_at > FORGOTTEN_AFTER:
                row.failures = 0
        # A success elsewhere may have removed a row since: then it counts anew from here.
        until = max((row.last_at + wait_after(row.failures) for row in rows), default=now)
        if until <= now:
            for row in rows:
                row.failures += 1
                row.last_at = now
            Attempts.objects.bulk_update(rows, ["failures", "last_at"])
            return
    raise TooManyAttempts(until)


def forget_attempts(*keys: str) -> None:
    """The password was right: begin to count anew, and drop what is long past."""
    Attempts.objects.filter(key__in=keys).delete()
    Attempts.objects.filter(last_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()
