"""Lifting the veil: one picture at a time, with a reason, journalled, shown once."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from antigone.policy.pictures import me_01_reason_given
from antigone.web.accounts.models import User
from antigone.web.incidents.access import require
from antigone.web.journal.services import record
from antigone.web.media.drawing import redrawn
from antigone.web.media.models import Kept, Opening, Picture, PrintFile
from antigone.web.media.rights import NotOpened, insist_it_opens, to_see
from antigone.web.media.sealed import content_of
from antigone.web.media.words import seal_reason, words_of_picture
from antigone.web.records.consent import locked
from antigone.web.sealing.keys import KeyDestroyed

WAITS = timedelta(minutes=1)
"""So long after the reason was given the picture may be fetched, once."""


def open_picture(*, user: User, picture: Picture, reason: str, words: str, proved: bool) -> Opening:
    """Enter that a picture is opened and why; `show` then gives it once (ME-01, ME-02).

    Args:
        proved: whether this person proved a second factor lately.

    Raises:
        NotOpened: no reason, no right, no second factor, or the family does not allow it.
        KeyDestroyed: the family withdrew, or took it back.
    """
    return _open(user, picture, Opening(picture=picture), reason, words, proved=proved)


def hand_out_prints(
    *, user: User, prints: PrintFile, reason: str, words: str, proved: bool
) -> bytes:
    """Enter that a file of prints is handed out and why, and give it as it came.

    Raises:
        NotOpened: as `open_picture`.
        KeyDestroyed: as `open_picture`.
    """
    opening = Opening(print_file=prints, shown_at=timezone.now())
    with transaction.atomic():
        _open(user, prints, opening, reason, words, proved=proved)
        return content_of(prints.file)


@transaction.atomic
def _open(
    user: User, item: Kept, opening: Opening, reason: str, words: str, *, proved: bool
) -> Opening:
    incident = locked(item.incident)
    require(user, incident, to_see(item.family_id is not None))
    insist_it_opens(user, item, proved=proved)
    finding = me_01_reason_given(reason, words)
    if not finding.met:
        raise NotOpened(finding)
    if item.is_gone or item.went_to is not None:
        raise KeyDestroyed(f"{item} is not here any more")
    opening.reason, opening.opened_by = reason, user
    seal_reason(opening, words.strip())
    opening.full_clean()
    opening.save()
    of_prints = isinstance(item, PrintFile)
    record(
        actor=user.username,
        act="prints.handed_out" if of_prints else "picture.opened",
        incident=incident.slug,
        subject=item.remains.number if item.remains else f"family {item.family_id}",
        details={"item": item.pk, "opening": opening.pk, "reason": reason},
    )
    return opening


def show(*, user: User, opening: Opening) -> bytes | None:
    """The opened picture, drawn anew (ME-05); None for another person, a second time, or too late."""
    claimed = Opening.objects.filter(
        pk=opening.pk,
        picture__isnull=False,
        opened_by=user,
        shown_at__isnull=True,
        opened_at__gt=timezone.now() - WAITS,
    ).update(shown_at=timezone.now())
    picture = opening.picture
    if claimed != 1 or picture is None:
        return None
    words = words_of_picture(picture)
    if words is None or not _still_opens(user, picture):
        return None
    return redrawn(content_of(picture.file), picture.form, words.said.orientation)


def _still_opens(user: User, picture: Picture) -> bool:
    """Whether what let it be opened still holds: the place, the right, and what the family allows."""
    if picture.went_to is not None:
        return False
    try:
        insist_it_opens(user, picture, proved=True)
    except NotOpened:
        return False
    return True
