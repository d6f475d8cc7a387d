"""Whether a picture of remains may be searched with now, by this person: the rules, applied."""

from __future__ import annotations

from antigone.policy.face import (
    Released,
    fa_01_picture_of_remains,
    fa_02_is_dead,
    fa_03_released_by_another,
    fa_04_not_identified,
)
from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.faces.models import FaceRelease, FaceSearch
from antigone.web.incidents.desk import signed_identifications
from antigone.web.media.models import Picture
from antigone.web.records.entering import entry_of
from antigone.web.records.joined_bodies import parts_of
from antigone.web.records.models import Remains


def release_of(picture: Picture) -> FaceRelease | None:
    """The release of a picture that stands."""
    rows = FaceRelease.objects.filter(picture=picture, withdrawn_at__isnull=True)
    return rows.select_related("released_by").first()


def of_picture(user: User, picture: Picture) -> tuple[Finding, ...]:
    """FA-01 to FA-04 for a search with this picture."""
    return _of(user, picture, release_of(picture))


def of_search(search: FaceSearch, picture: Picture) -> tuple[Finding, ...]:
    """FA-01 to FA-04 for a search that was made, as its case stands now.

    It stands and falls with the release that it was made with (FA-14), whoever released it again since.
    """
    return _of(search.asked_by, picture, FaceRelease.objects.get(pk=search.release_id))


def _of(user: User, picture: Picture, release: FaceRelease | None) -> tuple[Finding, ...]:
    released = None
    if release is not None:
        stands = release.withdrawn_at is None
        released = Released(release.released_by_id, release.reason, stands)
    shows = fa_01_picture_of_remains(
        of_remains=picture.remains_id is not None, stands=picture.stands, kind=picture.kind
    )
    if picture.remains is None:
        return (shows,)
    return (
        shows,
        *of_remains(picture.remains),
        fa_03_released_by_another(released, user.pk),
    )


def of_remains(remains: Remains) -> tuple[Finding, ...]:
    """FA-02 and FA-04: what must hold of the remains themselves."""
    entry = entry_of(remains.incident, [remains])
    return fa_02_is_dead(entry.finding(remains)), fa_04_not_identified(_identified_as(remains))


def _identified_as(remains: Remains) -> list[str]:
    """Numbers of persons whom identifications that stand say these remains, or their parts, are."""
    numbers = {part.number for part in parts_of(remains)} | {remains.number}
    signed = signed_identifications(remains.incident, numbers)
    return [person for number, person in signed.items() if number in numbers]
