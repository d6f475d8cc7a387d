"""Starting and cancelling searches by face. The work itself is in `work`."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from antigone.policy.face import fa_10_purpose_and_proof
from antigone.provenance import JsonValue
from antigone.web.accounts.models import User
from antigone.web.board.refusal import insist
from antigone.web.faces.engines import calibration_in_force, engine_in_force, identity_json
from antigone.web.faces.models import FaceSearch
from antigone.web.faces.rights import require_to_search
from antigone.web.faces.standing import of_picture, release_of
from antigone.web.faces.work import search_by_face
from antigone.web.journal.services import record
from antigone.web.media.doors import pictures
from antigone.web.media.models import Picture
from antigone.web.records.consent import locked
from antigone.words import said_json


class NotRunning(ValueError):
    """A search that has ended cannot be cancelled."""


@transaction.atomic
def start_search(
    *, user: User, picture: Picture, purpose: str, words: str, proved: bool
) -> FaceSearch:
    """FA-15: the one way into a search: one kept picture of remains, for a purpose that is journalled.

    Args:
        purpose: one of FaceSearch.Purpose.
        words: the purpose in words; they stay out of the journal.
        proved: whether this person proved a second factor lately.

    Raises:
        PermissionDenied: the person does not search by face here.
        RuleRefused: FA-01 to FA-04, or FA-10.
        NoEngine: faces cannot be compared on this installation.
    """
    incident = locked(picture.incident)
    require_to_search(user, incident)
    picture = pictures().get(pk=picture.pk)
    insist([*fa_10_purpose_and_proof(purpose, words, proved=proved), *of_picture(user, picture)])
    engine = engine_in_force()
    calibration_in_force(engine.identity)
    search = FaceSearch(
        incident=incident,
        remains=picture.remains,
        picture=picture,
        release=release_of(picture),
        purpose=purpose,
        words=words.strip(),
        asked_by=user,
        engine=said_json(identity_json(engine.identity)),
    )
    search.full_clean()
    search.save()
    details: dict[str, JsonValue] = {
        "search": search.pk,
        "purpose": purpose,
        "item": picture.pk,
        "release": search.release_id,
        "engine": engine.identity.key,
    }
    _enter(user, search, "face.search_started", details)
    # The queue is a table of the same database: the job exists exactly if the search does.
    search_by_face.enqueue(search.pk)
    return search


@transaction.atomic
def cancel_search(*, user: User, search: FaceSearch) -> None:
    """End a search that still waits or runs; the worker notices and stops.

    Raises:
        NotRunning: it has ended in the meantime.
    """
    require_to_search(user, search.incident)
    is_open = [FaceSearch.Status.WAITING, FaceSearch.Status.RUNNING]
    ended = FaceSearch.objects.filter(pk=search.pk, status__in=is_open).update(
        status=FaceSearch.Status.CANCELLED, finished_at=timezone.now(), cancelled_by=user
    )
    if not ended:
        raise NotRunning
    _enter(user, search, "face.search_cancelled", {"search": search.pk})


def _enter(user: User, search: FaceSearch, act: str, details: dict[str, JsonValue]) -> None:
    record(
        actor=user.username,
        act=act,
        incident=search.incident.slug,
        subject=search.remains.number,
        details=details,
    )
