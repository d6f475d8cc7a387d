"""How many requests a minute a token may make, and how many may fail from one address."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from antigone.web.api.models import Asked, Token

MINUTE = timedelta(minutes=1)
FORGOTTEN_AFTER = timedelta(hours=1)


class AskedTooOften(Exception):
    """Nothing was done; `seconds` later it may be asked again."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(seconds)


def count_request(token: Token) -> None:
    """Count a request of a token.

    Raises:
        AskedTooOften: it made as many as it may within this minute.
    """
    if not _counted(f"token {token.pk}", settings.API_REQUESTS_A_MINUTE):
        raise AskedTooOften(_seconds_left())


def count_failure(address: str) -> None:
    """Count a request without a token that works, from an address as `key_of_address` names it.

    Raises:
        AskedTooOften: too many came from there within this minute.
    """
    if not _counted(address, settings.API_FAILURES_A_MINUTE):
        raise AskedTooOften(_seconds_left())


def _counted(key: str, most: int) -> bool:
    """Whether one more fits into this minute; two that begin a minute together may count as one."""
    minute = _this_minute()
    here = Asked.objects.filter(key=key, minute=minute)
    if here.filter(count__lt=most).update(count=F("count") + 1):
        return True
    if here.exists():
        return False
    Asked.objects.filter(minute__lt=minute - FORGOTTEN_AFTER).delete()
    Asked.objects.update_or_create(key=key, defaults={"minute": minute, "count": 1})
    return True


def _this_minute() -> datetime:
    return timezone.now().replace(second=0, microsecond=0)


def _seconds_left() -> int:
    return max(1, round((_this_minute() + MINUTE - timezone.now()).total_seconds()))
