"""What pages show of pictures that may be searched with, and of leads: words, numbers, and no picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from antigone.evidence.face.quality import COMPARABLE
from antigone.policy.face import (
    FACE_KINDS,
    Released,
    fa_01_picture_of_remains,
    fa_03_released_by_another,
    fa_08_good_enough,
)
from antigone.policy.findings import Finding
from antigone.web.accounts.models import User
from antigone.web.faces.gallery import allowed, in_parts
from antigone.web.faces.models import EyePoints, FaceHit, FaceRelease, FaceSearch
from antigone.web.faces.standing import of_search
from antigone.web.faces.states import state_of_face
from antigone.web.faces.words import band_words
from antigone.web.incidents.models import Incident
from antigone.web.media.doors import pictures
from antigone.web.media.models import Picture
from antigone.web.media.words import PictureWords, words_of_picture
from antigone.web.records.doors import missing_in_sight, sees_whole_incident
from antigone.web.records.models import Remains

MOST_UNMEASURED = 50
"""So many photographs are listed in which somebody could set the eyes."""


@dataclass(frozen=True)
class Candidate:
    """One picture of remains that may show a face: what it shows in words, and how it stands.

    Args:
        rules: FA-01 and FA-03, for whoever looks.
    """

    picture: Picture
    words: PictureWords | None
    release: FaceRelease | None
    rules: tuple[Finding, ...]
    eyes_set: bool

    @property
    def is_ready(self) -> bool:
        """Whether this person could search with it, as far as it depends on the picture."""
        return all(rule.met for rule in self.rules)


def candidates(user: User, remains: Remains) -> list[Candidate]:
    """The pictures of these remains that may show a face, in the order in which they came."""
    rows = [row for row in pictures().filter(remains=remains, kind__in=FACE_KINDS) if row.stands]
    releases = _releases(rows)
    eyes = EyePoints.objects.filter(picture__in=[row.pk for row in rows]).order_by()
    marked = set(eyes.values_list("picture", flat=True))
    return [_candidate(user, row, releases.get(row.pk), row.pk in marked) for row in rows]


def _releases(rows: Sequence[Picture]) -> Mapping[int, FaceRelease]:
    found = FaceRelease.objects.filter(
        picture__in=[row.pk for row in rows], withdrawn_at__isnull=True
    )
    return {release.picture_id: release for release in found.select_related("released_by")}


def _candidate(
    user: User, picture: Picture, release: FaceRelease | None, marked: bool
) -> Candidate:
    released = None if release is None else Released(release.released_by_id, release.reason)
    rules = (
        fa_01_picture_of_remains(of_remains=True, stands=picture.stands, kind=picture.kind),
        fa_03_released_by_another(released, user.pk),
    )
    return Candidate(picture, words_of_picture(picture), release, rules, marked)


@dataclass(frozen=True)
class LeadShown:
    """One line of the result: number, rank, band; never a name, a contact or a place.

    Args:
        rank: among what this person sees: a gap would tell of a family that is not theirs to see.
    """

    hit: FaceHit
    band: str
    rank: int

    @property
    def number(self) -> str:
        """Of the person sought."""
        return self.hit.missing_person.number


@dataclass(frozen=True)
class LeadsShown:
    """What a search found, as far as this person may see it now.

    Args:
        unmet: why nothing is shown any more.
        looked_at: how many persons were looked at; None: not this person's to know.
        taken_out: how many leads are not shown: withdrawn since, or not in sight; likewise.
        unmeasured: photographs in which no face could be measured: somebody can set the eyes.
    """

    leads: tuple[LeadShown, ...]
    unmet: tuple[Finding, ...]
    looked_at: int | None = None
    taken_out: int | None = None
    unmeasured: tuple[Picture, ...] = ()


def leads_shown(user: User, search: FaceSearch) -> LeadsShown:
    """FA-05 to FA-07 again, at the moment at which somebody looks; and FA-01 to FA-04."""
    unmet = tuple(f for f in _now(search) if not f.met)
    if unmet:
        return LeadsShown((), unmet)
    rows = list(hits().filter(search=search))
    seen = _in_sight(user, search.incident, rows)
    there = [hit for hit in rows if hit.pk in seen]
    leads = tuple(LeadShown(hit, band_words(hit.band), rank) for rank, hit in enumerate(there, 1))
    counts = knows_all_of(user, search)
    return LeadsShown(
        leads,
        (),
        search.persons_count if counts else None,
        search.listed_count - len(leads) if counts else None,
        _unmeasured(user, search, MOST_UNMEASURED),
    )


def knows_all_of(user: User, search: FaceSearch) -> bool:
    """Whether nothing that a search read or says is out of this person's sight."""
    return user.pk == search.asked_by_id or sees_whole_incident(user, search.incident)


def _unmeasured(user: User, search: FaceSearch, most: int) -> tuple[Picture, ...]:
    """The first of those that may be used still, and that this person may know of."""
    found: list[Picture] = []
    for part in in_parts(search.unmeasured):
        rows = Picture.objects.filter(
            pk__in=allowed(search.incident, part),
            missing_person__in=missing_in_sight(user, search.incident),
        )
        found += rows.select_related("missing_person").order_by("pk")[: most - len(found)]
        if len(found) == most:
            break
    return tuple(found)


def _now(search: FaceSearch) -> tuple[Finding, ...]:
    """FA-01 to FA-04 for whoever searched, as the case stands now, and FA-08 for what is recorded now."""
    state = state_of_face(search.picture.remains or search.remains)
    recorded = fa_08_good_enough(() if state in COMPARABLE else (state,))
    return (*of_search(search, search.picture), recorded)


def may_be_shown(user: User, hit: FaceHit) -> bool:
    """Whether this one lead may be shown to this person now."""
    if any(not finding.met for finding in _now(hit.search)):
        return False
    return hit.pk in _in_sight(user, hit.search.incident, [hit])


def _in_sight(user: User, incident: Incident, rows: Sequence[FaceHit]) -> set[int]:
    """Leads whose photographs may be used still, of persons whom this person may know of."""
    now = allowed(incident, {hit.picture_id for hit in rows}) if rows else frozenset()
    persons = missing_in_sight(user, incident).filter(pk__in=[h.missing_person_id for h in rows])
    known = set(persons.order_by().values_list("pk", flat=True))
    return {h.pk for h in rows if h.picture_id in now and h.missing_person_id in known}


def hits() -> QuerySet[FaceHit]:
    """Leads with all that is needed to show them."""
    joins = ("search__remains", "search__asked_by", "missing_person__family__key")
    return FaceHit.objects.select_related("search__incident", *joins, "picture")
