"""Who searches by face, and who saw which picture."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone

from antigone.web.accounts.models import User
from antigone.web.incidents.access import permissions_of, require
from antigone.web.incidents.models import Incident
from antigone.web.incidents.roles import Permission
from antigone.web.media.models import Opening
from antigone.web.media.rights import TO_OPEN_OF_FAMILY, TO_OPEN_OF_REMAINS

TO_SEARCH = frozenset({Permission.SEARCH_FACES}) | TO_OPEN_OF_REMAINS | TO_OPEN_OF_FAMILY
"""All that somebody needs who searches by face: both sides are looked at."""

SEEN = timedelta(hours=1)
"""So long after opening a picture somebody may say what they saw."""


def require_to_search(user: User, incident: Incident) -> None:
    """Go on only if the person may search by face here.

    Raises:
        PermissionDenied: their role does not carry it.
    """
    for permission in sorted(TO_SEARCH):
        require(user, incident, permission)


def may_search(user: User, incident: Incident) -> bool:
    """Whether the person may search by face here."""
    return user.is_active and permissions_of(user, incident) >= TO_SEARCH


def has_opened(user: User, pictures: Collection[int]) -> bool:
    """Whether this person saw each of these pictures within the last hour."""
    rows = Opening.objects.filter(
        opened_by=user, shown_at__isnull=False, opened_at__gt=timezone.now() - SEEN
    )
    seen = rows.filter(picture__in=pictures).order_by().values_list("picture", flat=True)
    return set(pictures) <= set(seen)
