"""What pictures say of a recovery, offered where the recovery is written down."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from antigone.web.examination.sections import Content
from antigone.web.examination.sections.recovery import LEAST_METRES
from antigone.web.media.exif import Said
from antigone.web.media.proposals import proposed_by_pictures
from antigone.web.media.shown import taken_in_words
from antigone.web.records.models import Remains

DEGREES = 6
"""Digits behind the point: a tenth of a metre."""


@dataclass(frozen=True)
class PictureSays:
    """What one picture says; a person puts it into the form, and records it or not."""

    picture: int
    shows: str
    said: Said

    @property
    def taken(self) -> str:
        """When, in words."""
        return taken_in_words(self.said)

    @property
    def content(self) -> Content:
        """What it says, as the form of the recovery holds it."""
        return _moment(self.said) | _place(self.said)


def said_of_recovery(remains: Remains) -> list[PictureSays]:
    """What pictures of these remains were proposed to say."""
    return [
        PictureSays(one.picture.pk, one.shows, one.said) for one in proposed_by_pictures(remains)
    ]


def chosen(said: Iterable[PictureSays], picture: str) -> PictureSays | None:
    """That of the picture which an address names."""
    return next((one for one in said if str(one.picture) == picture), None)


def _moment(said: Said) -> Content:
    if said.taken_at is None:
        return {}
    # Without a zone it is the clock of the camera that counts, as it was read.
    at = timezone.localtime(said.taken_at) if said.zone_known else said.taken_at
    return {"recovered_on": at.date().isoformat(), "recovered_time": at.strftime("%H:%M")}


def _place(said: Said) -> Content:
    if said.latitude is None or said.longitude is None:
        return {}
    place: Content = {
        "latitude": round(said.latitude, DEGREES),
        "longitude": round(said.longitude, DEGREES),
    }
    if said.within_m is not None:
        place["within_m"] = max(LEAST_METRES, math.ceil(said.within_m))
    return place
