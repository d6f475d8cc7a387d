"""Pages that list pictures and prints of remains, and what a family gave: all veiled."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from antigone.web.accounts.models import User
from antigone.web.accounts.second_factor import proved_lately
from antigone.web.incidents.access import incident_or_404, permissions_of, require
from antigone.web.incidents.roles import Permission, roles_with
from antigone.web.media.doors import pictures, print_files
from antigone.web.media.rights import (
    PRINTS_OF_FAMILY,
    TO_OPEN_OF_FAMILY,
    TO_OPEN_OF_REMAINS,
    family_allows,
)
from antigone.web.media.shown import listed_prints, veils
from antigone.web.records.doors import family_or_404, remains_or_404


@require_safe
def of_remains(request: HttpRequest, incident: str, number: str) -> HttpResponse:
    """Pictures and prints of remains: veils with words."""
    found = incident_or_404(request.user, incident)
    remains = remains_or_404(request.user, found, number)
    require(request.user, found, Permission.SEE_REMAINS)
    user = cast(User, request.user)
    may = permissions_of(user, found)
    context = {
        "incident": found,
        "remains": remains,
        "tab": "pictures",
        "veils": veils(user, list(pictures().filter(remains=remains))),
        "prints": listed_prints(user, list(print_files().filter(remains=remains))),
        "may_open": may >= TO_OPEN_OF_REMAINS,
        "may_hand_out": may >= TO_OPEN_OF_REMAINS,
        "may_add": Permission.ADD_PICTURES in may,
        "proved": proved_lately(request),
        "roles": roles_with(TO_OPEN_OF_REMAINS),
    }
    return render(request, "media/of_remains.html", context)


@require_safe
def of_family(request: HttpRequest, incident: str, pk: int) -> HttpResponse:
    """Photographs and prints that a family gave: veils with words."""
    found = incident_or_404(request.user, incident)
    family = family_or_404(request.user, found, pk)
    require(request.user, found, Permission.SEE_FAMILIES)
    user = cast(User, request.user)
    may = permissions_of(user, found)
    allowed = family_allows(family, photographs=True)
    for_prints = family_allows(family, photographs=False)
    context = {
        "incident": found,
        "family": family,
        "tab": "pictures",
        "veils": veils(user, list(pictures().filter(family=family))),
        "prints": listed_prints(user, list(print_files().filter(family=family))),
        "allowed": allowed,
        "for_prints": for_prints,
        "may_open": may >= TO_OPEN_OF_FAMILY and allowed.met,
        "may_hand_out": may >= PRINTS_OF_FAMILY and for_prints.met,
        "may_add": Permission.TAKE_REQUESTS in may,
        "gone": family.is_withdrawn,
        "proved": proved_lately(request),
        "roles": roles_with(PRINTS_OF_FAMILY),
    }
    return render(request, "media/of_family.html", context)
