"""Releasing one picture of remains for searches by face, and taking that back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from antigone.policy.face import fa_01_picture_of_remains, fa_14_released_with_reason
from antigone.provenance import JsonValue
from antigone.web.accounts.models import User
from antigone.web.board.refusal import insist
from antigone.web.faces.models import FaceRelease
from antigone.web.faces.rights import has_opened
from antigone.web.faces.standing import of_remains, release_of
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.media.doors import pictures
from antigone.web.media.models import Picture
from antigone.web.records.consent import locked


class NotReleased(ValueError):
    """The release was taken back before."""


@transaction.atomic
def release_picture(*, user: User, picture: Picture, reason: str) -> FaceRelease:
    """FA-14: from now on another person may search with this picture, which this one looked at.

    Raises:
        PermissionDenied: the person releases no pictures here.
        RuleRefused: FA-01, FA-02, FA-04 or FA-14.
    """
    incident = locked(picture.incident)
    require(user, incident, Permission.RELEASE_FACES)
    require(user, incident, Permission.SEE_REMAINS)
    picture = pictures().get(pk=picture.pk)
    remains = picture.remains
    insist(
        [
            fa_01_picture_of_remains(
                of_remains=remains is not None, stands=picture.stands, kind=picture.kind
            ),
            *(of_remains(remains) if remains is not None else ()),
            fa_14_released_with_reason(
                reason,
                released=release_of(picture) is not None,
                opened=has_opened(user, [picture.pk]),
            ),
        ]
    )
    made = FaceRelease(incident=incident, picture=picture, reason=reason.strip(), released_by=user)
    made.full_clean()
    made.save()
    _enter(user, "face.released", made)
    return made


@transaction.atomic
def take_back_release(*, user: User, release: FaceRelease, reason: str) -> FaceRelease:
    """Nobody searches with this picture any more, and leads found with it are no longer shown.

    Raises:
        PermissionDenied: the person releases no pictures here.
        NotReleased: it was taken back before.
    """
    incident = locked(release.incident)
    require(user, incident, Permission.RELEASE_FACES)
    release = FaceRelease.objects.select_related("incident", "picture__remains").get(pk=release.pk)
    if release.withdrawn_at is not None:
        raise NotReleased
    release.withdrawn_by, release.withdrawn_at = user, timezone.now()
    release.withdrawn_because = reason.strip()
    release.full_clean()
    release.save()
    _enter(user, "face.release_taken_back", release)
    return release


def _enter(user: User, act: str, release: FaceRelease) -> None:
    remains = release.picture.remains
    details: dict[str, JsonValue] = {"item": release.picture_id, "release": release.pk}
    record(
        actor=user.username,
        act=act,
        incident=release.incident.slug,
        subject=remains.number if remains else "",
        details=details,
    )
