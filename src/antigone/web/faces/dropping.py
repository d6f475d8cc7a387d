"""Destroying what was measured of photographs, and what rests on it, once it may not be used any more."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Model, Q, QuerySet

from antigone.policy.face import fa_11_goes_at_once
from antigone.web.faces.gallery import allowed, given_for_this, in_parts
from antigone.web.faces.models import EyePoints, FaceHit, FaceOpinion, FaceVector
from antigone.web.incidents.models import Incident


def drop_unused(incident: Incident, families: Collection[int] | None = None) -> list[str]:
    """FA-11: destroy at once what was measured of photographs that may no longer be used, and its leads.

    Args:
        families: by pk those that are asked about; None: all of the incident.

    Returns:
        tables in which rows were changed.
    """
    of_these = Q() if families is None else Q(picture__family__in=families)
    vectors = FaceVector.objects.filter(of_these, picture__incident=incident)
    hits = FaceHit.objects.filter(of_these, search__incident=incident)
    eyes = EyePoints.objects.filter(
        of_these, picture__incident=incident, picture__family__isnull=False
    )
    kept = {*_pictures(vectors), *_pictures(hits), *_pictures(eyes)}
    gone = fa_11_goes_at_once(kept, allowed(incident, kept))
    opinions = FaceOpinion.objects.filter(incident=incident, sealed__isnull=False)
    if families is not None:
        opinions = opinions.filter(photograph__family__in=families)
    judged = set(opinions.values_list("photograph", flat=True))
    silent = fa_11_goes_at_once(judged, given_for_this(incident, judged))
    if not gone and not silent:
        return []
    for part in in_parts(gone):
        # A lead rests on all photographs of the person, not on the one that is shown.
        hits.filter(Q(picture__in=part) | Q(missing_person__pictures__in=part)).delete()
        vectors.filter(picture__in=part).delete()
        eyes.filter(picture__in=part).delete()
    for part in in_parts(silent):
        opinions.filter(photograph__in=part).update(sealed=None)
    changed = (FaceVector, FaceHit, EyePoints, FaceOpinion)
    return [model._meta.db_table for model in changed]


def _pictures(rows: QuerySet[Model]) -> list[int]:
    return list(rows.order_by().values_list("picture", flat=True))
