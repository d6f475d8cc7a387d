"""Whether this session proved a second factor lately, and the door that asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from antigone.web.accounts.factors.standing import has_second_factor
from antigone.web.accounts.models import User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

LASTS = timedelta(minutes=10)
"""How long a proof counts: pictures are opened one after another, but not after a break."""

_PROVED_AT = "second_factor_at"


def proved_lately(request: HttpRequest) -> bool:
    """Whether this session proved a second factor within the last ten minutes."""
    return _age(request.session) < LASTS


def remember_proof(session: SessionBase) -> None:
    """The person at this browser just proved a second factor."""
    session[_PROVED_AT] = timezone.now().timestamp()


def second_factor_needed(view: View[P]) -> View[P]:
    """A view that opens only to a session which proved a second factor lately.

    Others are led to the page that asks for it, and from there back to this address.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if proved_lately(request):
            return view(request, *args, **kwargs)
        return _ask(request)

    return guarded


def second_factor_needed_if_any(view: View[P]) -> View[P]:
    """As above, for the pages on which factors are set up: the first one has nothing before it."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if proved_lately(request) or not has_second_factor(cast(User, request.user)):
            return view(request, *args, **kwargs)
        return _ask(request)

    return guarded


def _ask(request: HttpRequest) -> HttpResponseBase:
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else _referring(request)
    url = f"{reverse('accounts:second_factor')}?{urlencode({'next': back}, safe='/')}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401, headers={"HX-Redirect": url})
    return redirect(url)


def _referring(request: HttpRequest) -> str:
    """Where a form was sent from: its address may take nothing that is only asked for."""
    return request.headers.get("Referer", "") or reverse("home")


def _age(session: SessionBase) -> timedelta:
    proved_at = session.get(_PROVED_AT)
    if proved_at is None:
        return timedelta.max
    return timezone.now() - datetime.fromtimestamp(proved_at, tz=UTC)
