"""Challenges that this session gave to the browser for a passkey, and where the pages are."""

from __future__ import annotations

import time

from django.http import HttpRequest

from antigone.web.accounts.factors.passkeys import (
    Asked,
    ask_to_create,
    ask_to_sign,
    can_have_passkeys,
)
from antigone.web.accounts.models import Passkey, User

_KEPT = 4
_LASTS_SECONDS = 10 * 60
_TO_SIGN, _TO_CREATE = "passkey_asked", "passkey_begun"


def has_host_name(request: HttpRequest) -> bool:
    """Whether passkeys are possible at the address under which the pages are seen now."""
    return can_have_passkeys(request.get_host().rsplit(":", 1)[0])


def challenge_to_sign(request: HttpRequest, user: User) -> str:
    """What the browser is to do to prove it with a passkey, as JSON; "" where none can be used."""
    if not has_host_name(request) or not Passkey.objects.filter(user=user).exists():
        return ""
    options, asked = ask_to_sign(user, _origin(request))
    kept = request.session.get(_TO_SIGN, [])[1 - _KEPT :]
    request.session[_TO_SIGN] = [*kept, [time.time(), asked.origin, asked.state]]
    return options


def challenges_given(request: HttpRequest) -> list[Asked]:
    """The challenges of the last minutes, each of which is answered once: they are forgotten."""
    given = request.session.pop(_TO_SIGN, [])
    return [Asked(origin, state) for at, origin, state in given if _is_recent(at)]


def challenge_to_create(request: HttpRequest, user: User) -> str:
    """What the browser is to do to make a passkey, as JSON."""
    options, asked = ask_to_create(user, _origin(request))
    request.session[_TO_CREATE] = [time.time(), asked.origin, asked.state]
    return options


def challenge_begun(request: HttpRequest) -> Asked | None:
    """The challenge that a new passkey answers; it is forgotten."""
    given = request.session.pop(_TO_CREATE, None)
    if given is None or not _is_recent(given[0]):
        return None
    return Asked(given[1], given[2])


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _is_recent(at: float) -> bool:
    return time.time() - at < _LASTS_SECONDS
