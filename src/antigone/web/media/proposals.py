"""Place and time that pictures say, proposed for the recovery of the remains."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.incidents.roles import Permission
from antigone.web.journal.services import record
from antigone.web.media.exif import Said
from antigone.web.media.models import Picture
from antigone.web.media.words import words_of_picture
from antigone.web.records.consent import locked
from antigone.web.records.models import Remains


class NothingToPropose(ValueError):
    """The picture says neither when nor where, does not stand, or was proposed before."""


@dataclass(frozen=True)
class ProposedByPicture:
    """What one picture says of the recovery; a person decides whether it is so."""

    picture: Picture
    shows: str
    said: Said


@transaction.atomic
def propose_for_recovery(*, user: User, picture: Picture) -> Picture:
    """Propose what a picture says of time and place for the recovery of its remains.

    Raises:
        NothingToPropose: it says nothing, does not stand here, or was proposed before.
    """
    incident = locked(picture.incident)
    require(user, incident, Permission.ADD_PICTURES)
    picture = Picture.objects.select_related("file", "remains").get(pk=picture.pk)
    words = words_of_picture(picture)
    if picture.remains is None or words is None or not picture.stands or picture.proposed_at:
        raise NothingToPropose
    if words.said.taken_at is None and words.said.latitude is None:
        raise NothingToPropose
    picture.proposed_by, picture.proposed_at = user, timezone.now()
    picture.full_clean()
    picture.save()
    record(
        actor=user.username,
        act="picture.proposed_recovery",
        incident=incident.slug,
        subject=picture.remains.number,
        details={"item": picture.pk},
    )
    return picture


def proposed_by_pictures(remains: Remains) -> list[ProposedByPicture]:
    """What pictures of these remains were proposed to say of the recovery, earliest proposal first."""
    rows = Picture.objects.filter(remains=remains, proposed_at__isnull=False)
    rows = rows.select_related("file__key", "moved_to").order_by("proposed_at", "pk")
    found = [(row, words_of_picture(row)) for row in rows if row.stands]
    return [ProposedByPicture(row, words.shows, words.said) for row, words in found if words]
