"""Setting the eyes in a picture by hand, where an engine finds no face, or several."""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.db import transaction

from antigone.evidence.face.landmarks import Eyes, Point
from antigone.policy.face import fa_01_picture_of_remains
from antigone.web.accounts.models import User
from antigone.web.board.refusal import insist
from antigone.web.faces.gallery import allowed
from antigone.web.faces.models import EyePoints, FaceVector
from antigone.web.faces.rights import require_to_search
from antigone.web.journal.services import record
from antigone.web.media.doors import pictures
from antigone.web.media.models import Picture
from antigone.web.media.pixels import shape_of
from antigone.web.records.consent import locked
from antigone.web.sealing.erasure import overwrite_soon

LEAST_APART = 5.0
"""Pixels of the kept picture between two eyes; far below what can be compared."""


class NotAllowed(ValueError):
    """The family does not allow that faces in its photographs are compared."""


class SamePlace(ValueError):
    """Both eyes were set on one place."""


@dataclass(frozen=True)
class Points:
    """The middles of both eyes of a person, as fractions of width and height of the upright picture."""

    right_x: float
    right_y: float
    left_x: float
    left_y: float

    @property
    def are_apart(self) -> bool:
        """Whether they are two places."""
        return (self.right_x, self.right_y) != (self.left_x, self.left_y)

    def are_apart_in(self, width: int, height: int) -> bool:
        """Whether they are two places in a picture of this size, which may be shown smaller."""
        away = math.hypot(
            (self.right_x - self.left_x) * width, (self.right_y - self.left_y) * height
        )
        return away >= LEAST_APART

    @property
    def seem_exchanged(self) -> bool:
        """Whether the head stands upside down, or one eye was taken for the other."""
        right, left = Point(self.right_x, self.right_y), Point(self.left_x, self.left_y)
        return Eyes(right=right, left=left).are_upside_down


@transaction.atomic
def set_eyes(*, user: User, picture: Picture, points: Points) -> EyePoints:
    """Say where the eyes are; what was measured of the picture before is measured anew.

    Raises:
        PermissionDenied: the person does not search by face here.
        RuleRefused: FA-01, of remains: it shows no face, or does not stand.
        NotAllowed: FA-05 or FA-06, of a family's photograph.
        SamePlace: both are on one place.
    """
    incident = locked(picture.incident)
    require_to_search(user, incident)
    picture = pictures().get(pk=picture.pk)
    if picture.family_id is None:
        shows = fa_01_picture_of_remains(of_remains=True, stands=picture.stands, kind=picture.kind)
        insist([shows])
    elif picture.pk not in allowed(incident, [picture.pk]):
        raise NotAllowed
    if not points.are_apart_in(*shape_of(picture)):
        raise SamePlace
    made = EyePoints(
        picture=picture,
        right_x=points.right_x,
        right_y=points.right_y,
        left_x=points.left_x,
        left_y=points.left_y,
        set_by=user,
    )
    made.full_clean()
    made.save()
    if picture.family_id is not None:
        FaceVector.objects.filter(picture=picture).delete()
        overwrite_soon(FaceVector)
    record(
        actor=user.username,
        act="face.eyes_set",
        incident=incident.slug,
        subject=picture.remains.number if picture.remains else f"family {picture.family_id}",
        details={"item": picture.pk},
    )
    return made
