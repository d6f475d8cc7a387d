"""What a person who compares faces thinks of a pair, after opening both pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from antigone.policy.face import fa_12_own_opinion
from antigone.web.accounts.models import User
from antigone.web.board.refusal import insist
from antigone.web.faces.gallery import allowed, given_for_this
from antigone.web.faces.models import FaceHit, FaceOpinion
from antigone.web.faces.rights import has_opened, require_to_search
from antigone.web.faces.standing import of_remains
from antigone.web.incidents.models import Incident
from antigone.web.journal.services import record
from antigone.web.media.models import Opening, Picture
from antigone.web.media.opening import open_picture
from antigone.web.records.consent import locked
from antigone.web.records.models import Family
from antigone.web.sealing.keys import KeyDestroyed, seal_json, unseal_json

ABOUT = "opinion on a face"


class NotShown(ValueError):
    """The family no longer allows it: neither lead nor photograph is shown."""


@transaction.atomic
def open_both(*, user: User, hit: FaceHit, words: str, proved: bool) -> tuple[Opening, Opening]:
    """Open the two pictures of a lead side by side, each with an entry of its own (ME-01).

    Returns:
        the opening of the remains' picture, and that of the photograph.

    Raises:
        PermissionDenied: the person does not search by face here.
        NotShown: the family no longer allows it.
        NotOpened: ME-01, ME-02 or ME-09.
        KeyDestroyed: the family withdrew, or took the photograph back.
    """
    incident = locked(hit.search.incident)
    require_to_search(user, incident)
    if hit.picture_id not in allowed(incident, [hit.picture_id]):
        raise NotShown

    def opened(picture: Picture) -> Opening:
        reason = Opening.Reason.COMPARISON.value
        return open_picture(user=user, picture=picture, reason=reason, words=words, proved=proved)

    return opened(hit.search.picture), opened(hit.picture)


@transaction.atomic
def give_opinion(*, user: User, hit: FaceHit, opinion: str, reasons: str) -> FaceOpinion:
    """Write down what somebody thinks of a pair; a later opinion is a new row.

    Raises:
        PermissionDenied: the person does not search by face here.
        RuleRefused: FA-02, FA-04 or FA-12.
        NotShown: the family no longer allows it.
    """
    incident = locked(hit.search.incident)
    require_to_search(user, incident)
    if hit.picture_id not in allowed(incident, [hit.picture_id]):
        raise NotShown
    remains, person = hit.search.remains, hit.missing_person
    opened = has_opened_both(user, hit)
    insist([*of_remains(remains), fa_12_own_opinion(opinion, reasons, opened_both=opened)])
    key = Family.objects.select_related("key").get(pk=person.family_id).key
    made = FaceOpinion(
        incident=incident,
        remains=remains,
        missing_person=person,
        picture=hit.search.picture,
        photograph=hit.picture,
        opinion=opinion,
        sealed=seal_json(key, reasons.strip(), ABOUT),
        given_by=user,
    )
    made.full_clean()
    made.save()
    record(
        actor=user.username,
        act="face.opinion_given",
        incident=incident.slug,
        subject=f"{remains.number}, {person.number}",
        details={"opinion": made.pk, "search": hit.search_id},
    )
    return made


def has_opened_both(user: User, hit: FaceHit) -> bool:
    """Whether this person saw both pictures within the last hour."""
    return has_opened(user, {hit.search.picture_id, hit.picture_id})


@dataclass(frozen=True)
class OpinionShown:
    """An opinion with its reasons, opened."""

    row: FaceOpinion
    reasons: str


def opinions_shown(incident: Incident, rows: Iterable[FaceOpinion]) -> list[OpinionShown]:
    """Those whose photographs the family allows to be compared still, with their reasons."""
    found = list(rows)
    shown = given_for_this(incident, [row.photograph_id for row in found]) if found else ()
    return [OpinionShown(row, _reasons(row)) for row in found if row.photograph_id in shown]


def _reasons(row: FaceOpinion) -> str:
    if row.sealed is None:
        return ""
    try:
        told = unseal_json(row.missing_person.family.key, bytes(row.sealed), ABOUT)
    except KeyDestroyed:
        return ""
    return str(told)
