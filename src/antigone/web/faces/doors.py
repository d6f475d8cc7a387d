"""The one door to each picture, search and lead: through the case it stands in."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from antigone.web.accounts.models import User
from antigone.web.faces.models import FaceHit, FaceRelease, FaceSearch
from antigone.web.faces.rights import require_to_search
from antigone.web.faces.shown import hits, may_be_shown
from antigone.web.incidents.access import incident_or_404, require
from antigone.web.incidents.roles import Permission
from antigone.web.media.doors import picture_or_404
from antigone.web.media.models import Picture
from antigone.web.records.doors import remains_in_sight


def picture_of_remains_or_404(
    request: HttpRequest, slug: str, pk: int, *needed: Permission
) -> Picture:
    """A picture of remains that this person may know of.

    Raises:
        Http404: there is none, none for this person, or it was given by a family.
        PermissionDenied: the role does not carry all that is needed.
    """
    incident = incident_or_404(request.user, slug)
    picture = picture_or_404(request.user, incident, pk)
    if picture.remains_id is None:
        raise Http404(_("There is nothing at this address, or it is not yours to see."))
    for permission in needed:
        require(request.user, incident, permission)
    return picture


def release_or_404(request: HttpRequest, slug: str, pk: int) -> FaceRelease:
    """A release of a picture of remains that this person may know of; as above."""
    incident = incident_or_404(request.user, slug)
    rows = FaceRelease.objects.select_related("incident", "picture__remains", "released_by")
    seen = rows.filter(
        incident=incident, picture__remains__in=remains_in_sight(request.user, incident)
    )
    release = get_object_or_404(seen, pk=pk)
    require(request.user, incident, Permission.SEE_REMAINS)
    require(request.user, incident, Permission.RELEASE_FACES)
    return release


def search_or_404(request: HttpRequest, slug: str, pk: int) -> FaceSearch:
    """A search of remains that this person may know of, for those who search by face; as above."""
    incident = incident_or_404(request.user, slug)
    rows = FaceSearch.objects.select_related(
        "incident",
        "remains__incident",
        "asked_by",
        "cancelled_by",
        "picture__file",
        "picture__moved_to",
        "picture__remains__incident",
        "release__released_by",
    )
    seen = rows.filter(incident=incident, remains__in=remains_in_sight(request.user, incident))
    search = get_object_or_404(seen, pk=pk)
    require_to_search(cast(User, request.user), incident)
    return search


def hit_or_404(request: HttpRequest, slug: str, pk: int, missing: str) -> FaceHit:
    """A lead that may be shown to this person now.

    Raises:
        Http404: there is none, or it may no longer be shown.
        PermissionDenied: the role does not search by face.
    """
    search = search_or_404(request, slug, pk)
    hit = get_object_or_404(hits(), search=search, missing_person__number=missing)
    hit.search = search
    if not may_be_shown(cast(User, request.user), hit):
        raise Http404(_("This lead is no longer shown: what it rests on may not be used any more."))
    return hit
