"""Where a page leads when it is done: the address that was asked for, if it is one of ours."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def asked_for(request: HttpRequest) -> str:
    """The address in `next`."""
    return request.POST.get("next") or request.GET.get("next") or ""


def next_page(request: HttpRequest, otherwise: str) -> str:
    """That address, if it is ours; otherwise the named page."""
    asked = asked_for(request)
    if url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return asked
    return resolve_url(otherwise)
