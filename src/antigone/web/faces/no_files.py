"""No page about faces takes a file: what is compared was kept before, under remains or under a family."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponseBase

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def takes_no_file(view: View[P]) -> View[P]:
    """FA-16: a request that carries a file is refused before anything else is looked at."""

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method != "GET" and request.FILES:
            raise SuspiciousOperation("no page about faces takes a file")
        return view(request, *args, **kwargs)

    return checked
