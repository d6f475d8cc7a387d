"""Measuring the photographs of a search, one after the other: each is asked for before it is decoded."""

from __future__ import annotations

import time
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from antigone.evidence.face.engine import Embedded, Engine
from antigone.evidence.face.quality import StateOfBody
from antigone.web.faces.gallery import allowed, gallery, seen_photographs
from antigone.web.faces.measures import eyes_of, keep, measure, read
from antigone.web.faces.models import FaceSearch, FaceVector
from antigone.web.faces.written import Measured
from antigone.web.media.models import Picture
from antigone.web.records.consent import locked
from antigone.web.sealing.keys import KeyDestroyed

SECONDS_BETWEEN_SIGNS = 0.5


class SearchEnded(Exception):
    """The search was cancelled while it worked."""


class Measuring:
    """Measures what has to be measured, one photograph after the other, and tells how far it is."""

    def __init__(self, row: FaceSearch, engine: Engine) -> None:
        self._row, self._engine = row, engine
        self._told_at = 0.0

    def all(self) -> tuple[dict[int, dict[int, Embedded]], list[int]]:
        """Measure all photographs that may be searched.

        Returns:
            by person sought what was measured of each photograph, and the photographs in which no face was.
        """
        persons: dict[int, dict[int, Embedded]] = {}
        unmeasured: list[int] = []
        user, incident = self._row.asked_by, self._row.incident
        done, total = 0, seen_photographs(user, incident).count()
        for part in gallery(user, incident):
            kept = self._kept(part)
            for picture in part:
                self._tell(done, total)
                done += 1
                one = self._one(picture, kept.get(picture.pk))
                if one is None:
                    continue
                if one.made is None or one.vector is None:
                    unmeasured.append(picture.pk)
                else:
                    persons.setdefault(picture.missing_person_id or 0, {})[picture.pk] = one.made
        return persons, unmeasured

    def _kept(self, part: Sequence[Picture]) -> dict[int, FaceVector]:
        rows = FaceVector.objects.filter(picture__in=part, engine=self._engine.identity.key)
        return {row.picture_id: row for row in rows}

    def _one(self, picture: Picture, row: FaceVector | None) -> Measured | None:
        """What is known of one photograph; None where it may no longer be read."""
        family = picture.family
        assert family is not None  # noqa: S101  (`gallery` gives photographs of families)
        try:
            if row is not None:
                return read(row, family)
            # Consent may have ended since: asked again before anything is decoded.
            if picture.pk not in allowed(self._row.incident, [picture.pk]):
                return None
            one = measure(self._engine, picture, StateOfBody.LIVING, eyes_of(picture))
            with transaction.atomic():
                locked(self._row.incident)
                if picture.pk not in allowed(self._row.incident, [picture.pk]):
                    return None
                keep(picture, family, self._engine, one)
        except KeyDestroyed:
            return None
        return one

    def _tell(self, done: int, total: int) -> None:
        """At most twice a second; notices a cancellation."""
        now = time.monotonic()
        if now - self._told_at < SECONDS_BETWEEN_SIGNS:
            return
        self._told_at = now
        running = FaceSearch.objects.filter(pk=self._row.pk, status=FaceSearch.Status.RUNNING)
        if not running.update(done=done, total=total, beat_at=timezone.now()):
            raise SearchEnded
